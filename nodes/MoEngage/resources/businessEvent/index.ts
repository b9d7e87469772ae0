import type { Resource } from '../operation';
import { search } from './search';
import { trigger } from './trigger';

export const businessEvent: Resource = {
	value: 'businessEvent',
	name: 'Business Event',
	operations: [search, trigger],
	defaultOperation: 'trigger',
};
