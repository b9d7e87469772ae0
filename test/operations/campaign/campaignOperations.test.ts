import type { IDataObject, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { filled } from '../../fixtures/filled';
import { campaignId, defaultCampaigns, defaultFlows, flowId } from '../../simulator/campaigns';
import { caseOf, goodItems, ONE_AT_A_TIME, type NodeSettings } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const { engine, run, retry, restartSimulator, simulator } = useEngine();

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };
const all = (count: number) => Array.from({ length: count }, (_, index) => campaignId(index));

const bodies = () => simulator.requests.map(({ body }) => body as IDataObject);

describe('campaigns', () => {
	test('40 are read in 3 pages, each page asked for with a key of its own', async () => {
		const finished = await run('campaign.getMany', [{ name: '' }]);
		expect(finished.output('MoEngage').map(({ json }) => json.id)).toEqual(all(40));
		expect(bodies().map(({ page, limit }) => [page, limit])).toEqual([
			[1, 15],
			[2, 15],
			[3, 15],
		]);
		const keys = simulator.requests.map(({ headers }) => headers['idempotency-key']);
		expect(new Set(keys).size).toBe(3);
	});

	test('a limit of 20 needs 2 pages, and each item gets as many as it wants', async () => {
		const limited = (limit: unknown) =>
			({ parameters: { returnAll: false, limit } }) as NodeSettings;
		const finished = await run('campaign.getMany', [{}], limited(20));
		expect(finished.output('MoEngage')).toHaveLength(20);
		expect(simulator.requests).toHaveLength(2);
		simulator.requests.length = 0;
		const items = [{ limit: 3 }, { limit: 16 }, { limit: 1 }];
		const each = await run('campaign.getMany', items, limited('={{ $json.limit }}'));
		const paired = each.output('MoEngage').map(({ pairedItem }) => pairedItem);
		expect(items.map((_, item) => paired.filter((pair) => isOf(pair, item)).length)).toEqual([
			3, 16, 1,
		]);
		expect(simulator.requests).toHaveLength(2);
	});

	test('are filtered by each filter, and simplified unless the raw data is wanted', async () => {
		const filters = {
			channels: ['push'],
			statuses: 'active',
			deliveryTypes: ['PERIODIC'],
			tags: 'loyalty',
			createdFrom: '2026-01-05',
			createdTo: '2026-01-20',
		};
		const finished = await run('campaign.getMany', [{}], { parameters: { filters } });
		expect(bodies()[0].campaign_fields).toEqual({
			channels: ['PUSH'],
			// The workflow's zone is Berlin.
			created_date: { from_date: '2026-01-04T23:00:00', to_date: '2026-01-20T22:59:59' },
			campaign_delivery_type: ['PERIODIC'],
			status: ['ACTIVE'],
			tags: ['loyalty'],
		});
		const found = finished.output('MoEngage').map(({ json }) => json);
		expect(found.map(({ name }) => name)).toEqual(
			[5, 11, 13, 17, 19].map((index) => `Campaign ${index}`),
		);
		expect(Object.keys(found[0])).not.toContain('segmentation_details');
		const raw = await run('campaign.getMany', [{}], { parameters: { filters, simplify: false } });
		expect(raw.output('MoEngage')[0].json).toMatchObject({
			basic_details: { name: 'Campaign 5' },
			segmentation_details: {},
		});
	});

	test('are found by their IDs and makers, each written as text or as a list', async () => {
		const names = async (filters: IDataObject) => {
			const finished = await run('campaign.getMany', [{}], { parameters: { filters } });
			return finished.output('MoEngage').map(({ json }) => json.name);
		};
		const ids = [3, 1, 39].map(campaignId);
		for (const given of [ids, ids.join(', '), JSON.stringify(ids)]) {
			expect(await names({ ids: given })).toEqual(['Campaign 1', 'Campaign 3', 'Campaign 39']);
		}
		expect(await names({ createdBy: ['jane@example.com'] })).toEqual([]);
		expect(await names({ createdBy: 'jane@example.com, marketer@example.com' })).toHaveLength(40);
		expect(bodies().at(-1)?.campaign_fields).toEqual({
			created_by: ['jane@example.com', 'marketer@example.com'],
		});
	});

	test('come with their children if wanted, and name what they belong to', async () => {
		const seed = defaultCampaigns;
		const ofParent = { ...seed[1], id: campaignId(101), parentId: campaignId(1) };
		const ofFlow = { ...seed[2], id: campaignId(102), flowId: flowId(7) };
		await restartSimulator({ campaigns: [...seed.slice(0, 3), ofParent, ofFlow] });
		const read = async (includeChildCampaigns: unknown) => {
			const parameters = { filters: { includeChildCampaigns } };
			const finished = await run('campaign.getMany', [{}], { parameters });
			return finished.output('MoEngage').map(({ json }) => json);
		};
		for (const not of [false, '', null]) expect(await read(not)).toHaveLength(3);
		expect(bodies().map((body) => 'include_child_campaigns' in body)).toEqual(Array(3).fill(false));
		const [, , , child, step] = await read('true');
		expect(child).toMatchObject({ id: campaignId(101), parent_id: campaignId(1) });
		expect(step).toMatchObject({ flow_id: flowId(7), flow_name: `Flow ${flowId(7)}` });
	});

	test.each([
		[{ ids: 'Summer Sale' }, /IDs "Summer Sale" is not the ID of a campaign/],
		[{ createdBy: 'Jane' }, /Created By "Jane" is not an email address/],
		[{ includeChildCampaigns: 'maybe' }, /Include Child Campaigns "maybe" is neither true nor/],
	])(
		'a filter that MoEngage would reject is told before anything is sent: %j',
		async (filters, says) => {
			const finished = await run('campaign.getMany', [{}, {}, {}], { parameters: { filters } });
			expect(finished.error?.message).toMatch(says);
			expect(simulator.requests).toEqual([]);
		},
	);

	test('created between times in the wrong order are refused before anything is sent', async () => {
		const filters = { createdFrom: '2026-02-01', createdTo: '2026-01-31' };
		const finished = await run('campaign.getMany', [{}, {}, {}], { parameters: { filters } });
		expect(finished.error?.message).toMatch(/Created To is before Created From/);
		expect(simulator.requests).toEqual([]);
	});
});

