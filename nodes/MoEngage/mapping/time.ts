import { InvalidInput, quote } from './invalidInput';
import { isGiven } from './values';

/** A point in time as an item gives it. */
export type GivenTime = {
	/** Epoch milliseconds of the wall clock's digits, read as if they were UTC. */
	wallClock: number;
	/** Seconds east of UTC that the value itself states; `undefined` for a wall clock without a zone. */
	offset?: number;
};

/** Numbers from here on are milliseconds: as seconds they would lie after the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** The range MoEngage documents for `user_timezone_offset`, in seconds either side of UTC. */
const MAX_OFFSET = 54_000;

/**
 * A value is in the future only when it is later than this machine's clock by more than a second: sources
 * that round the current time up to a whole second are not future-dated.
 */
const CLOCK_TOLERANCE_MS = 1_000;

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

/**
 * Reads any ISO 8601 form (calendar, week and ordinal dates, basic and extended), epoch seconds, epoch
 * milliseconds (both as number or digits), a JavaScript date, or n8n's DateTime.
 * @returns `undefined` when nothing is given
 * @throws InvalidInput when the value is none of these or names a day or hour that does not exist
 */
export function readTime(value: unknown, parameter: string): GivenTime | undefined {
	if (!isGiven(value)) return undefined;
	const epoch = epochMilliseconds(value);
	if (epoch !== undefined) return { wallClock: epoch, offset: 0 };
	const text = typeof value === 'string' ? value.trim() : dateTimeText(value);
	const time = text === undefined ? undefined : parseIso(text);
	if (time === undefined) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} cannot be read as a time`,
			'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
		);
	}
	return time;
}

function epochMilliseconds(value: unknown): number | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
	// Four digits are a year in ISO 8601, eight a date: only longer runs of digits are an epoch.
	const isDigits = typeof value === 'string' && /^-?\d{9,16}(\.\d+)?$/.test(value.trim());
	if (typeof value !== 'number' && !isDigits) return undefined;
	const number = Number(value);
	if (!Number.isFinite(number)) return undefined;
	const milliseconds = Math.abs(number) >= FIRST_MILLISECONDS ? number : number * 1000;
	return Math.abs(milliseconds) <= 8.64e15 ? Math.round(milliseconds) : undefined;
}

/** n8n's DateTime (luxon), recognised by its method because the class is not at hand here. */
function dateTimeText(value: unknown): string | undefined {
	const toIso = (value as { toISO?: () => unknown }).toISO;
	const text = typeof toIso === 'function' ? toIso.call(value) : undefined;
	return typeof text === 'string' ? text : undefined;
}

function parseIso(text: string): GivenTime | undefined {
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
	};
}

function utcMidnight(year: number, month: number, day: number): number {
	const date = new Date(0);
	date.setUTCFullYear(year, month, day);
	return date.getTime();
}

function calendarDate(year: number, month: number, day: number): number | undefined {
	const midnight = utcMidnight(year, month - 1, day);
	const date = new Date(midnight);
	const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return exists ? midnight : undefined;
}

function ordinalDate(year: number, day: number): number | undefined {
	const midnight = utcMidnight(year, 0, day);
	return day > 0 && new Date(midnight).getUTCFullYear() === year ? midnight : undefined;
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

function isoOffset(zone: string): number {
	if (/^z$/i.test(zone)) return 0;
	const hours = Number(zone.slice(1, 3));
	const minutes = Number(zone.slice(3).replace(':', '') || 0);
	if (hours > 23 || minutes > 59) return NaN;
	return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** A user's time zone: a fixed offset, or a named zone whose offset depends on the moment. */
export type TimeZone = {
	/** Seconds east of UTC at the given epoch milliseconds. */
	offsetAt(epochMs: number): number;
};

/**
 * Reads an IANA name, an ISO offset such as `+05:30`, or seconds east of UTC.
 * @returns `undefined` when nothing is given
 * @throws InvalidInput for an unknown zone and for an offset outside ±54000 seconds
 */
export function readTimeZone(value: unknown, parameter: string): TimeZone | undefined {
	if (!isGiven(value)) return undefined;
	if (typeof value === 'number') return fixedZone(value, value, parameter);
	if (typeof value === 'string') {
		const name = value.trim();
		const iso = /^(?:UTC|GMT)?\s*([+-]\d{1,2}(?::?\d{2})?)$/i.exec(name)?.[1];
		const isoSeconds = iso === undefined ? NaN : isoOffset(padHours(iso));
		// "+0530" is hours and minutes, "-3600" can only be seconds.
		if (Math.abs(isoSeconds) <= MAX_OFFSET) return fixedZone(isoSeconds, value, parameter);
		if (/^[+-]?\d+(\.\d+)?$/.test(name)) return fixedZone(Number(name), value, parameter);
		const format = iso === undefined ? zoneFormat(name) : undefined;
		if (format) return { offsetAt: (epochMs) => namedOffset(format, epochMs) };
	}
	throw new InvalidInput(
		parameter,
		`${quote(value)} is not a time zone`,
		'Use a name such as Europe/Berlin, an offset such as +05:30, or seconds from UTC',
	);
}

/** `+5:30` and `-3` as `+05:30` and `-03`. */
function padHours(offset: string): string {
	return offset.replace(/^([+-])(\d)(?=:|$)/, '$10$2').replace(/^([+-])(\d)(\d{2})$/, '$10$2$3');
}

function fixedZone(seconds: number, value: unknown, parameter: string): TimeZone {
	// The negation also catches NaN.
	if (!(Math.abs(seconds) <= MAX_OFFSET)) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} is outside the range that MoEngage accepts`,
			`Use an offset from -${MAX_OFFSET} to ${MAX_OFFSET} seconds (15 hours either side of UTC)`,
		);
	}
	// Hours (5.5) or minutes (330) in place of seconds would move every local time to near UTC.
	if (seconds % 60 !== 0) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} is not a whole number of minutes in seconds`,
			'Use seconds such as 19800, an offset such as +05:30, or a name such as Asia/Kolkata',
		);
	}
	return { offsetAt: () => seconds };
}

/** Formats are kept because making one costs a hundred times more than using it. */
const zoneFormats = new Map<string, Intl.DateTimeFormat | undefined>();

function zoneFormat(name: string): Intl.DateTimeFormat | undefined {
	if (!zoneFormats.has(name)) {
		let format: Intl.DateTimeFormat | undefined;
		try {
			format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
		} catch {
			format = undefined;
		}
		// Names come from workflow data, so their number has no bound of its own.
		if (zoneFormats.size >= 1000) zoneFormats.clear();
		zoneFormats.set(name, format);
	}
	return zoneFormats.get(name);
}

function namedOffset(format: Intl.DateTimeFormat, epochMs: number): number {
	const name = format.formatToParts(epochMs).find((part) => part.type === 'timeZoneName')?.value;
	const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name ?? '');
	if (!match) return 0;
	const [, sign, hours, minutes, seconds] = match;
	return (
		(sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0))
	);
}

/**
 * The instant of a given time in epoch milliseconds. A wall clock without a zone is read in `zone`; where
 * clocks go back, the first of the two moments is meant, where they go forward, the moment after the gap.
 */
export function toInstant(time: GivenTime, zone: TimeZone): number {
	if (time.offset !== undefined) return time.wallClock - time.offset * 1000;
	const guess = time.wallClock - zone.offsetAt(time.wallClock - 15 * 3_600_000) * 1000;
	const offset = zone.offsetAt(guess);
	const instant = time.wallClock - offset * 1000;
	return zone.offsetAt(instant) === offset ? instant : guess;
}

/**
 * Refuses an instant later than now: MoEngage drops future-dated events after having accepted them
 * (Track Event, S3).
 * @throws InvalidInput
 */
export function assertNotFuture(instant: number, now: number, parameter: string): void {
	if (instant > now + CLOCK_TOLERANCE_MS) {
		throw new InvalidInput(
			parameter,
			`${formatUtc(instant)} is in the future, but MoEngage does not accept future times`,
			'Use the time of the event, or leave the field empty to use the time of sending',
		);
	}
}

/** `2020-05-31T16:33:35Z`, with milliseconds only where there are any. */
export function formatUtc(epochMs: number): string {
	return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}
