import type { IDataObject, INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';

const START: INode = {
	id: '5c1a7f60-0d6e-4a43-9c55-6f2f3ab0a001',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** A MoEngage node; those of one workflow differ by their number. */
export function moEngageNode(
	parameters: INode['parameters'],
	{ number = 1, ...settings }: Partial<INode> & { number?: number } = {},
): INode {
	return {
		id: `${number.toString(16).padStart(6, 'b')}00-0000-4000-8000-000000000000`,
		name: number === 1 ? 'MoEngage' : `MoEngage ${number}`,
		type: 'n8n-nodes-moengage.moEngage',
		typeVersion: 1,
		position: [220 * number, 0],
		parameters,
		...settings,
	};
}

/** A workflow that starts by hand with these items, and hands all of them to each of the nodes. */
export function workflowOf(name: string, nodes: INode[], items: IDataObject[]): SavedWorkflow {
	const targets = nodes.map((node) => ({ node: node.name, type: 'main' as const, index: 0 }));
	return {
		name,
		nodes: [START, ...nodes],
		connections: { [START.name]: { main: [targets] } },
		pinData: { [START.name]: items.map((json) => ({ json })) },
	};
}
