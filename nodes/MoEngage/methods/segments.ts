import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isGiven, isPlainObject } from '../mapping/values';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';

/**
 * The custom segments of the workspace, by name.
 * @param filter part of the name
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function searchSegments(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const endpoint = ENDPOINTS.listSegments;
	const credential = await usableCredential(this, endpoint);
	const { data } = await ask(this, credential, endpoint, {});
	const results = (Array.isArray(data) ? data : [])
		.filter(isPlainObject)
		.filter(({ id }) => isGiven(id))
		.map(({ id, name, source }) => ({
			name: isGiven(name) ? String(name) : String(id),
			value: String(id),
			...(isGiven(source) ? { description: String(source) } : {}),
		}))
		.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}
