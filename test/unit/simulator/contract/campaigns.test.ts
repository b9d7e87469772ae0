import { randomUUID } from 'node:crypto';

import { campaignId } from '../../../simulator/campaigns';
import { client, useSimulator } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

function call(method: 'post' | 'patch', path: string, body: object, key?: string) {
	return client[method](`${simulator.baseUrls.api}/v5/campaigns/${path}`, body, {
		headers: {
			'Content-Type': 'application/json',
			...keyHeader('campaignApiKey'),
			...(key !== undefined && { 'Idempotency-Key': key }),
		},
	});
}

const search = (body: object, key: string | undefined = randomUUID()) =>
	call('post', 'search', { request_id: 'r', limit: 15, page: 1, ...body }, key);
const change = (index: number, action: string, key: string | undefined = randomUUID()) =>
	call('patch', `${campaignId(index)}/status`, { request_id: 'r', action }, key);

function targets(answers: Array<{ data: { error?: { details?: Array<{ target: string }> } } }>) {
	return answers.map(({ data }) => data.error?.details?.[0]?.target);
}

describe('search campaigns', () => {
	it('gives 15 a page at most, without a total, and fewer on the last', async () => {
		const sizes: number[] = [];
		for (const page of [1, 2, 3, 4]) {
			const { data } = await search({ page });
			expect(Object.keys(data.data)).toEqual(['campaigns']);
			sizes.push(data.data.campaigns.length);
		}
		expect(sizes).toEqual([15, 15, 10, 0]);
	});

	it('wants a key in every request, and gives the same page for the same one', async () => {
		const key = randomUUID();
		const first = await search({}, key);
		expect((await search({}, key)).data).toEqual(first.data);
		expect((await search({ page: 2 }, key)).data.error.code).toBe('BAD_REQUEST');
		expect(targets([await search({}, ''), await search({}, 'key')])).toEqual([
			'Idempotency-Key',
			'Idempotency-Key',
		]);
	});

	it('refuses what the document excludes', async () => {
		const answers = [
			await search({ limit: 16 }),
			await search({ page: 0 }),
			await search({ request_id: undefined }),
			await search({ campaign_fields: { delivery_type: ['ONE_TIME'] } }),
			await search({ campaign_fields: { status: ['active'] } }),
		];
		expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(400));
		expect(targets(answers)).toEqual([
			'limit',
			'page',
			'request_id',
			'campaign_fields.delivery_type',
			'campaign_fields.status',
		]);
	});

	it('has a key of its own tile, and 100 requests a minute', async () => {
		const wrong = await client.post(
			`${simulator.baseUrls.api}/v5/campaigns/search`,
			{},
			{ headers: { 'Content-Type': 'application/json', ...keyHeader('dataApiKey') } },
		);
		expect([wrong.status, wrong.data.error.code]).toEqual([401, 'UNAUTHORIZED']);
		simulator.rateLimits = true;
		for (let i = 0; i < 100; i++) await search({});
		expect((await search({})).data.error.code).toBe('RATE_LIMITED');
	});
});

describe('change the status of a campaign', () => {
	it('changes it once for each key, and says only what was done', async () => {
		const key = randomUUID();
		const first = await change(1, 'PAUSE', key);
		expect(first.data.data).toEqual({ id: campaignId(1), action: 'PAUSE' });
		expect((await change(1, 'PAUSE', key)).data).toEqual(first.data);
		expect(simulator.accepted.statusChanges).toHaveLength(1);
		expect((await change(1, 'RESUME', key)).status).toBe(400);
		expect((await change(2, 'PAUSE', key)).status).toBe(400);
	});

	it('refuses an action that type or state do not allow, and what it does not know', async () => {
		const answers = [
			await change(0, 'STOP'),
			await change(0, 'PUBLISH'),
			await change(0, 'RESUME'),
			await change(0, 'DELETE'),
			await change(999, 'PAUSE'),
		];
		expect(answers.map(({ status }) => status)).toEqual([422, 400, 422, 400, 404]);
		expect(simulator.accepted.statusChanges).toEqual([]);
	});
});

describe('get a campaign and the reach of several', () => {
	const url = (path: string) => `${simulator.baseUrls.api}/v5/campaigns/${path}`;
	const get = (id: string, trace?: string) =>
		client.get(url(id), {
			headers: {
				...keyHeader('campaignApiKey'),
				...(trace !== undefined && { 'X-MOE-Request-Id': trace }),
			},
		});
	const meta = (body: object, key = randomUUID()) =>
		client.post(
			url('meta'),
			{ request_id: 'r-1', limit: 15, page: 1, ...body },
			{ headers: { ...keyHeader('campaignApiKey'), 'Idempotency-Key': key } },
		);

	it('shows one by its ID, and asks for a trace', async () => {
		const { data } = await get(campaignId(3), 't-1');
		expect(data).toMatchObject({ response_id: 't-1', data: { id: campaignId(3) } });
		expect((await get(campaignId(3))).status).toBe(400);
		expect((await get(campaignId(99), 't-1')).status).toBe(404);
	});

	it('shows the reach by pages, of one ID or of several', async () => {
		const ids = async (body: object) =>
			(await meta(body)).data.data.campaigns.map((one: { campaign_id: string }) => one.campaign_id);
		expect(await ids({ campaign_fields: { id: campaignId(4) } })).toEqual([campaignId(4)]);
		const two = [campaignId(1), campaignId(2)];
		expect(await ids({ campaign_fields: { id: two } })).toEqual(two);
		expect(await ids({ page: 3 })).toHaveLength(10);
		const { data } = await meta({ campaign_fields: { id: two } });
		expect(data.data.campaigns.map(({ reachability_details: reach }: never) => reach)).toEqual([
			null,
			{ count: 2000, last_updated_time: expect.any(String) },
		]);
	});

	it.each([
		[{ request_id: undefined }, 'request_id'],
		[{ limit: 16 }, 'limit'],
		[{ page: 0 }, 'page'],
		[{ campaign_fields: { ids: [] } }, 'campaign_fields.ids'],
		[{ campaign_fields: { id: 'x' } }, 'campaign_fields.id'],
		[{ campaign_fields: [] }, 'campaign_fields'],
	])('refuses %j', async (body, target) => {
		const { status, data } = await meta(body);
		expect([status, data.error.details[0].target]).toEqual([400, target]);
	});
});
