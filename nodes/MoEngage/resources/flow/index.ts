import type { Resource } from '../resource';
import { changeStatus } from './changeStatus';
import { getMany } from './getMany';

export const flow: Resource = {
	value: 'flow',
	name: 'Flow',
	description: 'Flows, which are journeys of several campaigns',
	operations: [changeStatus, getMany],
	defaultOperation: 'getMany',
};
