import { DATA_API_BODY, type Endpoint } from './endpoint';

/** 100 requests a minute and 360,000 a day, for each of the three (`subscription-categories-v5.yaml`). */
const RATE = { counts: 'requests', perMinute: 100, perDay: 360_000 } as const;

/**
 * Subscription preferences, version 5 (`api/subscription-categories/subscription-categories-v5/subscription-categories-v5.yaml`).
 * It names no tile; the older subscription APIs belong to Data.
 */
export const subscriptions = {
	getSubscriptionPreferences: {
		method: 'GET',
		host: 'api',
		path: '/v5/subscription-preferences',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: RATE,
			pool: 'GET /v5/subscription-preferences',
		},
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** The last write wins, and a repeat with the same `Idempotency-Key` replays the first response. */
	updateSubscriptionPreferences: {
		method: 'PATCH',
		host: 'api',
		path: '/v5/subscription-preferences',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: RATE,
			pool: 'PATCH /v5/subscription-preferences',
		},
		repeat: 'safe',
	},
	listSubscriptionCategories: {
		method: 'GET',
		host: 'api',
		path: '/v5/subscription-categories',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Update User Email Opt-in Preferences (`api/email-subscription/email-subscription.yaml`): the last write wins. */
	setOptInStatus: {
		method: 'PUT',
		host: 'api',
		path: '/v1.0/opt-in-management/user-preferences',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 1000, perDay: 360_000 },
		},
		repeat: 'safe',
	},
	/** Bulk Resubscribe (the same document): at most 100 addresses a request; a second time changes nothing. */
	resubscribe: {
		method: 'POST',
		host: 'api',
		path: '/emails/v1.0/bulk-resubscribe',
		tile: 'data',
		limits: {
			elements: 100,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 10, perDay: 14_400 },
		},
		repeat: 'safe',
	},
} as const satisfies Record<string, Endpoint>;
