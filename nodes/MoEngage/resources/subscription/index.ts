import type { Resource } from '../resource';
import { get } from './get';
import { getCategories } from './getCategories';
import { update } from './update';

export const subscription: Resource = {
	value: 'subscription',
	name: 'Subscription',
	description: 'Categories of email and SMS that a user is subscribed to',
	operations: [get, getCategories, update],
	defaultOperation: 'get',
};
