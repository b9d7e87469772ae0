import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import type { RepeatClass } from '../../nodes/MoEngage/transport/endpoints';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator';
import { campaignId, flowId } from '../simulator/campaigns';
import type { FinishedRun, SavedWorkflow } from './engine';

/** Settings of the MoEngage node that a user finds in its Settings tab. */
export type NodeSettings = Partial<
	Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>
> & { parameters?: IDataObject };

/** Entries of the node's collection Options. */
export const options = (values: IDataObject): NodeSettings => ({ parameters: { options: values } });

/** One request after the other, each sent once. */
export const ONE_AT_A_TIME = options({ maxConcurrency: 1, maxRetries: 0 });

/** One operation as its tests need it: a saved workflow, items it takes, and how to count what arrived. */
export type OperationCase = {
	/** `resource.operation` */
	name: string;
	/** Part of the endpoint's path, to aim faults at. */
	path: string;
	/** A good item, each index another one. */
	item(index: number): IDataObject;
	/** What makes a good item one that the node refuses before sending, and the parameter it names. */
	invalidChange: IDataObject;
	invalidParameter: string;
	/** What the simulator accepted, as the marks that {@link mark} gives the items. */
	accepted(simulator: Simulator): string[];
	/** How an item can be told from others in what the simulator accepted. */
	mark(item: IDataObject): string;
	/** Puts text into a field of the item that is sent, so that a fault can find it or the size grows. */
	poison(item: IDataObject, text: string): void;
	/** Length of text that makes an item too large for its endpoint, where 140,000 is not enough. */
	tooLong?: number;
	/** How many items a request takes, where nine that are large are more than n8n takes as pinned data. */
	perRequest?: number;
	/** What may be sent again. */
	repeat: RepeatClass;
	/** Part of MoEngage's answer to an accepted request. */
	answer: IDataObject;
	/** Items of different users share a request. */
	packs?: true;
	/** It changes nothing: what counts is what comes out. */
	isRead?: true;
	/** Of a read: texts that the request for an item carries, whatever the letter case. */
	carries?(item: IDataObject): string[];
	/** Its requests have no body, so that no fault can aim at what is in it. */
	hasNoBody?: true;
	/** What a 403 says, where it is not what it says of the API's other operations. */
	forbidden?: { message?: RegExp; description?: RegExp; hasRequestId?: boolean };
	/** Workflow file, where it is not `name`. */
	workflow?: string;
	/** Parameters that differ from those in the workflow file. */
	parameters?: IDataObject;
};

/** Where the last write wins, two of the same are as good as one. */
function distinct(marks: unknown[]): string[] {
	return [...new Set(marks.map(String))];
}

/** The catalog of the items below. */
export const CATALOG_ID = '66d55ae445921e4d35ae4371';

/** What a simulator knows for the items below: the users and the catalog items that they delete and change. */
export const KNOWN: Pick<SimulatorOptions, 'users' | 'catalogs'> = {
	users: Array.from({ length: 1000 }, (_, index) => ({ customerId: `user-${index}@example.com` })),
	catalogs: [
		{
			catalogId: CATALOG_ID,
			attributes: { brand: 'string', price: 'double' },
			holds: (id) => id.startsWith('item-'),
		},
	],
};

/**
 * A simulator that knows what the items below need, and enforces limits.
 * @param users how many it knows: to make them known takes longer than a small run
 */
export function startCaseSimulator(workspaceId?: string, users = 1000): Promise<Simulator> {
	return startSimulator({
		...KNOWN,
		users: KNOWN.users?.slice(0, users),
		workspaceId,
		rateLimits: true,
	});
}

