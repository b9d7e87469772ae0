import { DateTime } from 'luxon';

import {
	dateConversion,
	numberConversion,
	withExpression,
} from '../../../nodes/MoEngage/mapping/conversion';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';

/** What n8n's engine would make of the expression. */
function evaluate(conversion: string | undefined, value: unknown): unknown {
	const code = `return ${String(conversion).replace('$value', 'value')};`;
	return (new Function('value', 'DateTime', code) as (...all: unknown[]) => unknown)(
		value,
		DateTime,
	);
}

test.each([
	['33,50 €', 33.5],
	['1.234,56', 1234.56],
	['€ 12,5', 12.5],
	['-7,25 EUR', -7.25],
	["1'234.50 CHF", 1234.5],
	['$1,234,567.89', 1234567.89],
	['₹ 3999', 3999],
	['1 234,50 zł', 1234.5],
])('the expression for %s makes a number of it', (text, number) => {
	expect(evaluate(numberConversion(text), text)).toBe(number);
});

test.each(['1,234', 'ten', '12-34', 'v1.2.3', '1,2,3', '', '12,34.56,78', 'N/A', '1.234.56'])(
	'%s, which may be several numbers or none, gets no expression',
	(text) => {
		expect(numberConversion(text)).toBeUndefined();
	},
);

test.each([
	['21.11.2025 09:30', '2025-11-21T09:30:00'],
	['1.2.2026', '2026-02-01T00:00:00'],
	['30/01/2026 16:20', '2026-01-30T16:20:00'],
	['01/30/2026 4:20 PM', '2026-01-30T16:20:00'],
	['31-12-2025, 23:59:58', '2025-12-31T23:59:58'],
])('the expression for %s makes a time of it', (text, iso) => {
	const date = evaluate(dateConversion(text), text) as DateTime;
	expect(date.toISO({ includeOffset: false, suppressMilliseconds: true })).toBe(iso);
});

test.each(['31/31/2026', 'tomorrow', '2026', '1.2-2026', '1.2.26', '2026-01-31'])(
	'%s, which is no local date, gets no expression',
	(text) => {
		expect(dateConversion(text)).toBeUndefined();
	},
);

/** Advice for a value at a place of the workflow that holds this text. */
function advice(conversion: string | undefined, value: unknown, raw: unknown): string {
	const invalid = new InvalidInput('additionalFields.eventTime', 'is wrong', 'Use ISO 8601');
	return withExpression(invalid.convertibleBy(conversion, value), (name) =>
		name === 'additionalFields' ? { eventTime: raw } : undefined,
	).advice;
}

test('a date whose month may come first says so, others do not', () => {
	const said = ['05/06/2026', '5/6/2026 10:00', '28/11/2025', '05.06.2026', '01/30/2026'].map(
		(text) => advice(dateConversion(text), text, undefined).includes('exchange d and M'),
	);
	expect(said).toEqual([true, true, false, false, false]);
});

test('the expression names the field that the workflow takes the value from, or else holds the value', () => {
	const ready = (raw: unknown) => advice('Number($value)', '1 €', raw);
	const words = 'Use ISO 8601. This expression converts it: ';
	expect(ready('={{ $json.total }}')).toBe(`${words}{{ Number($json.total) }}`);
	expect(ready('={{$json["a $& b"]}}')).toBe(`${words}{{ Number($json["a $& b"]) }}`);
	for (const raw of ['1 €', '={{ $json.a }} {{ $json.b }}', undefined, 7]) {
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
