import type { IDataObject, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { tally, unaccounted } from '../demo/account';
import {
	pairedWith,
	readExamples,
	runExample,
	type Example,
	type ExampleRun,
} from '../demo/examples';
import { startSimulator, type Simulator } from '../simulator';
import { Engine } from './engine';

const EXAMPLES = readExamples();

let engine: Engine;
let simulator: Simulator;

/** Every example is run once, by the name of its file. */
const runs = new Map<string, ExampleRun>();

beforeAll(async () => {
	[engine, simulator] = await Promise.all([Engine.start(), startSimulator()]);
	for (const example of EXAMPLES) {
		runs.set(example.file, await runExample(engine, simulator, example));
	}
});
afterAll(async () => {
	await Promise.all([engine.stop(), simulator.close()]);
});

function runOf(file: string): ExampleRun {
	const run = runs.get(file);
	if (run === undefined) throw new Error(`There is no example ${file}`);
	return run;
}

/** What has to become of the items that are pinned in an example. */
type Expectation = {
	items: number;
	requests: number;
	accepted: number;
	refused: number;
	/** Items that arrive at the nodes behind the MoEngage node. */
	outputs: Record<string, number>;
};
const EXPECTED: Record<string, Expectation> = {
	'report-experiences.json': {
		items: 250,
		requests: 3,
		accepted: 250,
		refused: 0,
		outputs: { Reported: 250 },
	},
	'search-business-events.json': {
		items: 4,
		requests: 4,
		accepted: 4,
		refused: 0,
		outputs: { 'Events found': 6 },
	},
	'track-orders-of-a-day.json': {
		items: 300,
		requests: 120,
		accepted: 292,
		refused: 8,
		outputs: { Delivered: 292, 'To mend': 8 },
	},
	'trigger-business-events.json': {
		items: 12,
		requests: 12,
		accepted: 11,
		refused: 1,
		outputs: { Triggered: 11, 'To mend': 1 },
	},
};

test('every file in examples/ is tested here', () => {
	expect(EXAMPLES.map(({ file }) => file)).toEqual(Object.keys(EXPECTED));
});

describe.each(EXAMPLES)('$file', (example) => {
	const { file } = example;
	const expected = EXPECTED[file];

	test('runs as it is, and every item is accounted for', () => {
		const { finished, journey, requests } = runOf(file);
		expect(finished.error).toBeUndefined();
		expect(unaccounted(journey)).toEqual([]);
		expect({ items: journey.itemsIn, requests: requests.length, ...tally(journey) }).toEqual({
			items: expected.items,
			requests: expected.requests,
			accepted: expected.accepted,
			refused: expected.refused,
		});
		const counts = Object.keys(expected.outputs).map((node) => [
			node,
			finished.output(node).length,
		]);
		expect(Object.fromEntries(counts)).toEqual(expected.outputs);
	});

	test('names a credential and holds no key', () => {
		const { workflow } = example;
		const withCredentials = workflow.nodes.filter(({ credentials }) => credentials !== undefined);
		expect(withCredentials.map(({ credentials }) => credentials)).toEqual([
			{
				moEngageApi: {
					id: expect.any(String) as string,
					name: expect.any(String) as string,
				},
			},
		]);
		expect(JSON.stringify(workflow)).not.toMatch(/"\w*ApiKey"|authorization|Basic /i);
	});

	test('has the form in which n8n exports a workflow, with notes on what to fill in', () => {
		const { workflow, node } = example;
		expect(Object.keys(workflow).sort()).toEqual(
			['connections', 'name', 'nodes', 'pinData', 'settings'].sort(),
		);
		const names = workflow.nodes.map(({ name }) => name);
		const ids = workflow.nodes.map(({ id }) => id);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		const [start] = workflow.nodes;
		expect(start.type).toBe('n8n-nodes-base.manualTrigger');
		expect(Object.keys(workflow.pinData ?? {})).toEqual([start.name]);
		const targets = Object.values(workflow.connections).flatMap(({ main }) =>
			main.flatMap((branch) => (branch ?? []).map((connection) => connection.node)),
		);
		for (const target of targets) expect(names).toContain(target);
		const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ parameters }) => parameters.content).join('\n')).toContain('API Key');
		expect(targets).toContain(node.name);
	});

	test('uses parameters that the node has', () => {
		expect(unknownParameters(example)).toEqual([]);
	});
});

