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
		expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 400, 404]);
		expect(simulator.accepted.statusChanges).toEqual([]);
	});
});