/** The operations that write, with items as workflows have them. */
export const WRITES: OperationCase[] = [
	{
		name: 'businessEvent.trigger',
		path: '/business_event/trigger',
		item: (index) => ({
			event: 'Price Drop',
			attributes: { product_id: `sku-${index}`, new_price: 10 + index },
			by: '',
		}),
		invalidChange: { event: '' },
		invalidParameter: 'Business Event',
		accepted: ({ accepted }) =>
			accepted.businessEvents.map(({ attributes }) => String(attributes.product_id)),
		mark: (item) => String((item.attributes as IDataObject).product_id),
		poison(item, text) {
			(item.attributes as IDataObject).valid_until = text;
		},
		repeat: 'reachesCustomers',
		answer: { message: 'The business event has been triggered' },
	},
	{
		name: 'event.track',
		path: '/v1/event/',
		item: (index) => ({
			user: `user-${index % 7}@example.com`,
			name: 'Order Placed',
			total: 10.5 + index,
			order: `order-${index}`,
			at: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
			zone: 'Asia/Kolkata',
			platform: 'web',
		}),
		invalidChange: { user: 'guest' },
		invalidParameter: 'Customer ID',
		accepted: ({ accepted }) => accepted.events.map(({ attributes }) => String(attributes.order)),
		mark: (item) => String(item.order),
		poison(item, text) {
			item.order = `${String(item.order)} ${text}`;
		},
		repeat: 'countsTwice',
		answer: { status: 'success' },
	},
	{
		name: 'experience.report',
		path: '/experiences/events',
		item: (index) => ({
			user: `user-${index}@example.com`,
			interaction: index % 3 === 0 ? 'clicked' : 'shown',
			at: 1767225600 + index,
			experience_context: {
				cid: `campaign-${index}`,
				experience: 'Home banner',
				moe_locale_id: '0',
				moe_variation_id: '1',
				audience_name: 'All Users',
				audience_id: '5A',
				type: 'Web Personalization',
			},
		}),
		invalidChange: { interaction: 'viewed' },
		invalidParameter: 'Interaction',
		accepted: ({ accepted }) =>
			accepted.experienceEvents.map(({ attributes }) => String(attributes.cid)),
		mark: (item) => String((item.experience_context as IDataObject).cid),
		poison(item, text) {
			(item.experience_context as IDataObject).note = text;
		},
		repeat: 'safe',
		answer: { status: 'success' },
		packs: true,
	},
	{
		name: 'businessEvent.create',
		path: '/v1.0/business_event',
		item: (index) => ({
			name: `Sale ${index}`,
			attribute: `product_${index}`,
			type: index % 2 === 0 ? 'string' : 'array',
			by: 'jane.doe@example.com',
		}),
		invalidChange: { by: 'jane' },
		invalidParameter: 'Created By',
		accepted: ({ accepted }) => accepted.createdBusinessEvents.map(({ eventName }) => eventName),
		mark: (item) => String(item.name),
		poison(item, text) {
			item.attribute = `${String(item.attribute)} ${text}`;
		},
		repeat: 'reachesCustomers',
		answer: { message: 'The business event has been created' },
	},
	{
		name: 'user.upsert',
		path: '/v1/customer/',
		item: (index) => ({
			user: `user-${index}@example.com`,
			plan: `plan-${index}`,
			points: index * 1.5,
			existing: index % 2 === 0 ? '' : 'false',
		}),
		invalidChange: { user: 'guest' },
		invalidParameter: 'Customer ID',
		accepted: ({ accepted }) => distinct(accepted.users.map(({ attributes }) => attributes.plan)),
		mark: (item) => String(item.plan),
		poison(item, text) {
			item.plan = `${String(item.plan)} ${text}`;
		},
		repeat: 'safe',
		answer: { status: 'success' },
	},
	{
		name: 'user.merge',
		path: '/v1/customer/merge',
		item: (index) => ({ from: `old-${index}@example.com`, to: `user-${index}@example.com` }),
		invalidChange: { to: 'guest' },
		invalidParameter: 'User to Keep',
		accepted: ({ accepted }) => accepted.mergedPairs.map(({ mergedUser }) => mergedUser),
		mark: (item) => String(item.from),
		poison(item, text) {
			item.from = `${String(item.from)} ${text}`;
		},
		repeat: 'reachesCustomers',
		answer: { status: 'success' },
		packs: true,
	},
	{
		name: 'user.delete',
		path: '/v1/customer/delete',
		item: (index) => ({ user: `user-${index}@example.com` }),
		invalidChange: { user: 'null' },
		invalidParameter: 'Identifier',
		accepted: ({ accepted }) => accepted.deletedUsers.map(({ identityValue }) => identityValue),
		mark: (item) => String(item.user),
		poison(item, text) {
			item.user = `${String(item.user)} ${text}`;
		},
		repeat: 'reachesCustomers',
		answer: { status: 'success' },
	},
	{
		name: 'device.upsert',
		path: '/v1/device/',
		item: (index) => ({
			user: `user-${index}@example.com`,
			device: `device-${index}`,
			platform: ['ANDROID', 'ios', 'Web'][index % 3],
			push: `push-${index}`,
			model: 'Pixel',
		}),
		invalidChange: { platform: 'windows' },
		invalidParameter: 'Platform',
		accepted: ({ accepted }) => distinct(accepted.devices.map(({ deviceId }) => deviceId)),
		mark: (item) => String(item.device),
		poison(item, text) {
			item.model = text;
		},
		repeat: 'safe',
		answer: { status: 'success' },
	},
	...(['block', 'unblock'] as const).map(
		(action): OperationCase => ({
			name: `device.${action}`,
			path: '/v1/devices/manage',
			item: (index) => ({ user: `user-${index}@example.com`, reason: `Report ${index}` }),
			invalidChange: { user: ' ' },
			invalidParameter: 'Identifier',
			accepted: ({ accepted }) =>
				distinct(
					accepted.deviceActions
						.filter(({ actionType }) => actionType === action)
						.map(({ userIdentifierValue }) => userIdentifierValue),
				),
			mark: (item) => String(item.user),
			poison(item, text) {
				item.reason = text;
			},
			repeat: 'safe',
			answer: { status: 'success' },
		}),
	),
	{
		name: 'subscription.update',
		path: '/v5/subscription-preferences',
		item: (index) => ({
			type: 'uid',
			user: `user-${index}@example.com`,
			unsubscribed: index % 3 === 2,
			category: ['newsletter', 'promotional', 'product_update'][index % 3],
			subscribed: index % 2 === 0,
			about: { source: `form ${index}` },
		}),
		invalidChange: { unsubscribed: '' },
		invalidParameter: 'Globally Unsubscribed',
		accepted: ({ accepted }) =>
			accepted.subscriptionUpdates.map(({ identifierValue }) => identifierValue),
		mark: (item) => String(item.user),
		poison(item, text) {
			item.about = { source: text };
		},
		repeat: 'safe',
		answer: { type: 'subscription_preference' },
		forbidden: {
			message: /^Token is missing required scope/,
			description: /^Target: Authorization · HTTP 403\. The Data API Key .*has no permission/,
			hasRequestId: false,
		},
	},
	{
		name: 'alert.send',
		path: '/v1.0/alerts/send',
		item: (index) => ({
			alert: '636b77e6e2cf83277195fb60',
			user: index % 2 === 0 ? `user-${index}@example.com` : '',
			email: `user-${index}@example.com`,
			phone: 4915123450000 + index,
			order: `order-${index}`,
		}),
		invalidChange: { alert: ' ' },
		invalidParameter: 'Alert ID',
		accepted: ({ accepted }) =>
			accepted.alerts.map(({ payloads }) =>
				String((payloads.EMAIL.personalized_attributes as IDataObject).order_id),
			),
		mark: (item) => String(item.order),
		poison(item, text) {
			item.note = text;
		},
		repeat: 'safeForMinutes',
		answer: { message: 'Successfully Received' },
		forbidden: { hasRequestId: false },
	},
	...(['create', 'update', 'delete'] as const).map(catalogCase),
	statusCase({
		name: 'campaign.changeStatus',
		path: '/v5/campaigns/',
		item: (index) => ({
			campaign: campaignId(index),
			action: index % 8 === 7 ? 'RESUME' : 'PAUSE',
		}),
		invalidChange: { campaign: 'Summer Sale' },
		invalidParameter: 'Campaign',
		mark: (item) => String(item.campaign),
		// It has no room for anything but an ID and an action.
		poison(item, text) {
			item.campaign = text;
		},
		answer: { type: 'campaign' },
	}),
	statusCase({
		name: 'flow.changeStatus',
		path: '/v5/flows/',
		item: (index) => ({
			flow: flowId(index),
			action: index % 8 === 7 ? 'resume' : 'pause',
			by: 'jane.doe@example.com',
		}),
		invalidChange: { by: 'jane' },
		invalidParameter: 'Updated By',
		mark: (item) => String(item.flow),
		poison(item, text) {
			item.by = `${text}@example.com`;
		},
		answer: { type: 'flow' },
	}),
	...(['added', 'removed'] as const).map(
		(change): OperationCase => ({
			name: change === 'added' ? 'cohort.addUsers' : 'cohort.removeUsers',
			path: '/v1/integrations/cohortsync',
			item: (index) => ({ cohort: 'VIP of 2026', user: `user-${index}@example.com` }),
			invalidChange: { cohort: 'VIP: 2026' },
			invalidParameter: 'Cohort Name',
			accepted: ({ accepted }) =>
				distinct(
					accepted.cohortChanges.filter((one) => one.change === change).map(({ uid }) => uid),
				),
			mark: (item) => String(item.user),
			poison(item, text) {
				item.user = `${String(item.user)} ${text}`;
			},
			repeat: 'safe',
			answer: { status: 'success' },
			packs: true,
		}),
	),
	{
		name: 'user.erase',
		path: '/v1/opengdpr_requests/',
		item: (index) => ({ type: 'email', user: `user-${index}@example.com` }),
		invalidChange: { user: 'jane' },
		invalidParameter: 'Identifier',
		accepted: ({ accepted }) => accepted.erasures.map(({ identityValue }) => identityValue),
		mark: (item) => String(item.user),
		poison(item, text) {
			item.user = `${text}.${String(item.user)}`;
		},
		repeat: 'reachesCustomers',
		answer: { status: 'success' },
	},
];

