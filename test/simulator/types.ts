import type { SimulatedCampaign, SimulatedFlow } from './campaigns';
import type { SimulatedImport } from './imports';
import type { SimulatedCouponList } from './coupons';
import type { Tile } from './contract/endpoint';

/** A JSON object whose values still have to be looked at. */
export type JsonObject = Record<string, unknown>;

/** MoEngage's three hosts; the simulator tells them apart by the first part of the path. */
export type SimulatedHost = 'api' | 'sdk' | 'pushapi';

/** The data types that Create Business Event documents for an attribute. */
export type BusinessEventDataType = 'string' | 'int' | 'float' | 'array' | 'date';

/** One business event that Search finds and Trigger accepts. */
export interface SimulatedBusinessEvent {
	eventName: string;
	/** Attribute name to data type, in the order in which Search lists them. */
	attributes: Record<string, BusinessEventDataType>;
	/** Whether a campaign listens to it; without one Trigger answers 400. Default true. */
	activeCampaign?: boolean;
	/** Ids of the active campaigns and flows that listen to it. Default: one campaign, if any. */
	campaigns?: string[];
	flows?: string[];
	/** How many of them version 5 of Trigger still starts before its quota skips the rest. Default: all. */
	triggersLeft?: number;
	/** Default: a generated 24-digit hexadecimal id. */
	eventId?: string;
	/** Default: a made-up e-mail address. */
	createdBy?: string;
}

/** One user that MoEngage already knows, so that Get User and Delete User find it. */
export interface SimulatedUser {
	customerId: string;
	/** Default: a generated 24-digit hexadecimal id. */
	moengageId?: string;
	attributes?: JsonObject;
}

/** The data types of an attribute of a catalog. */
export type CatalogDataType = 'string' | 'bool' | 'double' | 'datetime' | 'geopoint';

/** One catalog that was created by API. */
export interface SimulatedCatalog {
	/** 24 hexadecimal digits. */
	catalogId: string;
	/** Besides `id`, `title`, `link` and `image_link`, which every catalog has. */
	attributes: Record<string, CatalogDataType>;
	/** Items with the attributes that they have from the start, by ID. */
	items?: Record<string, JsonObject>;
	/** Which further IDs it has items for from the start, for tests with any number of items. */
	holds?: (id: string) => boolean;
}

/**
 * A key of the API key dashboard, which opens the APIs that it was made for. What else it gets, MoEngage's documents
 * leave open ("`401` or `403`", `api/introduction.mdx`).
 */
export interface SimulatedApiKey {
	key: string;
	/** By the tile whose key opens the same. */
	opens: Tile[];
	/** Whether every other API answers as to a wrong key (401), or that the permission is missing (403). */
	elsewhere: 401 | 403;
}

/**
 * Milliseconds from the arrival of a request until MoEngage looks at it: the same for all, or by the number of
 * requests that came before it.
 */
export type HandlingTime = number | ((arrivedBefore: number) => number);

/** The limits that requests are charged to; requests that name the same one share its windows. */
export type LimitName =
	| 'alerts/send'
	| 'bulk-resubscribe'
	| 'business-events/triggers'
	| 'business_event/search'
	| 'business_event/trigger'
	| 'campaign-stats'
	| 'campaigns/get'
	| 'campaigns/meta'
	| 'campaigns/search'
	| 'campaigns/status'
	| 'catalog'
	| 'cohortsync'
	| 'custom-segments'
	| 'customer'
	| 'customer/delete'
	| 'customer/merge'
	| 'customers/export'
	| 'device'
	| 'devices/manage'
	| 'event'
	| 'experiences/fetch'
	| 'fileimports/run/history'
	| 'fileimports/status'
	| 'flows'
	| 'opt-in-management'
	| 'subscription-categories'
	| 'subscription-preferences/get'
	| 'subscription-preferences/update'
	| 'transition events'
	| 'transition users';

