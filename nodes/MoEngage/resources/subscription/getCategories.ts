import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters } from '../fields';
import { projectHeader } from '../portfolio';
import { channel, channelField, projectOption } from './fields';

/** Get Subscription Categories V5: all active ones in one response; MoEngage's list may be an hour old. */
export const getCategories: Operation = {
	value: 'getCategories',
	name: 'Get Many Categories',
	action: 'Get many subscription categories',
	description:
		'Get the active subscription categories of the workspace. MoEngage updates the list once an hour.',
	route: { endpoint: ENDPOINTS.listSubscriptionCategories, toOutput },
	fields: [filters([channelField('Channel of the categories. If empty, all are returned.')])],

	options: [projectOption],

	toPiece(parameters) {
		const query = given({ channel: channel(parameters.collection('filters')) });
		const envelope = {
			query: query as Record<string, string>,
			headers: projectHeader(parameters.collection('options')),
		};
		const question = JSON.stringify(envelope);
		return { envelope, elementKey: question, lane: question, element: {} };
	},
};

function toOutput({ data }: IDataObject): IDataObject[] {
	if (!Array.isArray(data)) throw new Error('it has no categories');
	return data.filter(isPlainObject).map((category) => ({ ...category }) as IDataObject);
}