/** An operation that changes what campaigns or flows do. */
function statusCase(own: Omit<OperationCase, 'accepted' | 'repeat' | 'forbidden'>): OperationCase {
	return {
		...own,
		accepted: ({ accepted }) => accepted.statusChanges.map(({ id }) => id),
		repeat: 'reachesCustomers',
		forbidden: {
			message: /^Caller does not have permission/,
			description: /^Request ID: abc-\w+ · HTTP 403\. The Campaign API Key .*has no permission/,
			hasRequestId: true,
		},
	};
}

/** An operation that changes items of a catalog; those that it creates are not there yet. */
function catalogCase(change: 'create' | 'update' | 'delete'): OperationCase {
	return {
		name: `catalogItem.${change}`,
		path: '/v1/catalog/',
		item: (index) => ({
			catalog: CATALOG_ID,
			sku: `${change === 'create' ? 'new' : 'item'}-${index}`,
			title: `Item ${index}`,
			link: `https://example.com/items/${index}`,
			image: `https://example.com/items/${index}.png`,
			brand: `Brand ${index}`,
			price: 10.5 + index,
		}),
		invalidChange: { catalog: 'Summer sale' },
		invalidParameter: 'Catalog ID',
		accepted({ accepted }) {
			const ids = accepted.catalogChanges.map(({ id }) => id);
			return change === 'update' ? distinct(ids) : ids;
		},
		mark: (item) => String(item.sku),
		poison(item, text) {
			if (change === 'delete') item.sku = `${String(item.sku)} ${text}`;
			else item.brand = text;
		},
		tooLong: 5_000_000,
		perRequest: 50,
		forbidden: {
			message: /^Your account does not have access to the Catalog APIs\.$/,
			description: /^HTTP 403\. This feature is not enabled/,
			hasRequestId: false,
		},
		repeat: 'safe',
		answer: { message: { invalid: { count: 0 } } },
		packs: true,
	};
}

