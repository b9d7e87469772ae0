import type { IHttpRequestMethods } from 'n8n-workflow';

/** The tiles of MoEngage's dashboard (Settings > Account > APIs); each has an API key of its own. */
export type Tile = 'data' | 'campaign' | 'personalize' | 'push' | 'inform';

/** The hosts of MoEngage's REST API; `{dc}` in their names is the data centre. */
export type Host = 'api' | 'sdk' | 'pushapi';

/**
 * What may be sent again when it is not certain that MoEngage accepted it:
 * `safe`: repeating changes nothing; `countsTwice`: a repeat would count a second time;
 * `reachesCustomers`: a repeat would message people again or cannot be undone.
 */
export type RepeatClass = 'safe' | 'countsTwice' | 'reachesCustomers';

export type Endpoint = {
	method: IHttpRequestMethods;
	host: Host;
	/** Path below the host; `{workspaceId}` is filled in, URL-encoded. */
	path: string;
	tile: Tile;
	limits: {
		/** Elements (events' users, triggers, searches …) that one request may carry. */
		elements: number;
		/** Size of the body in bytes of UTF-8. */
		bytes: number;
		/** What MoEngage takes per minute and workspace; left out where it documents no limit. */
		perMinute?: { most: number; counts: 'requests' | 'events' };
	};
	repeat: RepeatClass;
	/** It changes nothing in MoEngage, so a later try simply asks again. */
	isRead?: true;
};

/**
 * What may be sent again, by class and by what happened. After a 429 nothing was accepted, so every call may
 * be repeated once the limit allows it. (MoEngage answers a repeated `moe_event_uuid` without counting it.)
 */
export const REPEATS: Record<
	RepeatClass,
	{
		/** The node itself sends it again after a 5xx answer. */
		afterServerFault: boolean;
		/** The node itself sends it again after a timeout or a broken connection. */
		afterUnknownOutcome: boolean;
		/** A retry that the user set up or started sends it again although the outcome is unknown. */
		byUserAfterUnknown: boolean;
	}
> = {
	safe: { afterServerFault: true, afterUnknownOutcome: true, byUserAfterUnknown: true },
	countsTwice: { afterServerFault: true, afterUnknownOutcome: false, byUserAfterUnknown: true },
	reachesCustomers: {
		afterServerFault: false,
		afterUnknownOutcome: false,
		byUserAfterUnknown: false,
	},
};

/**
 * MoEngage documents sizes in KB without saying whether that is 1000 or 1024 bytes; the smaller one is
 * safe under both.
 */
const KB = 1000;

/** Endpoints with a documented body size state it; the others get the Data API's, which is far above need. */
const DATA_API_BODY = 128 * KB;

/** Every endpoint that an operation calls. Adding an operation adds its endpoint here. */
export const ENDPOINTS = {
	/** Trigger Business Event API (S1): 100 requests a minute, one event each. */
	triggerBusinessEvent: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event/trigger',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			perMinute: { most: 100, counts: 'events' },
		},
		repeat: 'reachesCustomers',
	},
	/** Search Business Event API (S2): 100 requests a minute. */
	searchBusinessEvents: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event/search',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			perMinute: { most: 100, counts: 'requests' },
		},
		repeat: 'safe',
		isRead: true,
	},
	/** Track Event (S3, S5): events of one user a request, at most 128 KB and 30,000 events a minute. */
	trackEvent: {
		method: 'POST',
		host: 'api',
		path: '/v1/event/{workspaceId}',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			perMinute: { most: 30_000, counts: 'events' },
		},
		repeat: 'countsTwice',
	},
	/** Bulk Import (OpenAPI): users and events of any number of users, at most 100 KB and 60,000 a minute. */
	bulkImport: {
		method: 'POST',
		host: 'api',
		path: '/v1/transition/{workspaceId}',
		tile: 'data',
		limits: {
			elements: Infinity,
			bytes: 100 * KB,
			perMinute: { most: 60_000, counts: 'events' },
		},
		repeat: 'countsTwice',
	},
	/** Fetch Experience Metadata (OpenAPI). */
	listExperiences: {
		method: 'GET',
		host: 'sdk',
		path: '/v1/experiences/metadata',
		tile: 'personalize',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
		isRead: true,
	},
	/** Report Experience Events (S4): at most 100 users a request, de-duplicated by `moe_event_uuid`. */
	reportExperienceEvents: {
		method: 'POST',
		host: 'sdk',
		path: '/v1/experiences/events',
		tile: 'personalize',
		limits: { elements: 100, bytes: DATA_API_BODY },
		repeat: 'safe',
	},
} as const satisfies Record<string, Endpoint>;
