import { jsonParse } from 'n8n-workflow';

import { quote, type InvalidInput } from '../invalidInput';
import { lostIn, tryParse, withoutTexts } from '../json';
import { formatUtc, readEpoch, readTime } from '../times';
import { trimmed } from '../text';
import { dateObject, isGiven, isPlainObject } from '../values';
import { utcText } from './datesInAttributes';
import { numberExpression } from './numberExpression';
import { isNot, shown, Unfit } from './unfit';

type Type = {
	/** As n8n's editor names it. */
	label: string;
	/** As a noun. */
	noun: string;
	advice: string;
	/** Makes a value that is given fit the type. Dates pass as they are: their form is decided for all at once. */
	convert(value: unknown, leniency: Leniency): unknown;
};

/** Types of attributes by the names that n8n keeps in workflows. */
const TYPES: Record<string, Type> = {
	array: {
		label: 'Array',
		noun: 'an array',
		advice: 'Use JSON such as ["S", "M"], or an expression that returns an array',
		convert: toArray,
	},
	boolean: {
		label: 'Boolean',
		noun: 'true or false',
		advice: 'Use true or false, or set the type of the attribute to String',
		convert: toBoolean,
	},
	dateTime: {
		label: 'Date & Time',
		noun: 'a date',
		advice: 'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
		convert: toDateTime,
	},
	number: {
		label: 'Number',
		noun: 'a number',
		advice: 'Use digits with a point for decimals, or an expression that returns a number',
		convert: toNumber,
	},
	object: {
		label: 'Object',
		noun: 'an object',
		advice: 'Use JSON such as { "size": "M" }, or an expression that returns an object',
		convert: toObject,
	},
	string: {
		label: 'String',
		noun: 'text',
		advice: 'Use text, or an expression that returns text',
		convert: toText,
	},
};

/**
 * A value as the type says; `undefined` when nothing is given, of whatever type. A type that n8n added since
 * leaves the value as it is.
 * @returns an {@link Unfit} for a value that would be another one afterwards
 */
export function convert(value: unknown, type: string, leniency: Leniency = {}): unknown {
	if (isBlank(value, type)) return undefined;
	const known = TYPES[type];
	if (known === undefined) return value;
	const converted = known.convert(value, leniency);
	if (!(converted instanceof Unfit)) return converted;
	const { reason, advice = known.advice, conversion } = converted;
	return new Unfit(reason, advice, conversion);
}

/** What two ways of giving attributes do differently; both are in saved workflows. */
export type Leniency = {
	/** A single value for an array becomes an array of one. */
	wrapsSingles?: true;
	/** Arrays and objects for text become JSON text. */
	writesJson?: true;
};

/** Types that MoEngage declares for the attributes of business events. */
export const DECLARED_TYPES = ['array', 'dateTime', 'number', 'string'];

/** The type in n8n's words and as a noun. */
export function typeNames(type: string): { label: string; noun: string } {
	return TYPES[type] ?? { label: type, noun: type };
}

/** A cell that nobody filled in. An empty list is a value where a list is wanted. */
function isBlank(value: unknown, type: string): boolean {
	return !isGiven(value) || (type !== 'array' && Array.isArray(value) && value.length === 0);
}

/** An integer beyond this has already lost digits, or would lose them on becoming a number. */
function keepsItsDigits(number: number): boolean {
	return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
}

/** A date object, or text that is a whole date-time: n8n's engine makes such text of every DateTime. */
function isMoment(value: unknown): boolean {
	return (
		dateObject(value) !== undefined || (typeof value === 'string' && utcText(value) !== undefined)
	);
}

function tooManyDigits(value: unknown): Unfit {
	return new Unfit(
		`${shown(value)} has more digits than a number can hold`,
		'Set the type of the attribute to String, and have the data source provide it as text',
	);
}

function toNumber(value: unknown): unknown {
	// Each digit fits in one place only: else the pattern needs seconds for 100,000 digits and a letter.
	const text = typeof value === 'string' ? trimmed(value) : '';
	const isDecimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
	const number = isDecimal ? Number(text) : value;
	if (typeof number === 'number' && keepsItsDigits(number)) return number;
	if (typeof value === 'bigint' && keepsItsDigits(Number(value))) return Number(value);
	const isWhole =
		typeof value === 'bigint' || (typeof number === 'number' && Number.isFinite(number));
	if (isWhole) return tooManyDigits(value);
	if (isMoment(value)) {
		return new Unfit(`${quote(value)} is a date`, 'Set the type of the attribute to String');
	}
	const conversion = typeof value === 'string' ? numberExpression(value) : undefined;
	return new Unfit(`${shown(value)} is not a number`, undefined, conversion);
}

