import type { Resource } from '../resource';
import { changeStatus } from './changeStatus';
import { getMany } from './getMany';
import { getStatistics } from './getStatistics';

export const campaign: Resource = {
	value: 'campaign',
	name: 'Campaign',
	operations: [changeStatus, getMany, getStatistics],
	defaultOperation: 'getMany',
};
