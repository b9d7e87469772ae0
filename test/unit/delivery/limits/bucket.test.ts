import fc from 'fast-check';

import { Bucket } from '../../../../nodes/MoEngage/delivery/limits/bucket';

/** Lets requests of a cost leave as early as they may, for so long. @returns when they left */
function departures(
	credit: Bucket,
	rate: number,
	cost: number,
	from: number,
	to: number,
): number[] {
	const left: number[] = [];
	for (let now = from; now < to; ) {
		credit.grow(rate, cost, now);
		const wait = credit.wait(rate);
		if (wait > 0) {
			now += wait;
			continue;
		}
		credit.spend(cost);
		left.push(now);
	}
	return left;
}

describe('requests that leave at a rate', () => {
	test('no stretch of time has more than the rate and one burst, and the rate is used', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.5, max: 500, noNaN: true }),
				fc.integer({ min: 1, max: 100 }),
				(rate, cost) => {
					const credit = new Bucket();
					credit.reset(0, 0);
					const left = departures(credit, rate, cost, 0, 60_000);
					const burst = Math.max(cost, rate * 0.1) + cost;
					for (let first = 0; first < left.length; first += 7) {
						for (const length of [100, 1000, 20_000]) {
							const within = left.filter((at) => at >= left[first] && at < left[first] + length);
							expect(within.length * cost).toBeLessThanOrEqual(
								(rate * length) / 1000 + burst + 0.001,
							);
						}
					}
					// Where requests come one in a millisecond or less often, none of the rate is wasted.
					expect(left.length * cost).toBeGreaterThanOrEqual(rate * 59.5 - 2 * cost);
				},
			),
			{ seed: 4, numRuns: 60 },
		);
	});

	test.each([
		[10, 1],
		[100, 10],
		[600, 60],
	])('at %d a second no more than %d leave at once after a long silence', (rate, most) => {
		const credit = new Bucket();
		credit.reset(0, 0);
		const left = departures(credit, rate, 1, 3_600_000, 3_600_000.5);
		expect(left).toHaveLength(most);
	});

	test.each([
		[50, 10],
		[7, 1],
		[1000, 200],
	])(
		'a request of %d at %d a second leaves at once, and is paid off before the next',
		(cost, rate) => {
			const credit = new Bucket();
			credit.reset(0.001, 0);
			const left = departures(credit, rate, cost, 0, 60_000);
			expect(left[0]).toBe(0);
			expect(left[1]).toBeCloseTo((cost / rate) * 1000, -1);
		},
	);

	test('it is worth asking again twice a second, however large the debt', () => {
		for (const [cost, rate] of [
			[1, 0.001],
			[1000, 1],
			[1e9, 5],
		]) {
			const credit = new Bucket();
			credit.spend(cost);
			expect(credit.wait(rate)).toBe(500);
		}
	});

	test('a rate that rises meanwhile shortens the wait, one that falls makes it longer', () => {
		const openings = [1, 5, 20].map((later) => {
			const credit = new Bucket();
			credit.reset(0, 0);
			credit.spend(10);
			credit.grow(5, 1, 1000);
			return departures(credit, later, 1, 1000, 60_000)[0];
		});
		expect(openings[0]).toBeCloseTo(6000, -1);
		expect(openings[1]).toBeCloseTo(2000, -1);
		expect(openings[2]).toBeCloseTo(1250, -1);
	});

	test('a new start forgets debts and savings alike', () => {
		for (const amount of [0, 3, 10]) {
			const credit = new Bucket();
			credit.spend(1000);
			credit.reset(amount, 500);
			expect(departures(credit, 0.001, 1, 500, 501)).toHaveLength(amount);
			expect(credit.secondsSince(1500)).toBeCloseTo(1, 2);
		}
	});
});
