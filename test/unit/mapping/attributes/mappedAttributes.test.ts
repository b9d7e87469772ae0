import { DateTime } from 'luxon';

import { readAttributes } from '../../../../nodes/MoEngage/mapping/attributes/attributes';
import { mappedAttributes } from '../../../../nodes/MoEngage/mapping/attributes/mappedAttributes';
import { parametersOf } from '../../parametersOf';

const schema = [
	{ id: 'series', type: 'string' },
	{ id: 'season', type: 'number' },
	{ id: 'cast', type: 'array' },
	{ id: 'released_on', type: 'dateTime' },
];

/** What the mapping makes of one value for the attribute of a type. */
function convert(type: string, value: unknown): unknown {
	return mappedAttributes(
		{ mappingMode: 'defineBelow', value: { it: value }, schema: [{ id: 'it', type }] },
		{},
		'attributeValues',
	).it;
}

test.each([['\ufeffseries'], [' series'], ['series\u200b ']])(
	'automatic mapping takes the column %j for the attribute series',
	(column) => {
		const mapper = { mappingMode: 'autoMapInputData', value: null, schema };
		expect(mappedAttributes(mapper, { [column]: 'Dark', other: 1 }, 'attributeValues')).toEqual({
			[column]: 'Dark',
		});
		const item = { [column]: 5, season: '3' };
		expect(mappedAttributes(mapper, item, 'attributeValues')).toEqual({ [column]: '5', season: 3 });
	},
);

describe('values that leave with the type that MoEngage declares', () => {
	test.each([
		['number', 3, 3],
		['number', '3', 3],
		['number', ' -12.50 ', -12.5],
		['number', '1e3', 1000],
		['string', 'Dark', 'Dark'],
		['string', 42, '42'],
		['array', ['a', 1], ['a', 1]],
		['array', '["a", 1]', ['a', 1]],
		['array', 'Anna', ['Anna']],
		['array', 7, [7]],
		['dateTime', '2026-01-31T16:30:00+05:30', '2026-01-31T16:30:00+05:30'],
		['dateTime', '2026-01-31', '2026-01-31'],
		['dateTime', '2026-01-31 16:30:00', '2026-01-31T16:30:00'],
		['dateTime', '2026-01-31 16:30:00 +05:30', '2026-01-31T16:30:00+05:30'],
		['dateTime', 1767225600, '2026-01-01T00:00:00Z'],
		['dateTime', '1767225600000', '2026-01-01T00:00:00Z'],
		['dateTime', new Date(0), '1970-01-01T00:00:00Z'],
		['dateTime', DateTime.fromISO('2026-01-01T02:00:00+02:00'), '2026-01-01T00:00:00Z'],
		['boolean', 'as it is', 'as it is'],
	])('%s: %j', (type, value, expected) => {
		expect(convert(type, value)).toEqual(expected);
	});

	test.each([
		['number', 'cheap', 'a number'],
		['number', '3,99', 'a number'],
		['number', '0x10', 'a number'],
		['number', true, 'a number'],
		['number', Number.NaN, 'a number'],
		['number', '9007199254740993', 'a number'],
		['string', { a: 1 }, 'text'],
		['string', false, 'text'],
		['string', true, 'text'],
		['string', 9007199254740992, 'text'],
		['array', 'Anna, Ben', 'an array'],
		['array', '["Anna"', 'an array'],
		['array', '{"a": 1}', 'an array'],
		['dateTime', 'last Tuesday', 'a date'],
		['dateTime', '2026-02-30', 'a date'],
		['dateTime', true, 'a date'],
	])('%s: %j is refused by the name of the attribute', (type, value, name) => {
		expect(() => convert(type, value)).toThrow(
			expect.objectContaining({
				parameter: 'attributeValues',
				reason: expect.stringMatching(
					new RegExp(`^Attribute "it" is ${name} in MoEngage, but `),
				) as string,
			}) as Error,
		);
	});

	test.each([null, undefined, '', '  '])('%j counts as not given', (empty) => {
		const value = { series: 'Dark', season: empty, cast: empty, released_on: empty };
		expect(
			mappedAttributes({ mappingMode: 'defineBelow', value, schema }, {}, 'attributeValues'),
		).toEqual({ series: 'Dark' });
	});

	test('false, zero and an empty array are values', () => {
		expect([convert('boolean', false), convert('number', 0), convert('array', [])]).toEqual([
			false,
			0,
			[],
		]);
	});
});

