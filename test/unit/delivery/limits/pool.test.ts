import fc from 'fast-check';

import { windowsOf, type Window } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import type { Flight, Settled } from '../../../../nodes/MoEngage/delivery/limits/pause';
import { Pool } from '../../../../nodes/MoEngage/delivery/limits/pool';
import type { ToldLimit } from '../../../../nodes/MoEngage/delivery/limits/rateHeaders';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const perMinute = (most: number): Window[] => windowsOf({ counts: 'events', perMinute: most });

/** A pool, and requests that leave it, in time that passes only here. */
class Sender {
	readonly pool = new Pool(() => 0.5);

	now = 0;

	constructor(readonly windows: Window[]) {}

	/** A pool that has had one accepted answer. */
	static known(windows: Window[], said: ToldLimit = {}): Sender {
		const sender = new Sender(windows);
		sender.accepted(sender.leave(), said);
		return sender;
	}

	opening(cost = 1) {
		return this.pool.nextOpening({ cost, windows: this.windows }, this.now);
	}

	/** A request leaves, which has to be allowed. */
	leave(cost = 1): Flight {
		const { wait } = this.opening(cost);
		if (wait > 0) throw new Error(`Nothing may leave for ${wait} ms`);
		return this.pool.depart({ cost, windows: this.windows }, this.now);
	}

	/** Waits until a request may leave, with no answer in between. @returns for how long */
	wait(cost = 1): number {
		const start = this.now;
		for (let { wait } = this.opening(cost); wait > 0; wait = this.opening(cost).wait) {
			if (!Number.isFinite(wait)) throw new Error(`It waits for ${wait} ms`);
			this.now += wait;
		}
		return this.now - start;
	}

	settle(flight: Flight, settled: Settled, said: ToldLimit = {}): void {
		this.pool.settle(flight, settled, said, this.now);
	}

	accepted(flight: Flight, said?: ToldLimit): void {
		this.settle(flight, 'accepted', said);
	}

	refused(flight: Flight, said?: ToldLimit): void {
		this.settle(flight, 'refused', said);
	}

	/** One request leaves, and is refused after a moment. */
	isRefused(said?: ToldLimit): void {
		const flight = this.leave();
		this.now += 50;
		this.refused(flight, said);
	}

	/** How many may leave just now. */
	mayLeave(most: number): number {
		let left = 0;
		while (left < most && this.opening().wait <= 0) {
			this.leave();
			left++;
		}
		return left;
	}

	usedUp() {
		return this.pool.usedUp(this.windows, this.now);
	}
}

describe('while nobody else uses the limit', () => {
	test.each([
		[100, 100],
		[1000, 1000],
		[30_000, 30_000],
	])('all of %d a minute may leave at once, and %d do', (limit, expected) => {
		const sender = new Sender(perMinute(limit));
		sender.accepted(sender.leave());
		expect(sender.mayLeave(2 * limit)).toBe(expected - 1);
		expect(sender.wait()).toBe(62_000);
		expect(sender.mayLeave(2 * limit)).toBe(expected);
	});

	test('where MoEngage documents no limit, nothing waits at all', () => {
		for (const cost of [1, 20, 500]) {
			const sender = Sender.known([]);
			for (let request = 0; request < 5000; request++) sender.leave(cost);
			expect(sender.now).toBe(0);
		}
	});

	test.each([
		['a small limit', perMinute(100), 10],
		['a limit', perMinute(1000), 25],
		['a large limit', perMinute(30_000), 750],
		['no documented limit', [], 250],
	])('before the first answer few are under way: with %s', (_what, windows, few) => {
		const sender = new Sender(windows);
		const flights = Array.from({ length: few }, () => sender.leave());
		expect(sender.opening().wait).toBe(Infinity);
		// One that is lost leaves its place to another, and says nothing.
		sender.settle(flights[0], 'lost');
		sender.leave();
		expect(sender.opening().wait).toBe(Infinity);
		sender.accepted(flights[1]);
		expect(sender.mayLeave(30)).toBe(30);
	});

	test('no documented window ever holds more, whatever becomes of the requests', () => {
		const windows = windowsOf({ counts: 'events', perSecond: 20, perMinute: 100, perHour: 1000 });
		const step = fc.record({
			cost: fc.integer({ min: 1, max: 15 }),
			settled: fc.constantFrom<Settled>('accepted', 'accepted', 'accepted', 'refused', 'lost'),
			takes: fc.nat({ max: 3000 }),
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
				const sender = new Sender(windows);
				const left: Array<{ at: number; cost: number }> = [];
				for (const { cost, settled, takes } of steps) {
					sender.wait(cost);
					const flight = sender.leave(cost);
					left.push({ at: sender.now, cost });
					sender.now += takes;
					sender.settle(flight, settled);
				}
				for (const [length, most] of [
					[SECOND_MS, 20],
					[MINUTE_MS, 100],
					[HOUR_MS, 1000],
				]) {
					for (const { at } of left) {
						const within = left.filter((other) => other.at > at - length && other.at <= at);
						expect(within.reduce((sum, one) => sum + one.cost, 0)).toBeLessThanOrEqual(most);
					}
				}
			}),
			{ seed: 10, numRuns: 100 },
		);
	});

	test('with headers it is as fast, as long as much is left', () => {
		for (const limit of [1000, 10_000, 30_000]) {
			const sender = Sender.known(perMinute(limit), { left: limit - 1, most: limit });
			for (let left = limit - 2; left > limit / 4; left--)
				sender.accepted(sender.leave(), { left });
			expect(sender.now).toBe(0);
		}
	});
});

