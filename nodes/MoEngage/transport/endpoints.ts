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
	};
	repeat: RepeatClass;
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
	/** Trigger Business Event API (S1). */
	triggerBusinessEvent: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event/trigger',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'reachesCustomers',
	},
	/** Search Business Event API (S2). */
	searchBusinessEvents: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/business_event/search',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
	},
	/** Track Event (S3, S5): events of one user a request, at most 128 KB. */
	trackEvent: {
		method: 'POST',
		host: 'api',
		path: '/v1/event/{workspaceId}',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'countsTwice',
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
