import type { WindowUnit } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { limitUsedUp } from '../../../../nodes/MoEngage/delivery/settling/limitFailure';

const NOW = Date.UTC(2026, 7, 1, 12);
const MINUTE_MS = 60_000;
const MAX_WAIT = 15 * MINUTE_MS;

describe('an item that waits no longer for a limit', () => {
	test.each<[WindowUnit, string]>([
		['second', '2026-08-01T12:01:00.000Z'],
		['minute', '2026-08-01T12:01:00.000Z'],
		['hour', '2026-08-01T13:00:00.000Z'],
		['day', '2026-08-02T12:00:00.000Z'],
	])('says which limit is used up, and when to try again: per %s', (unit, retryAt) => {
		const failure = limitUsedUp({ of: 'limit', unit, maxWait: MAX_WAIT }, false, NOW);
		expect(failure.message).toBe(`MoEngage's rate limit per ${unit} for this API is used up`);
		expect(failure.retryAt).toBe(retryAt);
		expect(failure.description).toContain(`Resend the item after ${retryAt}.`);
	});

	test.each<[WindowUnit, number, string]>([
		['minute', 40_000, '2026-08-01T12:00:40.000Z'],
		['hour', 20 * MINUTE_MS, '2026-08-01T12:20:00.000Z'],
		['day', 3_600_001, '2026-08-01T13:00:00.001Z'],
	])('where MoEngage names a time, that counts, not the length of the %s', (unit, ms, retryAt) => {
		const failure = limitUsedUp(
			{ of: 'limit', unit, until: NOW + ms, maxWait: MAX_WAIT },
			true,
			NOW,
		);
		expect(failure.retryAt).toBe(retryAt);
		expect(failure.description).toContain(retryAt);
	});

	test.each<[boolean, RegExp, RegExp]>([
		[false, /^Nothing was sent of this item\./, /rejected/],
		[true, /^MoEngage rejected the item because of this limit, so nothing was accepted\./, /sent/],
	])('says whether it was sent (%p)', (wasRefused, words, otherWords) => {
		for (const unit of ['minute', 'hour', 'day'] as const) {
			const { description } = limitUsedUp(
				{ of: 'limit', unit, maxWait: MAX_WAIT },
				wasRefused,
				NOW,
			);
			const [first] = description.split(' The node ');
			expect(first).toMatch(words);
			expect(first).not.toMatch(otherWords);
		}
	});

	test.each([
		[0, '0 minutes'],
		[MINUTE_MS, '1 minute'],
		[MAX_WAIT, '15 minutes'],
		[MINUTE_MS / 2, '0.5 minutes'],
		[10_000, '0.17 minutes'],
	])('names the time that the run waited at most: %d ms', (maxWait, words) => {
		const { description } = limitUsedUp({ of: 'limit', unit: 'hour', maxWait }, false, NOW);
		expect(description).toContain(`Max Wait allows (${words} without any accepted item).`);
	});

	test('may be sent again, as it was not accepted for certain', () => {
		for (const unit of ['second', 'minute', 'hour', 'day'] as const) {
			for (const wasRefused of [true, false]) {
				expect(
					limitUsedUp({ of: 'limit', unit, maxWait: MAX_WAIT }, wasRefused, NOW),
				).toMatchObject({
					outcome: wasRefused ? 'rejected' : 'unsent',
					httpCode: 429,
					type: 'RateLimit',
					retriable: true,
				});
			}
		}
	});
});
