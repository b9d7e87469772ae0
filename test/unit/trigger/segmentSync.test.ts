import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { segmentPages, syncedUsers } from '../../simulator/webhooks';
import { useReceiver } from './useReceiver';

const { call, publish } = useReceiver();

const SECRET = 'correct horse battery staple';
const CREDENTIAL = { dataCenter: '01', workspaceId: 'DEMO', webhookSecret: SECRET };
const BASIC = { authorization: `Basic ${Buffer.from(`moengage:${SECRET}`).toString('base64')}` };

const [ANN, BEN, CARA] = syncedUsers(3);

/** What a page of the simulator says of its sync. */
const OF_PAGE = { segment_name: 'VIP customers', sync_id: 'sync-1', page: 1, total_pages: 1 };

async function receive(body: unknown, parameters: IDataObject = {}, headers = BASIC) {
	const given = { source: 'segmentSync', ...parameters } as INodeParameters;
	return await call(given, CREDENTIAL, { body, headers });
}

test('each user is an item: what happened, the fields as sent, and what the page says of the sync', async () => {
	const [page] = segmentPages([ANN, BEN], [CARA], { executionId: 'run-7' });
	const sync = { ...OF_PAGE, execution_id: 'run-7' };
	expect(await receive(page)).toMatchObject({
		status: 200,
		warnings: undefined,
		items: [
			{ change: 'added', ...sync, ...ANN },
			{ change: 'added', ...sync, ...BEN },
			{ change: 'removed', ...sync, ...CARA },
		],
	});
});

test('the pages of a run are told apart, and hold every user once', async () => {
	const pages = segmentPages(syncedUsers(230), syncedUsers(40, 230), { batchSize: 100 });
	expect(pages).toHaveLength(3);
	const items: IDataObject[] = [];
	for (const page of pages) items.push(...((await receive(page)).items ?? []));
	expect(items.map(({ page }) => page)).toEqual([
		...Array<number>(100).fill(1),
		...Array<number>(100).fill(2),
		...Array<number>(70).fill(3),
	]);
	expect(new Set(items.map(({ total_pages: total }) => total))).toEqual(new Set([3]));
	expect(new Set(items.map(({ partner_user_id: id }) => id)).size).toBe(270);
	expect(items.filter(({ change }) => change === 'removed')).toHaveLength(40);
});

describe('what MoEngage must not take for a failure starts nothing, and is answered with 200', () => {
	const page = (data: unknown) => ({ type: 'segment_sync', data });

	test.each<[string, unknown, string[] | undefined]>([
		['empty lists', page({ add_users: [], remove_users: [] }), undefined],
		['one empty list', page({ remove_users: [] }), undefined],
		[
			'no page numbers, and one list that is null',
			page({ add_users: null, remove_users: [] }),
			undefined,
		],
		['neither list', page({ moengage_sync_id: 's' }), [expect.any(String) as string]],
		['no data in it', page({}), [expect.any(String) as string]],
		['lists of other names', page({ members: [ANN], lost: [] }), [expect.any(String) as string]],
		[
			'lists that are none',
			page({ add_users: {}, remove_users: 'x' }),
			[expect.any(String) as string],
		],
	])('%s', async (_what, body, warnings) => {
		expect(await receive(body)).toMatchObject({ status: 200, items: undefined, warnings });
	});

	test('a filter that no user passes', async () => {
		const [added] = segmentPages([ANN, BEN]);
		const filters = { changes: ['removed'] };
		expect(await receive(added, { filters })).toMatchObject({
			status: 200,
			items: undefined,
			warnings: undefined,
		});
	});
});

test('a sync without known lists is told in n8n’s log, with the options to set', async () => {
	const keys = { added: 'members', removed: 'lost' };
	const [page] = segmentPages([ANN], [BEN], { keys });
	const { warnings } = await receive(page);
	expect(warnings).toEqual([
		'"MoEngage Trigger" started nothing: a segment sync has neither a list "add_users" nor "remove_users". If they have other names in MoEngage, enter them in Options > Add Key and Remove Key',
	]);
});