function isOf(pairedItem: unknown, item: number): boolean {
	return (pairedItem as { item: number }).item === item;
}

describe('the reach of campaigns', () => {
	const asked = () => bodies().map(({ campaign_fields: fields }) => (fields as IDataObject).id);

	test.each([
		['20 items', all(20).map((campaigns) => ({ campaigns }))],
		['one item with a list', [{ campaigns: all(20) }]],
		[
			'text of two items',
			[all(12), all(20).slice(12)].map((ids) => ({ campaigns: ids.join(', ') })),
		],
	])('of 20 campaigns comes in 2 requests, one item each: %s', async (_what, items) => {
		const finished = await run('campaign.getReach', items as IDataObject[]);
		expect(finished.error).toBeUndefined();
		expect(asked()).toEqual([all(20).slice(0, 15), all(20).slice(15)]);
		expect(bodies().map(({ limit, page }) => [limit, page])).toEqual([
			[15, 1],
			[5, 1],
		]);
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output.map(({ campaign_id: id }) => id)).toEqual(all(20));
		const reach = output.map(
			({ reachability_details: details }) => (details as IDataObject)?.count,
		);
		expect(reach.slice(0, 4)).toEqual([1000, undefined, 2000, undefined]);
	});

	test('is asked for one by one if MoEngage takes a single ID only, as its documents show', async () => {
		const body = {
			response_id: 'r-1',
			error: {
				code: 'VALIDATION_FAILED',
				message: 'One or more fields failed validation.',
				details: [{ target: 'campaign_fields.id', message: 'Input should be a valid string.' }],
			},
		};
		const fault = { kind: 'answer', status: 400, body, path: '/meta', text: '"id":[' } as const;
		simulator.inject({ ...fault, times: Infinity });
		const items = all(20).map((campaigns) => ({ campaigns }));
		const finished = await run('campaign.getReach', items);
		expect(finished.error).toBeUndefined();
		expect(finished.output('MoEngage').map(({ json }) => json.campaign_id)).toEqual(all(20));
		const alone = asked().filter((id) => typeof id === 'string');
		expect([...alone].sort()).toEqual(all(20));
		expect(asked().length).toBeLessThanOrEqual(40);
	});

	test('fails for the campaign alone that MoEngage does not return', async () => {
		const items = [0, 99, 2].map((index) => ({ campaigns: campaignId(index) }));
		const finished = await run('campaign.getReach', items, CONTINUE);
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output.map(({ campaign_id: id }) => id)).toEqual([
			campaignId(0),
			undefined,
			campaignId(2),
		]);
		expect(output[1]).toMatchObject({
			error: `MoEngage returned no campaign with the ID "${campaignId(99)}"`,
			message: expect.stringContaining('Check the ID') as string,
		});
		expect(simulator.requests).toHaveLength(1);
	});
});

