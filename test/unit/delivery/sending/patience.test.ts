import { LONG_WAIT_MS, Patience } from '../../../../nodes/MoEngage/delivery/sending/patience';

const MINUTE_MS = 60_000;

describe('how long a run waits for limits', () => {
	test.each([0, MINUTE_MS, 15 * MINUTE_MS])('it ends %d ms after the wait began', (longest) => {
		const patience = new Patience(longest);
		expect(patience.endsAt).toBe(Infinity);
		for (const now of [1000, 5000, 900_000]) {
			patience.begin(now);
			expect(patience.endsAt).toBe(1000 + longest);
		}
	});

	test('each acceptance starts it anew', () => {
		const patience = new Patience(MINUTE_MS);
		for (const start of [1000, 70_000, 400_000]) {
			patience.begin(start);
			patience.begin(start + 30_000);
			expect(patience.endsAt).toBe(start + MINUTE_MS);
			patience.noteAccepted(start + 40_000);
			expect(patience.endsAt).toBe(Infinity);
		}
	});

	test('what was waited adds up, from each begin to what was accepted after it', () => {
		const patience = new Patience(MINUTE_MS);
		const waited: number[] = [];
		for (const [begun, ended] of [
			[0, 100],
			[5000, 7500],
			[10_000, 70_000],
		]) {
			patience.begin(begun);
			patience.begin(begun + 50);
			patience.noteAccepted(ended);
			patience.noteAccepted(ended + 1000);
			waited.push(patience.waited);
		}
		expect(waited).toEqual([100, 2600, 62_600]);
	});

	test('a wait that the end of the run cuts off counts up to that, once', () => {
		for (const end of [1, 4000, 900_000]) {
			const patience = new Patience(MINUTE_MS);
			patience.begin(100);
			patience.end(100 + end);
			patience.end(100 + 2 * end);
			expect(patience.waited).toBe(end);
		}
	});

	test('a run that never waits has waited for nothing', () => {
		const patience = new Patience(MINUTE_MS);
		for (const now of [1000, 60_000, 1e9]) patience.noteAccepted(now);
		patience.end(2e9);
		expect([patience.waited, patience.endsAt]).toEqual([0, Infinity]);
	});
});

describe('a long wait', () => {
	test('is told of once in a run, when it gets long', () => {
		const onLongWait = jest.fn();
		const patience = new Patience(MINUTE_MS, onLongWait);
		for (const start of [0, 100_000, 200_000]) {
			patience.begin(start);
			patience.look(start + LONG_WAIT_MS - 1);
			expect(onLongWait).toHaveBeenCalledTimes(start === 0 ? 0 : 1);
			patience.look(start + LONG_WAIT_MS);
			patience.look(start + LONG_WAIT_MS + 1000);
			expect(onLongWait).toHaveBeenCalledTimes(1);
			patience.noteAccepted(start + LONG_WAIT_MS + 2000);
		}
	});

	test('is none that is made of short ones', () => {
		const onLongWait = jest.fn();
		const patience = new Patience(MINUTE_MS, onLongWait);
		for (let start = 0; start < 100_000; start += LONG_WAIT_MS) {
			patience.begin(start);
			patience.look(start + LONG_WAIT_MS - 1);
			patience.noteAccepted(start + LONG_WAIT_MS - 1);
			patience.look(start + 2 * LONG_WAIT_MS);
		}
		expect(onLongWait).not.toHaveBeenCalled();
	});
});
