import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { Engine, FinishedRun, SavedWorkflow } from '../engine/engine';
import type { AcceptedRecords, RecordedRequest, Simulator } from '../simulator';
import type { Journey } from './account';

export const EXAMPLES_FOLDER = resolve(__dirname, '..', '..', 'examples');

/** Operations that ask MoEngage for something and change nothing. */
const READS = ['search', 'get', 'getMany', 'fetch'];

/** A workflow of `examples/`, with its MoEngage node and the items that are pinned to its start. */
export type Example = {
	file: string;
	workflow: SavedWorkflow;
	node: INode;
	items: IDataObject[];
};

/** Reads every workflow in `examples/`, as the Import from File menu of n8n would. */
export function readExamples(): Example[] {
	return readdirSync(EXAMPLES_FOLDER)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => {
			const text = readFileSync(join(EXAMPLES_FOLDER, file), 'utf8');
			const workflow = JSON.parse(text) as SavedWorkflow;
			const node = workflow.nodes.find(({ type }) => type === 'n8n-nodes-moengage.moEngage');
			if (node === undefined) throw new Error(`${file} has no MoEngage node`);
			const [pinned = []] = Object.values(workflow.pinData ?? {});
			return { file, workflow, node, items: pinned.map(({ json }) => json as IDataObject) };
		});
}

/** One example after its run: what came out, what arrived, and how long it took. */
export type ExampleRun = {
	example: Example;
	finished: FinishedRun;
	/** Outputs of the MoEngage node, failed ones included, in the order of the input items. */
	outputs: INodeExecutionData[];
	requests: RecordedRequest[];
	accepted: AcceptedRecords;
	journey: Journey;
	milliseconds: number;
};

/** Runs an example on its pinned items, against a simulator that has forgotten everything before. */
export async function runExample(
	engine: Engine,
	simulator: Simulator,
	example: Example,
): Promise<ExampleRun> {
	simulator.reset();
	const { workflow, node, items } = example;
	const started = performance.now();
	const finished = await engine.run(workflow, { credential: { ...simulator.credential } });
	const milliseconds = performance.now() - started;
	const outputs = [...finished.output(node.name, 0), ...finished.output(node.name, 1)].sort(
		(a, b) => pairedWith(a)[0] - pairedWith(b)[0],
	);
	return {
		example,
		finished,
		outputs,
		requests: [...simulator.requests],
		accepted: structuredClone(simulator.accepted),
		milliseconds,
		journey: {
			itemsIn: items.length,
			kind: READS.includes(String(node.parameters.operation)) ? 'read' : 'write',
			outputs: outputs.map((output) => ({
				pairedWith: pairedWith(output),
				failed: isFailed(output),
			})),
			recorded: recordedItems(simulator.accepted),
		},
	};
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

function recordedItems(accepted: AcceptedRecords): number {
	return Object.values(accepted).reduce<number>(
		(sum, records) => sum + (Array.isArray(records) ? records.length : 0),
		0,
	);
}
