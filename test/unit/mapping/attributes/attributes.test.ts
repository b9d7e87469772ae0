import { readAttributes } from '../../../../nodes/MoEngage/mapping/attributes/attributes';
import { parametersOf } from '../../parametersOf';

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
		});
		expect(readAttributes(parameters, {}, NAMES, 'event')).not.toHaveProperty('note');
	});

	test('a value that is not of its type is refused by the name of the attribute', () => {
		const parameters = parametersOf(assignments(['price', 'cheap', 'number']));
		expect(() => readAttributes(parameters, {}, NAMES, 'event')).toThrow(
			/Attribute "price" is set to Number, but "cheap" is not a number/,
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

	test.each(['moe_mweb', 'moe_email_open_tracking_consent', 'moe_email_optin_status', 'source'])(
		'the standard attribute %s of users is not refused',
		(name) => {
			const parameters = parametersOf({ specifyAttributes: 'json', attributesJson: { [name]: 1 } });
			expect(readAttributes(parameters, {}, NAMES, 'user')).toEqual({ [name]: 1 });
		},
	);

	test.each(['UPDATE', 'USER_ATTRIBUTE_USER_BDAY', 'id', '_id', 'MOE_GAID'])(
		'the reserved name %s is refused for users, by name',
		(name) => {
			const parameters = parametersOf({ specifyAttributes: 'json', attributesJson: { [name]: 1 } });
			expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(`"${name}"`);
			if (/^moe_/i.test(name)) return;
			expect(readAttributes(parameters, {}, NAMES, 'event')).toEqual({ [name]: 1 });
		},
	);

	/** The tracking policies' reserved keywords. */
	const RESERVED =
		'id _id INSTALL UPDATE USER_ATTRIBUTE_UNIQUE_ID USER_ATTRIBUTE_USER_EMAIL USER_ATTRIBUTE_USER_MOBILE USER_ATTRIBUTE_USER_NAME USER_ATTRIBUTE_USER_GENDER USER_ATTRIBUTE_USER_FIRST_NAME USER_ATTRIBUTE_USER_LAST_NAME USER_ATTRIBUTE_USER_BDAY USER_ATTRIBUTE_NOTIFICATION_PREF USER_ATTRIBUTE_OLD_ID USER_ATTRIBUTE_DND_START_TIME USER_ATTRIBUTE_DND_END_TIME';

	test.each(RESERVED.split(' '))('the keyword %s is no attribute of a user', (name) => {
		const parameters = parametersOf({ specifyAttributes: 'json', attributesJson: { [name]: 1 } });
		expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(/reserves/);
	});

	test('the system prefix is one at the beginning of a name only', () => {
		const attributesJson = { a_moe_b: 1, moeb: 2 };
		const parameters = parametersOf({ specifyAttributes: 'json', attributesJson });
		expect(readAttributes(parameters, {}, NAMES, 'event')).toEqual(attributesJson);
	});

	test('what an item’s field holds is refused by the parameter that chose the item', () => {
		const parameters = parametersOf({ specifyAttributes: 'item' });
		expect(() => readAttributes(parameters, { moe_x: 1 }, NAMES, 'event')).toThrow(
			expect.objectContaining({ parameter: 'specifyAttributes' }) as Error,
		);
	});

	test('an operation without a field for attributes reads them from JSON', () => {
		const parameters = parametersOf({ specifyAttributes: 'fields', attributesJson: { a: 1 } });
		expect(readAttributes(parameters, {}, { json: 'attributesJson' }, 'user')).toEqual({ a: 1 });
	});

	test('names lose the blanks around them, values without one of the types stay as they are', () => {
		const odd = { name: ' b ', value: [1], type: undefined };
		const attributes = { assignments: [{ name: ' a ', value: { b: 1 }, type: 'string' }, odd] };
		const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
		expect(readAttributes(parameters, {}, NAMES, 'event')).toEqual({ a: '{"b":1}', b: [1] });
		const nameless = { assignments: [{ value: 'x', type: 'string' }] };
		const without = parametersOf({ specifyAttributes: 'fields', attributes: nameless });
		expect(() => readAttributes(without, {}, NAMES, 'event')).toThrow(/empty name/);
	});

	test.each([
		['text', ['plan']],
		['a row without name and value', [{ plan: 'pro' }]],
		['a row whose value has another name', [{ name: 'plan', is: 'pro' }]],
		['a row whose name has another name', [{ key: 'plan', value: 'pro' }]],
		['no list', 'plan'],
		['rows as text', '[{ "name": "plan", "value": "pro" }]'],
		['names and values', { plan: 'pro' }],
		['a number', 7],
	])('a collection that holds %s is rejected, not left out', (_what, rows) => {
		const parameters = parametersOf({
			specifyAttributes: 'fields',
			attributes: { assignments: rows },
		});
		expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(
			expect.objectContaining({ parameter: 'attributes' }) as Error,
		);
	});

	test.each([
		['NaN', { deep: [NaN] }, /Attribute "a" holds NaN/],
		['lost digits', [1, 2 ** 60], /more digits/],
		['a Set', new Set([1]), /holds a Set/],
		['a date that does not exist', { at: new Date(NaN) }, /does not exist/],
	])('of the type String, an object becomes text, but not with %s in it', (_what, value, says) => {
		for (const given of [value, { in: value }, [value]]) {
			const attributes = { assignments: [{ name: 'a', value: given, type: 'string' }] };
			const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
			expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(says);
		}
	});

	test('of the type String, an object keeps its dates and loses half of an emoji', () => {
		const value = { at: new Date(0), half: 'Hello\ud83d', text: '2026-01-31T10:00:00.000Z' };
		const attributes = { assignments: [{ name: 'a', value, type: 'string' }] };
		const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
		expect(readAttributes(parameters, {}, NAMES, 'user')).toEqual({
			a: '{"at":"1970-01-01T00:00:00.000Z","half":"Hello\ufffd","text":"2026-01-31T10:00:00.000Z"}',
		});
	});

	test.each([
		['{ total: NaN }', 'NaN'],
		['{ "total": undefined }', 'undefined'],
		["{ note: 'NaN, or so', totals: [1, -Infinity] }", 'Infinity'],
	])('of the type Object, %s has no value in it', (value, name) => {
		const attributes = { assignments: [{ name: 'a', value, type: 'object' }] };
		const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
		expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(
			`Attribute "a" is set to Object, but ${name} in it is no value`,
		);
		const text = { assignments: [{ name: 'a', value: `{ note: "x: ${name}" }`, type: 'object' }] };
		const fine = parametersOf({ specifyAttributes: 'fields', attributes: text });
		expect(readAttributes(fine, {}, NAMES, 'user')).toEqual({ a: { note: `x: ${name}` } });
	});

	test('a collection with other fields beside its rows is rejected, not read in part', () => {
		const assignments = [{ name: 'plan', value: 'pro', type: 'string' }];
		for (const more of [{ city: 'Pune' }, { assignment: assignments }, { skus: [] }]) {
			const attributes = { assignments, ...more };
			const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
			expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(/are expected/);
		}
	});

	test('of a whole item a device has its attributes also with a byte order mark', () => {
		const parameters = parametersOf({ specifyAttributes: 'item' });
		const item = { '\ufeffmodel': 'Pixel', 'app_version ': '1.2', plan: 'pro' };
		expect(readAttributes(parameters, item, NAMES, 'device')).toEqual({
			model: 'Pixel',
			app_version: '1.2',
		});
	});

	test('a collection with one row in place of a list is read', () => {
		const attributes = { assignments: { name: 'plan', value: '5', type: 'number' } };
		const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
		expect(readAttributes(parameters, {}, NAMES, 'user')).toEqual({ plan: 5 });
	});

	test.each(['status', 'user_id', 'source'])(
		'the name %s, about which MoEngage contradicts itself, is left to MoEngage',
		(name) => {
			const parameters = parametersOf({ specifyAttributes: 'json', attributesJson: { [name]: 1 } });
			expect(readAttributes(parameters, {}, NAMES, 'user')).toEqual({ [name]: 1 });
		},
	);

	/** Track User, the documents' table of attributes that may be written. */
	const OF_USERS =
		'u_n u_fn u_ln u_em u_mb u_gd u_bd moe_wa_subscription moe_em_unsub_categories moe_sub_w moe_spam moe_unsubscribe moe_hard_bounce moe_sms_subscription moe_email_optin_status moe_email_open_tracking_consent moe_gaid moe_mweb push_preference publisher_name campaign_name u_l_a cr_t advertising_identifier moe_mobile';
	/** Track Device, its schema; MoEngage drops everything else without a word. */
	const OF_DEVICES =
		'platform push_id model moe_push_opted moe_push_provisional_opted app_version os_version moe_gaid idfv';

	test.each([
		['user', OF_USERS, ['moe_dtzo', 'moe_ip_city', 'moe_rsu', 'moe_it']],
		['device', OF_DEVICES, ['moe_spam', 'color', 'Model', 'push', 'device_id', 'moe_adid']],
	] as const)('each standard attribute of a %s is taken', (owner, names, others) => {
		for (const name of names.split(' ')) {
			const value = { u_em: 'x@example.com', u_mb: '+919876500000', moe_mobile: '919876500000' };
			const attributesJson = { [name]: 'x', ...(name in value ? value : {}) };
			const parameters = parametersOf({ specifyAttributes: 'json', attributesJson });
			expect(readAttributes(parameters, {}, NAMES, owner)).toEqual(attributesJson);
		}
		for (const name of others) {
			const parameters = parametersOf({
				specifyAttributes: 'json',
				attributesJson: { [name]: 'x' },
			});
			expect(() => readAttributes(parameters, {}, NAMES, owner)).toThrow(`"${name}"`);
		}
	});

	test('of a whole item a device has its standard attributes, and no other column', () => {
		const standard = Object.fromEntries(OF_DEVICES.split(' ').map((name) => [name, `a ${name}`]));
		const item = { user: 'a@example.com', Model: 'x', moe_spam: 1, row_number: 2, ...standard };
		const parameters = parametersOf({ specifyAttributes: 'item' });
		expect(readAttributes(parameters, item, NAMES, 'device')).toEqual(standard);
	});

	test('what identifies the user in this workspace may begin with the system prefix', () => {
		const attributesJson = { moe_email: 'a@example.com' };
		const parameters = parametersOf({ specifyAttributes: 'json', attributesJson });
		expect(() => readAttributes(parameters, {}, NAMES, 'user')).toThrow(/moe_/);
		expect(readAttributes(parameters, {}, NAMES, 'user', ['moe_email'])).toEqual(attributesJson);
	});

	test('dates have the form that is stored as a date, in every way, unless they are to be kept', () => {
		const at = '2026-01-31T10:00:00.000-05:00';
		const ways = [
			assignments(['at', at, 'object']),
			{ specifyAttributes: 'json', attributesJson: { at } },
			{ specifyAttributes: 'item' },
		];
		for (const way of ways) {
			const read = (options: object) =>
				readAttributes(parametersOf({ ...way, options }), { at }, NAMES, 'event');
			expect(read({})).toEqual({ at: '2026-01-31T15:00:00Z' });
			expect(read({ keepDates: true })).toEqual({ at });
		}
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
		expect(() => readAttributes(many(101), {}, NAMES, 'businessEvent')).toThrow(/101 attributes/);
		expect(Object.keys(readAttributes(many(101), {}, NAMES, 'user'))).toHaveLength(101);
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
