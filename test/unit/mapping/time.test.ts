import fc from 'fast-check';
import { DateTime } from 'luxon';

import { eventTimes as readEventTimes } from '../../../nodes/MoEngage/mapping/eventTimes';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import {
	formatUtc,
	readTime,
	readTimeZone,
	toInstant,
	type TimeZone,
} from '../../../nodes/MoEngage/mapping/time';
import { additionalFieldsOf } from '../parametersOf';

const UTC = { offsetAt: () => 0 };
const NOW = Date.UTC(2026, 5, 1, 12);

function eventTimes(given: Record<string, unknown>, now: number, workflowZone: TimeZone) {
	return readEventTimes(additionalFieldsOf(given), now, workflowZone);
}

function instantOf(value: unknown, zone = 'UTC'): string {
	const time = readTime(value, 'eventTime');
	const timeZone = readTimeZone(zone, 'timezone');
	if (!time || !timeZone) throw new Error('nothing given');
	return formatUtc(toInstant(time, timeZone));
}

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
		['a year alone', '2020', '2020-01-01T00:00:00Z'],
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
		[0, 'would be a time before the year 2000', 'ISO 8601'],
		[-5, 'would be a time before the year 2000', 'ISO 8601'],
		['-1700000000', 'would be a time before the year 2000', 'ISO 8601'],
		[946684799, 'would be a time before the year 2000', 'ISO 8601'],
		[946684799999, 'would be a time before the year 2000', 'ISO 8601'],
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

	// As seconds, milliseconds of 1970 to 1973 are times in the years 2286 to 5138.
	test.each([100_000_000, 31_536_000_000, '63072000000', 94_694_399_999, 99_999_999_999])(
		'epoch milliseconds before 1973 become no time of an event: %p',
		(value) => {
			for (const field of ['eventTime', 'userTime']) {
				expect(() => eventTimes({ [field]: value }, NOW, UTC)).toThrow(InvalidInput);
			}
		},
	);

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
					expect(instantOf(text)).toBe(formatUtc(luxon.toMillis()));
				},
			),
			{ seed: 20260601, numRuns: 500 },
		);
	});
});

describe('reading a time zone', () => {
	const winter = Date.UTC(2026, 0, 15);
	const summer = Date.UTC(2026, 6, 15);

	test.each([
		['Asia/Kolkata', 19800, 19800],
		['Europe/Berlin', 3600, 7200],
		['America/St_Johns', -12600, -9000],
		['UTC', 0, 0],
		['+05:30', 19800, 19800],
		['+0530', 19800, 19800],
		['-3', -10800, -10800],
		['UTC+2', 7200, 7200],
		['19800', 19800, 19800],
		[-3600, -3600, -3600],
		['-3600', -3600, -3600],
		[0, 0, 0],
		[54000, 54000, 54000],
		['+15:00', 54000, 54000],
		['+5:30', 19800, 19800],
		['+530', 19800, 19800],
		['-930', -34200, -34200],
		['UTC +2', 7200, 7200],
		[' gmt-03:30 ', -12600, -12600],
		['3600.0', 3600, 3600],
		[' Europe/Berlin ', 3600, 7200],
		// As POSIX has it, these lie west of UTC.
		['Etc/GMT+2', -7200, -7200],
	])('reads %p with the offset of the moment', (zone, inWinter, inSummer) => {
		const timeZone = readTimeZone(zone, 'timezone');
		expect([timeZone?.offsetAt(winter), timeZone?.offsetAt(summer)]).toEqual([inWinter, inSummer]);
	});

	test.each([
		['Mars/Olympus', /not a time zone/],
		['54001', /outside the range/],
		[-54060, /outside the range/],
		[5.5, /whole number of minutes/],
		['330', /whole number of minutes/],
		[{}, /not a time zone/],
		['+16:00', /not a time zone/],
		['x+05:30', /not a time zone/],
		['+05:30x', /not a time zone/],
		['x3600', /not a time zone/],
		['3600x', /not a time zone/],
	])('refuses %p', (zone, reason) => {
		expect(() => readTimeZone(zone, 'timezone')).toThrow(reason);
	});

	test('knows zones that were no whole minutes from UTC', () => {
		const monrovia = readTimeZone('Africa/Monrovia', 'timezone');
		expect(monrovia?.offsetAt(Date.UTC(1970, 0, 1))).toBe(-(44 * 60 + 30));
		expect(monrovia?.offsetAt(Date.UTC(2026, 0, 1))).toBe(0);
	});

	test('a wall clock that two moments share is the first, one in a gap the moment after it', () => {
		expect(instantOf('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z');
		expect(instantOf('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
		expect(instantOf('2026-06-01T02:30:00', 'Europe/Berlin')).toBe('2026-06-01T00:30:00Z');
	});

	test('a wall clock becomes the instant that shows it, in every zone and season', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 2e12 }),
				fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tehran'),
				(epoch, zone) => {
					const wall = DateTime.fromMillis(epoch, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
					const shown = DateTime.fromISO(instantOf(wall, zone), { zone });
					expect(shown.toFormat("yyyy-MM-dd'T'HH:mm:ss")).toBe(wall);
				},
			),
			{ seed: 20260601, numRuns: 500 },
		);
	});
});

