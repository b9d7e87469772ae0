import type { Resource } from '../resource';
import { changeStatus } from './changeStatus';
import { downloadReport } from './downloadReport';
import { get } from './get';
import { getMany } from './getMany';
import { getReach } from './getReach';
import { getStatistics } from './getStatistics';

export const campaign: Resource = {
	value: 'campaign',
	name: 'Campaign',
	description: 'Email, push and other campaigns, with their status and statistics',
	operations: [changeStatus, downloadReport, get, getMany, getReach, getStatistics],
	defaultOperation: 'getMany',
};
