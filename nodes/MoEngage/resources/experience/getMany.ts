import type { IDataObject } from 'n8n-workflow';

import type { Piece } from '../../delivery/piece';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import {
	asBoolean,
	collection,
	isGiven,
	isPlainObject,
	oneOf,
	textList,
} from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { optionsField } from '../fields';
import type { Operation } from '../operation';

/** MoEngage finds nothing, without a word, for any other spelling (Fetch Experience Metadata, OpenAPI). */
const STATUSES = ['Active', 'Paused', 'Scheduled'] as const;

/** What comes out where the user sets no limit, as the field says. */
const DEFAULT_LIMIT = 50;

/** Fetch Experience Metadata (OpenAPI): all experiences come in one answer. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many experiences',
	description: 'Get the experiences of the workspace with their keys and status',
	route: { endpoint: ENDPOINTS.listExperiences, toBody: () => ({}), toOutput },
	fields: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Status',
					name: 'status',
					type: 'multiOptions',
					options: STATUSES.map((name) => ({ name, value: name })),
					default: [],
					description: 'Statuses to include. If empty, all are returned.',
				},
			],
		},
		optionsField(ENDPOINTS.listExperiences),
	],

	toPiece(parameters) {
		const filters = collection(parameters, 'filters');
		const chosen = textList(filters.status, 'filters.status')?.map((status) =>
			oneOf(status, STATUSES, 'filters.status'),
		);
		const status = (chosen ?? STATUSES).join(',');
		return {
			envelope: { query: { status } },
			elementKey: status,
			lane: status,
			element: {},
			memo: { limit: limitOf(parameters.get('returnAll'), parameters.get('limit')) },
		};
	},
};

function limitOf(returnAll: unknown, given: unknown): number | null {
	if (asBoolean(returnAll, 'returnAll') === true) return null;
	const limit = isGiven(given) ? Number(given) : DEFAULT_LIMIT;
	if (!Number.isInteger(limit) || limit < 1) {
		throw new InvalidInput('limit', `${quote(given)} is not a number of results`, 'Use 1 or more');
	}
	return limit;
}

function toOutput(answer: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const metadata = isPlainObject(answer.metadata) ? answer.metadata : {};
	const experiences = (
		Array.isArray(metadata.experiences) ? metadata.experiences : []
	) as IDataObject[];
	const limit = typeof memo.limit === 'number' ? memo.limit : experiences.length;
	return experiences.slice(0, limit).map((experience) => ({ ...experience }));
}
