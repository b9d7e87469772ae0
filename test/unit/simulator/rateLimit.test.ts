import type { AxiosResponse } from 'axios';

import type { LimitName, LimitRules } from '../../simulator';
import { RateLimits, type Charge, type Spending } from '../../simulator/rateLimit';
import { eventOf, useSimulator } from './useSimulator';

const { business, byAppId, importBulk, trackEvent, trackUser, simulator } = useSimulator();

const PRICE_DROP = { event_name: 'Price Drop', event_attributes: {} };

const list = <T>(count: number, entry: T) => Array.from({ length: count }, () => entry);
const names = (count: number) => list(count, 'A');

describe('rate limits', () => {
	it('are not enforced unless they are switched on', async () => {
		simulator.limits.perMinute['business_event/search'] = 1;
		for (let i = 0; i < 101; i++) {
			expect((await business('/search', {})).status).toBe(200);
		}
	});

	it('refuse the 101st search of a minute, and leave trigger alone', async () => {
		simulator.rateLimits = true;
		for (let i = 0; i < 100; i++) await business('/search', {});
		const { status, data: answer } = await business('/search', {});
		expect(status).toBe(429);
		expect(answer).toEqual({
			status: 'error',
			data: {
				code: 429,
				title: 'rate limiter exception',
				description: 'Exceeded rate limit for this app',
			},
		});
		expect((await business('/trigger', PRICE_DROP)).status).toBe(200);
		simulator.reset();
		expect((await business('/search', {})).status).toBe(200);
	});

	it('count events by action and accept nothing of a refused request', async () => {
		simulator.rateLimits = true;
		for (let i = 0; i < 15; i++) {
			expect((await trackEvent(eventOf(`u${i}`, ...names(2_000)))).status).toBe(200);
		}
		const { status, data: answer } = await trackEvent(eventOf('late', 'A'));
		expect([status, answer.error.type]).toEqual([429, 'Rate Limits Exceeded']);
		expect(simulator.accepted.events).toHaveLength(30_000);
		expect((await importBulk({ type: 'transition', elements: [] })).status).toBe(200);
	});

	it('count users, pairs and bulk elements rather than requests', async () => {
		simulator.rateLimits = true;
		simulator.limits.headers = 'secondsLeft';
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

	it('can be lowered, left to others and lifted while requests come in', async () => {
		simulator.rateLimits = true;
		const { limits } = simulator;
		const statuses = async () =>
			[
				await business('/trigger', PRICE_DROP),
				await trackEvent(eventOf('c1', 'A')),
				await trackUser({ type: 'customer', customer_id: 'c1', attributes: {} }),
			].map(({ status }) => status);
		expect(await statuses()).toEqual([200, 200, 200]);
		limits.perMinute = { event: 0 };
		expect(await statuses()).toEqual([200, 429, 200]);
		limits.others = 1;
		expect(await statuses()).toEqual([429, 429, 429]);
		limits.others = (limit) => (limit === 'customer' ? 1 : 0);
		delete limits.perMinute.event;
		expect(await statuses()).toEqual([200, 200, 429]);
		limits.others = 0;
		limits.othersLeave['business_event/trigger'] = 3;
		expect(await statuses()).toEqual([429, 200, 200]);
		simulator.rateLimits = false;
		expect(await statuses()).toEqual([200, 200, 200]);
	});
});

/** On the border of a minute, an hour and a day. */
const START = Date.UTC(2026, 0, 5);

const [SECOND, MINUTE, HOUR, DAY] = [1, 60, 3_600, 86_400];

/** The documented limits of the tests below. */
const DOCUMENTED = { event: 30_000, 'business_event/trigger': 100, customer: 10_000 } as const;

type Tested = keyof typeof DOCUMENTED;

/** Limits that are spent at given seconds after {@link START}. */
function limitsWith(rules: Partial<LimitRules>) {
	const limits = new RateLimits(rules);
	const charge = (limit: Tested, amount: number): Charge => ({
		limit,
		perMinute: DOCUMENTED[limit],
		amount,
	});
	return {
		rules: limits.rules,
		spend: (limit: Tested, amount: number, at: number): Spending =>
			limits.spend([charge(limit, amount)], START + at * 1000),
		/** How much more of a limit is let in at once; nothing of it is spent. */
		room: (limit: Tested, at: number): number => {
			const { level } = limits.spend([charge(limit, 0)], START + at * 1000);
			return level?.remaining ?? NaN;
		},
		spendTogether: (charges: Charge[], at: number) => limits.spend(charges, START + at * 1000),
		/** Seconds that a request has to wait; undefined if it was let in. */
		wait(limit: Tested, amount: number, at: number): number | undefined {
			const { waitMs } = limits.spend([charge(limit, amount)], START + at * 1000);
			return waitMs === undefined ? undefined : waitMs / 1000;
		},
	};
}

describe('sliding windows', () => {
	it('make room again for what is older than a minute', () => {
		const { wait } = limitsWith({});
		expect(wait('business_event/trigger', 60, 0)).toBeUndefined();
		expect(wait('business_event/trigger', 40, 20)).toBeUndefined();
		expect(wait('business_event/trigger', 1, 30)).toBe(30);
		expect(wait('business_event/trigger', 61, 30)).toBe(50);
		expect(wait('business_event/trigger', 60, 60)).toBeUndefined();
		expect(wait('business_event/trigger', 1, 60)).toBe(20);
		expect(wait('business_event/trigger', 40, 80)).toBeUndefined();
		expect(wait('business_event/trigger', 100, 1000)).toBeUndefined();
	});

	it('let a burst in that stands across the border of two minutes only once', () => {
		const { wait } = limitsWith({});
		expect(wait('event', 30_000, 59)).toBeUndefined();
		expect(wait('event', 30_000, 61)).toBe(58);
		expect(wait('event', 30_000, 119)).toBeUndefined();
	});

	it('tell when the oldest spending leaves, whatever a refused request waits for', () => {
		const { spend } = limitsWith({});
		const reset = ({ level }: Spending) => (level?.resetMs ?? NaN) / 1000;
		expect(reset(spend('customer', 4_000, 0))).toBe(60);
		expect(reset(spend('customer', 6_000, 20))).toBe(40);
		const refused = spend('customer', 9_000, 30);
		expect([refused.waitMs, reset(refused)]).toEqual([50_000, 30]);
		expect(reset(spend('customer', 1, 70))).toBe(10);
	});

	it('name a whole window where a request can never fit in', () => {
		const { spend, wait } = limitsWith({ perMinute: { event: 0 } });
		expect(wait('business_event/trigger', 101, 5)).toBe(60);
		expect(spend('event', 1, 5)).toEqual({
			waitMs: 60_000,
			level: { limit: 0, remaining: 0, resetMs: 60_000, windowMs: 60_000 },
		});
		expect(wait('customer', 10_001, 5)).toBe(60);
	});
});

describe('fixed windows', () => {
	it('start anew with each minute of the clock', () => {
		const { wait } = limitsWith({ window: 'fixed' });
		expect(wait('business_event/trigger', 100, 50)).toBeUndefined();
		expect(wait('business_event/trigger', 1, 51)).toBe(9);
		expect(wait('business_event/trigger', 100, 60)).toBeUndefined();
		expect(wait('business_event/trigger', 1, 60)).toBe(60);
		expect(wait('business_event/trigger', 1, 119.5)).toBe(0.5);
	});

	it('let twice the limit in around a border, where sliding ones would not', () => {
		for (const limit of ['event', 'business_event/trigger', 'customer'] as const) {
			const { wait } = limitsWith({ window: 'fixed' });
			expect(wait(limit, DOCUMENTED[limit], 59)).toBeUndefined();
			expect(wait(limit, DOCUMENTED[limit], 61)).toBeUndefined();
		}
	});

	it.each([
		[15_000, 5],
		[-20_000, 30],
		[60_000, 50],
	])('have their border shifted by %i ms', (offsetMs, seconds) => {
		const { wait } = limitsWith({ window: 'fixed', offsetMs });
		expect(wait('event', 30_000, 10)).toBeUndefined();
		expect(wait('event', 1, 10)).toBe(seconds);
		expect(wait('event', 30_000, 10 + seconds)).toBeUndefined();
	});

	it('start empty when the way of counting changes', () => {
		const { rules, room, wait } = limitsWith({});
		const changes: Array<Partial<LimitRules>> = [
			{ window: 'fixed' },
			{ offsetMs: 500 },
			{ counts: 'requests' },
			{ clockSpeed: 2 },
		];
		for (const change of changes) {
			expect(wait('customer', 700, 1)).toBeUndefined();
			expect(room('customer', 1)).toBeLessThan(10_000);
			Object.assign(rules, change);
			expect(room('customer', 1)).toBe(10_000);
		}
	});
});

describe('what others of the workspace spend', () => {
	it.each([
		[0.95, 1_500, 5, 500],
		[0.8, 6_000, 20, 2_000],
		[0.9985, 45, 0, 15],
		[1 / 3, 20_000, 66, 6_666],
		[1, 0, 0, 0],
	])('is a share of %d: 30,000, 100 and 10,000 a minute shrink', (others, event, trigger, user) => {
		const { room, spend } = limitsWith({ others });
		expect(room('event', 0)).toBe(event);
		expect(room('business_event/trigger', 0)).toBe(trigger);
		expect(room('customer', 0)).toBe(user);
		expect(spend('event', event, 0).waitMs).toBeUndefined();
		expect(spend('event', 1, 0).waitMs).toBe(60_000);
	});

	it('is by limit and time where a function tells it', () => {
		const asked: Array<[LimitName, number]> = [];
		const { room } = limitsWith({
			others: (limit, nowMs) => {
				asked.push([limit, (nowMs - START) / 1000]);
				return limit === 'event' && nowMs >= START + 120_000 ? 0.5 : 0.1;
			},
		});
		expect([room('event', 0), room('customer', 0)]).toEqual([27_000, 9_000]);
		expect([room('event', 120), room('customer', 120)]).toEqual([15_000, 9_000]);
		expect(asked).toEqual([
			['event', 0],
			['customer', 0],
			['event', 120],
			['customer', 120],
		]);
	});

	it('can be given as what they leave, of some limits only', () => {
		const othersLeave = { event: 1_500, 'business_event/trigger': 150 };
		const { rules, room, spend } = limitsWith({ others: 0.5, othersLeave });
		expect(room('event', 0)).toBe(1_500);
		// More than the limit cannot be left.
		expect(room('business_event/trigger', 0)).toBe(100);
		expect(room('customer', 0)).toBe(5_000);
		rules.othersLeave['business_event/trigger'] = 20;
		expect(room('business_event/trigger', 0)).toBe(20);
		// The options of the start stay as they were given.
		expect(othersLeave['business_event/trigger']).toBe(150);
		expect(spend('event', 1_501, 0).level).toMatchObject({ limit: 30_000, remaining: 1_500 });
	});

	it('may grow beyond what is left of a limit', () => {
		const { rules, spend, wait } = limitsWith({});
		expect(spend('customer', 6_000, 0).waitMs).toBeUndefined();
		rules.others = 0.9;
		expect(spend('customer', 1, 10)).toMatchObject({ waitMs: 50_000, level: { remaining: 0 } });
		rules.others = 0;
		expect(wait('customer', 4_000, 10)).toBeUndefined();
	});
});

describe('other limits than the documented ones', () => {
	it('are lower, higher or none at all for a while', () => {
		const { rules, room, wait } = limitsWith({
			perMinute: { event: 0, 'business_event/trigger': 7, customer: 20_000 },
		});
		expect(wait('event', 1, 0)).toBe(60);
		expect(room('business_event/trigger', 0)).toBe(7);
		expect(room('customer', 0)).toBe(20_000);
		expect(wait('event', 1, 200)).toBe(60);
		rules.perMinute.event = 10;
		expect(wait('event', 10, 200)).toBeUndefined();
		delete rules.perMinute.event;
		expect(room('event', 200)).toBe(29_990);
	});

	it('never refuse a request that takes nothing', () => {
		const { spend } = limitsWith({ perMinute: { event: 0, customer: -5 }, others: 1 });
		for (const limit of ['event', 'business_event/trigger', 'customer'] as const) {
			expect(spend(limit, 0, 0).waitMs).toBeUndefined();
		}
	});

	it.each([
		['event', 2_000],
		['business_event/trigger', 1],
		['customer', 40],
	] as const)('count requests of %s instead of items when told to', (limit, amount) => {
		const { room, spend } = limitsWith({ counts: 'requests', perMinute: { [limit]: 3 } });
		for (const left of [2, 1, 0]) {
			expect(spend(limit, amount, 0).level).toMatchObject({ limit: 3, remaining: left });
		}
		expect(spend(limit, amount, 0).waitMs).toBe(60_000);
		expect(room(limit, 60)).toBe(3);
	});
});

describe('quotas of an hour and a day', () => {
	const QUOTAS = { 'business_event/trigger': { perHour: 50, perDay: 120 } };

	it.each(['sliding', 'fixed'] as const)('come on top of the minute, in %s windows', (window) => {
		const { wait } = limitsWith({ window, quotas: QUOTAS });
		const send = (amount: number, at: number) => wait('business_event/trigger', amount, at);
		expect(send(50, 0)).toBeUndefined();
		expect(send(1, 10 * MINUTE)).toBe(50 * MINUTE);
		expect(send(50, HOUR)).toBeUndefined();
		expect(send(20, 2 * HOUR)).toBeUndefined();
		// The day refuses longest, so it is what a client has to wait for.
		expect(send(1, 2 * HOUR + MINUTE)).toBe(22 * HOUR - MINUTE);
		expect(send(50, DAY)).toBeUndefined();
	});

	it('leave limits without a quota alone, and may be of one kind only', () => {
		const { rules, wait } = limitsWith({ quotas: { customer: { perDay: 10 } } });
		expect(wait('event', 30_000, 0)).toBeUndefined();
		expect(wait('customer', 10, 0)).toBeUndefined();
		expect(wait('customer', 1, HOUR)).toBe(23 * HOUR);
		rules.quotas = { customer: { perHour: 5 } };
		expect(wait('customer', 5, HOUR)).toBeUndefined();
		expect(wait('customer', 1, 2 * HOUR - SECOND)).toBe(SECOND);
	});

	it('are shared with others, and told of when they have the least left', () => {
		const { spend } = limitsWith({ quotas: QUOTAS, others: 0.5 });
		expect(spend('business_event/trigger', 10, 0).level).toEqual({
			limit: 50,
			remaining: 15,
			resetMs: HOUR * 1000,
			windowMs: HOUR * 1000,
		});
		expect(spend('business_event/trigger', 16, 0).level).toMatchObject({ limit: 50 });
		expect(spend('business_event/trigger', 15, 0).waitMs).toBeUndefined();
	});

	it.each([
		[360, 10, 240],
		[60, 60, 1_440],
		[3_600, 1, 24],
	])('pass %i times faster: an hour in %d s, a day in %d s', (clockSpeed, hour, day) => {
		const { wait } = limitsWith({ window: 'fixed', quotas: QUOTAS, clockSpeed });
		const send = (at: number) => wait('business_event/trigger', 50, at);
		expect(send(0)).toBeUndefined();
		expect(send(hour / 2)).toBeCloseTo(hour / 2);
		expect(send(hour)).toBeUndefined();
		expect(send(2 * hour)).toBeCloseTo(day - 2 * hour);
		expect(send(day)).toBeUndefined();
	});

	it('slide as well on a fast clock', () => {
		const { wait } = limitsWith({ quotas: QUOTAS, clockSpeed: 360 });
		expect(wait('business_event/trigger', 30, 0)).toBeUndefined();
		expect(wait('business_event/trigger', 20, 4)).toBeUndefined();
		expect(wait('business_event/trigger', 1, 5)).toBeCloseTo(5, 1);
		expect(wait('business_event/trigger', 31, 5)).toBeCloseTo(9, 1);
		expect(wait('business_event/trigger', 30, 10.1)).toBeUndefined();
	});
});

describe('several limits of one request', () => {
	it('are taken from together or not at all', () => {
		const { spendTogether } = limitsWith({});
		const spend = (users: number, events: number) =>
			spendTogether(
				[
					{ limit: 'transition users', perMinute: 10, amount: users },
					{ limit: 'transition events', perMinute: 10, amount: events },
				],
				0,
			);
		expect(spend(5, 11)).toMatchObject({ waitMs: 60_000, level: { remaining: 10 } });
		expect(spend(10, 9)).toMatchObject({ level: { remaining: 0 } });
		expect(spend(0, 1)).toEqual({ level: expect.objectContaining({ remaining: 0 }) });
		expect(spend(0, 1).waitMs).toBe(60_000);
	});
});

it('a minute of 60,000 single requests is counted to the last one', () => {
	const { spend } = limitsWith({ perMinute: { event: 60_000 } });
	const refused = Array.from({ length: 60_000 }, (_, i) => spend('event', 1, i / 1_200)).filter(
		({ waitMs }) => waitMs !== undefined,
	);
	expect(refused).toEqual([]);
	expect(spend('event', 1, 50).level).toMatchObject({ limit: 60_000, remaining: 0 });
});
