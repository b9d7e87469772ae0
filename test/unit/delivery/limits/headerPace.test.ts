import fc from 'fast-check';

import type { ToldLimit } from '../../../../nodes/MoEngage/delivery/limits/rateHeaders';
import { HeaderPace, type Flying } from '../../../../nodes/MoEngage/delivery/limits/headerPace';

const MINUTE_MS = 60_000;
const NOTHING: Flying = { cost: 0, requests: 0 };
const LIMITS = [100, 1000, 30_000];

/** What is left was read at 0; `random` is 0, so that nothing is later than it has to be. */
const toldOf = (limit: number, left: number, said: ToldLimit = {}, random = 0) =>
	new HeaderPace(left, said, limit, 0, () => random);

const request = (cost: number): Flying => ({ cost, requests: 1 });

/** A request leaves, and is accepted at once. */
function hear(told: HeaderPace, said: ToldLimit, now: number, cost = 1): void {
	const sight = told.look(request(cost));
	told.note(said, request(cost), { at: now, sight, flying: NOTHING }, now);
}

/** Others took so much while each of many requests was under way, and so much is left in the end. */
function othersTake(told: HeaderPace, taken: number, left: number): void {
	for (let answer = 0; answer < 200; answer++) {
		const sight = { left: left + taken, counted: 0, departed: 0 };
		told.note({ left }, undefined, { at: 10, sight, flying: NOTHING }, 10);
	}
}

/** The rate where so many single items were accepted within a minute. */
const rateOf = (told: HeaderPace, accepted: number) =>
	told.rate({ cost: accepted, requests: accepted });

describe('how much room the answers leave', () => {
	test.each([
		[50, NOTHING, 50, true],
		[50, NOTHING, 51, false],
		[50, { cost: 20, requests: 2 }, 30, true],
		[50, { cost: 21, requests: 2 }, 30, false],
		[0, NOTHING, 1, false],
	])('%d left, besides %j there is room for %d: %p', (left, flying, cost, expected) => {
		expect(toldOf(100, left).hasRoom(flying, request(cost))).toBe(expected);
	});

	test('where they count requests, what is in one does not matter', () => {
		const told = toldOf(1000, 13);
		for (let left = 12; left >= 2; left--) hear(told, { left }, left === 12 ? 0 : 12 - left, 50);
		expect(told.hasRoom(NOTHING, request(500))).toBe(true);
		expect(told.hasRoom({ cost: 100, requests: 2 }, request(1))).toBe(false);
	});

	test('a fifth of what was left at most is nearly nothing', () => {
		for (const limit of LIMITS) {
			const told = toldOf(limit, limit);
			expect(told.isNearlyUsedUp(NOTHING)).toBe(false);
			hear(told, { left: limit * 0.21 }, 10);
			expect(told.isNearlyUsedUp(NOTHING)).toBe(false);
			expect(told.isNearlyUsedUp({ cost: limit * 0.02, requests: 1 })).toBe(true);
			hear(told, { left: limit * 0.19 }, 20);
			expect(told.isNearlyUsedUp(NOTHING)).toBe(true);
		}
	});

	test('what was left at most is forgotten: a limit that was cut is not used up for ever', () => {
		for (const limit of LIMITS) {
			const told = toldOf(limit, limit);
			for (let minute = 1; minute <= 30; minute++) {
				hear(told, { left: limit / 10 }, minute * MINUTE_MS);
			}
			expect(told.isNearlyUsedUp(NOTHING)).toBe(false);
		}
	});

	test.each([0, 5000, 59_000])('the window ends when the answer says, in %d ms', (resetIn) => {
		const told = toldOf(100, 100, { resetIn });
		if (resetIn > 0) expect(told.isOver(resetIn - 1)).toBe(false);
		expect(told.isOver(resetIn)).toBe(true);
		hear(told, { left: 40, resetIn: 2000 }, 1000);
		expect([told.isOver(2999), told.isOver(3000)]).toEqual([false, true]);
	});

	test('where no end is said, it comes a minute after the last answer', () => {
		const told = toldOf(100, 100);
		for (const at of [0, 7000, 61_000]) {
			hear(told, { left: 40 }, at);
			expect([told.isOver(at + MINUTE_MS - 1), told.isOver(at + MINUTE_MS)]).toEqual([false, true]);
		}
	});

	test('senders that wait for the same end spread over a tenth of a second', () => {
		const lates = [0, 0.5, 0.99].map((random) => {
			const told = toldOf(100, 10, { resetIn: 1000 }, random);
			told.beginWindow(1000);
			for (let late = 0; ; late++) if (told.isOver(1000 + MINUTE_MS + late)) return late;
		});
		expect(lates).toEqual([0, 50, 99]);
	});
});

