import type { Resource } from '../resource';
import { getMany } from './getMany';
import { getRuns } from './getRuns';
import { start } from './start';

export const fileImport: Resource = {
	value: 'fileImport',
	name: 'File Import',
	description: 'Imports of users, events and other data from files',
	operations: [getMany, getRuns, start],
	defaultOperation: getMany.value,
};
