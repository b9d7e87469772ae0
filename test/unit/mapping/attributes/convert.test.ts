import { DateTime } from 'luxon';

import { evaluate } from '../evaluate';
import { convert, typeNames } from '../../../../nodes/MoEngage/mapping/attributes/convert';
import { Unfit } from '../../../../nodes/MoEngage/mapping/attributes/unfit';
import { cpuTime } from '../../../fixtures/cpuTime';

const TYPES = ['array', 'boolean', 'dateTime', 'number', 'object', 'string'];
const MOMENT = new Date('2026-01-31T10:00:00Z');

describe.each(TYPES)('%s: a blank cell', (type) => {
	test.each([[''], ['   '], [null], [undefined], ['\n']])('%j is not given', (blank) => {
		expect(convert(blank, type)).toBeUndefined();
	});
});

test('an empty list is blank except where a list is wanted', () => {
	expect(TYPES.map((type) => convert([], type))).toEqual([
		[],
		...Array.from({ length: 5 }, () => undefined),
	]);
});

test.each([
	['number', 0, 0],
	['number', '0', 0],
	['number', ' 12.50 ', 12.5],
	['number', '1e3', 1000],
	['number', '9007199254740991', 9007199254740991],
	['number', BigInt(12), 12],
	['string', '12345678901234567890', '12345678901234567890'],
	['string', ' kept ', ' kept '],
	['string', BigInt('12345678901234567890'), '12345678901234567890'],
	['string', 0, '0'],
	['boolean', false, false],
	['boolean', ' TRUE ', true],
	['boolean', '\ufefffalse\u200b', false],
	['number', '\u200e12.50\u200b', 12.5],
	['number', '\ufeff7\u00a0', 7],
	['boolean', '0', false],
	['boolean', 1, true],
	['array', '["a", 1]', ['a', 1]],
	['array', "['a', 'b']", ['a', 'b']],
	['array', '["12345678901234567890"]', ['12345678901234567890']],
	['object', '{"a": 1}', { a: 1 }],
	['object', '{a: 1}', { a: 1 }],
	['object', '2026-01-31T10:00:00.000-05:00', '2026-01-31T10:00:00.000-05:00'],
	['object', MOMENT, MOMENT],
	['object', "{a: '12345678901234567890'}", { a: '12345678901234567890' }],
	['array', ' ["a"]', ['a']],
	['boolean', 'false', false],
	['dateTime', '2026-01-31T10:00:00.123456789+01:00', '2026-01-31T10:00:00.123456789+01:00'],
	['dateTime', ' 1767225600 ', '2026-01-01T00:00:00Z'],
	['dateTime', ' 2026-01-31 10:00 ', '2026-01-31T10:00'],
	['dateTime', '2026-01-31T10:00:00  +05:30', '2026-01-31T10:00:00+05:30'],
	['dateTime', ' 31/01/2026 ', ' 31/01/2026 '],
	['dateTime', '\ufeff2026-01-31 10:00\u200b', '2026-01-31T10:00'],
	[
		'dateTime',
		DateTime.fromISO('2026-01-31T22:00:00', { zone: 'Asia/Kolkata' }),
		'2026-01-31T16:30:00Z',
	],
	['string', MOMENT, MOMENT],
	['aTypeOfTomorrow', 'x', 'x'],
])('%s: %p arrives as %p', (type, value, expected) => {
	expect(convert(value, type)).toEqual(expected);
});

test.each([
	['5.', 5],
	['.5', 0.5],
	['-1.5E-3', -0.0015],
	['+7', 7],
	['.55', 0.55],
	['1e10', 10_000_000_000],
])('the number %s arrives as %p', (value, expected) => {
	expect(convert(value, 'number')).toBe(expected);
});

test.each([
	['digits and a letter', `${'1'.repeat(100_000)}x`],
	['open brackets', '['.repeat(100_000)],
	['apostrophes', `['${"'".repeat(100_000)}`],
	['escapes', `{"${'\\'.repeat(99_999)}`],
	['date-like digits', `2026-01-31T10:00:00.${'0'.repeat(100_000)}Z`],
])('text of 100,000 %s is read at once in every type, and does not stop n8n', (_what, text) => {
	for (const type of TYPES) {
		const began = cpuTime();
		convert(text, type);
		expect([type, cpuTime() - began < 5000]).toEqual([type, true]);
	}
});

test.each([
	['number', '33,50 €', '"33,50 €" is not a number'],
	['number', true, 'true is not a number'],
	['number', [5], '[5] is not a number'],
	['number', 'Infinity', '"Infinity" is not a number'],
	['number', Number.POSITIVE_INFINITY, 'Infinity is not a number'],
	['number', Number.NaN, 'NaN is not a number'],
	['number', '0x10', '"0x10" is not a number'],
	['number', '12345678901234567890', 'more digits than a number can hold'],
	['number', Number('12345678901234567890'), 'more digits than a number can hold'],
	['number', BigInt('12345678901234567890'), 'more digits than a number can hold'],
	['number', MOMENT, 'is a date'],
	['number', '2026-01-31T10:00:00Z', '"2026-01-31T10:00:00Z" is a date'],
	['string', 9007199254740992, '9007199254740992 has already lost digits'],
	['string', Number.NaN, 'NaN is not text'],
	['boolean', 'yes', '"yes" is neither true nor false'],
	['boolean', 2, '2 is neither true nor false'],
	['boolean', [1], '[1] is neither true nor false'],
	['boolean', MOMENT, 'is neither true nor false'],
	['array', 'a,b', '"a,b" is not an array'],
	['array', 'a', '"a" is not an array'],
	['array', '["a"', 'is not an array'],
	['array', '[12345678901234567890]', '12345678901234567890 in it has more digits'],
	['array', MOMENT, 'is not an array'],
	['object', 'a', '"a" is not an object'],
	['object', '[1]', '"[1]" is not an object'],
	['object', [1], '[1] is not an object'],
	['string', { a: 1 }, '{"a":1} is not text'],
	['object', 5, '5 is not an object'],
	['object', '{"id": 12345678901234567890}', '12345678901234567890 in it has more digits'],
	['object', '{"a": 1, "a": 2}', 'the name "a" in it comes twice in one object'],
	['object', "{ size: 'L', 'size': 'M' }", 'the name "size" in it comes twice'],
	['object', "{ 1: 'a', 1: 'b' }", 'the name "1" in it comes twice'],
	['array', '[{"a": 1, "a": 2}]', 'the name "a" in it comes twice'],
	['dateTime', 'soon', '"soon" is not a date'],
	['dateTime', 45678, "45678 looks like a spreadsheet's serial date"],
])('%s: %p would be another value afterwards', (type, value, reason) => {
	const result = convert(value, type);
	expect(result).toBeInstanceOf(Unfit);
	expect((result as Unfit).reason).toContain(reason);
	expect((result as Unfit).advice?.length).toBeGreaterThan(10);
});

