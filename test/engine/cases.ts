import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import type { RepeatClass } from '../../nodes/MoEngage/transport/endpoints';
import { startSimulator, type Simulator } from '../simulator';
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
	/** What may be sent again. */
	repeat: RepeatClass;
	/** Part of MoEngage's answer to an accepted request. */
	answer: IDataObject;
	/** Items of different users share a request. */
	packs?: true;
	/** It changes nothing: what counts is what comes out. */
	isRead?: true;
	/** Workflow file, where it is not `name`. */
	workflow?: string;
	/** Parameters that differ from those in the workflow file. */
	parameters?: IDataObject;
};

/** Where the last write wins, two of the same are as good as one. */
function distinct(marks: unknown[]): string[] {
	return [...new Set(marks.map(String))];
}

/** A simulator that knows the users of the items below, so that they can be deleted, and enforces limits. */
export function startCaseSimulator(): Promise<Simulator> {
	const users = Array.from({ length: 1000 }, (_, index) => ({
		customerId: `user-${index}@example.com`,
	}));
	return startSimulator({ users, rateLimits: true });
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
];

/** What all reads have in common; an invalid item is wrong in every parameter that one of them has. */
function readCase(
	own: Pick<OperationCase, 'name' | 'path' | 'item' | 'poison' | 'packs'>,
): OperationCase {
	return {
		...own,
		isRead: true,
		invalidChange: { names: { a: 1 }, user: { a: 1 }, status: 'Archived' },
		invalidParameter: '',
		accepted: () => [],
		mark: (item) => JSON.stringify(item),
		repeat: 'safe',
		answer: {},
	};
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
	}),
];

const [, TRACK, , , UPSERT] = WRITES;

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