describe('one campaign', () => {
	test('is not published by any choice of the list, and as an expression says it, which MoEngage judges', async () => {
		const { properties } = engine.loader.getNode('moEngage').type
			.description as INodeTypeDescription;
		const [action, ...others] = properties.filter(({ name, displayOptions }) => {
			const { resource, operation } = displayOptions?.show ?? {};
			return name === 'action' && resource?.[0] === 'campaign' && operation?.[0] === 'changeStatus';
		});
		expect(others).toEqual([]);
		const choices = (action.options as INodePropertyOptions[]).map(({ value }) => value);
		expect(choices).toEqual(['PAUSE', 'RESUME', 'STOP']);
		const items = ['PUBLISH', 'publish', 'PAUSE'].map((action, index) => ({
			campaign: campaignId(index),
			action,
		}));
		const settings = { ...CONTINUE, ...ONE_AT_A_TIME };
		const output = (await run('campaign.changeStatus', items, settings)).output('MoEngage');
		expect(bodies().map(({ action }) => action)).toEqual(['PUBLISH', 'PUBLISH', 'PAUSE']);
		expect(output.map(({ json }) => (json.details as IDataObject | undefined)?.httpCode)).toEqual([
			400,
			400,
			undefined,
		]);
	});

	test('shows its new status after a change, simplified or as MoEngage returns it', async () => {
		await run('campaign.changeStatus', [{ campaign: campaignId(0), action: 'PAUSE' }]);
		const items = [0, 1, 0].map((index) => ({ campaign: campaignId(index) }));
		const finished = await run('campaign.get', items);
		expect(finished.output('MoEngage').map(({ json }) => [json.name, json.status])).toEqual([
			['Campaign 0', 'PAUSED'],
			['Campaign 1', 'ACTIVE'],
			['Campaign 0', 'PAUSED'],
		]);
		// Items that ask for the same campaign share a request.
		expect(simulator.requests).toHaveLength(3);
		const raw = await run('campaign.get', items, { parameters: { simplify: false } });
		expect(raw.output('MoEngage')[2].json).toMatchObject({
			basic_details: { name: 'Campaign 0' },
			segmentation_details: {},
		});
	});
});

