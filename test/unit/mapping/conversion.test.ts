import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	dateConversion,
	numberConversion,
	withExpression,
} from '../../../nodes/MoEngage/mapping/conversion';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { cpuTime } from '../../fixtures/cpuTime';

/** What n8n's engine would make of the expression. */
function evaluate(conversion: string | undefined, value: unknown): unknown {
	const code = `return ${String(conversion).replace(/\$value/g, 'value')};`;
	return (new Function('value', 'DateTime', code) as (...all: unknown[]) => unknown)(
		value,
		DateTime,
	);
}

describe('the expression for a number', () => {
	test.each<[string, number]>([
		['33,50 €', 33.5],
		['33,5', 33.5],
		[' 1.234,56 ', 1234.56],
		['1.234.567', 1234567],
		['1.234.567 €', 1234567],
		['1.234,567', 1234.567],
		['1234,567', 1234.567],
		['0,125 €', 0.125],
		['0.125 €', 0.125],
		['€ 12,5', 12.5],
		['-7,25 EUR', -7.25],
		['€ -7,25', -7.25],
		['-$33.50', -33.5],
		['$-33.50', -33.5],
		['CHF-12.50', -12.5],
		['AED 12.50', 12.5],
		['12,50 MYR', 12.5],
		['12.345.678', 12345678],
		['123.456.789', 123456789],
		['12,50 Euro', 12.5],
		['12,50 Euros', 12.5],
		["1'234.50 CHF", 1234.5],
		['1’234’567', 1234567],
		['$1,234,567.89', 1234567.89],
		['US$1,234.50', 1234.5],
		['R$ 1.234,50', 1234.5],
		['1,234.567', 1234.567],
		['1,234,567', 1234567],
		['₹1,23,456.78', 123456.78],
		['12,34,56,789', 123456789],
		['₹ 3999', 3999],
		['1 234,50 zł', 1234.5],
		['1 234,567', 1234.567],
		['1\u00a0234\u00a0567,5\u00a0kr', 1234567.5],
		['12\u202f345', 12345],
		['12\u2009345.5', 12345.5],
		['123456789012,345', 123456789012.345],
	])('%j makes a number of it', (text, number) => {
		expect(evaluate(numberConversion(text), text)).toBe(number);
	});

	test.each([
		// Three decimals, or a thousand.
		...['1,234', '1.234 €', '12,345', '123.456 USD', '-1.234 €', '012,345', '$1,234'],
		// Negative in accounting, or without cents.
		...['(33.50)', '(1,234.00)', '($33.50)', '33,50-', '33,50 €-', '33,-', '33,– €'],
		// A minus that is none to JavaScript, or a dash.
		...['−33,50', '–33,50', '- 33,50', '--33,50', '-€ 33,50', '-€-33,50', '33-50'],
		// Thousands, millions, hundredths.
		...['10k', '10 K', '1.2M', '$2.5B', '2.5bn', '1,2 Mio', '1,2 Mio. €', '1,2 MIO', '3 Mrd. €'],
		...['5 %', '5,5%', '5 ‰', '12,5 M€', '10k€', 'k€ 10', '1e3 €', '1,5 T', '5 Mil', '2,5 lakh'],
		// Other units, and signs that change the number.
		...['12,5 m', '5,5 kg', '>5,5', '~5,5', '±5,5', '#12', '+33,50', '½', '1/2'],
		// No number, or several.
		...['', ' ', 'ten', 'N/A', '€', 'v1.2.3', '1,2,3', '1, 2', '12 34', '1\n234', '1\t234,5'],
		...['12-34', '12.34.56', '192.168.100.200', '1.234.56', '12,34.56,78', '1,234.56,7', '1,23,45'],
		...['1.234,567.8', '1 234.567,8', "1'234 567", '1.234 567,5', '1234.567.890', '1,2345,678'],
		...['33,', '33. €', ',50', '.50 €', '33,50 € 5', '€ $ 5,5', '€€ 5,5', '33,50 € EUR'],
		// More digits than a number can hold.
		...['1.234.567.890.123.456,7', '1234567890123456 €', '0,1234567890123456'],
	])('is not offered for %j, which may be another number, several, or none', (text) => {
		expect(numberConversion(text)).toBeUndefined();
	});

	const LOCALES = ['en-US', 'en-IN', 'en-ZA', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'fr-CH', 'es-ES'];
	const MORE_LOCALES = ['it-IT', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE', 'hi-IN', 'ja-JP', 'ar-EG'];
	const FORMS: Intl.NumberFormatOptions[] = [
		{},
		{ style: 'currency' },
		{ style: 'currency', currencyDisplay: 'code' },
		{ style: 'currency', currencyDisplay: 'name' },
		{ style: 'currency', currencySign: 'accounting' },
		{ style: 'percent' },
		{ notation: 'compact' },
		{ notation: 'compact', style: 'currency' },
		{ notation: 'scientific' },
		{ useGrouping: false },
	];

	test('gives the number that was written, in any country and form', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...LOCALES, ...MORE_LOCALES),
				fc.constantFrom(...FORMS),
				fc.constantFrom('EUR', 'USD', 'CHF', 'INR', 'PLN'),
				fc.oneof(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: -1e12, max: 1e12 })),
				fc.integer({ min: 0, max: 3 }),
				(locale, form, currency, digits, decimals) => {
					fc.pre(digits !== 0);
					const number = digits / 10 ** decimals;
					const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
					const format = new Intl.NumberFormat(locale, {
						currency,
						...form,
						...(form.notation === undefined ? places : { maximumFractionDigits: 3 }),
					});
					const text = format.format(number);
					const conversion = numberConversion(text);
					if (conversion === undefined) return;
					expect(evaluate(conversion, text)).toBe(number);
				},
			),
			{ seed: 20261129, numRuns: 5000 },
		);
	});

	test.each([...LOCALES, ...MORE_LOCALES].filter((locale) => locale !== 'ar-EG'))(
		'is offered for amounts of %s',
		(locale) => {
			for (const number of [12_345.67, 1234.5, 987_654_321.25]) {
				const text = new Intl.NumberFormat(locale).format(number);
				expect([text, evaluate(numberConversion(text), text)]).toEqual([text, number]);
			}
		},
	);

	/** Items of the field that the expression is pasted into, each with what becomes of it. */
	test.each<[string, Array<[unknown, unknown]>]>([
		[
			'33,50 €',
			[
				['1.234,5', 1234.5],
				[33.5, 33.5],
				['33.50', 33.5],
				[0, 0],
			],
		],
		[
			'33,50 €',
			[
				['(33,50)', NaN],
				['10k', NaN],
				['5 %', NaN],
				['$5', NaN],
				['1,234.56', NaN],
			],
		],
		[
			'33,50 €',
			[
				['', ''],
				[null, null],
				[undefined, undefined],
				['N/A', NaN],
				['33,50-', NaN],
			],
		],
		[
			'1.234.567',
			[
				['33,50', 33.5],
				['1.5', 1.5],
			],
		],
		[
			'$1,234.50',
			[
				['$33.50', 33.5],
				['1,23,456', 123456],
				['33,50 €', NaN],
				['33,50', NaN],
			],
		],
		[
			'3999 €',
			[
				['33,50 €', NaN],
				['4.5 €', 4.5],
				['12 345', 12345],
				['12 34', NaN],
				['', ''],
			],
		],
	])('%s makes no wrong number of other items', (text, others) => {
		const conversion = numberConversion(text);
		expect(others.map(([other]) => evaluate(conversion, other))).toEqual(
			others.map(([, outcome]) => outcome),
		);
	});

	test('is looked for in long text without losing time', () => {
		const begin = cpuTime();
		for (const part of ['1', ' ', '1 ', '€', ',', "1'234"]) {
			expect(numberConversion(`1${part.repeat(100_000)}x`)).toBeUndefined();
			expect(numberConversion(`€${part.repeat(100_000)}`)).toBeUndefined();
		}
		expect(cpuTime() - begin).toBeLessThan(2000);
	});
});

