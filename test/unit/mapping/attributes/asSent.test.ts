import { DateTime, Duration } from 'luxon';

import { asSent } from '../../../../nodes/MoEngage/mapping/attributes/asSent';
import { RULES, type AttributeOwner } from '../../../../nodes/MoEngage/mapping/attributes/rules';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';

const OWNERS = Object.keys(RULES) as AttributeOwner[];

/** A name that each owner takes. */
const nameFor = (owner: AttributeOwner) => (owner === 'device' ? 'model' : 'it');

function send(given: Record<string, unknown>, owner: AttributeOwner = 'event') {
	const told: string[] = [];
	const tell = (what: string, name: string) => told.push(`${what} ${name}`);
	return { sent: asSent(given, { owner, parameter: 'there', tell }), told };
}

/** The places that a value may have in an attribute. */
const PLACES: Array<[string, (value: unknown) => unknown]> = [
	['the value itself', (value) => value],
	['in a list', (value) => [1, value]],
	['in an object', (value) => ({ a: value })],
	['deep', (value) => ({ cart: { items: [{ price: value }] } })],
];

describe.each(PLACES)('%s', (_place, within) => {
	test.each([
		[NaN, /Attribute "it" holds NaN, which would arrive as nothing/],
		[Infinity, /holds Infinity/],
		[-Infinity, /holds -Infinity/],
		[2 ** 53, /holds 9007199254740992, which has more digits than a number can hold/],
		[-(2 ** 60), /more digits/],
		[1e21, /more digits/],
		[12345678901234567890n, /holds 12345678901234567890, which has more digits/],
		[new Date(NaN), /a date that does not exist/],
		['Invalid DateTime', /a date that does not exist/],
		[new Set(['a']), /holds a Set, which JSON does not have: its content would be lost/],
		[new Map([['a', 1]]), /holds a Map/],
		[/a+/, /holds a RegExp/],
		[new Uint8Array(2), /holds a Uint8Array/],
		['jane'.trim, /holds a Function/],
		[Symbol('a'), /holds a Symbol/],
		[Object(NaN), /holds NaN/],
	])('%p is rejected by the name of the attribute, whatever it belongs to', (value, says) => {
		for (const owner of OWNERS) {
			const name = nameFor(owner);
			const reject = () => send({ fine: 1, [name]: within(value) }, owner);
			const run = owner === 'device' ? () => send({ [name]: within(value) }, owner) : reject;
			expect(run).toThrow(new RegExp(says.source.replace('"it"', `"${name}"`)));
			expect(run).toThrow(
				expect.objectContaining({ parameter: 'there', isSentence: true }) as Error,
			);
		}
	});

	test.each([
		['Hello\ud83d', 'Hello\ufffd'],
		['\ude00 Hello', '\ufffd Hello'],
		['\ud83d\ud83d\ude00', '\ufffd😀'],
		[7n, 7],
		[Object('Hello\ud83d'), 'Hello\ufffd'],
	])('%j is mended to %j', (value, mended) => {
		for (const owner of OWNERS) {
			const name = nameFor(owner);
			expect(send({ [name]: within(value) }, owner).sent).toEqual({ [name]: within(mended) });
		}
	});

	test.each([9007199254740991, -9007199254740991, 0, -0.5, 1e-7, '😀', '', null, false, '1e21'])(
		'%j is as it was',
		(value) => {
			const given = { it: within(value) };
			expect(send(given).sent).toBe(given);
		},
	);
});

test('what has a form of its own in JSON is sent in it', () => {
	const given = {
		...{
			id: new (class {
				toJSON = () => '65a1b2c3';
			})(),
			site: new URL('https://example.com/7'),
			money: new (class {
				amount = 7;
			})(),
			waited: Duration.fromObject({ hours: 1 }),
		},
		...{ bytes: Buffer.from('a') },
	};
	expect(JSON.parse(JSON.stringify(send({ it: given }).sent))).toEqual({
		it: {
			id: '65a1b2c3',
			site: 'https://example.com/7',
			money: { amount: 7 },
			waited: 'PT1H',
			bytes: { type: 'Buffer', data: [97] },
		},
	});
});

test('a strict reader takes what is sent', () => {
	const given = { 'a\ud83d': { 'b\udc00': 'c\ud83d' } };
	const text = JSON.stringify(send(given).sent);
	expect(text).toBe('{"a\ufffd":{"b\ufffd":"c\ufffd"}}');
	expect(text).not.toMatch(/\\ud[89a-f]/i);
});