describe('a refusal that says nothing', () => {
	test.each([100, 1000, 30_000])('of %d a minute: nothing leaves, then one by one', (limit) => {
		const sender = Sender.known(perMinute(limit));
		sender.isRefused();
		for (let probe = 0; probe < 10; probe++) {
			expect(sender.opening().until).toBeUndefined();
			expect(sender.wait()).toBeGreaterThanOrEqual(100);
			const flight = sender.leave();
			expect(sender.opening().wait).toBe(Infinity);
			sender.now += 50;
			expect(sender.opening().wait).toBe(Infinity);
			sender.refused(flight);
		}
	});

	test('the longer in vain, the more rarely it asks, but at least twice a minute', () => {
		for (const limit of [100, 1000, 30_000]) {
			const sender = Sender.known(perMinute(limit));
			sender.isRefused();
			const waits = Array.from({ length: 20 }, () => {
				const wait = sender.wait();
				sender.isRefused();
				return wait;
			});
			expect(waits[19]).toBeLessThanOrEqual(30_000);
			expect(waits[4]).toBeGreaterThanOrEqual(2 * waits[0]);
			expect(sender.now).toBeGreaterThan(5 * MINUTE_MS);
		}
	});

	test('an accepted probe opens it again, at a rate and not for all', () => {
		for (const limit of [100, 1000, 30_000]) {
			const sender = Sender.known(perMinute(limit));
			sender.isRefused();
			sender.wait();
			sender.accepted(sender.leave());
			const atOnce = sender.mayLeave(1000);
			expect(atOnce).toBeGreaterThanOrEqual(1);
			expect(atOnce).toBeLessThanOrEqual(11);
			expect(sender.wait()).toBeGreaterThan(0);
		}
	});

	test('the first pause may be by chance, so that several may leave at once after it', () => {
		for (const [limit, several] of [
			[30, 3],
			[100, 10],
			[1000, 10],
			[30_000, 10],
		]) {
			const sender = Sender.known(perMinute(limit));
			sender.isRefused();
			sender.wait();
			sender.accepted(sender.leave());
			expect([limit, sender.mayLeave(several)]).toEqual([limit, several]);
		}
	});

	test.each<[string, Settled]>([
		['an acceptance', 'accepted'],
		// MoEngage has looked at it, so the limit has let it through.
		['a rejection of what was sent, which counts as accepted here', 'accepted'],
	])('%s of a probe opens it again', (_what, settled) => {
		for (const refusals of [1, 3, 8]) {
			const sender = Sender.known(perMinute(100));
			for (let refusal = 0; refusal < refusals; refusal++) {
				sender.wait();
				sender.isRefused();
			}
			sender.wait();
			sender.settle(sender.leave(), settled);
			expect(sender.wait()).toBeLessThan(3000);
			const flights = [sender.leave()];
			sender.wait();
			flights.push(sender.leave());
			expect(flights).toHaveLength(2);
		}
	});

	test('a probe that gets lost is followed by another at once, and opens nothing', () => {
		const sender = Sender.known(perMinute(100));
		sender.isRefused();
		sender.wait();
		for (let lost = 0; lost < 5; lost++) {
			const flight = sender.leave();
			expect(sender.opening().wait).toBe(Infinity);
			sender.now += 30_000;
			sender.settle(flight, 'lost');
			expect(sender.opening().wait).toBe(0);
		}
		sender.refused(sender.leave());
		expect(sender.opening().wait).toBeGreaterThan(0);
	});

	test('a request that hangs holds up no probe, and with it all others', () => {
		for (const hanging of [1, 3, 10]) {
			const sender = Sender.known(perMinute(1000));
			for (let hangs = 0; hangs < hanging; hangs++) sender.leave();
			sender.now += 100;
			sender.isRefused();
			sender.now += 5 * SECOND_MS;
			expect(sender.opening().wait).toBe(0);
			sender.accepted(sender.leave());
			expect(sender.opening().wait).toBeLessThan(3 * SECOND_MS);
		}
	});

	test('an acceptance of what left before the refusal opens nothing', () => {
		for (const early of [1, 5, 9]) {
			const sender = Sender.known(perMinute(100));
			const flights = Array.from({ length: early + 1 }, () => sender.leave());
			sender.now += 50;
			sender.refused(flights[0]);
			const { wait } = sender.opening();
			for (const flight of flights.slice(1)) sender.accepted(flight);
			expect(sender.opening().wait).toBeCloseTo(wait, 5);
		}
	});

	test('refusals of what left before the first one count once, in whatever order they come', () => {
		const openings = [1, 2, 10, 50].map((refusals) => {
			const sender = Sender.known(perMinute(1000));
			const flights = Array.from({ length: refusals }, () => sender.leave());
			for (const [nth, flight] of flights.entries()) {
				sender.now = 50 + nth;
				sender.refused(flight);
			}
			sender.wait();
			return sender.now;
		});
		expect(openings).toEqual(Array(4).fill(openings[0]));

		// Those that left after it count each.
		const sender = Sender.known(perMinute(1000));
		const waits = [1, 2, 3, 4].map(() => {
			sender.isRefused();
			return sender.wait();
		});
		expect(waits[3]).toBeGreaterThan(2 * waits[0]);
	});

	test.each([
		[179_999, false],
		[180_000, false],
		[180_001, true],
	])('%d ms after the last sign of others all may leave at once: %p', (later, mayAll) => {
		const sender = Sender.known(perMinute(1000));
		sender.isRefused();
		const noticed = sender.now;
		sender.wait();
		sender.accepted(sender.leave());
		sender.now = noticed + later;
		expect(sender.mayLeave(900) === 900).toBe(mayAll);
	});

	test.each([
		[49, false],
		[50, false],
		[51, true],
	])('one of what left at %d, refused after a refusal at 50, counts: %p', (leftAt, counts) => {
		const sender = Sender.known(perMinute(1000));
		const first = sender.leave();
		const second = sender.pool.depart({ cost: 1, windows: sender.windows }, leftAt);
		sender.now = 50;
		sender.refused(first);
		const opensAt = sender.now + sender.opening().wait;
		sender.now = 60;
		sender.refused(second);
		expect(sender.now + sender.opening().wait > opensAt + 50).toBe(counts);
	});

	test('three minutes after the last sign of others the whole limit is ours again', () => {
		for (const limit of [100, 1000, 30_000]) {
			const sender = Sender.known(perMinute(limit));
			sender.isRefused();
			sender.wait();
			sender.accepted(sender.leave());
			sender.now += 3 * MINUTE_MS - 2 * SECOND_MS;
			expect(sender.mayLeave(limit)).toBeLessThan(limit / 2);
			sender.now += 4 * SECOND_MS;
			for (let all = 0; all < limit / 2; all++) sender.leave();
		}
	});
});

