import { InvalidInput, quote } from './invalidInput';

/** Numbers from here on are milliseconds: as seconds they would lie after the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** Earlier times come from numbers that are no epoch; MoEngage did not exist then. */
const FIRST_PLAUSIBLE_MS = Date.UTC(2000, 0, 1);

/** The end of the year 9999, after which ISO 8601 needs another form. */
const LAST_MS = 253_402_300_799_999;

/** The day of a spreadsheet that is 1 January 1970. */
const SERIAL_OF_1970 = 25_569;

/**
 * Digits that are a number of seconds or milliseconds. As text, four digits are a year in ISO 8601, six a
 * month, seven and eight a date: those are read as such.
 */
const DIGITS = /^(-\d+|\d{5}|\d{9,}|\d+\.\d+|-\d+\.\d+)$/;

/**
 * Epoch milliseconds from epoch seconds or milliseconds, as number or digits.
 * @returns `undefined` for other values and for numbers that are no time at all
 * @throws InvalidInput for numbers that stand for a time in another way, saying in which
 */
export function readEpoch(value: unknown, parameter: string): number | undefined {
	const isDigits = typeof value === 'string' && DIGITS.test(value.trim());
	if (typeof value !== 'number' && !isDigits) return undefined;
	const number = Number(value);
	if (!Number.isFinite(number)) return undefined;
	const milliseconds = Math.round(number >= FIRST_MILLISECONDS ? number : number * 1000);
	const other = otherMeaning(number, milliseconds);
	if (other !== undefined) {
		throw new InvalidInput(parameter, `${quote(value)} ${other.reason}`, other.advice);
	}
	return milliseconds;
}

/** What a number is that would be a time long past or far ahead, or is a date written as digits. */
function otherMeaning(
	number: number,
	milliseconds: number,
): { reason: string; advice: string } | undefined {
	const written = writtenDate(String(number));
	if (written !== undefined) {
		return { reason: 'looks like a date written as digits', advice: `Write it as ${written}` };
	}
	if (number >= 20_000 && number < 80_000) {
		const moment = new Date(Math.round((number - SERIAL_OF_1970) * 86_400) * 1000).toISOString();
		const date = Number.isInteger(number) ? moment.slice(0, 10) : moment.slice(0, 19);
		return {
			reason: "looks like a spreadsheet's serial date",
			advice: `Write it as ${date}, or format the column of the spreadsheet as text`,
		};
	}
	if (number >= 1900 && number < 2200) {
		return { reason: 'looks like a year', advice: 'Write a whole date such as 2026-01-31' };
	}
	if (milliseconds > LAST_MS) {
		return {
			reason: 'is too large for epoch seconds or milliseconds',
			advice: 'Divide microseconds by 1,000, or use ISO 8601 such as 2026-01-31T16:30:00Z',
		};
	}
	if (milliseconds >= FIRST_PLAUSIBLE_MS) return undefined;
	return {
		reason: 'would be a time before the year 2000',
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
