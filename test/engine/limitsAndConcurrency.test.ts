import type { IDataObject } from 'n8n-workflow';

import { ownTime } from '../fixtures/ownTime';
import { caseOf, goodItems, options, savedWorkflow } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK] = ['businessEvent.trigger', 'event.track'].map(caseOf);

const { engine, run, simulator, withCredential } = useEngine();

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('waiting', () => {
	test('obeys Retry-After, and nobody else of the workspace leaves before it is over', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 4, path: TRACK.path });
		// The first is refused at once; those beside it are answered while it waits, so that others could follow.
		simulator.handlingMs = (before) => (before === 0 ? 0 : 300);
		const items = goodItems(TRACK, 14);
		const [, another] = await Promise.all([
			run(TRACK.name, items, options({ maxConcurrency: 3 })),
			(async () => {
				while (simulator.requests[0]?.status !== 429) await pause(5);
				await pause(1000);
				return await run(TRACK.name, [{ ...TRACK.item(20), user: 'another@example.com' }]);
			})(),
		]);
		expect(another.error).toBeUndefined();
		const [first, ...others] = simulator.requests;
		expect(first.status).toBe(429);
		expect(others).toHaveLength(7 + 1);
		const beside = others.filter(({ at }) => at - first.at < 3990);
		// Two were on their way when it was refused.
		expect(beside).toHaveLength(2);
		expect(beside).toEqual(others.slice(0, 2));
		expect(TRACK.accepted(simulator).sort()).toEqual(
			[...items, TRACK.item(20)].map(TRACK.mark).sort(),
		);
	});

	test('a later event of a user waits while the first one’s request is refused by the limit', async () => {
		simulator.inject({
			kind: 'status',
			status: 429,
			retryAfter: 0,
			path: TRACK.path,
			text: '"device-0"',
			times: 2,
		});
		// Each of another device, so that each has a request of its own.
		const items: IDataObject[] = [0, 1, 2, 3].map((index) => ({
			...TRACK.item(index),
			user: 'one@example.com',
			device: `device-${index}`,
		}));
		await run(TRACK.name, items, {
			parameters: { additionalFields: { deviceId: '={{ $json.device }}' } },
		});
		expect(simulator.requests.map(({ status }) => status)).toEqual([429, 429, 200, 200, 200, 200]);
		expect(TRACK.accepted(simulator)).toEqual(items.map(TRACK.mark));
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
		// Those that were under way at the first refusal, and then one at a time, after pauses of random length.
		expect(simulator.requests.length).toBeLessThanOrEqual(7 + 7);
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
		let isOver = false;
		const slow = engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ eventsPerMinute: 1 })),
			withCredential(goodItems(TRACK, 20)),
			() => isOver,
		);
		while (simulator.requests.length === 0) await pause(10);
		const sinceStart = ownTime();
		await run(TRACK.name, goodItems(TRACK, 7));
		await run(TRACK.name, goodItems(TRACK, 7));
		// At the pace of the slow one it would take a minute.
		expect(sinceStart()).toBeLessThan(20_000);
		isOver = true;
		await slow;
		expect(simulator.accepted.events).toHaveLength(15);
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
		await engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ eventsPerMinute: 4 })),
			withCredential(items),
			() => Date.now() - (simulator.requests[0]?.at ?? Infinity) > 1000,
		);
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
