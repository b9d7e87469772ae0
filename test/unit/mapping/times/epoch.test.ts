import { readEpoch } from '../../../../nodes/MoEngage/mapping/times/epoch';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';

const AN_EPOCH = 'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds';
const DIGITS = 'looks like a date written as digits';
const SERIAL = "looks like a spreadsheet's serial date";
const YEAR = 'looks like a year';
const TOO_SMALL = 'is too small for epoch seconds or milliseconds';
const TOO_LARGE = 'is too large for epoch seconds or milliseconds';

function refusalOf(value: unknown): unknown {
	try {
		return readEpoch(value, 'eventTime');
	} catch (error) {
		const { parameter, reason, advice } = error as InvalidInput;
		return { parameter, reason, advice };
	}
}

test.each([
	[946_684_800, '2000-01-01T00:00:00.000Z'],
	[1_590_942_815, '2020-05-31T16:33:35.000Z'],
	[1_590_942_815.25, '2020-05-31T16:33:35.250Z'],
	['1590942815.25', '2020-05-31T16:33:35.250Z'],
	// Rounded: what a float makes of 35.123 s lies a little below it.
	[1_590_942_815.123, '2020-05-31T16:33:35.123Z'],
	['1590942815.9996', '2020-05-31T16:33:36.000Z'],
	[1_590_942_815_122.6, '2020-05-31T16:33:35.123Z'],
	[' 1590942815 ', '2020-05-31T16:33:35.000Z'],
	[1_590_942_815_123, '2020-05-31T16:33:35.123Z'],
	[9_999_999_999, '2286-11-20T17:46:39.000Z'],
	[10_000_000_000, '1970-04-26T17:46:40.000Z'],
	[946_684_799, '1999-12-31T23:59:59.000Z'],
	[100_000_001, '1973-03-03T09:46:41.000Z'],
	[100_000_000_000, '1973-03-03T09:46:40.000Z'],
	[-315_619_200_000, '1960-01-01T00:00:00.000Z'],
	['-315619200', '1960-01-01T00:00:00.000Z'],
	['1.705314600123E9', '2024-01-15T10:30:00.123Z'],
	[253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
])('%p is a moment', (value, expected) => {
	expect(new Date(readEpoch(value, 'eventTime') ?? NaN).toISOString()).toBe(expected);
});

test.each([
	['20250131'],
	['19991231'],
	['x5'],
	['15909428a5'],
	[NaN],
	[Infinity],
	[true],
	[null],
	[{}],
])('%p is none', (value) => {
	expect(readEpoch(value, 'eventTime')).toBeUndefined();
});

describe('a number that stands for a time in another way says in which', () => {
	test.each<[unknown, string, string, string]>([
		[20250131, '20250131', DIGITS, 'Write it as 2025-01-31'],
		[19990101, '19990101', DIGITS, 'Write it as 1999-01-01'],
		[20251231, '20251231', DIGITS, 'Write it as 2025-12-31'],
		[202501312359, '202501312359', DIGITS, 'Write it as 2025-01-31T23:59:00'],
		[202501310000, '202501310000', DIGITS, 'Write it as 2025-01-31T00:00:00'],
		['20250131163059', '"20250131163059"', DIGITS, 'Write it as 2025-01-31T16:30:59'],
		[
			20_000,
			'20000',
			SERIAL,
			'Write it as 1954-10-03, or format the column of the spreadsheet as text',
		],
		[
			'45678.5',
			'"45678.5"',
			SERIAL,
			'Write it as 2025-01-21T12:00:00, or format the column of the spreadsheet as text',
		],
		[
			79_999,
			'79999',
			SERIAL,
			'Write it as 2119-01-10, or format the column of the spreadsheet as text',
		],
		[1900, '1900', YEAR, 'Write a whole date such as 2026-01-31'],
		[2199, '2199', YEAR, 'Write a whole date such as 2026-01-31'],
		[
			253_402_300_800_000,
			'253402300800000',
			TOO_LARGE,
			'Divide microseconds by 1,000, or use ISO 8601 such as 2026-01-31T16:30:00Z',
		],
		[
			-253_402_300_800_000,
			'-253402300800000',
			TOO_LARGE,
			'Divide microseconds by 1,000, or use ISO 8601 such as 2026-01-31T16:30:00Z',
		],
		[100_000_000, '100000000', TOO_SMALL, AN_EPOCH],
		['-5.5', '"-5.5"', TOO_SMALL, AN_EPOCH],
		['1430', '"1430"', TOO_SMALL, AN_EPOCH],
		['2025', '"2025"', YEAR, 'Write a whole date such as 2026-01-31'],
	])('%p', (value, shown, reason, advice) => {
		expect(refusalOf(value)).toEqual({
			parameter: 'eventTime',
			reason: `${shown} ${reason}`,
			advice,
		});
	});

	test.each([
		...[1899, 2200, 19_999, 80_000, 0, -1],
		// Months, days and hours that do not exist.
		...[20251331, 20250031, 20250100, 20250132],
	])('%p is no such number, and no epoch', (value) => {
		expect(refusalOf(value)).toMatchObject({ reason: `${value} ${TOO_SMALL}`, advice: AN_EPOCH });
	});
});
