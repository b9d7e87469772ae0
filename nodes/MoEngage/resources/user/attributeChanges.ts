import type { INodeProperties } from 'n8n-workflow';

import { rowsNamedBy } from '../fields';

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. interests',
	description: 'Name of the attribute',
};

const valuesField: INodeProperties = {
	displayName: 'Values',
	name: 'values',
	type: 'string',
	default: '',
	placeholder: 'e.g. sports, travel',
	description:
		'Comma-separated values, or an expression that returns an array. In an array, numbers stay numbers.',
};

/** A field that changes attributes of users in another way than by setting them. */
function changeField(
	texts: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	values: INodeProperties[],
): INodeProperties {
	return {
		...texts,
		type: 'fixedCollection',
		typeOptions: rowsNamedBy('name'),
		placeholder: 'Add Attribute',
		default: {},
		options: [{ displayName: 'Attribute', name: 'attribute', values }],
	};
}

export const addToArraysField = changeField(
	{
		displayName: 'Add to Arrays',
		name: 'addToArrays',
		description: 'Values to add to array attributes, which keep the values that they have',
	},
	[nameField, valuesField],
);

export const removeFromArraysField = changeField(
	{
		displayName: 'Remove From Arrays',
		name: 'removeFromArrays',
		description: 'Values to remove from array attributes, which keep their other values',
	},
	[nameField, valuesField],
);

export const unsetAttributesField = changeField(
	{
		displayName: 'Unset Attributes',
		name: 'unsetAttributes',
		description:
			'Attributes to remove from the user, with their values. MoEngage has to enable this for the workspace, and ignores attributes that the workspace does not have or blocks.',
	},
	[
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. loyalty_tier, old_phone',
			description:
				'Name of the attribute. For several, comma-separated names or an expression that returns an array.',
		},
	],
);
