import type { Operation } from '../../delivery/operation';
import { identifier } from '../../mapping/users';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField, identifierTypeField } from '../fields';
import { notice } from '../notice';

/**
 * Delete Users (`api/data/data.yaml` of August 2026): one user a request; cannot be undone. The older OpenAPI snapshot
 * has `id` in place of `moengage_id`.
 */
export const deleteUser: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description: 'Delete a user with all data',
	hint: 'For requests under GDPR or CCPA, use erase.',
	route: { endpoint: ENDPOINTS.deleteUser },
	fields: [
		notice('deleteNotice', 'A deleted user cannot be brought back', 'operations/user.md#delete'),
		identifierTypeField,
		identifierField,
	],

	toPiece(parameters) {
		const { type, value } = identifier(parameters);
		return {
			lane: value,
			about: { [type]: value, deleted: true },
			element: { identity_type: type, identity_value: value },
		};
	},
};
