import type { Resource } from '../resource';
import { get } from './get';
import { getCategories } from './getCategories';
import { resubscribe } from './resubscribe';
import { setOptIn } from './setOptIn';
import { update } from './update';

export const subscription: Resource = {
	value: 'subscription',
	name: 'Subscription',
	description: 'Categories of email that a user is subscribed to',
	operations: [get, getCategories, resubscribe, setOptIn, update],
	defaultOperation: 'get',
};
