import type { AxiosResponse } from 'axios';

import { filled } from '../../fixtures/filled';
import type { LimitHeaderForm, LimitRules } from '../../simulator';
import { LIMIT_HEADER_FORMS, limitHeaders } from '../../simulator/limitHeaders';
import type { LimitLevel } from '../../simulator/rateLimit';
import { eventOf, useSimulator } from './useSimulator';

const NOW = 1_700_000_000_200;

/** A business event's, an event's and an hourly one. */
const LEVELS: LimitLevel[] = [
	{ limit: 100, remaining: 0, resetMs: 29_500, windowMs: 60_000 },
	{ limit: 30_000, remaining: 1_200, resetMs: 60_000, windowMs: 60_000 },
	{ limit: 50, remaining: 3, resetMs: 3_599_001, windowMs: 3_600_000 },
];

function told(rules: Partial<LimitRules>, waitMs?: number): Array<Record<string, string>> {
	const settings = { headers: 'none', headersOn: 'every', mixedCase: false, ...rules } as const;
	return LEVELS.map((level) => limitHeaders({ level, waitMs }, settings, NOW));
}

const NOTHING = LEVELS.map(() => ({}));

const three = (limit: string, remaining: string, reset: string) => ({
	'x-ratelimit-limit': limit,
	'x-ratelimit-remaining': remaining,
	'x-ratelimit-reset': reset,
});

describe('the headers of a limit', () => {
	it.each([
		['secondsLeft', ['30', '60', '3600']],
		['epochSeconds', ['1700000030', '1700000061', '1700003600']],
		['epochMilliseconds', ['1700000029700', '1700000060200', '1700003599201']],
	] as Array<[LimitHeaderForm, string[]]>)('tell the reset as %s', (headers, resets) => {
		const wanted = [
			three('100', '0', resets[0]),
			three('30000', '1200', resets[1]),
			three('50', '3', resets[2]),
		];
		expect(told({ headers })).toEqual(wanted);
		expect(told({ headers }, 5_000)).toEqual(wanted);
	});

	it('tell the window with the limit, as a policy', () => {
		const wanted = [
			three('100, 100;w=60', '0', '30'),
			three('30000, 30000;w=60', '1200', '60'),
			three('50, 50;w=3600', '3', '3600'),
		];
		expect(told({ headers: 'policy' })).toEqual(wanted);
		expect(told({ headers: 'policy' }, 5_000)).toEqual(wanted);
	});

	it.each([
		['retryAfter', 5_000, { 'Retry-After': '5' }],
		['retryAfter', 5_001, { 'Retry-After': '6' }],
		['retryAfter', 86_400_000, { 'Retry-After': '86400' }],
		['retryAfter', 1, { 'Retry-After': '1' }],
		['retryAfterZero', 5_000, { 'Retry-After': '0' }],
		['envoy', 5_000, { 'x-envoy-ratelimited': 'true' }],
	] as Array<[LimitHeaderForm, number, Record<string, string>]>)(
		'come as %s with a wait of %i ms, and only with a 429',
		(headers, waitMs, wanted) => {
			expect(told({ headers }, waitMs)).toEqual(LEVELS.map(() => wanted));
			expect(told({ headers })).toEqual(NOTHING);
		},
	);

	it('are none by default, and none of a request without a limit', () => {
		expect([told({}), told({}, 5_000)]).toEqual([NOTHING, NOTHING]);
		const rules = { headersOn: 'every', mixedCase: false } as const;
		for (const headers of LIMIT_HEADER_FORMS) {
			expect(limitHeaders({}, { ...rules, headers }, NOW)).toEqual({});
		}
	});

	it.each(LIMIT_HEADER_FORMS)('%s: stay away from what is let in when told to', (headers) => {
		expect(told({ headers, headersOn: 'refusals' })).toEqual(NOTHING);
		expect(told({ headers, headersOn: 'refusals' }, 5_000)).toEqual(told({ headers }, 5_000));
	});

	it.each([
		['secondsLeft', ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']],
		['policy', ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']],
		['envoy', ['X-Envoy-RateLimited']],
		['retryAfter', ['Retry-After']],
		['none', []],
	] as Array<[LimitHeaderForm, string[]]>)(
		'%s: come in mixed case when told to',
		(headers, names) => {
			for (const one of filled(told({ headers, mixedCase: true }, 5_000))) {
				expect(Object.keys(one)).toEqual(names);
			}
		},
	);
});

describe('an answer', () => {
	const { business, metadata, trackEvent, trackUser, simulator } = useSimulator();

	/** Requests of three limits, of which the last two are let in no more. */
	async function answers(): Promise<AxiosResponse[]> {
		simulator.rateLimits = true;
		Object.assign(simulator.limits.perMinute, { event: 2, customer: 0 });
		return [
			await business('/search', {}),
			await trackEvent(eventOf('c1', 'A', 'B')),
			await trackEvent(eventOf('c1', 'C')),
			await trackUser({ type: 'customer', customer_id: 'c1', attributes: {} }),
		];
	}

	const limitNames = ({ headers }: AxiosResponse) =>
		Object.keys(headers).filter((name) => /ratelimit|retry-after/i.test(name));

	it('has no header of a limit by default, be it a 200 or a 429', async () => {
		const all = await answers();
		expect(all.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
		expect(all.flatMap(limitNames)).toEqual([]);
	});

	it('tells how much is left, also when the request itself is bad', async () => {
		simulator.limits.headers = 'secondsLeft';
		const left = (all: AxiosResponse[]) =>
			all.map(({ status, headers }) => [
				status,
				headers['x-ratelimit-limit'],
				headers['x-ratelimit-remaining'],
			]);
		expect(left(await answers())).toEqual([
			[200, '100', '99'],
			[200, '2', '0'],
			[429, '2', '0'],
			[429, '0', '0'],
		]);
		const bad = await business('/trigger', { event_name: 'Nowhere', event_attributes: {} });
		expect(left([bad])).toEqual([[400, '100', '99']]);
		expect(limitNames(await metadata())).toEqual([]);
	});

	it('tells limits with a 429 only, or waits only, as it is told to', async () => {
		simulator.limits.headers = 'epochSeconds';
		simulator.limits.headersOn = 'refusals';
		expect((await answers()).map((answer) => limitNames(answer).length)).toEqual([0, 0, 3, 3]);
		simulator.reset();
		simulator.limits.headers = 'retryAfterZero';
		expect((await answers()).map(({ headers }) => headers['retry-after'])).toEqual([
			undefined,
			undefined,
			'0',
			'0',
		]);
	});

	it('is a 429 of Envoy: a header, no body and no content type', async () => {
		simulator.limits.headers = 'envoy';
		const refused = (await answers()).filter(({ status }) => status === 429);
		expect(refused).toHaveLength(2);
		for (const { data, headers } of refused) {
			expect([data, headers['content-type'], headers['content-length']]).toEqual([
				'',
				undefined,
				'0',
			]);
			expect(headers['x-envoy-ratelimited']).toBe('true');
		}
	});

	it('spells its headers in mixed case when told to', async () => {
		Object.assign(simulator.limits, { headers: 'policy', mixedCase: true });
		for (const { request } of filled(await answers())) {
			const { rawHeaders } = (request as { res: { rawHeaders: string[] } }).res;
			expect(rawHeaders).toEqual(
				expect.arrayContaining(['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']),
			);
		}
	});
});
