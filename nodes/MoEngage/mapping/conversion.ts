import { InvalidInput } from './invalidInput';
import { parseIso } from './iso';

/**
 * An n8n expression that converts text as people write it, with `$value` in place of the text; `undefined` for text
 * that may mean several things, or none.
 */
export type Conversion = string;

/** A currency as people write it. Other words may change the number: `10k`, `1,2 Mio`, `5 %`. */
const CURRENCY = [
	'(?:(?:R|US)?\\p{Sc}|[Ee]uros?|Ft|Kč|Rp|Rs|kr|lei|zł|',
	'AED|AUD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|',
	'MYR|NOK|NZD|PHP|PKR|PLN|RON|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR)',
].join('');

const CURRENCIES = new RegExp(CURRENCY, 'gu');

/**
 * Up to 15 digits, which any number can hold, with separators, and perhaps a currency before or behind. A minus counts
 * in front only. Accounting has brackets or a minus behind for it, and a price tag has a dash behind for "no cents".
 */
const AMOUNT = new RegExp(
	`^(?!(?:\\D*\\d){16})(?:-?${CURRENCY}?|${CURRENCY}\\s*-?)(\\d[\\d.,'’\\s]{0,24}?)\\s*${CURRENCY}?$`,
	'u',
);

/** `33,50` and `1.234,56`: a comma before the decimals. `1.234.567` has none; four such parts may be an IP address. */
const COMMA_NUMBER =
	/^(?:(?:\d+|\d{1,3}([.'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*),\d+|\d{1,3}\.\d{3}\.\d{3})$/;

/** `33.50` and `1,234.56`, in India `1,23,456.78`: a point before the decimals, if there are any. */
const POINT_NUMBER =
	/^(?:\d+|\d{1,3}([,'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?$/;

/** `1,234` and `1.234` have three decimals in one country, and are above one thousand in another. */
const EITHER = /^(?!0[.,])\d{1,3}[.,]\d{3}$/;

/**
 * The expression removes the currency of the text and what stands between thousands, and nothing else. In a field whose
 * other items have other forms, such as `10k`, it then makes no number of them rather than a wrong one. Empty cells stay.
 */
export function numberConversion(text: string): Conversion | undefined {
	const trimmed = text.trim();
	const digits = AMOUNT.exec(trimmed)?.[1];
	if (digits === undefined || EITHER.test(digits)) return undefined;
	const hasComma = COMMA_NUMBER.test(digits);
	if (!hasComma && !POINT_NUMBER.test(digits)) return undefined;
	const currencies = Array.from(trimmed.matchAll(CURRENCIES), ([name]) =>
		name.replace('$', '\\$&'),
	);
	const removed = (separators: string) => `/${[...currencies, separators].join('|')}/g, ""`;
	return hasComma
		? `$value && Number(String($value).replace(${removed("[.\\s'’](?=\\d\\d\\d(?!\\d))")}).replace(",", "."))`
		: `$value && Number(String($value).replace(${removed("[,\\s'’](?=(\\d\\d,)*\\d\\d\\d(?!\\d))")}))`;
}

/** Day, month and year with one separator, and perhaps a time, whose hour is up to 12 with AM and PM. */
const LOCAL_DATE =
	/^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:(,? )(?!(?:1[3-9]|2\d).*M)(?:[01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?( [AP]M)?)?$/i;

export function dateConversion(text: string): Conversion | undefined {
	const match = LOCAL_DATE.exec(text);
	if (match === null) return undefined;
	const [, first, separator, second, year, gap, seconds, noon] = match;
	const mayBeginWithDay = isDate(year, second, first);
	const mayBeginWithMonth = isDate(year, first, second);
	if (!mayBeginWithDay && !mayBeginWithMonth) return undefined;
	const isAmerican = separator === '/' && noon !== undefined;
	const beginsWithMonth = mayBeginWithMonth && (isAmerican || !mayBeginWithDay);
	const date = (beginsWithMonth ? ['M', 'd', 'yyyy'] : ['d', 'M', 'yyyy']).join(separator);
	const clock = `${noon === undefined ? 'H' : 'h'}:mm${seconds === undefined ? '' : ':ss'}${noon === undefined ? '' : ' a'}`;
	const format = gap === undefined ? date : `${date}${gap}${clock}`;
	return `DateTime.fromFormat($value, "${format}")`;
}

function isDate(year: string, month: string, day: string): boolean {
	return parseIso(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) !== undefined;
}

/** A date whose first two numbers may both be the month; with points, the day always comes first. */
const EITHER_ORDER = /^(?:0?\d|1[0-2])[/-](?:0?\d|1[0-2])[/-]/;

/** What stands before the expression of an advice. */
export const BEFORE_EXPRESSION = 'This expression converts it:';

/**
 * The same with an expression to paste in its advice, where one converts the value: for the field that holds the value
 * if the workflow takes it from one, else for the value.
 * @param raw gives what stands in a parameter, expressions unresolved
 */
export function withExpression(
	invalid: InvalidInput,
	raw: (name: string) => unknown,
): InvalidInput {
	const { parameter, reason, remedy, isSentence } = invalid;
	if (remedy === undefined) return invalid;
	const { conversion, value, place } = remedy;
	const [name, ...path] = place;
	const written = path.reduce<unknown>(below, raw(name));
	const field =
		typeof written === 'string' ? /^=\{\{\s*([^{}]+?)\s*\}\}$/.exec(written)?.[1] : undefined;
	const expression = conversion.replace(/\$value/g, () => field ?? JSON.stringify(value));
	const other = conversion.includes('"d') ? 'month' : 'day';
	const order = EITHER_ORDER.test(String(value))
		? ` (exchange d and M if the ${other} comes first)`
		: '';
	const advice = `${invalid.advice}. ${BEFORE_EXPRESSION} {{ ${expression} }}${order}`;
	return new InvalidInput(parameter, reason, advice, isSentence);
}

function below(value: unknown, step: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[step]
		: undefined;
}
