import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { objectId } from '../../mapping/objectIds';
import type { Reader } from '../../mapping/reader';
import type { TimeZone } from '../../mapping/times';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { createdFields, createdRange, creators } from '../created';
import { filters, simplifyField } from '../fields';
import { howManyFields, limitOf, wantedBy } from '../paging';
import { simpleCampaign } from './whichCampaigns';
import { CAMPAIGN_PAGE, CHANNELS, DELIVERY_TYPES, STATUSES } from './values';

/** Search Campaigns V5: pages of 15 without a total, so that a page with fewer is the last. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many campaigns',
	description: 'Get campaigns of the workspace with their IDs and status',
	route: {
		endpoint: ENDPOINTS.searchCampaigns,
		freshKeyHeaders: ['Idempotency-Key', 'X-MOE-Request-Id'],
		paging: {
			recordsOf: campaignsOf,
			idOf: ({ id, campaign_id: campaignId }) => id ?? campaignId,
			next: (answer, pages) =>
				campaignsOf(answer).length < CAMPAIGN_PAGE ? undefined : { body: { page: pages + 1 } },
			limitOf: wantedBy,
		},
		toOutput,
	},
	fields: [
		...howManyFields,
		filters([
			{
				displayName: 'Channels',
				name: 'channels',
				type: 'multiOptions',
				options: CHANNELS.map(([name, value]) => ({ name, value })),
				default: [],
				description:
					"Channels to include. If empty, all are returned. Some of MoEngage's documents have no SMS here.",
			},
			...createdFields('Campaigns'),
			{
				displayName: 'Delivery Types',
				name: 'deliveryTypes',
				type: 'multiOptions',
				options: DELIVERY_TYPES.map(([name, value]) => ({ name, value })),
				default: [],
				description: 'Delivery types to include. If empty, all are returned.',
			},
			{
				displayName: 'IDs',
				name: 'ids',
				type: 'string',
				default: '',
				placeholder: 'e.g. 64a1b2c3d4e5f6a7b8c9d0e1',
				description:
					'Comma-separated IDs of campaigns, or an expression that returns an array. Only these are returned, drafts and archived ones if Statuses has their status.',
			},
			{
				displayName: 'Include Child Campaigns',
				name: 'includeChildCampaigns',
				type: 'boolean',
				default: false,
				description:
					'Whether to return also the single sends of periodic campaigns (they have a parent_id) and the campaigns of flows (they have a flow_id)',
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Summer Sale',
				description: 'Part of the name',
			},
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: STATUSES.map(([name, value]) => ({ name, value })),
				default: [],
				description: 'Statuses to include. If empty, all except Draft and Archived are returned.',
			},
			{
				displayName: 'Tags',
				name: 'tags',
				type: 'string',
				default: '',
				placeholder: 'e.g. promotional, seasonal',
				description:
					'Comma-separated tags, or an expression that returns an array. Campaigns with any of them are returned.',
			},
		]),
		simplifyField,
	],

	toPiece(parameters, { workflowZone }) {
		const chosen = parameters.collection('filters');
		const fields = campaignFields(chosen, workflowZone);
		const isArchiveWanted = fields.status?.includes('ARCHIVED') === true;
		const element: IDataObject = {
			limit: CAMPAIGN_PAGE,
			page: 1,
			...(Object.keys(fields).length > 0 && { campaign_fields: fields }),
			...(isArchiveWanted && { include_archive_campaigns: true }),
			...(chosen.flag('includeChildCampaigns') === true && { include_child_campaigns: true }),
		};
		const question = JSON.stringify(element);
		return {
			elementKey: question,
			lane: question,
			element,
			memo: { limit: limitOf(parameters), simplify: wantsSimple(parameters) },
		};
	},
};

function campaignFields(chosen: Reader, zone: TimeZone) {
	const choices = (name: string, allowed: ReadonlyArray<readonly [string, string]>) =>
		chosen.listOf(
			name,
			allowed.map(([, value]) => value),
		);
	return given({
		ids: chosen.list('ids')?.map((id) => objectId(id, chosen.path('ids'), 'campaign')),
		channels: choices('channels', CHANNELS),
		created_by: creators(chosen),
		created_date: createdDate(chosen, zone),
		campaign_delivery_type: choices('deliveryTypes', DELIVERY_TYPES),
		name: chosen.text('name'),
		status: choices('statuses', STATUSES),
		tags: chosen.list('tags'),
	});
}

/** MoEngage's examples have UTC without a zone. */
function createdDate(chosen: Reader, zone: TimeZone): IDataObject | undefined {
	const { from, to } = createdRange(chosen, zone);
	if (from === undefined && to === undefined) return undefined;
	return given({ from_date: from?.replace(/Z$/, ''), to_date: to?.replace(/Z$/, '') });
}

function campaignsOf({ data }: IDataObject): IDataObject[] {
	const campaigns = isPlainObject(data) ? data.campaigns : undefined;
	return (Array.isArray(campaigns) ? campaigns : []).filter(isPlainObject) as IDataObject[];
}

function toOutput({ records }: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const campaigns = records as IDataObject[];
	return campaigns.map((campaign) =>
		memo.simplify === true ? simpleCampaign(campaign) : { ...campaign },
	);
}
