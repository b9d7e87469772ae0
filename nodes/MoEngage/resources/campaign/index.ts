import type { Resource } from '../resource';
import { changeStatus } from './changeStatus';
import { getMany } from './getMany';
import { getStatistics } from './getStatistics';

export const campaign: Resource = {
	value: 'campaign',
	name: 'Campaign',
	description: 'Email, push and other campaigns, with their status and statistics',
	operations: [changeStatus, getMany, getStatistics],
	defaultOperation: 'getMany',
};
