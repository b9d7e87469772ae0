import type { Resource } from '../resource';
import { getMany } from './getMany';

export const segment: Resource = {
	value: 'segment',
	name: 'Segment',
	description: 'Custom segments (audiences) with their IDs',
	operations: [getMany],
	defaultOperation: getMany.value,
};