describe('a refusal that names a time', () => {
	test.each([2000, 7000, 45_000, 120_000])('nothing leaves for the %d ms that it asks', (ms) => {
		const sender = Sender.known(perMinute(100));
		sender.isRefused({ retryAfter: ms });
		const { wait, until } = sender.opening();
		expect([wait, until]).toEqual([ms, sender.now + ms]);
		sender.now += ms - 1;
		expect(sender.opening().wait).toBe(1);
		sender.now += 1;
		sender.leave();
		expect(sender.opening().wait).toBe(Infinity);
	});

	test.each([0, 1, 99])('%d ms are never faster than its own backoff', (retryAfter) => {
		const [own, asked] = [{}, { retryAfter }].map((said) => {
			const sender = Sender.known(perMinute(1000));
			const waits: number[] = [];
			for (let refusal = 0; refusal < 12; refusal++) {
				sender.isRefused(said);
				waits.push(sender.wait());
			}
			return waits;
		});
		expect(asked).toEqual(own);
		expect(Math.min(...asked)).toBeGreaterThanOrEqual(200);
	});

	test.each([
		['the seconds to its end', { left: 0, resetIn: 20_000 }, 20_000],
		['an end without what is left', { resetIn: 40_000 }, 40_000],
		['an end that is absurd', { left: 0, resetIn: 9e9 }, 62_000],
		['an end in a year, in no unit of ours', { resetIn: 3e10 }, 62_000],
		['an end that never comes', { resetIn: Infinity }, 62_000],
	])('%s: it waits, but no longer than the documented window', (_what, said, expected) => {
		const sender = Sender.known(perMinute(100));
		sender.isRefused(said);
		expect(sender.wait()).toBeCloseTo(expected, 5);
	});

	test('where an hour is documented, the end of an hour is believed, and asked after each 5 minutes', () => {
		const sender = Sender.known(windowsOf({ counts: 'requests', perMinute: 100, perHour: 1000 }));
		sender.isRefused({ left: 0, resetIn: 30 * MINUTE_MS });
		expect(sender.opening()).toEqual({
			wait: 5 * MINUTE_MS,
			until: sender.now + 30 * MINUTE_MS,
		});
	});

	test.each([
		[25 * MINUTE_MS, 'hour'],
		[HOUR_MS, 'hour'],
		[5 * HOUR_MS, 'day'],
		[24 * HOUR_MS, 'day'],
		[300 * HOUR_MS, 'day'],
	])('%d ms: it is named, and one request asks each five minutes all the same', (ms, unit) => {
		const sender = Sender.known(perMinute(100));
		sender.isRefused({ retryAfter: ms });
		const until = sender.now + Math.min(ms, 24 * HOUR_MS);
		expect(sender.opening()).toEqual({ wait: 5 * MINUTE_MS, until });
		expect(sender.usedUp()).toEqual({ unit, until });
		for (let asked = 0; asked < 3; asked++) {
			sender.now += 5 * MINUTE_MS;
			const flight = sender.leave();
			expect(sender.opening().wait).toBe(Infinity);
			// The same end again, as a clock would tell it.
			sender.refused(flight, { retryAfter: Math.max(0, until - sender.now) });
		}
		sender.now += 5 * MINUTE_MS;
		sender.accepted(sender.leave());
		expect(sender.wait()).toBeLessThan(3000);
	});

	test.each([2, 4, 5, 10, 60])(
		'when a pause of %d minutes ends, one request leaves at first',
		(minutes) => {
			const sender = Sender.known(perMinute(1000));
			const end = sender.now + 50 + minutes * MINUTE_MS;
			sender.isRefused({ retryAfter: minutes * MINUTE_MS });
			while (sender.now < end) {
				sender.wait();
				if (sender.now < end) {
					sender.refused(sender.leave(), { retryAfter: end - sender.now });
				}
			}
			expect(sender.mayLeave(100)).toBe(1);
		},
	);
});

