import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { filterFields, filterSegment } from './filterFields';
import { segmentIn } from './get';
import { sameSegment } from './sameSegment';

/** Create Filter Segment (`api/custom-segments/custom-segments.yaml`). */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create segment',
	description: 'Create a custom segment from filters',
	hint: 'The filters come from the dashboard, Test & Debug > Segment Payload. For a list of users, use createFromFile or cohort.',
	route: { endpoint: ENDPOINTS.createSegment, toOutput: segmentIn, ...sameSegment },
	fields: filterFields(),

	toPiece(parameters) {
		const element = filterSegment(parameters);
		return { lane: String(element.name), element };
	},
};
