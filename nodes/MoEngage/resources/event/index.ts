import type { Resource } from '../resource';
import { track } from './track';

export const event: Resource = {
	value: 'event',
	name: 'Event',
	operations: [track],
	defaultOperation: 'track',
};
