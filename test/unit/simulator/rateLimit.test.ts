import type { AxiosResponse } from 'axios';

import { RateLimits } from '../../simulator/rateLimit';
import { eventOf, useSimulator } from './useSimulator';

const { business, byAppId, importBulk, trackEvent, simulator } = useSimulator();

describe('rate limits', () => {
	it('are not enforced unless they are switched on', async () => {
		for (let i = 0; i < 101; i++) {
			expect((await business('/search', {})).status).toBe(200);
		}
	});

	it('refuse the 101st search of a minute, and leave trigger alone', async () => {
		simulator.rateLimits = true;
		for (let i = 0; i < 100; i++) await business('/search', {});
		const { status, data: answer, headers } = await business('/search', {});
		expect(status).toBe(429);
		expect(answer).toEqual({
			status: 'error',
			data: {
				code: 429,
				title: 'rate limiter exception',
				description: 'Exceeded rate limit for this app',
			},
		});
		expect(Number(headers['retry-after'])).toBeGreaterThan(50);
		expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
		expect(headers['x-ratelimit-limit']).toBe('100');
		expect(headers['x-ratelimit-remaining']).toBe('0');
		expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(Date.now() / 1000);
		const trigger = { event_name: 'Price Drop', event_attributes: {} };
		expect((await business('/trigger', trigger)).status).toBe(200);
		simulator.reset();
		expect((await business('/search', {})).status).toBe(200);
	});

	it('count events by action and accept nothing of a refused request', async () => {
		simulator.rateLimits = true;
		const names = Array.from({ length: 2_000 }, () => 'A');
		for (let i = 0; i < 15; i++) {
			expect((await trackEvent(eventOf(`u${i}`, ...names))).status).toBe(200);
		}
		const { status, data: answer } = await trackEvent(eventOf('late', 'A'));
		expect([status, answer.error.type]).toEqual([429, 'Rate Limits Exceeded']);
		expect(simulator.accepted.events).toHaveLength(30_000);
		expect((await importBulk({ type: 'transition', elements: [] })).status).toBe(200);
	});

	it('count users, pairs and bulk elements rather than requests', async () => {
		simulator.rateLimits = true;
		const list = <T>(count: number, entry: T) => Array.from({ length: count }, () => entry);
		const bulk = (elements: unknown[]) => () => importBulk({ type: 'transition', elements });
		const identifier = { identifier_type: 'customer_id', identifier: 'u' };
		const pair = { merged_user: 'a', retained_user: 'b' };
		const attempts: Array<[() => Promise<AxiosResponse>, number, string]> = [
			[
				() => byAppId('/v1/customers/export', { data: { identifiers: list(20, identifier) } }),
				50,
				'1000',
			],
			[() => byAppId('/v1/customer/merge', { merge_data: list(50, pair) }), 20, '1000'],
			[bulk(list(4_000, { type: 'customer' })), 15, '60000'],
			[bulk([{ type: 'event', actions: list(30_000, 0) }]), 2, '60000'],
		];
		for (const [send, times, limit] of attempts) {
			for (let i = 0; i < times; i++) expect((await send()).status).toBe(200);
			const { status, headers } = await send();
			expect([status, headers['x-ratelimit-limit']]).toEqual([429, limit]);
		}
	});

	it('slide: what is older than a minute makes room again', () => {
		const limits = new RateLimits();
		const start = 1_700_000_000_000;
		const spend = (amount: number, seconds: number) =>
			limits.spend([{ limit: 'x', perMinute: 100, amount }], start + seconds * 1000);
		expect(spend(60, 0)).toBeUndefined();
		expect(spend(40, 20)).toBeUndefined();
		expect(spend(1, 30)).toEqual({ perMinute: 100, remaining: 0, waitMs: 30_000 });
		expect(spend(61, 30)).toMatchObject({ waitMs: 50_000 });
		expect(spend(60, 60)).toBeUndefined();
		expect(spend(1, 60)).toMatchObject({ waitMs: 20_000 });
		expect(spend(40, 80)).toBeUndefined();
		expect(spend(100, 1000)).toBeUndefined();
		expect(spend(101, 2000)).toMatchObject({ remaining: 100, waitMs: 60_000 });
	});

	it('take from several windows together or from none', () => {
		const limits = new RateLimits();
		const spend = (users: number, events: number) =>
			limits.spend(
				[
					{ limit: 'users', perMinute: 10, amount: users },
					{ limit: 'events', perMinute: 10, amount: events },
				],
				1_700_000_000_000,
			);
		expect(spend(5, 11)).toMatchObject({ remaining: 10 });
		expect(spend(10, 10)).toBeUndefined();
	});
});
