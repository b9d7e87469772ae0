import type { IDataObject } from 'n8n-workflow';

import { share } from '../fixtures/share';
import { TOOLS, type ToolCase } from '../operations';
import { ai } from '../operations/operation';
import { startSimulator } from '../simulator';
import { addToolForm, agents, agentWorkflow, asSent, type Way } from './agents';
import { Engine, FinishedRun } from './engine';
import { useEngine } from './useEngine';

const { engine, simulator, withCredential } = useEngine({
	startEngine: () => Engine.start('legacy', agents),
	startSimulator,
});

beforeAll(() => addToolForm(engine));

/** The first use of an operation as a tool. */
function toolOf(wanted: string): ToolCase {
	const found = TOOLS.find(({ name }) => name === wanted);
	if (found === undefined) throw new Error(`No tool is ${wanted}`);
	return found;
}

const [TRIGGER, SEARCH, UPSERT] = [
	'businessEvent.trigger',
	'businessEvent.search',
	'user.upsert',
].map(toolOf);

/** Runs an agent that calls the tool with each of the arguments, and returns what its model would read. */
async function callTool(way: Way, toolCase: ToolCase, calls: IDataObject[]): Promise<string[]> {
	const [resource, operation] = toolCase.name.split('.');
	const names = [...new Set([...toolCase.calls, ...calls].flatMap((args) => Object.keys(args)))];
	const workflow = agentWorkflow(way, { resource, operation, ...toolCase.parameters });
	const finished = await engine.run(
		workflow,
		withCredential(calls.map((args) => asSent(way, args, names))),
	);
	expect(finished.error).toBeUndefined();
	return finished.output('Agent').map(({ json }) => String(json.text));
}

const WAYS: Way[] = ['engine', 'langchain'];