describe('statistics of campaigns', () => {
	const days = { from: '2026-01-01', to: '2026-01-30' };

	test.each([
		['25 items', all(25).map((campaigns) => ({ campaigns, ...days }))],
		['one item with a list', [{ campaigns: all(25), ...days }]],
		['text of two items and a third', split(all(25)).map((ids) => ({ campaigns: ids, ...days }))],
	])('of 25 campaigns come in 3 requests: %s', async (_what, items) => {
		const finished = await run('campaign.getStatistics', items as IDataObject[]);
		expect(finished.error).toBeUndefined();
		expect(bodies().map(({ campaign_ids: ids }) => (ids as string[]).length)).toEqual([10, 10, 5]);
		expect(new Set(bodies().map(({ request_id: id }) => id)).size).toBe(3);
		const rows = finished.output('MoEngage').map(({ json }) => json);
		expect(rows).toHaveLength(25 * 4);
		expect([...new Set(rows.map(({ campaign_id: id }) => id))]).toEqual(all(25));
	});

	test('are one flat item for each campaign, platform, locale and variation', async () => {
		const items = [2, 0, 1].map((index) => ({ campaigns: campaignId(index), ...days }));
		const finished = await run('campaign.getStatistics', items);
		const output = finished.output('MoEngage');
		expect(output[0]).toMatchObject({
			json: {
				campaign_id: campaignId(2),
				start_date: '2026-01-01',
				end_date: '2026-01-30',
				platform: 'android',
				locale: 'all_locales',
				variation: 'all_variations',
				sent: 102,
				ctr: 2.5,
				goal_1_name: 'Goal 1',
				goal_1_conversions: 3,
				funnel_sent: 102,
				failed_invalid_token: 1,
			},
			pairedItem: { item: 0 },
		});
		for (const { json } of output) {
			for (const value of filled(Object.values(json))) expect(typeof value).not.toBe('object');
		}
		expect(output.map(({ json }) => json.note)).toEqual(Array(12).fill(undefined));
		const raw = await run('campaign.getStatistics', items, { parameters: { simplify: false } });
		expect(raw.output('MoEngage').map(({ json }) => Object.keys(json))).toEqual(
			Array(3).fill(['campaign_id', 'start_date', 'end_date', 'platforms']),
		);
	});

	test('of more than 30 days are split, each part says so, and the parts stay in order', async () => {
		simulator.handlingMs = (before) => 40 - before * 10;
		const long = { campaigns: all(2), from: '2026-01-01', to: '2026-03-02' };
		const short = { campaigns: campaignId(0), from: '2026-01-01', to: '2026-01-30' };
		const finished = await run('campaign.getStatistics', [long, short, short]);
		const rows = finished.output('MoEngage').filter(({ pairedItem }) => isOf(pairedItem, 0));
		const parts = rows.map(({ json }) => `${String(json.campaign_id)} ${String(json.start_date)}`);
		expect([...new Set(parts)]).toEqual(
			all(2).flatMap((id) =>
				['2026-01-01', '2026-01-31', '2026-03-02'].map((start) => `${id} ${start}`),
			),
		);
		expect(rows[0].json.note).toMatch(/at most 30 days.*part 1 of 3/);
		expect(rows[23].json).toMatchObject({ start_date: '2026-03-02', end_date: '2026-03-02' });
		const others = finished.output('MoEngage').filter(({ pairedItem }) => !isOf(pairedItem, 0));
		expect(others.map(({ json }) => json.note)).toEqual(Array(8).fill(undefined));
		// The first part of the long item shares its request with the short ones.
		expect(simulator.requests).toHaveLength(3);
	});

	test('of an item fail if one of its requests does, and the others keep theirs', async () => {
		simulator.inject({ kind: 'status', status: 400, text: '2026-01-31', times: Infinity });
		const items = [
			{ campaigns: campaignId(0), ...days },
			{ campaigns: campaignId(1), from: '2026-01-01', to: '2026-02-10' },
			{ campaigns: campaignId(2), ...days },
		];
		const finished = await run('campaign.getStatistics', items, CONTINUE);
		const ofItem = (item: number) =>
			finished.output('MoEngage').filter(({ pairedItem }) => isOf(pairedItem, item));
		expect([0, 1, 2].map((item) => ofItem(item).length)).toEqual([4, 1, 4]);
		expect(ofItem(1)[0].json.details).toMatchObject({ httpCode: 400 });
	});

	test('are refused before anything is sent if the dates or campaigns make no sense', async () => {
		const good = { campaigns: campaignId(0), ...days };
		const wrong: Array<[IDataObject, RegExp]> = [
			[{ from: '2026-01-31' }, /End Date 2026-01-30 is before Start Date 2026-01-31/],
			[{ from: '' }, /Start Date is empty/],
			[{ to: 'soon' }, /End Date "soon" cannot be read/],
			[{ to: '9999-12-31' }, /End Date 9999-12-31 is \d+ days from Start Date.*10 years/],
			[{ campaigns: ' , ' }, /Campaign IDs is empty/],
		];
		const items = wrong.map(([change]) => ({ ...good, ...change }));
		const finished = await run('campaign.getStatistics', items, CONTINUE);
		finished.output('MoEngage').forEach(({ json }, index) => {
			expect(json.error).toMatch(wrong[index][1]);
		});
		expect(finished.output('MoEngage')).toHaveLength(wrong.length);
		expect(simulator.requests).toEqual([]);
	});
});

