import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { searchBusinessEvents } from '../../../nodes/MoEngage/methods/businessEvents';
import { searchCampaigns, searchFlows } from '../../../nodes/MoEngage/methods/campaigns';
import { searchCouponLists } from '../../../nodes/MoEngage/methods/coupons';
import { getExperienceKeys } from '../../../nodes/MoEngage/methods/experiences';
import { searchSegments } from '../../../nodes/MoEngage/methods/segments';
import { getSubscriptionCategories } from '../../../nodes/MoEngage/methods/subscriptionCategories';
import { useSimulator } from '../simulator/useSimulator';
import { editing } from './n8nClient';

const { simulator } = useSimulator();

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
) => Promise<INodeListSearchResult>;

/** The node as a user edits it, with a MoEngage that answers so. */
function answering(body: IDataObject): ILoadOptionsFunctions {
	const context = editing({ ...simulator.credential }, {});
	context.helpers.httpRequestWithAuthentication = async () => ({
		statusCode: 200,
		headers: {},
		body,
	});
	return context;
}

/** What the list shows of this response. */
const shown = async (search: Search, body: IDataObject, filter?: string) =>
	(await search.call(answering(body), filter)).results;

describe.each<{ list: string; search: Search; records: IDataObject[]; entries: object[] }>([
	{
		list: 'coupon lists',
		search: searchCouponLists,
		records: [
			{ _id: 'c3', name: 'Winter sale codes', status: 'ACTIVE', available_coupons: 0 },
			{ _id: 'c1', name: 'Autumn codes', status: 'EXPIRED' },
			{ _id: 'c2', available_coupons: 75 },
			{ name: 'Without an ID', status: 'ACTIVE' },
		],
		entries: [
			{ name: 'Autumn codes', value: 'c1', description: 'EXPIRED' },
			{ name: 'c2', value: 'c2', description: '75 codes left' },
			{ name: 'Winter sale codes', value: 'c3', description: 'ACTIVE · 0 codes left' },
		],
	},
	{
		list: 'segments',
		search: searchSegments,
		records: [
			{ id: 's3', name: 'Winter sale readers', source: 'API' },
			{ id: 's1', name: 'Autumn readers' },
			{ id: 's2', source: 'FILE' },
			{ name: 'Without an ID', source: 'API' },
		],
		entries: [
			{ name: 'Autumn readers', value: 's1' },
			{ name: 's2', value: 's2', description: 'FILE' },
			{ name: 'Winter sale readers', value: 's3', description: 'API' },
		],
	},
])('the list of $list', ({ search, records, entries }) => {
	test('holds what has an ID, by name if it has one, in the order of the names', async () => {
		expect(await shown(search, { data: [...records, null, 'no record'] })).toEqual(entries);
	});

	test('is searched by each word, in any letter case and order', async () => {
		const [autumn, unnamed, winter] = entries;
		for (const [filter, found] of [
			['SALE winter', [winter]],
			[' u ', [autumn]],
			['autumn sale', []],
			['2', [unnamed]],
			['', entries],
		] as Array<[string, object[]]>) {
			const results = await shown(search, { data: records }, filter);
			expect([filter, new Set(results)]).toEqual([filter, new Set(found)]);
		}
	});
});

test('the lists of a workspace come from MoEngage', async () => {
	const names = async (search: Search, filter: string) => {
		const { results } = await search.call(editing({ ...simulator.credential }, {}), filter);
		return results.map(({ name }) => name);
	};
	expect(await names(searchSegments, 'customers')).toEqual(['Lapsed customers', 'VIP customers']);
	expect(await names(searchSegments, 'nobody')).toEqual([]);
	expect(await names(searchCouponLists, '11 coupons')).toContain('Coupons 11');
});

const RECORD = { event_name: 'A', id: 'a', _id: 'a', flow_id: 'a', name: 'A' };

describe.each<{ list: string; search: Search; body(records: unknown): IDataObject; none: RegExp }>([
	{
		list: 'business events',
		search: searchBusinessEvents,
		body: (records) => ({ data: records }) as IDataObject,
		none: /^This workspace has no business events yet\. Create one with Business Event > Create,/,
	},
	{
		list: 'coupon lists',
		search: searchCouponLists,
		body: (records) => ({ data: records }) as IDataObject,
		none: /^This workspace has no coupon lists yet\. Create one with Coupon > Create,/,
	},
	{
		list: 'segments',
		search: searchSegments,
		body: (records) => ({ data: records }) as IDataObject,
		none: /^This workspace has no custom segments yet\. Create one with Segment > Create,/,
	},
	{
		list: 'campaigns',
		search: searchCampaigns,
		body: (records) => ({ data: { campaigns: records } }) as IDataObject,
		none: /^This workspace has no campaigns yet\. Create one in the dashboard/,
	},
	{
		list: 'flows',
		search: searchFlows,
		body: (records) => ({ data: { flows: records } }) as IDataObject,
		none: /^This workspace has no flows yet\. Create one in the dashboard/,
	},
])('the list of $list', ({ search, body, none }) => {
	test('says that there is nothing to list, and how that changes', async () => {
		await expect(shown(search, body([]))).rejects.toThrow(none);
		expect(await shown(search, body([RECORD]))).toHaveLength(1);
	});

	test.each([undefined, null, 'A, B', { a: 1 }])(
		'is not empty where the response has no list, but %j: it says so',
		async (records) => {
			await expect(shown(search, body(records))).rejects.toThrow(/not in MoEngage's format/);
		},
	);
});

test.each<[string, Search, IDataObject]>([
	['campaigns', searchCampaigns, { data: { campaigns: [] } }],
	['flows', searchFlows, { data: { flows: [] } }],
])('a search or a further page of %s that is empty finds nothing', async (_list, search, body) => {
	expect((await search.call(answering(body), 'Summer')).results).toEqual([]);
	expect((await search.call(answering(body), '', '2')).results).toEqual([]);
});

test.each<[string, (this: ILoadOptionsFunctions) => Promise<unknown[]>, (list: unknown) => object]>(
	[
		['experiences', getExperienceKeys, (list) => ({ metadata: { experiences: list } })],
		['subscription categories', getSubscriptionCategories, (list) => ({ data: list })],
	],
)('the list of %s is empty only if MoEngage says so', async (_list, load, body) => {
	expect(await load.call(answering(body([]) as IDataObject))).toEqual([]);
	for (const foreign of [undefined, null, 'A, B']) {
		await expect(load.call(answering(body(foreign) as IDataObject))).rejects.toThrow(
			/not in MoEngage's format/,
		);
	}
});