test.each<[IDataObject, string[]]>([
	[{ addKey: 'members', removeKey: 'lost' }, ['added', 'removed']],
	[{ addKey: ' members ' }, ['added']],
	[{ removeKey: '={{ "lost" }}'.replace(/^=\{\{ "|" \}\}$/g, '') }, ['removed']],
])('renamed lists are found by the options %j', async (options, changes) => {
	const keys = { added: 'members', removed: 'lost' };
	const [page] = segmentPages([ANN], [BEN], { keys });
	const { items = [], status } = await receive(page, { options });
	expect(status).toBe(200);
	expect(items.map(({ change }) => change)).toEqual(changes);
});

test.each<[IDataObject, string[]]>([
	[{}, ['added', 'removed']],
	[{ changes: [] }, ['added', 'removed']],
	[{ changes: ['added'] }, ['added']],
	[{ changes: ['removed'] }, ['removed']],
	[{ changes: 'added, removed' }, ['added', 'removed']],
])('the filter %j lets %j through', async (filters, changes) => {
	const [page] = segmentPages([ANN], [BEN]);
	const { items = [] } = await receive(page, { filters });
	expect(items.map(({ change }) => change)).toEqual(changes);
});

test('a renamed identifier and further values arrive as sent, and replace nothing of the sync', async () => {
	const data = {
		moengage_sync_name: 'VIP',
		moengage_execution_id: 'run-1',
		add_users: [
			{ moengage_distinct_id: 'm-1', crm_id: 4711, list: 'n8n', change: 'mine', page: 'home' },
			'only-an-id',
			null,
		],
	};
	const pagination = { total_pages: 14, page_count: 12 };
	const { items } = await receive({ type: 'segment_sync', pagination, data });
	const sync = { segment_name: 'VIP', execution_id: 'run-1', page: 12, total_pages: 14 };
	expect(items).toEqual([
		{ change: 'added', ...sync, moengage_distinct_id: 'm-1', crm_id: 4711, list: 'n8n' },
		{ change: 'added', ...sync, user: 'only-an-id' },
		{ change: 'added', ...sync, user: null },
	]);
});

test('a call that proves nothing, or has another form, starts nothing', async () => {
	const [page] = segmentPages([ANN]);
	expect(await receive(page, {}, { authorization: 'Basic bm9ib2R5Onhx' })).toMatchObject({
		status: 401,
		items: undefined,
	});
	const header = { 'x-webhook-secret': SECRET } as unknown as typeof BASIC;
	expect((await receive(page, {}, header)).items).toHaveLength(1);
	const open = { authentication: 'none' };
	expect((await receive(page, open, {} as typeof BASIC)).items).toHaveLength(1);
	for (const other of [{ events: [] }, { alert_type: 'X' }, { data: [] }, [page], '"text"']) {
		const { status, text, items } = await receive(other);
		expect([status, items]).toEqual([400, undefined]);
		expect(text).toMatch(/^The body (has no object "data"|is not a JSON object)$/);
	}
});

test('with Include Request, each item has the call without its secret', async () => {
	const [page] = segmentPages([ANN], [BEN]);
	const { items = [] } = await receive(page, { options: { includeRequest: true } });
	expect(items).toHaveLength(2);
	for (const { request } of items) {
		expect(request).toMatchObject({ method: 'POST' });
		expect(JSON.stringify(request)).not.toContain(BASIC.authorization);
	}
});

describe('is published only if its options can be read', () => {
	const publishing = async (options: IDataObject, credential: IDataObject = CREDENTIAL) =>
		await publish({ source: 'segmentSync', options } as INodeParameters, credential);

	test.each([{}, { addKey: '' }, { addKey: 'remove', removeKey: 'add' }])('%j', async (options) => {
		expect(await publishing(options)).toBe(true);
	});

	test.each<[IDataObject, RegExp]>([
		[
			{ addKey: 'users', removeKey: ' users' },
			/^Remove Key is "users", which is the name of the list of added/,
		],
		[{ addKey: 'remove_users' }, /^Remove Key is "remove_users"/],
		[{ addKey: { a: 1 } }, /^Add Key .* is not text/],
	])('not with %j', async (options, message) => {
		await expect(publishing(options)).rejects.toThrow(message);
	});

	test('and if there is a secret to show', async () => {
		await expect(publishing({}, { ...CREDENTIAL, webhookSecret: '' })).rejects.toThrow(
			/has no Webhook Secret/,
		);
	});
});