describe('the rate', () => {
	test.each(LIMITS)('of %d a minute, with all of it left: used up within 20 seconds', (limit) => {
		expect(rateOf(toldOf(limit, limit), limit)).toBeCloseTo(limit / 20, 5);
	});

	test('the less is left, the slower, but never slower than an asking now and then', () => {
		for (const limit of LIMITS) {
			const rates = [1, 0.1, 0.05, 0.02, 0.01, 0].map((part) => {
				const told = toldOf(limit, limit);
				othersTake(told, limit / 10, limit * part);
				return rateOf(told, 10);
			});
			expect(rates).toEqual([...rates].sort((a, b) => b - a));
			expect(rates[5]).toBe(1 / 30);
			expect(rates[3]).toBeLessThan(rates[0]);
		}
	});

	test('the more others take meanwhile, the slower', () => {
		const rates = [0, 10, 100].map((taken) => {
			const told = toldOf(30_000, 30_000);
			othersTake(told, taken, 300);
			return rateOf(told, 1000);
		});
		expect(rates[0]).toBeGreaterThan(rates[1]);
		expect(rates[1]).toBeGreaterThan(rates[2]);
	});

	test('what we ourselves took meanwhile is not what others took', () => {
		const told = toldOf(30_000, 30_000);
		for (let left = 29_900; left >= 3000; left -= 100) hear(told, { left }, 30_000 - left, 100);
		expect(rateOf(told, 1000)).toBeCloseTo(30_000 / 20, 5);
	});

	test('news that an earlier request brings later are old', () => {
		for (const older of [0, 50, 99]) {
			const told = toldOf(100, 100);
			const [early, late] = [request(1), request(1)].map((one) => told.look(one));
			told.note({ left: 40 }, request(1), { at: 100, sight: late, flying: request(1) }, 200);
			told.note({ left: 90 }, request(1), { at: older, sight: early, flying: NOTHING }, 300);
			expect(told.hasRoom(NOTHING, request(40))).toBe(true);
			expect(told.hasRoom(NOTHING, request(41))).toBe(false);
		}
	});

	test.each([
		[0, 30],
		[100, 30],
		[1000, 12],
		[100_000, 2],
	])(
		'with next to nothing left, and %d accepted in a minute, it asks each %d s',
		(requests, seconds) => {
			expect(1 / rateOf(toldOf(30_000, 0), requests)).toBeCloseTo(seconds, 5);
		},
	);

	test('after a window that was nearly used up the next starts slowly, and gets faster', () => {
		for (const limit of LIMITS) {
			const told = toldOf(limit, limit);
			hear(told, { left: limit * 0.1 }, 10);
			told.beginWindow(MINUTE_MS);
			hear(told, { left: limit }, MINUTE_MS);
			const rates = [rateOf(told, limit)];
			for (let second = 0; second < 12; second++) {
				told.grow(1);
				rates.push(rateOf(told, limit));
			}
			expect(rates).toEqual([...rates].sort((a, b) => a - b));
			expect(rates[0]).toBeLessThanOrEqual(Math.max(0.5, limit / 600));
			expect(rates[12]).toBeCloseTo(limit / 20, 5);
		}
	});

	test('after one that was not, it goes on as fast', () => {
		for (const limit of LIMITS) {
			const told = toldOf(limit, limit);
			hear(told, { left: limit * 0.6 }, 10);
			told.beginWindow(MINUTE_MS);
			expect(rateOf(told, limit)).toBeCloseTo(limit / 20, 5);
		}
	});
});

