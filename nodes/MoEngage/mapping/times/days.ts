import { InvalidInput } from '../invalidInput';
import { formatUtc } from './moments';
import { readTime } from './readTime';
import type { TimeZone } from './timeZone';

const DAY_MS = 86_400_000;

/** A range of days, each `YYYY-MM-DD`, both included. */
export type Days = { first: string; last: string };

/**
 * A day as `YYYY-MM-DD`: that of the value's own clock if it has one. An instant (a JavaScript date, an epoch, text with
 * `Z` or `+00:00`) has none: databases make one of the midnight of `zone`, many systems one of the midnight of UTC. The day is the
 * one of UTC where it is midnight there, and else that of `zone`.
 * @param zone the workflow's
 * @throws InvalidInput when nothing is given, or nothing that can be read as a date
 */
export function requiredDay(value: unknown, parameter: string, zone: TimeZone): string {
	const time = readTime(value, parameter, 'date');
	if (time === undefined) {
		throw new InvalidInput(parameter, 'is empty for this item', 'Use a date such as 2026-01-31');
	}
	const { wallClock, offset, hasNumericOffset } = time;
	const isInstant = offset === 0 || (offset !== undefined && hasNumericOffset !== true);
	const isMidnight = wallClock % DAY_MS === 0;
	return dayOf(isInstant && !isMidnight ? wallClock + zone.offsetAt(wallClock) * 1000 : wallClock);
}

/** How many days a range has, both ends included; none or fewer when it ends before it begins. */
export function countDays({ first, last }: Days): number {
	return (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
}

/**
 * Cuts a range of days into ranges of at most `most` days.
 * @returns in order, without a gap; none when the range ends before it begins
 */
export function splitDays({ first, last }: Days, most: number): Days[] {
	const end = Date.parse(last);
	const ranges: Days[] = [];
	for (let start = Date.parse(first); start <= end; start += most * DAY_MS) {
		const stop = Math.min(start + (most - 1) * DAY_MS, end);
		ranges.push({ first: dayOf(start), last: dayOf(stop) });
	}
	return ranges;
}

/** The day so many days after another one, or before it. */
export function shiftDay(day: string, days: number): string {
	return dayOf(Date.parse(day) + days * DAY_MS);
}

function dayOf(epochMs: number): string {
	return formatUtc(epochMs).slice(0, 10);
}
