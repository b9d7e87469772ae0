import type { Resource } from '../resource';
import { fetch } from './fetch';
import { getMany } from './getMany';
import { report } from './report';

export const experience: Resource = {
	value: 'experience',
	name: 'Experience',
	description: 'Personalized content for websites and apps, and what users do with it',
	operations: [fetch, getMany, report],
	defaultOperation: 'report',
};
