import type { Reply } from '../../transport/answer';
import type { Route } from '../operation';
import type { Piece } from '../piece';

/**
 * The reply, unless MoEngage says that it already has this request. If an earlier request with the item may have
 * arrived, that means accepted. Otherwise another request had its key, and the refusal says so. The route's own words
 * for a refusal (`explain`) come last.
 */
export function ifKnownAgain(
	{ knownAgain, explain }: Pick<Route, 'knownAgain' | 'explain'>,
	piece: Piece,
	reply: Reply,
	isInDoubt: () => boolean,
): Reply {
	if (reply.kind !== 'refused') return reply;
	const { refusal, headers } = reply;
	const isKnown = knownAgain?.isSaidBy(refusal, piece) === true;
	if (isKnown && isInDoubt())
		return { kind: 'accepted', body: knownAgain.answerOf(refusal, piece), headers };
	const own = isKnown ? knownAgain.refusalOf(refusal, piece) : refusal;
	const said = explain?.(own, piece) ?? own;
	return said === refusal ? reply : { ...reply, refusal: said };
}
