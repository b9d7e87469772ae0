import type { Operation } from '../../delivery/operation';
import type { ItemPiece } from '../../delivery/piece';
import { customerId } from '../../mapping/users';
import { InvalidInput, quote } from '../../mapping/invalidInput';
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
			// No document says in which order MoEngage takes the pairs of two requests.
			lane: 'merge',
			element: { merged_user: mergedUser, retained_user: retainedUser },
			about: { merged_user: mergedUser, retained_user: retainedUser },
		};
	},
	contradictions,
};

type Pair = { item: number; merged: string; kept: string };

/**
 * Pairs that share a user in another way than as the user to keep. Of A into B and B into C, "events of user A are not
 * moved to user C" (OpenAPI); whatever comes second has a user who is gone. The same pair twice does no harm.
 */
function contradictions(pieces: ItemPiece[]): Map<number, InvalidInput> {
	const pairs = pieces.map(({ item, element }): Pair => {
		return { item, merged: String(element.merged_user), kept: String(element.retained_user) };
	});
	const keeping = new Map(pairs.map((pair) => [pair.kept, pair]));
	const merging = new Map<string, { first: Pair; other?: Pair }>();
	for (const pair of pairs) {
		const known = merging.get(pair.merged);
		if (known === undefined) merging.set(pair.merged, { first: pair });
		else if (known.first.kept !== pair.kept) known.other ??= pair;
	}
	const found = new Map<number, InvalidInput>();
	for (const { item, merged, kept } of pairs) {
		const reason =
			chained('mergedUser', merged, 'User to Keep', keeping.get(merged)) ??
			chained('retainedUser', kept, 'User to Merge and Delete', merging.get(kept)?.first) ??
			torn({ item, merged, kept }, merging.get(merged));
		if (reason !== undefined) found.set(item, reason);
	}
	return found;
}

function chained(
	parameter: string,
	user: string,
	other: string,
	pair: Pair | undefined,
): InvalidInput | undefined {
	if (pair === undefined) return undefined;
	return new InvalidInput(
		parameter,
		`${quote(user)} is also ${other} of item ${pair.item}: MoEngage would lose events`,
		'Merge each user directly into the one that remains in the end',
	);
}

function torn(
	{ merged, kept }: Pair,
	{ first, other }: { first?: Pair; other?: Pair } = {},
): InvalidInput | undefined {
	const different = first?.kept === kept ? other : first;
	if (different === undefined) return undefined;
	return new InvalidInput(
		'mergedUser',
		`${quote(merged)} also merges into ${quote(different.kept)}, in item ${different.item}`,
		'Merge each user into one other user',
	);
}
