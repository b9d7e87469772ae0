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
];

const EXPRESSIONS = [
	'={{ $json.id }}',
	'={{$json.id}}',
	'={{ $json["id"] }}',
	"={{ $json['odd name'] }}",
	'={{ $json["it\'s"] }}',
	'={{ $json.n }}',
	'={{ $json.text }}',
	'={{ $json.yes }}',
	'={{ $json.nothing }}',
	'={{ $json.empty }}',
	'={{ $json.list }}',
	'={{ $json.list[0] }}',
	'={{ $json.list[1].b }}',
	'={{ $json.list[9] }}',
	'={{ $json.list.length }}',
	'={{ $json.deep }}',
	'={{ $json.deep.a }}',
	'={{ $json.deep.a.b.c }}',
	'={{ $json.deep["a"].b["c"] }}',
	'={{ $json.deep.missing }}',
	'={{ $json.deep.missing.further }}',
	'={{ $json.missing }}',
	'={{ $json.missing.further }}',
	'={{ $json.text.length }}',
	'={{ $json.formula }}',
	'={{ $json.iso }}',
	'={{ $json.date }}',
	'={{ $json.nan }}',
	'={{ $json.minus }}',
	'={{ $json.big }}',
	'={{ $json.small }}',
	'={{ $json._id }}',
	'={{ $json.length }}',
	'={{ $json.constructor }}',
	'={{ $json.toString }}',
	'={{ $json.hasOwnProperty }}',
	'={{ $json.__proto__ }}',
	'={{ $json["__proto__"].polluted }}',
	'={{ $json.valueOf }}',
	'={{ $json.map }}',
	'={{ $json.at }}',
	'={{ $json.keys }}',
	'={{ $json.list.at }}',
	'={{ $json.deep.keys }}',
	'={{ $json }}',
	'={{ $json.id.toUpperCase() }}',
	'={{ $json.n + 1 }}',
	'={{ $json?.id }}',
	'= {{ $json.id }}',
	'={{ $json.id }} ',
	'=Hello {{ $json.id }}',
	'={{ $json.id }}{{ $json.n }}',
	'={{ $now.year > 2000 }}',
	'=plain text',
	'no expression {{ $json.id }}',
	'={{ }}',
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

test.each(EXPRESSIONS)('%s is read as the engine reads it, for every item', async (expression) => {
	const expected = await engineResults(expression);
	expect(expected).toHaveLength(ITEMS.length);
	const plan = planDirect(expression);
	ITEMS.forEach((json, item) => {
		const direct = plan === undefined ? NOT_DIRECT : resolveDirect(plan, json);
		if (direct === NOT_DIRECT) return;
		expect([item, { value: direct }]).toStrictEqual([item, expected[item]]);
	});
});

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
	expect(direct.filter((value) => value !== NOT_DIRECT).length).toBeGreaterThanOrEqual(2);
	direct.forEach((value, item) => {
		if (value !== NOT_DIRECT) expect({ value }).toStrictEqual(expected[item]);
	});
});

test('what workflows mostly hold is read directly, for items that have it and items that do not', () => {
	for (const expression of [
		'={{ $json.id }}',
		'={{ $json["odd name"] }}',
		'={{ $json.n }}',
		'={{ $json.at }}',
	]) {
		const plan = planDirect(expression);
		const direct = ITEMS.slice(0, 6).map((json) => plan && resolveDirect(plan, json));
		expect(direct).not.toContain(NOT_DIRECT);
	}
});

test.each(['=Hello {{ $json.id }}', '={{ $json.id.length() }}', '={{ $("Start").item.json.id }}'])(
	'%s is left to the engine',
	(expression) => {
		expect(planDirect(expression)).toBeUndefined();
	},
);