describe.each(WAYS)('as a tool that the %s runs', (way) => {
	describe.each(share(2, TOOLS, WAYS.indexOf(way)))('$name', (toolCase) => {
		test('understands the flat arguments of a model', async () => {
			const replies = await callTool(way, toolCase, toolCase.calls);
			expect(replies.filter((reply) => /\[Item|"error"|Details:/.test(reply))).toEqual([]);
			expect(toolCase.arrived(simulator.accepted, simulator)).toEqual(toolCase.expected);
		});

		test.each(toolCase.wrong)(
			'tells the model what is wrong with $args',
			async ({ args, says }) => {
				const [reply] = await callTool(way, toolCase, [{ ...toolCase.calls[0], ...args }]);
				for (const part of says) expect(reply).toMatch(part);
				expect(reply.length).toBeLessThan(400);
				expect(reply).not.toMatch(/undefined|\[object/);
			},
		);
	});

	test('repeats a call that looks like an earlier one, because the model asked for it', async () => {
		const [call] = TRIGGER.calls;
		await callTool(way, TRIGGER, [call, call, call]);
		expect(simulator.accepted.businessEvents).toHaveLength(3);
	});

	test.each([
		['a lost response', { kind: 'resetAfter' }, 3],
		['a fault', { kind: 'status', status: 500 }, 2],
		['a page in place of one', { kind: 'malformedJson' }, 3],
	] as const)(
		'sends the same call again that the model makes after %s, whatever became of the first',
		async (_what, fault, accepted) => {
			const [call] = TRIGGER.calls;
			simulator.inject({ ...fault, path: '/business_event/trigger' });
			const replies = await callTool(way, TRIGGER, [call, call, call]);
			expect(replies.filter((reply) => reply.includes('unknown whether'))).toHaveLength(1);
			expect(replies.filter((reply) => reply.includes('has been triggered'))).toHaveLength(2);
			expect(simulator.requests).toHaveLength(3);
			expect(simulator.accepted.businessEvents).toHaveLength(accepted);
		},
	);

	test('with Dry Run, tells the model what its calls would send, without any key, and sends nothing', async () => {
		const calls = [1, 2, 3].map((number) => ({ ...TRIGGER.calls[0], event: `Event ${number}` }));
		const parameters = { ...TRIGGER.parameters, options: { dryRun: true } };
		const replies = await callTool(way, { ...TRIGGER, parameters }, calls);
		expect(simulator.requests).toEqual([]);
		for (const [name, value] of Object.entries(simulator.credential)) {
			if (/key/i.test(name)) expect(replies.join()).not.toContain(value);
		}
		await callTool(way, TRIGGER, calls);
		const sent = simulator.requests.map(({ method, path, body }) => ({ method, path, body }));
		expect(sent).toHaveLength(3);
		expect(replies.flatMap((reply) => JSON.parse(reply) as IDataObject[])).toEqual(
			sent.map((request) => expect.objectContaining({ ...request, dry_run: true })),
		);
	});

	test('keeps nothing of a call in the execution, so that none is taken for an earlier one', async () => {
		const [resource, operation] = TRIGGER.name.split('.');
		const workflow = agentWorkflow(way, { resource, operation, ...TRIGGER.parameters });
		const names = Object.keys(TRIGGER.calls[0]);
		simulator.inject({ kind: 'resetAfter', path: '/business_event/trigger', times: 2 });
		const items = TRIGGER.calls.map((args) => asSent(way, args, names));
		const { run } = await engine.run(workflow, withCredential(items));
		const { contextData = {} } = run.data.executionData ?? {};
		expect(contextData['node:MoEngage'] ?? {}).toEqual({});
	});

	test('sends what the model asks for in a retried run, too', async () => {
		const [resource, operation] = TRIGGER.name.split('.');
		const workflow = agentWorkflow(way, { resource, operation, ...TRIGGER.parameters });
		const names = Object.keys(TRIGGER.calls[0]);
		const items = TRIGGER.calls.map((args) => asSent(way, args, names));
		const { run } = await engine.run(workflow, withCredential(items));
		const accepted = simulator.accepted.businessEvents.length;
		const { executionData, resultData } = run.data;
		const node = workflow.nodes.find(({ name }) => name === 'Start');
		if (executionData === undefined || node === undefined) throw new Error('Nothing to retry');
		resultData.runData = {};
		const main = [items.map((json) => ({ json }))];
		executionData.nodeExecutionStack.push({ node, data: { main }, source: null });
		const again = await engine.retry(
			new FinishedRun(run, ['Agent']),
			workflow,
			withCredential(items),
		);
		expect(again.output('Agent').map(({ json }) => json.text)).not.toContainEqual(
			expect.stringContaining('unknown whether'),
		);
		expect(simulator.accepted.businessEvents).toHaveLength(2 * accepted);
	});

	test('gives back what a read found', async () => {
		const [reply] = await callTool(way, SEARCH, [{ ids: '', names: 'Price Drop', simple: '' }]);
		expect(JSON.parse(reply)).toEqual([
			expect.objectContaining({
				event_name: 'Price Drop',
				created_by: expect.any(String) as string,
			}),
		]);
	});

	const SIMPLE = [
		'created_at',
		'created_by',
		'event_attributes',
		'event_id',
		'event_name',
		'last_received_time',
		'total_trigger',
	];
	const RAW = expect.arrayContaining([...SIMPLE, 'db_name']) as string[];

	test.each([
		['nothing', {}, SIMPLE],
		['Simplified', { output: 'simplified' }, SIMPLE],
		['Raw', { output: 'raw' }, RAW],
		['Simplify off, in a workflow of version 1.0', { simplify: false }, RAW],
		['Simplify off before, and Simplified now', { simplify: false, output: 'simplified' }, SIMPLE],
		['an expression for Simplify, of version 1.0', { simplify: '={{ false }}' }, RAW],
		['an expression for Simplify, and Raw', { simplify: '={{ true }}', output: 'raw' }, RAW],
		[
			'Selected Fields',
			{ output: 'selected', outputFields: 'total_trigger, event_name, no_such, constructor' },
			['event_name', 'total_trigger'],
		],
		['Selected Fields without any', { output: 'selected' }, SIMPLE],
		[
			'fields that the model selects',
			{ output: 'selected', outputFields: ai('fields') },
			['event_id'],
		],
	])('shows the model as much of a record as chosen: %s', async (_what, parameters, keys) => {
		const call = { names: 'Price Drop', fields: 'event_id' };
		const search: ToolCase = {
			...SEARCH,
			parameters: { filters: { eventNames: ai('names') }, ...parameters },
			calls: [call],
		};
		const [reply] = await callTool(way, search, [call]);
		const [record] = JSON.parse(reply) as IDataObject[];
		expect(Object.keys(record).sort()).toEqual(keys);
	});

	test.each([
		['nobody filled in', { mappingMode: 'defineBelow', value: {}, schema: [] }],
		['nobody has seen', undefined],
	])(
		'triggers no event that the model chooses with attributes that %s: messages would have gaps',
		async (_what, attributeValues) => {
			const override = (name: string) =>
				`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, 'string') }}`;
			const trigger: ToolCase = {
				...TRIGGER,
				parameters: {
					businessEvent: { __rl: true, mode: 'name', value: override('event') },
					...(attributeValues && { attributeValues }),
				},
			};
			const calls = ['Price Drop', 'Back In Stock', 'Store Opened'].map((event) => ({ event }));
			for (const reply of await callTool(way, { ...trigger, calls }, calls)) {
				expect(reply).toMatch(/Attributes has no attribute.*model chooses/);
				expect(reply).toMatch(/Set Specify Attributes to Using JSON/);
			}
			expect(simulator.requests).toEqual([]);
		},
	);

	test('takes a resource locator and a fixed collection as the editor stores them', async () => {
		const trigger: ToolCase = {
			...TRIGGER,
			parameters: {
				...TRIGGER.parameters,
				businessEvent: { __rl: true, mode: 'name', value: ai('event') },
			},
		};
		await callTool(way, trigger, trigger.calls);
		expect(simulator.accepted.businessEvents).toEqual(trigger.expected);

		const platforms = { platform: [{ platform: ai('platform'), active: ai('active') }] };
		const additionalFields = { platforms };
		await callTool(way, { ...UPSERT, parameters: { ...UPSERT.parameters, additionalFields } }, [
			{ customer: 'a@example.com', attributes: '', platform: 'ios', active: 'false' },
			{ customer: 'b@example.com', attributes: '', platform: 'web', active: true },
			{ customer: 'c@example.com', attributes: '', platform: 'ANDROID', active: '' },
		]);
		expect(simulator.accepted.users.map(({ raw }) => raw.platforms)).toEqual([
			[{ platform: 'iOS', active: 'false' }],
			[{ platform: 'web', active: 'true' }],
			[{ platform: 'ANDROID', active: 'true' }],
		]);
	});
});

// As a node it would keep a record then, for the retry of the execution. LangChain makes all calls in one run of the agent.
describe('as a tool that throws what it could not do', () => {
	test.each([
		['a lost response', { kind: 'resetAfter' }, 3],
		['a fault', { kind: 'status', status: 500 }, 2],
		['a page in place of one', { kind: 'malformedJson' }, 3],
	] as const)(
		'sends the same call again after %s, and keeps nothing of it',
		async (_what, fault, accepted) => {
			const [call] = TRIGGER.calls;
			const [resource, operation] = TRIGGER.name.split('.');
			const parameters = { resource, operation, ...TRIGGER.parameters };
			const workflow = agentWorkflow('langchain', parameters, 'stopWorkflow');
			const items = [call, call, call].map((args) => asSent('langchain', args, Object.keys(call)));
			simulator.inject({ ...fault, path: '/business_event/trigger' });
			const finished = await engine.run(workflow, withCredential(items));
			const [first, ...others] = finished.output('Agent').map(({ json }) => String(json.text));
			expect(first).toMatch(/A repeat may message customers again/);
			expect(others).toEqual([
				expect.stringContaining('has been triggered'),
				expect.stringContaining('has been triggered'),
			]);
			expect(simulator.requests).toHaveLength(3);
			expect(simulator.accepted.businessEvents).toHaveLength(accepted);
			const { contextData = {} } = finished.run.data.executionData ?? {};
			expect(contextData['node:MoEngage'] ?? {}).toEqual({});
		},
	);
});
