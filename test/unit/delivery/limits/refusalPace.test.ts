import fc from 'fast-check';

import { RefusalPace } from '../../../../nodes/MoEngage/delivery/limits/refusalPace';

const MINUTE_MS = 60_000;
const LIMITS = [100, 1000, 30_000];

/** A share without chance: `random` is the middle, so that a wait is just as long as meant. */
function shareOf(limit: number, accepted: number, random = 0.5): RefusalPace {
	const share = new RefusalPace(() => random);
	share.start(accepted, limit);
	return share;
}

const inOneRequest = (accepted: number, cost = 1) => ({ accepted, requests: 1, cost });

/** The waits after so many refusals in a row, the first of which came unexpectedly. */
function waits(share: RefusalPace, count: number, requests: number, cost = 1): number[] {
	return Array.from({ length: count }, (_, nth) =>
		share.refuse(nth > 0, { accepted: 0, requests, cost }, 0),
	);
}

describe('the share of a limit, learned from refusals', () => {
	test.each(LIMITS)('of %d a minute: each refusal makes it slower by a fifth', (limit) => {
		const share = shareOf(limit, limit / 2);
		const rates = [share.rate];
		for (let refusal = 0; refusal < 4; refusal++) {
			share.refuse(false, inOneRequest(0), refusal * 100);
			rates.push(share.rate);
		}
		for (let refusal = 0; refusal < 4; refusal++) {
			expect(rates[refusal + 1] / rates[refusal]).toBeCloseTo(0.8, 5);
		}
	});

	test('a probe that is refused in a pause says nothing about the rate', () => {
		for (const limit of LIMITS) {
			const share = shareOf(limit, limit / 2);
			share.refuse(false, inOneRequest(0), 0);
			const { rate } = share;
			for (let probe = 1; probe < 20; probe++) share.refuse(true, inOneRequest(0), probe * 1000);
			expect(share.rate).toBe(rate);
		}
	});

	test('it grows with time, however that is cut, and never beyond the limit', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...LIMITS),
				fc.array(fc.double({ min: 0.001, max: 5, noNaN: true }), { minLength: 1, maxLength: 30 }),
				(limit, pieces) => {
					const [share, atOnce] = [shareOf(limit, 0), shareOf(limit, 0)];
					let last = share.rate;
					for (const seconds of pieces) {
						share.grow(seconds, limit);
						expect(share.rate).toBeGreaterThanOrEqual(last);
						expect(share.rate).toBeLessThanOrEqual(limit);
						last = share.rate;
					}
					atOnce.grow(
						pieces.reduce((sum, seconds) => sum + seconds, 0),
						limit,
					);
					expect(share.rate / atOnce.rate).toBeCloseTo(1, 6);
				},
			),
			{ seed: 5, numRuns: 200 },
		);
	});

	test('the smaller the limit, the slower it grows: each try costs one of few', () => {
		const growth = [...LIMITS].map((limit) => {
			const share = shareOf(limit, 0);
			const { rate } = share;
			share.grow(30, limit);
			return share.rate / rate;
		});
		expect(growth).toEqual([...growth].sort((a, b) => a - b));
		expect(growth[0]).toBeGreaterThan(1.1);
		expect(growth[0]).toBeLessThan(1.3);
		expect(growth[2]).toBeGreaterThan(20);
	});

	test.each([
		[30_000, 4.4817],
		[60_000, 8.9901],
		[1000, 1.2599],
		[100, 1.0673],
	])('of %d a minute: within ten seconds it grows to %d times as much', (limit, times) => {
		const share = shareOf(limit, 0);
		const { rate } = share;
		share.grow(10, limit);
		expect(share.rate / rate).toBeCloseTo(times, 3);
	});

	test.each([1, 2, 6, 20])('%d refusals before make it grow no slower than none', (refusals) => {
		for (const limit of LIMITS) {
			const share = shareOf(limit, 0);
			const growth = () => {
				const { rate } = share;
				share.grow(1, limit);
				return share.rate / rate;
			};
			const before = growth();
			for (let nth = 0; nth < refusals; nth++) share.refuse(false, inOneRequest(0), 0);
			expect(growth()).toBeCloseTo(before, 10);
		}
	});

	test('others that are noticed anew find it without its old refusals', () => {
		for (const refusals of [1, 3, 6]) {
			const share = shareOf(30_000, 0);
			for (let nth = 0; nth < refusals; nth++) share.refuse(false, inOneRequest(0), 0);
			share.start(15_000, 30_000);
			expect(share.rate).toBeCloseTo(111.8, 1);
			expect(share.refuse(true, { accepted: 0, requests: 1000, cost: 1 }, 0)).toBe(200);
			share.grow(10, 30_000);
			expect(share.rate).toBeCloseTo(501.07, 1);
		}
	});

	test.each([
		[30_000, 0, 25],
		[30_000, 600, 25],
		[30_000, 15_000, 111.803],
		[30_000, 30_000, 158.114],
		[1000, 0, 0.833],
		[1000, 1000, 5.27],
		[100, 0, 0.667],
		[100, 100, 0.667],
		[30, 0, 0.5],
		[30, 15, 0.5],
		[30, 30, 0.5],
		[10, 5, 0.167],
		[10, 10, 0.167],
		[1, 0, 0.017],
		[1, 1, 0.017],
	])('of %d a minute, of which it had %d, it starts with %d a second', (limit, had, rate) => {
		expect(shareOf(limit, had).rate).toBeCloseTo(rate, 3);
	});

	test.each([
		[0, 25],
		[600, 25],
		[15_000, 111.803],
	])('%d that are accepted after the refusal count for the start, too', (accepted, rate) => {
		const share = shareOf(30_000, 0);
		share.noteAccepted(accepted);
		share.noteAccepted(0);
		share.reopen(0, 30_000, 0);
		expect(share.rate).toBeCloseTo(rate, 3);
	});

	test('who was accepted more before starts faster, where that matters', () => {
		for (const limit of LIMITS) {
			const rates = [0, 0.05, 0.2, 0.5, 1].map((part) => shareOf(limit, part * limit).rate);
			expect(rates).toEqual([...rates].sort((a, b) => a - b));
			expect(rates[0]).toBeGreaterThanOrEqual(limit / 60 / 20);
			expect(rates[4]).toBeLessThanOrEqual(limit / 60);
		}
		// Of a small limit nobody's share is worth pacing.
		const [small, , large] = LIMITS.map(
			(limit) => shareOf(limit, limit).rate / shareOf(limit, 0).rate,
		);
		expect(small).toBe(1);
		expect(large).toBeGreaterThan(5);
	});

	test('unequal shares come closer with each window', () => {
		for (const limit of [6000, 30_000, 60_000]) {
			const [much, little] = [0.8 * limit, 0.02 * limit];
			const ratio = shareOf(limit, much).rate / shareOf(limit, little).rate;
			expect(ratio).toBeGreaterThan(1);
			expect(ratio).toBeLessThanOrEqual(Math.sqrt(much / little) + 0.001);
		}
	});

	test('a share of few a minute is used up within the minute, rather than paced past its end', () => {
		for (const [limit, accepted] of [
			[100, 30],
			[100, 10],
			[60, 25],
		]) {
			expect(shareOf(limit, accepted).rate * MINUTE_MS).toBeGreaterThanOrEqual(accepted * 1000);
		}
	});

	test.each([1, 10, 100, 30_000, 1e6])(
		'a limit of %d a minute has a rate to start with',
		(limit) => {
			for (const accepted of [0, 1, limit, 100 * limit]) {
				const { rate } = shareOf(limit, accepted);
				expect(rate).toBeGreaterThan(0);
				expect(rate).toBeLessThan(Infinity);
			}
		},
	);
});

