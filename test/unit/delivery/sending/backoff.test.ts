import { nextDelay } from '../../../../nodes/MoEngage/delivery/sending/backoff';
import {
	readReply,
	type Reply,
	type Unanswered,
} from '../../../../nodes/MoEngage/transport/answer';

const NOW = Date.UTC(2026, 5, 1, 12);
const answer = (statusCode: number, headers = {}, body: unknown = {}): Reply =>
	readReply({ statusCode, headers, body });
const broken: Unanswered = {
	kind: 'unanswered',
	mayHaveArrived: true,
	isPassing: true,
	reason: 'broke',
	code: 'ECONNRESET',
};

describe('how long it waits', () => {
	const first = { tries: 1, elapsed: 0, maxRetries: 4 };
	const delay = (headers: Record<string, unknown>, status = 503) =>
		nextDelay(answer(status, headers), first, NOW, 0.5);
	/** The first backoff, with the jitter in the middle. */
	const BACKOFF = 375;

	test.each([
		['Retry-After in seconds', { 'retry-after': '7' }, 7000],
		['Retry-After as a date', { 'retry-after': new Date(NOW + 9000).toUTCString() }, 9000],
		['x-ratelimit-reset as epoch seconds', { 'x-ratelimit-reset': NOW / 1000 + 12 }, 12_000],
		['x-ratelimit-reset as seconds from now', { 'x-ratelimit-reset': '30' }, 30_000],
		['both: Retry-After counts', { 'retry-after': '3', 'x-ratelimit-reset': '30' }, 3000],
		['a day, capped', { 'retry-after': '86400' }, 120_000],
		['a window that is used up', { 'x-ratelimit-remaining': 0, 'x-ratelimit-reset': 5 }, 5000],
		['a window with room', { 'x-ratelimit-remaining': 9, 'x-ratelimit-reset': 5 }, BACKOFF],
	])('%s', (_what, headers, expected) => {
		for (const status of [500, 502, 503]) expect(delay(headers, status)).toBe(expected);
	});

	test.each([
		['Retry-After of zero', { 'retry-after': 0 }],
		['Retry-After below the backoff', { 'retry-after': '0.2' }],
		['a date that has passed', { 'retry-after': new Date(NOW - 9000).toUTCString() }],
		['an end of a window that has passed', { 'x-ratelimit-reset': NOW / 1000 - 60 }],
		['an end of a window just now', { 'x-ratelimit-reset': '0' }],
	])('%s never makes it faster than its own backoff', (_what, headers) => {
		for (const [tries, least] of [
			[1, 250],
			[2, 500],
			[5, 4000],
		]) {
			const progress = { tries, elapsed: 0, maxRetries: 9 };
			expect(nextDelay(answer(503, headers), progress, NOW, 0)).toBe(least);
		}
	});

	test('nonsense in the headers falls back to backoff', () => {
		for (const headers of [
			{ 'retry-after': 'soon' },
			{ 'retry-after': '-7' },
			{ 'x-ratelimit-reset': '' },
			{},
		]) {
			expect(delay(headers)).toBe(BACKOFF);
		}
	});

	test('what has no headers waits for its backoff', () => {
		for (const reply of [broken, answer(200, {}, '<html>'), answer(504, {}, '<html>')]) {
			expect(nextDelay(reply, first, NOW, 0.5)).toBe(BACKOFF);
		}
	});

	test('backoff doubles, with jitter of up to half, and is capped', () => {
		const at = (tries: number, random: number) =>
			nextDelay(broken, { tries, elapsed: 0, maxRetries: 99 }, NOW, random);
		expect([1, 2, 3, 4].map((tries) => at(tries, 1))).toEqual([500, 1000, 2000, 4000]);
		expect([1, 2, 3, 4].map((tries) => at(tries, 0))).toEqual([250, 500, 1000, 2000]);
		expect(at(20, 1)).toBe(30_000);
	});

	test('ends with the number of retries or with the time budget', () => {
		const spent = (tries: number, elapsed: number, maxRetries: number) =>
			nextDelay(answer(503, { 'retry-after': '60' }), { tries, elapsed, maxRetries }, NOW, 0);
		expect(spent(4, 0, 4)).toBe(60_000);
		expect(spent(5, 0, 4)).toBeUndefined();
		expect(spent(1, 0, 0)).toBeUndefined();
		expect(spent(3, 239_000, 4)).toBe(60_000);
		expect(spent(3, 240_000, 4)).toBe(60_000);
		expect(spent(3, 241_000, 4)).toBeUndefined();
	});
});
