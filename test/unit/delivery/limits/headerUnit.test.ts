import fc from 'fast-check';

import { HeaderUnit } from '../../../../nodes/MoEngage/delivery/limits/headerUnit';

const NOTHING = { cost: 0, requests: 0 };
const FULL = 100_000;

/**
 * Requests that are accepted one after the other.
 * @param gone what disappears with each, in what the answers count
 */
function accept(drain: HeaderUnit, count: number, cost: number, gone: number, from = FULL): void {
	for (let nth = 1; nth <= count; nth++) {
		drain.take({ cost, requests: 1 });
		drain.compare(from - nth * gone, NOTHING);
	}
}

describe('in which unit the answers count', () => {
	test.each([2, 20, 500])('requests, with %d items in each, after ten of them', (cost) => {
		const drain = new HeaderUnit(FULL);
		accept(drain, 9, cost, 1);
		expect(drain.countsRequests).toBe(false);
		drain.take({ cost, requests: 1 });
		drain.compare(FULL - 10, NOTHING);
		expect(drain.countsRequests).toBe(true);
	});

	test.each([1, 2, 20, 500])('items, %d in each request', (cost) => {
		const drain = new HeaderUnit(FULL);
		accept(drain, 100, cost, cost);
		expect(drain.countsRequests).toBe(false);
	});

	test.each([
		['others take as much as we', 2],
		['others take far more than we', 20],
		['what comes back into a sliding window hides what goes', 0],
		['most of it comes back', 0.5],
	])('the larger one where it is open, so that too little is sent: %s', (_what, gone) => {
		for (const cost of [3, 20, 50]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, 100, cost, gone);
			expect(drain.countsRequests).toBe(false);
		}
	});

	test('single items tell nothing, as both units are the same then', () => {
		for (const gone of [0, 1, 3]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, 100, 1, gone);
			expect(drain.countsRequests).toBe(false);
		}
	});

	test('what is under way may be counted already, or not', () => {
		for (const counted of [0, 5, 10]) {
			const drain = new HeaderUnit(FULL);
			for (let nth = 1; nth <= 30; nth++) {
				drain.take({ cost: 50, requests: 1 });
				drain.compare(FULL - nth - counted, { cost: 500, requests: 10 });
			}
			expect(drain.countsRequests).toBe(true);
		}
	});

	test('answers to requests of the same moment come in any order, and hide neither', () => {
		const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
		fc.assert(
			fc.property(
				fc.constantFrom(10, 20, 50),
				fc.array(order, { minLength: 100, maxLength: 100 }),
				(cost, orders) => {
					for (const taken of [1, cost]) {
						const drain = new HeaderUnit(FULL);
						orders.forEach((those, moment) => {
							// Of news that have been overtaken only the newest count.
							let newest = FULL;
							those.forEach((nth, answered) => {
								drain.take({ cost, requests: 1 });
								newest = Math.min(newest, FULL - (4 * moment + nth + 1) * taken);
								const requests = 3 - answered;
								drain.compare(newest, { cost: cost * requests, requests });
							});
						});
						expect(drain.countsRequests).toBe(taken === 1);
						expect(drain.isAlone).toBe(true);
					}
				},
			),
			{ seed: 8, numRuns: 50 },
		);
	});

	test('a refusal although there was room makes it doubt, until there is proof again', () => {
		for (const cost of [2, 20, 500]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, 20, cost, 1);
			drain.doubt();
			expect(drain.countsRequests).toBe(false);
			accept(drain, 9, cost, 1);
			expect(drain.countsRequests).toBe(false);
			accept(drain, 12, cost, 1, FULL - 9);
			expect(drain.countsRequests).toBe(true);
			drain.doubt();
			accept(drain, 30, cost, cost, FULL - 21);
			expect(drain.countsRequests).toBe(false);
		}
	});
});

describe('one comparison', () => {
	/** What a comparison finds after so many requests of one cost have been accepted. */
	function found(requests: number, cost: number, gone: number, flying = NOTHING) {
		const drain = new HeaderUnit(FULL);
		for (let nth = 0; nth < requests; nth++) drain.take({ cost, requests: 1 });
		drain.compare(FULL - gone, flying);
		return drain;
	}

	test.each([
		['a fifth fewer than requests', 10, 20, 8, NOTHING, true],
		['yet fewer', 10, 20, 7, NOTHING, false],
		['a quarter more than requests', 12, 20, 15, NOTHING, true],
		['yet more', 12, 20, 16, NOTHING, false],
		['more, some of which may be under way', 12, 20, 20, { cost: 80, requests: 4 }, true],
		['more than what is under way', 12, 20, 21, { cost: 80, requests: 4 }, false],
		['half of what is in them', 10, 2, 10, NOTHING, true],
		['more than half of what is in them', 10, 2, 11, NOTHING, false],
		['as many as half of what is in them, which is too little to tell', 10, 1.8, 9, NOTHING, false],
	])('they count requests where there are gone %s', (_what, requests, cost, gone, flying, is) => {
		expect(found(requests, cost, gone, flying).countsRequests).toBe(is);
	});

	test.each([
		['a quarter more than ours', 10, 10, 125, NOTHING, true],
		['yet more', 10, 10, 126, NOTHING, false],
		['a fifth less than ours', 10, 10, 80, NOTHING, true],
		['yet less', 10, 10, 79, NOTHING, false],
		['ours and what is under way', 10, 10, 250, { cost: 100, requests: 10 }, true],
		['more than that', 10, 10, 251, { cost: 100, requests: 10 }, false],
		['our requests and those under way', 10, 50, 25, { cost: 500, requests: 10 }, true],
		['a fifth fewer than our requests', 10, 50, 8, NOTHING, true],
	])(
		'nobody else takes anything where there is gone %s',
		(_what, requests, cost, gone, flying, is) => {
			expect(found(requests, cost, gone, flying).isAlone).toBe(is);
		},
	);
});

