import type { IDataObject } from 'n8n-workflow';

import { filled } from '../../fixtures/filled';
import { startSimulator } from '../../simulator';
import {
	caseOf,
	CATALOG_ID,
	failedItems,
	goodItems,
	options,
	type NodeSettings,
} from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const CREATE = caseOf('catalogItem.create');
const UPDATE = caseOf('catalogItem.update');
const DELETE = caseOf('catalogItem.delete');

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };
const OTHER_CATALOG = '66d55ae445921e4d35ae4372';

const { restartSimulator, retry, run, simulator } = useEngine({
	startSimulator: () =>
		startSimulator({
			catalogs: [CATALOG_ID, OTHER_CATALOG].map((catalogId) => ({
				catalogId,
				attributes: { brand: 'string', price: 'double', sale_start: 'datetime' },
				holds: (id) => id.startsWith('item-'),
			})),
		}),
});

const itemsIn = () =>
	simulator.requests.map(({ body }) => (body as { items: unknown[] }).items.length);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the fewest requests', () => {
	test('120 items are created in 3 requests, and one bad one fails alone', async () => {
		const items = goodItems(CREATE, 120);
		items[77] = { ...items[77], price: 'cheap' };
		// As the whole input item, no type of the node's own comes before MoEngage's.
		const parameters = { specifyAttributes: 'item', excludeFields: 'catalog, sku, image' };
		const finished = await run(CREATE.name, items, { ...CONTINUE, parameters });
		expect(itemsIn()).toEqual([50, 50, 20]);
		expect(failedItems(finished)).toEqual([77]);
		expect(finished.output('MoEngage')[77].json).toEqual({
			error: expect.stringMatching(/attribute price with value cheap can't be converted/) as string,
			message: expect.stringMatching(/data type in the catalog/) as string,
			details: { httpCode: 200, type: 'invalid-datatype-attribute', retriable: false },
		});
		expect(CREATE.accepted(simulator)).toEqual(
			items.filter((_, item) => item !== 77).map(CREATE.mark),
		);
		expect(finished.output('MoEngage')[78].json).toEqual({
			message: { valid: { count: 49 }, invalid: { count: 1 } },
			catalog_id: CATALOG_ID,
			id: 'new-78',
		});
	});

	test('items of two catalogs share no request', async () => {
		const items = goodItems(UPDATE, 30).map((item, index) => ({
			...item,
			catalog: index % 2 === 0 ? CATALOG_ID : OTHER_CATALOG,
		}));
		const finished = await run(UPDATE.name, items);
		expect(finished.error).toBeUndefined();
		expect(itemsIn()).toEqual([15, 15]);
		for (const { catalogId, id } of filled(simulator.accepted.catalogChanges)) {
			expect(catalogId).toBe(items.find((item) => UPDATE.mark(item) === id)?.catalog);
		}
	});

	test('of two items with one ID the first is created and the second fails, in requests of their own', async () => {
		const [first, second, third] = goodItems(CREATE, 3);
		const twin = { ...first, brand: 'Twin' };
		const finished = await run(CREATE.name, [first, second, twin, third], CONTINUE);
		expect(itemsIn()).toEqual([2, 2]);
		expect(failedItems(finished)).toEqual([2]);
		expect(finished.output('MoEngage')[2].json.details).toMatchObject({
			type: 'duplicate-item-ids',
			target: 'itemId',
		});
		expect(simulator.accepted.catalogChanges[0].attributes.brand).toBe('Brand 0');
	});

	test('two changes of one item arrive in the order of the items', async () => {
		const [first, second, third] = goodItems(UPDATE, 3);
		await run(UPDATE.name, [first, second, { ...first, price: 1 }, third, { ...first, price: 2 }]);
		const prices = simulator.accepted.catalogChanges
			.filter(({ id }) => id === first.sku)
			.map(({ attributes }) => attributes.price);
		expect(prices).toEqual([10.5, 1, 2]);
	});

	test('120 items are read in 3 requests, each handed back to the item that asked', async () => {
		const items = upTo(120).map((index) => ({ catalog: CATALOG_ID, sku: `item-${index % 110}` }));
		const finished = await run('catalogItem.get', items);
		expect(itemsIn()).toEqual([50, 50, 10]);
		expect(finished.output('MoEngage').map(({ json }) => json.title)).toEqual(
			items.map(({ sku }) => `Item ${sku}`),
		);
	});
});

