import type { Conversion } from '../invalidInput';
import { formatOfText } from './formatOfText';
import { parseIso } from './iso';

/** Java's form of ISO 8601, with the name of the zone behind its offset (RFC 9557). */
const NAMED_ZONE = /^([^[\]]+(?:Z|[+-]\d{2}:?\d{2}))\[[\w/+-]+\]$/;

/** What may be around a time, and how an expression removes it. JavaScript names the zone in brackets behind. */
const TIDYING: Array<[step: string, change: (text: string) => string]> = [
	['.trim()', (text) => text.trim()],
	['.replace(/\\s+/g, " ")', (text) => text.replace(/\s+/g, ' ')],
	['.replace(/ \\(.*\\)$/, "")', (text) => text.replace(/ \(.*\)$/, '')],
];

/** Longer text is no time. */
const LONGEST = 80;

/**
 * The expression that makes ISO 8601 of text that stands for one time: without a zone where the text has none, so that
 * the field Time Zone decides. What has another form stays as it is, empty cells as well.
 * @param wanted two digits of a year are not enough for a date, which may be one of birth
 */
export function dateExpression(text: string, wanted: 'date' | 'time'): Conversion | undefined {
	if (text.length > LONGEST) return undefined;
	if (parseIso(NAMED_ZONE.exec(text)?.[1] ?? '') !== undefined) {
		return '((v) => /T.+\\[.+\\]$/.test(v) ? String(v).replace(/\\[.+/, "") : v)($value)';
	}
	let tidy = text;
	let source = 'String(v)';
	for (const [step, change] of TIDYING) {
		const changed = change(tidy);
		if (changed !== tidy) source += step;
		tidy = changed;
	}
	const found = formatOfText(tidy, wanted === 'time');
	if (found === undefined) return undefined;
	const { format, hasTime, zone, isEnglish } = found;
	// Without a zone of its own, a clock that the workflow's zone skips would be another one.
	const zones = zone === 'stated' ? 'setZone: true' : 'zone: "utc"';
	const options = `{ ${zones}${isEnglish ? ', locale: "en"' : ''} }`;
	const local = hasTime ? 'toISO({ includeOffset: false })' : 'toISODate()';
	const iso = zone === 'none' ? local : 'toISO()';
	return `((v, d = DateTime.fromFormat(${source}, ${JSON.stringify(format)}, ${options})) => typeof v !== "object" && d.isValid ? d.${iso} : v)($value)`;
}

/** The same for a day of a spreadsheet as its number: days since 1899-12-30, with the time as a fraction. */
export const SERIAL_EXPRESSION: Conversion =
	'((v) => v >= 20000 && v < 80000 ? DateTime.fromMillis(Math.round((v - 25569) * 86400) * 1000, { zone: "utc" }).toISO({ includeOffset: false }).replace("T00:00:00.000", "") : v)($value)';
