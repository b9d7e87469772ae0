import { readAttributes } from '../../../nodes/MoEngage/mapping/attributes';
import { parametersOf } from '../parametersOf';

const NAMES = { fields: 'attributes', json: 'attributesJson' };
const assignments = (...list: Array<[string, unknown, string]>) => ({
	specifyAttributes: 'fields',
	attributes: { assignments: list.map(([name, value, type]) => ({ id: name, name, value, type })) },
});

describe('attributes', () => {
	test('keep the types that the user picked, whatever the expression yields', () => {
		const parameters = parametersOf(
			assignments(
				['price', '3999', 'number'],
				['sku', 42, 'string'],
				['gift', 'true', 'boolean'],
				['tags', '["a","b"]', 'array'],
				['size', '{"w":1}', 'object'],
				['note', null, 'string'],
			),
		);
		expect(readAttributes(parameters, {}, NAMES, 'event')).toEqual({
			price: 3999,
			sku: '42',
			gift: true,
			tags: ['a', 'b'],
			size: { w: 1 },
			note: null,
		});
	});

	test('a value that is not of its type is refused by the name of the attribute', () => {
		const parameters = parametersOf(assignments(['price', 'cheap', 'number']));
		expect(() => readAttributes(parameters, {}, NAMES, 'event')).toThrow(
			/"price" of type number, but "cheap" is not of that type/,
		);
	});

	test('a row that nobody filled in is ignored, a value without a name is not', () => {
		const empty = parametersOf(assignments(['', '', 'string'], ['a', 'x', 'string']));
		expect(readAttributes(empty, {}, NAMES, 'event')).toEqual({ a: 'x' });
		const nameless = parametersOf(assignments(['', 'lost?', 'string']));
		expect(() => readAttributes(nameless, {}, NAMES, 'event')).toThrow(/empty name/);
	});

	test('the whole item goes out with its types, without the excluded fields', () => {
		const item = { price: 3999, when: '2026-01-01', tags: ['a'], row_number: 2, secret: 'x' };
		const parameters = parametersOf({
			specifyAttributes: 'item',
			options: { excludeFields: 'row_number, secret' },
		});
		expect(readAttributes(parameters, item, NAMES, 'event')).toEqual({
			price: 3999,
			when: '2026-01-01',
			tags: ['a'],
		});
		expect(item.secret).toBe('x');
	});

	test('JSON keeps numbers, booleans, arrays and nested objects', () => {
		const attributes = { n: 1.5, b: false, a: [1, 2], o: { deep: { er: null } } };
		for (const attributesJson of [attributes, JSON.stringify(attributes)]) {
			const parameters = parametersOf({ specifyAttributes: 'json', attributesJson });
			expect(readAttributes(parameters, {}, NAMES, 'event')).toEqual(attributes);
		}
	});

	test.each(['moe_x', 'MOE_SOURCE', 'Moe_Y'])('the system prefix of %s is refused', (name) => {
		const parameters = parametersOf({ specifyAttributes: 'json', attributesJson: { [name]: 1 } });
		for (const owner of ['event', 'businessEvent', 'user'] as const) {
			expect(() => readAttributes(parameters, {}, NAMES, owner)).toThrow(/moe_/);
		}
	});

	test("MoEngage's documented standard attributes are allowed for users only", () => {
		const attributesJson = { moe_unsubscribe: true, moe_spam: false, u_em: 'a@example.com' };
		const parameters = parametersOf({ specifyAttributes: 'json', attributesJson });
		expect(readAttributes(parameters, {}, NAMES, 'user')).toEqual(attributesJson);
		expect(() => readAttributes(parameters, {}, NAMES, 'event')).toThrow(/moe_unsubscribe/);
	});

	test.each([[[{ name: 'a', value: 1 }]], [5], [true], ['[1]']])(
		'%j in place of attributes is refused, not left out',
		(attributes) => {
			const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
			expect(() => readAttributes(parameters, {}, NAMES, 'event')).toThrow(/not an object/);
		},
	);

	test('100 attributes pass, 101 are refused with the number', () => {
		const many = (count: number) =>
			parametersOf({
				specifyAttributes: 'json',
				attributesJson: Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, i])),
			});
		expect(Object.keys(readAttributes(many(100), {}, NAMES, 'event'))).toHaveLength(100);
		expect(() => readAttributes(many(101), {}, NAMES, 'event')).toThrow(/101 attributes/);
	});

	test('names that are special in JavaScript are attributes like any other', () => {
		const parameters = parametersOf({
			specifyAttributes: 'json',
			attributesJson: '{"__proto__": 1, "constructor": 2, "toString": 3}',
		});
		const attributes = readAttributes(parameters, {}, NAMES, 'event');
		expect(JSON.stringify(attributes)).toBe('{"__proto__":1,"constructor":2,"toString":3}');
	});
});
