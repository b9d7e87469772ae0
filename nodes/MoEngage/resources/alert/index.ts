import type { Resource } from '../resource';
import { send } from './send';

export const alert: Resource = {
	value: 'alert',
	name: 'Alert',
	description: 'Transactional messages of MoEngage Inform, such as an order confirmation',
	operations: [send],
	defaultOperation: send.value,
};
