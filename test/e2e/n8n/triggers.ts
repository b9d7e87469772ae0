import { randomUUID } from 'node:crypto';

import type { INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';

/** A MoEngage Trigger with a webhook of its own. */
export function triggerNode(parameters: INode['parameters'], settings: Partial<INode> = {}): INode {
	return {
		id: randomUUID(),
		name: 'MoEngage Trigger',
		type: 'n8n-nodes-moengage.moEngageTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		webhookId: randomUUID(),
		...settings,
	};
}

/** One of n8n's own nodes. */
export function n8nNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'] = {},
): INode {
	return {
		id: randomUUID(),
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [0, 0],
		parameters,
		...(type === 'webhook' && { webhookId: randomUUID() }),
	};
}

/**
 * n8n's own Webhook node, which answers at once and asks for a header.
 * @param credentialId of the type `httpHeaderAuth`
 */
export function ownWebhook(path: string, credentialId: string): INode {
	const parameters = {
		httpMethod: 'POST',
		path,
		authentication: 'headerAuth',
		responseMode: 'onReceived',
	};
	return {
		...n8nNode('Webhook', 'webhook', 2, parameters),
		credentials: { httpHeaderAuth: { id: credentialId, name: 'Header' } },
	};
}

/** A workflow in which each node hands its items to the next one. */
export function chainOf(name: string, nodes: INode[]): SavedWorkflow {
	const connections: SavedWorkflow['connections'] = {};
	nodes.slice(1).forEach((node, index) => {
		connections[nodes[index].name] = { main: [[{ node: node.name, type: 'main', index: 0 }]] };
	});
	return {
		name,
		nodes: nodes.map((node, index) => ({ ...node, position: [index * 220, 0] })),
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/**
 * Where MoEngage calls a trigger.
 * @param kind the production URL, or the one that waits for a test call
 */
export function webhookUrl(
	origin: string,
	{ webhookId }: INode,
	kind: 'webhook' | 'webhook-test' = 'webhook',
): string {
	return `${origin}/${kind}/${webhookId}/moengage`;
}
