import { jainsIndex, measure, unmet } from '../../simulation/measures';
import { noHeaders } from '../../simulation/server';
import type { Outcome } from '../../simulation/world';

/** @param shares what each sender got in each window */
function outcomeOf(shares: number[][], refusedRequests = 0): Outcome {
	const server = { limit: 100, windows: 'sliding', headers: noHeaders } as const;
	const windows = shares[0].length;
	return {
		scenario: { server, senders: [], lastChange: 0, windows, seed: 1 },
		countedFrom: 0,
		counts: shares.map((accepted) => ({
			plan: { from: 0 },
			accepted,
			acceptedRequests: accepted.reduce((sum, one) => sum + one, 0),
			refusedRequests,
			waited: 0,
		})),
	};
}

test("Jain's index is 1 for equal shares, and 1 / n if one of n has everything", () => {
	expect(jainsIndex([7, 7, 7])).toBeCloseTo(1);
	expect(jainsIndex([9, 0, 0])).toBeCloseTo(1 / 3);
	expect(jainsIndex([20, 40])).toBeCloseTo(0.9);
	expect(jainsIndex([0, 0])).toBe(1);
});

test('used and refused are parts of the limit and of all requests', () => {
	const { used, usedLater, refused } = measure(outcomeOf([[60, 40, 20, 30]], 50), 0.9);
	expect(used).toBeCloseTo(0.375);
	expect(usedLater).toBeCloseTo(0.25);
	expect(refused).toBeCloseTo(0.25);
});

test('fairness is the mean from the third window on, and settled the first mean that is enough', () => {
	const outcome = outcomeOf([
		[50, 50, 40, 50],
		[0, 0, 20, 50],
	]);
	expect(measure(outcome, 0.95).fairness).toBeCloseTo(0.95);
	expect(measure(outcome, 0.949).settledIn).toBe(3);
	expect(measure(outcome, 0.75).settledIn).toBe(2);
	expect(measure(outcome, 0.7).settledIn).toBe(1);
	expect(measure(outcomeOf([[50], [0]]), 0.8).settledIn).toBeUndefined();
});

test('who comes or goes in a window does not count in it', () => {
	const outcome = outcomeOf([
		[50, 50, 50, 50],
		[50, 50, 50, 50],
		[10, 0, 0, 0],
		[0, 0, 10, 50],
	]);
	outcome.counts[2].plan = { from: 0, until: 59_000 };
	outcome.counts[3].plan = { from: 130_000 };
	expect(measure(outcome, 1).fairness).toBeCloseTo(1);
	expect(measure(outcome, 1).settledIn).toBe(1);
});

test('what is not reached is named with its value', () => {
	const outcome = outcomeOf([[60, 60, 60]], 45);
	expect(unmet(outcome, { used: 0.5, refused: 0.2, fairness: 1 })).toEqual([]);
	expect(unmet(outcome, { used: 0.7, refused: 0.1, fairness: 1 })).toEqual([
		'used 0.600, not 0.7',
		'used in the end 0.600, not 0.7',
		'refused 0.200, not 0.1',
	]);
});