describe('a pause that is long past', () => {
	test.each([
		[10, 9],
		[30, 31],
		[60, 62],
	])('of %d minutes lets one leave at first, where nobody asked for %d minutes', (ms, later) => {
		const sender = Sender.known(perMinute(1000));
		sender.isRefused({ retryAfter: ms * MINUTE_MS });
		sender.now = later * MINUTE_MS;
		expect(sender.mayLeave(100)).toBe(1);
	});
});

describe('which limit is used up', () => {
	test.each([[[]], [perMinute(100)], [windowsOf({ counts: 'users', perHour: 5 })]])(
		'nobody knows, before any is: %j',
		(windows) => {
			expect(new Sender(windows).usedUp()).toEqual({ unit: 'minute', until: undefined });
		},
	);

	test.each([
		[1149, 'second', 1200],
		[1150, 'minute', 1200],
		[1151, 'minute', 1201],
	])('is what waits longer, MoEngage or the document: %d ms', (retryAfter, unit, until) => {
		const sender = new Sender(windowsOf({ counts: 'users', perSecond: 2 }));
		sender.accepted(sender.leave());
		sender.isRefused({ retryAfter });
		expect(sender.usedUp()).toEqual({ unit, until });
	});

	test.each([
		[0, 'minute'],
		[80, 'minute'],
		[100, 'hour'],
		[50 * 60, 'hour'],
		[70 * 60, 'day'],
	])('nothing was accepted for %d s: it is the limit per %s', (seconds, unit) => {
		const sender = Sender.known(perMinute(100));
		sender.isRefused();
		const start = sender.now;
		while (sender.now < start + seconds * SECOND_MS) {
			sender.wait();
			sender.isRefused();
		}
		expect(sender.usedUp()).toEqual({ unit, until: undefined });
	});

	test.each([
		['second', { perSecond: 2 }, 1200],
		['minute', { perMinute: 5, perHour: 100 }, 62_000],
		['hour', { perMinute: 5, perHour: 5 }, 3_602_000],
		['day', { perHour: 100, perDay: 3 }, 86_402_000],
	] as const)('by our own count it is the documented one: %s', (unit, rate, until) => {
		const sender = new Sender(windowsOf({ counts: 'requests', ...rate }));
		sender.mayLeave(100);
		expect(sender.usedUp()).toEqual({ unit, until });
	});

	test.each([
		['hour', { perMinute: 100, perHour: 5 }, 3_602_000],
		['day', { perMinute: 100, perDay: 5 }, 86_402_000],
		['hour', { perSecond: 10, perHour: 5 }, 3_602_000],
	] as const)(
		'it is the documented limit per %s, too, where the last request within it was refused',
		(unit, rate, until) => {
			const sender = new Sender(windowsOf({ counts: 'requests', ...rate }));
			const flights = Array.from({ length: 5 }, () => sender.leave());
			for (const flight of flights.slice(1)) sender.accepted(flight);
			sender.now += 50;
			sender.refused(flights[0]);
			expect(sender.opening().until).toBe(until);
			expect(sender.usedUp()).toEqual({ unit, until });
		},
	);

	test('a time that has passed is no time to wait for', () => {
		for (const retryAfter of [0, 10, 100]) {
			const sender = Sender.known(perMinute(100));
			for (let refusal = 0; refusal < 20; refusal++) {
				sender.isRefused({ retryAfter });
				sender.wait();
			}
			const { unit, until } = sender.usedUp();
			expect(unit).toBe('hour');
			expect(until ?? Infinity).toBeGreaterThan(sender.now);
		}
	});
});

