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

	test('for a limit is no retry: with none allowed, all are accepted once it is over', async () => {
		simulator.inject({ kind: 'status', status: 429, path: TRACK.path, times: 3 });
		const items = goodItems(TRACK, 9);
		const finished = await run(TRACK.name, items, options({ maxRetries: 0 }));
		expect(finished.error).toBeUndefined();
		expect(TRACK.accepted(simulator).sort()).toEqual(items.map(TRACK.mark).sort());
	});

	test.each([
		['names no time', {}],
		['names a time of zero', { retryAfter: 0 }],
		['names a time that has passed', { retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }],
		['says that its window ends now', { headers: { 'x-ratelimit-reset': '0' } }],
		['has a reset long ago', { headers: { 'X-RateLimit-Reset': '1445412480' } }],
	])('for a limit ends after Max Wait, with few requests, if MoEngage %s', async (_what, fault) => {
		simulator.inject({ kind: 'status', status: 429, path: TRACK.path, times: 99, ...fault });
		const settings = options({ maxWait: 0.05 });
		const failed = await run(TRACK.name, goodItems(TRACK, 14), settings);
		expect(failed.error?.message).toBe("MoEngage's rate limit per minute for this API is used up");
		expect(failed.error?.description).toMatch(/Max Wait.*0\.05 minutes.*Resend the item after 2/);
		// Those that were under way at the first refusal, and then one at a time.
		expect(simulator.requests.length).toBeLessThanOrEqual(7 + 4);
	});

	test.each([
		['Retry-After', { retryAfter: 7200 }],
		['an HTTP date', { retryAfter: new Date(Date.now() + 7_200_000).toUTCString() }],
		['Retry-After beside other headers', { retryAfter: 7200, resetAfterSeconds: 5 }],
	])('is not begun for a time longer than Max Wait: %s', async (_what, fault) => {
		simulator.inject({
			kind: 'status',
			status: 429,
			path: TRIGGER.path,
			after: 2,
			times: 99,
			...fault,
		});
		const items = goodItems(TRIGGER, 6);
		const settings = {
			...options({ maxConcurrency: 1 }),
			onError: 'continueRegularOutput' as const,
		};
		const finished = await run(TRIGGER.name, items, settings);
		const failed = finished.output('MoEngage').filter(({ json }) => json.error !== undefined);
		expect(failed).toHaveLength(4);
		for (const { json } of failed) {
			expect(json.error).toMatch(/per (hour|day) for this API is used up/);
			const { retryAt } = json.details as IDataObject;
			expect(Math.abs(Date.parse(String(retryAt)) - Date.now() - 7_200_000)).toBeLessThan(60_000);
		}
		expect(simulator.requests).toHaveLength(3);
		expect(TRIGGER.accepted(simulator)).toHaveLength(2);
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
