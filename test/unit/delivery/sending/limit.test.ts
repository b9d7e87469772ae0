import fc from 'fast-check';

import {
	Limit,
	limitOf,
	MINUTE_WINDOW_MS,
	windowOf,
	windowsOf,
} from '../../../../nodes/MoEngage/delivery/sending/limit';

/** Time that passes only by waiting. */
class Clock {
	now = 0;

	readonly read = () => this.now;

	readonly wait = async (ms: number): Promise<boolean> => {
		this.now += ms;
		return await Promise.resolve(true);
	};
}

async function departures(
	limit: Limit,
	clock: Clock,
	costs: number[],
	most: number,
): Promise<Array<{ at: number; cost: number }>> {
	const left: Array<{ at: number; cost: number }> = [];
	for (const cost of costs) {
		expect(await limit.take(cost, [windowOf(60, most)], clock.wait, clock.read)).toBe(true);
		left.push({ at: clock.now, cost });
	}
	return left;
}

describe('limit', () => {
	test('no window of a minute ever holds more than the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 200 }),
				fc.integer({ min: 50, max: 300 }),
				fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 10 }),
				async (costs, most, pauses) => {
					const clock = new Clock();
					const limit = new Limit();
					const left: Array<{ at: number; cost: number }> = [];
					for (const [index, cost] of costs.entries()) {
						clock.now += pauses[index % pauses.length];
						left.push(...(await departures(limit, clock, [cost], most)));
					}
					for (const { at } of left) {
						const inWindow = left.filter((other) => other.at > at - 60_000 && other.at <= at);
						expect(inWindow.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(most);
					}
				},
			),
			{ seed: 99, numRuns: 200 },
		);
	});

	test('what fits leaves at once, the rest as soon as there is room', async () => {
		const left = await departures(new Limit(), new Clock(), [40, 40, 40, 40, 40], 100);
		expect(left.map(({ at }) => at)).toEqual([
			0,
			0,
			MINUTE_WINDOW_MS,
			MINUTE_WINDOW_MS,
			2 * MINUTE_WINDOW_MS,
		]);
	});

	test('a request larger than the limit leaves alone instead of waiting forever', async () => {
		const left = await departures(new Limit(), new Clock(), [10, 500, 10], 100);
		expect(left.map(({ at }) => at)).toEqual([0, MINUTE_WINDOW_MS, 2 * MINUTE_WINDOW_MS]);
	});

	test('after a 429 nobody leaves before the pause is over, and the limit holds from then on', async () => {
		const clock = new Clock();
		const limit = new Limit();
		const before = await departures(limit, clock, [50], 100);
		limit.pauseUntil(30_000);
		const after = await departures(limit, clock, [50, 50], 100);
		expect([...before, ...after].map(({ at }) => at)).toEqual([0, 30_000, MINUTE_WINDOW_MS]);
	});

	test('a request that is given up frees its place', async () => {
		const clock = new Clock();
		const limit = new Limit();
		await departures(limit, clock, [100], 100);
		expect(
			await limit.take(
				100,
				[windowOf(60, 100)],
				async () => await Promise.resolve(false),
				clock.read,
			),
		).toBe(false);
		clock.now = MINUTE_WINDOW_MS;
		const [{ at }] = await departures(limit, clock, [100], 100);
		expect(at).toBe(MINUTE_WINDOW_MS);
	});

	test('whoever gives up holds up nobody who comes later with a higher limit', async () => {
		const clock = new Clock();
		const limit = new Limit();
		await departures(limit, clock, [1], 1);
		await limit.take(1, [windowOf(60, 1)], async () => await Promise.resolve(false), clock.read);
		const [{ at }] = await departures(limit, clock, [1], 100);
		expect(at).toBe(0);
	});

	test('without a limit nothing waits, and 100,000 requests cost little', async () => {
		const clock = new Clock();
		const limit = new Limit();
		const mayLeave: boolean[] = [];
		// Asserted after the clock has stopped: the assertions take far longer than the limit.
		const start = Date.now();
		for (let request = 0; request < 100_000; request++) {
			mayLeave.push(await limit.take(1, [], clock.wait, clock.read));
		}
		const elapsed = Date.now() - start;
		expect(mayLeave.filter(Boolean)).toHaveLength(100_000);
		expect(clock.now).toBe(0);
		expect(elapsed).toBeLessThan(5000);
	});

	test('workflows share the limit of a workspace and endpoint, and of no other', () => {
		const limit = limitOf('https://api-01.moengage.com', 'WS', '/v1/event');
		expect(limitOf('https://api-01.moengage.com', 'WS', '/v1/event')).toBe(limit);
		for (const other of [
			limitOf('https://api-02.moengage.com', 'WS', '/v1/event'),
			limitOf('https://api-01.moengage.com', 'WS2', '/v1/event'),
			limitOf('https://api-01.moengage.com', 'WS', '/v1/transition'),
		]) {
			expect(other).not.toBe(limit);
		}
	});

	test('whoever gives up after the window was planned ahead leaves no room twice', async () => {
		const clock = new Clock();
		const limit = new Limit();
		await departures(limit, clock, [30_000], 30_000);
		await limit.take(
			30_000,
			[windowOf(60, 30_000)],
			async () => await Promise.resolve(false),
			clock.read,
		);
		clock.now = 1000;
		const [{ at }] = await departures(limit, clock, [30_000], 30_000);
		expect(at).toBe(MINUTE_WINDOW_MS);
	});

	test('several windows hold at once: no second, minute or hour has more than its share', async () => {
		const windows = windowsOf({ counts: 'requests', perSecond: 5, perMinute: 100, perHour: 1000 });
		const clock = new Clock();
		const limit = new Limit();
		const left: number[] = [];
		for (let request = 0; request < 1200; request++) {
			expect(await limit.take(1, windows, clock.wait, clock.read)).toBe(true);
			left.push(clock.now);
		}
		for (const [length, most] of [
			[1000, 5],
			[60_000, 100],
			[3_600_000, 1000],
		]) {
			for (const [index, at] of left.entries()) {
				expect(left[index + most] ?? Infinity).toBeGreaterThanOrEqual(at + length);
			}
		}
		// It waits no longer than the windows ask for: the first hour is used up to its limit.
		expect(left.filter((at) => at < 3_600_000)).toHaveLength(1000);
	});

	test('an endpoint keeps just the windows that MoEngage documents for it', () => {
		expect(windowsOf(undefined)).toEqual([]);
		expect(windowsOf({ counts: 'events' })).toEqual([]);
		expect(
			windowsOf({ counts: 'users', perMinute: 10, perDay: 200 }).map(({ most }) => most),
		).toEqual([10, 200]);
		const lengths = windowsOf({
			counts: 'events',
			perSecond: 1,
			perMinute: 1,
			perHour: 1,
			perDay: 1,
		}).map(({ length }) => length);
		expect(lengths).toEqual([1200, 62_000, 3_602_000, 86_402_000]);
	});
});
