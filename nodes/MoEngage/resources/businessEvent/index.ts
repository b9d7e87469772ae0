import type { Resource } from '../resource';
import { create } from './create';
import { search } from './search';
import { trigger } from './trigger';

export const businessEvent: Resource = {
	value: 'businessEvent',
	name: 'Business Event',
	operations: [create, search, trigger],
	defaultOperation: 'trigger',
};
