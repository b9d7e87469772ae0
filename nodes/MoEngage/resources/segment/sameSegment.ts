import type { Route } from '../../delivery/operation';

/**
 * MoEngage refuses a second segment with the same name or filters, and names the first one: after a lost response, what
 * its own first sending made.
 */
export const sameSegment: Pick<Route, 'knownAgain'> = {
	knownAgain: {
		isSaidBy: ({ httpCode, message }, { element: { name } }) =>
			httpCode === 409 && /exists?\b/i.test(message) && message.includes(String(name)),
		answerOf: (_, { element: { name } }) => ({
			name,
			note: 'The node sent this item twice, because the first request got no usable response. MoEngage had a segment with this name at the second. Get Many has its ID.',
		}),
		refusalOf: (refusal) => refusal,
	},
};
