import {
	NodeConnectionTypes,
	NodeOperationError,
	type AssignmentCollectionValue,
	type IDataObject,
	type IExecuteFunctions,
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

const CONDITIONS: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'json',
	default: {},
};

/** Is the value of the only condition true? */
function fulfils(context: IExecuteFunctions, item: number): boolean {
	const { conditions } = context.getNodeParameter('conditions', item) as IDataObject;
	const [{ leftValue }] = conditions as IDataObject[];
	return leftValue === true;
}

export const builtInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': start('manualTrigger'),
	'n8n-nodes-base.scheduleTrigger': start('scheduleTrigger'),
	'n8n-nodes-base.webhook': start('webhook'),
	'n8n-nodes-base.formTrigger': start('formTrigger'),
	'n8n-nodes-base.errorTrigger': start('errorTrigger'),
	'n8n-nodes-base.shopifyTrigger': start('shopifyTrigger'),
	'@n8n/n8n-nodes-langchain.chatTrigger': start('chatTrigger'),
	'n8n-nodes-base.httpRequest': { description: description('httpRequest', MAIN) },
	'n8n-nodes-base.postgres': { description: description('postgres', MAIN) },
	/** Turned off in examples until their credential is chosen. */
	'n8n-nodes-base.googleSheets': { description: description('googleSheets', MAIN) },
	'n8n-nodes-base.slack': { description: description('slack', MAIN) },
	'n8n-nodes-base.gmail': { description: description('gmail', MAIN) },
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
	/** Sums, by one field. */
	'n8n-nodes-base.summarize': {
		description: description('summarize', MAIN, [
			{
				displayName: 'Fields to Summarize',
				name: 'fieldsToSummarize',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [{ displayName: '', name: 'values', values: [text('Field', 'field')] }],
			},
			text('Fields to Split By', 'fieldsToSplitBy'),
		]),
		async execute() {
			const by = this.getNodeParameter('fieldsToSplitBy', 0) as string;
			const values = this.getNodeParameter('fieldsToSummarize.values', 0) as IDataObject[];
			const groups = new Map<unknown, IDataObject>();
			for (const { json } of this.getInputData()) {
				const group = groups.get(json[by]) ?? { [by]: json[by] };
				groups.set(json[by], group);
				for (const { field } of values) {
					group[`sum_${field}`] = Number(group[`sum_${field}`] ?? 0) + Number(json[String(field)]);
				}
			}
			return [[...groups.values()].map((json) => ({ json }))];
		},
	},
	/** Generate HTML Template. */
	'n8n-nodes-base.html': {
		description: description('html', MAIN, [text('HTML Template', 'html')]),
		async execute() {
			return [
				this.getInputData().map((_, item) => {
					const template = this.getNodeParameter('html', item) as string;
					const html = template.replace(/{{[^]*?}}/g, (expression) =>
						String(this.evaluateExpression(expression, item)),
					);
					return { json: { html }, pairedItem: { item } };
				}),
			];
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
	/** With one condition, on whether a value is true. */
	'n8n-nodes-base.filter': {
		description: description('filter', MAIN, [CONDITIONS]),
		async execute() {
			const kept = this.getInputData().flatMap(({ json }, item) =>
				fulfils(this, item) ? [{ json, pairedItem: { item } }] : [],
			);
			return [kept];
		},
	},
	/** Without a wait. */
	'n8n-nodes-base.wait': passing('wait'),
	/** With one condition, as the filter; what does not fulfil it goes to the second output. */
	'n8n-nodes-base.if': {
		description: {
			...description('if', MAIN, [CONDITIONS]),
			outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		},
		async execute() {
			const items = this.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
			const isTrue = items.map((_, item) => fulfils(this, item));
			return [items.filter((_, item) => isTrue[item]), items.filter((_, item) => !isTrue[item])];
		},
	},
	'n8n-nodes-base.stickyNote': { description: description('stickyNote', []) },
};