describe('the expression for a date', () => {
	test.each([
		['21.11.2025 09:30', '2025-11-21T09:30:00'],
		['1.2.2026', '2026-02-01T00:00:00'],
		['01.30.2026', '2026-01-30T00:00:00'],
		['30/01/2026 16:20', '2026-01-30T16:20:00'],
		['01/30/2026 4:20 PM', '2026-01-30T16:20:00'],
		['31-12-2025, 23:59:58', '2025-12-31T23:59:58'],
		['13/05/2025 3:00 PM', '2025-05-13T15:00:00'],
		['05/06/2025 3:00 PM', '2025-05-06T15:00:00'],
		['05/06/2025 15:00', '2025-06-05T15:00:00'],
		['05-06-2025 3:00 pm', '2025-06-05T15:00:00'],
		['12/12/2025 12:05 AM', '2025-12-12T00:05:00'],
		['29/02/2024', '2024-02-29T00:00:00'],
		['02-29-2024', '2024-02-29T00:00:00'],
		['31/01/2025 0:00', '2025-01-31T00:00:00'],
	])('%s makes a time of it', (text, iso) => {
		const date = evaluate(dateConversion(text), text) as DateTime;
		expect(date.toISO({ includeOffset: false, suppressMilliseconds: true })).toBe(iso);
	});

	test('has the letters of n8n for what the text has', () => {
		const formats = ['1.2.2026', '1/2/2026 3:04 pm', '1-2-2026, 03:04:05'].map(dateConversion);
		expect(formats).toEqual([
			'DateTime.fromFormat($value, "d.M.yyyy")',
			'DateTime.fromFormat($value, "M/d/yyyy h:mm a")',
			'DateTime.fromFormat($value, "d-M-yyyy, H:mm:ss")',
		]);
	});

	test.each([
		...['31/31/2026', '45/05/2025', '05/45/2025', '32.01.2025', '00/05/2025', '5/0/2025'],
		...['0.0.2025', '31/04/2025', '04/31/2025', '29/02/2025', '02-29-2025', '30.02.2024'],
		...['13/13/2025 3:00 PM', '31.12.2025 24:01', '31.12.2025 12:60', '31.12.2025 12:00:60'],
		...['31/12/2025 13:00 PM', '12/31/2025 20:00 AM', ' 31.12.2025', '31.12.2025 '],
		...['tomorrow', '2026', '1.2-2026', '1.2.26', '2026-01-31', '31.12.2025 12'],
	])('is not offered for %j, which is no local date', (text) => {
		expect(dateConversion(text)).toBeUndefined();
	});

	test('gives the date that was written, or is not offered, in any order', () => {
		fc.assert(
			fc.property(
				fc.date({
					min: new Date('2000-01-01T00:00:00Z'),
					max: new Date('2099-12-31T23:59:59Z'),
					noInvalidDate: true,
				}),
				fc.constantFrom(
					'd.M.yyyy',
					'dd.MM.yyyy',
					'd/M/yyyy',
					'MM/dd/yyyy',
					'dd-MM-yyyy',
					'M-d-yyyy',
				),
				fc.constantFrom('', ' H:mm', ' h:mm a', ', HH:mm:ss', ' hh:mm:ss a'),
				(written, order, clock) => {
					const time = DateTime.fromJSDate(written, { zone: 'utc' }).toLocal();
					const format = order + clock;
					const text = time.toFormat(format);
					const conversion = String(dateConversion(text));
					const read = evaluate(conversion, text) as DateTime;
					const exchanged = DateTime.fromFormat(text, format);
					if (time.month === time.day || time.day > 12 || order.includes('.')) {
						expect(read.toISO()).toBe(exchanged.toISO());
					} else {
						const other = DateTime.fromFormat(
							text,
							format.replace(/[dM]/g, (letter) => (letter === 'd' ? 'M' : 'd')),
						);
						expect([exchanged.toISO(), other.toISO()]).toContain(read.toISO());
					}
				},
			),
			{ seed: 20261129, numRuns: 1000 },
		);
	});
});

