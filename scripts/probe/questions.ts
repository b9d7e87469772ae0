import { randomBytes, randomUUID } from 'node:crypto';

import {
	tileKey,
	workspaceId,
	type MoEngageCredential,
} from '../../nodes/MoEngage/transport/credential';
import type { Host, Tile } from '../../nodes/MoEngage/transport/endpoints';
import { signatureFor } from '../../nodes/MoEngage/transport/signedFile';

/** One request of the probe, and what it is for. */
export type Question = {
	/** By which the statements find its answer. */
	id: string;
	/** What the report calls it. */
	title: string;
	tile: Tile;
	method: 'GET' | 'POST';
	host: Host;
	/** With `{workspaceId}` for the workspace. */
	path: string;
	/** Values of other names in braces in the path. */
	pathValues?: Record<string, string>;
	query?: Record<string, string>;
	body?: Record<string, unknown>;
	headers?: Record<string, string>;
	/** Asked with the key of another tile. */
	keyOf?: Tile;
	/** It changes something, and is asked with `--write` only. */
	writes?: true;
};

/** Well-formed, and in no workspace. */
const NO_OBJECT_ID = '000000000000000000000000';

/** Name of the attribute and the event that `--write` leaves with the user. */
export const WRITTEN = { attribute: 'n8n_probe_at', event: 'n8n Probe' };

/** What the answers must not show of a run: IDs that it made up, and the user of `--write`. */
export type ProbeIds = { nobody: string; user?: string };

/** IDs of nobody, other ones in each run. */
export function makeIds(user?: string): ProbeIds {
	return {
		nobody: `n8n-probe-${randomBytes(8).toString('hex')}`,
		...(user === undefined ? {} : { user }),
	};
}

/**
 * All questions, in the order in which they are asked: reads of what is in no workspace, lists of one entry, and
 * bodies that MoEngage has to refuse, since they name nobody and nothing to send.
 */
export function questionsFor(credential: MoEngageCredential, ids: ProbeIds, now: Date): Question[] {
	return [
		...dataQuestions(credential, ids),
		...campaignQuestions(credential),
		...personalizeQuestions(ids),
		...informQuestions(credential),
		...(ids.user === undefined ? [] : writes(ids.user, now)),
	];
}

function dataQuestions(credential: MoEngageCredential, { nobody }: ProbeIds): Question[] {
	const data = { tile: 'data', method: 'POST', host: 'api' } as const;
	const getUser = (id: string, title: string, type: string, identifiers: string[]): Question => ({
		...data,
		id,
		title,
		path: '/v1/customers/export?app_id={workspaceId}',
		body: {
			data: {
				identifiers: identifiers.map((identifier) => ({ identifier_type: type, identifier })),
				user_fields_to_export: [type],
			},
		},
	});
	return [
		{
			...data,
			id: 'testConnection',
			title: 'Test Connection',
			path: '/v1/integrations/authentication',
			body: hasKey(credential, 'data')
				? {
						app_id: workspaceId(credential),
						app_secret: tileKey(credential, 'data'),
						source: 'n8n',
						region: credential.dataCenter === 'custom' ? '01' : credential.dataCenter,
					}
				: {},
		},
		getUser('getUser', 'Get User, one that does not exist', 'customer_id', [nobody]),
		getUser('getThreeUsers', 'Get User, three that do not exist', 'customer_id', [
			`${nobody}-a`,
			`${nobody}-b`,
			`${nobody}-c`,
		]),
		getUser('getUserByMoengageId', 'Get User by moengage_id', 'moengage_id', [NO_OBJECT_ID]),
		getUser('getUserById', 'Get User by id', 'id', [NO_OBJECT_ID]),
		{
			...data,
			id: 'trackNothing',
			title: 'Track Event without user and actions',
			path: '/v1/event/{workspaceId}',
			body: { type: 'event' },
		},
		{
			...data,
			id: 'importNothing',
			title: 'Bulk Import without elements',
			path: '/v1/transition/{workspaceId}',
			body: { type: 'transition' },
		},
		{
			...data,
			id: 'cohortNothing',
			title: 'Cohort Sync without cohort and members',
			path: '/v1/integrations/cohortsync',
			body: {},
		},
		{
			...data,
			method: 'GET',
			id: 'segments',
			title: 'List Segments by a name that does not exist',
			path: '/v3/custom-segments',
			query: { name: nobody },
		},
		{
			...data,
			method: 'GET',
			id: 'categories',
			title: 'List Subscription Categories',
			path: '/v5/subscription-categories',
			query: { channel: 'email' },
		},
		{
			...data,
			method: 'GET',
			id: 'preferences',
			title: 'Subscription Preferences of a user who does not exist',
			path: '/v5/subscription-preferences',
			query: { user_identifier_type: 'uid', user_identifier_value: nobody },
		},
		{
			...data,
			method: 'GET',
			id: 'segment',
			title: 'Get Segment, one that does not exist',
			path: '/v3/custom-segments/{segmentId}',
			pathValues: { segmentId: NO_OBJECT_ID },
		},
		{
			...data,
			id: 'resubscribeNothing',
			title: 'Bulk Resubscribe without an address',
			path: '/emails/v1.0/bulk-resubscribe',
			body: { recipients: [], esp: 'SENDGRID', update_esp: false, request_id: nobody },
		},
		...importQuestions(nobody),
	];
}

