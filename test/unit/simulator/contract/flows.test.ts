import { randomUUID } from 'node:crypto';

import { flowId } from '../../../simulator/campaigns';
import { client, useSimulator } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

function headers(key?: string) {
	return {
		'Content-Type': 'application/json',
		...keyHeader('campaignApiKey'),
		...(key !== undefined && { 'Idempotency-Key': key }),
	};
}

const search = (body: object) =>
	client.post(`${simulator.baseUrls.api}/v5/flows/search`, body, { headers: headers() });
const change = (index: number, action: string, more: object = {}, key = randomUUID()) =>
	client.patch(
		`${simulator.baseUrls.api}/v5/flows/${flowId(index)}/status`,
		{ action, updated_by: 'jane@example.com', ...more },
		{ headers: headers(key) },
	);

describe('search flows', () => {
	it('goes on where the cursor says, and ends without one', async () => {
		const first = (await search({ limit: 100 })).data.data;
		expect([first.flows.length, first.has_more]).toEqual([100, true]);
		const second = (await search({ limit: 100, cursor: first.next_cursor })).data.data;
		expect([second.flows.length, second.has_more, second.next_cursor]).toEqual([30, false, null]);
		expect(second.flows[0].flow_id).toBe(flowId(100));
		expect((await search({})).data.data.flows).toHaveLength(20);
	});

	it('filters by name, status and tags, whatever the case of the status', async () => {
		const names = async (body: object) =>
			(await search({ limit: 100, ...body })).data.data.flows.length;
		expect(await names({ name: 'FLOW 12' })).toBe(11);
		expect(await names({ status: ['paused'] })).toBe(16);
		expect(await names({ tags: ['onboarding', 'none'] })).toBe(44);
	});

	it('filters by delivery type, maker and time of creation, and leaves archived flows out', async () => {
		const count = async (body: object) =>
			(await search({ limit: 100, ...body })).data.data.flows.length;
		expect(await count({ delivery_type: ['event_triggered'] })).toBe(100);
		expect(await count({ delivery_type: ['PERIODIC', 'ONE_TIME'] })).toBe(0);
		expect(await count({ created_by: ['agent@example.com'] })).toBe(100);
		expect(await count({ created_by: ['jane@example.com'] })).toBe(0);
		const from = { creation_start_time: '2026-01-02T08:00:00Z' };
		expect(await count({ ...from, creation_end_time: '2026-01-04T08:00:00Z' })).toBe(3);
		expect(await count({ ...from, creation_end_time: '2026-01-04T07:59:59Z' })).toBe(2);
		const wrong = [
			{ delivery_type: 'PERIODIC' },
			{ created_by: ['jane'] },
			{ include_archived: 'true' },
			{ creation_start_time: '2026-01-02' },
			{ creation_end_time: '2026-01-02T00:00:00+02:00' },
		];
		for (const body of wrong) {
			const { status, data } = await search(body);
			expect([status, data.error.details[0].target]).toEqual([400, Object.keys(body)[0]]);
		}
	});

	it('refuses what the document excludes', async () => {
		const answers = [
			await search({ limit: 101 }),
			await search({ status: ['RUNNING'] }),
			await search({ teams: ['Growth'] }),
			await search({ cursor: 'xyz' }),
			await search({ statuses: [] }),
		];
		expect(answers.map(({ status, data }) => [status, data.error.details[0].target])).toEqual([
			[400, 'limit'],
			[400, 'status'],
			[400, 'teams'],
			[400, 'cursor'],
			[400, 'statuses'],
		]);
	});
});

describe('change the status of a flow', () => {
	it('goes through the documented states, and archives beside them', async () => {
		const states: unknown[] = [];
		for (const action of ['pause', 'archive', 'unarchive', 'resume', 'retire', 'stop']) {
			states.push((await change(0, action)).data.data.status);
		}
		expect(states).toEqual(['PAUSED', 'PAUSED', 'PAUSED', 'ACTIVE', 'RETIRED', 'STOPPED']);
		expect(simulator.accepted.statusChanges).toHaveLength(6);
	});

	it('replays the response for a key that comes again', async () => {
		const key = randomUUID();
		const first = await change(1, 'pause', {}, key);
		expect((await change(1, 'pause', {}, key)).data).toEqual(first.data);
		expect(simulator.accepted.statusChanges).toHaveLength(1);
	});

	it('refuses a change that is not allowed, an unknown flow, and a change by nobody', async () => {
		const answers = [
			await change(0, 'resume'),
			await change(0, 'publish'),
			await change(999, 'pause'),
			await change(0, 'pause', { updated_by: 'jane' }),
			await change(0, 'pause', {}, 'no-uuid' as never),
		];
		expect(answers.map(({ status, data }) => [status, data.error.code])).toEqual([
			[409, 'BAD_REQUEST'],
			[400, 'VALIDATION_FAILED'],
			[404, 'NOT_FOUND'],
			[400, 'VALIDATION_FAILED'],
			[400, 'VALIDATION_FAILED'],
		]);
	});
});
