import {
	NOT_DIRECT,
	planDirect,
	resolveDirect,
} from '../../../nodes/MoEngage/delivery/reading/directExpression';
import { ParameterReader } from '../../../nodes/MoEngage/delivery/reading/parameters';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { fakeRun } from './fakeRun';

/** What n8n's engine alone may evaluate. */
const ENGINE = Symbol('the engine');

function resultOf(raw: unknown, json: unknown): unknown {
	const plan = planDirect(raw);
	if (plan === undefined) return ENGINE;
	const value = resolveDirect(plan, json);
	return value === NOT_DIRECT ? ENGINE : value;
}

class Money {
	amount = 1;
	toJSON() {
		return '1 €';
	}
}

const ITEM = {
	id: 'jane',
	'odd name': 'x',
	"it's": 1,
	n: 12.5,
	yes: true,
	nothing: null,
	list: ['a', { b: 1 }],
	deep: { a: { b: 'found' } },
	$x_1: 'dollar',
	date: new Date(0),
	money: new Money(),
	holdsMoney: [{ it: new Money() }],
	nan: NaN,
	minusZero: -0,
	mainModule: 'm',
	own: { prototype: 1, plain: 5 },
};

describe('an expression that only names a field is read without n8n’s engine', () => {
	test.each<[string, unknown]>([
		['={{ $json.id }}', 'jane'],
		['={{$json.id}}', 'jane'],
		['={{  $json["id"]  }}', 'jane'],
		["={{ $json['odd name'] }}", 'x'],
		['={{ $json["it\'s"] }}', 1],
		['={{ $json[ "n" ] }}', 12.5],
		['={{ $json.yes }}', true],
		['={{ $json.nothing }}', null],
		['={{ $json.list }}', ['a', { b: 1 }]],
		['={{ $json.list[0] }}', 'a'],
		['={{ $json.list[ 1 ].b }}', 1],
		['={{ $json.deep.a["b"] }}', 'found'],
		['={{ $json.$x_1 }}', 'dollar'],
		['={{ $json.missing }}', undefined],
		['={{ $json.deep.missing }}', undefined],
		['={{ $json.own.plain }}', 5],
		['no expression {{ $json.id }}', 'no expression {{ $json.id }}'],
	])('%s', (raw, expected) => {
		expect(resultOf(raw, ITEM)).toEqual(expected);
	});

	test.each([
		...['={{ $json }}', '={{ $json.id.toUpperCase() }}', '={{ $json.n + 1 }}', '={{ $json?.id }}'],
		...['= {{ $json.id }}', '={{ $json.id }} ', '=Hello {{ $json.id }}', '=plain', '={{ }}'],
		...['={{ x$json.id }}', '={{ $json.id }}{{ $json.n }}', '={{ $json["a\\"b"] }}'],
		...["={{ $json['a\\'b'] }}", '={{ $json[-1] }}', '={{ $json.1a }}', '={{ $json. id }}'],
		// Beside what the item has: lengths, methods, and what no item has in a list or below nothing.
		...['={{ $json.list.length }}', '={{ $json.id.length }}', '={{ $json.list[9] }}'],
		...['={{ $json.missing.further }}', '={{ $json.nothing.further }}', '={{ $json.list.at }}'],
		...['={{ $json.constructor }}', '={{ $json.toString }}', '={{ $json.__proto__ }}'],
		// What n8n's sandbox keeps back.
		...['={{ $json.mainModule }}', '={{ $json.own.prototype }}', '={{ $json["mainModule"] }}'],
		// What the engine makes something else of.
		...['={{ $json.date }}', '={{ $json.money }}', '={{ $json.holdsMoney }}', '={{ $json.nan }}'],
		'={{ $json.minusZero }}',
	])('%s is left to the engine', (raw) => {
		expect(resultOf(raw, ITEM)).toBe(ENGINE);
	});
});

