/** A point in time as an item gives it. */
export type GivenTime = {
	/** Epoch milliseconds of the wall clock's digits, read as if they were UTC. */
	wallClock: number;
	/** Seconds east of UTC that the value itself states; `undefined` for a wall clock without a zone. */
	offset?: number;
	/** The text itself gives the offset in hours (`+05:30`); `Z`, epochs and date objects do not. */
	hasNumericOffset?: true;
	/** A date without a time. */
	isDay?: true;
};

const ISO_8601 = new RegExp(
	[
		'^([+-]\\d{6}|\\d{4})', // year
		'(?:-?W(\\d{2})(?:-?([1-7]))?|-?(\\d{3})(?!\\d)|-?(\\d{2})(?:-?(\\d{2}))?)?', // week, ordinal or month
		'(?:[Tt ](\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)?', // time of day
		'\\s*([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?$', // zone
	].join(''),
);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A time in ISO 8601; `undefined` for other text and for days and hours that do not exist. */
export function parseIso(text: string): GivenTime | undefined {
	const match = ISO_8601.exec(text);
	if (!match) return undefined;
	const [, year, week, weekday, ordinal, month, day, hour, minute, second, fraction, zone] = match;
	const midnight = week
		? weekDate(Number(year), Number(week), Number(weekday ?? 1))
		: ordinal
			? ordinalDate(Number(year), Number(ordinal))
			: calendarDate(Number(year), Number(month ?? 1), Number(day ?? 1));
	const clock = [hour, minute, second].map((part) => Number(part ?? 0));
	// 24:00:00 is ISO's name for the end of a day; 60 would be a leap second, which epochs cannot hold.
	const isEndOfDay = clock[0] === 24 && clock[1] === 0 && clock[2] === 0 && !Number(fraction ?? 0);
	if (midnight === undefined || clock[1] > 59 || clock[2] > 59) return undefined;
	if (clock[0] > 23 && !isEndOfDay) return undefined;
	const milliseconds = Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
	const offset = zone === undefined ? undefined : isoOffset(zone);
	if (offset !== undefined && Number.isNaN(offset)) return undefined;
	return {
		wallClock:
			midnight + clock[0] * 60 * MINUTE_MS + clock[1] * MINUTE_MS + clock[2] * 1000 + milliseconds,
		offset,
		...(hour === undefined && (day ?? ordinal ?? weekday) !== undefined && { isDay: true }),
		...(zone !== undefined && zone.toUpperCase() !== 'Z' && { hasNumericOffset: true }),
	};
}

function utcMidnight(year: number, month: number, day: number): number {
	const date = new Date(0);
	date.setUTCFullYear(year, month, day);
	return date.getTime();
}

function calendarDate(year: number, month: number, day: number): number | undefined {
	const midnight = utcMidnight(year, month - 1, day);
	// A day that the month does not have is one of another month.
	return new Date(midnight).getUTCMonth() === month - 1 ? midnight : undefined;
}

function ordinalDate(year: number, day: number): number | undefined {
	const midnight = utcMidnight(year, 0, day);
	return new Date(midnight).getUTCFullYear() === year ? midnight : undefined;
}

function weekDate(year: number, week: number, weekday: number): number | undefined {
	// ISO 8601: week 1 is the one that holds 4 January; weeks begin on Monday.
	const firstMonday = (of: number) => {
		const january4 = utcMidnight(of, 0, 4);
		return january4 - ((new Date(january4).getUTCDay() + 6) % 7) * DAY_MS;
	};
	const midnight = firstMonday(year) + ((week - 1) * 7 + weekday - 1) * DAY_MS;
	return week > 0 && midnight < firstMonday(year + 1) ? midnight : undefined;
}

/** Seconds east of UTC; NaN for one that does not exist. */
export function isoOffset(zone: string): number {
	// `Z` has neither hours nor minutes.
	const hours = Number(zone.slice(1, 3));
	const minutes = Number(zone.slice(3).replace(':', '') || 0);
	if (hours > 23 || minutes > 59) return NaN;
	return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
