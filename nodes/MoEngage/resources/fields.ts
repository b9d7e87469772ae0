import type { INodeProperties } from 'n8n-workflow';

/** Parameters that several operations share, each declared once. */

/** Rows of a fixed collection, each with the value of one of its fields as its title. */
export function rowsNamedBy(field: string): INodeProperties['typeOptions'] {
	return {
		multipleValues: true,
		fixedCollection: { itemTitle: `={{ $collection.item.value.${field} }}` },
	};
}

/** Customer ID; `displayOptions` narrows it where identifying by other means is possible. */
export const customerIdField: INodeProperties = {
	displayName: 'Customer ID',
	name: 'customerId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. customer-1001',
	description:
		'ID of the user that your systems send to MoEngage, stored as the ID attribute of the profile',
	builderHint: { propertyHint: 'Map it from the item: many items share one request.' },
};

export const identifyByFields: INodeProperties[] = [
	{
		displayName: 'Identify User By',
		name: 'identifyBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Customer ID', value: 'customerId' },
			{
				name: 'User Identifiers',
				value: 'userIdentifiers',
				description: 'For workspaces with Identity Resolution, for example a phone number',
			},
		],
		default: 'customerId',
		description: 'How MoEngage finds the user',
	},
	{ ...customerIdField, displayOptions: { show: { identifyBy: ['customerId'] } } },
	{
		displayName: 'User Identifiers',
		name: 'userIdentifiers',
		type: 'fixedCollection',
		typeOptions: rowsNamedBy('name'),
		placeholder: 'Add Identifier',
		default: {},
		displayOptions: { show: { identifyBy: ['userIdentifiers'] } },
		description: 'Identifiers set up for Identity Resolution in your workspace',
		options: [
			{
				displayName: 'Identifier',
				name: 'identifier',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. moe_mobile',
						description: 'Name of the identifier in MoEngage',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. +919876500000',
						description: 'Value of this identifier for the user',
					},
				],
			},
		],
	},
];

export const eventTimeField: INodeProperties = {
	displayName: 'Event Time',
	name: 'eventTime',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-01-31T16:30:00Z',
	description:
		"Time of the event: ISO 8601, epoch seconds or epoch milliseconds. If it has no zone, the node reads it in Time Zone, or else in the workflow's zone (n8n's default: New York). If empty, the time of sending counts. MoEngage does not accept future times.",
	builderHint: {
		propertyHint:
			'Map the time of the source. Convert local formats with DateTime.fromFormat(...).toISO({ includeOffset: false }).',
	},
};

export const timezoneField: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timezone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Asia/Kolkata',
	description:
		"The user's time zone: a name such as Europe/Berlin, an offset such as +05:30, or seconds from UTC. If empty, the node reads times without a zone in the workflow's zone (n8n's default: New York).",
};

/** Which of MoEngage's two IDs the identifier is. */
export const identifierTypeField: INodeProperties = {
	displayName: 'Identifier Type',
	name: 'identifierType',
	type: 'options',
	options: [
		{ name: 'Customer ID', value: 'customer_id' },
		{
			name: 'MoEngage ID',
			value: 'moengage_id',
			description: 'ID that MoEngage assigned to the user',
		},
	],
	default: 'customer_id',
	description: 'Type of the ID below',
};

export const identifierField: INodeProperties = {
	displayName: 'Identifier',
	name: 'identifier',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. customer-1001',
	description: 'ID of the user',
};

/** The collection of optional fields of an operation. */
export function additionalFields(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Additional Field',
		default: {},
		options,
	};
}

/** The collection of filters of a read. */
export function filters(options: INodeProperties[], description?: string): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		...(description === undefined ? {} : { description }),
		options,
	};
}

/** A switch between the fields that most workflows need and all that MoEngage returns. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** What the field of an item of the workspace differs in, that is chosen from a list or by its ID. */
type ListOrId = Pick<INodeProperties, 'displayName' | 'name' | 'description'> & {
	searchListMethod: string;
	/** An ID. */
	example: string;
};

/** An item of the workspace, chosen from a list or by its ID. */
export function listOrId({ searchListMethod, example, ...field }: ListOrId): INodeProperties {
	const what = field.displayName.toLowerCase();
	return {
		...field,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${what}...`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
		],
	};
}

/** From where MoEngage downloads a file. */
export const fileUrlField: INodeProperties = {
	displayName: 'File URL',
	name: 'fileUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://example.com/files/codes.csv',
};

/** What MoEngage calls once it has processed a file. */
export const callbackUrlField: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $execution.resumeUrl }}',
	description:
		'Address that MoEngage calls once it has processed the file, such as the resume URL of a Wait node: {{ $execution.resumeUrl }}',
};
