import {
	NodeConnectionTypes,
	type AssignmentCollectionValue,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * Those of n8n's own nodes that the example workflows use around the MoEngage nodes. n8n ships them in a
 * package of several hundred megabytes; what the examples need of them fits in some lines. The start node never
 * runs: its data is pinned.
 */

function description(
	name: string,
	inputs: INodeTypeDescription['inputs'],
	properties: INodeProperties[] = [],
): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		properties,
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
	/** Edit Fields, with fields of its own only. */
	'n8n-nodes-base.set': {
		description: description(
			'set',
			[NodeConnectionTypes.Main],
			[
				{
					displayName: 'Fields to Set',
					name: 'assignments',
					type: 'assignmentCollection',
					default: {},
				},
			],
		),
		async execute() {
			return [
				this.getInputData().map((_, item) => {
					const { assignments } = this.getNodeParameter(
						'assignments',
						item,
					) as AssignmentCollectionValue;
					const fields = assignments.map(({ name, value }) => [name, value]);
					return { json: Object.fromEntries(fields), pairedItem: { item } };
				}),
			];
		},
	},
	/** Remembers nothing of earlier executions. */
	'n8n-nodes-base.removeDuplicates': {
		description: description(
			'removeDuplicates',
			[NodeConnectionTypes.Main],
			[{ displayName: 'Value to Dedupe On', name: 'dedupeValue', type: 'string', default: '' }],
		),
		async execute() {
			const seen = new Set<unknown>();
			const isNew = (value: unknown) => !seen.has(value) && seen.add(value) !== undefined;
			return [
				this.getInputData().filter((_, item) => isNew(this.getNodeParameter('dedupeValue', item))),
			];
		},
	},
	'n8n-nodes-base.stickyNote': { description: description('stickyNote', []) },
};
