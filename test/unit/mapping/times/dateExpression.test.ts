import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';

import { dateExpression } from '../../../../nodes/MoEngage/mapping/times/dateExpression';
import { cpuTime } from '../../../fixtures/cpuTime';
import { evaluate } from '../evaluate';
import { instantOf } from './reading';

const converted = (text: string, value: unknown) => evaluate(dateExpression(text, 'time'), value);

/** The wall clock that a text has afterwards, without a zone. */
const LOCAL: Array<[text: string, iso: string]> = [
	['21.11.2025 09:30', '2025-11-21T09:30:00.000'],
	['1.2.2026', '2026-02-01'],
	['01.30.2026', '2026-01-30'],
	['30/01/2026 16:20', '2026-01-30T16:20:00.000'],
	['01/30/2026 4:20 PM', '2026-01-30T16:20:00.000'],
	['31-12-2025, 23:59:58', '2025-12-31T23:59:58.000'],
	['13/05/2025 3:00 PM', '2025-05-13T15:00:00.000'],
	['05/06/2025 3:00 PM', '2025-05-06T15:00:00.000'],
	['05/06/2025 15:00', '2025-06-05T15:00:00.000'],
	['05-06-2025 3:00 pm', '2025-06-05T15:00:00.000'],
	['12/12/2025 12:05 AM', '2025-12-12T00:05:00.000'],
	['29/02/2024', '2024-02-29'],
	['02-29-2024', '2024-02-29'],
	['31/01/2025 0:00', '2025-01-31T00:00:00.000'],
	[' 31.12.2025', '2025-12-31'],
	['31.12.2025 ', '2025-12-31'],
	['31.12.2025\u00a016:05', '2025-12-31T16:05:00.000'],
	['15/01/2024 10:30:00.25', '2024-01-15T10:30:00.250'],
	['15/01/24 10:30', '2024-01-15T10:30:00.000'],
	['15.01.24', '2024-01-15'],
	['2024/01/15 10:30', '2024-01-15T10:30:00.000'],
	['2024.1.5', '2024-01-05'],
	['2024-1-5 9:05', '2024-01-05T09:05:00.000'],
	['2024-01-15 3:45 PM', '2024-01-15T15:45:00.000'],
	['31-Jan-1990', '1990-01-31'],
	['31-JAN-24 10:30:00', '2024-01-31T10:30:00.000'],
	['31 January 2024, 10:30', '2024-01-31T10:30:00.000'],
	['Jan 15, 2024, 3:45 PM', '2024-01-15T15:45:00.000'],
	['Jan 15, 2024, 3:45\u202fPM', '2024-01-15T15:45:00.000'],
	['1/15/2024, 3:45:00\u202fPM', '2024-01-15T15:45:00.000'],
	['Monday, January 15, 2024 at 3:45 PM', '2024-01-15T15:45:00.000'],
	['Mon May 6 2024', '2024-05-06'],
	['20250131163059', '2025-01-31T16:30:59.000'],
	['202501311630', '2025-01-31T16:30:00.000'],
];

/** The moment of a text that states its zone. */
const ZONED: Array<[text: string, iso: string]> = [
	['2024-01-15 10:30:00 UTC', '2024-01-15T10:30:00.000Z'],
	['2024-01-15 10:30:00.123456 UTC', '2024-01-15T10:30:00.123Z'],
	['Mon, 15 Jan 2024 10:30:00 GMT', '2024-01-15T10:30:00.000Z'],
	['Mon, 15 Jan 2024 10:30:00 +0530', '2024-01-15T10:30:00.000+05:30'],
	['15 Jan 2024 10:30:00 -0800', '2024-01-15T10:30:00.000-08:00'],
	['2024-01-15T10:30:00+05:30[Asia/Kolkata]', '2024-01-15T10:30:00+05:30'],
	['2024-01-15T10:30:00.5Z[UTC]', '2024-01-15T10:30:00.5Z'],
	['2024-01-15 10:30:00 Asia/Kolkata', '2024-01-15T10:30:00.000+05:30'],
	['01/15/2024 16:30 America/New_York', '2024-01-15T16:30:00.000-05:00'],
	['15/01/2024 16:30 GMT', '2024-01-15T16:30:00.000Z'],
	['15.01.2024 10:30 +02:00', '2024-01-15T10:30:00.000+02:00'],
	['Sat Jan 31 2026 16:30:00 GMT+0530 (India Standard Time)', '2026-01-31T16:30:00.000+05:30'],
];

const ALL = [...LOCAL, ...ZONED];
const ZONES = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata'];

describe.each(ZONES)('in a workflow of %s', (zone) => {
	beforeAll(() => (Settings.defaultZone = zone));
	afterAll(() => (Settings.defaultZone = 'system'));

	test.each(ALL)('%s becomes ISO 8601 of the same clock and zone', (text, iso) => {
		expect(converted(text, text)).toBe(iso);
	});

	test('a clock that the zone skips is not another one', () => {
		expect(converted('29.03.2026 02:30', '29.03.2026 02:30')).toBe('2026-03-29T02:30:00.000');
		expect(converted('08.03.2026 02:30', '08.03.2026 02:30')).toBe('2026-03-08T02:30:00.000');
	});
});

test('months, weekdays, AM and PM are English, whatever the language of n8n', () => {
	Settings.defaultLocale = 'de';
	for (const [text, iso] of ALL) expect(converted(text, text)).toBe(iso);
	Settings.defaultLocale = 'en';
});

