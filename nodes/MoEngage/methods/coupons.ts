import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isGiven } from '../mapping/values';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';
import { entryOf, recordsIn, searched } from './entries';

/**
 * The coupon lists of the workspace, by name.
 * @param filter what the user has typed so far; a name has to hold each word of it
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed, or that there is none
 */
export async function searchCouponLists(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const endpoint = ENDPOINTS.listCouponLists;
	const credential = await usableCredential(this, endpoint);
	const { data } = await ask(this, credential, endpoint, {});
	const lists = recordsIn(this, endpoint, data)
		.filter(({ _id: id }) => isGiven(id))
		.map(({ _id: id, name, status, available_coupons: left }) =>
			entryOf(id, name, [status, isGiven(left) ? `${String(left)} codes left` : undefined]),
		);
	return searched(
		this,
		lists,
		filter,
		'This workspace has no coupon lists yet. Create one with Coupon > Create, or in the dashboard',
	);
}
