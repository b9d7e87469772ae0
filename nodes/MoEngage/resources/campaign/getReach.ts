import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal, type Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { uuidOf } from '../../delivery/uuid';
import { quote } from '../../mapping/invalidInput';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { campaignIdsOf, campaignsField } from './whichCampaigns';

/**
 * Get Campaign Meta V5: up to 15 campaigns a request. MoEngage's documents show one ID as text, and say that the API is for
 * "one or more campaigns": several IDs leave as a list. If MoEngage rejects that, the pipeline asks for each ID alone.
 */
export const getReach: Operation = {
	value: 'getReach',
	name: 'Get Reach',
	action: 'Get reach of campaigns',
	description: 'Get how many users scheduled campaigns will reach',
	hint: 'Needs IDs of campaigns: put campaign with getMany before it.',
	route: {
		endpoint: ENDPOINTS.getCampaignMeta,
		freshKeyHeaders: ['Idempotency-Key'],
		toBody,
		toOutput,
	},
	fields: [
		campaignsField(
			'Comma-separated IDs, or an expression that returns an array. MoEngage estimates the reach of scheduled campaigns once a day. For others, reachability_details is null.',
		),
	],

	toPiece(parameters, { now }) {
		const ids = campaignIdsOf(parameters);
		const [first, ...more] = ids.map((id) => pieceOf(id, now));
		return { ...first, more };
	},
};

function pieceOf(id: string, now: number): Piece {
	return {
		// Of the run; `toBody` makes one of each request from it.
		envelope: { body: { request_id: String(now) } },
		elementKey: id,
		element: { id },
		memo: { id },
	};
}

function toBody(elements: IDataObject[], shared: IDataObject = {}): IDataObject {
	const ids = elements.map(({ id }) => id as string);
	return {
		request_id: uuidOf(JSON.stringify([shared, ids])),
		limit: Math.max(1, ids.length),
		page: 1,
		campaign_fields: { id: ids.length === 1 ? ids[0] : ids },
	};
}

function toOutput({ data }: IDataObject, { memo = {} }: Piece): IDataObject[] | ItemRefusal {
	const campaigns: unknown = isPlainObject(data) ? data.campaigns : undefined;
	const found = (Array.isArray(campaigns) ? campaigns : []).find(
		(campaign): campaign is IDataObject =>
			isPlainObject(campaign) && campaign.campaign_id === memo.id,
	);
	if (found !== undefined) return [{ ...found }];
	return new ItemRefusal(
		`MoEngage returned no campaign with the ID ${quote(memo.id)}`,
		'Check the ID. If the campaign exists, run the node for this campaign alone',
		'campaignIds',
	);
}
