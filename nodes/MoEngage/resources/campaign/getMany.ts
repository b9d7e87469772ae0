import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { fieldsOf, wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { formatUtc, readTime, toInstant, type TimeZone } from '../../mapping/time';
import { given, isPlainObject, oneOf } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters, simplifyField } from '../fields';
import { howManyFields, limitOf, wantedBy } from '../paging';
import { CAMPAIGN_PAGE, CHANNELS, DELIVERY_TYPES, STATUSES } from './values';

const SIMPLE_FIELDS = [
	'id',
	'campaign_id',
	'version_number',
	'status',
	'channel',
	'campaign_delivery_type',
	'created_by',
	'created_at',
	'updated_at',
	'sent_time',
];

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
			{
				displayName: 'Created From',
				name: 'createdFrom',
				type: 'dateTime',
				default: '',
				description: 'Earliest time at which the campaigns were created',
			},
			{
				displayName: 'Created To',
				name: 'createdTo',
				type: 'dateTime',
				default: '',
				description:
					'Latest time at which the campaigns were created. A date without a time includes the whole day.',
			},
			{
				displayName: 'Delivery Types',
				name: 'deliveryTypes',
				type: 'multiOptions',
				options: DELIVERY_TYPES.map(([name, value]) => ({ name, value })),
				default: [],
				description: 'Delivery types to include. If empty, all are returned.',
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
		const fields = campaignFields(parameters.collection('filters'), workflowZone);
		const isArchiveWanted = fields.status?.includes('ARCHIVED') === true;
		const element: IDataObject = {
			limit: CAMPAIGN_PAGE,
			page: 1,
			...(Object.keys(fields).length > 0 && { campaign_fields: fields }),
			...(isArchiveWanted && { include_archive_campaigns: true }),
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
		chosen.list(name)?.map((value) =>
			oneOf(
				value,
				allowed.map(([, one]) => one),
				chosen.path(name),
			),
		);
	return given({
		channels: choices('channels', CHANNELS),
		created_date: createdDate(chosen, zone),
		campaign_delivery_type: choices('deliveryTypes', DELIVERY_TYPES),
		name: chosen.text('name'),
		status: choices('statuses', STATUSES),
		tags: chosen.list('tags'),
	});
}

function createdDate(chosen: Reader, zone: TimeZone): IDataObject | undefined {
	const from = instantOf(chosen, 'createdFrom', zone, 0);
	const to = instantOf(chosen, 'createdTo', zone, LAST_SECOND_MS);
	if (from === undefined && to === undefined) return undefined;
	if (from !== undefined && to !== undefined && from > to) {
		throw new InvalidInput(
			chosen.path('createdTo'),
			'is before Created From',
			'Use a time after Created From',
		);
	}
	return given({ from_date: utcClock(from), to_date: utcClock(to) });
}

/** From the beginning of a day to its last second. */
const LAST_SECOND_MS = 86_399_000;

/** @param ofDay milliseconds to add to a date that has no time */
function instantOf(
	chosen: Reader,
	name: string,
	zone: TimeZone,
	ofDay: number,
): number | undefined {
	const [value, path] = chosen.at(name);
	const time = readTime(value, path);
	if (time === undefined) return undefined;
	const isDay = typeof value === 'string' && /^\s*\d{4}-\d{2}-\d{2}\s*$/.test(value);
	return toInstant(time, zone) + (isDay ? ofDay : 0);
}

/** MoEngage's examples have UTC without a zone. */
function utcClock(instant: number | undefined): string | undefined {
	return instant === undefined ? undefined : formatUtc(instant).replace(/Z$/, '');
}

function campaignsOf({ data }: IDataObject): IDataObject[] {
	const campaigns = isPlainObject(data) ? data.campaigns : undefined;
	return (Array.isArray(campaigns) ? campaigns : []).filter(isPlainObject) as IDataObject[];
}

function toOutput({ records }: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const campaigns = records as IDataObject[];
	if (memo.simplify !== true) return campaigns.map((campaign) => ({ ...campaign }));
	return campaigns.map((campaign) => {
		const details = isPlainObject(campaign.basic_details) ? campaign.basic_details : {};
		const { id, ...rest } = fieldsOf(campaign, SIMPLE_FIELDS);
		return { id, ...fieldsOf(details as IDataObject, ['name', 'tags']), ...rest };
	});
}
