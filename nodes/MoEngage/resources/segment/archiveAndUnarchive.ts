import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { databaseHeader, databaseNameField, segmentField, segmentIdOf } from './fields';

/** Archive and Unarchive Segment (`api/custom-segments/custom-segments.yaml`). */
const common: Pick<Operation, 'fields' | 'toPiece'> = {
	fields: [segmentField, databaseNameField],

	toPiece(parameters) {
		const segmentId = segmentIdOf(parameters);
		return {
			envelope: { headers: databaseHeader(parameters) },
			lane: segmentId,
			about: { cs_id: segmentId },
			// MoEngage requires a name, and does not look at it beside the ID.
			element: { name: segmentId, cs_id: segmentId },
		};
	},
};

export const archive: Operation = {
	...common,
	value: 'archive',
	name: 'Archive',
	action: 'Archive segment',
	description: 'Archive a custom segment. MoEngage shows it for 180 more days.',
	route: { endpoint: ENDPOINTS.archiveSegment },
};

export const unarchive: Operation = {
	...common,
	value: 'unarchive',
	name: 'Unarchive',
	action: 'Unarchive segment',
	description: 'Make an archived custom segment active again',
	route: { endpoint: ENDPOINTS.unarchiveSegment },
};
