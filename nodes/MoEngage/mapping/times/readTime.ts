import { InvalidInput, quote } from '../invalidInput';
import { trimmed } from '../text';
import { dateObject, isGiven } from '../values';
import { dateExpression } from './dateExpression';
import { readEpoch } from './epoch';
import { parseIso, type GivenTime } from './iso';

/** How to write what a field wants. */
const ADVICE = {
	date: 'Use year, month and day, such as 2026-01-31',
	time: 'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
};

/**
 * Reads any ISO 8601 form (calendar, week and ordinal dates, basic and extended), epoch seconds, epoch
 * milliseconds (both as number or digits), a JavaScript date, or n8n's DateTime.
 * @param wanted what the field is for, as messages say it
 * @returns `undefined` when nothing is given
 * @throws InvalidInput when the value is none of these, names a day or hour that does not exist, or is a number
 *   that stands for a time in another way
 */
export function readTime(
	value: unknown,
	parameter: string,
	wanted: keyof typeof ADVICE = 'time',
): GivenTime | undefined {
	if (!isGiven(value)) return undefined;
	if (isInvalidDate(value)) {
		throw new InvalidInput(
			parameter,
			`${quote(String(value))} is no ${wanted}: the expression in this field could not read the value of this item`,
			'Make its format match this value, or let it return values of other formats as they are',
		);
	}
	const epoch = readEpoch(value, parameter);
	if (epoch !== undefined) return { wallClock: epoch, offset: 0 };
	const text = typeof value === 'string' ? trimmed(value) : isoText(value);
	const time = text === undefined ? undefined : parseIso(text);
	if (time === undefined) {
		throw new InvalidInput(
			parameter,
			`${quote(value)} cannot be read as a ${wanted}`,
			ADVICE[wanted],
		).convertibleBy(dateExpression(String(value), wanted), value);
	}
	return time;
}

/** A date object's text in ISO 8601: with the offset of its zone if it has one, as n8n's DateTime, else in UTC. */
export function isoText(value: unknown): string | undefined {
	const date = dateObject(value);
	if (date === undefined) return undefined;
	const { toISO } = value as { toISO?: () => string };
	return typeof toISO === 'function' ? toISO.call(value) : date.toISOString();
}

/** n8n turns a DateTime that is none into the first text before the node sees it, and JavaScript a date into the other. */
const INVALID_DATES: unknown[] = ['Invalid DateTime', 'Invalid Date'];

/** A date object that holds no date, or the text that stands for one. */
export function isInvalidDate(value: unknown): boolean {
	return INVALID_DATES.includes(value) || Number.isNaN(dateObject(value)?.getTime());
}
