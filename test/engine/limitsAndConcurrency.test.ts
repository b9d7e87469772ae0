import type { IDataObject } from 'n8n-workflow';

import { goodItems, options, savedWorkflow, WRITES } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK] = WRITES;

const { engine, run, simulator, withCredential } = useEngine();

describe('waiting', () => {
	test('obeys Retry-After, and nobody else of the workspace leaves before it is over', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 1, path: TRACK.path });
		const items = goodItems(TRACK, 14);
		await run(TRACK.name, items, options({ maxConcurrency: 1 }));
		const [first, ...others] = simulator.requests;
		expect(first.status).toBe(429);
		expect(others).toHaveLength(7);
		for (const { at } of others) expect(at - first.at).toBeGreaterThanOrEqual(990);
		expect(TRACK.accepted(simulator).sort()).toEqual(items.map(TRACK.mark).sort());
	});

	test('ends after the retries that the user allows, with the words of MoEngage', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 0, path: TRACK.path, times: 99 });
		const items = goodItems(TRACK, 3).map((item) => ({ ...item, user: 'one@example.com' }));
		const failed = await run(TRACK.name, items, options({ maxRetries: 2 }));
		expect(simulator.requests).toHaveLength(3);
		expect(failed.error?.message).toMatch(/Rate limits.*exceeded/);
		expect(failed.error?.description).toMatch(/reached its rate limit for this API/);
	});
});

describe('limits', () => {
	test('a slow run does not slow down others of the same workspace', async () => {
		const slow = engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ eventsPerMinute: 1 })),
			withCredential(goodItems(TRACK, 20)),
			1500,
		);
		await new Promise((resolve) => setTimeout(resolve, 300));
		const started = Date.now();
		await run(TRACK.name, goodItems(TRACK, 7));
		expect(Date.now() - started).toBeLessThan(1000);
		await slow;
		await run(TRACK.name, goodItems(TRACK, 7));
		expect(simulator.accepted.events).toHaveLength(15);
	});

	test('events of one user stay in order although requests travel side by side', async () => {
		simulator.latencyMs = 20;
		const items: IDataObject[] = Array.from({ length: 60 }, (_, index) => ({
			...TRACK.item(index),
			user: `user-${index % 3}@example.com`,
			device: `device-${index % 5}`,
		}));
		await run(TRACK.name, items, {
			parameters: { additionalFields: { deviceId: '={{ $json.device }}' } },
		});
		expect(simulator.requests.length).toBeGreaterThan(30);
		for (const user of ['user-0@example.com', 'user-1@example.com', 'user-2@example.com']) {
			expect(
				simulator.accepted.events
					.filter(({ customerId }) => customerId === user)
					.map(({ attributes }) => attributes.order),
			).toEqual(items.filter((item) => item.user === user).map(({ order }) => order));
		}
	});

	test('no more requests are under way at once than the user allows', async () => {
		simulator.latencyMs = 40;
		await run(TRIGGER.name, goodItems(TRIGGER, 12), options({ maxConcurrency: 3 }));
		const arrivals = simulator.requests.map(({ at }) => at);
		expect(arrivals).toHaveLength(12);
		for (let index = 3; index < arrivals.length; index++) {
			expect(arrivals[index] - arrivals[index - 3]).toBeGreaterThanOrEqual(30);
		}
	});

	test('a request holds no more events than the user allows per minute', async () => {
		const items = goodItems(TRACK, 10).map((item) => ({ ...item, user: 'one@example.com' }));
		const running = engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ eventsPerMinute: 4 })),
			withCredential(items),
			500,
		);
		await running;
		expect(simulator.requests.map(({ body }) => (body as { actions: [] }).actions.length)).toEqual([
			4,
		]);
	});
});

test('options that are no usable numbers count as not given', async () => {
	const nonsense = { maxConcurrency: 'x', maxRetries: -1, timeout: 0, eventsPerMinute: null };
	const finished = await run(TRACK.name, goodItems(TRACK, 3), options(nonsense));
	expect(finished.error).toBeUndefined();
	expect(simulator.accepted.events).toHaveLength(3);
});
