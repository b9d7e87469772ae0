import { parseIso } from './iso';
import { readTimeZone } from './timeZone';

const names = (text: string) => text.split(' ');
const SHORT_MONTHS = names('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
const MONTHS = names(
	'January February March April May June July August September October November December',
);
const SHORT_WEEKDAYS = names('Sun Mon Tue Wed Thu Fri Sat');
const WEEKDAYS = names('Sunday Monday Tuesday Wednesday Thursday Friday Saturday');

const WEEKDAY = `(?:(?<weekday>${[...WEEKDAYS, ...SHORT_WEEKDAYS].join('|')})(?<comma>,?) )?`;
const MONTH = `(?<month>${[...MONTHS, ...SHORT_MONTHS].join('|')})`;

/** Day, month and year with one separator, in the order of Europe or of America. */
const LOCAL = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|[0-5]\d)(?!\d)/;

/** `2024/1/15`. */
const YEAR_FIRST = /^(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)/;

/** `31-Jan-1990`, `Mon, 15 Jan 2024`. */
const DAY_AND_NAME = new RegExp(
	`^${WEEKDAY}(?<day>\\d{1,2})(?<gap>[ -])${MONTH}\\k<gap>(?<year>\\d{4}|[0-5]\\d)(?!\\d)`,
	'i',
);

/** `Jan 15, 2024`, `Mon Jan 15 2024`. */
const NAME_AND_DAY = new RegExp(
	`^${WEEKDAY}${MONTH} (?<day>\\d{1,2})(?<gap>,? )(?<year>\\d{4})(?!\\d)`,
	'i',
);

