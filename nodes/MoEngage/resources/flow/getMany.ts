import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { fieldsOf, wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { createdFields, createdRange, creators } from '../created';
import { filters, simplifyField } from '../fields';
import { howManyFields, limitOf, wantedBy } from '../paging';

/** Flows on a page of MoEngage's search, the most that it takes (`api/flows/flows.yaml`). */
const PAGE = 100;

const STATUSES = [
	['Active', 'ACTIVE'],
	['Completed', 'COMPLETED'],
	['Draft', 'DRAFT'],
	['Paused', 'PAUSED'],
	['Rejected', 'REJECTED'],
	['Retired', 'RETIRED'],
	['Scheduled', 'SCHEDULED'],
	['Stopped', 'STOPPED'],
	['Under Review', 'UNDER_REVIEW'],
] as const;

const DELIVERY_TYPES = [
	['Business Event Triggered', 'BUSINESS_EVENT_TRIGGERED'],
	['Event Triggered', 'EVENT_TRIGGERED'],
	['On Flow Exit', 'ON_FLOW_EXIT'],
	['One Time', 'ONE_TIME'],
	['Periodic', 'PERIODIC'],
] as const;

const SIMPLE_FIELDS = [
	'flow_id',
	'name',
	'status',
	'archived',
	'delivery_type',
	'tags',
	'created_by',
	'created_at',
	'updated_at',
	'published_at',
];

/** Search Flows V5: page after page by a cursor. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many flows',
	description: 'Get flows of the workspace with their IDs and status',
	route: {
		endpoint: ENDPOINTS.searchFlows,
		paging: {
			recordsOf: flowsOf,
			idOf: ({ flow_id: flowId }) => flowId,
			next: nextPage,
			limitOf: wantedBy,
		},
		toOutput,
	},
	fields: [
		...howManyFields,
		filters([
			...createdFields('Flows'),
			{
				displayName: 'Delivery Types',
				name: 'deliveryType',
				type: 'multiOptions',
				options: DELIVERY_TYPES.map(([name, value]) => ({ name, value })),
				default: [],
				description: 'How users enter the flows. If empty, all are returned.',
			},
			{
				displayName: 'Include Archived',
				name: 'includeArchived',
				type: 'boolean',
				default: false,
				description: 'Whether to return archived flows too',
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Welcome',
				description: 'Part of the name',
			},
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: STATUSES.map(([name, value]) => ({ name, value })),
				default: [],
				description: 'Statuses to include. If empty, all are returned.',
			},
			{
				displayName: 'Tags',
				name: 'tags',
				type: 'string',
				default: '',
				placeholder: 'e.g. onboarding, loyalty',
				description:
					'Comma-separated tags, or an expression that returns an array. Flows with any of them are returned.',
			},
			{
				displayName: 'Teams',
				name: 'teams',
				type: 'string',
				default: '',
				placeholder: 'e.g. Growth, Retention',
				description:
					'Comma-separated names of teams, or an expression that returns an array. Required if the workspace has teams for flows. Otherwise MoEngage rejects it.',
			},
		]),
		simplifyField,
	],

	toPiece(parameters, { workflowZone }) {
		const chosen = parameters.collection('filters');
		const { from, to } = createdRange(chosen, workflowZone);
		const element: IDataObject = {
			limit: PAGE,
			...given({
				name: chosen.text('name'),
				status: chosen.listOf(
					'statuses',
					STATUSES.map(([, value]) => value),
				),
				delivery_type: chosen.listOf(
					'deliveryType',
					DELIVERY_TYPES.map(([, value]) => value),
				),
				tags: chosen.list('tags'),
				teams: chosen.list('teams'),
				created_by: creators(chosen),
				creation_start_time: from,
				creation_end_time: to,
			}),
			...(chosen.flag('includeArchived') === true && { include_archived: true }),
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

function flowsOf({ data }: IDataObject): IDataObject[] {
	const flows = isPlainObject(data) ? data.flows : undefined;
	return (Array.isArray(flows) ? flows : []).filter(isPlainObject) as IDataObject[];
}

function nextPage({ data }: IDataObject): { body: IDataObject } | undefined {
	const { has_more: hasMore, next_cursor: cursor } = data as IDataObject;
	return hasMore === true && typeof cursor === 'string' ? { body: { cursor } } : undefined;
}

function toOutput({ records }: IDataObject, { memo = {} }: Piece): IDataObject[] {
	return (records as IDataObject[]).map((flow) =>
		memo.simplify === true ? fieldsOf(flow, SIMPLE_FIELDS) : { ...flow },
	);
}