/** Parameters of the example's MoEngage node that its operation does not declare. */
function unknownParameters({ node }: Example): string[] {
	const { description } = engine.loader.getNode('moEngage').type as {
		description: INodeTypeDescription;
	};
	const { resource, operation, ...parameters } = node.parameters;
	const isShown = ({ displayOptions }: INodeProperties) =>
		displayOptions?.show?.resource?.includes(String(resource)) &&
		displayOptions.show.operation?.includes(String(operation));
	const fields = description.properties.filter(isShown);
	return Object.entries(parameters).flatMap(([name, value]) => {
		const field = fields.find((candidate) => candidate.name === name);
		if (field === undefined) return [name];
		if (field.type !== 'collection') return [];
		const known = (field.options ?? []).map((option) => option.name);
		return Object.keys(value as IDataObject)
			.filter((option) => !known.includes(option))
			.map((option) => `${name}.${option}`);
	});
}

test('orders arrive with the types, times and order of the items', () => {
	const { example, outputs, accepted } = runOf('track-orders-of-a-day.json');
	const { events } = accepted;
	for (const { attributes, raw } of events) {
		const order = example.items.find(({ order_id: id }) => id === attributes.order_id);
		expect(attributes).toEqual({
			order_id: order?.order_id,
			total: order?.total,
			currency: order?.currency,
			discount: order?.discount,
			item_count: order?.item_count,
			skus: order?.skus,
			payment_method: order?.payment_method,
			city: order?.city,
			first_order: order?.first_order,
		});
		expect(Date.parse(String(raw.current_time))).toBe(Date.parse(String(order?.placed_at)));
		expect(raw.platform).toBe(order?.platform);
		expect('app_version' in raw).toBe(order?.app_version !== '');
	}
	for (const customer of new Set(events.map(({ customerId }) => customerId))) {
		const arrived = events.filter(({ customerId }) => customerId === customer);
		const ids = arrived.map(({ attributes }) => String(attributes.order_id));
		expect(ids).toEqual([...ids].sort());
	}
	expect(outputs.map((output) => pairedWith(output))).toEqual(
		example.items.map((_, item) => [item]),
	);
});

test('the error output of the orders holds what is needed to mend them', () => {
	const { finished } = runOf('track-orders-of-a-day.json');
	const refused = finished.output('To mend').map(({ json }) => json);
	expect(refused.map(({ error }) => String(error).replace(/^\[Item \d+\] /, ''))).toEqual([
		expect.stringMatching(/^Customer ID "guest" is a placeholder/),
		expect.stringMatching(/^Platform "kiosk"/),
		expect.stringMatching(/^Event Time "28\/11\/2025 .*cannot be read/),
		expect.stringMatching(/^Event Time 2052-11-28.*future/),
		expect.stringMatching(/^Customer ID "guest" is a placeholder/),
		expect.stringMatching(/^Attributes has attribute "total" set to number/),
		expect.stringMatching(/^Platform "kiosk"/),
		expect.stringMatching(/^Customer ID is empty/),
	]);
	for (const json of refused) {
		expect(json).toMatchObject({
			order_id: expect.stringMatching(/^SO-251128-1\d{3}$/) as string,
			message: expect.stringMatching(/\.$/) as string,
			details: { httpCode: null, type: 'InvalidInput', retriable: false },
		});
	}
});

test("the refused business event carries MoEngage's own words and the attribute", () => {
	const { finished } = runOf('trigger-business-events.json');
	expect(finished.output('To mend')[0].json).toMatchObject({
		event: 'Price Drop',
		error: 'Wrong business event attribute passed in api request',
		details: { httpCode: 400, target: 'discount_percent', retriable: false },
	});
});

test('running the reports again counts nothing twice', async () => {
	const { example } = runOf('report-experiences.json');
	await runExample(engine, simulator, example);
	await engine.run(example.workflow, { credential: { ...simulator.credential } });
	expect(simulator.accepted.experienceEvents).toHaveLength(250);
	expect(simulator.accepted.duplicateExperienceEvents).toBe(250);
});
