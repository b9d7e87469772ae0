import { DATA_API_BODY, KB, type Endpoint } from './endpoint';

/** `GenericSuccess` of `api/data/data.yaml`. */
const ACCEPTANCE: readonly string[] = ['status', 'message'];

/** Users, events and devices: the tile Data. */
export const dataApi = {
	/** Track Event API, current and older reference: events of one user a request, at most 128 KB and 30,000 events a minute. */
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
		answersWith: ACCEPTANCE,
		tracksUsers: true,
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
		answersWith: ACCEPTANCE,
		tracksUsers: true,
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
	/**
	 * Get User (OpenAPI): at most 20 users a request, 1,000 a minute. MoEngage's support has to enable it (`api/data/data.yaml`
	 * of August 2026). Where it finds nobody, `data` has them as `users_not_found`.
	 */
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
		answersWith: ['data'],
		isRead: true,
		enabledBySupport: true,
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
	/**
	 * GDPR/CCPA request (`api/gdpr-ccpa/gdpr-ccpa.yaml`): one identity and at most 100 KB a request; cannot be undone. Its
	 * rate limit "is not currently documented".
	 */
	requestErasure: {
		method: 'POST',
		host: 'api',
		path: '/v1/opengdpr_requests/{workspaceId}',
		tile: 'data',
		limits: { elements: 1, bytes: 100 * KB },
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
	/**
	 * Test Connection (OpenAPI): says whether workspace and Data key belong together, and is enabled in every workspace,
	 * so the credential test asks it.
	 */
	testConnection: {
		method: 'POST',
		host: 'api',
		path: '/v1/integrations/authentication',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
		answersWith: ['status'],
		isRead: true,
	},
} as const satisfies Record<string, Endpoint>;