/** What all reads have in common; an invalid item is wrong in every parameter that one of them has. */
function readCase(
	own: Pick<
		OperationCase,
		'name' | 'path' | 'item' | 'poison' | 'packs' | 'hasNoBody' | 'tooLong'
	> &
		Partial<Pick<OperationCase, 'carries'>>,
): OperationCase {
	return {
		isRead: true,
		carries: textsIn,
		...own,
		invalidChange: {
			names: { a: 1 },
			user: { a: 1 },
			status: 'Archived',
			channel: 'push',
			state: 'Unknown',
			campaigns: { a: 1 },
			catalog: 'Summer sale',
		},
		invalidParameter: '',
		accepted: () => [],
		mark: (item) => JSON.stringify(item),
		repeat: 'safe',
		answer: {},
	};
}

/** All texts of a value; of a list that is written as one text, each. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
	return String(value).split(', ');
}

/** The operations that only read, with users and experiences that the simulator knows. */
export const READS: OperationCase[] = [
	readCase({
		name: 'businessEvent.search',
		path: '/business_event/search',
		item: (index) => ({
			names: ['Price Drop', 'New Episode', 'Back In Stock', 'Flight Delayed'][index % 4],
		}),
		poison(item, text) {
			item.names = `${String(item.names)}, ${text}`;
		},
	}),
	readCase({
		name: 'user.get',
		path: '/v1/customers/export',
		item: (index) => ({ type: 'customer_id', user: `user-${index}@example.com` }),
		poison(item, text) {
			item.user = `${String(item.user)} ${text}`;
		},
		packs: true,
	}),
	readCase({
		name: 'experience.fetch',
		path: '/experiences/fetch',
		item: (index) => ({
			user: `user-${index}@example.com`,
			keys: 'homepage-banner',
			session: { utm_medium: 'email' },
		}),
		poison(item, text) {
			item.session = { utm_medium: text };
		},
	}),
	readCase({
		name: 'experience.getMany',
		path: '/experiences/metadata',
		item: () => ({ status: 'Active, Paused' }),
		poison(item, text) {
			item.status = text;
		},
		hasNoBody: true,
		carries: () => ['Active,Paused'],
	}),
	readCase({
		name: 'subscription.get',
		path: '/v5/subscription-preferences',
		item: (index) => ({
			type: 'uid',
			user: `user-${index}@example.com`,
			channel: ['', 'email', 'sms'][index % 3],
		}),
		poison(item, text) {
			item.user = `${String(item.user)} ${text}`;
		},
		hasNoBody: true,
	}),
	readCase({
		name: 'subscription.getCategories',
		path: '/v5/subscription-categories',
		item: (index) => ({ channel: ['', 'email', 'SMS'][index % 3] }),
		poison(item, text) {
			item.channel = text;
		},
		hasNoBody: true,
	}),
	readCase({
		name: 'catalogItem.get',
		path: '/v1/catalog/',
		item: (index) => ({ catalog: CATALOG_ID, sku: `item-${index}` }),
		poison(item, text) {
			item.sku = `${String(item.sku)} ${text}`;
		},
		tooLong: 5_000_000,
		packs: true,
	}),
	readCase({
		name: 'campaign.getMany',
		path: '/v5/campaigns/search',
		item: (index) => ({ name: ['Campaign', 'Campaign 1', 'campaign 2'][index % 3], state: '' }),
		poison(item, text) {
			item.tags = `seasonal, loyalty, ${text}`;
		},
	}),
	readCase({
		name: 'campaign.getStatistics',
		path: '/core-services/v1/campaign-stats',
		item: (index) => ({ campaigns: campaignId(index), from: '2026-01-01', to: '2026-01-10' }),
		poison(item, text) {
			item.campaigns = `${String(item.campaigns)}, ${text}`;
		},
		packs: true,
	}),
	readCase({
		name: 'flow.getMany',
		path: '/v5/flows/search',
		item: (index) => ({ name: ['Flow', 'Flow 1', 'flow 2'][index % 3], state: 'active, PAUSED' }),
		poison(item, text) {
			item.tags = `onboarding, loyalty, ${text}`;
		},
	}),
	readCase({
		name: 'segment.getMany',
		path: '/v3/custom-segments',
		item: (index) => ({ names: ['VIP customers', 'Lapsed customers', ''][index % 3] }),
		poison(item, text) {
			item.names = text;
		},
		hasNoBody: true,
		// MoEngage lists all of them, and the node picks those with the names.
		carries: () => [],
	}),
];