function importQuestions(nobody: string): Question[] {
	const imports = {
		tile: 'data',
		method: 'POST',
		host: 'fileimports-data-api',
		path: '/v1.0/data/fileimports/import/status',
	} as const;
	return [
		{
			...imports,
			id: 'imports',
			title: 'Import Details by a name that does not exist, and a list of types',
			body: { import_name: nobody, import_type: ['USERS'] },
		},
		{
			...imports,
			id: 'importsByOneType',
			title: 'The same with one type as text',
			body: { import_name: nobody, import_type: 'USERS' },
		},
	];
}

function hasKey(credential: MoEngageCredential, tile: Tile): boolean {
	try {
		return tileKey(credential, tile) !== '';
	} catch {
		return false;
	}
}

function campaignQuestions(credential: MoEngageCredential): Question[] {
	const campaign = { tile: 'campaign', method: 'POST', host: 'api' } as const;
	const search: Omit<Question, 'id' | 'title'> = {
		...campaign,
		path: '/v1.0/business_event/search',
		body: { event_ids: [NO_OBJECT_ID] },
	};
	const campaigns: Omit<Question, 'id' | 'title'> = {
		...campaign,
		path: '/v5/campaigns/search',
		body: { limit: 1, page: 1 },
	};
	const areTwoKeys =
		hasKey(credential, 'data') &&
		hasKey(credential, 'campaign') &&
		tileKey(credential, 'data') !== tileKey(credential, 'campaign');
	return [
		{ ...search, id: 'searchEvents', title: 'Search Business Events' },
		{
			...search,
			id: 'searchWithMore',
			title: 'Search Business Events with a field that it does not have',
			body: { event_ids: [NO_OBJECT_ID], probe: true },
		},
		...(areTwoKeys
			? [
					{
						...search,
						id: 'otherKey',
						title: 'Search Business Events with the Data key',
						keyOf: 'data' as const,
					},
				]
			: []),
		{
			...campaign,
			method: 'GET',
			id: 'listEventsV5',
			title: 'List Business Events, version 5',
			path: '/v5/business-events',
			query: { limit: '1' },
		},
		{
			...campaign,
			id: 'searchEventsV5',
			title: 'Search Business Events, version 5, by names and IDs at once',
			path: '/v5/business-events/search',
			body: { filters: { names: ['n8n probe'], ids: [NO_OBJECT_ID] }, limit: 1 },
		},
		{
			...campaigns,
			id: 'campaigns',
			title: 'Search Campaigns, version 5',
			headers: { 'Idempotency-Key': randomUUID() },
		},
		{ ...campaigns, id: 'campaignsWithoutKey', title: 'Search Campaigns without Idempotency-Key' },
		{
			...campaign,
			id: 'reachOfTwo',
			title: 'Campaign Meta for two IDs in a list',
			path: '/v5/campaigns/meta',
			headers: { 'Idempotency-Key': randomUUID() },
			body: {
				...{ request_id: randomUUID(), limit: 2, page: 1 },
				campaign_fields: { id: [NO_OBJECT_ID, NO_OBJECT_ID.replace(/0$/, '1')] },
			},
		},
		{
			...campaign,
			method: 'GET',
			id: 'couponList',
			title: 'Fetch a Coupon List that does not exist',
			path: '/v1/coupon-list/{couponListId}',
			pathValues: { couponListId: NO_OBJECT_ID },
		},
		...(hasKey(credential, 'campaign') ? [reportQuestion(credential)] : []),
		{
			...campaign,
			id: 'flows',
			title: 'Search Flows',
			path: '/v5/flows/search',
			body: { limit: 1 },
		},
		{
			...campaign,
			id: 'statsOfNothing',
			title: 'Campaign Statistics without dates',
			path: '/core-services/v1/campaign-stats',
			body: {},
		},
		{
			...campaign,
			id: 'catalog',
			title: 'Get Items of a catalog that does not exist',
			path: '/v1/catalog/{catalogId}/items/search',
			pathValues: { catalogId: NO_OBJECT_ID },
			body: { items: ['n8n-probe'] },
		},
	];
}

