import type { Operation } from '../../delivery/operation';
import { customerId } from '../../mapping/users';
import { InvalidInput } from '../../mapping/invalidInput';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';

/** MoEngage skips a pair that it cannot merge, and answers as if it had merged it (Merge Users, OpenAPI). */
const MERGE_NOTE =
	'MoEngage accepts merges as a whole and skips pairs that it cannot merge. Check the kept user in MoEngage';

/** Merge Users (OpenAPI): up to 50 pairs a request; cannot be undone. */
export const merge: Operation = {
	value: 'merge',
	name: 'Merge',
	action: 'Merge two users',
	description: 'Move all data of one user to another, then delete the first user',
	route: {
		endpoint: ENDPOINTS.mergeUsers,
		toBody: (pairs) => ({ merge_data: pairs }),
		toOutput: (answer) => [{ ...answer, note: MERGE_NOTE }],
	},
	fields: [
		notice(
			'mergeNotice',
			'A merge cannot be undone. Try it with a few users first',
			'operations/user.md#merge',
		),
		{
			displayName: 'User to Merge and Delete',
			name: 'mergedUser',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. customer-0977',
			description: 'Customer ID of the user that MoEngage deletes after moving the data',
		},
		{
			displayName: 'User to Keep',
			name: 'retainedUser',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. customer-1001',
			description: 'Customer ID of the user who receives the data',
		},
	],

	toPiece(parameters) {
		const mergedUser = customerId(...parameters.at('mergedUser'));
		const retainedUser = customerId(...parameters.at('retainedUser'));
		if (mergedUser === retainedUser) {
			throw new InvalidInput(
				'mergedUser',
				'is the same user as User to Keep',
				'Give two different customer IDs',
			);
		}
		return {
			// Chains (B into C, A into B) mean what they say only in the order of the items.
			lane: 'merge',
			element: { merged_user: mergedUser, retained_user: retainedUser },
			about: { merged_user: mergedUser, retained_user: retainedUser },
		};
	},
};