const [TRIGGER, TRACK, , , UPSERT] = WRITES;

/** Track through Bulk Import: the same items, another endpoint. */
export const TRACK_IN_BULK: OperationCase = {
	...TRACK,
	name: 'event.track by bulk import',
	workflow: 'event.track',
	path: '/v1/transition/',
	parameters: { options: { sendVia: 'bulkImport' } },
};

/** Create or Update through Bulk Import. */
export const UPSERT_IN_BULK: OperationCase = {
	...UPSERT,
	name: 'user.upsert by bulk import',
	workflow: 'user.upsert',
	path: '/v1/transition/',
	parameters: { options: { sendVia: 'bulkImport' } },
	repeat: 'countsTwice',
};

/** Trigger by version 5 of the API: each item has an address, and the workspace more than the documented limit. */
export const TRIGGER_V5: OperationCase = {
	...TRIGGER,
	name: 'businessEvent.trigger by V5',
	workflow: 'businessEvent.trigger',
	path: '/v5/business-events/triggers',
	item: (index) => ({ ...TRIGGER.item(index), by: `jane.${index}@example.com` }),
	invalidChange: { by: '' },
	invalidParameter: 'Triggered By',
	// An attribute of the type Date takes no text.
	poison(item, text) {
		const attributes = item.attributes as IDataObject;
		attributes.product_id = `${String(attributes.product_id)} ${text}`;
	},
	parameters: { options: { apiVersion: 'v5', eventsPerMinute: 6000 } },
	answer: { type: 'business-event' },
};

