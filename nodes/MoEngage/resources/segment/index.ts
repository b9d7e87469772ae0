import type { Resource } from '../resource';
import { archive, unarchive } from './archiveAndUnarchive';
import { create } from './create';
import { createFromFile } from './createFromFile';
import { get } from './get';
import { getMany } from './getMany';
import { update } from './update';
import { updateFromFile } from './updateFromFile';

export const segment: Resource = {
	value: 'segment',
	name: 'Segment',
	description: 'Custom segments (audiences) by filters or from files',
	operations: [archive, create, createFromFile, get, getMany, unarchive, update, updateFromFile],
	defaultOperation: getMany.value,
};