function toText(value: unknown, { writesJson }: Leniency): unknown {
	if (typeof value === 'string' || dateObject(value) !== undefined) return value;
	if (typeof value === 'bigint') return String(value);
	if (typeof value === 'boolean') {
		return new Unfit(
			`${value} is true or false`,
			'Set the type of the attribute to Boolean. If false stands for an empty field, as in Odoo, use an expression such as {{ $json.city || "" }}',
		);
	}
	if (typeof value === 'number') {
		if (keepsItsDigits(value)) return String(value);
		return Number.isFinite(value)
			? new Unfit(
					`${shown(value)} has already lost digits as a number`,
					'Have the data source provide it as text',
				)
			: isNot(value, 'text');
	}
	return writesJson && typeof value === 'object' ? JSON.stringify(value) : isNot(value, 'text');
}

function toBoolean(value: unknown): unknown {
	if (typeof value === 'boolean') return value;
	const text = ['string', 'number'].includes(typeof value)
		? trimmed(String(value)).toLowerCase()
		: '';
	if (text === 'true' || text === '1') return true;
	if (text === 'false' || text === '0') return false;
	return new Unfit(`${shown(value)} is neither true nor false`);
}

/** Text with commas is refused: whether they separate entries or belong to one, only the user knows. */
function toArray(value: unknown, { wrapsSingles }: Leniency): unknown {
	if (Array.isArray(value)) return value;
	if (typeof value === 'string' && value.trim().startsWith('[')) {
		// Python and hand-written lists have single quotes.
		const parsed = tryParse(value) ?? tryParse(value.replace(/'/g, '"'));
		if (!Array.isArray(parsed?.value)) return isNot(value, 'an array');
		return unfitIfLost(value) ?? parsed.value;
	}
	const isSingle =
		typeof value === 'string'
			? !value.includes(',') && !value.trim().startsWith('{')
			: ['number', 'boolean'].includes(typeof value) || dateObject(value) !== undefined;
	if (!wrapsSingles || !isSingle) return isNot(value, 'an array');
	if (typeof value === 'number' && !keepsItsDigits(value)) return isNot(value, 'an array');
	return [typeof value === 'string' ? value.trim() : value];
}

/** n8n's editor gives a `$now` that is dropped into a field the type Object: it stays a date. */
function toObject(value: unknown): unknown {
	if (isMoment(value) || isPlainObject(value)) return value;
	if (typeof value !== 'string') {
		const isInstance = typeof value === 'object' && !Array.isArray(value);
		return isInstance ? value : isNot(value, 'an object');
	}
	const parsed = jsonParse<unknown>(value, { acceptJSObject: true, fallbackValue: null });
	return isPlainObject(parsed)
		? (unfitIfLost(value) ?? noValueIn(value) ?? parsed)
		: isNot(value, 'an object');
}

/** n8n takes such a name in the text of a JavaScript object for text: a template writes it where a value is missing. */
function noValueIn(text: string): Unfit | undefined {
	const name = /[:[,]\s*-?(NaN|Infinity|undefined)\b/.exec(withoutTexts(text))?.[1];
	return name === undefined
		? undefined
		: new Unfit(`${name} in it is no value`, 'Check that the expressions in it find a value');
}

function unfitIfLost(json: string): Unfit | undefined {
	const lost = lostIn(json);
	return lost && new Unfit(`${lost.what} in it ${lost.is}`, lost.advice);
}

/** Day, month and year in numbers, in any order, and perhaps a time: MoEngage's own example has `11/11/2023`. */
const NUMERIC_DATE =
	/^(?:(\d{1,2})([./-])(\d{1,2})\2\d{4}|\d{4}([./])(\d{1,2})\4(\d{1,2}))(?:[ T,]+\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?$/i;

/** Text stays as the user wrote it, time zone or none included; what is an instant becomes UTC. */
function toDateTime(value: unknown): unknown {
	try {
		const time = readTime(value, '', 'date');
		if (time === undefined) return isNot(value, 'a date');
		const isEpoch = typeof value !== 'string' || readEpoch(value, '') !== undefined;
		if (isEpoch) return formatUtc(time.wallClock - (time.offset ?? 0) * 1000);
		// Databases write a space where ISO 8601 has a T.
		return trimmed(value)
			.replace(/^([^\sTt]+)\s/, '$1T')
			.replace(/\s/g, '');
	} catch (error) {
		if (typeof value === 'string' && isNumericDate(value.trim())) return value;
		const { reason, advice, remedy } = error as InvalidInput;
		if (!/cannot be read/.test(reason)) return new Unfit(reason, advice);
		return new Unfit(isNot(value, 'a date').reason, undefined, storedBy(remedy?.conversion));
	}
}

/** An expression whose result MoEngage stores as a date: a day, or a time with its zone. */
function storedBy(conversion: string | undefined): string | undefined {
	return conversion?.includes('includeOffset') === true ? undefined : conversion;
}

function isNumericDate(text: string): boolean {
	const match = NUMERIC_DATE.exec(text);
	if (match === null) return false;
	const parts = [match[1] ?? match[5], match[3] ?? match[6]].map(Number);
	return Math.min(...parts) >= 1 && Math.min(...parts) <= 12 && Math.max(...parts) <= 31;
}
