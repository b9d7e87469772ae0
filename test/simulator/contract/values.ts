import type { JsonObject } from '../types';

/** Seconds: 15 hours either way (seeds S3, S4 and S5). */
const MAX_TIMEZONE_OFFSET = 54_000;

/** Epoch times from here on are milliseconds: as seconds they would lie after the year 5138. */
export const FIRST_MILLISECOND_VALUE = 100_000_000_000;

const ISO_8601 =
	/^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)?)?$/;

const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string with at least one character. */
export function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

/** A value as an error message repeats it. */
export function shown(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

export function isEmail(value: unknown): value is string {
	return typeof value === 'string' && EMAIL.test(value);
}

/** The system prefix, which names of events and attributes must not begin with (seed S3). */
export function isSystemName(name: string): boolean {
	return name.startsWith('moe_');
}

/** Seconds from UTC, -54000 to 54000. */
export function isTimezoneOffset(value: unknown): value is number {
	return typeof value === 'number' && Math.abs(value) <= MAX_TIMEZONE_OFFSET;
}

/** Whether `value` is one of `allowed`, whatever its case. */
export function isOneOf(allowed: readonly string[], value: unknown): value is string {
	if (typeof value !== 'string') return false;
	const wanted = value.toLowerCase();
	return allowed.some((name) => name.toLowerCase() === wanted);
}

function readIso(text: string): number | undefined {
	const match = ISO_8601.exec(text);
	if (!match) return undefined;
	const [, date, minutes = '00:00', seconds = '00', sign, zoneHours = '0', zoneMinutes = '0'] =
		match;
	const local = `${date}T${minutes}:${seconds}`;
	const time = Date.parse(`${local}Z`);
	// Date.parse turns 30 February into 1 March; reading it back shows that.
	if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== local) return undefined;
	const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
	return sign === '-' ? time + zone : time - zone;
}

/**
 * A time of Track Event as epoch milliseconds: ISO 8601 (UTC where no zone is given), epoch seconds
 * as number or text, or epoch milliseconds as text, which is what the example of seed S3 sends.
 */
export function readTime(value: unknown): number | undefined {
	if (typeof value === 'number') return value >= 0 ? value * 1000 : undefined;
	if (typeof value !== 'string') return undefined;
	if (!/^\d+(\.\d+)?$/.test(value)) return readIso(value);
	const epoch = Number(value);
	return epoch >= FIRST_MILLISECOND_VALUE ? epoch : epoch * 1000;
}
