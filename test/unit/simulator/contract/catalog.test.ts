import type { AxiosResponse } from 'axios';

import { basic, client, useSimulator, WORKSPACE } from '../useSimulator';

const { simulator, keyHeader } = useSimulator();

const CATALOG = '66d55ae445921e4d35ae4370';

function call(
	method: string,
	path: string,
	data: unknown,
	headers: Record<string, string> = {},
): Promise<AxiosResponse> {
	return client.request({
		method,
		url: `${simulator.baseUrls.api}/v1/catalog/${path}`,
		data,
		headers: {
			'Content-Type': 'application/json',
			'MOE-APPKEY': WORKSPACE,
			...keyHeader('campaignApiKey'),
			...headers,
		},
	});
}

const add = (...items: unknown[]) => call('POST', `${CATALOG}/items`, { items });
const change = (...items: unknown[]) => call('PATCH', `${CATALOG}/items`, { items });
const remove = (...items: unknown[]) => call('POST', `${CATALOG}/items/bulk-delete`, { items });
const search = (...items: unknown[]) => call('POST', `${CATALOG}/items/search`, { items });

const product = (id: string, more: Record<string, unknown> = {}) => ({
	id,
	title: `Product ${id}`,
	link: `https://example.com/${id}`,
	image_link: `https://example.com/${id}.png`,
	...more,
});

const reasons = ({ data }: AxiosResponse) =>
	(data as { message: { invalid: { details: Array<Record<string, unknown>> } } }).message.invalid
		.details;

test('items are added with attributes of each data type, and found again', async () => {
	const item = product('new-1', {
		price: 9.5,
		in_stock: false,
		sale_start_date: '2026-01-31T16:30:00.000Z',
		store_location: '12.9716,77.5946',
	});
	expect((await add(item, product('new-2'), product('new-3'))).data).toEqual({
		message: { valid: { count: 3 }, invalid: { count: 0, details: [] } },
	});
	const { data } = await search('new-1', 'new-3', 'nowhere');
	expect((data as { items: unknown[] }).items).toEqual([
		expect.objectContaining({ catalog_id: CATALOG, product_id: 'new-1', price: 9.5 }),
		expect.objectContaining({ product_id: 'new-3', title: 'Product new-3' }),
	]);
});

test('of the items of a request, those that are bad are named with the reason, and the others taken', async () => {
	const response = await add(
		product('sku-1001'),
		product('n1'),
		product('n1'),
		{ ...product('n2'), link: '' },
		product('n3', { price: 'cheap' }),
		product('n4', { shipping_price: 1 }),
		product('n5', { sale_start_date: '2026-01-31T16:30:00Z' }),
	);
	expect(response.status).toBe(200);
	expect(reasons(response).map((one) => [one['error-id'], one.count, one.document_ids])).toEqual([
		['duplicate-item-ids', 2, ['sku-1001', 'n1']],
		['missing-mandatory-attributes', 1, ['n2']],
		['invalid-datatype-attribute', 1, ['n3']],
		['invalid-item-attribute', 1, ['n4']],
		['invalid-datatype-attribute', 1, ['n5']],
	]);
	expect(simulator.accepted.catalogChanges.map(({ id }) => id)).toEqual(['n1']);
});

test('items that the catalog has are updated, others named', async () => {
	const response = await change(
		{ id: 'sku-1001', attributes: { price: 1 } },
		{ id: 'nowhere', attributes: { price: 1 } },
		{ id: 'sku-1002', attributes: { color: 'red' } },
		{ id: 'sku-1003', attributes: { in_stock: 'perhaps' } },
	);
	expect(reasons(response).map((one) => [one['error-id'], one.document_ids])).toEqual([
		['item-not-found', ['nowhere']],
		['invalid-attributes', ['sku-1002']],
		['invalid-datatype-attribute', ['sku-1003']],
	]);
	expect(simulator.accepted.catalogChanges).toEqual([
		{ change: 'updated', catalogId: CATALOG, id: 'sku-1001', attributes: { price: 1 } },
	]);
});

test('deleting counts what was found, and an item can be created again', async () => {
	expect(await remove('sku-1001', 'nowhere', 'sku-1002')).toMatchObject({
		status: 202,
		data: { message: { valid: { count: 2 }, invalid: { count: 1 } } },
	});
	expect((await remove('sku-1001')).data).toMatchObject({ message: { valid: { count: 0 } } });
	expect((await search('sku-1001', 'sku-1003')).data).toMatchObject({
		items: [{ product_id: 'sku-1003' }],
	});
	expect((await add(product('sku-1001'))).data).toMatchObject({ message: { valid: { count: 1 } } });
});

test('a request is refused as a whole for its catalog, its list or its access', async () => {
	const tooMany = Array.from({ length: 51 }, (_, index) => product(`n${index}`));
	expect(await call('POST', '000000000000000000000000/items', { items: [] })).toMatchObject({
		status: 404,
		data: { 'error-code': 'catalog-not-found' },
	});
	for (const items of [[], tooMany, 'n1']) {
		expect(await call('POST', `${CATALOG}/items`, { items })).toMatchObject({
			status: 400,
			data: { 'error-code': 'invalid-request' },
		});
	}
	expect((await call('PATCH', `${CATALOG}/items`, { items: [{ id: 'sku-1001' }] })).status).toBe(
		400,
	);
	const unauthorized = { status: 401, data: { 'error-code': 'request-unauthenticated' } };
	expect(await call('POST', `${CATALOG}/items`, {}, { 'MOE-APPKEY': '' })).toMatchObject(
		unauthorized,
	);
	expect(
		await call('POST', `${CATALOG}/items`, {}, { Authorization: basic(WORKSPACE, 'wrong') }),
	).toMatchObject(unauthorized);
	expect(simulator.accepted.catalogChanges).toEqual([]);
});

test('all operations together have one limit, told with an epoch', async () => {
	simulator.rateLimits = true;
	simulator.limits.headers = 'epochSeconds';
	for (let count = 0; count < 50; count++) {
		expect((await search('sku-1001')).status).toBe(200);
		expect((await change({ id: 'sku-1001', attributes: { price: count } })).status).toBe(200);
	}
	const refused = await remove('sku-1001');
	expect(refused.status).toBe(429);
	expect(Number(refused.headers['x-ratelimit-reset'])).toBeGreaterThan(1e9);
});
