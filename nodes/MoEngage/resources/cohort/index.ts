import type { Resource } from '../resource';
import { addUsers, removeUsers } from './addAndRemoveUsers';

export const cohort: Resource = {
	value: 'cohort',
	name: 'Cohort',
	operations: [addUsers, removeUsers],
	defaultOperation: addUsers.value,
};
