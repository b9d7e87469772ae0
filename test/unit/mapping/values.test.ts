import fc from 'fast-check';

import {
	assertNamesOneUser,
	customerId,
	identifier,
	userIdentity,
} from '../../../nodes/MoEngage/mapping/identifiers';
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
import { parametersOf } from '../parametersOf';

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

describe('who the user is', () => {
	test.each([
		...['guest', 'NULL', '0', 1, true, 'unknown', 'undefined', 'user_attribute_unique_id'],
		...['(empty)', 'NA', 'n/A', 'dummy_seller_code', 'User_ID', 'id', 'customer_id', 'UID'],
		...['userid', 'None', '-2', -1, 2, '""', "''", false, '[object Object]'],
	])('the placeholder %p would merge many people into one, and is refused', (value) => {
		expect(() => customerId(value)).toThrow(/placeholder/);
	});

	test('IDs that only look like placeholders pass', () => {
		const ids = ['guest-7', '10', 'nullable@example.com', 'nana', '-3', 'n.a.'];
		expect(ids.map((id) => customerId(id))).toEqual(ids);
	});

	test.each([[null], [undefined], [''], [' ']])('the missing ID %p is no placeholder', (value) => {
		expect(() => customerId(value)).toThrow(/is empty for this item/);
	});

	test('an ID of MoEngage’s own may be any text, and a customer ID may not', () => {
		const read = (identifierType: string) =>
			identifier(parametersOf({ identifierType, identifier: 'guest' }));
		expect(read('moengage_id')).toEqual({ type: 'moengage_id', value: 'guest' });
		expect(() => read('customer_id')).toThrow(/placeholder/);
		expect(() => read('')).toThrow(/placeholder/);
		expect(identifier(parametersOf({ identifier: 'jane' }))).toEqual({
			type: 'customer_id',
			value: 'jane',
		});
	});

	test('an advertising ID that only begins with zeros belongs to somebody', () => {
		expect(() => assertNamesOneUser('00ab-1200', 'deviceId')).not.toThrow();
		expect(() => assertNamesOneUser('0000-0000', 'deviceId')).toThrow(/placeholder/);
		expect(() => assertNamesOneUser('Guest', 'deviceId')).toThrow(/placeholder/);
	});

	test.each(['x', 7, '9', ' z '])('the ID %p of one character is refused', (value) => {
		expect(() => customerId(value)).toThrow(/one character/);
	});

	test('user identifiers come from the fixed collection, a list of pairs, or an object', () => {
		const pair = { name: 'moe_mobile', value: 919876500000 };
		for (const userIdentifiers of [
			{ identifier: [pair, { name: '', value: '' }] },
			[pair],
			{ moe_mobile: '919876500000' },
		]) {
			expect(
				userIdentity(parametersOf({ identifyBy: 'userIdentifiers', userIdentifiers })),
			).toEqual({ user_identifiers: { moe_mobile: '919876500000' } });
		}
	});

	test.each([
		[{}],
		[{ identifier: [] }],
		[''],
		[{ identifier: [{ name: 'moe_mobile', value: '' }] }],
	])('without a usable identifier (%j) the item is refused', (userIdentifiers) => {
		expect(() =>
			userIdentity(parametersOf({ identifyBy: 'userIdentifiers', userIdentifiers })),
		).toThrow(InvalidInput);
	});
});
