import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { isGiven, isPlainObject } from '../mapping/values';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';
import { byName, entryOf, recordsIn } from './entries';

/**
 * The drop-down of subscription categories: those of email, the only channel of MoEngage's newest document.
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function getSubscriptionCategories(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const endpoint = ENDPOINTS.listSubscriptionCategories;
	const credential = await usableCredential(this, endpoint);
	const { data } = await ask(this, credential, endpoint, {
		query: { channel: 'email' },
		headers: projectOf(this),
	});
	const categories = recordsIn(this, endpoint, data).filter(({ name }) => isGiven(name));
	return byName(
		categories.map(({ name, display_name: label, group }) => entryOf(name, label, [group])),
	);
}

/** The project that the node is set to; an expression has no value before there are items. */
function projectOf(context: ILoadOptionsFunctions): Record<string, string> | undefined {
	const options: unknown = context.getCurrentNodeParameter('options');
	const code = isPlainObject(options) && isGiven(options.projectCode) ? options.projectCode : '=';
	const text = String(code).trim();
	return text.startsWith('=') ? undefined : { 'MOE-PROJECT-CODE': text };
}
