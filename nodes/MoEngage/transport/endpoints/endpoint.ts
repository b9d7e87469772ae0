import type { IHttpRequestMethods } from 'n8n-workflow';

/** One endpoint of MoEngage's REST API: where it is, whose key opens it, and how carefully it is used. */
export type Endpoint = {
	method: IHttpRequestMethods;
	host: Host;
	/** Path below the host. Names in braces are filled in, URL-encoded: `{workspaceId}`, others from `Envelope.path`. */
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
		/** The limit is one of each path as it is filled in, e.g. of each import. */
		perPath?: true;
		/** MoEngage accepts one request in so many minutes. */
		onceInMinutes?: number;
	};
	repeat: RepeatClass;
	/**
	 * MoEngage rejects the repeat of a request that took effect, such as the second deletion of an item. After a 5xx, too,
	 * the outcome is then unknown. A rejection because the item exists is no such case: the item may have existed before,
	 * with other values, and has to fail.
	 */
	rejectsRepeats?: true;
	/** What it carries counts for MoEngage's Fair Usage Policy, per user. */
	tracksUsers?: true;
	/** It changes nothing in MoEngage, so a later try simply asks again. */
	isRead?: true;
	/**
	 * Top-level fields of which each success has at least one, by MoEngage's document, even if nothing was found: without
	 * them, something else has responded. Only `status` and `message` of writes are words that others use as well.
	 */
	answersWith?: readonly string[];
	/** Its requests have no body. */
	takesNoBody?: true;
	/** Its success is a 204 without a body. */
	answersEmpty?: true;
	/**
	 * Its success is a file. It takes no key: the header `Signature` proves this part of the path with the key of the tile.
	 */
	signedFile?: string;
	/** MoEngage's support has to enable it for each workspace. */
	enabledBySupport?: true;
};

/** The tiles of MoEngage's dashboard (Settings > Account > APIs); each has an API key of its own. */
export type Tile = 'data' | 'campaign' | 'personalize' | 'push' | 'inform';

/** The hosts of MoEngage's REST API; `{dc}` in their names is the data center. */
export type Host = 'api' | 'sdk' | 'pushapi' | 'sandbox-api' | 'fileimports-data-api';

/**
 * What may be sent again when it is not certain that MoEngage accepted it:
 * `safe`: a repeat changes nothing; `safeForMinutes`: MoEngage recognizes a repeat by its key for some minutes, and
 * later it would message people again; `countsTwice`: a repeat would count a second time;
 * `reachesCustomers`: a repeat would message people again or cannot be undone.
 */
export type RepeatClass = 'safe' | 'safeForMinutes' | 'countsTwice' | 'reachesCustomers';

/** How much MoEngage takes of a workspace in each window of time; all windows apply at once. */
export type RateLimit = {
	/** What it counts: what the items carry, or requests, whatever is in them. */
	counts: 'requests' | 'events' | 'users';
	perSecond?: number;
	perMinute?: number;
	perHour?: number;
	perDay?: number;
};

/**
 * MoEngage documents sizes in KB without saying whether that is 1000 or 1024 bytes; the smaller one is
 * safe under both.
 */
export const KB = 1000;

/** Endpoints with a documented body size state it; the others get the Data API's, which is far above need. */
export const DATA_API_BODY = 128 * KB;

/** Does MoEngage's rate limit count what the items carry, rather than requests? */
export function countsItems({ limits }: Pick<Endpoint, 'limits'>): boolean {
	return limits.rate !== undefined && limits.rate.counts !== 'requests';
}
