import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import { withExpression } from '../../../../nodes/MoEngage/mapping/times';
import { dateExpression } from '../../../../nodes/MoEngage/mapping/times/dateExpression';

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
	expect(note.exec(advice(dateExpression(text, 'time'), text, text))?.[1]).toBe(other);
});

test('the expression names the one that the field holds, or else the text that stands there', () => {
	const ready = (raw: unknown) => advice('Number($value)', '1 €', raw);
	const words = 'Use ISO 8601. This expression converts it: ';
	expect(ready('={{ $json.total }}')).toBe(`${words}{{ Number($json.total) }}`);
	expect(ready('={{$json["a $& b"]}}')).toBe(`${words}{{ Number($json["a $& b"]) }}`);
	expect(ready('={{ [$json.a].map((a) => ({ a }))[0].a }}')).toBe(
		`${words}{{ Number([$json.a].map((a) => ({ a }))[0].a) }}`,
	);
	expect(ready('1 €')).toBe(`${words}{{ Number("1 €") }}`);
	expect(ready(7)).toBe(`${words}{{ Number(7) }}`);
	expect(advice(undefined, '1 €', '={{ $json.total }}')).toBe('Use ISO 8601');
});

test('none is offered where it would give all items the value of this one', () => {
	for (const raw of [
		'={{ $json.a }} {{ $json.b }}',
		// What follows on the line would be a comment, too.
		'={{ $json.a // as the shop writes it\n}}',
		'={{\n// of the shop\n$json.a }}',
		'=About {{ $json.a }}',
		'={{ $json.a }} €',
		'={{ }}',
		undefined,
		null,
		{ a: 1 },
	]) {
		expect(advice('Number($value)', '1 €', raw)).toBe('Use ISO 8601');
	}
});

test('an attribute in a row of its own is found there, and one in no row is not', () => {
	const raw = { assignments: [{ value: '={{ $json.a }}' }, { value: '={{ $json.b }}' }] };
	const adviceAt = (place: string[]) => {
		const invalid = new InvalidInput('attributes', 'is wrong', 'Use digits');
		return withExpression(invalid.convertibleBy('Number($value)', 'x', place), () => raw).advice;
	};
	expect(adviceAt(['attributes', 'assignments', '1', 'value'])).toContain('Number($json.b)');
	expect(adviceAt(['attributes', 'assignments', '2', 'value'])).toBe('Use digits');
	expect(adviceAt(['attributes', 'text', 'length'])).toBe('Use digits');
});
