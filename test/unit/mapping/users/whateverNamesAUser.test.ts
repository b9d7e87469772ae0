import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import {
	customerId,
	identifier,
	namedByAttribute,
	userIdentifiers,
	userIdentity,
	userNamedBy,
	type UserNamedBy,
} from '../../../../nodes/MoEngage/mapping/users';
import { cpuTime } from '../../../fixtures/cpuTime';
import { parametersOf } from '../../parametersOf';

const ALL: UserNamedBy[] = ['customerId', 'moengageId', 'email', 'phone', 'other'];

/** Refused whatever it is that names the user. */
const REFUSED: Record<string, { values: unknown[]; says: RegExp }> = {
	'a placeholder that MoEngage documents': {
		values: [
			...['guest', 'NULL', '0', 1, true, 'unknown', 'user_attribute_unique_id', '(empty)', 'NA'],
			...['n/A', 'dummy_seller_code', 'User_ID', 'id', 'customer_id', 'UID', 'userid', 'None'],
			...['-2', -1, 2, '""', false],
		],
		says: /placeholder/,
	},
	'what databases and dumps write for nothing': {
		values: ['\\N', 'NIL', '<null>', '[NULL]', '(null)', '{null}', "''"],
		says: /placeholder/,
	},
	'what a spreadsheet shows for no result': {
		values: [
			...['#N/A', '#n/a', '#REF!', '#VALUE!', '#NAME?', '#NUM!', '#DIV/0!', '#NULL!', '#SPILL!'],
			...['Loading...', '#GETTING_DATA', '#ERROR!'],
			...['#NV', '#N/D', '#WERT!', '#BEZUG!', '#¡VALOR!', '#########'],
		],
		says: /placeholder/,
	},
	'what analytics tools write for nobody': {
		values: [
			'(not set)',
			'Not Set',
			'(none)',
			'not_provided',
			'(unknown)',
			'(not provided)',
			'n.a.',
		],
		says: /placeholder/,
	},
	'what broken expressions make': {
		values: [
			...['undefined', 'NaN', '[object Object]', '[object Undefined]', 'Invalid DateTime'],
			...['Invalid Date', 'Infinity', '-Infinity', 'undefined undefined', 'null-null', 'NaN_NaN'],
			...['null,null', 'undefined/undefined'],
		],
		says: /placeholder/,
	},
	'what an expression joins to a value that is not there': {
		values: [
			...['cust-undefined', 'undefined_1001', 'shop:undefined:7', 'user-NaN', 'NaN/7'],
			...['user_[object Object]', 'id [object Promise]', 'function toString() { [native code] }'],
			...['[object Promise]', '[object Array]', '[object Map]', 'async function id() {}'],
			...['() => id', 'undefined.undefined@shop.example'],
			...['jane.undefined@shop.example', 'jane@undefined.com'],
		],
		says: /could not find/,
	},
	'what tools name people whom they do not know': {
		values: [
			...['Unknown User', 'anonymous_id', 'redacted', '[deleted]', '<removed>'],
			'anonymous',
			'Anonymous User',
			'distinct_id',
			'not_authenticated',
			'nobody',
			'visitor',
		],
		says: /placeholder/,
	},
	'the heading of the column': {
		values: ['Email', 'e-mail', 'Phone Number', 'customer id', 'UUID', 'username'],
		says: /placeholder/,
	},
	'zeros, or nothing but signs': {
		values: ['00000000-0000-0000-0000-000000000000', '000000', '-', '--', '?', '...', '***', '—'],
		says: /placeholder/,
	},
	'an expression that nobody evaluated': {
		values: ['{{ $json.id }}', '={{ $json.id }}', '${userId}', '*|EMAIL|*', '%%id%%', '<%= id %>'],
		says: /nothing has evaluated/,
	},
	'what lost its digits': {
		values: [
			...['1,00E+11', '1.00E+11', '9.19877E+11', '1e+21', '1E+11', '1.0E11', '1.2345678901234E16'],
			...['-1.5E+10', '1.00E-05', 1e-7, "'1,00E+11", '"1.00E+11"', '’9.19877E+11', '1,00 E+11'],
		],
		says: /shortened: its digits are lost/,
	},
	'a number that lost its digits': { values: [2 ** 53, 1e21, -1e17], says: /lost digits/ },
	'what lost a character': {
		values: ['jane-\ud83d', 'jos\ufffd@example.com', '\udc00cust-1001'],
		says: /was lost on its way/,
	},
	nothing: { values: ['', ' ', null, undefined, '\u200b', '\ufeff \u00a0'], says: /is empty/ },
	'no text': {
		values: [{}, ['a', 'b'], { id: 'x' }, new Date(0), Symbol.iterator],
		says: /not text/,
	},
	'no number': { values: [NaN], says: /not a number for this item \(NaN\)/ },
};

