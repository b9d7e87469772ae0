import type { Resource } from '../resource';
import { getMany } from './getMany';

export const segment: Resource = {
	value: 'segment',
	name: 'Segment',
	operations: [getMany],
	defaultOperation: getMany.value,
};
