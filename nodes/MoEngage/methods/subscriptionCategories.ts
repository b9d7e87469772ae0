import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { isGiven, isPlainObject } from '../mapping/values';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';

/**
 * The drop-down of subscription categories: those of the channel that the node is set to, which is email where
 * none is chosen, as for the update itself.
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function getSubscriptionCategories(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const endpoint = ENDPOINTS.listSubscriptionCategories;
	const credential = await usableCredential(this, endpoint);
	const channel = chosenChannel(this);
	const { data } = await ask(this, credential, endpoint, { query: { channel } });
	return (Array.isArray(data) ? data : [])
		.filter((category): category is IDataObject => isPlainObject(category))
		.filter(({ name }) => isGiven(name))
		.map(({ name, display_name: label, group }) => ({
			name: isGiven(label) ? String(label) : String(name),
			value: String(name),
			...(isGiven(group) ? { description: String(group) } : {}),
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}

function chosenChannel(context: ILoadOptionsFunctions): string {
	const fields: unknown = context.getCurrentNodeParameter('additionalFields');
	const channel = isPlainObject(fields) ? String(fields.channel ?? '').toLowerCase() : '';
	return channel === 'sms' ? 'sms' : 'email';
}
