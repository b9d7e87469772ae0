import fc from 'fast-check';

import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { jsonBreak, parseJson } from '../../../nodes/MoEngage/mapping/json';
import {
	emailAddress,
	jsonObject,
	oneOf,
	optionalText,
	textList,
} from '../../../nodes/MoEngage/mapping/values';
import { cpuTime } from '../../fixtures/cpuTime';

describe('text', () => {
	test.each([
		['', undefined],
		['  ', undefined],
		[null, undefined],
		[undefined, undefined],
		[' Order Placed\n', 'Order Placed'],
		[42, '42'],
		[0, '0'],
		[1.5, '1.5'],
	])('%p is read as %p', (value, expected) => {
		expect(optionalText(value, 'eventName')).toBe(expected);
	});

	test.each([[{}], [['a']], [true], [Number.NaN]])('%p is not text', (value) => {
		expect(() => optionalText(value, 'eventName')).toThrow(InvalidInput);
	});

	test('a number that has lost digits on its way is refused instead of naming another user', () => {
		expect(() => optionalText(Number('90071992547409931'), 'customerId')).toThrow(/lost digits/);
		expect(optionalText(9007199254740991, 'customerId')).toBe('9007199254740991');
		expect(optionalText('90071992547409931', 'customerId')).toBe('90071992547409931');
	});
});

describe('an email address', () => {
	test.each([
		'jane@example.com',
		'jane.doe+n8n@mail.example.co.uk',
		`${'j'.repeat(64)}@example.com`,
	])('%s is one', (text) => {
		expect(emailAddress(text, 'updatedBy')).toBe(text);
	});

	test.each(['Jane', 'jane@example', 'a@example.com, b@example.com', 'jane doe@example.com'])(
		'%s is none',
		(text) => {
			expect(() => emailAddress(text, 'updatedBy')).toThrow(InvalidInput);
		},
	);

	test.each([
		['dots', `a@${'.'.repeat(100_000)}@`],
		['names with dots', `a@${'b.'.repeat(50_000)}@`],
		['spaces at its end', `a@${'.'.repeat(100_000)} b`],
	])('of 100,000 characters with %s is refused at once, and does not stop n8n', (_what, text) => {
		const began = cpuTime();
		expect(() => emailAddress(text, 'updatedBy')).toThrow(/is not an email address/);
		expect(cpuTime() - began).toBeLessThan(500);
	});
});

describe('lists of names or IDs', () => {
	test.each([
		['a, b ,c', ['a', 'b', 'c']],
		[
			['a', ' b', 3],
			['a', 'b', '3'],
		],
		['["a","b"]', ['a', 'b']],
		['a,,', ['a']],
		[' , ', undefined],
		['', undefined],
		[[], undefined],
	])('%p is read as %p', (value, expected) => {
		expect(textList(value, 'filters.eventIds')).toEqual(expected);
	});
});

describe('a choice', () => {
	const PLATFORMS = ['ANDROID', 'iOS', 'web'] as const;

	test("is found in any letter case and leaves in MoEngage's spelling", () => {
		expect(['android', 'IOS', ' Web '].map((value) => oneOf(value, PLATFORMS, 'platform'))).toEqual(
			['ANDROID', 'iOS', 'web'],
		);
	});

	test('outside the list is refused with the list', () => {
		expect.assertions(2);
		try {
			oneOf('windows', PLATFORMS, 'platform');
		} catch (error) {
			expect((error as InvalidInput).reason).toContain('"windows"');
			expect((error as InvalidInput).advice).toContain('ANDROID, iOS, web');
		}
	});
});

