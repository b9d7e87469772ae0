import type { Resource } from '../operation';
import { report } from './report';

export const experience: Resource = {
	value: 'experience',
	name: 'Experience',
	operations: [report],
	defaultOperation: 'report',
};
