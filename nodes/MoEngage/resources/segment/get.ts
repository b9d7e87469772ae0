import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal, type Operation } from '../../delivery/operation';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { segmentField, segmentIdOf } from './fields';

/** Get Segment by ID (`api/custom-segments/custom-segments.yaml`), with its filters. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get segment',
	description: 'Get a custom segment with its filters. MoEngage has no API for its users.',
	route: {
		endpoint: ENDPOINTS.getSegment,
		toOutput: (answer) => {
			const [segment] = segmentIn(answer);
			if (Object.keys(segment).length > 0) return [segment];
			return new ItemRefusal(
				'MoEngage has no such segment',
				'Check the ID of the segment',
				'segmentId',
			);
		},
	},
	fields: [segmentField],

	toPiece(parameters) {
		const segmentId = segmentIdOf(parameters);
		const path = { segmentId };
		return { envelope: { path }, elementKey: segmentId, lane: segmentId, element: {} };
	},
};

/** The segment of a response: one document has it in a list, others alone. */
export function segmentIn(answer: IDataObject): IDataObject[] {
	const { data = answer } = answer;
	const [segment] = [data].flat();
	return [isPlainObject(segment) ? ({ ...segment } as IDataObject) : {}];
}