test('what is pasted for one text leaves all others as they are, empty cells too', () => {
	const others: unknown[] = [
		...['', ' ', null, undefined, 0, 1705314600, '1705314600', 1705314600123, true, {}, NaN],
		...['2024-01-15T10:30:00', '2024-01-15T10:30:00Z', '2024-01-15T10:30:00+05:30', '20240115'],
		...['2024-W03-1', '2024-015', 'soon', 'N/A', 'Invalid DateTime', '31.31.2024 10:30', '1430'],
		...[new Date(1705314600123), DateTime.fromMillis(1705314600123), ['a', 'b']],
	];
	for (const [text] of ALL) {
		for (const other of others) expect(converted(text, other)).toBe(other);
	}
});

test('of other times, only the form changes, never the time', () => {
	for (const [text] of ALL) {
		for (const other of ['2024-01-15', '2024-01-15 10:30', '2024-01-15 10:30:00', '20240115']) {
			expect(instantOf(converted(text, other), 'Asia/Tokyo')).toBe(instantOf(other, 'Asia/Tokyo'));
		}
	}
});

test('what is pasted into an expression that was pasted before converts both forms', () => {
	const first = dateExpression('21.11.2025 09:30', 'time');
	const second = String(dateExpression('Nov 22, 2025', 'time')).replace('$value', () => `${first}`);
	expect(evaluate(second, '21.11.2025 09:30')).toBe('2025-11-21T09:30:00.000');
	expect(evaluate(second, 'Nov 22, 2025')).toBe('2025-11-22');
	expect(evaluate(second, '2025-11-23')).toBe('2025-11-23');
});

test.each([
	...['31/31/2026', '45/05/2025', '05/45/2025', '32.01.2025', '00/05/2025', '5/0/2025'],
	...['0.0.2025', '31/04/2025', '04/31/2025', '29/02/2025', '02-29-2025', '30.02.2024'],
	...['13/13/2025 3:00 PM', '31.12.2025 24:01', '31.12.2025 12:60', '31.12.2025 12:00:60'],
	...['31/12/2025 13:00 PM', '12/31/2025 20:00 AM', '31.12.2025 12:00 x', '31.12.2025 UTC'],
	...['tomorrow', '2026', '1.2-2026', '31.12.2025 12', '2024/13/01', '2024/02/30', '2024-1'],
	// The year may come first, or be of another century.
	...['24-01-15', '10-11-12', '31.12.85', '15/01/61', '31-Jan-90'],
	// Another day of the week, month or zone.
	...['Tue, 15 Jan 2024', '30 Feb 2024', 'Foo 15, 2024', '15 Januar 2024', '15. Jan 2024'],
	...['2024-01-15 10:30 EST', '2024-01-15 10:30 IST', '2024-01-15 10:30 Mars/Olympus'],
	...[
		'2024-02-30T10:30:00Z[UTC]',
		'[UTC]',
		'x[y]',
		'99999999999999',
		'20251331163059',
		'1234567890123',
	],
])('is not offered for %j, which is no date or several', (text) => {
	expect(dateExpression(text, 'time')).toBeUndefined();
});

test('a day of birth has no short year: it is 100 years apart', () => {
	for (const text of ['31.12.25', '15/01/24', '31-Jan-24']) {
		expect(dateExpression(text, 'time')).toBeDefined();
		expect(dateExpression(text, 'date')).toBeUndefined();
	}
	expect(dateExpression('31.12.1985', 'date')).toBe(dateExpression('31.12.1985', 'time'));
});

test('is looked for in long text without losing time', () => {
	const begin = cpuTime();
	for (const part of ['1', ' ', ' (', '1.', 'Jan ', '[', '1:']) {
		expect(dateExpression(`1${part.repeat(100_000)}x`, 'time')).toBeUndefined();
	}
	expect(cpuTime() - begin).toBeLessThan(500);
});

test('gives the date that was written, or is not offered, in any order', () => {
	fc.assert(
		fc.property(
			fc.date({
				min: new Date('2000-01-01T00:00:00Z'),
				max: new Date('2050-12-31T23:59:59Z'),
				noInvalidDate: true,
			}),
			fc.constantFrom(
				...['d.M.yyyy', 'dd.MM.yyyy', 'd/M/yyyy', 'MM/dd/yyyy', 'dd-MM-yyyy', 'M-d-yyyy'],
				...['dd/MM/yy', 'd.M.yy', 'yyyy/MM/dd', 'd-MMM-yyyy', 'MMM d, yyyy', 'EEEE, MMMM d, yyyy'],
				...['EEE, dd MMM yyyy', 'dd-MMM-yy'],
			),
			fc.constantFrom('', ' H:mm', ' h:mm a', ', HH:mm:ss', ' hh:mm:ss a', " 'at' h:mm a"),
			(written, order, clock) => {
				const time = DateTime.fromJSDate(written, { zone: 'utc' });
				const format = order + clock;
				const text = time.toFormat(format);
				const conversion = dateExpression(text, 'time');
				const read = String(evaluate(conversion, text)).replace('.000', '');
				const isoOf = (one: string) => {
					const day = DateTime.fromFormat(text, one, { zone: 'utc' });
					return clock === ''
						? day.toISODate()
						: day.toISO({ includeOffset: false, suppressMilliseconds: true });
				};
				const exchanged = format.replace(/[dM]/g, (letter) => (letter === 'd' ? 'M' : 'd'));
				const mayBe =
					order.includes('MMM') || order.startsWith('y') ? [format] : [format, exchanged];
				const isCertain = time.month === time.day || time.day > 12 || order.includes('.');
				expect((isCertain ? [format] : mayBe).map(isoOf)).toContain(read);
			},
		),
		{ seed: 20261129, numRuns: 2000 },
	);
});
