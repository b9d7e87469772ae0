import fc from 'fast-check';

import { Recent } from '../../../../nodes/MoEngage/delivery/sending/recent';

describe('what happened within the last stretch of time', () => {
	test('sum and count are those of the entries that are not too old', () => {
		const entry = fc.record({
			pause: fc.nat({ max: 400 }),
			amount: fc.integer({ min: 1, max: 9 }),
		});
		fc.assert(
			fc.property(
				fc.array(entry, { maxLength: 200 }),
				fc.integer({ min: 1, max: 2000 }),
				(entries, length) => {
					const recent = new Recent(length);
					const added: Array<{ at: number; amount: number }> = [];
					let now = 0;
					for (const { pause, amount } of entries) {
						now += pause;
						recent.add(amount, now);
						added.push({ at: now, amount });
						const within = added.filter(({ at }) => at > now - length);
						expect(recent.count(now)).toBe(within.length);
						expect(recent.sum(now)).toBe(within.reduce((sum, one) => sum + one.amount, 0));
					}
				},
			),
			{ seed: 3, numRuns: 200 },
		);
	});

	test.each([100, 1000, 60_000])('an entry leaves after just %d ms', (length) => {
		const recent = new Recent(length);
		recent.add(7, 50);
		expect(recent.sum(50 + length - 1)).toBe(7);
		expect([recent.sum(50 + length), recent.count(50 + length)]).toEqual([0, 0]);
	});

	test('what has left in bulk is counted no more, however many entries there were', () => {
		const recent = new Recent(1000);
		for (let now = 0; now < 10_000; now++) recent.add(2, now);
		expect([recent.sum(9999), recent.count(9999)]).toEqual([2000, 1000]);
		expect([recent.sum(10_499), recent.count(10_499)]).toEqual([1000, 500]);
		expect([recent.sum(20_000), recent.count(20_000)]).toEqual([0, 0]);
		recent.add(5, 20_000);
		expect([recent.sum(20_000), recent.count(20_000)]).toEqual([5, 1]);
	});
});
