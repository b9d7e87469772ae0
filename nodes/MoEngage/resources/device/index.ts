import type { Resource } from '../operation';
import { block, unblock } from './optOut';
import { upsert } from './upsert';

export const device: Resource = {
	value: 'device',
	name: 'Device',
	operations: [block, upsert, unblock],
	defaultOperation: upsert.value,
};
