import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { isGiven, isPlainObject } from '../mapping/values';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';
import { byName, recordsIn } from './entries';

/** All that MoEngage documents; their letter case counts (Fetch Experience Metadata, OpenAPI). */
const STATUSES = 'Active,Paused,Scheduled';

/**
 * The drop-down of experience keys: name and status to choose by, the key as value.
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function getExperienceKeys(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const endpoint = ENDPOINTS.listExperiences;
	const credential = await usableCredential(this, endpoint);
	const { metadata } = await ask(this, credential, endpoint, { query: { status: STATUSES } });
	const experiences = isPlainObject(metadata) ? metadata.experiences : undefined;
	return byName(
		recordsIn(this, endpoint, experiences)
			.filter(({ experience_key: key }) => isGiven(key))
			.map(({ experience_key: key, experience_name: name, status }) => ({
				name: `${isGiven(name) ? String(name) : String(key)} (${String(status)})`,
				value: String(key),
			})),
	);
}
