import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { simplifyField } from '../fields';
import { campaignField, campaignIdOf, simpleCampaign } from './whichCampaigns';

/** Get Campaign V5: one campaign a request; items that ask for the same one share it. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get campaign',
	description: 'Get a campaign with its status, for example after a change of it',
	route: {
		endpoint: ENDPOINTS.getCampaign,
		freshKeyHeaders: ['X-MOE-Request-Id'],
		toOutput,
	},
	fields: [campaignField('The campaign to get'), simplifyField],

	toPiece(parameters) {
		const campaignId = campaignIdOf(parameters);
		return {
			envelope: { path: { campaignId } },
			elementKey: campaignId,
			lane: campaignId,
			element: {},
			memo: { simplify: wantsSimple(parameters) },
		};
	},
};

function toOutput({ data }: IDataObject, { memo = {} }: Piece): IDataObject[] {
	if (!isPlainObject(data)) throw new Error('it has no campaign');
	const campaign = data as IDataObject;
	return [memo.simplify === true ? simpleCampaign(campaign) : { ...campaign }];
}
