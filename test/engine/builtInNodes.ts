import {
	NodeConnectionTypes,
	NodeOperationError,
	type AssignmentCollectionValue,
	type IDataObject,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * Those of n8n's own nodes that the example workflows use around the MoEngage nodes. n8n ships them in a
 * package of several hundred megabytes; what the examples need of them fits in some lines. Nodes whose data is
 * pinned never run: starts, and what fetches orders from a shop.
 */

const MAIN = [NodeConnectionTypes.Main];

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

function start(name: string): INodeType {
	return {
		description: description(name, []),
		async execute() {
			return [[{ json: {} }]];
		},
	};
}

/** Hands on what it gets. */
function passing(name: string): INodeType {
	return {
		description: description(name, [NodeConnectionTypes.Main]),
		async execute() {
			return [this.getInputData()];
		},
	};
}

function text(displayName: string, name: string): INodeProperties {
	return { displayName, name, type: 'string', default: '' };
}

/** The value at a path such as `body.orders`. */
function valueAt(json: IDataObject, path: string): unknown {
	return path.split('.').reduce<unknown>((value, key) => (value as IDataObject)?.[key], json);
}

export const builtInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': start('manualTrigger'),
	'n8n-nodes-base.scheduleTrigger': start('scheduleTrigger'),
	'n8n-nodes-base.webhook': start('webhook'),
	'n8n-nodes-base.formTrigger': start('formTrigger'),
	'n8n-nodes-base.errorTrigger': start('errorTrigger'),
	'@n8n/n8n-nodes-langchain.chatTrigger': start('chatTrigger'),
	'n8n-nodes-base.httpRequest': { description: description('httpRequest', MAIN) },
	'n8n-nodes-base.noOp': passing('noOp'),
	/** Nobody waits for the response. */
	'n8n-nodes-base.respondToWebhook': passing('respondToWebhook'),
	/** Knows no earlier execution. */
	'n8n-nodes-base.removeDuplicates': passing('removeDuplicates'),
	/** Without other fields. */
	'n8n-nodes-base.splitOut': {
		description: description('splitOut', MAIN, [
			text('Fields To Split Out', 'fieldToSplitOut'),
			{ displayName: 'Options', name: 'options', type: 'json', default: {} },
		]),
		async execute() {
			const path = this.getNodeParameter('fieldToSplitOut', 0) as string;
			const named = this.getNodeParameter('options.destinationFieldName', 0, '') as string;
			return [
				this.getInputData().flatMap(({ json }, item) =>
					(valueAt(json, path) as IDataObject[]).map((entry) => ({
						json: named === '' ? entry : { [named]: entry },
						pairedItem: { item },
					})),
				),
			];
		},
	},
	/** All items into one list. */
	'n8n-nodes-base.aggregate': {
		description: description('aggregate', MAIN, [
			text('Put Output in Field', 'destinationFieldName'),
		]),
		async execute() {
			const field = this.getNodeParameter('destinationFieldName', 0) as string;
			return [[{ json: { [field]: this.getInputData().map(({ json }) => json) } }]];
		},
	},
	/** With an error object. */
	'n8n-nodes-base.stopAndError': {
		description: description('stopAndError', MAIN, [text('Error Object', 'errorObject')]),
		async execute() {
			const thrown = JSON.parse(this.getNodeParameter('errorObject', 0) as string) as IDataObject;
			throw new NodeOperationError(this.getNode(), String(thrown.message), {
				metadata: thrown,
			} as never);
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
	'n8n-nodes-base.stickyNote': { description: description('stickyNote', []) },
};
