import type { IDataObject, INodeType } from 'n8n-workflow';

import {
	NOT_DIRECT,
	planDirect,
	resolveDirect,
} from '../../nodes/MoEngage/delivery/reading/directExpression';
import { builtInNodes } from './builtInNodes';
import { Engine } from './engine';
import { useEngine } from './useEngine';

/** Items as workflows have them, and as nobody would wish them. */
const ITEMS: IDataObject[] = [
	{
		id: 'jane',
		'odd name': 'x',
		"it's": 1,
		n: 12.5,
		text: '12',
		yes: true,
		nothing: null,
		empty: '',
		list: ['a', { b: 1 }, [2]],
		deep: { a: { b: { c: 'found' } }, list: [{ x: 1 }] },
		formula: '={{ $json.id }}',
		iso: '2026-01-01T00:00:00.000Z',
		at: 1767225600,
		keys: ['own'],
	},
	{ id: '', n: 0, yes: false, deep: null, list: [], text: ' spaced ' },
	{ id: 'ünï\u2028cødé', n: -1e21, deep: { a: 'text' }, list: 'not a list', constructor: 'mine' },
	JSON.parse(
		'{"__proto__": {"polluted": 1}, "toString": "own", "length": 3, "_id": "i"}',
	) as IDataObject,
	{},
	{ id: 9007199254740991, big: 1e308, small: 5e-324, deep: [[['x']]] },
	{ date: new Date(0) as never, nan: Number.NaN as never, minus: -0 },
	// What n8n's sandbox keeps from expressions, as keys of the item's own.
	JSON.parse(
		'{"prototype": 1, "mainModule": "m", "binding": true, "caller": [], "getPrototypeOf": {}, "own": {"plain": 5, "mainModule": 6, "prototype": {"x": 7}}}',
	) as IDataObject,
];

/** All items. */
const ALL = '01234567';

/** Expressions, with the items that they are to be read for without the engine. */
const EXPRESSIONS: Array<[expression: string, direct: string]> = [
	['={{ $json.id }}', ALL],
	['={{$json.id}}', ALL],
	['={{ $json["id"] }}', ALL],
	['={{ $json["it\'s"] }}', ALL],
	['={{ $json.n }}', ALL],
	['={{ $json.text }}', ALL],
	['={{ $json.yes }}', ALL],
	['={{ $json.nothing }}', ALL],
	['={{ $json.empty }}', ALL],
	['={{ $json.list }}', ALL],
	['={{ $json.list[0] }}', '0'],
	['={{ $json.list[1].b }}', '0'],
	['={{ $json.list[9] }}', ''],
	['={{ $json.list.length }}', ''],
	['={{ $json.deep }}', ALL],
	['={{ $json.deep.a }}', '02'],
	['={{ $json.deep.a.b.c }}', '0'],
	['={{ $json.deep["a"].b["c"] }}', '0'],
	['={{ $json.deep.missing }}', '02'],
	['={{ $json.deep.missing.further }}', ''],
	['={{ $json.missing }}', ALL],
	['={{ $json.missing.further }}', ''],
	['={{ $json.text.length }}', ''],
	['={{ $json.formula }}', ALL],
	['={{ $json.iso }}', ALL],
	['={{ $json.date }}', '0123457'],
	['={{ $json.nan }}', '0123457'],
	['={{ $json.minus }}', '0123457'],
	['={{ $json.big }}', ALL],
	['={{ $json.small }}', ALL],
	['={{ $json._id }}', ALL],
	['={{ $json.length }}', ALL],
	['={{ $json.constructor }}', ''],
	['={{ $json.toString }}', ''],
	['={{ $json.hasOwnProperty }}', ''],
	['={{ $json.__proto__ }}', ''],
	['={{ $json["__proto__"].polluted }}', ''],
	['={{ $json.valueOf }}', ''],
	['={{ $json.map }}', ALL],
	['={{ $json.at }}', ALL],
	['={{ $json.keys }}', ALL],
	['={{ $json.list.at }}', ''],
	['={{ $json.deep.keys }}', '02'],
	['={{ $json }}', ''],
	['={{ $json.id.toUpperCase() }}', ''],
	['={{ $json.n + 1 }}', ''],
	['={{ $json?.id }}', ''],
	['= {{ $json.id }}', ''],
	['={{ $json.id }} ', ''],
	['=Hello {{ $json.id }}', ''],
	['={{ $json.id }}{{ $json.n }}', ''],
	['={{ $now.year > 2000 }}', ''],
	['=plain text', ''],
	['no expression {{ $json.id }}', ALL],
	['={{ }}', ''],
	['={{ $json.prototype }}', ''],
	['={{ $json.mainModule }}', ''],
	['={{ $json.binding }}', ''],
	['={{ $json.caller }}', ''],
	['={{ $json.getPrototypeOf }}', ''],
	['={{ $json["prototype"] }}', ''],
	['={{ $json.own.mainModule }}', ''],
	['={{ $json.own["prototype"].x }}', ''],
	['={{ $json.own.plain }}', '7'],
	['={{ $json.own }}', ALL],
];

