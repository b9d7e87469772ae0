import type { Resource } from '../resource';
import { get } from './get';
import { getCategories } from './getCategories';
import { update } from './update';

export const subscription: Resource = {
	value: 'subscription',
	name: 'Subscription',
	operations: [get, getCategories, update],
	defaultOperation: 'get',
};
