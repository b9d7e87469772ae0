import { InvalidInput } from './invalidInput';
import { formatUtc, readTime } from './time';

const DAY_MS = 86_400_000;

/** A range of days, each `YYYY-MM-DD`, both included. */
export type Days = { first: string; last: string };

/**
 * A day as `YYYY-MM-DD`: that of the value's own clock, whatever its zone.
 * @throws InvalidInput when nothing is given, or nothing that can be read as a time
 */
export function requiredDay(value: unknown, parameter: string): string {
	const time = readTime(value, parameter);
	if (time === undefined) {
		throw new InvalidInput(parameter, 'is empty for this item', 'Use a date such as 2026-01-31');
	}
	return dayOf(time.wallClock);
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

function dayOf(epochMs: number): string {
	return formatUtc(epochMs).slice(0, 10);
}
