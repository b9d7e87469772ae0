import type { Resource } from '../resource';
import { deleteUser } from './delete';
import { erase } from './erase';
import { get } from './get';
import { merge } from './merge';
import { upsert } from './upsert';

export const user: Resource = {
	value: 'user',
	name: 'User',
	description: 'Profiles of customers with their attributes',
	operations: [upsert, deleteUser, erase, get, merge],
	defaultOperation: upsert.value,
};
