import type { Route } from '../../delivery/operation';

/** MoEngage refuses a second list of the same name with this code: after a lost response, its own first sending. */
export const sameName: Pick<Route, 'knownAgain'> = {
	knownAgain: {
		isSaidBy: ({ type }) => type === 'duplicate-coupon-list-name',
		answerOf: (_, { element: { name, label, expires_at: expiresAt } }) => ({
			...{ name, label, expires_at: expiresAt },
			note: 'The node sent this item twice, because the first request got no usable response. MoEngage had a coupon list with this name at the second. Get Many has its ID.',
		}),
		refusalOf: (refusal) => refusal,
	},
};
