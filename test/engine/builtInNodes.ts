import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

/**
 * The three of n8n's own nodes that the example workflows use around the MoEngage node. n8n ships them in a
 * package of several hundred megabytes; what they do fits in a line each. The start node never runs: its
 * data is pinned.
 */

function description(name: string, inputs: INodeTypeDescription['inputs']): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};
}

export const builtInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': {
		description: description('manualTrigger', []),
		async execute() {
			return [[{ json: {} }]];
		},
	},
	'n8n-nodes-base.noOp': {
		description: description('noOp', [NodeConnectionTypes.Main]),
		async execute() {
			return [this.getInputData()];
		},
	},
	'n8n-nodes-base.stickyNote': { description: description('stickyNote', []) },
};