describe('automatic mapping', () => {
	const item = { series: 'Dark', season: '2', cast: null, note: 'mine', odd: { a: 1 } };

	test('takes the fields of the item that MoEngage knows, and converts them', () => {
		const given = { mappingMode: 'autoMapInputData', value: null, schema };
		expect(mappedAttributes(given, item, 'attributeValues')).toEqual({ series: 'Dark', season: 2 });
	});

	test('leaves out what the user removed', () => {
		const removed = schema.map((field) => ({ ...field, removed: field.id === 'series' }));
		const given = { mappingMode: 'autoMapInputData', value: null, schema: removed };
		expect(mappedAttributes(given, item, 'attributeValues')).toEqual({ season: 2 });
	});

	test.each([[[]], [undefined]])('takes every field as it is without a schema (%j)', (none) => {
		const given = { mappingMode: 'autoMapInputData', value: null, schema: none };
		expect(mappedAttributes(given, item, 'attributeValues')).toEqual({
			series: 'Dark',
			season: '2',
			note: 'mine',
			odd: { a: 1 },
		});
	});
});

test('an item without any value passes if no schema says what the event has', () => {
	const given = { mappingMode: 'autoMapInputData', value: null, schema: [] };
	expect(mappedAttributes(given, { a: null, b: '' }, 'attributeValues')).toEqual({});
});

describe('an item without any value for what is mapped', () => {
	const values = (value: unknown) => ({ series: value, season: value, cast: null });
	const of = (value: object | null) =>
		mappedAttributes({ mappingMode: 'defineBelow', value, schema }, {}, 'attributeValues');

	test.each([[''], [null], [undefined], ['  ']])('(%j) is refused', (blank) => {
		expect(() => of(values(blank))).toThrow(/has no value for this item/);
		const auto = { mappingMode: 'autoMapInputData', value: null, schema };
		expect(() => mappedAttributes(auto, values(blank), 'attributeValues')).toThrow(/no value/);
	});

	test('is refused where nobody touched the form as well: customers would get the same gaps', () => {
		for (const untouched of [null, {}, { series: null }, { series: '', season: undefined }]) {
			expect(() => of(untouched)).toThrow(/has no value for this item/);
		}
	});

	test('passes where the event has no attribute, or the user removed all', () => {
		const removed = schema.map((field) => ({ ...field, removed: true }));
		for (const fields of [removed, []]) {
			expect(
				mappedAttributes(
					{ mappingMode: 'defineBelow', value: values(null), schema: fields },
					{},
					'attributeValues',
				),
			).toEqual({});
		}
	});
});

test.each([
	[undefined],
	[''],
	[null],
	[{ mappingMode: 'defineBelow', value: null }],
	[{ mappingMode: 'defineBelow', value: null, schema: [] }],
])('%j gives no attributes', (given) => {
	expect(mappedAttributes(given, { series: 'Dark' }, 'attributeValues')).toEqual({});
});

test('an agent may give the attributes themselves, as an object or as JSON text', () => {
	expect(mappedAttributes({ season: 2, cast: null }, {}, 'attributeValues')).toEqual({ season: 2 });
	expect(mappedAttributes('{"season": 2}', {}, 'attributeValues')).toEqual({ season: 2 });
	expect(() => mappedAttributes('{"season": ', {}, 'attributeValues')).toThrow(/not valid JSON/);
});

test('a name that reaches for the prototype stays a mere name', () => {
	const value = JSON.parse('{"__proto__": "x"}') as Record<string, unknown>;
	const attributes = mappedAttributes({ mappingMode: 'defineBelow', value }, {}, 'attributeValues');
	expect(Object.keys(attributes)).toEqual(['__proto__']);
	expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
});

test('mapped attributes obey the same rules for names as all others', () => {
	const parameters = parametersOf({
		specifyAttributes: 'fields',
		attributeValues: { mappingMode: 'defineBelow', value: { moe_price: 1 }, schema: [] },
	});
	const names = { mapped: 'attributeValues', json: 'attributesJson' };
	expect(() => readAttributes(parameters, {}, names, 'businessEvent')).toThrow(/moe_/);
});
