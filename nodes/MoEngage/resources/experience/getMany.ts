import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters } from '../fields';
import { howManyFields, limitOf, wantedBy } from '../paging';

/** MoEngage finds nothing, without a word, for any other spelling (Fetch Experience Metadata, OpenAPI). */
const STATUSES = ['Active', 'Paused', 'Scheduled'] as const;

/** Fetch Experience Metadata (OpenAPI): all experiences come in one answer. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many experiences',
	description: 'Get the experiences of the workspace with their keys and status',
	route: { endpoint: ENDPOINTS.listExperiences, toBody: () => ({}), toOutput },
	fields: [
		...howManyFields,
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
		const status = (chosen.listOf('status', STATUSES) ?? STATUSES).join(',');
		return {
			envelope: { query: { status } },
			elementKey: status,
			lane: status,
			element: {},
			memo: { limit: limitOf(parameters) },
		};
	},
};

function toOutput(answer: IDataObject, piece: Piece): IDataObject[] {
	const metadata = isPlainObject(answer.metadata) ? answer.metadata : {};
	const experiences = (
		Array.isArray(metadata.experiences) ? metadata.experiences : []
	) as IDataObject[];
	return experiences.slice(0, wantedBy(piece)).map((experience) => ({ ...experience }));
}