/** The headers in which MoEngage's documents tell of a limit; they disagree, and some name none. */
export type LimitHeaderForm =
	/** No header at all, not even with a 429. */
	| 'none'
	/** `x-ratelimit-limit`, `-remaining` and `-reset`, which is in seconds from now. */
	| 'secondsLeft'
	/** The same three; `-reset` is in UTC epoch seconds. */
	| 'epochSeconds'
	/** The same three; `-reset` is in UTC epoch milliseconds. */
	| 'epochMilliseconds'
	/** As `secondsLeft`, with a limit that names its window, such as `100, 100;w=60`. */
	| 'policy'
	/** With a 429 only: `Retry-After` in seconds, until the request fits in. */
	| 'retryAfter'
	/** With a 429 only: `Retry-After: 0`, although nothing fits in yet. */
	| 'retryAfterZero'
	/** With a 429 only: `x-envoy-ratelimited: true`, and no body. */
	| 'envoy';

/** Quotas on top of a limit per minute. */
export interface LongQuotas {
	perHour?: number;
	perDay?: number;
}

/** How the simulator keeps limits, and what it tells of them. */
export interface LimitRules {
	/**
	 * Whether a limit counts the last 60 seconds, or starts anew with each window. Fixed windows start at multiples
	 * of their length since the epoch, shifted by `offsetMs`. Default `sliding`.
	 */
	window: 'sliding' | 'fixed';
	/** Milliseconds by which fixed windows start later. Default 0. */
	offsetMs: number;
	/**
	 * Default `none`. Of several limits, the headers tell of the one that opens last, or else of the one with the
	 * least left. `-reset` tells when the oldest counted spending leaves a sliding window, or when a fixed one ends.
	 */
	headers: LimitHeaderForm;
	/** Whether `x-ratelimit-*` also comes with what is let in. Default `every`. */
	headersOn: 'every' | 'refusals';
	/** Sends `X-RateLimit-Limit` instead of `x-ratelimit-limit`, and so on. Default false. */
	mixedCase: boolean;
	/** The unit of all limits, in counting as in headers. Default `items`. */
	counts: 'items' | 'requests';
	/**
	 * The share of each limit, from 0 to 1, that other senders of the workspace spend: the same for all, or by limit
	 * and epoch milliseconds. What they leave is rounded down; headers still tell the whole limit. Default 0.
	 */
	others: number | ((limit: LimitName, nowMs: number) => number);
	/** What other senders leave per minute, by limit; counts instead of `others` there. */
	othersLeave: Partial<Record<LimitName, number>>;
	/** Limits per minute that differ from the documented ones; 0 lets nothing in. */
	perMinute: Partial<Record<LimitName, number>>;
	/** Limits per hour and per day, by the limit per minute that they come on top of. */
	quotas: Partial<Record<LimitName, LongQuotas>>;
	/** How many times faster the windows pass: at 360 an hour takes 10 seconds. Default 1. */
	clockSpeed: number;
}

/** How a simulator starts; every field has a default. */
export interface SimulatorOptions {
	/** 0, the default, takes any free port. The simulator always binds 127.0.0.1. */
	port?: number;
	/** Milliseconds added to every answer, 0 by default. What a request changes is held at once. */
	latencyMs?: number;
	/** See `Simulator.handlingMs`; 0 by default. */
	handlingMs?: HandlingTime;
	/** Default `DEMO_WORKSPACE_01`. */
	workspaceId?: string;
	/** Whether the documented limits per minute are enforced. Default false. */
	rateLimits?: boolean;
	/** See `Simulator.limits`; they count only with `rateLimits`. */
	limits?: Partial<LimitRules>;
	/** What Search finds and Trigger accepts. Default: `defaultBusinessEvents`. */
	businessEvents?: SimulatedBusinessEvent[];
	/** Whom Get User and Delete User know from the start. Default: `defaultUsers`. */
	users?: SimulatedUser[];
	/** Which further customer IDs it has users for from the start, for tests with any number of items. */
	holdsUser?: (customerId: string) => boolean;
	/** Default: `defaultCatalogs`. */
	catalogs?: SimulatedCatalog[];
	/** See `Simulator.apiKey`. */
	apiKey?: Partial<SimulatedApiKey>;
	/** User attributes that identify a user where `customer_id` is left out (Identity Resolution). */
	identifiers?: string[];
	/** Codes of the projects of a workspace with Portfolio. Default: it has no Portfolio. */
	projects?: string[];
	/** Default: 40 campaigns (`campaigns.ts`). */
	campaigns?: SimulatedCampaign[];
	/** Default: 120 lists (`coupons.ts`). */
	couponLists?: SimulatedCouponList[];
	/** Default: 120 imports (`imports.ts`). */
	imports?: SimulatedImport[];
	/** How many times faster the five minutes pass within which an import may not run again. Default 1. */
	importSpeed?: number;
	/** Default: 130 flows. */
	flows?: SimulatedFlow[];
	/** Called with each request once its answer is out or its connection is gone. */
	onRequest?: (request: RecordedRequest) => void;
}

