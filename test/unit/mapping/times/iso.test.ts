import { isoOffset, parseIso } from '../../../../nodes/MoEngage/mapping/times/iso';

const utc = (text: string) => Date.parse(text);

describe('what a text says of a moment, and no more', () => {
	test.each([
		['2020-05-31T16:33:35', { wallClock: utc('2020-05-31T16:33:35Z') }],
		['2020-05-31T16:33:35Z', { wallClock: utc('2020-05-31T16:33:35Z'), offset: 0 }],
		['2020-05-31t16:33:35z', { wallClock: utc('2020-05-31T16:33:35Z'), offset: 0 }],
		[
			'2020-05-31T16:33:35+05:30',
			{ wallClock: utc('2020-05-31T16:33:35Z'), offset: 19_800, hasNumericOffset: true },
		],
		[
			'2020-05-31T16:33:35-0059',
			{ wallClock: utc('2020-05-31T16:33:35Z'), offset: -3_540, hasNumericOffset: true },
		],
		[
			'2020-05-31T16:33:35+23',
			{ wallClock: utc('2020-05-31T16:33:35Z'), offset: 82_800, hasNumericOffset: true },
		],
		['2020-05-31T24:00:00.000', { wallClock: utc('2020-06-01T00:00:00Z') }],
		['2020-05-31T16:33:35.123999', { wallClock: utc('2020-05-31T16:33:35.123Z') }],
		['2020-05-31T23:59:59', { wallClock: utc('2020-05-31T23:59:59Z') }],
		['2020-02-29', { wallClock: utc('2020-02-29T00:00:00Z'), isDay: true }],
		['2020-12-31', { wallClock: utc('2020-12-31T00:00:00Z'), isDay: true }],
		['2020-001', { wallClock: utc('2020-01-01T00:00:00Z'), isDay: true }],
		['2020-366', { wallClock: utc('2020-12-31T00:00:00Z'), isDay: true }],
		['2020-W01-1', { wallClock: utc('2019-12-30T00:00:00Z'), isDay: true }],
		['2020-W01', { wallClock: utc('2019-12-30T00:00:00Z') }],
		['2020-W53-7', { wallClock: utc('2021-01-03T00:00:00Z'), isDay: true }],
		['-000001-01-01', { wallClock: utc('-000001-01-01T00:00:00Z'), isDay: true }],
	])('%s', (text, expected) => {
		expect(parseIso(text)).toEqual(expected);
	});

	test.each([
		['the end of a day is one moment', '2020-05-31T24:30:00Z'],
		['the end of a day is one moment', '2020-05-31T24:00:30Z'],
		['the end of a day is one moment', '2020-05-31T24:00:00.5Z'],
		['a leap second', '2020-05-31T23:59:60Z'],
		['a minute 60', '2020-05-31T23:60:00Z'],
		['a day 0', '2020-05-00'],
		['a day 31 in a month of 30', '2020-06-31'],
		['a month 0', '2020-00-10'],
		['a month 13', '2020-13-10'],
		['a day 0 of the year', '2020-000'],
		['a day 367 of the year', '2020-367'],
		['a day 366 of a shorter year', '2021-366'],
		['a week 0', '2020-W00-1'],
		['a week 53 in a shorter year', '2021-W53-1'],
		['a zone of 60 minutes', '2020-05-31T16:33:35+05:60'],
		['a zone of 24 hours', '2020-05-31T16:33:35+24:00'],
	])('%s does not exist: %s', (_what, text) => {
		expect(parseIso(text)).toBeUndefined();
	});
});

test.each([
	['Z', 0],
	['z', 0],
	['+05:30', 19_800],
	['-0530', -19_800],
	['+23:59', 86_340],
	['-03', -10_800],
	['+24', NaN],
	['+00:60', NaN],
])('the zone %s is %p seconds east of UTC', (zone, seconds) => {
	expect(isoOffset(zone)).toBe(seconds);
});