/** The blank in the name tells whether MoEngage signs it as it is, or as it is in the address. */
function reportQuestion(credential: MoEngageCredential): Question {
	const fileName = 'n8n probe_20260101.zip';
	return {
		...{ tile: 'campaign', method: 'GET', host: 'api', id: 'report' },
		title: 'Download a Campaign Report that does not exist',
		path: '/campaign_reports/rest_api/{workspaceId}/{fileName}',
		pathValues: { fileName },
		headers: signatureFor(credential, { tile: 'campaign' }, fileName),
	};
}

function personalizeQuestions({ nobody }: ProbeIds): Question[] {
	const personalize = { tile: 'personalize', host: 'sdk' } as const;
	const metadata = (id: string, title: string, status: string): Question => ({
		...personalize,
		method: 'GET',
		id,
		title,
		path: '/v1/experiences/metadata',
		query: { status },
	});
	return [
		metadata('experiences', 'List active experiences', 'Active'),
		metadata('experiencesLowerCase', 'List experiences with the status in lower case', 'active'),
		{
			...personalize,
			method: 'POST',
			id: 'fetch',
			title: 'Fetch an experience that does not exist',
			path: '/v1/experiences/fetch',
			body: { identifiers: { customer_id: nobody }, experience_key: [nobody] },
		},
		{
			...personalize,
			method: 'POST',
			id: 'reportNothing',
			title: 'Report Experience Events without elements',
			path: '/v1/experiences/events',
			body: { elements: [] },
		},
		{
			...personalize,
			method: 'GET',
			host: 'api',
			id: 'offers',
			title: 'List Offers',
			path: '/v5/offers',
			query: { limit: '1' },
		},
	];
}

/** Without alert, transaction and recipient there is nothing to send. */
function informQuestions({ dataCenter }: MoEngageCredential): Question[] {
	const alert = {
		tile: 'inform',
		method: 'POST',
		path: '/v1.0/alerts/send',
		body: {},
	} as const;
	const live: Question = { ...alert, host: 'api', id: 'alert', title: 'Send Alert without alert' };
	const sandbox: Question = {
		...alert,
		host: 'sandbox-api',
		id: 'sandboxAlert',
		title: 'Send Alert without alert, in the sandbox',
	};
	const push: Question = {
		tile: 'push',
		method: 'POST',
		host: 'pushapi',
		id: 'push',
		title: 'Send Push 2.1 without message and recipient',
		path: '/v2.1/transaction/sendpush',
		body: {},
	};
	// A gateway has the live path and the sandbox's below one address.
	return dataCenter === 'custom' ? [live, push] : [live, sandbox, push];
}

function writes(user: string, now: Date): Question[] {
	const write = { tile: 'data', method: 'POST', host: 'api', writes: true } as const;
	return [
		{
			...write,
			id: 'writeUser',
			title: 'Track User, one attribute',
			path: '/v1/customer/{workspaceId}',
			body: {
				type: 'customer',
				customer_id: user,
				attributes: { [WRITTEN.attribute]: `${now.toISOString().slice(0, 19)}Z` },
				update_existing_only: true,
			},
		},
		{
			...write,
			id: 'writeEvent',
			title: 'Track Event, one event',
			path: '/v1/event/{workspaceId}',
			body: {
				type: 'event',
				customer_id: user,
				actions: [{ action: WRITTEN.event, attributes: { source: 'npm run probe' } }],
			},
		},
		{
			...write,
			id: 'readBack',
			title: 'Get User, the attribute that was written',
			path: '/v1/customers/export?app_id={workspaceId}',
			body: {
				data: {
					identifiers: [{ identifier_type: 'customer_id', identifier: user }],
					user_fields_to_export: ['customer_id', WRITTEN.attribute],
				},
			},
		},
	];
}
