import { DATA_API_BODY, type Endpoint } from './endpoint';

/** Whether both versions of Trigger count for the same quota is not documented; this is safe if they do. */
const TRIGGERS = 'business event triggers';

/** Business events: the tile Campaign report/Business events/Custom templates/Catalog API/Inform Report. */
export const businessEvents = {
	/** Trigger Business Event API: 100 requests a minute, one event each. */
	triggerBusinessEvent: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event/trigger',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'events', perMinute: 100 },
			pool: TRIGGERS,
		},
		repeat: 'reachesCustomers',
	},
	/**
	 * Trigger Business Event V5: the pace is that of the older API. The quotas (10 in 5 minutes, 50 an hour, 200 a day; fewer for
	 * flows) are each campaign's own, so the number for a workspace is unknown: `data`, which is required, names what they skip.
	 */
	triggerBusinessEventV5: {
		method: 'POST',
		host: 'api',
		path: '/v5/business-events/triggers',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'events', perMinute: 100 },
			pool: TRIGGERS,
		},
		repeat: 'reachesCustomers',
		answersWith: ['data'],
	},
	/**
	 * Search Business Event API: 100 requests a minute. The list `data` is all that a response has
	 * (`api/business-events/business-events-legacy/business-events.yaml`), so that an empty one must be there.
	 */
	searchBusinessEvents: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event/search',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 100 },
		},
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Create Business Event (OpenAPI): a repeat after a lost answer would be refused as a duplicate name. */
	createBusinessEvent: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 100 },
		},
		repeat: 'reachesCustomers',
	},
} as const satisfies Record<string, Endpoint>;
