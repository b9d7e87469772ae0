import fc from 'fast-check';

import {
	SlidingWindow,
	perMinuteOf,
	windowOf,
	windowsOf,
	type Window,
} from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { cpuTime } from '../../../fixtures/cpuTime';
import { VirtualClock } from '../virtualClock';

const MINUTE_WINDOW_MS = windowOf('minute', 1).length;

async function departures(
	limit: SlidingWindow,
	clock: VirtualClock,
	costs: number[],
	windows: Window[],
): Promise<Array<{ at: number; cost: number }>> {
	const left: Array<{ at: number; cost: number }> = [];
	for (const cost of costs) {
		expect(await limit.take(cost, windows, clock.skip, clock.read)).toBeDefined();
		left.push({ at: clock.now, cost });
	}
	return left;
}

const perMinute = (most: number) => [windowOf('minute', most)];
const givesUp = async () => await Promise.resolve(false);

/** What leaves within so many milliseconds may be kept as one. */
const ENTRY_MS = 100;

describe('limit', () => {
	test('no window of a minute ever holds more than the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 200 }),
				fc.integer({ min: 50, max: 300 }),
				fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 10 }),
				async (costs, most, pauses) => {
					const clock = new VirtualClock();
					const limit = new SlidingWindow();
					const left: Array<{ at: number; cost: number }> = [];
					for (const [index, cost] of costs.entries()) {
						clock.now += pauses[index % pauses.length];
						left.push(...(await departures(limit, clock, [cost], perMinute(most))));
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
		const costs = [40, 40, 40, 40, 40];
		const left = await departures(new SlidingWindow(), new VirtualClock(), costs, perMinute(100));
		expect(left.map(({ at }) => at)).toEqual([
			0,
			0,
			MINUTE_WINDOW_MS,
			MINUTE_WINDOW_MS,
			2 * MINUTE_WINDOW_MS,
		]);
	});

	test('a request larger than the limit leaves alone instead of waiting forever', async () => {
		for (const large of [101, 500, 1_000_000]) {
			const costs = [10, large, 10, large];
			const left = await departures(new SlidingWindow(), new VirtualClock(), costs, perMinute(100));
			expect(left.map(({ at }) => at)).toEqual([0, 1, 2, 3].map((n) => n * MINUTE_WINDOW_MS));
		}
	});

	test('asking for room takes none, however often', () => {
		const limit = new SlidingWindow();
		limit.note(60, 0);
		for (let time = 0; time < 100; time++) {
			expect(limit.nextRoom(40, perMinute(100), 500)).toBeUndefined();
			expect(limit.nextRoom(41, perMinute(100), 500)?.at).toBe(MINUTE_WINDOW_MS);
		}
	});

	test('it names the window that is the last to have room', () => {
		const windows = windowsOf({ counts: 'requests', perSecond: 2, perMinute: 4, perHour: 6 });
		const limit = new SlidingWindow();
		const binding: Array<string | undefined> = [];
		for (let now = 0; binding.length < 7; ) {
			const room = limit.nextRoom(1, windows, now);
			binding.push(room?.window.unit);
			now = room?.at ?? now;
			expect(limit.nextRoom(1, windows, now)).toBeUndefined();
			limit.note(1, now);
		}
		expect(binding).toEqual([
			undefined,
			undefined,
			'second',
			undefined,
			'minute',
			undefined,
			'hour',
		]);
	});

	test('in whatever order the windows are asked for', () => {
		for (const units of [
			['second', 'minute', 'hour'],
			['hour', 'minute', 'second'],
			['minute', 'hour', 'second'],
		] as const) {
			const limit = new SlidingWindow();
			limit.note(1, 0);
			const room = limit.nextRoom(
				1,
				units.map((unit) => windowOf(unit, 1)),
				100,
			);
			expect([room?.at, room?.window.unit]).toEqual([3_602_000, 'hour']);
		}
	});

	test('of two that have room in the same moment it names the first', () => {
		const [minute, hour] = [windowOf('minute', 1), windowOf('hour', 2)];
		for (const [windows, unit] of [
			[[minute, hour], 'minute'],
			[[hour, minute], 'hour'],
			[[hour], 'hour'],
		] as const) {
			const limit = new SlidingWindow();
			limit.note(1, 0);
			limit.note(1, 3_540_000);
			const room = limit.nextRoom(1, [...windows], 3_541_000);
			expect([room?.at, room?.window.unit]).toEqual([3_602_000, unit]);
		}
	});

	test('a request that is given up takes no room', async () => {
		const clock = new VirtualClock();
		const limit = new SlidingWindow();
		await departures(limit, clock, [100], perMinute(100));
		for (const cost of [1, 50, 100]) {
			expect(await limit.take(cost, perMinute(100), givesUp, clock.read)).toBeUndefined();
		}
		const [{ at }] = await departures(limit, clock, [100], perMinute(100));
		expect(at).toBe(MINUTE_WINDOW_MS);
	});

	test('whoever gives up holds up nobody who comes later with a higher limit', async () => {
		const clock = new VirtualClock();
		const limit = new SlidingWindow();
		await departures(limit, clock, [1], perMinute(1));
		await limit.take(1, perMinute(1), givesUp, clock.read);
		const [{ at }] = await departures(limit, clock, [1], perMinute(100));
		expect(at).toBe(0);
	});

	test('several that wait at once all wait until each has room', async () => {
		const clock = new VirtualClock();
		const limit = new SlidingWindow();
		const left: number[] = [];
		const wait = async (ms: number) => {
			await clock.pause(ms);
			return true;
		};
		const takes = [1, 2, 3, 4, 5].map(async () => {
			await limit.take(50, perMinute(100), wait, clock.read);
			left.push(clock.now);
		});
		await clock.pass(3 * MINUTE_WINDOW_MS);
		await Promise.all(takes);
		expect(left).toEqual([0, 0, MINUTE_WINDOW_MS, MINUTE_WINDOW_MS, 2 * MINUTE_WINDOW_MS]);
	});

	test('what was accepted lately is counted to a tenth of a second', () => {
		const request = fc.record({
			pause: fc.nat({ max: 400 }),
			cost: fc.integer({ min: 1, max: 9 }),
		});
		fc.assert(
			fc.property(
				fc.array(request, { maxLength: 300 }),
				fc.integer({ min: 200, max: 20_000 }),
				(requests, length) => {
					const limit = new SlidingWindow();
					const left: Array<{ at: number; cost: number }> = [];
					let now = 0;
					for (const { pause, cost } of requests) {
						now += pause;
						limit.note(cost, now);
						left.push({ at: now, cost });
						const { cost: sum, requests: count } = limit.within(length, now);
						const since = (ms: number) => left.filter(({ at }) => at > now - ms);
						const sumOf = (some: typeof left) => some.reduce((all, one) => all + one.cost, 0);
						expect(sum).toBeGreaterThanOrEqual(sumOf(since(length)));
						expect(sum).toBeLessThanOrEqual(sumOf(since(length + ENTRY_MS)));
						expect(count).toBeGreaterThanOrEqual(since(length).length);
						expect(count).toBeLessThanOrEqual(since(length + ENTRY_MS).length);
					}
				},
			),
			{ seed: 3, numRuns: 200 },
		);
	});

	test('room that is given back is free at once, and only that', async () => {
		const clock = new VirtualClock();
		for (const nth of [0, 1, 2, 3]) {
			const limit = new SlidingWindow();
			const places: Array<{ giveBack(): void } | undefined> = [];
			for (const cost of [10, 20, 30, 40]) {
				places.push(await limit.take(cost, perMinute(100), clock.skip, clock.read));
				clock.now += 70;
			}
			expect(limit.nextRoom(1, perMinute(100), clock.now)).toBeDefined();
			places[nth]?.giveBack();
			expect(limit.nextRoom(10 * (nth + 1), perMinute(100), clock.now)).toBeUndefined();
			expect(limit.nextRoom(10 * (nth + 1) + 1, perMinute(100), clock.now)).toBeDefined();
			const rest = { cost: 100 - 10 * (nth + 1), requests: 3 };
			expect(limit.within(MINUTE_WINDOW_MS, clock.now)).toEqual(rest);
		}
	});

	test('keeps no more for a minute with a million requests than for one with a thousand', () => {
		const limit = new SlidingWindow();
		for (let request = 0; request < 1_000_000; request++) {
			limit.note(1, request * 0.06);
			if (request % 100 === 0) limit.nextRoom(1, perMinute(2_000_000), request * 0.06);
		}
		expect(Object.values(limit).find(Array.isArray)?.length).toBeLessThanOrEqual(1300);
		expect(limit.within(30_000, 60_000).cost).toBeCloseTo(500_000, -4);
	});

	test('without a limit nothing waits, and 100,000 requests cost little', async () => {
		for (const windows of [[], perMinute(1_000_000), [windowOf('hour', 1e9)]]) {
			const clock = new VirtualClock();
			const limit = new SlidingWindow();
			const mayLeave: unknown[] = [];
			// Asserted after the clock has stopped: the assertions take far longer than the limit.
			const start = cpuTime();
			for (let request = 0; request < 100_000; request++) {
				mayLeave.push(await limit.take(1, windows, clock.skip, clock.read));
			}
			const elapsed = cpuTime() - start;
			expect(mayLeave.filter(Boolean)).toHaveLength(100_000);
			expect(clock.now).toBe(0);
			expect(elapsed).toBeLessThan(5000);
		}
	});

	test('what is older than every window is forgotten, and nothing that still counts', async () => {
		const clock = new VirtualClock();
		const limit = new SlidingWindow();
		const windows = windowsOf({ counts: 'requests', perMinute: 5000, perHour: 20_000 });
		const left = await departures(limit, clock, Array<number>(30_000).fill(1), windows);
		for (const [length, most] of [
			[60_000, 5000],
			[3_600_000, 20_000],
		]) {
			for (let index = 0; index + most < left.length; index += 99) {
				expect(left[index + most].at - left[index].at).toBeGreaterThanOrEqual(length);
			}
		}
		expect(left[19_999].at).toBe(3 * MINUTE_WINDOW_MS);
		expect(left[29_999].at).toBeLessThan(3_602_000 + 2 * MINUTE_WINDOW_MS);
	});

	test('still holds after thousands of departures have left the window, with some of them in it', () => {
		for (const still of [1, 500, 999]) {
			const limit = new SlidingWindow();
			const windows = perMinute(3000);
			for (let request = 0; request < 3000 - still; request++) limit.note(1, 0);
			for (let request = 0; request < still; request++) limit.note(1, 40_000);
			// Those of the beginning have left; what they took is free again, and not one more.
			const now = MINUTE_WINDOW_MS;
			expect(limit.nextRoom(3000 - still, windows, now)).toBeUndefined();
			expect(limit.nextRoom(3001 - still, windows, now)?.at).toBe(40_000 + MINUTE_WINDOW_MS);
		}
	});

	test('still holds where all departures of a thousand have left, and others follow', async () => {
		for (const most of [2, 700, 2500]) {
			const clock = new VirtualClock();
			const limit = new SlidingWindow();
			await departures(limit, clock, Array<number>(2500).fill(1), perMinute(2500));
			clock.now += 10 * MINUTE_WINDOW_MS;
			const start = clock.now;
			const left = await departures(limit, clock, Array<number>(most + 1).fill(1), perMinute(most));
			expect(left[most - 1].at).toBe(start);
			expect(left[most].at).toBe(start + MINUTE_WINDOW_MS);
		}
	});

	test('several windows hold at once: no second, minute or hour has more than its share', async () => {
		const windows = windowsOf({ counts: 'requests', perSecond: 5, perMinute: 100, perHour: 1000 });
		const clock = new VirtualClock();
		const limit = new SlidingWindow();
		const left = await departures(limit, clock, Array<number>(1200).fill(1), windows);
		for (const [length, most] of [
			[1000, 5],
			[60_000, 100],
			[3_600_000, 1000],
		]) {
			for (const [index, { at }] of left.entries()) {
				expect(left[index + most]?.at ?? Infinity).toBeGreaterThanOrEqual(at + length);
			}
		}
		// It waits no longer than the windows ask for: the first hour is used up to its limit.
		expect(left.filter(({ at }) => at < 3_600_000)).toHaveLength(1000);
	});

	test('an endpoint keeps just the windows that MoEngage documents for it', () => {
		expect(windowsOf(undefined)).toEqual([]);
		expect(windowsOf({ counts: 'events' })).toEqual([]);
		expect(
			windowsOf({ counts: 'users', perMinute: 10, perDay: 200 }).map(({ most }) => most),
		).toEqual([10, 200]);
		const windows = windowsOf({
			counts: 'events',
			perSecond: 1,
			perMinute: 1,
			perHour: 1,
			perDay: 1,
		});
		expect(windows.map(({ length }) => length)).toEqual([1200, 62_000, 3_602_000, 86_402_000]);
		expect(windows.map(({ unit }) => unit)).toEqual(['second', 'minute', 'hour', 'day']);
	});

	test('what goes through in a minute is what MoEngage says of a minute, else what its windows allow', () => {
		expect(perMinuteOf([])).toBeUndefined();
		expect(perMinuteOf(windowsOf({ counts: 'events', perMinute: 30_000 }))).toBe(30_000);
		expect(
			perMinuteOf(windowsOf({ counts: 'requests', perSecond: 10, perMinute: 100, perHour: 6000 })),
		).toBe(100);
		expect(perMinuteOf(windowsOf({ counts: 'requests', perSecond: 10 }))).toBeCloseTo(500, 5);
		expect(perMinuteOf(windowsOf({ counts: 'requests', perHour: 600, perDay: 1440 }))).toBeCloseTo(
			1,
			3,
		);
	});
});
