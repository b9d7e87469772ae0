import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../delivery/operation';
import { OUTPUTS } from '../delivery/outputChoice';
import { notice, withSafeguards } from './notice';

/** Shown only where the node is the tool of an AI agent. */
const AS_TOOL = { '@tool': [true] };

const CHOICES: Record<(typeof OUTPUTS)[number], string> = {
	simplified: 'Simplified',
	raw: 'Raw',
	selected: 'Selected Fields',
};

/**
 * The fields of an operation where the node is a tool: what to know before a model calls it, and for reads how much
 * the model gets to see, in place of Simplify.
 */
export function withToolFields(operation: Operation): INodeProperties[] {
	const { route, fields } = operation;
	const [first] = fields;
	const { repeat } = route.endpoint;
	const isFeared = repeat === 'reachesCustomers' || repeat === 'safeForMinutes';
	const warning = isFeared ? withSafeguards(first) : first;
	const warnings = first.type === 'notice' ? [warning] : [];
	const others = fields
		.slice(warnings.length)
		.flatMap(inPlaceOfSimplify)
		.flatMap(withAttributesNotice);
	const outputs = route.endpoint.isRead ? outputFields(fields) : [];
	return [...warnings, ...approvalNotice(operation), ...others, ...outputs];
}

/** What has a warning needs a human in between, and so does any deletion, even of what can be created again. */
function approvalNotice({ value, fields }: Operation): INodeProperties[] {
	if (fields[0].type !== 'notice' && value !== 'delete') return [];
	const text = 'A model calls this by itself, and every call counts. Add a human approval';
	const field = notice('toolNotice', text, 'ai-agents.md#set-up');
	return [{ ...field, displayOptions: { show: AS_TOOL } }];
}

/** Below Specify Attributes, as long as it is not what the text advises. */
function withAttributesNotice(field: INodeProperties): INodeProperties[] {
	if (field.name !== 'specifyAttributes') return [field];
	const text = 'Choose Using JSON: the model then fills in all attributes at once';
	const advice = notice('toolAttributesNotice', text, 'ai-agents.md#set-up');
	const displayOptions = { show: AS_TOOL, hide: { specifyAttributes: ['json'] } };
	return [field, { ...advice, displayOptions }];
}

/** A tool keeps the Simplify of a workflow of version 1.0 without showing it: Output says the same. */
function inPlaceOfSimplify(field: INodeProperties): INodeProperties[] {
	if (field.name !== 'simplify') return [field];
	const { displayName, name, default: value } = field;
	return [
		{ ...field, displayOptions: { hide: AS_TOOL } },
		{ displayName, name, type: 'hidden', default: value, displayOptions: { show: AS_TOOL } },
	];
}

function outputFields(fields: INodeProperties[]): INodeProperties[] {
	const simplifies = fields.some(({ name }) => name === 'simplify');
	const values = OUTPUTS.filter((value) => simplifies || value !== 'simplified');
	const output: INodeProperties = {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: values.map((value) => ({ name: CHOICES[value], value })),
		default: 'raw',
		displayOptions: { show: AS_TOOL },
		description: 'How much of each record the model gets to see',
	};
	// Which of the two shows is up to the hidden Simplify, so that Output begins with what the tool does today.
	const isOff = { simplify: [false] };
	const isNotOff = { simplify: [{ _cnd: { not: false } }] };
	const simplified: INodeProperties[] = [
		{ ...output, default: 'simplified', displayOptions: { show: AS_TOOL, hide: isOff } },
		{ ...output, displayOptions: { show: AS_TOOL, hide: isNotOff } },
	];
	return [
		...(simplifies ? simplified : [output]),
		{
			displayName: 'Fields to Output',
			name: 'outputFields',
			type: 'string',
			default: '',
			placeholder: 'e.g. name, status, tags',
			displayOptions: { show: { ...AS_TOOL, output: ['selected'] } },
			description: `Comma-separated names of fields${simplifies ? ' of the simplified output' : ''}, or an expression that returns an array. If empty, all are returned.`,
		},
	];
}