describe('names', () => {
	test.each(['\ufeffplan', ' plan ', 'plan\u200b', '\u00a0plan\r\n', '\u202aplan\u202c'])(
		'%j is mended, inside of an object as well',
		(name) => {
			for (const owner of OWNERS.filter((one) => one !== 'device')) {
				expect(send({ a: 1, [name]: 2, o: [{ [name]: 3 }] }, owner).sent).toEqual({
					a: 1,
					plan: 2,
					o: [{ plan: 3 }],
				});
			}
		},
	);

	test('two that look alike are rejected, since one value would be lost', () => {
		for (const given of [{ plan: 1, '\ufeffplan': 2 }, { o: { ' plan': 1, 'plan ': 2 } }]) {
			expect(() => send(given)).toThrow(/two names that look like "plan"/);
		}
	});

	test('what nobody sees hides no name that MoEngage reserves', () => {
		expect(() => send({ '\ufeffmoe_x': 1 }, 'event')).toThrow(/moe_/);
		expect(() => send({ '\u200bINSTALL': 1 }, 'user')).toThrow(/reserves/);
		expect(() => send({ '\u200b': 1 }, 'user')).toThrow(/empty name/);
	});

	test.each([{ '': 1 }, { ' ': 1 }, { '\ufeff': 1, a: 2 }])(
		'a name of nothing within a value, as in %j, is none either',
		(inner) => {
			for (const value of [inner, [inner], { deep: inner }]) {
				for (const owner of OWNERS) {
					expect(() => send({ [nameFor(owner)]: value }, owner)).toThrow(/empty name/);
				}
			}
		},
	);
});

describe('an object with a form of its own in JSON', () => {
	const as = (json: unknown) => ({ toJSON: () => json });

	test.each([
		['a number that is none', as({ price: NaN }), /holds NaN/],
		['lost digits', as([2 ** 60]), /more digits/],
		['another such object within', as({ a: as(Infinity) }), /holds Infinity/],
		['a Set', as({ a: new Set([1]) }), /holds a Set/],
	])('is refused for %s', (_what, value, says) => {
		for (const owner of ['user', 'event', 'message'] as const) {
			expect(() => send({ it: value }, owner)).toThrow(says);
		}
	});

	test('obeys the rules in that form', () => {
		const self: { toJSON?: () => unknown; a: number } = { a: 1 };
		self.toJSON = () => self;
		const given = {
			...{ half: as('Hello\ud83d'), moment: as('2026-01-31T10:00:00.000+05:30') },
			...{
				list: as([as(1), as('a\udc00')]),
				link: new URL('https://example.com/a'),
				none: as(null),
			},
			...{ self, duration: Duration.fromISO('PT1H') },
		};
		expect(JSON.parse(JSON.stringify(send(given).sent))).toEqual({
			...{ half: 'Hello\ufffd', moment: '2026-01-31T04:30:00Z', list: [1, 'a\ufffd'] },
			...{ link: 'https://example.com/a', none: null, self: { a: 1 }, duration: 'PT1H' },
		});
	});
});

describe('arrays that an item changes in JSON', () => {
	test.each([
		['addValueToArrayField', { moe_x: ['a'] }, /moe_/],
		['removeValueFromArrayField', { id: ['a'] }, /reserves/],
		['addValueToArrayField', { u_em: ['N/A'] }, /placeholder|not text/],
		['removeValueFromArrayField', { tags: ['a', NaN] }, /"tags" holds NaN/],
		['addValueToArrayField', { '\ufeff': ['a'] }, /empty name/],
	])('have names and values as other attributes: %s %j', (key, changes, says) => {
		expect(() => send({ plan: 'pro', [key]: changes }, 'user')).toThrow(says);
	});

	test('are mended and told as other attributes', () => {
		const long = Array.from({ length: 51 }, String);
		const given = { addValueToArrayField: { '\ufefftags': ['a\ud83d'], skus: long, 'a.b': [1] } };
		expect(send(given, 'user')).toEqual({
			sent: { addValueToArrayField: { tags: ['a\ufffd'], skus: long, 'a.b': [1] } },
			told: ['longArray skus', 'attributeName a.b'],
		});
		expect(send({ addValueToArrayField: { moe_x: 1 } }, 'message').sent).toEqual({
			addValueToArrayField: { moe_x: 1 },
		});
	});
});

