import { InvalidInput, quote, type Conversion } from '../invalidInput';
import { trimmed } from '../text';
import { dateExpression, SERIAL_EXPRESSION } from './dateExpression';

/** Numbers from here on are milliseconds: as seconds they would lie after the year 2286. */
const FIRST_MILLISECONDS = 1e10;

/** Numbers up to here are no epoch: IDs, clocks such as 1430, and days such as 31012025 look like this. */
const LAST_TOO_SMALL = 1e8;

/** The end of the year 9999, after which ISO 8601 needs another form. */
const LAST_MS = 253_402_300_799_999;

/** The day of a spreadsheet that is 1 January 1970. */
const SERIAL_OF_1970 = 25_569;

/** Digits as text, with an exponent too, as BigQuery writes the seconds of its TIMESTAMP: `1.705314600123E9`. */
const DIGITS = /^[+-]?\d+(\.\d+)?(E\+?\d{1,3})?$/i;

/** Eight digits as text are a date in ISO 8601, where they begin as years do. */
const ISO_DATE = /^(?:19|20)\d{6}$/;

/** `1.70531E+09` and `1,70531E+09`: what a spreadsheet makes of a long number in a narrow column. */
const SHORTENED = /^[+-]?\d(?:[.,](\d+))?E\+(\d{1,3})$/i;

/**
 * Epoch milliseconds from epoch seconds or milliseconds, as number or digits.
 * @returns `undefined` for other values and for numbers that are no time at all
 * @throws InvalidInput for numbers that stand for a time in another way, saying in which
 */
export function readEpoch(value: unknown, parameter: string): number | undefined {
	const text = typeof value === 'string' ? trimmed(value) : undefined;
	const [, decimals = '', exponent] = SHORTENED.exec(text ?? '') ?? [];
	if (exponent !== undefined && decimals.length < Number(exponent)) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} is a number that a spreadsheet shortened: its digits are lost`,
			'Format the column as text, and export it again',
		);
	}
	const isDigits = text !== undefined && DIGITS.test(text) && !ISO_DATE.test(text);
	if (typeof value !== 'number' && !isDigits) return undefined;
	const number = Number(text ?? value);
	if (!Number.isFinite(number)) return undefined;
	const size = Math.abs(number);
	const milliseconds = Math.round(size >= FIRST_MILLISECONDS ? number : number * 1000);
	const other = otherMeaning(value, number, milliseconds);
	if (other !== undefined) {
		const { reason, advice, conversion } = other;
		throw new InvalidInput(parameter, `${quote(value)} ${reason}`, advice).convertibleBy(
			conversion,
			value,
		);
	}
	return milliseconds;
}

/** What a number is that is no epoch, or is a date written as digits. */
function otherMeaning(
	value: unknown,
	number: number,
	milliseconds: number,
): { reason: string; advice: string; conversion?: Conversion } | undefined {
	const written = writtenDate(String(number));
	if (written !== undefined) {
		return {
			reason: 'looks like a date written as digits',
			advice: `Write it as ${written}`,
			conversion: dateExpression(String(value), 'date'),
		};
	}
	if (number >= 20_000 && number < 80_000) {
		const moment = new Date(Math.round((number - SERIAL_OF_1970) * 86_400) * 1000).toISOString();
		const date = Number.isInteger(number) ? moment.slice(0, 10) : moment.slice(0, 19);
		return {
			reason: "looks like a spreadsheet's serial date",
			advice: `Write it as ${date}, or format the column of the spreadsheet as text`,
			conversion: SERIAL_EXPRESSION,
		};
	}
	if (number >= 1900 && number < 2200) {
		return { reason: 'looks like a year', advice: 'Write a whole date such as 2026-01-31' };
	}
	if (Math.abs(milliseconds) > LAST_MS) {
		return {
			reason: 'is too large for epoch seconds or milliseconds',
			advice: 'Divide microseconds by 1,000, or use ISO 8601 such as 2026-01-31T16:30:00Z',
		};
	}
	if (Math.abs(number) > LAST_TOO_SMALL) return undefined;
	return {
		reason: 'is too small for epoch seconds or milliseconds',
		advice: 'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
	};
}

/** `20250131`, `202501311630` and `20250131163059` as dates in ISO 8601. */
function writtenDate(digits: string): string | undefined {
	const match = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/.exec(digits);
	if (match === null) return undefined;
	const [, year, month, day, hour, minute, second = '00'] = match;
	const exists = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
	if (!exists || Number(hour) > 23 || Number(minute) > 59) return undefined;
	const date = `${year}-${month}-${day}`;
	return hour === undefined ? date : `${date}T${hour}:${minute}:${second}`;
}