/** A time of day, whose hour is up to 12 with AM and PM. */
const CLOCK =
	/^(,? |T|,? at )(?!(?:1[3-9]|2\d)\S* ?[AP]M\b)(?:[01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?([.,]\d{1,9})?( ?[AP]M\b)?/i;

/** A zone that is no abbreviation, as `EST` and `IST` are of several. */
const ZONE = /^( ?)(?:(UTC|GMT|Z)|(GMT)?[+-]\d{2}(:?)\d{2}|([A-Z]\w+\/[\w/+-]+))$/;

/** Digits that are a date, and perhaps a time, by how many they are. */
const DIGITS = new Map([
	[8, 'yyyyMMdd'],
	[12, 'yyyyMMddHHmm'],
	[14, 'yyyyMMddHHmmss'],
]);

/** @returns `undefined` for text that is no date, or in which more than day and month may be exchanged */
export function formatOfText(text: string, mayHaveShortYear: boolean): TextFormat | undefined {
	const date = localDate(text) ?? yearFirst(text) ?? namedMonth(text) ?? digits(text);
	if (date === undefined) return undefined;
	const isShort = /\byy\b/.test(date.format);
	if (isShort && !mayHaveShortYear) return undefined;
	const clock = clockOf(text.slice(date.length));
	const zone = zoneOf(text.slice(date.length + clock.length));
	if (zone === undefined || (clock.format === '' && zone.format !== '')) return undefined;
	return {
		format: date.format + clock.format + zone.format,
		hasTime: clock.format !== '' || /m/.test(date.format),
		zone: zone.zone,
		isEnglish: /E|MMM/.test(date.format) || /a$/.test(clock.format),
	};
}

/** The format by which Luxon reads a text (https://moment.github.io/luxon/#/parsing), and what the format says. */
export type TextFormat = {
	format: string;
	/** A day alone has no time. */
	hasTime: boolean;
	/** `stated`: an offset or a name that Luxon has to keep. */
	zone: 'none' | 'utc' | 'stated';
	/** Names and AM or PM are English ones. */
	isEnglish: boolean;
};

/** The format of a part of the text, and how many characters the part has. */
type Part = { format: string; length: number };

function localDate(text: string): Part | undefined {
	const match = LOCAL.exec(text);
	if (match === null) return undefined;
	const [{ length }, first, separator, second, year] = match;
	const isShort = year.length === 2;
	// With dashes, the first of three short numbers is as often the year.
	if (isShort && separator === '-') return undefined;
	const whole = isShort ? `20${year}` : year;
	const mayBeginWithDay = isDate(whole, second, first);
	const mayBeginWithMonth = isDate(whole, first, second);
	if (!mayBeginWithDay && !mayBeginWithMonth) return undefined;
	const isAmerican = separator === '/' && /\d ?[AP]M\b/i.test(text);
	const beginsWithMonth = mayBeginWithMonth && (isAmerican || !mayBeginWithDay);
	const dayAndMonth = beginsWithMonth ? ['M', 'd'] : ['d', 'M'];
	return { format: [...dayAndMonth, isShort ? 'yy' : 'yyyy'].join(separator), length };
}

function yearFirst(text: string): Part | undefined {
	const match = YEAR_FIRST.exec(text);
	if (match === null) return undefined;
	const [{ length }, year, separator, month, day] = match;
	return isDate(year, month, day)
		? { format: ['yyyy', 'M', 'd'].join(separator), length }
		: undefined;
}

function namedMonth(text: string): Part | undefined {
	const dayFirst = DAY_AND_NAME.exec(text);
	const match = dayFirst ?? NAME_AND_DAY.exec(text);
	const { weekday = '', comma = '', day, gap, month, year } = match?.groups ?? {};
	if (match === null || !existsOn(weekday, day, month, year)) return undefined;
	const week = weekday === '' ? '' : `${weekday.length === 3 ? 'EEE' : 'EEEE'}${comma} `;
	const name = month.length === 3 ? 'MMM' : 'MMMM';
	const years = year.length === 2 ? 'yy' : 'yyyy';
	const rest = dayFirst === null ? `${name} d${gap}${years}` : ['d', name, years].join(gap);
	return { format: week + rest, length: match[0].length };
}

function digits(text: string): Part | undefined {
	const format = /^\d+$/.test(text) ? DIGITS.get(text.length) : undefined;
	const iso = text.replace(/^(\d{8})(?=\d)/, '$1T');
	return format === undefined || parseIso(iso) === undefined
		? undefined
		: { format, length: text.length };
}

function clockOf(text: string): Part {
	const match = CLOCK.exec(text);
	if (match === null) return { format: '', length: 0 };
	const [{ length }, gap, seconds, fraction, noon] = match;
	const format = [
		gap.replace(/T|at/i, "'$&'"),
		noon === undefined ? 'H:mm' : 'h:mm',
		seconds === undefined ? '' : ':ss',
		fraction === undefined ? '' : `${fraction.charAt(0)}u`,
		noon === undefined ? '' : noon.replace(/[AP]M/i, 'a'),
	];
	return { format: format.join(''), length };
}

function zoneOf(text: string): Pick<TextFormat, 'format' | 'zone'> | undefined {
	if (text === '') return { format: '', zone: 'none' };
	const match = ZONE.exec(text);
	if (match === null) return undefined;
	const [, gap, utc, gmt, colon, name] = match;
	if (utc !== undefined) return { format: `${gap}'${utc}'`, zone: 'utc' };
	if (name !== undefined) return isZone(name) ? { format: `${gap}z`, zone: 'stated' } : undefined;
	const offset = colon === '' ? 'ZZZ' : 'ZZ';
	return { format: `${gap}${gmt === undefined ? '' : `'${gmt}'`}${offset}`, zone: 'stated' };
}

function isZone(name: string): boolean {
	try {
		return readTimeZone(name, '') !== undefined;
	} catch {
		return false;
	}
}

function existsOn(weekday: string, day: string, month: string, year: string): boolean {
	const number = SHORT_MONTHS.indexOf(capitalized(month)) + 1;
	const whole = year.length === 2 ? `20${year}` : year;
	if (!isDate(whole, String(number), day)) return false;
	const date = new Date(Date.UTC(Number(whole), number - 1, Number(day)));
	return weekday === '' || SHORT_WEEKDAYS[date.getUTCDay()] === capitalized(weekday);
}

/** The first three letters, as in the lists. */
function capitalized(name: string): string {
	return name.charAt(0).toUpperCase() + name.slice(1, 3).toLowerCase();
}

function isDate(year: string, month: string, day: string): boolean {
	return parseIso(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) !== undefined;
}
