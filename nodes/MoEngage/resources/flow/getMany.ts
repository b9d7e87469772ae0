import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { fieldsOf, wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { given, isPlainObject, oneOf } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
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
	description:
		'Get flows of the workspace with their IDs and status. Archived flows are not included.',
	route: {
		endpoint: ENDPOINTS.searchFlows,
		paging: { recordsOf: flowsOf, next: nextPage, limitOf: wantedBy },
		toOutput,
	},
	fields: [
		...howManyFields,
		filters([
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
		]),
		simplifyField,
	],

	toPiece(parameters) {
		const chosen = parameters.collection('filters');
		const allowed = STATUSES.map(([, value]) => value);
		const element: IDataObject = {
			limit: PAGE,
			...given({
				name: chosen.text('name'),
				status: chosen
					.list('statuses')
					?.map((status) => oneOf(status, allowed, chosen.path('statuses'))),
				tags: chosen.list('tags'),
			}),
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
