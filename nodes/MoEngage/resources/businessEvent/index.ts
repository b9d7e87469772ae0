import type { Resource } from '../resource';
import { create } from './create';
import { search } from './search';
import { trigger } from './trigger';

export const businessEvent: Resource = {
	value: 'businessEvent',
	name: 'Business Event',
	description:
		'Something that happens in your business, such as a price drop, and starts campaigns and flows',
	operations: [create, search, trigger],
	defaultOperation: 'trigger',
};