describe('another window', () => {
	test.each([
		['so much comes back that there is more than at first', 0, 1001, 0, true],
		['as much as at first', 0, 1000, 0, true],
		['a fifth of what it began with comes back', 0, 700, 30, false],
		['more than that', 0, 701, 30, true],
		['less than what is under way comes back', 300, 800, 20, false],
		['more than that, and than a fifth', 300, 801, 20, true],
		['more than what is under way, but less than a fifth', 10, 650, 35, false],
	])('is begun, or not, where %s', (_what, flying, left, cost, isNew) => {
		const drain = new HeaderUnit(1000);
		for (let nth = 0; nth < 10; nth++) drain.take({ cost, requests: 1 });
		drain.compare(500, NOTHING);
		drain.compare(left, { cost: flying, requests: 1 });
		expect(drain.isAlone).toBe(!isNew);
	});

	test('that has a little more than the first is compared from its own beginning', () => {
		for (const more of [1, 5, 100]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, 9, 1, 1);
			drain.compare(FULL + more, NOTHING);
			accept(drain, 9, 1, 1, FULL + more);
			expect(drain.isAlone).toBe(false);
			drain.take({ cost: 1, requests: 1 });
			drain.compare(FULL + more - 10, NOTHING);
			expect(drain.isAlone).toBe(true);
		}
	});

	test('is none where answers do not count our requests yet', () => {
		for (const late of [1, 5, 9]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, late, 1, 0);
			for (let nth = late; nth < 10; nth++) drain.take({ cost: 1, requests: 1 });
			drain.compare(FULL - 10, NOTHING);
			expect(drain.isAlone).toBe(true);
		}
	});
});

describe('whether nobody else takes anything', () => {
	test.each([
		['items', 1, 1],
		['items', 50, 50],
		['requests', 50, 1],
		['nearly that, as numbers match only roughly', 50, 60],
	])('is seen where as much disappears as we take: %s', (_what, cost, gone) => {
		const drain = new HeaderUnit(FULL);
		accept(drain, 9, cost, gone);
		expect(drain.isAlone).toBe(false);
		accept(drain, 20, cost, gone, FULL - 9 * gone);
		expect(drain.isAlone).toBe(true);
	});

	test.each([
		['others take as much', 1, 2],
		['others take half as much', 50, 75],
		['the limit comes back meanwhile, so that others could hide in it', 1, 0.5],
	])('is not where %s', (_what, cost, gone) => {
		const drain = new HeaderUnit(FULL);
		accept(drain, 60, cost, gone);
		expect(drain.isAlone).toBe(false);
	});

	test('is over when others come', () => {
		for (const others of [1, 5, 50]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, 20, 1, 1);
			expect(drain.isAlone).toBe(true);
			accept(drain, 100, 1, 1 + others, FULL - 20);
			expect(drain.isAlone).toBe(false);
		}
	});

	test('is compared anew in each window, also where each begins with as much as the one before', () => {
		const limit = 600;
		for (const [cost, gone, countsRequests] of [
			[1, 1, false],
			[20, 20, false],
			[20, 1, true],
		] as const) {
			const drain = new HeaderUnit(limit - gone);
			const count = limit / gone;
			accept(drain, count - 1, cost, gone, limit - gone);
			for (let window = 2; window <= 4; window++) {
				accept(drain, count, cost, gone, limit);
				const seen = { isAlone: drain.isAlone, countsRequests: drain.countsRequests };
				expect([window, cost, gone, seen]).toEqual([
					window,
					cost,
					gone,
					{ isAlone: true, countsRequests },
				]);
			}
			accept(drain, count / 2, cost, 2 * gone, limit);
			expect(drain.isAlone).toBe(false);
		}
	});

	test('is doubted after a refusal although there was room', () => {
		for (const cost of [1, 20, 500]) {
			const drain = new HeaderUnit(FULL);
			accept(drain, 20, cost, cost);
			drain.doubt();
			expect(drain.isAlone).toBe(false);
		}
	});
});