describe('probes in a pause', () => {
	test('each comes twice as long after the one before, up to a bound', () => {
		expect(waits(shareOf(30_000, 15_000), 9, 1000)).toEqual([
			200, 400, 800, 1600, 3000, 3000, 3000, 3000, 3000,
		]);
	});

	test.each([
		[0, 30_000],
		[10, 30_000],
		[50, 15_000],
		[100, 7500],
		[1000, 3000],
	])('after %d accepted requests within a minute the bound is %d ms', (requests, bound) => {
		const last = waits(shareOf(30_000, 0), 60, requests).pop() ?? 0;
		expect(last).toBeCloseTo(bound, 5);
	});

	test('the first wait is that of a request at the rate, where that is longer', () => {
		for (const [limit, accepted, cost] of [
			[100, 10, 1],
			[100, 100, 1],
			[30_000, 3000, 200],
		]) {
			const share = shareOf(limit, accepted);
			const [first] = waits(share, 1, 100, cost);
			expect(first).toBeCloseTo(Math.min(7500, (1000 * cost) / share.rate), 5);
			expect(first).toBeGreaterThan(200);
		}
	});

	test('chance spreads those of many senders over as much again', () => {
		const first = [0, 0.5, 0.999].map((random) => waits(shareOf(30_000, 15_000, random), 1, 1000));
		expect(first.map(([wait]) => Math.round(wait))).toEqual([100, 200, 300]);
	});

	test('one leaves when the window opens again, a minute after it opened last', () => {
		for (const refusedAfter of [45_000, 55_000, 59_700]) {
			const share = shareOf(100, 50);
			waits(share, 3, 1);
			const reopened = 10_000;
			share.reopen(0, 100, reopened);
			for (let refusal = 0; refusal < 6; refusal++) {
				share.refuse(refusal > 0, inOneRequest(0), reopened + 40_000 + refusal);
			}
			const at = share.refuse(true, inOneRequest(0), reopened + refusedAfter);
			expect(at).toBeGreaterThanOrEqual(reopened + MINUTE_MS - 100);
			expect(at).toBeLessThanOrEqual(reopened + MINUTE_MS + 100);
		}
	});

	describe('beside the end of a window that is expected', () => {
		/** Each further probe comes half a minute later; the limit opened at 10,000, where it did. */
		const refusedOften = (random: number, reopenings = [10_000]) => {
			const share = shareOf(100, 50, random);
			for (const reopening of reopenings) {
				waits(share, reopening === reopenings[0] ? 3 : 2, 1);
				share.reopen(0, 100, reopening);
			}
			for (let refusal = 0; refusal < 9; refusal++) {
				share.refuse(refusal > 0, inOneRequest(0), 20_000);
			}
			return share;
		};
		const probeAfter = (share: RefusalPace, now: number) =>
			share.refuse(true, inOneRequest(0), now);

		test.each([
			['its own time is earlier', 39_000, 69_000],
			['its own time is the same', 39_900, 69_900],
			['its own time is a moment later', 39_901, 70_000],
			['its own time is much later', 50_000, 70_000],
			['the window is about to end', 69_799, 70_000],
			['the window ends in this moment', 69_800, 99_800],
			['it has just ended', 69_801, 99_801],
			['the next end is too far', 69_901, 99_901],
			['the next end is near', 110_000, 130_000],
		])('where %s', (_what, now, expected) => {
			expect(probeAfter(refusedOften(0.5), now)).toBe(expected);
		});

		test.each([
			[0, 69_900],
			[0.25, 69_950],
			[0.75, 70_050],
		])('chance %d spreads senders over two tenths of a second', (random, expected) => {
			expect(probeAfter(refusedOften(random), 60_000)).toBeCloseTo(expected, 5);
		});

		test('none is expected before it has ever opened', () => {
			for (const now of [39_901, 50_000, 69_799]) {
				expect(probeAfter(refusedOften(0.5, []), now)).toBe(now + 30_000);
			}
		});

		test('a pause within a window, with room soon after, moves no end', () => {
			for (const within of [[30_000], [12_000, 40_000], [15_000, 20_000, 45_000]]) {
				expect(probeAfter(refusedOften(0.5, [10_000, ...within]), 50_000)).toBe(70_000);
			}
		});
	});

	test('it never comes at once, nor minutes later, whatever happened before', () => {
		const refusal = fc.record({
			pause: fc.nat({ max: 100_000 }),
			requests: fc.nat({ max: 10_000 }),
			cost: fc.integer({ min: 1, max: 500 }),
			what: fc.constantFrom('refused', 'refused', 'refused', 'reopened', 'accepted'),
		});
		fc.assert(
			fc.property(
				fc.constantFrom(1, ...LIMITS),
				fc.array(refusal, { maxLength: 60 }),
				fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
				(limit, happened, chance) => {
					const share = new RefusalPace(() => chance.next().value as number);
					share.start(0, limit);
					let now = 0;
					let isPaused = false;
					for (const { pause, requests, cost, what } of happened) {
						now += pause;
						if (what === 'accepted') share.noteAccepted(requests);
						else if (what === 'reopened') share.reopen(requests, limit, now);
						else {
							const at = share.refuse(isPaused, { accepted: requests, requests, cost }, now);
							expect(at - now).toBeGreaterThanOrEqual(100);
							expect(at - now).toBeLessThanOrEqual(45_000);
						}
						isPaused = what === 'refused';
						expect(share.rate).toBeGreaterThan(0);
						expect(share.rate).toBeLessThanOrEqual(limit);
					}
				},
			),
			{ seed: 6, numRuns: 300 },
		);
	});
});

