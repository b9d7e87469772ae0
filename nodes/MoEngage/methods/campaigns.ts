import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Route } from '../delivery/operation';
import { freshKeys } from '../delivery/sending';
import { isGiven, isPlainObject } from '../mapping/values';
import { getMany as getManyCampaigns } from '../resources/campaign/getMany';
import { CAMPAIGN_PAGE } from '../resources/campaign/values';
import { getMany as getManyFlows } from '../resources/flow/getMany';
import { ask, usableCredential } from './ask';

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
	const campaigns = listOf(data.campaigns);
	return {
		results: campaigns.map(({ id, basic_details: details, status, channel }) =>
			entry(id, isPlainObject(details) ? details.name : undefined, [status, channel]),
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
	const flows = listOf(data.flows);
	return {
		results: flows.map(({ flow_id: id, name: own, status, delivery_type: type }) =>
			entry(id, own, [status, type]),
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

function listOf(value: unknown): IDataObject[] {
	return (Array.isArray(value) ? value : []).filter(isPlainObject) as IDataObject[];
}

function entry(id: unknown, name: unknown, facts: unknown[]) {
	const known = facts.filter(isGiven).map(String);
	return {
		name: isGiven(name) ? String(name) : String(id),
		value: String(id),
		description: known.join(' · '),
	};
}