/** The kinds of trouble that `Simulator.inject` can cause. */
export type FaultKind =
	/** Answer with `status` in the error shape of the endpoint. */
	| 'status'
	/** Answer with `status` (default 200) and `body` as JSON, whatever the endpoint; nothing is accepted. */
	| 'answer'
	/** Answer with `status` (default 502) and a gateway's HTML page. */
	| 'html'
	/** Answer with `status` (default 503) and no body. */
	| 'empty'
	/** Answer normally after `delayMs` (default 1000). */
	| 'latency'
	/** Accept nothing and never answer, until `close` or `reset`. */
	| 'timeout'
	/** Accept and record, and never answer, until `close` or `reset`. */
	| 'acceptThenTimeout'
	/** Accept and record, and answer with `status` (default 500) in the error shape of the endpoint. */
	| 'acceptThenStatus'
	/** Reset the connection; nothing is accepted. */
	| 'resetBefore'
	/** Accept and record, then reset the connection before any byte of the answer. */
	| 'resetAfter'
	/** Accept, and answer with JSON that breaks off. */
	| 'malformedJson'
	/** Answer 302 to `location`; nothing is accepted. */
	| 'redirect'
	/** Answer 400, as for a bad element, to every request whose raw body contains `text`. */
	| 'poison';

/** One fault to inject, and the requests that it hits. */
export interface Fault {
	kind: FaultKind;
	/** How many matching requests it hits: 1 by default, without end for `poison` and with `lastsMs`. */
	times?: number;
	/** Ends so many milliseconds after the first request that it hits. */
	lastsMs?: number;
	/** How many matching requests pass first; those that an earlier fault hits do not count. */
	after?: number;
	/** Part of the path, the host's prefix (`/api`, `/sdk`, `/pushapi`) included. */
	path?: string;
	method?: string;
	/** Part of the raw body. */
	text?: string;
	status?: number;
	/** What `answer` says. */
	body?: unknown;
	/** Further headers of an answer that accepts nothing. */
	headers?: Record<string, string>;
	/** Value of the header `Retry-After`. */
	retryAfter?: string | number;
	/** Sets `x-ratelimit-reset` to this many seconds from now, as UTC epoch seconds. */
	resetAfterSeconds?: number;
	/** Milliseconds before the fault takes effect, on top of `latencyMs`. */
	delayMs?: number;
	/** Where `redirect` points; by default to a path of the simulator that does not exist. */
	location?: string;
}

/** One request as it arrived, refused ones included. */
export interface RecordedRequest {
	/** Arrival, epoch milliseconds. */
	at: number;
	/** `api` also for a path without a known prefix, which is then kept whole. */
	host: SimulatedHost;
	method: string;
	/** Still URL-encoded, without the host's prefix and the query. */
	path: string;
	query: Record<string, string>;
	/** Names in lower case, values as received. */
	headers: Record<string, string>;
	/** Parsed JSON, or the raw text if it is none. */
	body: unknown;
	/** Size of the body. */
	bytes: number;
	/** What was answered; 0 as long as nothing was, or if the connection was cut. */
	status: number;
	fault?: FaultKind;
}

/** One action of a Track Event request, or of an event element of a bulk import. */
export interface AcceptedEvent {
	customerId?: string;
	userIdentifiers?: JsonObject;
	deviceId?: string;
	action: string;
	attributes: JsonObject;
	/** The action object as it was sent. */
	raw: JsonObject;
	via: 'event' | 'transition';
}

/** One business event that was triggered. */
export interface AcceptedBusinessEvent {
	eventName: string;
	attributes: JsonObject;
	triggeredBy?: string;
}

