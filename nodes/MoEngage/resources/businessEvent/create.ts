import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { attributeName, eventName } from '../../mapping/attributes';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { emailAddress, isGiven, oneOf } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { rowsNamedBy } from '../fields';

const DATA_TYPES = ['array', 'date', 'float', 'int', 'string'] as const;

/** Create Business Event (OpenAPI): names are unique, and a workspace holds at most 50. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create business event',
	description: 'Define a new business event with its attributes',
	route: { endpoint: ENDPOINTS.createBusinessEvent },
	fields: [
		{
			displayName: 'Event Name',
			name: 'eventName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Price Drop',
			description:
				'Name of the business event, unique in the workspace. A workspace holds at most 50 business events.',
		},
		{
			displayName: 'Event Attributes',
			name: 'eventAttributes',
			type: 'fixedCollection',
			typeOptions: rowsNamedBy('name'),
			placeholder: 'Add Attribute',
			default: {},
			required: true,
			description: 'Attributes that you can send when you trigger the event',
			options: [
				{
					displayName: 'Attribute',
					name: 'attribute',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. product_id',
							description: 'Name of the attribute, which must not begin with moe_',
						},
						{
							displayName: 'Data Type',
							name: 'dataType',
							type: 'options',
							options: [
								{ name: 'Array', value: 'array' },
								{ name: 'Date', value: 'date' },
								{ name: 'Float', value: 'float' },
								{ name: 'Integer', value: 'int' },
								{ name: 'String', value: 'string' },
							],
							default: 'string',
							description: 'Type in which MoEngage stores the attribute',
						},
					],
				},
			],
		},
		{
			displayName: 'Created By',
			name: 'createdBy',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. jane.doe@example.com',
			description: 'Email address of the person who creates the event',
		},
	],

	toPiece(parameters) {
		const name = eventName(parameters, 'eventName');
		const createdBy = parameters.requiredText('createdBy');
		return {
			lane: name,
			about: { event_name: name },
			element: {
				event_name: name,
				event_attributes: eventAttributes(parameters),
				created_by: emailAddress(createdBy, 'createdBy'),
			},
		};
	},
};

/** From the fixed collection, a list of names and types, or an object of names to types; as text, too. */
function eventAttributes(parameters: Reader): IDataObject[] {
	const parameter = parameters.path('eventAttributes');
	const attributes = parameters
		.rows('eventAttributes', 'attribute', 'dataType')
		.filter(({ name, value: dataType }) => isGiven(name) || isGiven(dataType))
		.map(({ name, value: dataType }) => ({
			attribute_name: attributeName(name, `${parameter}.attribute.name`, parameters.tell),
			attribute_data_type:
				oneOf(dataType, DATA_TYPES, `${parameter}.attribute.dataType`) ?? 'string',
		}));
	const names = attributes.map(({ attribute_name: name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) < index);
	if (twice !== undefined) {
		throw new InvalidInput(
			parameter,
			`has ${quote(twice)} twice`,
			'Keep one row for each attribute',
		);
	}
	if (attributes.length === 0) {
		throw new InvalidInput(parameter, 'has no attribute', 'Add at least one, with its data type');
	}
	return attributes;
}
