import type { INodeProperties } from 'n8n-workflow';

/** Parameters of the operations that send attributes. */

/** A way to specify attributes: value stored in workflows, and what the editor shows for it. */
const WAYS = {
	fields: {
		name: 'Using Fields Below',
		value: 'fields',
		description: 'Name and type each attribute here',
	},
	mapped: {
		name: 'Using Fields Below',
		value: 'fields',
		description: 'Map the attributes defined in MoEngage, with their types',
	},
	json: {
		name: 'Using JSON',
		value: 'json',
		description: 'Give all attributes as one JSON object',
	},
	item: {
		name: 'Whole Input Item',
		value: 'item',
		description:
			'Send every field of the input item with the type that it has there: columns of a CSV are text',
		builderHint: { propertyHint: 'Only if MoEngage is to store every field of the item.' },
	},
	keptItem: {
		name: 'Whole Input Item',
		value: 'item',
		description: 'Send the fields of the input item that MoEngage stores for devices',
	},
};

/** Specify Attributes with the given ways; the first is the default. */
export function specifyAttributesField(
	firstWay: keyof typeof WAYS,
	...otherWays: Array<keyof typeof WAYS>
): INodeProperties {
	const { value } = WAYS[firstWay];
	return {
		displayName: 'Specify Attributes',
		name: 'specifyAttributes',
		description: 'Source of the attributes',
		type: 'options',
		noDataExpression: true,
		options: [firstWay, ...otherWays].map((way) => WAYS[way]),
		default: value,
	};
}

export const attributesField: INodeProperties = {
	displayName: 'Attributes',
	name: 'attributes',
	type: 'assignmentCollection',
	default: {},
	displayOptions: { show: { specifyAttributes: ['fields'] } },
	description: 'Attributes to send, each with its type in MoEngage. Empty values are not sent.',
	builderHint: {
		propertyHint:
			'Numbers need the type number, and dates dateTime. If the names differ by item, set specifyAttributes to json.',
	},
};

export const attributesJsonField: INodeProperties = {
	displayName: 'Attributes (JSON)',
	name: 'attributesJson',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. { "product": "Mobile", "price": 3999 }',
	displayOptions: { show: { specifyAttributes: ['json'] } },
	description: 'One JSON object, or an expression that returns one',
};

/** What goes with the way "Whole Input Item". */
export const wholeItemFields: INodeProperties[] = [
	{
		displayName: 'Exclude Fields',
		name: 'excludeFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. password_hash, internal_note',
		displayOptions: { show: { specifyAttributes: ['item'] } },
		description: 'Comma-separated names of input fields that the node does not send',
	},
	{
		displayName: 'Skip Empty Values',
		name: 'skipEmptyValues',
		type: 'boolean',
		// Workflows of version 1.0 have no such parameter and rely on what was sent then.
		default: false,
		displayOptions: { show: { specifyAttributes: ['item'] } },
		description:
			'Whether to leave out input fields that hold an empty text or null, instead of sending them as they are',
	},
];

/**
 * Where version 1.0 had Exclude Fields. It stays in the list: n8n would drop the value from the workflows that hold
 * one if the option were not there, or shown only where it is set.
 */
export const excludeFieldsOption: INodeProperties = {
	displayName: 'Exclude Fields (Earlier Version)',
	name: 'excludeFields',
	type: 'string',
	default: '',
	placeholder: 'e.g. internal_note, row_number',
	displayOptions: { show: { '/specifyAttributes': ['item'] } },
	description:
		'Kept for workflows of earlier versions. Use the field Exclude Fields above instead: the node leaves out the names in both.',
};

/** The option that goes with all attributes. */
export const keepDatesOption: INodeProperties = {
	displayName: 'Keep Dates as Text',
	name: 'keepDates',
	type: 'boolean',
	default: false,
	description:
		'Whether to send dates in attributes as they are. MoEngage then stores most of them as text. If off, a date with time and zone is sent as UTC, for example 2026-01-31T16:30:00Z.',
};