describe('the rate by what is known', () => {
	/** An answer that comes at once and says so much, to a request of which nothing was known. */
	const tell = (told: HeaderPace, left: number, now = 0) =>
		told.note({ left }, undefined, { at: now, flying: NOTHING }, now);

	test.each([
		['a limit and all of it left', 30_000, {}, 30_000, 0, 1500],
		['little left of all', 30_000, {}, 100, 0, 25.82],
		['less than nothing left', 30_000, {}, -5, 1000, 1 / 12],
		['a limit that is lower than documented', 10_000, { most: 10_000 }, 100, 0, 134.16],
		['a limit that is higher than documented', 30_000, { most: 90_000 }, 100, 0, 25.82],
		['more left than there can be', 90_000, {}, 100, 0, 25.82],
		['little left from the beginning', 100, {}, 100, 0, 1500],
		['much of it ours, so that we are more careful', 100, {}, 100, 10_000, 522.47],
		['all of it ours, and more than that', 100, {}, 100, 100_000, 102.06],
	])('%s', (_what, first, said, left, accepted, rate) => {
		const told = toldOf(30_000, first, said);
		tell(told, left);
		expect(rateOf(told, accepted)).toBeCloseTo(rate, 2);
	});

	test('others that take ever more count as taking a tenth of the limit', () => {
		for (const taken of [100, 1000, 10_000]) {
			const told = toldOf(30_000, 30_000);
			othersTake(told, taken, 300);
			expect(rateOf(told, 0)).toBeCloseTo(47.43, 2);
		}
	});

	test.each([
		['by nobody but us', { left: 200, counted: 10, departed: 50 }, NOTHING, 1500],
		['by others', { left: 200, counted: 10, departed: 30 }, NOTHING, 357.34],
		[
			'partly by what is under way',
			{ left: 200, counted: 10, departed: 30 },
			{ cost: 50, requests: 3 },
			698.4,
		],
		[
			'perhaps by what is under way alone',
			{ left: 200, counted: 10, departed: 30 },
			{ cost: 500, requests: 3 },
			1500,
		],
	])('what is gone was taken %s', (_what, sight, flying, rate) => {
		const told = toldOf(30_000, 200);
		told.note({ left: 160 }, undefined, { at: 0, sight, flying }, 0);
		expect(rateOf(told, 0)).toBeCloseTo(rate, 1);
	});

	test('each request sees what was left, and what has left since', () => {
		const told = toldOf(1000, 900);
		const first = told.look(request(5));
		expect(first).toEqual({ left: 900, counted: 0, departed: 5 });
		expect(told.look(request(7))).toEqual({ left: 900, counted: 0, departed: 12 });
		told.note({ left: 880 }, undefined, { at: 1, sight: first, flying: request(7) }, 10);
		expect(told.look(request(1))).toEqual({ left: 880, counted: 5, departed: 13 });
		tell(told, 870, 20);
		expect(told.look(request(2))).toEqual({ left: 870, counted: 5, departed: 15 });
	});

	test.each([
		[99, 40],
		[100, 90],
		[101, 90],
	])('after news of 100, those of a request that left at %d leave %d', (at, left) => {
		const told = toldOf(100, 100);
		told.note({ left: 40 }, undefined, { at: 100, flying: NOTHING }, 200);
		told.note({ left: 90 }, undefined, { at, flying: NOTHING }, 300);
		expect(told.hasRoom(NOTHING, request(left))).toBe(true);
		expect(told.hasRoom(NOTHING, request(left + 1))).toBe(false);
	});

	test.each([
		[199, true],
		[200, true],
		[201, false],
	])('%d of the thousand that was left at most is nearly nothing: %p', (left, is) => {
		const told = toldOf(1000, 1000);
		tell(told, left);
		expect(told.isNearlyUsedUp(NOTHING)).toBe(is);
	});

	test.each([
		[[143_000], true],
		[[144_000], false],
		[[70_000, 143_000], true],
		[[70_000, 144_000], false],
		[[20_000, 90_000, 144_000], false],
	])('15 %% of what was left at most, after answers at %j, is nearly nothing: %p', (times, is) => {
		const told = toldOf(10_000, 10_000);
		for (const now of times) tell(told, 1500, now);
		expect(told.isNearlyUsedUp(NOTHING)).toBe(is);
	});

	test.each([
		[5999, 50],
		[6000, 1500],
		[9000, 1500],
	])('a window that ends with %d left is followed by one at %d a second', (left, rate) => {
		const told = toldOf(30_000, 30_000);
		tell(told, left);
		told.beginWindow(MINUTE_MS);
		expect(rateOf(told, 0)).toBeCloseTo(rate, 5);
	});

	test.each([
		[9000, 1500],
		[10_000, 1500],
		[10_001, 50],
		[30_000, 50],
	])('%d left after 8000 is a new window or not: %d a second', (left, rate) => {
		const told = toldOf(30_000, 8000);
		tell(told, left);
		expect(rateOf(told, 0)).toBeCloseTo(rate, 5);
	});

	test.each([
		[1, 82.44],
		[2, 135.91],
		[6, 1004.28],
		[7, 1500],
	])('%d s after a slow start it is %d a second', (seconds, rate) => {
		const told = toldOf(30_000, 8000);
		tell(told, 30_000);
		told.grow(seconds);
		expect(rateOf(told, 0)).toBeCloseTo(rate, 2);
	});

	test('whoever is alone starts ten times as fast', () => {
		for (const limit of [6000, 12_000, 30_000]) {
			const told = toldOf(limit, limit);
			let left = limit;
			while (left > limit * 0.1) hear(told, { left: (left -= 100) }, limit - left, 100);
			told.beginWindow(MINUTE_MS);
			expect(rateOf(told, 0)).toBeCloseTo(limit / 60, 5);
			// And uses up even the last of it.
			hear(told, { left: 50 }, MINUTE_MS, left - 50);
			expect(rateOf(told, 1000)).toBeCloseTo(limit / 60, 5);
		}
	});
});

