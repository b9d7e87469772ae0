import fc from 'fast-check';
import { DateTime } from 'luxon';

import { readTimeZone } from '../../../../nodes/MoEngage/mapping/times';
import { instantOf } from './reading';

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
		['\ufeffEurope/Berlin\u200b', 3600, 7200],
		['\u200e+05:30\u00a0', 19800, 19800],
		['UTC+530', 19800, 19800],
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
		[5.5, /not the offset of a time zone/],
		['330', /not the offset of a time zone/],
		[{}, /not a time zone/],
		['+16:00', /not a time zone/],
		['x+05:30', /not a time zone/],
		['+05:30x', /not a time zone/],
		['x3600', /not a time zone/],
		['3600x', /not a time zone/],
		['UTC-330', /may be minutes/],
		['GMT+480', /may be minutes/],
		['utc -300', /may be minutes/],
	])('refuses %p', (zone, reason) => {
		expect(() => readTimeZone(zone, 'timezone')).toThrow(reason);
	});

	// JavaScript has -330 for India and 480 for California, and Luxon 330 and -480.
	test.each([330, -330, 480, -480, -300, 300, 60, -60, 120, 180, 345, -210, 840, -720, 15, 1])(
		'the minutes %p are no seconds, as number or text, with a sign or without',
		(minutes) => {
			const forms = [minutes, String(minutes), ` ${minutes} `, `${minutes}.0`, `+${minutes}`];
			for (const form of forms) {
				const hours = /^ ?[+-](\d{1,2}) ?$/.exec(String(form))?.[1];
				// "+15" are hours.
				if (Number(hours) <= 15) continue;
				expect(() => readTimeZone(form, 'timezone')).toThrow(
					expect.objectContaining({ parameter: 'timezone' }) as Error,
				);
			}
		},
	);

	test('no offset of any zone, in minutes, is read as another zone', () => {
		const zones = (
			Intl as unknown as { supportedValuesOf(key: string): string[] }
		).supportedValuesOf('timeZone');
		const offsets = new Set(
			zones.flatMap((zone) =>
				[winter, summer].map((moment) => readTimeZone(zone, 'timezone')?.offsetAt(moment) ?? 0),
			),
		);
		expect(offsets.size).toBeGreaterThan(30);
		for (const seconds of offsets) {
			expect(readTimeZone(seconds, 'timezone')?.offsetAt(winter)).toBe(seconds);
			if (seconds === 0) continue;
			for (const minutes of [seconds / 60, -seconds / 60]) {
				for (const form of [minutes, String(minutes), minutes > 0 ? `+${minutes}` : minutes]) {
					expect(() => readTimeZone(form, 'timezone')).toThrow();
				}
			}
		}
	});

	test.each([
		['+05:20', /not the offset of a time zone/],
		['+0107', /not the offset of a time zone/],
		['-02:10', /not the offset of a time zone/],
		[3660, /not the offset of a time zone/],
		['19860', /not the offset of a time zone/],
		['+330', /minutes, or hours and minutes/],
		['-300', /minutes, or hours and minutes/],
		['+630', /minutes, or hours and minutes/],
	])('no zone has the offset %p', (zone, reason) => {
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