describe('a collection', () => {
	test.each<[unknown, unknown]>([
		[{ a: '={{ $json.id }}', b: 'text', c: [1, '={{ $json.n }}'] }, undefined],
		[['={{ $json.id }}', { d: '={{ $json.yes }}' }], undefined],
		[{}, {}],
		[[], []],
		[{ a: [1, { b: null }] }, { a: [1, { b: null }] }],
	])('of plain expressions and constants is read as one: %j', (raw, constant) => {
		const plan = planDirect(raw);
		if (constant !== undefined) {
			expect(plan).toEqual({ kind: 'constant', value: constant });
			expect((plan as { value: unknown }).value).toBe(raw);
		} else {
			expect(plan?.kind).toBe(Array.isArray(raw) ? 'list' : 'object');
		}
	});

	test('has the values of the item', () => {
		expect(resultOf({ a: '={{ $json.id }}', b: 'x', c: [1, '={{ $json.n }}'] }, ITEM)).toEqual({
			a: 'jane',
			b: 'x',
			c: [1, 12.5],
		});
		expect(resultOf(['={{ $json.id }}', { d: '={{ $json.yes }}' }], ITEM)).toEqual([
			'jane',
			{ d: true },
		]);
	});

	test.each([
		[{ a: '={{ $json.id }}', b: '={{ $now }}' }],
		[['={{ $json.id }}', '={{ $now }}']],
		[{ a: { b: ['={{ $now }}'] } }],
		[{ a: '={{ $json.id }}', b: '={{ $json.date }}' }],
		[['={{ $json.id }}', '={{ $json.date }}']],
	])('with one expression for the engine is left to it as a whole: %j', (raw) => {
		expect(resultOf(raw, ITEM)).toBe(ENGINE);
	});
});

describe('parameters of an item', () => {
	test('that hold no expression are read once, those for the engine for each item', () => {
		const asked: Array<[string, number]> = [];
		const note = (name: string) => (item: number) => {
			asked.push([name, item]);
			return `${name} of ${item}`;
		};
		const items = [{ json: { id: 'a' } }, { json: { id: 'b' } }, { json: { id: 'c' } }];
		const { context } = fakeRun({ parameters: { fixed: 'same', computed: note('computed') } });
		const reader = new ParameterReader(context, items);
		const values = items.map((_, item) => [
			reader.at(item).get('fixed'),
			reader.at(item).get('computed'),
		]);
		expect(values).toEqual([
			['same', 'computed of 0'],
			['same', 'computed of 1'],
			['same', 'computed of 2'],
		]);
		expect(asked).toEqual([
			['computed', 0],
			['computed', 1],
			['computed', 2],
		]);
	});

	test('are what n8n makes of a constant, and a locator is its value', () => {
		const { context } = fakeRun({});
		const raw = { __rl: true, mode: 'list', value: 'chosen' };
		const read: unknown[] = [];
		Object.assign(context, {
			getNodeParameter: (name: string, _item: number, fallback: unknown, options?: object) => {
				read.push([name, fallback, options]);
				if (name === 'locator') return raw;
				if (name === 'looksLikeOne') return { value: 'x' };
				return options === undefined ? 12 : '12';
			},
		});
		const parameters = new ParameterReader(context, [{ json: {} }]).at(0);
		expect(parameters.get('number')).toBe(12);
		expect(parameters.get('locator')).toBe('chosen');
		expect(parameters.get('looksLikeOne')).toEqual({ value: 'x' });
		expect(parameters.raw('number')).toBe('12');
		expect(read.slice(0, 2)).toEqual([
			['number', '', { rawExpressions: true }],
			['number', '', undefined],
		]);
	});

	test('that n8n cannot evaluate cost the item, with n8n’s words', () => {
		const broken = () => {
			throw new Error('no node named X');
		};
		const { context } = fakeRun({ parameters: { user: broken } });
		const parameters = new ParameterReader(context, [{ json: {} }]).at(0);
		let thrown: unknown;
		try {
			parameters.get('user');
		} catch (error) {
			thrown = error;
		}
		expect(thrown).toBeInstanceOf(InvalidInput);
		expect(thrown).toMatchObject({
			parameter: 'user',
			reason: 'has an expression that n8n could not evaluate: no node named X',
			advice: 'Fix the expression, or check that every item has the data it uses',
		});
	});

	test('are taken from the item itself where the expression only names a field', () => {
		const { context } = fakeRun({});
		const asked: unknown[] = [];
		Object.assign(context, {
			getNodeParameter: (_name: string, item: number, _fallback: unknown, options?: object) => {
				if (options !== undefined) return '={{ $json.id }}';
				asked.push(item);
				return `engine's ${item}`;
			},
		});
		const items = [{ json: { id: 'a' } }, { json: { id: NaN } }, { json: {} }];
		const reader = new ParameterReader(context, items as never);
		expect([0, 1, 2].map((item) => reader.at(item).get('user'))).toEqual([
			'a',
			"engine's 1",
			undefined,
		]);
		expect(asked).toEqual([1]);
	});
});
