import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Reader } from '../../mapping/reader';
import { webAddress } from '../../mapping/urls';
import { emailAddress, given } from '../../mapping/values';
import { callbackUrlField, fileUrlField } from '../fields';
import { databaseNameField, nameField, segmentName } from './fields';

/** What a file of users says of itself, to create a segment from it or to change one. */
export const fileFields: INodeProperties[] = [
	{ ...nameField, required: true },
	databaseNameField,
	{
		...fileUrlField,
		placeholder: 'e.g. https://example.com/files/users.csv',
		description:
			'Address from which MoEngage downloads a CSV file with one column and no header, at most 150 MB. It must be reachable from the internet.',
	},
	{
		displayName: 'Attribute Name',
		name: 'attributeName',
		type: 'string',
		default: 'ID',
		required: true,
		placeholder: 'e.g. ID',
		description:
			'Attribute of users whose values are in the file. A value must belong to one user.',
	},
	{
		displayName: 'Attribute Type',
		name: 'attributeType',
		type: 'options',
		options: [
			{ name: 'Number', value: 'double' },
			{ name: 'String', value: 'string' },
		],
		default: 'string',
		description: 'Data type of the attribute',
	},
];

/** Who is told once MoEngage has processed the file. */
export const toldFields: INodeProperties[] = [
	callbackUrlField,
	{
		displayName: 'Emails',
		name: 'emails',
		type: 'string',
		default: '',
		placeholder: 'e.g. jane@example.com, omar@example.com',
		description:
			'Comma-separated email addresses that MoEngage writes to once it has processed the file, or an expression that returns an array',
	},
];

/** Reads {@link fileFields}, and {@link toldFields} of the additional ones. */
export function fileOf(parameters: Reader, additional: Reader): IDataObject {
	const callback = additional.text('callbackUrl');
	return {
		name: segmentName(parameters.requiredText('name')),
		attribute_name: parameters.requiredText('attributeName'),
		attribute_type: parameters.oneOf('attributeType', ['string', 'double'] as const) ?? 'string',
		file_url: webAddress(parameters.requiredText('fileUrl'), 'fileUrl'),
		...given({
			callback_url:
				callback === undefined ? undefined : webAddress(callback, additional.path('callbackUrl')),
			emails: additional
				.list('emails')
				?.map((email) => emailAddress(email, additional.path('emails'))),
		}),
	};
}