describe.each(Object.entries(REFUSED))('%s', (_what, { values, says }) => {
	test.each(values.map((value) => ({ value })))('$value names no user', ({ value }) => {
		for (const namedBy of ALL) {
			expect(() => userNamedBy(namedBy, value, 'there')).toThrow(says);
			expect(() => userNamedBy(namedBy, value, 'there')).toThrow(
				expect.objectContaining({ parameter: 'there' }) as Error,
			);
		}
	});
});

test('IDs that only look like such values pass', () => {
	const ids = [
		...[
			'guest-7',
			'10',
			'11',
			'-3',
			'nullable@example.com',
			'nana',
			'nancy',
			'unknown-4711',
			'1.5',
		],
		...['#1001', 'id-7', '12E5', '1e11', '65012345e1234567890abcde', '1.00E+11-x', '3e+', '0x1f'],
		...['undefinedness', 'nan-7', 'jane.null', 'nanette_NaNa', 'functional-7', 'deleted-7'],
		...['00ab-1200', 'José', 'नमस्ते', '{7b}', '$user', '50%', 'true-7', "O'Hara", '日本'],
	];
	expect(ids.map((id) => customerId(id))).toEqual(ids);
});

describe('what is mended, since it can only mean one user', () => {
	test.each([
		['cust-1001\u200b', 'a zero-width space'],
		['\ufeffcust-1001', 'a byte order mark'],
		['\u200e\u202acust-1001\u202c', 'marks of direction'],
		['cust-1001\u2060\u200d', 'joiners'],
		['\u00a0\u2003cust-1001\u3000', 'blanks of other widths'],
		['cust-1001\u0000\u0000', 'the fill of a column of fixed width'],
		['\u00ad cust-1001\r\n', 'a soft hyphen'],
	])('%j has %s at an end', (text) => {
		expect(customerId(text)).toBe('cust-1001');
		expect(userNamedBy('email', text.replace('cust-1001', 'jane@example.com'), 'a')).toBe(
			'jane@example.com',
		);
	});

	test('an invisible character inside an ID may belong to its language', () => {
		expect(customerId('می\u200cخواهم')).toBe('می\u200cخواهم');
	});

	test("a phone number without a spreadsheet's apostrophe", () => {
		expect(userNamedBy('phone', "'+919876500000", 'a')).toBe('+919876500000');
		expect(userNamedBy('phone', '’0151 23456789', 'a')).toBe('0151 23456789');
		expect(customerId("'1001")).toBe("'1001");
	});
});

describe('an object that has one text is that text', () => {
	class ObjectId {
		toJSON() {
			return '65a1b2c3d4e5f60718293a4b';
		}
	}
	test.each([
		[new ObjectId(), '65a1b2c3d4e5f60718293a4b'],
		[{ $oid: '65a1b2c3d4e5f60718293a4b' }, '65a1b2c3d4e5f60718293a4b'],
		[{ $numberLong: '12345678901234567' }, '12345678901234567'],
		[12345678901234567890n, '12345678901234567890'],
		[new URL('https://example.com/u/7'), 'https://example.com/u/7'],
	])('%p', (value, text) => {
		for (const namedBy of ['customerId', 'moengageId', 'other'] as const) {
			expect(userNamedBy(namedBy, value, 'a')).toBe(text);
		}
		expect(userIdentifiers({ crm_id: value }, 'a')).toEqual({ crm_id: text });
	});

	test('whose text may be a placeholder, too', () => {
		expect(() => customerId({ $oid: 'null' })).toThrow(/placeholder/);
	});
});

