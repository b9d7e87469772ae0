import type { IHttpRequestMethods } from 'n8n-workflow';

/**
 * MoEngage documents sizes in KB without saying whether that is 1000 or 1024 bytes; the smaller one is
 * safe under both.
 */
const KB = 1000;

/** Endpoints with a documented body size state it; the others get the Data API's, which is far above need. */
const DATA_API_BODY = 128 * KB;

/** Every endpoint that the package calls. Adding an operation adds its endpoint here. */
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
			rate: { counts: 'events', perMinute: 100 },
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
			rate: { counts: 'requests', perMinute: 100 },
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
			rate: { counts: 'events', perMinute: 30_000 },
		},
		repeat: 'countsTwice',
		tracksUsers: true,
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
	/** Fetch Experience (OpenAPI): one user and at most 25 experience keys a request, 10,000 a minute. */
	fetchExperiences: {
		method: 'POST',
		host: 'sdk',
		path: '/v1/experiences/fetch',
		tile: 'personalize',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 10_000 },
		},
		repeat: 'safe',
		isRead: true,
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
	/** Track User (OpenAPI): one user a request, 10,000 a minute; the last write wins. */
	upsertUser: {
		method: 'POST',
		host: 'api',
		path: '/v1/customer/{workspaceId}',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'users', perMinute: 10_000 },
		},
		repeat: 'safe',
		tracksUsers: true,
	},
	/** Get User (OpenAPI): at most 20 users a request, 1,000 a minute. */
	getUsers: {
		method: 'POST',
		host: 'api',
		path: '/v1/customers/export?app_id={workspaceId}',
		tile: 'data',
		limits: {
			elements: 20,
			bytes: DATA_API_BODY,
			rate: { counts: 'users', perMinute: 1000 },
		},
		repeat: 'safe',
		isRead: true,
	},
	/** Merge Users (OpenAPI): at most 50 pairs a request, 1,000 a minute; cannot be undone. */
	mergeUsers: {
		method: 'POST',
		host: 'api',
		path: '/v1/customer/merge?app_id={workspaceId}',
		tile: 'data',
		limits: {
			elements: 50,
			bytes: DATA_API_BODY,
			rate: { counts: 'users', perMinute: 1000 },
		},
		repeat: 'reachesCustomers',
	},
	/** Delete Users (OpenAPI): one user a request, 5,000 a minute; cannot be undone. */
	deleteUser: {
		method: 'POST',
		host: 'api',
		path: '/v1/customer/delete?app_id={workspaceId}',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'users', perMinute: 5000 },
		},
		repeat: 'reachesCustomers',
	},
	/** Track Device (OpenAPI, `api/rate-limits.mdx`): one device a request, 10,000 a minute; the last write wins. */
	upsertDevice: {
		method: 'POST',
		host: 'api',
		path: '/v1/device/{workspaceId}',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 10_000 },
		},
		repeat: 'safe',
		tracksUsers: true,
	},
	/** Device Opt-out (OpenAPI): one user a request, 1,000 a minute; the last write wins. */
	manageDevices: {
		method: 'POST',
		host: 'api',
		path: '/v1/devices/manage?app_id={workspaceId}',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 1000 },
		},
		repeat: 'safe',
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
			rate: { counts: 'events', perMinute: 60_000 },
		},
		repeat: 'countsTwice',
		tracksUsers: true,
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
	/** Send Alert (Inform, OpenAPI): the credential test asks it with nothing to send. */
	sendAlert: {
		method: 'POST',
		host: 'api',
		path: '/v1.0/alerts/send',
		tile: 'inform',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'reachesCustomers',
	},
} as const satisfies Record<string, Endpoint>;

/** The tiles of MoEngage's dashboard (Settings > Account > APIs); each has an API key of its own. */
export type Tile = 'data' | 'campaign' | 'personalize' | 'push' | 'inform';

/** The hosts of MoEngage's REST API; `{dc}` in their names is the data center. */
export type Host = 'api' | 'sdk' | 'pushapi' | 'sandbox-api' | 'fileimports-data-api';

/**
 * What may be sent again when it is not certain that MoEngage accepted it:
 * `safe`: repeating changes nothing; `countsTwice`: a repeat would count a second time;
 * `reachesCustomers`: a repeat would message people again or cannot be undone.
 */
export type RepeatClass = 'safe' | 'countsTwice' | 'reachesCustomers';

/** How much MoEngage takes of a workspace in each window of time; all windows hold at once. */
export type RateLimit = {
	/** What it counts: what the items carry, or requests, whatever is in them. */
	counts: 'requests' | 'events' | 'users';
	perSecond?: number;
	perMinute?: number;
	perHour?: number;
	perDay?: number;
};

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
		/** What MoEngage takes per workspace; left out where it documents no limit. */
		rate?: RateLimit;
		/** Endpoints with the same name share their limit. */
		pool?: string;
	};
	repeat: RepeatClass;
	/** What it carries counts for MoEngage's Fair Usage Policy, per user. */
	tracksUsers?: true;
	/** It changes nothing in MoEngage, so a later try simply asks again. */
	isRead?: true;
};

/** Does MoEngage's rate limit count what the items carry, rather than requests? */
export function countsItems({ limits }: Pick<Endpoint, 'limits'>): boolean {
	return limits.rate !== undefined && limits.rate.counts !== 'requests';
}
