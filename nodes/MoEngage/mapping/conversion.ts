import { InvalidInput } from './invalidInput';

/**
 * An n8n expression that converts text as people write it, with `$value` in place of the text; `undefined` for text
 * that may mean several things, or none.
 */
export type Conversion = string;

/** `33,50 €` and `1.234,56`: a comma before the decimals. */
const COMMA_NUMBER = /^-?(\d{1,3}([.'’\s]\d{3})+|\d+),(\d{1,2}|\d{4,})$/;

/** `$33.50` and `1,234.56`: a point before the decimals, and commas between thousands. */
const POINT_NUMBER = /^-?(\d{1,3}([,'’\s]\d{3})+|\d+)(\.\d+)?$/;

/** A currency sign or a unit of a few letters, before or after the digits. */
const AROUND = /^[^\d,.-]{0,5}?\s*(-?\d[\d.,'’\s]*?)\s*[^\d,.-]{0,5}$/;

export function numberConversion(text: string): Conversion | undefined {
	const digits = AROUND.exec(text.trim().slice(0, 40))?.[1];
	if (digits === undefined) return undefined;
	if (COMMA_NUMBER.test(digits)) {
		return 'Number(String($value).replace(/[^\\d,-]/g, "").replace(",", "."))';
	}
	// A lone comma before three digits may be either.
	if (!POINT_NUMBER.test(digits) || /^-?\d{1,3},\d{3}$/.test(digits)) return undefined;
	return 'Number(String($value).replace(/[^\\d.-]/g, ""))';
}

/** Day, month and year with one separator, and perhaps a time. */
const LOCAL_DATE = /^(\d{1,2})([./-])(\d{1,2})\2\d{4}(?:(,? )\d{1,2}:\d{2}(:\d{2})?( [AP]M)?)?$/i;

export function dateConversion(text: string): Conversion | undefined {
	const match = LOCAL_DATE.exec(text.trim());
	if (match === null) return undefined;
	const [, first, separator, second, gap, seconds, noon] = match;
	const isMonthFirst = Number(second) > 12 || (separator === '/' && noon !== undefined);
	if (Math.min(Number(first), Number(second)) > 12) return undefined;
	const date = (isMonthFirst ? ['M', 'd', 'yyyy'] : ['d', 'M', 'yyyy']).join(separator);
	const clock = `${noon === undefined ? 'H' : 'h'}:mm${seconds === undefined ? '' : ':ss'}${noon === undefined ? '' : ' a'}`;
	const format = gap === undefined ? date : `${date}${gap}${clock}`;
	return `DateTime.fromFormat($value, "${format}")`;
}

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
	const expression = conversion.replace('$value', () => field ?? JSON.stringify(value));
	const mayBeginWithMonth = conversion.includes('d/M') && parseInt(String(value), 10) <= 12;
	const order = mayBeginWithMonth ? ' (exchange d and M if the month comes first)' : '';
	const advice = `${invalid.advice}. ${BEFORE_EXPRESSION} {{ ${expression} }}${order}`;
	return new InvalidInput(parameter, reason, advice, isSentence);
}

function below(value: unknown, step: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[step]
		: undefined;
}
