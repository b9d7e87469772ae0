import { identifier } from '../../mapping/identifiers';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField, identifierTypeField, optionsField } from '../fields';
import type { Operation } from '../operation';

/** What this endpoint calls the two kinds of ID; Get User calls the second one differently. */
const IDENTITY_TYPE = { customer_id: 'customer_id', moengage_id: 'id' };

/** Delete Users (OpenAPI): one user a request; cannot be undone. */
export const deleteUser: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a user',
	description: 'Delete a user with all data',
	route: { endpoint: ENDPOINTS.deleteUser, toBody: ([user]) => user },
	fields: [
		{
			displayName: 'A deleted user cannot be brought back',
			name: 'deleteNotice',
			type: 'notice',
			default: '',
		},
		identifierTypeField,
		identifierField,
		optionsField(ENDPOINTS.deleteUser),
	],

	toPiece(parameters, { item }) {
		const { type, value } = identifier(parameters);
		return {
			elementKey: String(item),
			lane: value,
			element: { identity_type: IDENTITY_TYPE[type], identity_value: value },
		};
	},
};
