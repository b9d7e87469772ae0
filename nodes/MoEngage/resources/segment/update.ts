import type { Operation } from '../../delivery/operation';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { segmentField, segmentIdOf } from './fields';
import { filterFields, filterSegment } from './filterFields';
import { segmentIn } from './get';

/** Update Filter Segment (`api/custom-segments/custom-segments.yaml`): name and filters are replaced. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update segment',
	description: 'Replace the name and the filters of a custom segment',
	route: { endpoint: ENDPOINTS.updateSegment, toOutput: segmentIn },
	fields: [
		segmentField,
		...filterFields([
			{
				displayName: 'Updated By',
				name: 'updatedBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. jane.doe@example.com',
				description: 'Email address of the person who changes the segment',
			},
		]),
	],

	toPiece(parameters) {
		const segmentId = segmentIdOf(parameters);
		return {
			envelope: { path: { segmentId } },
			lane: segmentId,
			about: { id: segmentId },
			element: {
				...filterSegment(parameters),
				...given({ updated_by: parameters.collection('additionalFields').email('updatedBy') }),
			},
		};
	},
};
