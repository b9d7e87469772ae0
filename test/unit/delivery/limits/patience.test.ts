import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';

const MINUTE_MS = 60_000;
/** What docs/delivery.md calls long. */
const LONG_WAIT_MS = 5_000;

describe('how long a run waits for limits', () => {
	test.each([0, MINUTE_MS, 15 * MINUTE_MS])('it ends %d ms after the wait began', (longest) => {
		const patience = new Patience(longest);
		expect(patience.endsAt).toBe(Infinity);
		for (const [nth, waitsFor] of (['limit', 'fairUse', 'limit'] as const).entries()) {
			patience.begin(waitsFor, 1000 + 40_000 * nth);
			patience.noteRefused(2000 + 40_000 * nth);
			expect(patience.endsAt).toBe(1000 + longest);
		}
	});

	test('a refusal begins it as a wait does', () => {
		for (const now of [0, 500, 70_000]) {
			const patience = new Patience(MINUTE_MS);
			patience.noteRefused(now);
			patience.noteRefused(now + 1000);
			expect(patience.endsAt).toBe(now + MINUTE_MS);
		}
	});

	test('each acceptance starts it anew, as soon as a request still waits', () => {
		const patience = new Patience(MINUTE_MS);
		patience.begin('limit', 0);
		for (const start of [1000, 70_000, 400_000]) {
			patience.noteAccepted();
			expect(patience.endsAt).toBe(Infinity);
			patience.look('limit', start);
			patience.look('limit', start + 30_000);
			expect(patience.endsAt).toBe(start + MINUTE_MS);
		}
	});

	test('what was waited adds up, for each thing by itself, and several that wait at once count once', () => {
		const patience = new Patience(MINUTE_MS);
		const waited: number[] = [];
		for (const [begun, ended] of [
			[0, 100],
			[5000, 7500],
			[10_000, 70_000],
		]) {
			patience.begin('limit', begun);
			patience.begin('limit', begun + 50);
			patience.end('limit', begun + 60);
			patience.end('limit', ended);
			waited.push(patience.waited('limit'));
		}
		expect(waited).toEqual([100, 2600, 62_600]);
		expect(patience.waited('fairUse')).toBe(0);
		patience.begin('fairUse', 0);
		patience.end('fairUse', 9000);
		expect([patience.waited('limit'), patience.waited('fairUse')]).toEqual([62_600, 9000]);
	});

	test('a run that never waits has waited for nothing', () => {
		const patience = new Patience(MINUTE_MS);
		for (let nth = 0; nth < 3; nth++) patience.noteAccepted();
		expect([patience.waited('limit'), patience.waited('fairUse')]).toEqual([0, 0]);
		expect(patience.endsAt).toBe(Infinity);
	});
});

describe('a long wait', () => {
	test('is told of once in a run for each thing, when it gets long', () => {
		const onLongWait = jest.fn();
		const patience = new Patience(MINUTE_MS, onLongWait);
		for (const waitsFor of ['limit', 'fairUse'] as const) {
			onLongWait.mockClear();
			for (const start of [0, 100_000, 200_000]) {
				patience.begin(waitsFor, start);
				patience.look(waitsFor, start + LONG_WAIT_MS - 1);
				expect(onLongWait).toHaveBeenCalledTimes(start === 0 ? 0 : 1);
				patience.look(waitsFor, start + LONG_WAIT_MS);
				patience.look(waitsFor, start + LONG_WAIT_MS + 1000);
				expect(onLongWait.mock.calls).toEqual([[waitsFor]]);
				patience.end(waitsFor, start + LONG_WAIT_MS + 2000);
				patience.noteAccepted();
			}
		}
	});

	test('is none that is made of short ones with acceptances between', () => {
		const onLongWait = jest.fn();
		const patience = new Patience(MINUTE_MS, onLongWait);
		for (let start = 0; start < 100_000; start += LONG_WAIT_MS) {
			patience.begin('limit', start);
			patience.look('limit', start + LONG_WAIT_MS - 1);
			patience.end('limit', start + LONG_WAIT_MS - 1);
			patience.noteAccepted();
		}
		expect(onLongWait).not.toHaveBeenCalled();
	});

	test('is one that refusals part in several', () => {
		const onLongWait = jest.fn();
		const patience = new Patience(MINUTE_MS, onLongWait);
		for (const start of [0, 2000, 4000]) {
			patience.begin('limit', start);
			patience.look('limit', start + 1500);
			patience.end('limit', start + 1500);
			patience.noteRefused(start + 1600);
		}
		expect(onLongWait.mock.calls).toEqual([['limit']]);
	});

	test('sends on where the log does not take the line', () => {
		const patience = new Patience(MINUTE_MS, () => {
			throw new Error('disk full');
		});
		for (const waitsFor of ['limit', 'fairUse'] as const) {
			patience.begin(waitsFor, 0);
			expect(() => patience.look(waitsFor, LONG_WAIT_MS)).not.toThrow();
		}
	});
});
