import type { Resource } from '../resource';
import { track } from './track';

export const event: Resource = {
	value: 'event',
	name: 'Event',
	description: 'Something that a user does, such as an order or a visit',
	operations: [track],
	defaultOperation: 'track',
};
