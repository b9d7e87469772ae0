import fc from 'fast-check';

import { Pace, paceOf, WINDOW_MS } from '../../../nodes/MoEngage/delivery/pace';

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
	pace: Pace,
	clock: Clock,
	costs: number[],
	limit: number,
): Promise<Array<{ at: number; cost: number }>> {
	const left: Array<{ at: number; cost: number }> = [];
	for (const cost of costs) {
		expect(await pace.take(cost, limit, clock.wait, clock.read)).toBe(true);
		left.push({ at: clock.now, cost });
	}
	return left;
}

describe('pace', () => {
	test('no window of a minute ever holds more than the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 200 }),
				fc.integer({ min: 50, max: 300 }),
				fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 10 }),
				async (costs, limit, pauses) => {
					const clock = new Clock();
					const pace = new Pace();
					const left: Array<{ at: number; cost: number }> = [];
					for (const [index, cost] of costs.entries()) {
						clock.now += pauses[index % pauses.length];
						left.push(...(await departures(pace, clock, [cost], limit)));
					}
					for (const { at } of left) {
						const inWindow = left.filter((other) => other.at > at - 60_000 && other.at <= at);
						expect(inWindow.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(limit);
					}
				},
			),
			{ seed: 99, numRuns: 200 },
		);
	});

	test('what fits leaves at once, the rest as soon as there is room', async () => {
		const left = await departures(new Pace(), new Clock(), [40, 40, 40, 40, 40], 100);
		expect(left.map(({ at }) => at)).toEqual([0, 0, WINDOW_MS, WINDOW_MS, 2 * WINDOW_MS]);
	});

	test('a request larger than the limit leaves alone instead of waiting forever', async () => {
		const left = await departures(new Pace(), new Clock(), [10, 500, 10], 100);
		expect(left.map(({ at }) => at)).toEqual([0, WINDOW_MS, 2 * WINDOW_MS]);
	});

	test('after a 429 nobody leaves before the pause is over, and the limit holds from then on', async () => {
		const clock = new Clock();
		const pace = new Pace();
		const before = await departures(pace, clock, [50], 100);
		pace.pauseUntil(30_000);
		const after = await departures(pace, clock, [50, 50], 100);
		expect([...before, ...after].map(({ at }) => at)).toEqual([0, 30_000, WINDOW_MS]);
	});

	test('a request that is given up frees its place', async () => {
		const clock = new Clock();
		const pace = new Pace();
		await departures(pace, clock, [100], 100);
		expect(await pace.take(100, 100, async () => await Promise.resolve(false), clock.read)).toBe(
			false,
		);
		clock.now = WINDOW_MS;
		const [{ at }] = await departures(pace, clock, [100], 100);
		expect(at).toBe(WINDOW_MS);
	});

	test('whoever gives up holds up nobody who comes later with a higher limit', async () => {
		const clock = new Clock();
		const pace = new Pace();
		await departures(pace, clock, [1], 1);
		await pace.take(1, 1, async () => await Promise.resolve(false), clock.read);
		const [{ at }] = await departures(pace, clock, [1], 100);
		expect(at).toBe(0);
	});

	test('without a limit nothing waits, and 100,000 requests cost little', async () => {
		const clock = new Clock();
		const pace = new Pace();
		const mayLeave: boolean[] = [];
		// Asserted after the clock has stopped: the assertions take far longer than the pace.
		const start = Date.now();
		for (let request = 0; request < 100_000; request++) {
			mayLeave.push(await pace.take(1, Infinity, clock.wait, clock.read));
		}
		const elapsed = Date.now() - start;
		expect(mayLeave.filter(Boolean)).toHaveLength(100_000);
		expect(clock.now).toBe(0);
		expect(elapsed).toBeLessThan(5000);
	});

	test('workflows share the pace of a workspace and endpoint, and of no other', () => {
		const pace = paceOf('https://api-01.moengage.com', 'WS', '/v1/event');
		expect(paceOf('https://api-01.moengage.com', 'WS', '/v1/event')).toBe(pace);
		for (const other of [
			paceOf('https://api-02.moengage.com', 'WS', '/v1/event'),
			paceOf('https://api-01.moengage.com', 'WS2', '/v1/event'),
			paceOf('https://api-01.moengage.com', 'WS', '/v1/transition'),
		]) {
			expect(other).not.toBe(pace);
		}
	});
});
