import { mayRepeat, nextDelay } from '../../../nodes/MoEngage/delivery/retry';
import type { Answer, NoAnswer } from '../../../nodes/MoEngage/transport/answer';
import type { RepeatClass } from '../../../nodes/MoEngage/transport/endpoints';

const NOW = Date.UTC(2026, 5, 1, 12);
const answer = (statusCode: number, headers = {}, body: unknown = {}): Answer => ({
	statusCode,
	headers,
	body,
});
const broken: NoAnswer = { mayHaveArrived: true, reason: 'broke', code: 'ECONNRESET' };
const notSent: NoAnswer = { mayHaveArrived: false, reason: 'refused', code: 'ECONNREFUSED' };
const cancelled: NoAnswer = { mayHaveArrived: true, reason: 'cancelled', code: 'ERR_CANCELED' };
const forbidden: NoAnswer = { mayHaveArrived: false, reason: 'domain not allowed' };

describe('what the node sends again by itself', () => {
	const CASES: Array<[string, Answer | NoAnswer, Record<RepeatClass, boolean>]> = [
		['429', answer(429), { safe: true, countsTwice: true, reachesCustomers: true }],
		['500', answer(500), { safe: true, countsTwice: true, reachesCustomers: false }],
		[
			'a gateway page',
			answer(502, {}, '<html>'),
			{ safe: true, countsTwice: true, reachesCustomers: false },
		],
		['a broken connection', broken, { safe: true, countsTwice: false, reachesCustomers: false }],
		[
			'an unreadable success',
			answer(200, {}, '{"sta'),
			{ safe: true, countsTwice: false, reachesCustomers: false },
		],
		['a connection never made', notSent, { safe: true, countsTwice: true, reachesCustomers: true }],
		['400', answer(400), { safe: false, countsTwice: false, reachesCustomers: false }],
		['401', answer(401), { safe: false, countsTwice: false, reachesCustomers: false }],
		['success', answer(200), { safe: false, countsTwice: false, reachesCustomers: false }],
		['a cancelled run', cancelled, { safe: false, countsTwice: false, reachesCustomers: false }],
		[
			'a domain that n8n does not allow',
			forbidden,
			{ safe: false, countsTwice: false, reachesCustomers: false },
		],
	];

	test.each(CASES)('after %s', (_what, result, expected) => {
		for (const [repeat, allowed] of Object.entries(expected)) {
			expect([repeat, mayRepeat(result, repeat as RepeatClass, false)]).toEqual([repeat, allowed]);
		}
	});

	test('Resend If Outcome Unknown repeats 5xx and unknown outcomes as well, but never refusals and successes', () => {
		for (const result of [answer(500), broken, answer(200, {}, 'x')]) {
			expect(mayRepeat(result, 'reachesCustomers', true)).toBe(true);
		}
		for (const result of [answer(400), answer(403), answer(200), cancelled]) {
			expect(mayRepeat(result, 'reachesCustomers', true)).toBe(false);
		}
	});
});

describe('how long it waits', () => {
	const first = { tries: 1, elapsed: 0, maxRetries: 4 };
	const delay = (headers: Record<string, unknown>, status = 429) =>
		nextDelay(answer(status, headers), first, NOW, 0.5);

	test.each([
		['Retry-After in seconds', { 'retry-after': '7' }, 7000],
		['Retry-After of zero', { 'retry-after': 0 }, 0],
		['Retry-After as a date', { 'retry-after': new Date(NOW + 9000).toUTCString() }, 9000],
		['a date that has passed', { 'retry-after': new Date(NOW - 9000).toUTCString() }, 0],
		['x-ratelimit-reset as epoch seconds', { 'x-ratelimit-reset': NOW / 1000 + 12 }, 12_000],
		['x-ratelimit-reset as seconds from now', { 'x-ratelimit-reset': '30' }, 30_000],
		['both: Retry-After counts', { 'retry-after': '3', 'x-ratelimit-reset': '30' }, 3000],
		['a day, capped', { 'retry-after': '86400' }, 120_000],
	])('%s', (_what, headers, expected) => {
		expect(delay(headers)).toBe(expected);
	});

	test('nonsense in the headers falls back to backoff', () => {
		for (const headers of [{ 'retry-after': 'soon' }, { 'x-ratelimit-reset': '' }, {}]) {
			expect(delay(headers)).toBe(375);
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
			nextDelay(answer(429, { 'retry-after': '60' }), { tries, elapsed, maxRetries }, NOW, 0);
		expect(spent(4, 0, 4)).toBe(60_000);
		expect(spent(5, 0, 4)).toBeUndefined();
		expect(spent(1, 0, 0)).toBeUndefined();
		expect(spent(3, 239_000, 4)).toBe(60_000);
		expect(spent(3, 241_000, 4)).toBeUndefined();
	});
});
