import { dateConversion } from './conversion';
import { dateObject } from './dates';
import { readEpoch } from './epoch';
import { InvalidInput, quote } from './invalidInput';
import { isoOffset, parseIso, type GivenTime } from './iso';
import { isGiven } from './values';

/** The range MoEngage documents for `user_timezone_offset`, in seconds either side of UTC. */
const MAX_OFFSET = 54_000;

/**
 * Clocks of sources run ahead by a little: what they take for now is now, and not the future. What lies
 * further ahead is a future date.
 */
const CLOCK_TOLERANCE_MS = 120_000;

/**
 * Reads any ISO 8601 form (calendar, week and ordinal dates, basic and extended), epoch seconds, epoch
 * milliseconds (both as number or digits), a JavaScript date, or n8n's DateTime.
 * @returns `undefined` when nothing is given
 * @throws InvalidInput when the value is none of these, names a day or hour that does not exist, or is a number
 *   that stands for a time in another way
 */
export function readTime(value: unknown, parameter: string): GivenTime | undefined {
	if (!isGiven(value)) return undefined;
	const epoch = value instanceof Date ? validTime(value) : readEpoch(value, parameter);
	if (epoch !== undefined) return { wallClock: epoch, offset: 0 };
	const text = typeof value === 'string' ? value.trim() : dateTimeText(value);
	const time = text === undefined ? undefined : parseIso(text);
	if (time === undefined) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} cannot be read as a time`,
			'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
		).convertibleBy(dateConversion(String(value)), value);
	}
	return time;
}

function validTime(date: Date): number | undefined {
	return Number.isNaN(date.getTime()) ? undefined : date.getTime();
}

/** Text of n8n's DateTime, with the offset of its zone. */
function dateTimeText(value: unknown): string | undefined {
	if (dateObject(value) === undefined) return undefined;
	const text = (value as { toISO?: () => unknown }).toISO?.();
	return typeof text === 'string' ? text : undefined;
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
	return offset.replace(/([+-])(\d(?::?\d{2})?)$/, '$10$2');
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
			// An unknown name stays without a format.
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
 * An instant that is not in the future; one that is ahead by no more than clocks differ is now. MoEngage drops
 * future-dated events after having accepted them (Track Event, S3).
 * @throws InvalidInput for an instant further ahead
 */
export function notFuture(instant: number, now: number, parameter: string): number {
	if (instant > now + CLOCK_TOLERANCE_MS) {
		throw new InvalidInput(
			parameter,
			`${formatUtc(instant)} is in the future, but MoEngage does not accept future times`,
			'Use the time of the event, or leave the field empty to use the time of sending',
		);
	}
	return Math.min(instant, now);
}

/** `2020-05-31T16:33:35Z`, with milliseconds only where there are any. */
export function formatUtc(epochMs: number): string {
	return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}
