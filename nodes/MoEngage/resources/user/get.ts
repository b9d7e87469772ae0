import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal, type Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { quote } from '../../mapping/invalidInput';
import { identifier } from '../../mapping/users';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields, identifierField, identifierTypeField } from '../fields';

/** The attribute in which MoEngage's answer holds each kind of ID. */
const ID_ATTRIBUTE = { customer_id: 'customer_id', moengage_id: 'id' };

/**
 * Get User (OpenAPI): up to 20 users a request, each handed back to the item that asked for it. It "must be enabled for
 * your workspace before use" (`api/data/data.yaml` of August 2026).
 */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description:
		'Get the attributes of a user. MoEngage support has to enable Get User for the workspace first.',
	route: {
		endpoint: ENDPOINTS.getUsers,
		toBody: (identifiers, shared) => ({ data: { identifiers, ...shared } }),
		toOutput: userOf,
	},
	fields: [
		identifierTypeField,
		identifierField,
		additionalFields([
			{
				displayName: 'Fields',
				name: 'fields',
				type: 'string',
				default: '',
				placeholder: 'e.g. first_name, last_name, u_em',
				description:
					'Comma-separated attribute names, or an expression that returns an array. If empty, the node returns all attributes.',
			},
		]),
	],

	toPiece(parameters) {
		const { type, value } = identifier(parameters);
		const fields = parameters.collection('additionalFields').list('fields');
		const idAttribute = ID_ATTRIBUTE[type];
		// Without its ID, a user in the answer could not be told from the others.
		const exported = fields && [...new Set([...fields, idAttribute])];
		return {
			// Users can share a request only if the same fields are asked of them.
			envelope: exported && { body: { user_fields_to_export: exported } },
			elementKey: JSON.stringify([type, value]),
			lane: JSON.stringify([type, value]),
			element: { identifier_type: type, identifier: value },
			memo: {
				type,
				value,
				hidesId: fields !== undefined && !fields.includes(idAttribute),
			},
		};
	},
};

function userOf(answer: IDataObject, { memo = {} }: Piece): IDataObject[] | ItemRefusal {
	const idAttribute = ID_ATTRIBUTE[memo.type as keyof typeof ID_ATTRIBUTE];
	const data = isPlainObject(answer.data) ? answer.data : {};
	const users = (Array.isArray(data.users) ? data.users : []).filter(isPlainObject) as Array<{
		user_attributes?: IDataObject;
	}>;
	const attributes = userIn(
		users.map((user) => user.user_attributes ?? {}),
		idAttribute,
		memo.value,
		Array.isArray(data.users_not_found) ? data.users_not_found.map(String) : [],
	);
	if (attributes === undefined) {
		return new ItemRefusal(
			`No MoEngage user has the ${memo.type === 'moengage_id' ? 'MoEngage ID' : 'customer ID'} ${quote(memo.value)}`,
			'Check Identifier, Identifier Type, and the Workspace ID of the credential',
			'identifier',
		);
	}
	const user = { ...attributes };
	if (memo.hidesId === true) delete user[idAttribute];
	return [user];
}

/**
 * The user with the ID. MoEngage may write an ID in another way than it was asked for, which is no other user as long as
 * it does not list the ID as one that it did not find.
 */
function userIn(
	users: IDataObject[],
	idAttribute: string,
	value: unknown,
	notFound: string[],
): IDataObject | undefined {
	const id = String(value);
	const exact = users.find((user) => String(user[idAttribute]) === id);
	if (exact !== undefined || notFound.includes(id)) return exact;
	const plain = (text: unknown) => String(text).trim().toLowerCase();
	const alike = users.filter((user) => plain(user[idAttribute]) === plain(id));
	return alike.length === 1 ? alike[0] : undefined;
}
