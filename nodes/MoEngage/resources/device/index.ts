import type { Resource } from '../resource';
import { block, unblock } from './blockAndUnblock';
import { upsert } from './upsert';

export const device: Resource = {
	value: 'device',
	name: 'Device',
	description: 'Phones, browsers and TVs of users, with their push tokens',
	operations: [block, upsert, unblock],
	defaultOperation: upsert.value,
};
