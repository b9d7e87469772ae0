import fc from 'fast-check';
import { DateTime } from 'luxon';

import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import { readTime } from '../../../../nodes/MoEngage/mapping/times';
import { eventTimes, instantOf, NOW, UTC } from './reading';

describe('reading a time', () => {
	test.each([
		['extended with Z', '2020-05-31T16:33:35Z', '2020-05-31T16:33:35Z'],
		['extended with an offset', '2020-05-31T22:03:35+05:30', '2020-05-31T16:33:35Z'],
		['basic', '20200531T163335Z', '2020-05-31T16:33:35Z'],
		['a fraction after a comma', '2020-05-31T16:33:35,25Z', '2020-05-31T16:33:35.250Z'],
		['hours only', '2020-05-31T16Z', '2020-05-31T16:00:00Z'],
		['a week date', '2020-W22-7', '2020-05-31T00:00:00Z'],
		['an ordinal date', '2020-152', '2020-05-31T00:00:00Z'],
		['the end of a day', '2020-05-31T24:00:00Z', '2020-06-01T00:00:00Z'],
		['a month', '2020-05', '2020-05-01T00:00:00Z'],
		['blanks around it', ' 2020-05-31T16:33:35Z\n', '2020-05-31T16:33:35Z'],
		['a space in place of the T', '2020-05-31 16:33:35', '2020-05-31T16:33:35Z'],
		['epoch seconds', 1590942815, '2020-05-31T16:33:35Z'],
		['epoch seconds as text', '1590942815', '2020-05-31T16:33:35Z'],
		['epoch milliseconds', 1590942815123, '2020-05-31T16:33:35.123Z'],
		['epoch milliseconds as text', '1590942815123', '2020-05-31T16:33:35.123Z'],
		['a JavaScript date', new Date(1590942815000), '2020-05-31T16:33:35Z'],
		[
			"n8n's DateTime",
			DateTime.fromISO('2020-05-31T22:03:35', { zone: 'Asia/Kolkata' }),
			'2020-05-31T16:33:35Z',
		],
	])('takes %s', (_form, value, expected) => {
		expect(instantOf(value)).toBe(expected);
	});

	test.each([
		'yesterday',
		'31/05/2020',
		'2023-02-29',
		'2020-13-01',
		'2020-05-31T25:00:00Z',
		'2020-05-31T16:61:00Z',
		'2020-05-31T16:33:35+99:00',
		'2021-W53-1',
		'2023-366',
		true,
		{ year: 2020 },
		Number.NaN,
		Number.POSITIVE_INFINITY,
		new Date(NaN),
		DateTime.fromISO('soon'),
		'Invalid DateTime',
		'Invalid Date',
		{ toISO: () => '2020-05-31T16:33:35Z' },
	])('refuses %p rather than reading it as another day', (value) => {
		expect(() => readTime(value, 'eventTime')).toThrow(InvalidInput);
	});

	test.each([
		[45678.5, "looks like a spreadsheet's serial date", '2025-01-21T12:00:00'],
		['45678.5', "looks like a spreadsheet's serial date", '2025-01-21T12:00:00'],
		[45678, "looks like a spreadsheet's serial date", '2025-01-21'],
		['45678', "looks like a spreadsheet's serial date", '2025-01-21'],
		[20250131, 'looks like a date written as digits', '2025-01-31'],
		[202501311630, 'looks like a date written as digits', '2025-01-31T16:30:00'],
		['202501311630', 'looks like a date written as digits', '2025-01-31T16:30:00'],
		[20250131163059, 'looks like a date written as digits', '2025-01-31T16:30:59'],
		['20250131163059', 'looks like a date written as digits', '2025-01-31T16:30:59'],
		[2025, 'looks like a year', '2026-01-31'],
		['2025', 'looks like a year', '2026-01-31'],
		[0, 'is too small', 'ISO 8601'],
		['0', 'is too small', 'ISO 8601'],
		[-5, 'is too small', 'ISO 8601'],
		[1430, 'is too small', 'ISO 8601'],
		['1430', 'is too small', 'ISO 8601'],
		['0930', 'is too small', 'ISO 8601'],
		['101112', 'is too small', 'ISO 8601'],
		['1234123', 'is too small', 'ISO 8601'],
		['2025031', 'is too small', 'ISO 8601'],
		['12345678', 'is too small', 'ISO 8601'],
		['31012025', 'is too small', 'ISO 8601'],
		['1.70531E+09', 'is a number that a spreadsheet shortened', 'as text'],
		['1,70531E+09', 'is a number that a spreadsheet shortened', 'as text'],
		['1.7E+12', 'is a number that a spreadsheet shortened', 'as text'],
		[1725258666000000, 'is too large', 'microseconds'],
	])('%p is not sent as 1970: it %s', (value, reason, advice) => {
		expect(() => readTime(value, 'eventTime')).toThrow(
			expect.objectContaining({
				parameter: 'eventTime',
				reason: expect.stringContaining(reason) as string,
				advice: expect.stringContaining(advice) as string,
			}) as Error,
		);
	});

	test.each([
		[946684800, '2000-01-01T00:00:00Z'],
		['946684800000', '2000-01-01T00:00:00Z'],
		[1767225600, '2026-01-01T00:00:00Z'],
		['1.705314600123E9', '2024-01-15T10:30:00.123Z'],
		['1.7053146E9', '2024-01-15T10:30:00Z'],
		['1.705314600123E+12', '2024-01-15T10:30:00.123Z'],
		[631152000000, '1990-01-01T00:00:00Z'],
		['631152000000', '1990-01-01T00:00:00Z'],
		[-315619200000, '1960-01-01T00:00:00Z'],
		['-315619200', '1960-01-01T00:00:00Z'],
		[63072000000, '1972-01-01T00:00:00Z'],
		['20250131', '2025-01-31T00:00:00Z'],
		['1999-12-31T00:00:00Z', '1999-12-31T00:00:00Z'],
		[new Date(0), '1970-01-01T00:00:00Z'],
	])('%p is the time that it says', (value, expected) => {
		expect(instantOf(value)).toBe(expected);
	});

	test.each([
		[946684800000, '2000-01-01T00:00:00Z'],
		[978307200123, '2001-01-01T00:00:00.123Z'],
		['999999999999', '2001-09-09T01:46:39.999Z'],
		[1000000000000, '2001-09-09T01:46:40Z'],
	])('epoch milliseconds are no seconds, whether before 2001 or after: %p', (value, expected) => {
		expect(instantOf(value)).toBe(expected);
		expect(eventTimes({ eventTime: value }, NOW, UTC)).toEqual({ current_time: expected });
	});

	test('agrees with luxon on every form luxon writes', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -1e12, max: 4e12 }),
				fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia'),
				fc.constantFrom('basic' as const, 'extended' as const),
				fc.constantFrom('date', 'week', 'ordinal'),
				(epoch, zone, format, calendar) => {
					const moment = DateTime.fromMillis(epoch, { zone });
					const date = {
						date: moment.toISODate({ format }),
						week: moment.toISOWeekDate(),
						ordinal: moment.toFormat(format === 'basic' ? 'yyyyooo' : 'yyyy-ooo'),
					}[calendar];
					const text = `${date}T${moment.toISOTime({ format })}`;
					const luxon = DateTime.fromISO(text);
					expect(instantOf(text)).toBe(luxon.toUTC().toISO({ suppressMilliseconds: true }));
				},
			),
			{ seed: 20260601, numRuns: 500 },
		);
	});
});
