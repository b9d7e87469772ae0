import fc from 'fast-check';

import { namedWait, readRateHeaders } from '../../../../nodes/MoEngage/delivery/limits/rateHeaders';

const NOW = Date.UTC(2026, 7, 1, 12);
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

const read = (headers: Record<string, unknown>, wallClock = NOW) =>
	readRateHeaders(headers, wallClock);

/** Values that say nothing, or nothing that can be used. */
const UNUSABLE: unknown[] = [
	'',
	' ',
	'NaN',
	'Infinity',
	'unlimited',
	'0x10',
	'1e9',
	'5 per minute',
	'w=60',
	'9'.repeat(400),
	null,
	undefined,
	[],
	{},
	true,
	Number.NaN,
	Number.POSITIVE_INFINITY,
];

describe('what an answer says about its limit', () => {
	test.each([
		['a number', '100', 100],
		['a policy string (Push V2.1)', '5, 5;w=60', 5],
		['a policy string without blanks', '30000,30000;w=60', 30_000],
		['a policy alone', '10;w=1', 10],
		['a number with blanks', ' 60 ', 60],
		['a fraction', '2.5', 2.5],
		['a number of JavaScript', 1000, 1000],
		['the first of several values', ['7', '9'], 7],
		['less than nothing', '-5', 0],
		['an absurd number', '123456789012345', 123_456_789_012_345],
	])('limit and rest: %s', (_what, value, expected) => {
		expect(read({ 'x-ratelimit-limit': value })).toEqual({ most: expected });
		expect(read({ 'x-ratelimit-remaining': value })).toEqual({ left: expected });
	});

	test.each([
		['seconds', '30', 30_000],
		['no second', '0', 0],
		['a fraction of a second', '0.25', 250],
		['less than nothing', '-3', 0],
		['a policy string', '20, 20;w=60', 20_000],
		['epoch seconds', NOW / 1000 + 12, 12_000],
		['epoch seconds as text', String(NOW / 1000 + 59), 59_000],
		['epoch milliseconds', NOW + 1500, 1500],
		['epoch seconds that have passed', NOW / 1000 - 12, 0],
		['epoch milliseconds that have passed', NOW - 1, 0],
		['the first of several values', ['4', '50'], 4000],
		['seconds up to thirty years', 999_999_999, 999_999_999_000],
	])('end of the window: %s', (_what, value, expected) => {
		expect(read({ 'x-ratelimit-reset': value })).toEqual({ resetIn: expected });
	});

	test.each([
		['seconds', '7', 7000],
		['no second', 0, 0],
		['a fraction of a second', '1.5', 1500],
		['a smaller fraction of a second', '1.25', 1250],
		['a date that begins with its day', '1 Aug 2026 12:00:09 GMT', 9000],
		['an HTTP date', new Date(NOW + 9000).toUTCString(), 9000],
		['an HTTP date that has passed', new Date(NOW - 9000).toUTCString(), 0],
		['the first of several values', ['2', '50'], 2000],
	])('Retry-After: %s', (_what, value, expected) => {
		expect(read({ 'retry-after': value })).toEqual({ retryAfter: expected });
	});

	test('what is unusable is left out, and hides nothing else', () => {
		for (const value of UNUSABLE) {
			expect([value, read({ 'x-ratelimit-limit': value })]).toEqual([value, {}]);
			expect([value, read({ 'x-ratelimit-remaining': value, 'x-ratelimit-limit': 4 })]).toEqual([
				value,
				{ most: 4 },
			]);
			expect([value, read({ 'x-ratelimit-reset': value, 'x-ratelimit-limit': 5 })]).toEqual([
				value,
				{ most: 5 },
			]);
		}
		for (const value of ['', 'soon', '-5', '5, 10', '5.', 'NaN', 'Infinity', null, undefined, {}]) {
			expect([value, read({ 'retry-after': value, 'x-ratelimit-limit': 6 })]).toEqual([
				value,
				{ most: 6 },
			]);
		}
		expect(read({})).toEqual({});
	});

	test('what is not said has no name in what is read', () => {
		for (const [headers, names] of [
			[{}, []],
			[{ 'x-ratelimit-limit': 5, 'x-ratelimit-remaining': 'some' }, ['most']],
			[{ 'x-ratelimit-reset': 5, 'retry-after': '' }, ['resetIn']],
		] as const) {
			expect(Object.keys(read(headers))).toEqual(names);
		}
	});

	test.each([
		['the first of epoch milliseconds', 1e12],
		['the first of epoch seconds', 1e9],
		['an epoch with a fraction', 1_000_000_000.001],
	])('it knows %s', (_what, value) => {
		expect(read({ 'x-ratelimit-reset': value }, 1e12 - 5000).resetIn).toBeCloseTo(5000, -1);
	});

	test('the names may be in any case', () => {
		const names = [
			'x-ratelimit-limit',
			'x-ratelimit-remaining',
			'x-ratelimit-reset',
			'retry-after',
		];
		const inAnyCase = (name: string) =>
			fc
				.array(fc.boolean(), { minLength: name.length, maxLength: name.length })
				.map((upper) => [...name].map((c, i) => (upper[i] ? c.toUpperCase() : c)).join(''));
		fc.assert(
			fc.property(fc.tuple(...names.map(inAnyCase)), ([limit, remaining, reset, after]) => {
				expect(read({ [limit]: '100', [remaining]: 3, [reset]: '20', [after]: '7' })).toEqual({
					most: 100,
					left: 3,
					resetIn: 20_000,
					retryAfter: 7000,
				});
			}),
			{ seed: 1, numRuns: 100 },
		);
	});

	test.each([-3 * 60 * MINUTE_MS, -7 * MINUTE_MS, 11 * MINUTE_MS, DAY_MS])(
		'a clock here that differs by %d ms changes no time, where the answer has its own',
		(difference) => {
			const headers = {
				Date: new Date(NOW).toUTCString(),
				'x-ratelimit-reset': NOW / 1000 + 20,
				'retry-after': new Date(NOW + 9000).toUTCString(),
			};
			const expected = { resetIn: 20_000, retryAfter: 9000 };
			expect(read(headers, NOW + difference)).toEqual(expected);
			expect(read({ ...headers, 'x-ratelimit-reset': NOW + 20_000 }, NOW + difference)).toEqual(
				expected,
			);
			// Seconds are from now on, whatever anyone's clock says.
			expect(read({ ...headers, 'x-ratelimit-reset': 20 }, NOW + difference)).toEqual(expected);
		},
	);

	test('without a usable time of its own the clock here counts', () => {
		for (const date of [undefined, '', 'noon', []]) {
			expect(read({ date, 'x-ratelimit-reset': NOW / 1000 + 20 }, NOW + 5000)).toEqual({
				resetIn: 15_000,
			});
		}
	});

	test('whatever the headers are, what is read of them are usable numbers', () => {
		const value = fc.oneof(
			fc.string(),
			fc.double(),
			fc.integer(),
			fc.bigInt().map(String),
			fc.stringMatching(/^-?\d{1,400}([.,;]\d{0,3})?$/),
			fc.constantFrom(...UNUSABLE),
		);
		const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'date'];
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom(...names, 'retry-after'), value), (headers) => {
				const { most = 0, left = 0, resetIn = 0, retryAfter = 0 } = read(headers);
				for (const number of [most, left, resetIn, retryAfter]) {
					expect(number).toBeGreaterThanOrEqual(0);
				}
				expect([most, left].every(Number.isFinite)).toBe(true);
				expect(namedWait(read(headers)) ?? 0).toBeLessThanOrEqual(DAY_MS);
			}),
			{ seed: 2, numRuns: 2000 },
		);
	});
});

describe('how long a refusal asks to wait', () => {
	test.each([
		['Retry-After counts first', { retryAfter: 3000, resetIn: 30_000, left: 0 }, 3000],
		['even if it asks for no wait', { retryAfter: 0, resetIn: 30_000 }, 0],
		['else the end of a window that is used up', { resetIn: 30_000, left: 0 }, 30_000],
		['or nearly so', { resetIn: 20_000, left: 0.5 }, 20_000],
		['or of which nobody says what is left', { resetIn: 10_000 }, 10_000],
		['but not of one that has room', { resetIn: 30_000, left: 1, most: 100 }, undefined],
		['nothing said', {}, undefined],
		['only the limit said', { most: 100, left: 0 }, undefined],
		['more than a day', { retryAfter: 3 * DAY_MS }, DAY_MS],
		['for ever', { resetIn: Number.POSITIVE_INFINITY }, DAY_MS],
	])('%s', (_what, told, expected) => {
		expect(namedWait(told)).toBe(expected);
	});
});
