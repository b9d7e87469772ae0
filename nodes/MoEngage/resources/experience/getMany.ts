import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { isPlainObject, oneOf } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters } from '../fields';

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
		filters([
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: STATUSES.map((name) => ({ name, value: name })),
				default: [],
				description: 'Statuses to include. If empty, all are returned.',
			},
		]),
	],

	toPiece(parameters) {
		const chosen = parameters.collection('filters');
		const statuses = chosen
			.list('status')
			?.map((name) => oneOf(name, STATUSES, chosen.path('status')));
		const status = (statuses ?? STATUSES).join(',');
		return {
			envelope: { query: { status } },
			elementKey: status,
			lane: status,
			element: {},
			memo: { limit: limitOf(parameters) },
		};
	},
};

function limitOf(parameters: Reader): number | null {
	if (parameters.flag('returnAll') === true) return null;
	const given = parameters.get('limit');
	const limit = parameters.isGiven('limit') ? Number(given) : DEFAULT_LIMIT;
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