describe('with nothing left', () => {
	test('it asks when the window ends, and not before', () => {
		for (const resetIn of [10_000, 30_000, 59_000]) {
			const told = toldOf(100, 0, { resetIn });
			expect(told.wait(1000)).toBe(resetIn);
		}
	});

	test('where the window has ended and still nothing is left, it asks ever more rarely', () => {
		const told = toldOf(100, 0, { resetIn: 0 }, 0.5);
		const waits = Array.from({ length: 9 }, () => told.wait(1000) - 1000 - 50);
		expect(waits).toEqual([300, 300, 2400, 4800, 9600, 9600, 9600, 9600, 9600]);
		told.reopen();
		expect(told.wait(1000) - 1000 - 50).toBe(300);
	});

	test.each([
		[2000, 1, 1500],
		[2000, 3, 1500],
		[2000, 4, 50],
		[2001, 1, 50],
		[50_000, 1, 50],
	])('an end in %d ms, asked for %d times, leaves a rate of %d', (resetIn, times, rate) => {
		const told = toldOf(30_000, 30_000, { resetIn });
		for (let asked = 0; asked < times; asked++) told.wait(0);
		expect(rateOf(told, 0)).toBeCloseTo(rate, 5);
	});

	test.each([
		[1999, 1, 1999],
		[2001, 1, 2001],
		[2001, 4, 2400],
		[2001, 9, 4800],
		[9000, 9, 9000],
	])('where the end comes in %d ms, wait %d is for %d ms', (resetIn, nth, expected) => {
		const told = toldOf(100, 0, { resetIn });
		for (let asked = 1; asked < nth; asked++) told.wait(0);
		expect(told.wait(0)).toBe(expected);
	});

	test.each([
		[0, 300],
		[0.25, 325],
		[0.75, 375],
	])('chance %d makes a first wait one of %d ms', (random, expected) => {
		expect(toldOf(100, 0, { resetIn: 0 }, random).wait(0)).toBe(expected);
	});
});

test('whatever is said, in whichever units, there is a rate and an end to each wait', () => {
	const amount = fc.oneof(
		fc.nat({ max: 100_000 }),
		fc.constantFrom(0, 0.5, 1e9, 1e15, 1e300, Number.MAX_VALUE),
	);
	const answer = fc.record({
		said: fc.record(
			{ most: amount, left: amount, resetIn: fc.nat({ max: 62_000 }) },
			{ requiredKeys: [] },
		),
		cost: fc.integer({ min: 1, max: 500 }),
		isAccepted: fc.boolean(),
		pause: fc.nat({ max: 90_000 }),
	});
	fc.assert(
		fc.property(
			fc.constantFrom(1, ...LIMITS),
			amount,
			fc.array(answer, { maxLength: 60 }),
			(limit, left, answers) => {
				const told = new HeaderPace(left, {}, limit, 0, () => 0.5);
				let now = 0;
				for (const { said, cost, isAccepted, pause } of answers) {
					const flight = { at: now, sight: told.look(request(cost)), flying: NOTHING };
					now += pause;
					told.note(said, isAccepted ? request(cost) : undefined, flight, now);
					told.grow(pause / 1000);
					expect(rateOf(told, 100)).toBeGreaterThanOrEqual(1 / 30);
					expect(rateOf(told, 100)).toBeLessThanOrEqual(limit / 20 + 1);
					if (told.isOver(now)) told.beginWindow(now);
					const wait = told.wait(now) - now;
					expect(wait).toBeGreaterThanOrEqual(300);
					expect(wait).toBeLessThanOrEqual(62_000 + 100);
				}
			},
		),
		{ seed: 7, numRuns: 500 },
	);
});