/** One business event that was created. */
export interface CreatedBusinessEvent {
	eventId: string;
	eventName: string;
	attributes: Record<string, BusinessEventDataType>;
	createdBy: string;
}

/** One impression or click, counted once per `moe_event_uuid`. */
export interface AcceptedExperienceEvent {
	customerId: string;
	uuid: string;
	action: string;
	attributes: JsonObject;
	/** Epoch seconds. */
	eventTime: number;
	platform?: string;
	timezoneOffset?: number;
	userAttributes?: JsonObject;
	/** The action object as it was sent. */
	raw: JsonObject;
}

/** One creation or update of a user. */
export interface AcceptedUser {
	customerId?: string;
	attributes: JsonObject;
	platforms?: unknown[];
	/** The whole element as it was sent. */
	raw: JsonObject;
	via: 'customer' | 'transition';
}

/** One creation or update of a device. */
export interface AcceptedDevice {
	customerId: string;
	deviceId: string;
	attributes: JsonObject;
	/** The whole element as it was sent. */
	raw: JsonObject;
	via: 'device' | 'transition';
}

/** One pair of a merge. */
export interface MergedPair {
	mergedUser: string;
	retainedUser: string;
}

/** One user whose deletion was accepted. */
export interface DeletedUser {
	identityType: string;
	identityValue: string;
}

/** One erasure that was requested. */
export interface RequestedErasure {
	identityType: string;
	identityValue: string;
}

/** One block or unblock of devices. */
export interface AcceptedDeviceAction {
	userIdentifierType: string;
	userIdentifierValue: string;
	actionType: 'block' | 'unblock';
	reason?: string;
	clientReferenceId?: string;
	/** Left out: all devices of the user. */
	deviceIdentifiers?: JsonObject[];
}

/** One update of subscriptions, counted once per `Idempotency-Key`. */
export interface AcceptedSubscriptionUpdate {
	identifierType: string;
	identifierValue: string;
	isGloballyUnsubscribed: boolean;
	/** The body as it was sent. */
	raw: JsonObject;
}

/** One opt-in status that was set. */
export interface AcceptedOptIn {
	/** The preferences as they were sent. */
	raw: JsonObject;
}

/** One email address that was resubscribed. */
export interface AcceptedResubscription {
	email: string;
	updateEsp: boolean;
}

/** One list of coupon codes that was created or changed. */
export interface AcceptedCouponChange {
	change: 'created' | 'updated' | 'activated' | 'archived';
	id: string;
	/** The body as it was sent. */
	raw: JsonObject;
}

/** One file of codes that was uploaded. */
export interface AcceptedCouponUpload {
	listId: string;
	/** The body as it was sent. */
	raw: JsonObject;
}

/** One alert that was sent. */
export interface AcceptedAlert {
	/** ID or reference name, as it was given. */
	alert: string;
	userId?: string;
	transactionId: string;
	/** By channel, as they were sent. */
	payloads: Record<string, JsonObject>;
}

/** One item of a catalog that was created, updated or deleted. */
export interface AcceptedCatalogChange {
	change: 'created' | 'updated' | 'deleted';
	catalogId: string;
	id: string;
	/** As they were sent; of a deleted item none. */
	attributes: JsonObject;
}

/** One change of a campaign's or flow's status, counted once per `Idempotency-Key`. */
export interface AcceptedStatusChange {
	of: 'campaign' | 'flow';
	id: string;
	action: string;
	/** The body as it was sent. */
	raw: JsonObject;
}

/** One user who was added to a cohort or removed from it. */
export interface AcceptedCohortChange {
	change: 'added' | 'removed';
	cohortId: string;
	cohortName: string;
	description?: string;
	partner: string;
	uid: string;
}

/** One custom segment that was created or changed. */
export interface AcceptedSegmentChange {
	change:
		| 'created'
		| 'updated'
		| 'archived'
		| 'unarchived'
		| 'file created'
		| 'add-users'
		| 'remove-users'
		| 'replace';
	/** ID, or name where it is by file. */
	segment: string;
	/** The body as it was sent. */
	raw: JsonObject;
}

