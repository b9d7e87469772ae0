import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { Engine, FinishedRun, SavedWorkflow } from '../engine/engine';
import { endpointAt, endpointsOf, FACTS } from '../operations';
import type { OperationFacts } from '../operations/operation';
import type { AcceptedRecords, RecordedRequest, SimulatedUser, Simulator } from '../simulator';
import type { Journey } from './account';

export const EXAMPLES_FOLDER = resolve(__dirname, '..', '..', 'examples');

const NODE_TYPE = 'n8n-nodes-moengage.moEngage';
const TOOL_TYPE = 'n8n-nodes-moengage.moEngageTool';
export const TRIGGER_TYPE = 'n8n-nodes-moengage.moEngageTrigger';

/**
 * A workflow of `examples/`, with its MoEngage nodes in their order (a trigger or tools among them) and the items
 * pinned to its start, or to the node that fetches them.
 */
export type Example = {
	file: string;
	workflow: SavedWorkflow;
	nodes: INode[];
	items: IDataObject[];
};

/** Customer IDs of these are users whom MoEngage knows when an example starts. */
const KNOWN = /^customer-2\d{3}$/;

/** Reads every workflow in `examples/`, as the Import from File menu of n8n would. */
export function readExamples(): Example[] {
	return readdirSync(EXAMPLES_FOLDER)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => {
			const text = readFileSync(join(EXAMPLES_FOLDER, file), 'utf8');
			const workflow = JSON.parse(text) as SavedWorkflow;
			const nodes = workflow.nodes.filter(({ type }) =>
				[NODE_TYPE, TOOL_TYPE, TRIGGER_TYPE].includes(type),
			);
			if (nodes.length === 0) throw new Error(`${file} has no MoEngage node`);
			const [pinned = []] = Object.values(workflow.pinData ?? {});
			return { file, workflow, nodes, items: pinned.map(({ json }) => json as IDataObject) };
		});
}

/** The users in the rows of the examples, for a simulator that is to know them from the start. */
export function knownUsers(examples: Array<Pick<Example, 'items'>>): SimulatedUser[] {
	const ids = examples.flatMap(({ items }) => items.map(({ customer_id: id }) => id));
	const known = ids.filter((id): id is string => typeof id === 'string' && KNOWN.test(id));
	return [...new Set(known)].map((customerId) => ({
		customerId,
		attributes: { first_name: 'Jane', loyalty_tier: 'gold', points: Number(customerId.slice(-4)) },
	}));
}

/** One MoEngage node of an example after the run: what came out, what arrived, and how long it took. */
export type NodeRun = {
	example: Example;
	node: INode;
	/** The example's name and, where it has several MoEngage nodes, the node's. */
	title: string;
	items: IDataObject[];
	finished: FinishedRun;
	/** Outputs of the node, failed ones included, in the order of the input items. */
	outputs: INodeExecutionData[];
	requests: RecordedRequest[];
	/** What the whole example left with MoEngage. */
	accepted: AcceptedRecords;
	journey: Journey;
	/** Of the whole example; 0 for all but its first node. */
	milliseconds: number;
};

/**
 * Runs an example on its pinned items, against a simulator that has forgotten everything before.
 * @returns one run for each of its MoEngage nodes that ran: an example may have a second start, for other executions
 */
export async function runExample(
	engine: Engine,
	simulator: Simulator,
	example: Example,
): Promise<NodeRun[]> {
	simulator.reset();
	const { workflow } = example;
	const started = performance.now();
	const finished = await engine.run(workflow, { credential: { ...simulator.credential } });
	const nodes = example.nodes.filter(({ name }) => finished.hasRun(name));
	const milliseconds = performance.now() - started;
	const accepted = structuredClone(simulator.accepted);
	const claims = nodes.map((node) => recordsOf(node, accepted) ?? 0);
	// What no node of the example can have caused counts against the first one.
	claims[0] += allRecords(accepted) - claims.reduce((sum, count) => sum + count, 0);

	return nodes.map((node, index) => {
		const { items, outputs } = passedThrough(node, example, finished);
		return {
			example,
			node,
			title: nodes.length === 1 ? workflow.name : `${workflow.name}: ${node.name}`,
			items,
			finished,
			outputs,
			requests: simulator.requests.filter((request) => isRequestOf(node, request)),
			accepted,
			milliseconds: index === 0 ? milliseconds : 0,
			journey: {
				itemsIn: items.length,
				kind: recordsOf(node, accepted) === undefined ? 'read' : 'write',
				outputs: outputs.map((output) => ({
					pairedWith: pairedWith(output),
					failed: isFailed(output),
					unsent: isUnsent(output),
				})),
				recorded: claims[index],
				withoutRecord: items.flatMap((item, at) => (isUnmatched(node, item) ? [at] : [])),
			},
		};
	});
}