describe('JSON fields', () => {
	test('take text, an object, and nothing', () => {
		expect(jsonObject('{"a": 1}', 'attributesJson')).toEqual({ a: 1 });
		expect(jsonObject({ a: [1] }, 'attributesJson')).toEqual({ a: [1] });
		expect(jsonObject('', 'attributesJson')).toBeUndefined();
		expect(jsonObject(null, 'attributesJson')).toBeUndefined();
	});

	test.each([
		['[1, 2]', /a list/],
		['"text"', /a string/],
		['null', /null/],
		['7', /a number/],
		[[1], /a list/],
		[7, /a number/],
	])('refuse %p, which is not an object', (value, reason) => {
		expect(() => jsonObject(value, 'attributesJson')).toThrow(reason);
	});

	test.each([
		'{"id": 12345678901234567890}',
		'[1, -9007199254740993]',
		'{"a": "\\"1", "b": 90071992547409931}',
	])('refuse %p, whose last digits would change', (text) => {
		expect(() => parseJson(text, 'attributesJson')).toThrow(/more digits than a number can hold/);
	});

	test.each([
		['{"total": 1, "total": 2}', 'total'],
		['{"a": [{"b": 1}, {"c d": "}", "c d" : 2}]}', 'c d'],
		['{"a": {"x": 1}, "b": 2, "\\u0061": 3}', 'a'],
		['[{"__proto__": 1, "__proto__": 2}]', '__proto__'],
	])('refuse %p, of which one value would be lost', (text, name) => {
		expect(() => parseJson(text, 'attributesJson')).toThrow(
			`the name "${name}", which comes twice in one object`,
		);
	});

	test.each([
		['{"a":', '}'],
		['[', ']'],
		['[{"a": "b:", "c": ', '}]'],
	])('take %p nested deeper than the stack', (start, end) => {
		const text = `${start.repeat(20_000)}1${end.repeat(20_000)}`;
		expect(() => parseJson(text, 'attributesJson')).not.toThrow();
	});

	test.each([
		'{"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]}',
		'{"a": "{\\"a\\": 1, \\"a\\": 2}", "b": "a:"}',
		'[{"A": 1, "a": "A", "x": true, "y": true}, "a", "a"]',
	])('keep %p, where no object has a name twice', (text) => {
		expect(parseJson(text, 'attributesJson')).toEqual(JSON.parse(text));
	});

	test.each([
		'{"id": "12345678901234567890"}',
		'[9007199254740991, 0.12345678901234567890, 1e20, 10000000000000000000]',
		'[1234567890123456.5, -1]',
		'{"12345678901234567890": "a \\" 12345678901234567890"}',
	])('keep %p, whose digits are text or survive', (text) => {
		expect(parseJson(text, 'attributesJson')).toEqual(JSON.parse(text));
	});

	test.each([
		['{"a": 1,}', 'line 1, column 9'],
		["{'a': 1}", 'line 1, column 2'],
		['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
		['{"a": undefined}', 'line 1, column 7'],
		['{"a": 01}', 'line 1, column 8, at "1}" (unexpected number)'],
		['{"a": "x\ty"}', 'line 1, column 9'],
		['{"a": }', 'line 1, column 7, at "}" (unexpected token'],
		['{"a": 1 "b": 2}', "(expected ',' or '}' after property value)"],
		['{"a": [1, 2}', 'line 1, column 12'],
		['{"a" 1}', 'line 1, column 6'],
		['{"a": 1} x', 'line 1, column 10'],
		['{"a": {"b": 1}', 'ends too early'],
		['{"a":', 'ends too early'],
		['{', 'ends too early'],
	])('say where %p breaks', (text, where) => {
		expect(() => jsonObject(text, 'attributesJson')).toThrow(where);
	});

	test('every break lies where the text can no longer become JSON', () => {
		fc.assert(
			fc.property(fc.json(), fc.nat(), fc.constantFrom('@', "'", '#'), (json, at, junk) => {
				expect(jsonBreak(json)).toBe(json.length);
				const cut = at % (json.length + 1);
				const broken = `${json.slice(0, cut)}${junk}${json.slice(cut)}`;
				let isBroken = false;
				try {
					JSON.parse(broken);
				} catch {
					isBroken = true;
				}
				// Inside a string such a character is just text; outside, nothing after it can mend the text.
				if (isBroken) expect(jsonBreak(broken)).toBeLessThanOrEqual(cut);
				else expect(jsonBreak(broken)).toBe(broken.length);
			}),
			{ seed: 7, numRuns: 1000 },
		);
	});
});