/** One custom segment. */
export interface SimulatedSegment {
	id: string;
	name: string;
	/** ISO 8601 without a zone. */
	createdTime: string;
	source: string;
	/** Of a segment by filters. */
	filters?: JsonObject;
}

/** As what MoEngage stores a value. */
export type StoredAs = 'date' | 'text' | 'number' | 'boolean' | 'array' | 'object' | 'nothing';

/** What became of the attributes of one accepted event, business event, user or device. */
export interface StoredAttributes {
	of: 'event' | 'businessEvent' | 'user' | 'device';
	/** Attribute, by its path inside of objects and lists, to what it is stored as. */
	types: Record<string, StoredAs>;
}

/** What MoEngage would now hold, in the order in which it was accepted. */
export interface AcceptedRecords {
	events: AcceptedEvent[];
	businessEvents: AcceptedBusinessEvent[];
	createdBusinessEvents: CreatedBusinessEvent[];
	experienceEvents: AcceptedExperienceEvent[];
	/** Experience events answered 200 and not counted again, because their uuid was known. */
	duplicateExperienceEvents: number;
	users: AcceptedUser[];
	devices: AcceptedDevice[];
	mergedPairs: MergedPair[];
	deletedUsers: DeletedUser[];
	erasures: RequestedErasure[];
	deviceActions: AcceptedDeviceAction[];
	subscriptionUpdates: AcceptedSubscriptionUpdate[];
	optIns: AcceptedOptIn[];
	segmentChanges: AcceptedSegmentChange[];
	couponChanges: AcceptedCouponChange[];
	couponUploads: AcceptedCouponUpload[];
	/** IDs of imports. */
	startedImports: string[];
	resubscriptions: AcceptedResubscription[];
	statusChanges: AcceptedStatusChange[];
	alerts: AcceptedAlert[];
	catalogChanges: AcceptedCatalogChange[];
	cohortChanges: AcceptedCohortChange[];
}

/** The fields of the n8n credential that reaches this simulator. */
export interface SimulatorCredential {
	dataCenter: 'custom';
	apiBaseUrl: string;
	personalizeBaseUrl: string;
	pushBaseUrl: string;
	workspaceId: string;
	dataApiKey: string;
	campaignApiKey: string;
	personalizeApiKey: string;
	pushApiKey: string;
	informApiKey: string;
}

/** A running simulator. */
export interface Simulator {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	/** MoEngage's hosts, by path. */
	readonly baseUrls: { api: string; sdk: string; push: string };
	/** With the keys of the tiles, and without `apiKey`, which would stand in for each that a test leaves out. */
	readonly credential: SimulatorCredential;
	/** By default it opens everything, and MoEngage answers 401 elsewhere. Its fields are writable at any time. */
	readonly apiKey: SimulatedApiKey;
	/** Every request in order of arrival; `reset` empties this same array. */
	readonly requests: RecordedRequest[];
	/** What was accepted; `reset` empties this same object. */
	readonly accepted: AcceptedRecords;
	/** As what the attributes of everything accepted are stored; `reset` empties this same array. */
	readonly stored: StoredAttributes[];
	/** Writable at any time. */
	latencyMs: number;
	/**
	 * How long MoEngage takes to look at a request: only then it decides, and holds what the request changes, even
	 * if the client has given up meanwhile. A request that is handled fast overtakes a slow one that came before
	 * it. Faults are counted on arrival. Writable at any time.
	 */
	handlingMs: HandlingTime;
	/** Writable at any time; what was sent while it was off does not count. */
	rateLimits: boolean;
	/**
	 * How limits are kept while `rateLimits` is on. Its fields are writable at any time. A new `window`, `offsetMs`,
	 * `counts` or `clockSpeed` starts with empty windows.
	 */
	readonly limits: LimitRules;
	/** Queues a fault; for each request the first one in the queue that matches takes effect. */
	inject(fault: Fault): void;
	/** Drops all queued faults; requests already left without an answer stay so. */
	clearFaults(): void;
	/** Forgets requests, what was accepted, faults, and what limits have counted. Settings stay as they are. */
	reset(): void;
	/** Destroys open connections and stops. */
	close(): Promise<void>;
}
