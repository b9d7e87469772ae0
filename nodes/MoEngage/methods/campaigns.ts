import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Route } from '../delivery/operation';
import { freshKeys } from '../delivery/sending';
import { isGiven, isPlainObject } from '../mapping/values';
import { getMany as getManyCampaigns } from '../resources/campaign/getMany';
import { CAMPAIGN_PAGE } from '../resources/campaign/values';
import { getMany as getManyFlows } from '../resources/flow/getMany';
import { ask, emptyList, usableCredential } from './ask';
import { entryOf, recordsIn } from './entries';

/** Flows that the list shows at once. */
const FLOW_PAGE = 50;

/**
 * The list of campaigns as MoEngage sorts them, a page at a time.
 * @param filter part of the name
 * @param page number of the page to go on with
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	filter?: string,
	page?: string,
): Promise<INodeListSearchResult> {
	const number = Number(page ?? 1);
	const name = (filter ?? '').trim();
	const data = await dataOf(this, getManyCampaigns.route, {
		limit: CAMPAIGN_PAGE,
		page: number,
		...(name === '' ? {} : { campaign_fields: { name } }),
	});
	const campaigns = recordsIn(this, getManyCampaigns.route.endpoint, data.campaigns);
	if (campaigns.length === 0 && name === '' && number === 1) {
		throw emptyList(this, 'This workspace has no campaigns yet. Create one in the dashboard');
	}
	return {
		results: campaigns.map(({ id, basic_details: details, status, channel }) =>
			entryOf(id, isPlainObject(details) ? details.name : undefined, [status, channel]),
		),
		paginationToken: campaigns.length < CAMPAIGN_PAGE ? undefined : String(number + 1),
	};
}

/**
 * The list of flows, a page at a time.
 * @param filter part of the name
 * @param cursor where to go on
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function searchFlows(
	this: ILoadOptionsFunctions,
	filter?: string,
	cursor?: string,
): Promise<INodeListSearchResult> {
	const name = (filter ?? '').trim();
	const data = await dataOf(this, getManyFlows.route, {
		limit: FLOW_PAGE,
		...(name === '' ? {} : { name }),
		...(isGiven(cursor) ? { cursor } : {}),
	});
	const flows = recordsIn(this, getManyFlows.route.endpoint, data.flows);
	if (flows.length === 0 && name === '' && !isGiven(cursor)) {
		throw emptyList(this, 'This workspace has no flows yet. Create one in the dashboard');
	}
	return {
		results: flows.map(({ flow_id: id, name: own, status, delivery_type: type }) =>
			entryOf(id, own, [status, type]),
		),
		paginationToken:
			data.has_more === true && isGiven(data.next_cursor) ? String(data.next_cursor) : undefined,
	};
}

async function dataOf(
	context: ILoadOptionsFunctions,
	route: Route,
	body: IDataObject,
): Promise<IDataObject> {
	const { endpoint } = route;
	const credential = await usableCredential(context, endpoint);
	const { data } = await ask(context, credential, endpoint, { body, headers: freshKeys(route) });
	return isPlainObject(data) ? (data as IDataObject) : {};
}