describe('when the limit has room again', () => {
	test('after three refusals in a row the rate starts from what was accepted in the window', () => {
		for (const accepted of [300, 3000, 15_000]) {
			const [short, long] = [shareOf(30_000, 1000), shareOf(30_000, 1000)];
			for (const share of [short, long]) share.reopen(0, 30_000, 0);
			const refusals = (share: RefusalPace, count: number) => {
				for (let nth = 0; nth < count; nth++) {
					share.refuse(nth > 0, inOneRequest(accepted), 30_000 + nth);
				}
				const { rate } = share;
				share.reopen(0, 30_000, MINUTE_MS);
				return share.rate / rate;
			};
			// Full for a moment: it goes on with the rate that it had.
			expect(refusals(short, 2)).toBe(1);
			refusals(long, 3);
			expect(long.rate).toBeCloseTo(shareOf(30_000, accepted).rate, 5);
		}
	});

	test.each([
		[30, 3],
		[100, 10],
		[30_000, 10],
	])(
		'of %d a minute: after the first pause %d may leave, as it may have been chance',
		(limit, first) => {
			const share = shareOf(limit, 0);
			expect(share.reopen(0, limit, 1000)).toBe(first);
			for (const later of [2000, 70_000, 140_000]) {
				share.refuse(false, inOneRequest(0), later);
				expect(share.reopen(0, limit, later + 500)).toBe(1);
			}
		},
	);

	test('the waits begin anew', () => {
		const share = shareOf(30_000, 15_000);
		for (let pause = 0; pause < 3; pause++) {
			const [first, second] = waits(share, 2, 1000);
			expect([first, second]).toEqual([200, 400]);
			share.reopen(0, 30_000, 0);
		}
	});
});