/** A node that tells what n8n's engine makes of a parameter, which is what the MoEngage node has to match. */
const results: Array<{ value?: unknown; failed?: true }> = [];
const probe: INodeType = {
	description: {
		...builtInNodes['n8n-nodes-base.noOp'].description,
		properties: [{ displayName: 'Probe', name: 'probe', type: 'string', default: '' }],
	},
	async execute() {
		this.getInputData().forEach((_, item) => {
			try {
				results.push({ value: this.getNodeParameter('probe', item, '') });
			} catch {
				results.push({ failed: true });
			}
		});
		return [[]];
	},
};

const { engine } = useEngine({
	startEngine: () => Engine.start(undefined, { 'test.probe': probe }),
});

async function engineResults(expression: unknown): Promise<typeof results> {
	results.length = 0;
	const node = (name: string, type: string, parameters = {}) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	});
	await engine.run(
		{
			name: 'Probe',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Probe', 'test.probe', { probe: expression }),
			],
			connections: { Start: { main: [[{ node: 'Probe', type: 'main', index: 0 }]] } },
		},
		{ credential: {}, items: ITEMS },
	);
	return [...results];
}

test.each(EXPRESSIONS)(
	'%s is read as the engine reads it, for every item; directly for "%s"',
	async (expression, expectedDirect) => {
		const expected = await engineResults(expression);
		expect(expected).toHaveLength(ITEMS.length);
		const plan = planDirect(expression);
		let isDirect = '';
		ITEMS.forEach((json, item) => {
			const direct = plan === undefined ? NOT_DIRECT : resolveDirect(plan, json);
			if (direct === NOT_DIRECT) return;
			isDirect += item;
			expect([item, { value: direct }]).toStrictEqual([item, expected[item]]);
		});
		expect(isDirect).toBe(expectedDirect);
	},
);

test('collections and lists are read as the engine reads them', async () => {
	const collection = {
		constant: 'x',
		assignments: [
			{ name: 'id', value: '={{ $json.id }}', type: 'string' },
			{ name: '={{ $json.empty }}', value: '={{ $json.deep.a }}' },
		],
		more: { n: '={{ $json.n }}', list: ['={{ $json.text }}', 5, null] },
	};
	const expected = await engineResults(collection);
	const plan = planDirect(collection);
	if (plan === undefined) throw new Error('The collection is not planned');
	const direct = ITEMS.map((json) => resolveDirect(plan, json));
	const isDirect = ITEMS.flatMap((_, item) => (direct[item] === NOT_DIRECT ? [] : [item]));
	expect(isDirect).toEqual([0, 2]);
	direct.forEach((value, item) => {
		if (value !== NOT_DIRECT) expect({ value }).toStrictEqual(expected[item]);
	});
});

test.each(['=Hello {{ $json.id }}', '={{ $json.id.length() }}', '={{ $("Start").item.json.id }}'])(
	'%s is left to the engine',
	(expression) => {
		expect(planDirect(expression)).toBeUndefined();
	},
);