function isTrigger({ type }: INode): boolean {
	return type === TRIGGER_TYPE;
}

/** The items that a node got, and its outputs in their order. */
function passedThrough(node: INode, example: Example, finished: FinishedRun) {
	const { name, type } = node;
	if (isTrigger(node)) {
		// What MoEngage's calls have started the workflow with: one output for each pinned item.
		const outputs = finished.output(name).map(({ json }, item) => ({ json, pairedItem: { item } }));
		return { items: example.items, outputs };
	}
	if (type === TOOL_TYPE) {
		// Every call of a tool is an item of its own.
		const calls = finished.calls(name);
		const outputs = calls.flatMap((call, item) =>
			call.map(({ json }) => ({ json, pairedItem: { item } })),
		);
		return { items: calls.map((): IDataObject => ({})), outputs };
	}
	const outputs = [...finished.output(name, 0), ...finished.output(name, 1)].sort(
		(a, b) => pairedWith(a)[0] - pairedWith(b)[0],
	);
	return { items: itemsInto(node, example.workflow, finished), outputs };
}

/** A trigger sends nothing, and so leaves nothing with MoEngage. */
function factsOf(node: INode): OperationFacts | undefined {
	if (isTrigger(node)) return undefined;
	const { resource, operation } = node.parameters;
	const found = FACTS[`${String(resource)}.${String(operation)}`];
	if (found === undefined) throw new Error(`The operation of "${node.name}" is not accounted for`);
	return found;
}

/** How much MoEngage holds of what a node wrote; a read leaves nothing there. */
function recordsOf(node: INode, accepted: AcceptedRecords): number | undefined {
	const facts = factsOf(node);
	return facts === undefined || facts.isRead ? undefined : facts.arrived(accepted).length;
}

function isRequestOf(node: INode, { method, path, body }: RecordedRequest): boolean {
	const facts = factsOf(node);
	if (facts === undefined) return false;
	const { isOwn = () => true } = facts;
	const endpoint = endpointAt(method, path);
	return endpointsOf(facts).some(({ name }) => name === endpoint) && isOwn(body as IDataObject);
}

/** The items that the nodes before this one handed to it. */
function itemsInto(node: INode, workflow: SavedWorkflow, finished: FinishedRun): IDataObject[] {
	return Object.entries(workflow.connections).flatMap(([source, { main }]) =>
		main.flatMap((targets, branch) =>
			(targets ?? []).some((target) => target.node === node.name)
				? finished.output(source, branch).map(({ json }) => json)
				: [],
		),
	);
}

/** The simulator's users with `nomatch` in their ID match no experience. */
function isUnmatched({ parameters }: INode, { customer_id: id }: IDataObject): boolean {
	return parameters.operation === 'fetch' && String(id).includes('nomatch');
}

/** The input items that an output is paired with. */
export function pairedWith({ pairedItem }: INodeExecutionData): number[] {
	const pairs = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return pairs
		.map((pair) => (typeof pair === 'object' ? pair.item : pair))
		.filter((item) => item !== undefined);
}

/** Is this the output of an item that was not accepted? */
export function isFailed({ json }: INodeExecutionData): boolean {
	return typeof json.error === 'string' && typeof json.details === 'object';
}

/** Is this the output of an item that was shown (Dry Run) or skipped (Send Once Per)? */
export function isUnsent({ json }: INodeExecutionData): boolean {
	return json.dry_run === true || json.skipped === true;
}

function allRecords(accepted: AcceptedRecords): number {
	return Object.values(accepted).reduce<number>(
		(sum, records) => sum + (Array.isArray(records) ? records.length : 0),
		0,
	);
}
