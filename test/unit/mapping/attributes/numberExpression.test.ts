import fc from 'fast-check';

import { numberExpression } from '../../../../nodes/MoEngage/mapping/attributes/numberExpression';
import { cpuTime } from '../../../fixtures/cpuTime';
import { evaluate } from '../evaluate';

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
		expect(evaluate(numberExpression(text), text)).toBe(number);
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
		expect(numberExpression(text)).toBeUndefined();
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
					const conversion = numberExpression(text);
					if (conversion === undefined) return;
					// Text that the node reads as a number by itself stays text.
					expect(Number(evaluate(conversion, text))).toBe(number);
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
				expect([text, evaluate(numberExpression(text), text)]).toEqual([text, number]);
			}
		},
	);

	/** Items of the field that the expression is pasted into, each with what becomes of it. */
	test.each<[string, Array<[unknown, unknown]>]>([
		[
			'33,50 €',
			[
				['1.234,5', 1234.5],
				['12,5', 12.5],
				[' 7,25 € ', 7.25],
			],
		],
		[
			'1.234.567',
			[
				['33,50', 33.5],
				['1.234,5', 1234.5],
			],
		],
		[
			'$1,234.50',
			[
				['$33.50', 33.5],
				['1,23,456', 123456],
			],
		],
		[
			'3999 €',
			[
				['4.5 €', 4.5],
				['12 345', 12345],
			],
		],
	])('%s makes numbers of others of its form', (text, others) => {
		const conversion = numberExpression(text);
		expect(others.map(([other]) => evaluate(conversion, other))).toEqual(
			others.map(([, outcome]) => outcome),
		);
	});

	const OTHERS: unknown[] = [
		...['', ' ', '\t', null, undefined, 0, -1, 33.5, NaN, Infinity, true, false],
		...['33.50', '0', '-7.25', '1e3', '+5', '1.234', '12.345', '123456789012345678', '0x10'],
		...['(33,50)', '10k', '5 %', 'N/A', '33,50-', '12 34', 'Infinity', '1/2', '#N/A', '12-34'],
		...[[5], ['5', '6'], {}, new Date(0), '12345678901234567,5', '1,2,3', 'ten', '2026-01-31'],
	];

	test.each([
		'33,50 €',
		'$1,234.50',
		'1.234.567',
		'3999 €',
		'₹1,23,456.78',
		"1'234.50 CHF",
		'-7,25',
	])('%s leaves other items as they are, empty cells too', (text) => {
		const conversion = numberExpression(text);
		for (const other of OTHERS) expect(evaluate(conversion, other)).toBe(other);
	});

	test.each([
		['33,50 €', ['$5', '1,234.56']],
		['$1,234.50', ['33,50 €', '33,50', '1.234,5']],
		['3999 €', ['33,50 €', '$5']],
	])('%s makes no number of another currency or separator', (text, others) => {
		for (const other of others) expect(evaluate(numberExpression(text), other)).toBe(other);
	});

	test('is looked for in long text without losing time', () => {
		const begin = cpuTime();
		for (const part of ['1', ' ', '1 ', '€', ',', "1'234"]) {
			expect(numberExpression(`1${part.repeat(100_000)}x`)).toBeUndefined();
			expect(numberExpression(`€${part.repeat(100_000)}`)).toBeUndefined();
		}
		expect(cpuTime() - begin).toBeLessThan(2000);
	});
});