describe('the time fields of an event', () => {
	test('nothing given leaves all three out, for MoEngage to derive', () => {
		expect(eventTimes({ eventTime: '', userTime: null }, NOW, UTC)).toStrictEqual({});
	});

	test("the offset is the one at the event's time, not today's", () => {
		expect(
			eventTimes({ eventTime: '2026-01-15T10:00:00Z', timezone: 'Europe/Berlin' }, NOW, UTC),
		).toEqual({ current_time: '2026-01-15T10:00:00Z', user_timezone_offset: 3600 });
		expect(
			eventTimes({ eventTime: '2025-07-15T10:00:00Z', timezone: 'Europe/Berlin' }, NOW, UTC),
		).toEqual({ current_time: '2025-07-15T10:00:00Z', user_timezone_offset: 7200 });
	});

	test("a time without a zone is read in the item's zone, else in the workflow's", () => {
		const workflow = { offsetAt: () => -18000 };
		const given = { eventTime: '2026-01-15T10:00:00' };
		expect(eventTimes(given, NOW, workflow).current_time).toBe('2026-01-15T15:00:00Z');
		expect(eventTimes({ ...given, timezone: '+05:30' }, NOW, workflow).current_time).toBe(
			'2026-01-15T04:30:00Z',
		);
	});

	test.each([
		['2026-01-15T10:00:00', '2026-01-15T09:00:00Z'],
		['2026-05-15T10:00:00', '2026-05-15T08:00:00Z'],
		['2026-03-29T01:59:59', '2026-03-29T00:59:59Z'],
		['2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
		['2025-10-26T04:00:00', '2025-10-26T03:00:00Z'],
	])('in a workflow of Europe/Berlin, Event Time %s is %s', (eventTime, expected) => {
		const workflow = readTimeZone('Europe/Berlin', 'timezone') as TimeZone;
		expect(eventTimes({ eventTime }, NOW, workflow)).toEqual({ current_time: expected });
	});

	test.each([
		// It is summer time NOW, and was not then.
		['2026-01-15T10:00:00', '2026-01-15T10:00:00Z', 3600],
		['2026-01-15T10:00:00Z', '2026-01-15T11:00:00Z', 3600],
		['2026-03-29T00:59:59Z', '2026-03-29T01:59:59Z', 3600],
		['2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z', 7200],
		['2025-10-26T00:59:59Z', '2025-10-26T02:59:59Z', 7200],
		['2025-10-26T01:00:00Z', '2025-10-26T02:00:00Z', 3600],
		['2025-07-15T10:00:00', '2025-07-15T10:00:00Z', 7200],
	])('User Time %s alone has the offset of its own season', (userTime, wallClock, offset) => {
		for (const now of [NOW, Date.UTC(2026, 11, 1)]) {
			expect(eventTimes({ userTime, timezone: 'Europe/Berlin' }, now, UTC)).toEqual({
				user_time: wallClock,
				user_timezone_offset: offset,
			});
		}
	});

	test('User Time in the future is refused by the zone that it is meant in', () => {
		// 13:30 is half an hour ago in Berlin, and an hour and a half ahead in UTC.
		const berlin = readTimeZone('Europe/Berlin', 'timezone') as TimeZone;
		const given = { userTime: '2026-06-01T13:30:00' };
		const sent = { user_time: '2026-06-01T13:30:00Z' };
		expect(eventTimes({ ...given, timezone: 'Europe/Berlin' }, NOW, UTC)).toMatchObject(sent);
		expect(eventTimes({ ...given, timezone: '+05:30' }, NOW, UTC)).toMatchObject(sent);
		expect(eventTimes(given, NOW, berlin)).toEqual(sent);
		expect(() => eventTimes({ ...given, timezone: 'UTC' }, NOW, berlin)).toThrow(/future/);
	});

	test('user time is the wall clock: kept as given, and moved there from an instant', () => {
		expect(eventTimes({ userTime: '2026-01-15T10:00:00' }, NOW, UTC)).toEqual({
			user_time: '2026-01-15T10:00:00Z',
		});
		expect(
			eventTimes({ userTime: '2026-01-15T10:00:00Z', timezone: 'Asia/Kolkata' }, NOW, UTC),
		).toEqual({ user_time: '2026-01-15T15:30:00Z', user_timezone_offset: 19800 });
	});

	test.each([900, 5_000, 120_000])(
		'a source whose clock is %i ms ahead is not in the future: it is sent as now',
		(ahead) => {
			expect(eventTimes({ eventTime: NOW + ahead }, NOW, UTC)).toEqual({
				current_time: '2026-06-01T12:00:00Z',
			});
			expect(eventTimes({ userTime: formatUtc(NOW + ahead) }, NOW, UTC)).toEqual({
				user_time: '2026-06-01T12:00:00Z',
			});
			expect(
				eventTimes({ userTime: NOW + ahead, timezone: 'Asia/Kolkata' }, NOW, UTC).user_time,
			).toBe('2026-06-01T17:30:00Z');
			expect(readTime(NOW + ahead, 'eventTime')?.wallClock).toBe(NOW + ahead);
		},
	);

	test.each(['eventTime', 'userTime'])('%s further ahead is refused', (field) => {
		for (const ahead of [120_001, 180_000, 86_400_000]) {
			expect(() => eventTimes({ [field]: NOW + ahead }, NOW, UTC)).toThrow(/future/);
			expect(() => eventTimes({ [field]: new Date(NOW + ahead).toISOString() }, NOW, UTC)).toThrow(
				/future/,
			);
		}
	});

	test.each([
		['2026-01-31T22:00:00+05:30', '2026-01-31T22:00:00Z', 19800],
		['2026-01-31T22:00:00-0300', '2026-01-31T22:00:00Z', -10800],
		['2026-01-31T22:00:00+00:00', '2026-01-31T22:00:00Z', 0],
		[
			DateTime.fromISO('2026-01-31T22:00:00', { zone: 'America/New_York' }),
			'2026-01-31T22:00:00Z',
			-18000,
		],
	])('the offset of User Time %s is not dropped', (userTime, wallClock, offset) => {
		const sent = { user_time: wallClock, user_timezone_offset: offset };
		expect(eventTimes({ userTime }, NOW, UTC)).toEqual(sent);
		expect(eventTimes({ userTime, eventTime: '2026-01-31T12:00:00Z' }, NOW, UTC)).toEqual({
			...sent,
			current_time: '2026-01-31T12:00:00Z',
		});
	});

	test.each(['2026-01-31T22:00:00Z', '2026-01-31T22:00:00', 1769896800, '1769896800000'])(
		'User Time %s states no offset of the user, and none is made up',
		(userTime) => {
			expect(eventTimes({ userTime }, NOW, UTC)).toEqual({ user_time: '2026-01-31T22:00:00Z' });
		},
	);

	test('the wall clock of a user in no known zone is not judged by another clock', () => {
		expect(eventTimes({ userTime: '2026-06-02T01:00:00' }, NOW, UTC)).toStrictEqual({
			user_time: '2026-06-02T01:00:00Z',
		});
	});

	test('a wall clock that the zone has skipped is sent as it was given', () => {
		const given = { userTime: '2026-03-29T02:30:00', timezone: 'Europe/Berlin' };
		expect(eventTimes(given, NOW, UTC)).toEqual({
			user_time: '2026-03-29T02:30:00Z',
			user_timezone_offset: 7200,
		});
	});

	test.each([
		[{ userTime: '2026-01-31T22:00:00+16:00' }, 'userTime'],
		[{ userTime: '2026-06-05T22:00:00Z', timezone: 'UTC' }, 'userTime'],
		[{ userTime: 'soon' }, 'userTime'],
		[{ eventTime: '2026-06-05T22:00:00Z' }, 'eventTime'],
		[{ eventTime: '2026-01-05', timezone: 'Mars' }, 'timezone'],
	])('%j is refused by the name of the field', (given, field) => {
		expect(() => eventTimes(given, NOW, UTC)).toThrow(
			expect.objectContaining({ parameter: `additionalFields.${field}` }) as Error,
		);
	});

	test('Time Zone counts more than the offset of User Time', () => {
		const given = { userTime: '2026-01-31T22:00:00+05:30', timezone: 'Europe/Berlin' };
		expect(eventTimes(given, NOW, UTC)).toEqual({
			user_time: '2026-01-31T17:30:00Z',
			user_timezone_offset: 3600,
		});
	});
});