/** Advice for a value at a place of the workflow that holds this text. */
function advice(conversion: string | undefined, value: unknown, raw: unknown): string {
	const invalid = new InvalidInput('additionalFields.eventTime', 'is wrong', 'Use ISO 8601');
	return withExpression(invalid.convertibleBy(conversion, value), (name) =>
		name === 'additionalFields' ? { eventTime: raw } : undefined,
	).advice;
}

test.each<[string, 'month' | 'day' | undefined]>([
	['05/06/2026', 'month'],
	['5/6/2026 10:00', 'month'],
	['05-06-2026', 'month'],
	['5-6-2026 3:00 PM', 'month'],
	['12/12/2026', 'month'],
	['05/06/2025 3:00 PM', 'day'],
	['10/12/2025 3:00 am', 'day'],
	['28/11/2025', undefined],
	['13/05/2025 3:00 PM', undefined],
	['5-13-2025', undefined],
	['05.06.2026', undefined],
	['01/30/2026', undefined],
])('the advice for %s says what else may come first: %s', (text, other) => {
	const note = / \(exchange d and M if the (\w+) comes first\)$/;
	expect(note.exec(advice(dateConversion(text), text, undefined))?.[1]).toBe(other);
});

test('the expression names the field that the workflow takes the value from, or else holds the value', () => {
	const ready = (raw: unknown) => advice('Number($value)', '1 €', raw);
	const words = 'Use ISO 8601. This expression converts it: ';
	expect(ready('={{ $json.total }}')).toBe(`${words}{{ Number($json.total) }}`);
	expect(ready('={{$json["a $& b"]}}')).toBe(`${words}{{ Number($json["a $& b"]) }}`);
	expect(advice('$value && Number($value)', '1 €', '={{ $json.total }}')).toBe(
		`${words}{{ $json.total && Number($json.total) }}`,
	);
	for (const raw of [
		'1 €',
		'={{ $json.a }} {{ $json.b }}',
		'=About {{ $json.a }}',
		undefined,
		null,
		7,
	]) {
		expect(ready(raw)).toBe(`${words}{{ Number("1 €") }}`);
	}
	expect(advice(undefined, '1 €', '={{ $json.total }}')).toBe('Use ISO 8601');
});

test('an attribute in a row of its own is found there, and one in no row is not', () => {
	const raw = { assignments: [{ value: '={{ $json.a }}' }, { value: '={{ $json.b }}' }] };
	const adviceAt = (place: string[]) => {
		const invalid = new InvalidInput('attributes', 'is wrong', 'Use digits');
		return withExpression(invalid.convertibleBy('Number($value)', 'x', place), () => raw).advice;
	};
	expect(adviceAt(['attributes', 'assignments', '1', 'value'])).toContain('Number($json.b)');
	expect(adviceAt(['attributes', 'assignments', '2', 'value'])).toContain('Number("x")');
	expect(adviceAt(['attributes', 'text', 'length'])).toContain('Number("x")');
});