describe('what only some things that name a user are', () => {
	test.each(['🎉', '👍', '𠮷'])(
		'%s is no customer ID, although JavaScript counts it as two characters',
		(one) => {
			expect(() => customerId(one)).toThrow(InvalidInput);
		},
	);

	test.each(['x', 7, '9', '𠮷', ' z ', '\u200bz'])(
		'a customer ID of one character, %p',
		(value) => {
			expect(() => customerId(value)).toThrow(/one character/);
			expect(userNamedBy('other', value, 'a')).toBe(String(value).replace(/[ \u200b]/g, ''));
		},
	);

	test.each([
		...['jane', 'n/a@n/a.com', 'noemail@example.com', 'No-Email@shop.example', 'none@x.org'],
		...['noreply@example.com', 'test@test.com', 'jane@none.com', 'jane@shop.invalid'],
		...['<jane@example.com>', 'mailto:jane@example.com', 'a@example.com, b@example.com'],
		...['jane@no-email.com', 'unknown_user@shop.example', 'no-email-provided@shop.example'],
		...['ja\u200bne@example.com', 'jane@example\u200b.com', 'jane@example', 'jane @example.com'],
	])('%j is no email address of one user', (value) => {
		expect(() => userNamedBy('email', value, 'a')).toThrow(/email address/);
	});

	test.each(['nil@example.com', 'mail@smith.example', 'nan.li@example.com', 'user@shop.example'])(
		'%s may be the address of somebody',
		(value) => expect(userNamedBy('email', value, 'a')).toBe(value),
	);

	test.each([
		...['1111111111', '+1 111 111 1111', '1234567890', '0123456789', '123456', '12345', '+91'],
		...['+91 1111111111', '+919999999999', '+49 (0) 000 000 000', '919876500000.00'],
		...['9876500001/9876500002', '9876500001 9876500002', '+919876500000919876500000'],
		...['919876500000.0', '919876500000,0', 'call me at 919876500000', '0151-xxx-1234', 7],
	])('%j is no phone number of one user', (value) => {
		expect(() => userNamedBy('phone', value, 'a')).toThrow(/phone number/);
	});

	test.each([
		...['+919876500000', '919876500000', '+91 (98765) 000-00', '0151/12345678', '+49.151.2345678'],
		...['+49 151 00000000', '0044 20 7946 0958', '00919876500000', '+998 71 202 00 00'],
		...['(555) 010-1234 x567', '+1 555 010 1234 ext. 9', '+49 151–2345678'],
	])('%s is one', (value) => expect(userNamedBy('phone', value, 'a')).toBe(value));
});

test('the names of identifiers and attributes say what they hold', () => {
	const names = [
		'customer_id',
		'uid',
		'u_em',
		'moe_email',
		'u_mb',
		'moe_mobile',
		'crm_id',
		'toString',
	];
	expect(names.map(namedByAttribute)).toEqual([
		...['customerId', 'customerId', 'email', 'email', 'phone', 'phone', undefined, undefined],
	]);
	expect(() => userIdentifiers({ moe_mobile: '9.19877E+11' }, 'a')).toThrow(/shortened/);
	expect(() => userIdentifiers({ u_em: 'jane' }, 'a')).toThrow(/email address/);
	expect(() => userIdentifiers([{ name: 'crm_id', value: 'N/A' }], 'a')).toThrow(/placeholder/);
});

test('both kinds of ID are read by their type', () => {
	const read = (identifierType: unknown, value: string) =>
		identifier(parametersOf({ identifierType, identifier: value }));
	expect(read('moengage_id', 'usr_7')).toEqual({ type: 'moengage_id', value: 'usr_7' });
	expect(read('moengage_id', 'x').value).toBe('x');
	expect(read('', 'jane')).toEqual({ type: 'customer_id', value: 'jane' });
	expect(read(undefined, 'jane').type).toBe('customer_id');
	expect(() => read('customer_id', 'x')).toThrow(/one character/);
});

describe('user identifiers', () => {
	const of = (given: unknown) =>
		userIdentity(parametersOf({ identifyBy: 'userIdentifiers', userIdentifiers: given }));
	const pair = { name: 'moe_mobile', value: 919876500000 };

	test.each([
		['the fixed collection', { identifier: [pair, { name: '', value: '' }] }],
		['a list of pairs', [pair]],
		['one pair', pair],
		['one pair as text', JSON.stringify(pair)],
		['an object', { moe_mobile: '919876500000' }],
	])('come from %s', (_form, given) => {
		expect(of(given)).toEqual({ user_identifiers: { moe_mobile: '919876500000' } });
	});

	test.each([
		[{}],
		[{ identifier: [] }],
		[''],
		[{ identifier: [{ name: 'moe_mobile', value: '' }] }],
		[{ name: 'moe_mobile' }],
		[{ value: '919876500000' }],
		[['moe_mobile']],
		[[{ key: 'moe_mobile', is: '919876500000' }]],
		[[pair, { ...pair, value: '919876500001' }]],
		['919876500000'],
		[7],
	])('without a usable identifier (%j) the item is refused', (given) => {
		expect(() => of(given)).toThrow(InvalidInput);
	});
});

test('100,000 characters are refused at once, and do not stop n8n', () => {
	const began = cpuTime();
	for (const text of [
		'0'.repeat(1e5),
		' '.repeat(1e5),
		`(${'1 '.repeat(5e4)}`,
		`a${' '.repeat(1e5)}b`,
	]) {
		for (const namedBy of ALL) {
			try {
				userNamedBy(namedBy, text, 'a');
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidInput);
			}
		}
	}
	expect(cpuTime() - began).toBeLessThan(500);
});
