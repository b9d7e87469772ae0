import { InvalidInput, quote } from './invalidInput';
import { parseIso } from './iso';
import { isPlainObject } from './values';

/**
 * A whole date-time with a zone in ISO 8601's extended form: it can only mean this one moment. Dates without
 * a time, times without a zone and the basic form (`20260131T101010Z`, which order numbers and file names
 * look like as well) may mean something else and stay as they are.
 */
const DATE_TIME_WITH_ZONE =
	/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** n8n turns a DateTime that is none into this text before the node sees it. */
const INVALID_DATE_TIME = 'Invalid DateTime';

/** Deeper values pass as they are; MoEngage keeps two levels. */
const DEEPEST = 50;

/**
 * How MoEngage wants a moment: `seconds` is `YYYY-MM-DDTHH:mm:ssZ`, the one form that it stores as a date in
 * attributes of users and events (Data Overview); catalogs want milliseconds as well (`api/catalog/catalog.yaml`).
 */
export type MomentForm = 'seconds' | 'milliseconds';

/**
 * The attributes with their dates in the form that MoEngage stores as a date; it would store n8n's own form,
 * with milliseconds and an offset, as text. Dates are date objects and whole date-times with a zone, inside of
 * lists and objects as well.
 * @param keep leaves text as it is and makes date objects their ISO text
 * @throws InvalidInput for a date object that holds no date
 */
export function datesOf(
	attributes: Record<string, unknown>,
	keep: boolean,
	parameter: string,
	form: MomentForm = 'seconds',
): Record<string, unknown> {
	const entries = Object.entries(attributes);
	let changed = false;
	for (const entry of entries) {
		const [name, value] = entry;
		entry[1] = dated(value, keep ? undefined : form, [], () => noDate(name, parameter));
		changed ||= entry[1] !== value;
	}
	return changed ? Object.fromEntries(entries) : attributes;
}

function noDate(name: string, parameter: string): InvalidInput {
	return InvalidInput.sentence(
		parameter,
		`Attribute ${quote(name)} has a date that does not exist (${INVALID_DATE_TIME})`,
		'Check the expression and the format of the date that it reads',
	);
}

/**
 * @param form of its moments; `undefined` keeps them as they are
 * @param above the lists and objects around the value: one that holds itself is not walked again
 */
function dated(
	value: unknown,
	form: MomentForm | undefined,
	above: object[],
	invalid: () => InvalidInput,
): unknown {
	if (typeof value === 'string') {
		if (value === INVALID_DATE_TIME) throw invalid();
		return form === undefined ? value : (utcText(value, form) ?? value);
	}
	if (typeof value !== 'object' || value === null) return value;
	const date = dateObject(value);
	if (date !== undefined) {
		if (Number.isNaN(date.getTime())) throw invalid();
		if (form === undefined) return isoText(value, date);
		return momentText(date.getTime(), form) ?? date.toISOString();
	}
	if (above.length >= DEEPEST || above.includes(value)) return value;
	const around = [...above, value];
	if (Array.isArray(value)) {
		const list = value.map((entry: unknown) => dated(entry, form, around, invalid));
		return list.some((entry, index) => entry !== value[index]) ? list : value;
	}
	if (!isPlainObject(value)) return value;
	const entries = Object.entries(value).map(([name, entry]): [string, unknown] => [
		name,
		dated(entry, form, around, invalid),
	]);
	return entries.some(([name, entry]) => entry !== value[name])
		? Object.fromEntries(entries)
		: value;
}

/** The date of a JavaScript date or of n8n's DateTime, told by its methods since the class is not at hand. */
export function dateObject(value: unknown): Date | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if (Object.prototype.toString.call(value) === '[object Date]') return value as Date;
	const { toJSDate, toISO } = value as { toJSDate?: () => unknown; toISO?: unknown };
	if (typeof toJSDate !== 'function' || typeof toISO !== 'function') return undefined;
	return toJSDate.call(value) as Date;
}

function isoText(value: object, date: Date): string {
	const { toISO } = value as { toISO?: () => string };
	return typeof toISO === 'function' ? toISO.call(value) : date.toISOString();
}

/** A whole date-time with a zone in MoEngage's form; `undefined` for all other text. */
export function utcText(text: string, form: MomentForm = 'seconds'): string | undefined {
	if (text.charAt(10) !== 'T' || !DATE_TIME_WITH_ZONE.test(text)) return undefined;
	const time = parseIso(text);
	if (time?.offset === undefined) return undefined;
	return momentText(time.wallClock - time.offset * 1000, form);
}

/** Only in years of four digits. */
function momentText(epochMs: number, form: MomentForm): string | undefined {
	const text = new Date(epochMs).toISOString();
	if (text.length !== 24) return undefined;
	return form === 'milliseconds' ? text : `${text.slice(0, 19)}Z`;
}
