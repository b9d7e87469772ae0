import type { JsonObject, StoredAs } from '../types';

/** Seconds: 15 hours either way (Track Event and Report Experience Events references). */
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

/** The two forms from which MoEngage makes a date; every other text stays text (Data Overview). */
const STORED_AS_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})Z)?$/;

function isStoredAsDate(text: string): boolean {
	const match = STORED_AS_DATE.exec(text);
	if (match === null) return false;
	const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
	const date = new Date(Date.UTC(year, month - 1, day));
	// "Incorrect calendar values are ingested as strings": 2019-15-12, 30 February.
	return (
		date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === day &&
		hour < 24 &&
		minute < 60 &&
		second < 60
	);
}

/** As what MoEngage would store a value. */
export function storedAs(value: unknown): StoredAs {
	if (typeof value === 'string') return isStoredAsDate(value) ? 'date' : 'text';
	if (Array.isArray(value)) return 'array';
	if (value === null) return 'nothing';
	return typeof value as StoredAs;
}

/** As what MoEngage would store each attribute; those of objects and lists by their path (`size.width`, `days.0`). */
export function storedTypes(attributes: JsonObject, above = ''): Record<string, StoredAs> {
	return Object.fromEntries(
		Object.entries(attributes).flatMap(([name, value]): Array<[string, StoredAs]> => {
			const path = above + name;
			const isHolder = typeof value === 'object' && value !== null;
			const inside = isHolder ? storedTypes(value as JsonObject, `${path}.`) : {};
			return [[path, storedAs(value)], ...Object.entries(inside)];
		}),
	);
}

/** Values of `customer_id` that stand for many people, which MoEngage does not take as one (Data Overview). */
const NO_CUSTOMER_IDS = [
	...['unknown', 'guest', 'null', '0', '1', 'true', 'false', 'user_attribute_unique_id', '(empty)'],
	...['na', 'n/a', 'dummy_seller_code', 'user_id', 'id', 'customer_id', 'uid', 'userid', 'none'],
	...['-2', '-1', '2'],
];

/** "Any string of more than one character", except for the placeholders. */
export function isCustomerId(value: string): boolean {
	return value.length > 1 && !NO_CUSTOMER_IDS.includes(value.toLowerCase());
}

/** A value as an error message repeats it. */
export function shown(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** An ID of campaigns, flows and the like. */
export function isObjectId(value: unknown): value is string {
	return typeof value === 'string' && /^[a-f0-9]{24}$/.test(value);
}

export function isEmail(value: unknown): value is string {
	return typeof value === 'string' && EMAIL.test(value);
}

/** The system prefix, which names of events and attributes must not begin with (Track Event reference). */
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
 * as number or text, or epoch milliseconds as text, which is what the example of the Track Event reference sends.
 */
export function readTime(value: unknown): number | undefined {
	if (typeof value === 'number') return value >= 0 ? value * 1000 : undefined;
	if (typeof value !== 'string') return undefined;
	if (!/^\d+(\.\d+)?$/.test(value)) return readIso(value);
	const epoch = Number(value);
	return epoch >= FIRST_MILLISECOND_VALUE ? epoch : epoch * 1000;
}
