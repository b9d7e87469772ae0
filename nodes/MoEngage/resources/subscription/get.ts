import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import { projectHeader } from '../portfolio';
import { channel, channelField, identifierFields, projectOption, userIdentifier } from './fields';

/** Get Subscription Preferences V5: one user a request; items that ask the same share one. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get subscriptions of user',
	description: 'Get the categories that a user is subscribed to',
	route: { endpoint: ENDPOINTS.getSubscriptionPreferences, toOutput },
	fields: [
		...identifierFields,
		additionalFields([channelField('Channel of the categories. If empty, all are returned.')]),
	],

	options: [projectOption],

	toPiece(parameters) {
		const query = {
			...userIdentifier(parameters),
			...given({ channel: channel(parameters.collection('additionalFields')) }),
		} as Record<string, string>;
		const envelope = { query, headers: projectHeader(parameters.collection('options')) };
		const question = JSON.stringify(envelope);
		return { envelope, elementKey: question, lane: question, element: {} };
	},
};

function toOutput({ data }: IDataObject): IDataObject[] {
	if (!isPlainObject(data)) throw new Error('it has no preferences');
	return [{ ...data } as IDataObject];
}
