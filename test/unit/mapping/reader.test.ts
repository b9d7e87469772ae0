import { namedRows } from '../../../nodes/MoEngage/mapping/rows';
import { InvalidInput, quote } from '../../../nodes/MoEngage/mapping/invalidInput';
import { Reader } from '../../../nodes/MoEngage/mapping/reader';
import {
	asBoolean,
	emailAddress,
	isPlainObject,
	textList,
} from '../../../nodes/MoEngage/mapping/values';

describe('a reader of parameters', () => {
	test('asks for each value once, since n8n’s engine takes its time for an expression', () => {
		const asked: string[] = [];
		const reader = new Reader((name) => {
			asked.push(name);
			return name === 'nothing' ? undefined : `the ${name}`;
		});
		for (let times = 0; times < 3; times++) {
			expect(reader.get('event')).toBe('the event');
			expect(reader.text('nothing')).toBeUndefined();
		}
		expect(asked).toEqual(['event', 'nothing']);
	});

	test('gives what stands in the workflow only if that is known', () => {
		const known = new Reader(
			() => 'value',
			'',
			(name) => `={{ ${name} }}`,
		);
		expect(known.raw('a')).toBe('={{ a }}');
		expect(new Reader(() => 'value').raw('a')).toBeUndefined();
	});

	test.each([
		['[1, 2]', [1, 2]],
		[' \n{"a": 1}', { a: 1 }],
		['x[1]', 'x[1]'],
		['a{}', 'a{}'],
		['', ''],
		[7, 7],
		[null, null],
	])(
		'parses JSON text of lists and objects, and leaves %j as it is otherwise',
		(value, expected) => {
			expect(new Reader(() => value).parsed('it')).toEqual(expected);
		},
	);
});

const CIRCULAR: Record<string, unknown> = {};
CIRCULAR.self = CIRCULAR;

describe('a value in a message', () => {
	test.each([
		['two\n\n  lines', '"two lines"'],
		['x'.repeat(60), `"${'x'.repeat(60)}"`],
		['x'.repeat(61), `"${'x'.repeat(57)}…"`],
		[{ a: ['x'] }, '{"a":["x"]}'],
		[undefined, 'undefined'],
		[CIRCULAR, '[object Object]'],
	])('%p is written as %s', (value, expected) => {
		expect(quote(value)).toBe(expected);
	});
});

test('the reason of an invalid input follows the name of its field, unless it is a whole sentence', () => {
	const plain = new InvalidInput('a.b', 'is wrong', 'Fix it');
	expect([plain.isSentence, plain.message]).toEqual([false, 'a.b: is wrong']);
	expect(InvalidInput.sentence('a.b', 'It is wrong', 'Fix it').isSentence).toBe(true);
});

class Point {
	x = 1;
}

test.each([
	[{}, true],
	[Object.create(null), true],
	[new Point(), true],
	[{ toJSON: 'text' }, true],
	[{ toJSON: () => 'text' }, false],
	[new Map(), false],
	[/x/, false],
	[new Error('x'), false],
	[new Date(), false],
	[[], false],
	[null, false],
	[undefined, false],
	['{}', false],
	[7, false],
])('%p is an object of names and values: %p', (value, expected) => {
	expect(isPlainObject(value)).toBe(expected);
});

test.each([
	[true, true],
	[false, false],
	[' TRUE ', true],
	['false', false],
	['', undefined],
	[null, undefined],
])('%p as yes or no is %p', (value, expected) => {
	expect(asBoolean(value, 'options.keepDates')).toBe(expected);
});

test.each([
	[' ["a", "b"]', ['a', 'b']],
	[' [] ', undefined],
	[undefined, undefined],
	[null, undefined],
	[' a ', ['a']],
])('%j is the list %j', (value, expected) => {
	expect(textList(value, 'ids')).toEqual(expected);
});

test('an email address may have 320 characters', () => {
	const longest = `${'a'.repeat(308)}@example.com`;
	expect(longest).toHaveLength(320);
	expect(emailAddress(longest, 'createdBy')).toBe(longest);
	expect(() => emailAddress(`a${longest}`, 'createdBy')).toThrow(InvalidInput);
});

describe('rows of names and values', () => {
	const read = (value: unknown) =>
		namedRows(value, 'ids', { rows: 'identifier', valueField: 'is' });

	test.each<[string, unknown]>([
		['the fixed collection', { identifier: [{ name: 'a', is: 1 }] }],
		['one row of it', { identifier: { name: 'a', is: 1 } }],
		['a list', [{ name: 'a', is: 1 }]],
		['a list as text', '[{"name": "a", "is": 1}]'],
		['the fixed collection as text', '{"identifier": [{"name": "a", "is": 1}]}'],
		['an object', { a: 1 }],
		['an object as text', ' {"a": 1}'],
	])('come from %s', (_form, value) => {
		expect(read(value)).toEqual([{ name: 'a', value: 1 }]);
	});

	test.each(['a', 7, true, [['a']]])('that are none (%j) are refused, not left out', (row) => {
		expect(() => read([{ name: 'a', is: 1 }, row])).toThrow(/where name and is are expected/);
		expect(() => read({ identifier: [row] })).toThrow(InvalidInput);
	});

	test('are none where nothing is filled in', () => {
		for (const nothing of [' ', null, undefined, {}, [], '[]', [null], { identifier: [] }]) {
			expect(read(nothing)).toEqual([]);
		}
		expect(read([{}, { name: '' }])).toEqual([
			{ name: undefined, value: undefined },
			{ name: '', value: undefined },
		]);
	});

	test('with fields of other names are refused, one with more of them is not', () => {
		expect(() => read([{ key: 'a', value: 1 }])).toThrow(/has \{"key":"a","value":1\} where/);
		expect(read([{ name: 'a', is: 1, note: 'x' }])).toEqual([{ name: 'a', value: 1 }]);
	});

	test('one row stands alone as well', () => {
		expect(read({ name: 'a', is: 1 })).toEqual([{ name: 'a', value: 1 }]);
		expect(read({ name: 'a' })).toEqual([{ name: 'a', value: undefined }]);
		expect(read({ name: 'a', other: 1 })).toEqual([
			{ name: 'name', value: 'a' },
			{ name: 'other', value: 1 },
		]);
	});
});
