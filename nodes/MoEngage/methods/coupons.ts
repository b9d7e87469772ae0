import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isGiven } from '../mapping/values';
import { recordsOf } from '../resources/coupon/getMany';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';

/**
 * The coupon lists of the workspace, by name.
 * @param filter part of the name
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function searchCouponLists(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const endpoint = ENDPOINTS.listCouponLists;
	const credential = await usableCredential(this, endpoint);
	const lists = recordsOf(await ask(this, credential, endpoint, {}));
	const results = lists
		.filter(({ _id: id }) => isGiven(id))
		.map(({ _id: id, name, status, available_coupons: left }) => ({
			name: isGiven(name) ? String(name) : String(id),
			value: String(id),
			description: [status, isGiven(left) ? `${String(left)} codes left` : undefined]
				.filter(isGiven)
				.join(' · '),
		}))
		.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}
