import { InvalidInput, quote } from '../invalidInput';
import { trimmed } from '../text';
import { isGiven } from '../values';
import { isoOffset } from './iso';

/** The range MoEngage documents for `user_timezone_offset`, in seconds either side of UTC. */
const MAX_OFFSET = 54_000;

/** The largest offset of a zone, in minutes. */
const MOST_MINUTES = 840;

/** A user's time zone: a fixed offset, or a named zone whose offset depends on the moment. */
export type TimeZone = {
	/** Seconds east of UTC at the given epoch milliseconds. */
	offsetAt(epochMs: number): number;
};

/** Since 1972, all zones have been off UTC by quarters of an hour, in seconds. */
export const QUARTER = 900;

/**
 * Reads an IANA name, an ISO offset such as `+05:30`, or seconds east of UTC.
 * @returns `undefined` when nothing is given
 * @throws InvalidInput for an unknown zone, for an offset outside ±54000 seconds or in minutes, and for three digits that
 *   may be hours and minutes or minutes alone
 */
export function readTimeZone(value: unknown, parameter: string): TimeZone | undefined {
	if (!isGiven(value)) return undefined;
	if (typeof value === 'number') return fixedZone(value, value, parameter);
	if (typeof value === 'string') {
		const name = trimmed(value);
		assertNotInMinutes(name, parameter);
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

/** `-330` is -03:30, or the minutes of -05:30 as JavaScript and many profiles have them, also behind UTC; `+530` can be hours only. */
function assertNotInMinutes(name: string, parameter: string): void {
	const minutes = /^(?:UTC|GMT)?\s*[+-](\d{3})$/i.exec(name)?.[1];
	if (minutes === undefined || Number(minutes) % 15 !== 0 || Number(minutes) > MOST_MINUTES) return;
	throw new InvalidInput(
		parameter,
		`${quote(name)} may be minutes, or hours and minutes`,
		'Use an offset with a colon such as +05:30, a name such as Asia/Kolkata, or seconds from UTC',
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
	// Hours (5.5) and minutes (330, -480) in place of seconds would move every local time to near UTC.
	if (seconds % QUARTER !== 0) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} is not the offset of a time zone in seconds`,
			'Multiply minutes by 60, or use an offset such as +05:30 or a name such as Asia/Kolkata',
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
