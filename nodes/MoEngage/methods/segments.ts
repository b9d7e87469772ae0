import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isGiven } from '../mapping/values';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';
import { entryOf, recordsIn, searched } from './entries';

/**
 * The custom segments of the workspace, by name.
 * @param filter what the user has typed so far; a name has to hold each word of it
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed, or that there is none
 */
export async function searchSegments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const endpoint = ENDPOINTS.listSegments;
	const credential = await usableCredential(this, endpoint);
	const { data } = await ask(this, credential, endpoint, {});
	const segments = recordsIn(this, endpoint, data)
		.filter(({ id }) => isGiven(id))
		.map(({ id, name, source }) => entryOf(id, name, [source]));
	return searched(
		this,
		segments,
		filter,
		'This workspace has no custom segments yet. Create one with Segment > Create, or in the dashboard',
	);
}
