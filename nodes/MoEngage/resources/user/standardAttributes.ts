import type { INodeProperties } from 'n8n-workflow';

import { toldOfText } from '../../mapping/attributes';
import { requiredDay, type TimeZone } from '../../mapping/times';
import type { Reader } from '../../mapping/reader';
import { namedByAttribute, userNamedBy } from '../../mapping/users';
import { given } from '../../mapping/values';

/** Standard attributes: parameter, label, MoEngage's name (`api/data/data.yaml`, UserAttributes), and an example. */
const TEXTS = [
	['email', 'Email', 'u_em', 'john@example.com'],
	['firstName', 'First Name', 'u_fn', 'John'],
	['fullName', 'Full Name', 'u_n', 'John Doe'],
	['gender', 'Gender', 'u_gd', 'female'],
	['lastName', 'Last Name', 'u_ln', 'Doe'],
	['mobileNumber', 'Mobile Number', 'u_mb', '919876500000'],
] as const;

const BIRTHDAY = ['birthday', 'Birthday', 'u_bd', '1990-01-31'] as const;

/** Reads `standardAttributes`, by MoEngage's names. */
export function standardAttributes(
	parameters: Reader,
	workflowZone: TimeZone,
): Record<string, unknown> {
	const fields = parameters.collection('standardAttributes');
	const texts = TEXTS.map(([name, , attribute]) => [attribute, textOf(fields, name, attribute)]);
	return given({ ...Object.fromEntries(texts), [BIRTHDAY[2]]: birthday(fields, workflowZone) });
}

function textOf(fields: Reader, name: string, attribute: string): string | undefined {
	const namedBy = namedByAttribute(attribute);
	if (namedBy !== undefined && fields.isGiven(name))
		return userNamedBy(namedBy, ...fields.at(name));
	const text = fields.text(name);
	const told = text === undefined ? undefined : toldOfText(text);
	if (told !== undefined) fields.tell(told, attribute);
	return text;
}

/** A day, in the form that the document has for `u_bd`. */
function birthday(fields: Reader, zone: TimeZone): string | undefined {
	const [name] = BIRTHDAY;
	if (!fields.isGiven(name)) return undefined;
	return `${requiredDay(...fields.at(name), zone)}T00:00:00Z`;
}

/** The attributes that MoEngage has in every workspace, whose names nobody knows by heart. */
export const standardAttributesField: INodeProperties = {
	displayName: 'Standard Attributes',
	name: 'standardAttributes',
	type: 'collection',
	placeholder: 'Add Attribute',
	default: {},
	description: 'Attributes that MoEngage has in every workspace. Empty values are not sent.',
	options: [BIRTHDAY, ...TEXTS].map(([name, displayName, attribute, example]) => ({
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder: `e.g. ${example}`,
		description: `Value of the attribute ${attribute} of the user`,
	})),
};
