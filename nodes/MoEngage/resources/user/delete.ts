import type { Operation } from '../../delivery/operation';
import { identifier } from '../../mapping/identifiers';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField, identifierTypeField } from '../fields';
import { notice } from '../notice';

/** What this endpoint calls the two kinds of ID; Get User calls the second one differently. */
const IDENTITY_TYPE = { customer_id: 'customer_id', moengage_id: 'id' };

/** Delete Users (OpenAPI): one user a request; cannot be undone. */
export const deleteUser: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description: 'Delete a user with all data',
	hint: 'For requests under GDPR or CCPA, use erase.',
	route: { endpoint: ENDPOINTS.deleteUser },
	fields: [
		notice('deleteNotice', 'A deleted user cannot be brought back', 'operations.md#user-delete'),
		identifierTypeField,
		identifierField,
	],

	toPiece(parameters) {
		const { type, value } = identifier(parameters);
		return {
			lane: value,
			about: { [type]: value, deleted: true },
			element: { identity_type: IDENTITY_TYPE[type], identity_value: value },
		};
	},
};
