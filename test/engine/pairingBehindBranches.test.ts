import {
	NodeConnectionTypes,
	type IConnection,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { builtInNodes } from './builtInNodes';
import { savedWorkflow } from './cases';
import { Engine, type FinishedRun, type SavedWorkflow } from './engine';
import { useEngine } from './useEngine';

/** n8n's Switch by an expression that names the output; it links its items as n8n's own does. */
const switchNode: INodeType = {
	description: {
		...builtInNodes['n8n-nodes-base.if'].description,
		name: 'switch',
		outputs: ['main', 'main', 'main'],
		properties: [{ displayName: 'Output', name: 'output', type: 'number', default: 0 }],
	},
	async execute() {
		const outputs: INodeExecutionData[][] = [[], [], []];
		for (const [item, { json }] of this.getInputData().entries()) {
			const output = this.getNodeParameter('output', item) as number;
			outputs[output].push({ json, pairedItem: { item } });
		}
		return outputs;
	},
};

/** A Code node that makes fewer items and says of none but the first where it comes from. */
const unlinking: INodeType = {
	...builtInNodes['n8n-nodes-base.noOp'],
	async execute() {
		const [, ...items] = this.getInputData();
		return [items.map((_, item) => ({ json: {}, ...(item === 0 && { pairedItem: { item: 1 } }) }))];
	},
};

const { engine, simulator, withCredential } = useEngine({
	startEngine: () =>
		Engine.start(undefined, {
			'n8n-nodes-base.switch': switchNode,
			'n8n-nodes-base.unlinking': unlinking,
		}),
});

type Mode = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

const node = (name: string, type: string, parameters: IDataObject = {}): INode => ({
	...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion: 1, position: [0, 0] },
	parameters: parameters as INode['parameters'],
});
const field = (name: string, value: string) => ({ id: name, name, type: 'string', value });
const to = (...names: string[]): IConnection[] =>
	names.map((name) => ({ node: name, type: NodeConnectionTypes.Main, index: 0 }));

/** What the items are for shows in expressions that reach back over the branch only. */
const REACHES_BACK = {
	customerId: "={{ $('Start').item.json.user }}",
	eventName: 'Order Placed',
	attributes: { assignments: [field('order', "={{ $('Start').item.json.order }}")] },
	additionalFields: {},
};
const LOOKS_BACK = {
	assignments: { assignments: [field('order', "={{ $('Start').item.json.order }}")] },
};

/** Start → a branch → Edit Fields, which drops all fields → MoEngage → nodes that look back for the order. */
function branched(onError: Mode, branch: INode, output: number): SavedWorkflow {
	const { nodes, ...workflow } = savedWorkflow('event.track', {
		onError,
		parameters: REACHES_BACK,
	});
	const [start, moEngage] = nodes;
	const edit = node('Edit Fields', 'set', { assignments: { assignments: [field('a', 'b')] } });
	const connections: SavedWorkflow['connections'] = {
		Start: { main: [to(branch.name)] },
		[branch.name]: { main: [...Array.from({ length: output }, () => []), to('Edit Fields')] },
		'Edit Fields': { main: [to('MoEngage')] },
		MoEngage: { main: [to('Done'), to('Failed')] },
	};
	const after = ['Done', 'Failed'].map((name) => node(name, 'set', LOOKS_BACK));
	return { ...workflow, nodes: [start, branch, edit, moEngage, ...after], connections };
}

/** Every third item belongs to nobody; a route for each pair of neighbours. */
const ITEMS = Array.from({ length: 18 }, (_, index) => ({
	...{ user: index % 3 === 2 ? '#N/A' : `user-${index}`, order: `order-${index}` },
	...{ route: Math.floor(index / 2) % 3, isOdd: Math.floor(index / 2) % 2 === 1 },
}));

const BRANCHES: Array<[string, INode, number, (item: (typeof ITEMS)[number]) => boolean]> = [
	[
		'the second output of a Switch',
		node('Switch', 'switch', { output: '={{ $json.route }}' }),
		1,
		({ route }) => route === 1,
	],
	[
		'the last output of a Switch',
		node('Switch', 'switch', { output: '={{ $json.route }}' }),
		2,
		({ route }) => route === 2,
	],
	[
		'the false output of an IF',
		node('IF', 'if', {
			conditions: { conditions: [{ leftValue: '={{ $json.isOdd }}' }] } as IDataObject,
		}),
		1,
		({ isOdd }) => !isOdd,
	],
];

const arrived = () =>
	simulator.accepted.events
		.map(({ customerId, raw }) => [customerId, (raw.attributes as IDataObject).order])
		.sort();
const ordersOf = (finished: FinishedRun, name: string) =>
	finished.output(name).map(({ json }) => json.order);

describe.each(BRANCHES)('behind %s', (_what, branch, output, takes) => {
	const taken = ITEMS.filter(takes);
	const good = taken.filter(({ user }) => user !== '#N/A');
	const bad = taken.filter(({ user }) => user === '#N/A');

	test('each item is sent with the user and the order of its own', async () => {
		const items = ITEMS.map((item) => ({ ...item, user: `user-of-${item.order}` }));
		const finished = await engine.run(
			branched('stopWorkflow', branch, output),
			withCredential(items),
		);
		expect(finished.error).toBeUndefined();
		expect(arrived()).toEqual(taken.map(({ order }) => [`user-of-${order}`, order]).sort());
		expect(ordersOf(finished, 'Done')).toEqual(taken.map(({ order }) => order));
	});

	test('exactly the bad ones come out of the error output, and both sides know their orders', async () => {
		const workflow = branched('continueErrorOutput', branch, output);
		const finished = await engine.run(workflow, withCredential(ITEMS));
		expect([good.length > 2, bad.length > 1]).toEqual([true, true]);
		expect(arrived()).toEqual(good.map(({ user, order }) => [user, order]).sort());
		expect(ordersOf(finished, 'Done')).toEqual(good.map(({ order }) => order));
		expect(ordersOf(finished, 'Failed')).toEqual(bad.map(({ order }) => order));
	});

	test('in one output the bad ones are in their places', async () => {
		const workflow = branched('continueRegularOutput', branch, output);
		const finished = await engine.run(workflow, withCredential(ITEMS));
		expect(arrived()).toEqual(good.map(({ user, order }) => [user, order]).sort());
		expect(ordersOf(finished, 'Done')).toEqual(taken.map(({ order }) => order));
		const failed = finished.output('MoEngage').map(({ json }) => json.error !== undefined);
		expect(failed).toEqual(taken.map(({ user }) => user === '#N/A'));
	});
});

test('behind a node that breaks the links, an item without one fails rather than takes the data of another', async () => {
	const workflow = branched('continueErrorOutput', node('Code', 'unlinking'), 0);
	const finished = await engine.run(workflow, withCredential(ITEMS.slice(0, 4)));
	expect(arrived()).toEqual([['user-1', 'order-1']]);
	const failed = finished.output('MoEngage', 1).map(({ json }) => String(json.error));
	expect(failed).toHaveLength(2);
	for (const error of failed) expect(error).toMatch(/Customer ID has an expression/);
});
