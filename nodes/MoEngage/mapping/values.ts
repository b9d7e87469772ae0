import { InvalidInput, quote } from './invalidInput';
import { parseJson } from './json';
import { isBlank, trimmed, wellFormed } from './text';

/**
 * Empty text, null and undefined in an optional field mean "not given": forms, spreadsheets and AI agents
 * send them for fields that nobody filled in.
 */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && !(typeof value === 'string' && isBlank(value));
}

/** A plain object: neither an array nor null nor a class instance such as a date or n8n's DateTime. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
	// Plain objects of n8n's expression engine have other prototypes; none has a form of its own as JSON.
	return (
		typeof value === 'object' &&
		value !== null &&
		(Object.getPrototypeOf(value) === Object.prototype ||
			Object.prototype.toString.call(value) === '[object Object]') &&
		typeof (value as { toJSON?: unknown }).toJSON !== 'function'
	);
}

/** The date of a JavaScript date or of n8n's DateTime, told by its methods since the class is not at hand. */
export function dateObject(value: unknown): Date | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if (Object.prototype.toString.call(value) === '[object Date]') return value as Date;
	const { toJSDate, toISO } = value as { toJSDate?: () => unknown; toISO?: unknown };
	if (typeof toJSDate !== 'function' || typeof toISO !== 'function') return undefined;
	return toJSDate.call(value) as Date;
}

/** Names of MongoDB's extended JSON for a value that has one text, e.g. `{ "$oid": "65a1…" }`. */
const EXTENDED_JSON = ['$oid', '$numberLong', '$numberInt', '$uuid'];

/** The text of an object that has one and stands for nothing else, such as an ObjectId; any other value as it is. */
function textOfObject(value: unknown): unknown {
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'object' || value === null) return value;
	const [[name, inner] = [], ...more] = isPlainObject(value) ? Object.entries(value) : [];
	if (name !== undefined && more.length === 0 && EXTENDED_JSON.includes(name)) return inner;
	const { toJSON } = value as { toJSON?: () => unknown };
	// A date stands for a moment, and has many texts.
	if (typeof toJSON !== 'function' || dateObject(value) !== undefined) return value;
	const json = toJSON.call(value);
	return typeof json === 'string' ? json : value;
}

/**
 * Text or a number as text, trimmed and well-formed; `undefined` when not given.
 * @throws InvalidInput for objects without a text of their own, arrays, booleans, and integers too large to have kept
 *   their digits
 */
export function optionalText(value: unknown, parameter: string): string | undefined {
	if (!isGiven(value)) return undefined;
	const text = textOfObject(value);
	if (typeof text === 'string') return wellFormed(trimmed(text));
	if (typeof text === 'number' && Number.isFinite(text)) {
		if (Number.isInteger(text) && !Number.isSafeInteger(text)) {
			throw new InvalidInput(
				parameter,
				`${text} is too large for a number and has already lost digits`,
				'Have the data source provide it as text',
			);
		}
		return String(text);
	}
	throw new InvalidInput(
		parameter,
		Number.isNaN(text) ? 'is not a number for this item (NaN)' : `${quote(value)} is not text`,
		Number.isNaN(text) ? 'Check the expression' : 'Use text, or an expression that returns text',
	);
}

/**
 * Like {@link optionalText}, but refuses a missing value.
 * @throws InvalidInput when nothing is given
 */
export function requiredText(value: unknown, parameter: string): string {
	const text = optionalText(value, parameter);
	if (text === undefined) {
		throw new InvalidInput(
			parameter,
			'is empty for this item',
			'Fill it in, or check that the expression finds a value in every item',
		);
	}
	return text;
}

/**
 * One of a list of documented spellings, found whatever the letter case and returned as documented.
 * @throws InvalidInput for a value outside the list
 */
export function oneOf<T extends string>(
	value: unknown,
	allowed: readonly T[],
	parameter: string,
): T | undefined {
	const text = optionalText(value, parameter);
	if (text === undefined) return undefined;
	const found = allowed.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
	if (found === undefined) {
		throw new InvalidInput(
			parameter,
			`${quote(text)} is not a value that MoEngage accepts`,
			`Use one of ${allowed.join(', ')}`,
		);
	}
	return found;
}

/**
 * A list of names or ids, from comma-separated text, an array, or an array written as JSON text. Empty
 * entries are left out; `undefined` when none is left.
 */
export function textList(value: unknown, parameter: string): string[] | undefined {
	let entries: unknown[];
	if (Array.isArray(value)) {
		entries = value;
	} else if (typeof value === 'string' && value.trim().startsWith('[')) {
		entries = parseJson(value, parameter) as unknown[];
	} else {
		entries = (optionalText(value, parameter) ?? '').split(',');
	}
	const texts = entries
		.map((entry) => optionalText(entry, parameter))
		.filter((entry): entry is string => entry !== undefined);
	return texts.length > 0 ? texts : undefined;
}

/**
 * An object from JSON text or an expression that already yields one; `undefined` when not given.
 * @throws InvalidInput for broken JSON, saying where it breaks, and for anything but an object
 */
export function jsonObject(value: unknown, parameter: string): Record<string, unknown> | undefined {
	if (!isGiven(value)) return undefined;
	const parsed = typeof value === 'string' ? parseJson(value, parameter) : value;
	if (!isPlainObject(parsed)) {
		const kind = Array.isArray(parsed) ? 'a list' : parsed === null ? 'null' : `a ${typeof parsed}`;
		throw new InvalidInput(
			parameter,
			`is ${kind}, not an object`,
			'Use an object such as { "name": "value" }',
		);
	}
	return parsed;
}

/**
 * `true` or `false`, as text too; `undefined` when not given.
 * @throws InvalidInput for anything else
 */
export function asBoolean(value: unknown, parameter: string): boolean | undefined {
	if (!isGiven(value)) return undefined;
	const text = trimmed(String(value)).toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw new InvalidInput(
		parameter,
		`${quote(value)} is neither true nor false`,
		'Use true or false',
	);
}

/** Enough to catch names and IDs in place of an address; MoEngage checks the rest. */
const EMAIL = /^[^\s@<>,;:\p{Cf}]+@[^\s@<>,;:\p{Cf}]+\.[^\s@<>,;:\p{Cf}]+$/u;

/** The longest that a mail server takes (RFC 5321); the pattern needs seconds for 100,000 characters that nearly fit. */
const LONGEST_EMAIL = 320;

/** Can the text be an email address? */
export function isEmailAddress(text: string): boolean {
	return text.length <= LONGEST_EMAIL && EMAIL.test(text);
}

/** @throws InvalidInput when the text cannot be an email address */
export function emailAddress(text: string, parameter: string): string {
	if (isEmailAddress(text)) return text;
	throw new InvalidInput(
		parameter,
		`${quote(text)} is not an email address`,
		'Use the email address of a person',
	);
}

/** The fields that have a value: what is not given is left out of a request rather than sent as nothing. */
export function given<T extends object>(fields: T): Partial<T> {
	const kept: Partial<T> = {};
	for (const name of Object.keys(fields) as Array<keyof T>) {
		if (fields[name] !== undefined) kept[name] = fields[name];
	}
	return kept;
}
