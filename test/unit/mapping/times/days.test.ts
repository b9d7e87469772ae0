import { DateTime } from 'luxon';

import {
	countDays,
	readTimeZone,
	requiredDay,
	splitDays,
	type TimeZone,
} from '../../../../nodes/MoEngage/mapping/times';

const zoneOf = (name: string) => readTimeZone(name, 'timezone') as TimeZone;
const UTC = zoneOf('UTC');
const ZONES = ['Asia/Kolkata', 'America/New_York', 'Europe/Berlin', 'Pacific/Auckland', 'UTC'];

test.each<[value: unknown, day: string]>([
	['2026-01-31', '2026-01-31'],
	['20260131', '2026-01-31'],
	['2026-01-31T00:00:00', '2026-01-31'],
	['2026-01-31 23:59:59', '2026-01-31'],
	['2026-01-31T23:30:00.000+05:30', '2026-01-31'],
	['2026-01-31T00:30:00-05:00', '2026-01-31'],
	[DateTime.fromISO('2026-01-31T23:30:00', { zone: 'Asia/Tokyo' }), '2026-01-31'],
])('the day of %p is that of its own clock, whatever the zone of the workflow', (value, day) => {
	expect(ZONES.map((zone) => requiredDay(value, 'startDate', zoneOf(zone)))).toEqual(
		ZONES.map(() => day),
	);
});

test.each([
	// A DATE column of Postgres 1990-01-31, read where clocks show India, New York, Berlin, New Zealand.
	['1990-01-30T18:30:00.000Z', 'Asia/Kolkata', '1990-01-31'],
	['1990-01-31T05:00:00.000Z', 'America/New_York', '1990-01-31'],
	['1990-01-30T23:00:00.000Z', 'Europe/Berlin', '1990-01-31'],
	['1990-07-30T22:00:00.000Z', 'Europe/Berlin', '1990-07-31'],
	['1990-01-30T11:00:00.000Z', 'Pacific/Auckland', '1990-01-31'],
	['1955-06-30T18:30:00.000Z', 'Asia/Kolkata', '1955-07-01'],
	['2026-01-31T20:00:00.000Z', 'Asia/Kolkata', '2026-02-01'],
	['2026-01-31T12:00:00.000Z', 'UTC', '2026-01-31'],
])('the instant %s is in %s the day %s, in whatever form', (instant, zone, day) => {
	const date = new Date(instant);
	const forms = [
		date,
		instant,
		date.getTime(),
		String(date.getTime()),
		DateTime.fromISO(instant, { zone: 'utc' }),
		// As Python and Postgres write it.
		instant.replace('.000Z', '+00:00'),
		instant.replace('T', ' ').replace('.000Z', '+00'),
	];
	expect(forms.map((form) => requiredDay(form, 'startDate', zoneOf(zone)))).toEqual(
		forms.map(() => day),
	);
});

test.each<[value: unknown, day: string]>([
	// MoEngage's own form of u_bd.
	['1990-01-31T00:00:00Z', '1990-01-31'],
	['1990-01-31T00:00:00.000Z', '1990-01-31'],
	[new Date('1990-01-31'), '1990-01-31'],
	[631152000000, '1990-01-01'],
	['631152000000', '1990-01-01'],
	[-315619200000, '1960-01-01'],
	[1769817600, '2026-01-31'],
])('%p, midnight in UTC, is that day in every zone', (value, day) => {
	expect(ZONES.map((zone) => requiredDay(value, 'birthday', zoneOf(zone)))).toEqual(
		ZONES.map(() => day),
	);
});

test.each<[value: unknown, reason: RegExp]>([
	['', /is empty/],
	[null, /is empty/],
	['soon', /cannot be read as a date/],
	['2026-02-30', /cannot be read as a date/],
	['0000-00-00', /cannot be read as a date/],
	[new Date(NaN), /is no date/],
	['Invalid DateTime', /is no date: the expression in this field/],
	['1985', /looks like a year/],
	[0, /too small/],
	[31011990, /too small/],
])('%p is no day', (value, reason) => {
	expect(() => requiredDay(value, 'startDate', UTC)).toThrow(reason);
});

test.each<[first: string, last: string, ranges: string[]]>([
	['2026-01-01', '2026-01-01', ['2026-01-01 2026-01-01']],
	['2026-01-01', '2026-01-30', ['2026-01-01 2026-01-30']],
	['2026-01-01', '2026-01-31', ['2026-01-01 2026-01-30', '2026-01-31 2026-01-31']],
	['2024-02-01', '2024-03-31', ['2024-02-01 2024-03-01', '2024-03-02 2024-03-31']],
	['2026-01-02', '2026-01-01', []],
])('%s to %s is cut into ranges of 30 days without a gap', (first, last, ranges) => {
	expect(splitDays({ first, last }, 30).map((one) => `${one.first} ${one.last}`)).toEqual(ranges);
});

test.each<[first: string, last: string, days: number]>([
	['2026-01-01', '2026-01-01', 1],
	['2024-02-01', '2024-03-31', 60],
	['2016-01-01', '2025-12-31', 3653],
	['2026-01-03', '2026-01-01', -1],
])('%s to %s is a range of %i days', (first, last, days) => {
	expect(countDays({ first, last })).toBe(days);
});