describe('what MoEngage does not take of an accepted request', () => {
	test('fails by itself, with its reason and what to do', async () => {
		const items = goodItems(UPDATE, 5);
		items[1] = { ...items[1], sku: 'gone-1' };
		items[3] = { ...items[3], sku: 'gone-3' };
		const finished = await run(UPDATE.name, items, CONTINUE);
		expect(simulator.requests).toHaveLength(1);
		expect(failedItems(finished)).toEqual([1, 3]);
		expect(finished.output('MoEngage')[3].json).toEqual({
			error:
				'Item with id gone-3 not found in the catalog. Please check the item id and try again.',
			message: 'Check Item ID and Catalog ID. To add the item, use Create.',
			details: { httpCode: 200, type: 'item-not-found', target: 'itemId', retriable: false },
		});
	});

	test('stops the run in stop mode, and a retry sends only what was not taken', async () => {
		const items = goodItems(UPDATE, 5);
		items[2] = { ...items[2], sku: 'gone-2' };
		const failed = await run(UPDATE.name, items);
		expect(failed.error?.message).toMatch(/^Item with id gone-2 not found/);
		expect(failed.error?.context?.itemIndex).toBe(2);
		expect(failed.error?.description).toMatch(/MoEngage accepted 4 of 5 items/);
		const again = await retry(failed, UPDATE.name, items);
		expect(again.error?.context?.itemIndex).toBe(2);
		expect(itemsIn()).toEqual([5, 1]);
	});

	test('is unknown where the report counts more items than it names', async () => {
		const body = {
			message: {
				valid: { count: 3 },
				invalid: {
					count: 2,
					details: [
						{
							'error-id': 'item-not-found',
							message: 'Not found',
							count: 1,
							document_ids: ['item-4'],
						},
					],
				},
			},
		};
		simulator.inject({ kind: 'answer', body });
		const finished = await run(UPDATE.name, goodItems(UPDATE, 5), CONTINUE);
		const types = finished
			.output('MoEngage')
			.map(({ json }) => (json.details as IDataObject | undefined)?.type);
		expect(types).toEqual([...upTo(4).map(() => 'UnknownOutcome'), 'item-not-found']);
		expect(finished.output('MoEngage')[0].json.error).toMatch(
			/^MoEngage rejected 1 of the 5 items of this request without naming them, so it is unknown/,
		);
	});

	test('is all of it where it took none and names none', async () => {
		const body = { message: { valid: { count: 0 }, invalid: { count: 3 } } };
		simulator.inject({ kind: 'answer', body });
		const finished = await run(CREATE.name, goodItems(CREATE, 3), CONTINUE);
		expect(failedItems(finished)).toEqual([0, 1, 2]);
		expect(finished.output('MoEngage')[1].json.error).toMatch(/without a reason/);
	});

	test('is nothing where the response has no report', async () => {
		simulator.inject({ kind: 'answer', body: { success: true } });
		const finished = await run(UPDATE.name, goodItems(UPDATE, 3));
		expect(finished.output('MoEngage').map(({ json }) => json)).toEqual(
			upTo(3).map((index) => ({ success: true, catalog_id: CATALOG_ID, id: `item-${index}` })),
		);
	});

	test('a catalog that was not created by API fails its items, and those of the other catalog arrive', async () => {
		const items = goodItems(CREATE, 6).map((item, index) =>
			index % 2 === 0 ? item : { ...item, catalog: '000000000000000000000000' },
		);
		const finished = await run(CREATE.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual([1, 3, 5]);
		expect(finished.output('MoEngage')[1].json).toMatchObject({
			error: 'We could not find any API based catalog for the provided catalog id.',
			message: expect.stringContaining('Check the ID in the item') as string,
			details: { httpCode: 404, type: 'catalog-not-found' },
		});
		expect(CREATE.accepted(simulator)).toEqual(['new-0', 'new-2', 'new-4']);
	});
});

describe('a response that was lost', () => {
	test('items that the lost request created are not refused as duplicates by its repeat', async () => {
		simulator.inject({ kind: 'resetAfter' });
		const finished = await run(CREATE.name, goodItems(CREATE, 3));
		expect(finished.error).toBeUndefined();
		expect(simulator.requests).toHaveLength(2);
		expect(CREATE.accepted(simulator)).toEqual(['new-0', 'new-1', 'new-2']);
		for (const { json } of filled(finished.output('MoEngage'))) {
			expect(json.note).toMatch(/sent this item twice/);
		}
	});

	test('what the repeat creates, because the first request did not arrive, has no note', async () => {
		simulator.inject({ kind: 'resetBefore' });
		const finished = await run(CREATE.name, goodItems(CREATE, 3));
		expect(finished.output('MoEngage').map(({ json }) => json.note)).toEqual(
			upTo(3).map(() => undefined),
		);
	});

	test('a retry of the user counts them as created, too', async () => {
		simulator.inject({ kind: 'acceptThenTimeout' });
		const items = goodItems(CREATE, 3);
		const failed = await run(CREATE.name, items, options({ timeout: 1500, maxRetries: 0 }));
		expect(failed.error?.message).toMatch(/unknown whether/);
		const again = await retry(failed, CREATE.name, items);
		expect(again.error).toBeUndefined();
		expect(again.output('MoEngage')).toHaveLength(3);
		expect(CREATE.accepted(simulator)).toHaveLength(3);
	});

	test('an item that the repeat rejects by itself is rejected: the lost request had the same report on it', async () => {
		simulator.inject({ kind: 'resetAfter' });
		const items = goodItems(UPDATE, 3);
		items[1] = { ...items[1], sku: 'absent' };
		const finished = await run(UPDATE.name, items, CONTINUE);
		expect(simulator.requests).toHaveLength(2);
		expect(failedItems(finished)).toEqual([1]);
		expect(finished.output('MoEngage')[1].json).toMatchObject({
			error: expect.not.stringContaining('unknown') as string,
			details: { type: 'item-not-found', retriable: false },
		});
	});

	test('items that the lost request deleted count as deleted', async () => {
		simulator.inject({ kind: 'resetAfter' });
		const finished = await run(DELETE.name, goodItems(DELETE, 3));
		expect(finished.error).toBeUndefined();
		expect(finished.output('MoEngage').map(({ json }) => json.deleted)).toEqual([true, true, true]);
	});
});

describe('a fault of MoEngage (5xx) after it took effect', () => {
	const UNKNOWN = /so it is unknown whether MoEngage accepted the item/;

	test.each([500, 503, 504])(
		'%i: items that the catalog has at the repeat fail, for it may have had them before, with other values',
		async (status) => {
			simulator.inject({ kind: 'acceptThenStatus', status });
			const finished = await run(CREATE.name, goodItems(CREATE, 3), CONTINUE);
			expect(simulator.requests).toHaveLength(2);
			expect(failedItems(finished)).toEqual([0, 1, 2]);
			for (const { json } of filled(finished.output('MoEngage'))) {
				expect(json.message).toMatch(/^The catalog has this item\. Use Update to change it/);
			}
		},
	);

	test('items that it deleted count as deleted', async () => {
		simulator.inject({ kind: 'acceptThenStatus' });
		const finished = await run(DELETE.name, goodItems(DELETE, 3));
		expect(finished.error).toBeUndefined();
		expect(simulator.requests).toHaveLength(2);
		expect(finished.output('MoEngage').map(({ json }) => json.deleted)).toEqual([true, true, true]);
	});

	test('without a repeat it is unknown whether it deleted, and a retry of the user counts it as done', async () => {
		simulator.inject({ kind: 'acceptThenStatus' });
		const items = goodItems(DELETE, 3);
		const failed = await run(DELETE.name, items, options({ maxRetries: 0 }));
		expect(failed.error?.message).toMatch(UNKNOWN);
		expect(failed.error?.description).toMatch(/Resending it is safe\..*\(.*HTTP 500\)/);
		const again = await retry(failed, DELETE.name, items);
		expect(again.error).toBeUndefined();
		expect(again.output('MoEngage')).toHaveLength(3);
		expect(DELETE.accepted(simulator)).toHaveLength(3);
	});

	test('a rejection after it says that the item may be deleted', async () => {
		simulator.inject({ kind: 'acceptThenStatus' });
		simulator.inject({ kind: 'status', status: 401, times: Infinity });
		const finished = await run(DELETE.name, goodItems(DELETE, 3), CONTINUE);
		for (const { json } of filled(finished.output('MoEngage'))) {
			expect(json.error).toMatch(
				/; an earlier request got no usable response, so it is unknown whether MoEngage accepted/,
			);
			expect(json.details).toMatchObject({ type: 'UnknownOutcome', httpCode: 401 });
		}
	});

	test('absent items of other requests still fail', async () => {
		simulator.inject({ kind: 'acceptThenStatus', path: OTHER_CATALOG });
		const gone = ['gone-1', 'gone-2', 'item-3'].map((sku) => ({ catalog: CATALOG_ID, sku }));
		gone[2].catalog = OTHER_CATALOG;
		expect(failedItems(await run(DELETE.name, gone, CONTINUE))).toEqual([0, 1]);
	});

	test.each([
		['created', CREATE],
		['updated', UPDATE],
	])('an item that cannot be %s stays rejected: its repeat says so', async (_what, operation) => {
		simulator.inject({ kind: 'status', status: 500, times: Infinity });
		const settings = { ...CONTINUE, ...options({ maxRetries: 0 }) };
		const finished = await run(operation.name, goodItems(operation, 3), settings);
		for (const { json } of filled(finished.output('MoEngage'))) {
			expect(json.error).not.toMatch(UNKNOWN);
			expect(json.details).toMatchObject({ httpCode: 500, retriable: true });
		}
	});
});

describe('catalogItem.delete', () => {
	test('120 items are deleted in 3 requests, each confirmed', async () => {
		const finished = await run(DELETE.name, goodItems(DELETE, 120));
		expect(itemsIn()).toEqual([50, 50, 20]);
		expect(finished.output('MoEngage')[119].json).toEqual({
			message: { valid: { count: 20 }, invalid: { count: 0 } },
			catalog_id: CATALOG_ID,
			id: 'item-119',
			deleted: true,
		});
	});

	test('items that the catalog does not have fail where MoEngage found none', async () => {
		const items = ['gone-1', 'gone-2', 'gone-3'].map((sku) => ({ catalog: CATALOG_ID, sku }));
		const finished = await run(DELETE.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual([0, 1, 2]);
		expect(finished.output('MoEngage')[1].json).toMatchObject({
			error: 'The catalog has no item with the ID "gone-2"',
			details: { type: 'NotFound', target: 'itemId' },
		});
	});

	test('among others they cannot be told apart, and every output says so', async () => {
		const items = [...goodItems(DELETE, 2), { catalog: CATALOG_ID, sku: 'gone' }];
		const finished = await run(DELETE.name, items);
		for (const { json } of filled(finished.output('MoEngage'))) {
			expect(json.note).toMatch(/^MoEngage did not find 1 of the items of this request/);
		}
		expect(DELETE.accepted(simulator)).toEqual(['item-0', 'item-1']);
	});
});

describe('catalogItem.get', () => {
	test('an item that the catalog does not have fails alone', async () => {
		const items = ['item-1', 'gone', 'item-2'].map((sku) => ({ catalog: CATALOG_ID, sku }));
		const finished = await run('catalogItem.get', items, CONTINUE);
		expect(failedItems(finished)).toEqual([1]);
		expect(finished.output('MoEngage')[1].json.error).toBe(
			'The catalog has no item with the ID "gone"',
		);
	});

	test.each(['id', 'product_id'])(
		'finds items by %s, in whatever order they come',
		async (field) => {
			const answered = ['item-2', 'item-0', 'item-1'].map((id) => ({
				[field]: id,
				title: `T ${id}`,
			}));
			simulator.inject({ kind: 'answer', body: { items: answered } });
			const items = upTo(3).map((index) => ({ catalog: CATALOG_ID, sku: `item-${index}` }));
			const finished = await run('catalogItem.get', items);
			expect(finished.output('MoEngage').map(({ json }) => json.title)).toEqual(
				items.map(({ sku }) => `T ${sku}`),
			);
		},
	);
});

describe('bad input', () => {
	test.each<[what: string, change: IDataObject, message: RegExp, advice: RegExp]>([
		[
			'a name for a catalog ID',
			{ catalog: 'Summer' },
			/Catalog ID "Summer" is not the ID/,
			/24 digits/,
		],
		['a catalog ID of 23 digits', { catalog: CATALOG_ID.slice(1) }, /Catalog ID/, /24 digits/],
		['no catalog ID', { catalog: '' }, /Catalog ID is empty/, /Fill it in/],
		['no item ID', { sku: null }, /Item ID is empty/, /Fill it in/],
		['an object as item ID', { sku: { id: 1 } }, /Item ID .* is not text/, /Use text/],
		['no title', { title: ' ' }, /Title is empty/, /Fill it in/],
		['no link', { link: '' }, /Link is empty/, /Fill it in/],
		['no image link', { image: undefined }, /Image Link is empty/, /Fill it in/],
		['text for a number', { price: 'cheap' }, /Attribute "price" is set to Number/, /\w/],
	])('%s stops the run before anything is sent', async (_what, change, message, advice) => {
		const items = goodItems(CREATE, 3);
		items[1] = { ...items[1], ...change };
		const finished = await run(CREATE.name, items);
		expect(finished.error?.message).toMatch(message);
		expect(finished.error?.message).toContain('[item 1]');
		expect(finished.error?.description).toMatch(advice);
		expect(simulator.requests).toEqual([]);
	});

	test('an update without anything to change, or of the ID, is refused by the parameter', async () => {
		const items = goodItems(UPDATE, 3);
		items[0] = { ...items[0], brand: '', price: null };
		const empty = await run(UPDATE.name, items);
		expect(empty.error?.message).toMatch(/^Attributes has no attribute to change/);
		const renamed = { specifyAttributes: 'json', attributesJson: '{ "id": "other" }' };
		const finished = await run(UPDATE.name, goodItems(UPDATE, 3), { parameters: renamed });
		expect(finished.error?.message).toMatch(/Attribute "id" is "other"/);
		expect(simulator.requests).toEqual([]);
	});
});

test('dates arrive in the form that catalogs take, from all ways to write them', async () => {
	const parameters = {
		specifyAttributes: 'json',
		attributesJson: '={{ ({ sale_start: $json.at }) }}',
	};
	const dates = ['2026-01-31T16:30:00Z', '2026-01-31T17:30:00+01:00', '2026-01-31T16:30:00.000Z'];
	const items = dates.map((at, index) => ({ ...UPDATE.item(index), at }));
	const finished = await run(UPDATE.name, items, { parameters });
	expect(finished.error).toBeUndefined();
	for (const { attributes } of filled(simulator.accepted.catalogChanges)) {
		expect(attributes).toEqual({ sale_start: '2026-01-31T16:30:00.000Z' });
	}
	const kept = await run(UPDATE.name, items, {
		...CONTINUE,
		parameters: { ...parameters, options: { keepDates: true } },
	});
	expect(failedItems(kept)).toEqual([0, 1]);
});

test('the operations share one limit, which the node does not exceed', async () => {
	await restartSimulator({
		rateLimits: true,
		catalogs: [{ catalogId: CATALOG_ID, attributes: {}, holds: () => true }],
	});
	const gets = upTo(60).map((index) => ({ catalog: CATALOG_ID, sku: `item-${index}` }));
	// One item a request: a lane keeps the changes of one item apart.
	const updates = upTo(60).map((index) => ({ ...UPDATE.item(1), title: `T ${index}` }));
	const parameters = {
		specifyAttributes: 'json',
		attributesJson: '={{ ({ title: $json.title }) }}',
	};
	await run(UPDATE.name, updates, { parameters });
	await run('catalogItem.get', gets);
	const limited = await run(UPDATE.name, updates, {
		...CONTINUE,
		parameters: { ...parameters, options: { maxWait: 0 } },
	});
	expect(simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
	expect(failedItems(limited).length).toBeGreaterThan(0);
});
