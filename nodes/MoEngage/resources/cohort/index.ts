import type { Resource } from '../resource';
import { addUsers, removeUsers } from './addAndRemoveUsers';

export const cohort: Resource = {
	value: 'cohort',
	name: 'Cohort',
	description: 'Members of a custom segment (audience) that another system keeps',
	operations: [addUsers, removeUsers],
	defaultOperation: addUsers.value,
};