/** As text, in three pieces. */
function split(ids: string[]): string[] {
	return [ids.slice(0, 12), ids.slice(12, 20), ids.slice(20)].map((some) => some.join(', '));
}

describe.each(['campaign', 'flow'] as const)('the status of a %s', (what) => {
	const operation = caseOf(`${what}.changeStatus`);
	const { name, path } = operation;

	test('is changed once: what may have happened is not repeated by a retry', async () => {
		const items = goodItems(operation, 5);
		simulator.inject({ kind: 'resetAfter', path, after: 2 });
		const failed = await run(name, items, ONE_AT_A_TIME);
		expect(failed.error?.message).toMatch(/unknown whether/);
		const again = await retry(failed, name, items, CONTINUE);
		const unknown = again.output('MoEngage').filter(({ json }) => json.error !== undefined);
		expect(unknown.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }]);
		expect(operation.accepted(simulator)).toEqual(items.map(operation.mark));
	});

	test('is not changed for what its state excludes, and the others are', async () => {
		const items = goodItems(operation, 4);
		items[1].action = 'resume';
		const finished = await run(name, items, CONTINUE);
		const failed = finished.output('MoEngage').filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(failed[0].json.error).toMatch(/^(Action RESUME is not valid|Cannot resume a flow)/);
		expect(operation.accepted(simulator)).toHaveLength(3);
	});

	test('needs the ID and an action that exist, before anything is sent', async () => {
		const label = what === 'campaign' ? 'Campaign' : 'Flow';
		const wrong: Array<[IDataObject, RegExp]> = [
			[{ [what]: 'Summer Sale' }, new RegExp(`${label} "Summer Sale" is not the ID of a ${what}`)],
			[{ [what]: '..' }, new RegExp(`${label} ".." is not the ID`)],
			[{ [what]: '' }, new RegExp(`${label} is empty`)],
			[{ action: 'explode' }, /Action "explode" is not a value/],
			[{ action: '' }, /Action is empty/],
		];
		const items = wrong.map(([change]) => ({ ...operation.item(0), ...change }));
		const finished = await run(name, items, CONTINUE);
		finished.output('MoEngage').forEach(({ json }, index) => {
			expect(json.error).toMatch(wrong[index][1]);
		});
		expect(simulator.requests).toEqual([]);
	});

	test('that MoEngage does not have points at the item', async () => {
		const items = goodItems(operation, 3).map((item, index) =>
			index === 1 ? { ...item, [what]: 'f'.repeat(24) } : item,
		);
		const outputs = (await run(name, items, CONTINUE)).output('MoEngage').map(({ json }) => json);
		expect(outputs.map(({ error }) => error === undefined)).toEqual([true, false, true]);
		expect(outputs[1].message).toContain('Check the ID in the item');
		expect(outputs[1].details).toMatchObject({ httpCode: 404, retriable: false });
	});

	test('is changed with a key of its own for each item', async () => {
		await run(name, goodItems(operation, 6));
		const keys = simulator.requests.map(({ headers }) => headers['idempotency-key']);
		expect(new Set(keys).size).toBe(6);
	});
});

test('a flow is changed by somebody with an email address only', async () => {
	const items = ['jane', 'jane@', ''].map((by) => ({ flow: flowId(0), action: 'pause', by }));
	const finished = await run('flow.changeStatus', items, CONTINUE);
	expect(finished.output('MoEngage').map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/Updated By "jane" is not an email address/),
		expect.stringMatching(/Updated By "jane@" is not an email address/),
		expect.stringMatching(/Updated By is empty/),
	]);
	expect(simulator.requests).toEqual([]);
});

