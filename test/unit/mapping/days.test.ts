import { countDays, requiredDay, splitDays } from '../../../nodes/MoEngage/mapping/days';

test.each<[value: unknown, day: string]>([
	['2026-01-31', '2026-01-31'],
	['2026-01-31T00:00:00', '2026-01-31'],
	['2026-01-31T23:30:00.000+05:30', '2026-01-31'],
	[1769860800, '2026-01-31'],
	[new Date('2026-01-31T12:00:00Z'), '2026-01-31'],
])('the day of %p is that of its own clock', (value, day) => {
	expect(requiredDay(value, 'startDate')).toBe(day);
});

test.each<[value: unknown, reason: RegExp]>([
	['', /is empty/],
	[null, /is empty/],
	['soon', /cannot be read/],
	['2026-02-30', /cannot be read/],
])('%p is no day', (value, reason) => {
	expect(() => requiredDay(value, 'startDate')).toThrow(reason);
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