describe('what the answers say', () => {
	test('a limit that others use up is left to them: the less is left, the fewer leave', () => {
		const counts = [500, 100, 50, 10].map((left) => {
			const sender = Sender.known(perMinute(1000), { left: 1000, resetIn: 50_000 });
			sender.accepted(sender.leave(), { left, resetIn: 50_000 });
			let sent = 0;
			for (const end = sender.now + 5 * SECOND_MS; sender.now < end; sender.now += 10) {
				// Others take as much as we.
				while (sender.opening().wait <= 0 && sent < left) {
					sender.accepted(sender.leave(), {
						left: Math.max(0, left - 2 * ++sent),
						resetIn: 50_000,
					});
				}
			}
			return sent;
		});
		expect(counts).toEqual([...counts].sort((a, b) => b - a));
		expect(counts[3]).toBeLessThanOrEqual(6);
		expect(counts[0]).toBeGreaterThan(5 * counts[3]);
	});

	test('when nothing is left, it waits for the end of the window, and then one asks', () => {
		for (const resetIn of [3000, 20_000, 59_000]) {
			const sender = Sender.known(perMinute(100), { left: 100, resetIn: 60_000 });
			sender.accepted(sender.leave(), { left: 0, resetIn });
			const end = sender.now + resetIn;
			sender.wait();
			expect(sender.now).toBeGreaterThanOrEqual(end);
			expect(sender.now).toBeLessThanOrEqual(end + 200);
			expect(sender.mayLeave(100)).toBe(1);
		}
	});

	/** The answers say that others use up a limit of so many a minute. */
	function shared(limit: number, left: number, resetIn: number): Sender {
		const windows = windowsOf({ counts: 'events', perMinute: limit, perHour: 1e6 });
		const sender = Sender.known(windows, { left: limit, resetIn });
		sender.accepted(sender.leave(), { left, resetIn });
		return sender;
	}

	test.each([1, 3, 5])('no more are under way than there is room for: %d', (left) => {
		const sender = shared(1000, left, 30 * MINUTE_MS);
		const flights = Array.from({ length: left }, () => {
			sender.wait();
			return sender.leave();
		});
		for (let second = 0; second < 60; second++) {
			sender.now += SECOND_MS;
			expect(sender.opening().wait).toBe(Infinity);
		}
		sender.accepted(flights[left - 1], { left: left + 1, resetIn: 30 * MINUTE_MS });
		expect(sender.opening().wait).toBeLessThan(Infinity);
	});

	test('one that asks with nothing left holds up all others, however long it hangs', () => {
		for (const resetIn of [3000, 20_000, 59_000]) {
			const sender = shared(1000, 0, resetIn);
			sender.wait();
			sender.leave();
			for (let asked = 0; asked < 60; asked++) {
				sender.now += 10 * SECOND_MS;
				expect(sender.opening().wait).toBe(Infinity);
			}
		}
	});

	test('when the window of a shared limit ends, one asks at first, and then more leave', () => {
		for (const left of [20, 100, 200]) {
			const sender = shared(1000, left, 5000);
			sender.wait();
			sender.now = 5000;
			expect(sender.opening()).toEqual({ wait: 0, until: undefined });
			const probe = sender.leave();
			expect(sender.opening().wait).toBe(Infinity);
			sender.now += 95 * SECOND_MS;
			expect(sender.usedUp()).toEqual({ unit: 'hour', until: undefined });
			sender.accepted(probe, { left: 1000, resetIn: MINUTE_MS });
			expect(sender.mayLeave(5)).toBe(5);
		}
	});

	test('a new window starts slowly, and gets faster with each second', () => {
		for (const limit of [6000, 12_000, 30_000]) {
			const sender = shared(limit, limit / 100, 5000);
			sender.wait();
			sender.now = 5000;
			let left = limit;
			const counts = [0, 0, 0, 0, 0].map((_, second) => {
				let count = 0;
				for (const end = 5000 + (second + 1) * SECOND_MS; sender.now < end; sender.now += 10) {
					for (; sender.opening().wait <= 0; count++) {
						sender.accepted(sender.leave(), { left: --left, resetIn: MINUTE_MS });
					}
				}
				return count;
			});
			// In the first second several may leave at once.
			expect(counts.slice(1)).toEqual(counts.slice(1).sort((a, b) => a - b));
			expect(counts[4]).toBeGreaterThan(3 * counts[1]);
		}
	});

	test('where they count requests, what is in one makes it no slower', () => {
		const counts = [2, 20, 50].map((cost) => {
			const sender = Sender.known(perMinute(30_000), { left: 1000, resetIn: MINUTE_MS });
			for (let left = 999; left >= 980; left--) {
				sender.accepted(sender.leave(cost), { left, resetIn: MINUTE_MS });
			}
			sender.accepted(sender.leave(cost), { left: 100, resetIn: MINUTE_MS });
			let count = 0;
			for (; sender.now < 2 * SECOND_MS; sender.now += 10) {
				for (; sender.opening(cost).wait <= 0; count++) sender.leave(cost);
			}
			return count;
		});
		expect(counts).toEqual([19, 19, 19]);
	});

	test('refusals although there is room are waited out twice, and then no longer believed', () => {
		for (const left of [1, 500, 1000]) {
			const said = { left, resetIn: 50_000 };
			const sender = Sender.known(perMinute(1000), said);
			const waits = [1, 2, 3, 4].map(() => {
				sender.isRefused(said);
				return sender.wait();
			});
			expect(waits.slice(0, 2)).toEqual([50_050, 50_050]);
			expect(Math.max(...waits.slice(2))).toBeLessThanOrEqual(30_000);
		}
	});

	test('refusals with nothing left are no reason to believe them less', () => {
		for (const refusals of [3, 4, 9]) {
			const sender = shared(1000, 0, 20_000);
			for (let refusal = 0; refusal < refusals; refusal++) {
				sender.wait();
				sender.isRefused();
			}
			sender.wait();
			sender.accepted(sender.leave(), { left: 0, resetIn: 40_000 });
			expect(sender.wait()).toBeGreaterThanOrEqual(40_000);
		}
	});

	test('a lie about room ends in the pace of its own: single probes, ever more rarely', () => {
		for (const left of [100, 1000, 1e12]) {
			const sender = Sender.known(perMinute(1000), { left, resetIn: 100 });
			const probes: number[] = [];
			while (sender.now < 4 * MINUTE_MS) {
				sender.wait();
				probes.push(sender.now);
				sender.isRefused({ left, resetIn: 100 });
			}
			expect(probes.length).toBeLessThan(30);
			sender.wait();
			sender.accepted(sender.leave(), { left, resetIn: 100 });
			expect(sender.wait()).toBeLessThan(5 * SECOND_MS);
		}
	});

	test('headers that stop leave the pace to refusals', () => {
		for (const left of [0, 5, 90]) {
			const sender = Sender.known(perMinute(100), { left, resetIn: 60_000 });
			for (let silent = 0; silent < 5; silent++) {
				sender.wait();
				sender.accepted(sender.leave());
			}
			sender.now += 4 * MINUTE_MS;
			expect(sender.mayLeave(90)).toBe(90);
		}
	});
});

