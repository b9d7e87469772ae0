import type { Resource } from '../resource';
import { send } from './send';

export const alert: Resource = {
	value: 'alert',
	name: 'Alert',
	operations: [send],
	defaultOperation: send.value,
};