test('130 flows are read in 2 pages by a cursor, and a limit takes fewer', async () => {
	const finished = await run('flow.getMany', [{ name: '' }]);
	expect(finished.output('MoEngage')).toHaveLength(130);
	expect(finished.output('MoEngage')[129].json).toMatchObject({ flow_id: flowId(129) });
	expect(bodies().map(({ limit, cursor }) => [limit, typeof cursor])).toEqual([
		[100, 'undefined'],
		[100, 'string'],
	]);
	simulator.requests.length = 0;
	const limited = await run('flow.getMany', [{}, {}, {}], {
		parameters: { returnAll: false, limit: 20, filters: { tags: ['onboarding'] } },
	});
	expect(limited.output('MoEngage')).toHaveLength(60);
	expect(simulator.requests).toHaveLength(1);
	expect(bodies()[0]).toEqual({ limit: 100, tags: ['onboarding'] });
});

describe('flows are filtered', () => {
	const flowsOf = async (filters: IDataObject) => {
		const finished = await run('flow.getMany', [{}], {
			parameters: { filters, returnAll: true },
		});
		if (finished.error !== undefined) throw new Error(finished.error.message);
		return finished.output('MoEngage').map(({ json }) => json.name);
	};

	test('by the days of their creation in the zone of the workflow, the last one whole', async () => {
		// Created at 8 in UTC, which is 9 in Berlin; the first on 1 January.
		const found = await flowsOf({ createdFrom: '2026-01-03', createdTo: '2026-01-05' });
		expect(found).toEqual(['Flow 2', 'Flow 3', 'Flow 4']);
		expect(bodies()[0]).toMatchObject({
			creation_start_time: '2026-01-02T23:00:00Z',
			creation_end_time: '2026-01-05T22:59:59Z',
		});
		expect(await flowsOf({ createdFrom: '2026-01-04T08:00:01Z', createdTo: '2026-01-05' })).toEqual(
			['Flow 4'],
		);
	});

	test('by delivery type, maker and archive', async () => {
		const [first, second, third] = defaultFlows;
		const flows = [
			{ ...first, archived: true },
			{ ...second, deliveryType: 'ON_FLOW_EXIT' },
			{ ...third, deliveryType: 'PERIODIC' },
		];
		await restartSimulator({ flows });
		expect(await flowsOf({ includeArchived: '' })).toEqual(['Flow 1', 'Flow 2']);
		expect(await flowsOf({ includeArchived: 'true' })).toEqual(['Flow 0', 'Flow 1', 'Flow 2']);
		expect(await flowsOf({ deliveryType: ['ON_FLOW_EXIT'] })).toEqual(['Flow 1']);
		expect(await flowsOf({ deliveryType: 'periodic, on_flow_exit' })).toEqual(['Flow 1', 'Flow 2']);
		expect(await flowsOf({ createdBy: 'jane@example.com' })).toEqual([]);
		expect(await flowsOf({ createdBy: ['agent@example.com'] })).toHaveLength(2);
	});

	test('by team only where a team is named, since MoEngage rejects it without the feature', async () => {
		expect(await flowsOf({ teams: '' })).toHaveLength(130);
		await expect(flowsOf({ teams: 'Growth, Retention' })).rejects.toThrow(/team feature is not/);
		expect(bodies().map(({ teams }) => teams)).toEqual([
			undefined,
			undefined,
			['Growth', 'Retention'],
		]);
	});

	test.each([
		[{ deliveryType: 'WEEKLY' }, /Delivery Types "WEEKLY" is not a value.*/],
		[{ createdBy: 'jane' }, /Created By "jane" is not an email address/],
		[{ createdFrom: '2026-02-01', createdTo: '2026-01-31' }, /Created To is before Created From/],
	])('and a filter that is none is told before anything is sent: %j', async (filters, says) => {
		await expect(flowsOf(filters)).rejects.toThrow(says);
		expect(simulator.requests).toEqual([]);
	});
});
