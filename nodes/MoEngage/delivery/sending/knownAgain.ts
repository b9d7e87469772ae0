import type { Reply } from '../../transport/answer';
import type { Route } from '../operation';
import type { Piece } from '../piece';

/**
 * The reply, unless MoEngage says that it has this request already: that is an acceptance where an earlier request
 * with the item may have brought it, and elsewhere another request had its key.
 */
export function ifKnownAgain(
	{ knownAgain, explain }: Pick<Route, 'knownAgain' | 'explain'>,
	piece: Piece,
	reply: Reply,
	isInDoubt: () => boolean,
): Reply {
	if (reply.kind !== 'refused') return reply;
	const { refusal, headers } = reply;
	if (explain !== undefined) return { ...reply, refusal: explain(refusal, piece) };
	if (knownAgain === undefined) return reply;
	if (!knownAgain.isSaidBy(refusal)) return reply;
	if (isInDoubt()) return { kind: 'accepted', body: { ...knownAgain.answer }, headers };
	return { ...reply, refusal: knownAgain.refusalOf(refusal, piece) };
}
