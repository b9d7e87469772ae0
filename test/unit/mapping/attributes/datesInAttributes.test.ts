import fc from 'fast-check';
import { DateTime, Duration } from 'luxon';

import { asSent } from '../../../../nodes/MoEngage/mapping/attributes/asSent';
import { dateObject } from '../../../../nodes/MoEngage/mapping/values';
import { storedAs } from '../../../simulator/contract/values';

const datesOf = (
	attributes: Record<string, unknown>,
	keepDates: boolean,
	parameter: string,
	owner: 'event' | 'catalogItem' = 'event',
) => asSent(attributes, { owner, parameter, keepDates, tell: () => {} });
const sent = (value: unknown, keep = false) => datesOf({ it: value }, keep, 'attributes').it;
const STORED = '2026-01-31T15:00:00Z';

test.each([
	['2026-01-31T15:00:00Z'],
	['2026-01-31T15:00:00.000Z'],
	['2026-01-31T15:00:00,999999Z'],
	['2026-01-31T15:00Z'],
	['2026-01-31T10:00:00.000-05:00'],
	['2026-01-31T20:30:00+0530'],
	['2026-01-31T16:00:00+01'],
	['2026-01-31T24:00:00+09:00'],
	[new Date('2026-01-31T15:00:00.500Z')],
	[DateTime.fromISO('2026-01-31T10:00:00', { zone: 'America/New_York' })],
])('%p is stored as the date that it is', (value) => {
	expect(sent(value)).toBe(STORED);
	expect(storedAs(sent(value))).toBe('date');
	expect(sent({ a: { b: [value] } })).toEqual({ a: { b: [STORED] } });
});

test.each([
	...['2026-01-31', '11/11/2023', '2026-01-31T10:00:00', '2026-01-31 10:00:00Z', '2026', ''],
	...['20260131T101010Z', '2026-W05-6T10:00:00Z', '2026-031T10:00:00Z', '2026-01-31T10Z'],
	...['2026-02-30T10:00:00Z', '2026-01-31T25:00:00Z', '2026-01-31T10:00:00+99:00'],
	...[
		' 2026-01-31T10:00:00Z',
		'2026-01-31T10:00:00Z!',
		'+4915112345678',
		'0000-01-01T00:00:00+01:00',
	],
	...[1767225600, true, null],
])('%p stays as it is: it may mean something else', (value) => {
	expect(sent(value)).toBe(value);
});

test('nothing but dates is touched, and what holds none is passed on as it is', () => {
	const attributes = { a: { deep: [1, 'x', { er: null }] }, b: '2026-01-31', c: undefined };
	expect(datesOf(attributes, false, 'attributes')).toBe(attributes);
	const key = fc.stringMatching(/^[a-z][a-z 0-9]*[a-z]$/);
	const values = [fc.integer(), fc.boolean(), fc.constant(null), fc.string()];
	const json = fc.dictionary(key, fc.object({ key, values }));
	fc.assert(
		fc.property(json, (value) => {
			expect(datesOf(value, false, 'attributes')).toBe(value);
		}),
		{ seed: 1, numRuns: 300 },
	);
});

test('every moment is stored as a date, and as the same second', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: -6e13, max: 2.5e14 }),
			fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia'),
			(epoch, zone) => {
				const moment = DateTime.fromMillis(epoch, { zone });
				fc.pre(Number.isInteger(moment.offset) && moment.year >= 1 && moment.toUTC().year >= 1);
				const expected = DateTime.fromMillis(Math.floor(epoch / 1000) * 1000).toUTC();
				expect(sent(moment)).toBe(expected.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'"));
			},
		),
		{ seed: 20260601, numRuns: 500 },
	);
});

test('kept as text, text is as it was and date objects are ISO text', () => {
	const zoned = DateTime.fromISO('2026-01-31T10:00:00', { zone: 'America/New_York' });
	expect(sent('2026-01-31T10:00:00.000-05:00', true)).toBe('2026-01-31T10:00:00.000-05:00');
	expect(sent(zoned, true)).toBe('2026-01-31T10:00:00.000-05:00');
	expect(sent([new Date(STORED)], true)).toEqual(['2026-01-31T15:00:00.000Z']);
});

test.each([
	[new Date('soon')],
	[DateTime.fromISO('soon')],
	['Invalid DateTime'],
	[{ list: [new Date(Number.NaN)] }],
])('%p is no date, and is refused by the name of its attribute', (value) => {
	for (const keep of [true, false]) {
		expect(() => datesOf({ fine: 1, shipped: value }, keep, 'attributes')).toThrow(
			expect.objectContaining({
				parameter: 'attributes',
				reason: expect.stringMatching(/^Attribute "shipped" /) as string,
				isSentence: true,
			}) as Error,
		);
	}
});

test('what is no date but an object of a class, or holds itself, passes as it is', () => {
	const circular: Record<string, unknown> = { at: '2026-01-31' };
	circular.self = circular;
	const duration = Duration.fromObject({ hours: 1 });
	expect(sent(circular)).toBe(circular);
	for (const value of [duration, Buffer.from('a'), new URL('https://example.com')]) {
		expect(JSON.stringify(sent(value))).toBe(JSON.stringify(value));
	}
});

test('names that are special in JavaScript survive', () => {
	const attributes = JSON.parse(`{"__proto__": "${STORED.replace('Z', '.000Z')}"}`) as Record<
		string,
		unknown
	>;
	expect(JSON.stringify(datesOf(attributes, false, 'attributes'))).toBe(
		`{"__proto__":"${STORED}"}`,
	);
});

test.each([
	['2026-01-31T15:00:00Z', '2026-01-31T15:00:00.000Z'],
	['2026-01-31T10:00:00.25-05:00', '2026-01-31T15:00:00.250Z'],
	[new Date('2026-01-31T15:00:00.500Z'), '2026-01-31T15:00:00.500Z'],
	[DateTime.fromISO('2026-01-31T10:00', { zone: 'America/New_York' }), '2026-01-31T15:00:00.000Z'],
	['2026-01-31', '2026-01-31'],
	['2026-01-31 15:00:00Z', '2026-01-31 15:00:00Z'],
])('with milliseconds, as catalogs want it, %p is %s', (value, expected) => {
	expect(datesOf({ it: [value] }, false, 'attributes', 'catalogItem').it).toEqual([expected]);
});

/** The value inside of so many lists. */
function nested(value: unknown, lists: number): unknown {
	return lists === 0 ? value : [nested(value, lists - 1)];
}

test('dates in 100 levels of lists are found, and deeper ones are left as they are', () => {
	const given = '2026-01-31T15:00:00.000Z';
	for (const [lists, expected] of [
		[1, STORED],
		[100, STORED],
		[101, given],
	] as const) {
		expect(sent(nested(given, lists))).toEqual(nested(expected, lists));
	}
});

test('what has its own form as JSON is no object of attributes', () => {
	const own = { at: '2026-01-31T15:00:00.000Z', toJSON: () => 'mine' };
	expect(sent(own)).toBe('mine');
	expect(sent({ in: own })).toEqual({ in: 'mine' });
});

test.each([
	[undefined],
	[null],
	['2026-01-31T15:00:00Z'],
	[1767225600],
	[{}],
	[{ toISO: () => 'x' }],
	[{ toJSDate: () => new Date() }],
])('%p is no date object', (value) => {
	expect(dateObject(value)).toBeUndefined();
});
