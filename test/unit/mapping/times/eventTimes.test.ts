import { DateTime } from 'luxon';

import { readTime, readTimeZone, type TimeZone } from '../../../../nodes/MoEngage/mapping/times';
import { eventTimes, NOW, UTC } from './reading';

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

	describe.each(['eventTime', 'userTime'])('%s', (field) => {
		test.each([
			// Unset times of Go and .NET, of SQL Server, and of PHP and JavaScript.
			...[
				'0001-01-01T00:00:00Z',
				'1900-01-01',
				'1970-01-01T00:00:00.000Z',
				'1970-01-01T01:00:00+01:00',
			],
			...['1999-12-31T23:59:59', '19991231', '1999-365', '1999-W52-5', '1899-12-30 00:00:00'],
			...[946684799, '946684799', 946684799999, -62135596800000, 631152000000],
			...[new Date(0), new Date('1980-01-01'), DateTime.fromISO('1999-12-31T20:00:00')],
		])('is rejected before the year 2000: %p', (value) => {
			for (const timezone of ['', 'Asia/Kolkata', 'America/New_York']) {
				expect(() => eventTimes({ [field]: value, timezone }, NOW, UTC)).toThrow(
					expect.objectContaining({
						parameter: `additionalFields.${field}`,
						reason: expect.stringContaining('is a time before the year 2000') as string,
					}) as Error,
				);
			}
		});

		test.each(['2000-01-01T00:00:00', 946684800, '946684800000', '2000-01-01T00:00:00Z'])(
			'%p is the first time of an event',
			(value) => {
				expect(eventTimes({ [field]: value }, NOW, UTC)).toEqual({
					[field === 'eventTime' ? 'current_time' : 'user_time']: '2000-01-01T00:00:00Z',
				});
			},
		);
	});

	test.each(['2026-01-15T10:00:00+00:08', '2026-01-15 10:00:00-05:31', '20260115T100000+0005'])(
		'an offset in minutes that was written as one in hours is no offset: %s',
		(value) => {
			for (const field of ['eventTime', 'userTime']) {
				for (const timezone of ['', 'Asia/Kolkata']) {
					expect(() => eventTimes({ [field]: value, timezone }, NOW, UTC)).toThrow(
						expect.objectContaining({
							parameter: `additionalFields.${field}`,
							reason: expect.stringContaining('has an offset that no time zone has') as string,
						}) as Error,
					);
				}
			}
		},
	);

	test.each(['2026-01-15T10:00:00Z', '1768471200', '2026-01-15', 'Asia/Kolkata'])(
		'what nobody sees around %s changes nothing',
		(value) => {
			const field = value.includes('/') ? 'timezone' : 'eventTime';
			const times = eventTimes({ [field]: value }, NOW, UTC);
			for (const text of [`\ufeff${value}`, `${value}\u200b`, `\u200e ${value}\u00a0`]) {
				expect(eventTimes({ [field]: text }, NOW, UTC)).toEqual(times);
			}
		},
	);

	// As seconds, they would be times in the years 2286 to 5138.
	test.each([10_000_000_001, 31_536_000_000, '63072000000', 94_694_399_999, 99_999_999_999])(
		'epoch milliseconds before 1973 become no time of an event: %p',
		(value) => {
			for (const field of ['eventTime', 'userTime']) {
				expect(() => eventTimes({ [field]: value }, NOW, UTC)).toThrow(/before the year 2000/);
			}
		},
	);

	test.each([900, 5_000, 120_000])(
		'a source whose clock is %i ms ahead is not in the future: it is sent as now',
		(ahead) => {
			expect(eventTimes({ eventTime: NOW + ahead }, NOW, UTC)).toEqual({
				current_time: '2026-06-01T12:00:00Z',
			});
			expect(eventTimes({ userTime: new Date(NOW + ahead).toISOString() }, NOW, UTC)).toEqual({
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