test('whatever the answers say, there is a next request, and only one while it is refused', () => {
	const absurd = fc.constantFrom(0, 0.5, 1, 50, 1e4, 1e9, 1e300, Number.MAX_VALUE);
	const time = fc.constantFrom(0, 1, 999, 20_000, 61_000, 1e7, 1e12, Infinity);
	const said = fc.record(
		{ most: absurd, left: absurd, resetIn: time, retryAfter: time },
		{ requiredKeys: [] },
	);
	const step = fc.record({
		said,
		cost: fc.integer({ min: 1, max: 60 }),
		together: fc.integer({ min: 1, max: 4 }),
		takes: fc.integer({ min: 1, max: 40_000 }),
		settled: fc.constantFrom<Settled>('accepted', 'accepted', 'refused', 'lost'),
	});
	fc.assert(
		fc.property(
			fc.constantFrom(50, 1000, 30_000),
			fc.array(step, { maxLength: 40 }),
			(limit, steps) => {
				const sender = new Sender(perMinute(limit));
				let isRefused = false;
				for (const { said: told, cost, together, takes, settled } of steps) {
					// Five minutes, and what is in its way by the documented limit.
					expect(sender.wait(cost)).toBeLessThanOrEqual(5 * MINUTE_MS + 130_000);
					const flights: Flight[] = [];
					while (flights.length < together && sender.opening(cost).wait <= 0) {
						flights.push(sender.leave(cost));
					}
					if (isRefused) expect(flights).toHaveLength(1);
					sender.now += takes;
					for (const flight of flights) sender.settle(flight, settled, told);
					if (settled !== 'lost') isRefused = settled === 'refused';
				}
			},
		),
		{ seed: 11, numRuns: 500 },
	);
});