describe("a user's standard attributes", () => {
	test.each([
		['u_em', 'N/A', /Attribute "u_em": "N\/A" is a placeholder/],
		['u_em', 'jane', /not an email address/],
		['u_mb', '9.19877E+11', /shortened: its digits are lost/],
		['u_mb', '1111111111', /not the phone number/],
		['moe_mobile', '#N/A', /placeholder/],
		['uid', 'undefined', /placeholder/],
		['u_em', false, /placeholder/],
		['u_mb', NaN, /NaN/],
	])('%s is not %j, whatever way it comes in', (name, value, says) => {
		expect(() => send({ [name]: value }, 'user')).toThrow(says);
		expect(() => send({ [name]: value }, 'user')).toThrow(InvalidInput);
	});

	test('may be cleared, and are mended', () => {
		expect(send({ u_em: '', u_mb: null, uid: 4711 }, 'user').sent).toEqual({
			u_em: '',
			u_mb: null,
			uid: 4711,
		});
		expect(send({ u_em: 'jane@example.com\u200b', u_mb: "'+919876500000" }, 'user').sent).toEqual({
			u_em: 'jane@example.com',
			u_mb: '+919876500000',
		});
		expect(send({ u_em: 'whatever' }, 'event').sent).toEqual({ u_em: 'whatever' });
	});
});

describe('what MoEngage cuts or drops is told, and sent as it is', () => {
	const LONG_URL = `https://example.com/${'x'.repeat(500)}`;
	test.each<[what: string, given: Record<string, unknown>, told: string[]]>([
		['text of 513 characters', { note: 'x'.repeat(513) }, ['longText note']],
		['text of 512', { note: 'x'.repeat(512) }, []],
		['512 emojis', { note: '😀'.repeat(512) }, []],
		['a long URL', { image: LONG_URL }, ['longUrl image']],
		['a short URL', { image: LONG_URL.slice(0, 512) }, []],
		['a long text in a list', { notes: ['a', 'x'.repeat(513)] }, ['longText notes']],
		['51 values', { skus: Array.from({ length: 51 }, String) }, ['longArray skus']],
		['50 values', { skus: Array.from({ length: 50 }, String) }, []],
		['100 objects', { rows: Array.from({ length: 100 }, () => ({})) }, []],
		['101 objects', { rows: Array.from({ length: 101 }, () => ({})) }, ['longArray rows']],
		['null in a list', { tags: ['a', null] }, ['mixedArray tags']],
		['null first', { tags: [null, 'a'] }, ['mixedArray tags']],
		['mixed types', { sizes: [36, '38'] }, ['mixedArray sizes']],
		['one type', { sizes: [36, 38], flags: [true, false], none: [] }, []],
		['a long name', { ['n'.repeat(201)]: 1 }, [`longName ${'n'.repeat(201)}`]],
		['a name of 200', { ['n'.repeat(200)]: 1 }, []],
		['a point in a name', { 'address.city': 1 }, ['attributeName address.city']],
		[
			'signs in names of an object',
			{ o: { 'a#1': 1, '100%': 1 } },
			['attributeName o', 'attributeName o'],
		],
	])('%s', (_what, given, told) => {
		for (const owner of ['event', 'businessEvent', 'user'] as const) {
			expect(send(given, owner)).toEqual({ sent: given, told });
		}
		for (const owner of ['message', 'session', 'catalogItem'] as const) {
			expect(send(given, owner)).toEqual({ sent: given, told: [] });
		}
	});
});

test('moments have the form of their owner', () => {
	const at = DateTime.fromISO('2026-01-31T10:00:00', { zone: 'America/New_York' });
	expect(OWNERS.map((owner) => send({ [nameFor(owner)]: at }, owner).sent[nameFor(owner)])).toEqual(
		[
			'2026-01-31T15:00:00Z',
			'2026-01-31T15:00:00.000Z',
			'2026-01-31T10:00:00.000-05:00',
			'2026-01-31T15:00:00Z',
			'2026-01-31T15:00:00Z',
			'2026-01-31T10:00:00.000-05:00',
			'2026-01-31T10:00:00.000-05:00',
			'2026-01-31T15:00:00Z',
		],
	);
});