test('what a circular value is, is said without choking on it', () => {
	const circular: Record<string, unknown> = {};
	circular.self = circular;
	expect(convert(circular, 'number')).toBeInstanceOf(Unfit);
});

describe('the two ways of giving attributes keep what each did', () => {
	test('a single value becomes an array, objects do not become text', () => {
		const mapped = { wrapsSingles: true } as const;
		expect(convert('Anna', 'array', mapped)).toEqual(['Anna']);
		expect(convert(7, 'array', mapped)).toEqual([7]);
		expect(convert(MOMENT, 'array', mapped)).toEqual([MOMENT]);
		expect(convert(' Anna ', 'array', mapped)).toEqual(['Anna']);
		expect(convert(true, 'array', mapped)).toEqual([true]);
		expect(convert('Anna, Ben', 'array', mapped)).toBeInstanceOf(Unfit);
		expect(convert(' {"a": 1}', 'array', mapped)).toBeInstanceOf(Unfit);
		expect(convert({ a: 1 }, 'array', mapped)).toBeInstanceOf(Unfit);
		expect(convert(2 ** 53, 'array', mapped)).toMatchObject({
			reason: '9007199254740992 is not an array',
		});
		expect(convert({ a: 1 }, 'string', mapped)).toBeInstanceOf(Unfit);
	});

	test('objects become text, a single value does not become an array', () => {
		const fields = { writesJson: true } as const;
		expect(convert({ a: 1 }, 'string', fields)).toBe('{"a":1}');
		expect(convert(['a'], 'string', fields)).toBe('["a"]');
		expect(convert('Anna', 'array', fields)).toBeInstanceOf(Unfit);
	});
});

describe('dates of business events in the order of the user', () => {
	test.each([
		...['11/11/2023', '31/01/2026', '01/31/2026', '1.2.2026', '2026/01/31', '31-01-2026'],
		...['31/01/2026 10:30', '01/31/2026, 10:30:15 PM'],
		...['31/12/2026', '11/11/2023 10:30PM'],
	])('%s passes unchanged', (text) => {
		expect(convert(text, 'dateTime')).toBe(text);
	});

	test.each([
		'31/31/2026',
		'00/10/2026',
		'32/01/2026',
		'x11/11/2023',
		'11/11/23',
		'1/2026',
		'10:30',
		'11/11/2023 soon',
	])('%s is no date', (text) => {
		expect(convert(text, 'dateTime')).toBeInstanceOf(Unfit);
	});
});

describe('a date in a form that MoEngage would store as text', () => {
	test.each([
		['31-Jan-1990', '1990-01-31'],
		['Jan 15, 2024', '2024-01-15'],
		['Mon, 15 Jan 2024 10:30:00 GMT', '2024-01-15T10:30:00.000Z'],
		['2024-01-15T10:30:00+05:30[Asia/Kolkata]', '2024-01-15T10:30:00+05:30'],
	])('%s gets an expression that gives %s', (text, iso) => {
		const result = convert(text, 'dateTime') as Unfit;
		expect(result).toBeInstanceOf(Unfit);
		expect(result.reason).toBe(`"${text}" is not a date`);
		for (const [value, given] of [
			[text, iso],
			['2026-01-31', '2026-01-31'],
			['', ''],
			['soon', 'soon'],
			[1767225600, 1767225600],
		]) {
			expect(evaluate(result.conversion, value)).toBe(given);
		}
	});

	test.each(['Jan 15, 2024, 3:45 PM', '11/11/23 10:30', 'soon', '31-Feb-1990', 45678.5])(
		'%p gets none: it would have no zone, or is no date',
		(value) => expect((convert(value, 'dateTime') as Unfit).conversion).toBeUndefined(),
	);
});

test('an instance of a class that is wanted as an object stays what it is', () => {
	const map = new Map([['a', 1]]);
	expect(convert(map, 'object')).toBe(map);
});

test.each([
	['array', 'Array', 'an array'],
	['boolean', 'Boolean', 'true or false'],
	['dateTime', 'Date & Time', 'a date'],
	['number', 'Number', 'a number'],
	['object', 'Object', 'an object'],
	['string', 'String', 'text'],
	['ofTomorrow', 'ofTomorrow', 'ofTomorrow'],
])('the type %s is called %s in the editor, and is %s', (type, label, noun) => {
	expect(typeNames(type)).toMatchObject({ label, noun });
});