/** Operations by another route than their usual one. */
export const OTHER_ROUTES = [TRACK_IN_BULK, UPSERT_IN_BULK, TRIGGER_V5];

/** A tile of the dashboard (Settings > Account > APIs), and the credential's field for its key. */
export type TileWitness = { tile: string; field: string; label: string };

const DATA: TileWitness = { tile: 'Data', field: 'dataApiKey', label: 'Data API Key' };
const CAMPAIGN: TileWitness = {
	tile: 'Campaign report/Business events/Custom templates/Catalog API/Inform Report',
	field: 'campaignApiKey',
	label: 'Campaign API Key',
};
const PERSONALIZE: TileWitness = {
	tile: 'Personalize',
	field: 'personalizeApiKey',
	label: 'Personalize API Key',
};
const INFORM: TileWitness = { tile: 'Inform', field: 'informApiKey', label: 'Inform API Key' };

/** The tile that each resource belongs to, from MoEngage's documents and not from the node. */
const TILES: Record<string, TileWitness> = {
	alert: INFORM,
	businessEvent: CAMPAIGN,
	campaign: CAMPAIGN,
	catalogItem: CAMPAIGN,
	cohort: DATA,
	device: DATA,
	event: DATA,
	experience: PERSONALIZE,
	flow: CAMPAIGN,
	segment: DATA,
	subscription: DATA,
	user: DATA,
};

/** The tile whose key opens an operation. */
export function tileOf({ name }: OperationCase): TileWitness {
	const tile = TILES[name.split('.')[0]];
	if (tile === undefined) throw new Error(`There is no tile for ${name}`);
	return tile;
}

/** A workflow file of `workflows/`, with the node's settings changed as a user would in its Settings tab. */
export function savedWorkflow(name: string, settings: NodeSettings = {}): SavedWorkflow {
	const workflow = JSON.parse(
		readFileSync(join(__dirname, 'workflows', `${name}.json`), 'utf8'),
	) as SavedWorkflow;
	const { parameters, ...rest } = settings;
	for (const node of workflow.nodes) {
		if (node.name !== 'MoEngage') continue;
		Object.assign(node, rest);
		Object.assign(node.parameters, parameters);
	}
	return workflow;
}

/** The same with these items pinned to its start, as a full n8n takes them. */
export function pinnedWorkflow(
	name: string,
	items: IDataObject[],
	settings?: NodeSettings,
): SavedWorkflow {
	return {
		...savedWorkflow(name, settings),
		pinData: { Start: items.map((json) => ({ json })) },
	};
}

/**
 * The case of an operation that writes.
 * @param wanted `resource.operation`
 */
export function caseOf(wanted: string): OperationCase {
	const found = WRITES.find(({ name }) => name === wanted);
	if (found === undefined) throw new Error(`There is no case for ${wanted}`);
	return found;
}

/** Input items whose outcome is a failure, where the node continues on failures. */
export function failedItems(finished: FinishedRun): number[] {
	return finished
		.output('MoEngage')
		.filter(({ json }) => json.error !== undefined)
		.map(({ pairedItem }) => (pairedItem as { item: number }).item);
}

/** Makes items that share requests so large that a request holds three of them. */
export function enlarge(
	{ packs, poison, tooLong = 140_000 }: OperationCase,
	items: IDataObject[],
): void {
	const text = 'x'.repeat(Math.floor(tooLong / 3.5));
	if (packs) items.forEach((item) => poison(item, text));
}

/** Good items that take three requests or more: nine, or as many as fill three. */
export function itemsOfSeveralRequests(operation: OperationCase): IDataObject[] {
	if (operation.perRequest !== undefined) return goodItems(operation, 3 * operation.perRequest);
	const items = goodItems(operation, 9);
	enlarge(operation, items);
	return items;
}

/** `count` different good items of an operation. */
export function goodItems({ item }: OperationCase, count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => item(index));
}

/** Good events, each of another user, so that each has a request of its own. */
export function eventsOfManyUsers(count: number): IDataObject[] {
	return goodItems(caseOf('event.track'), count).map((item, index) => ({
		...item,
		user: `user-${index}@example.com`,
	}));
}
