import { randomUUID } from 'node:crypto';

import type { IDataObject, INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';
import type { RecordedRequest, SimulatedBusinessEvent, Simulator } from '../../simulator';

/** Items of one execution; `item` names an item for good, in whatever is sent of it. */
export interface Rows {
	events: IDataObject[];
	reports: IDataObject[];
	triggers: IDataObject[];
	users: IDataObject[];
}

/** What the simulated workspace has to know for the workflow here. */
export const BUSINESS_EVENTS: SimulatedBusinessEvent[] = [
	{ eventName: 'Price Drop', attributes: { product_id: 'string', execution_id: 'string' } },
];

const EXPERIENCE_CONTEXT = {
	cid: '6925c1f07b3e4a19d802c6a1_F_T_WP_AB_2_P_0_AU_3C',
	experience: 'Homepage Banner',
	moe_locale_id: '0',
	moe_variation_id: '2',
	audience_name: 'All Users',
	audience_id: '3C',
	type: 'Web Personalization',
};

/**
 * Items of one execution, each different from every other.
 * @param sizes how many of each kind
 */
function rowsOf(run: string, sizes: Partial<Record<keyof Rows, number>>): Rows {
	const rows = (kind: keyof Rows): IDataObject[] =>
		Array.from({ length: sizes[kind] ?? 0 }, (_, index) => ({ item: `${run}-${kind}-${index}` }));
	return {
		events: rows('events'),
		reports: rows('reports').map((row) => ({ ...row, event_uuid: randomUUID() })),
		triggers: rows('triggers'),
		users: rows('users'),
	};
}

/** Items of several executions, all of the same sizes. */
export function manyRows(count: number, sizes: Partial<Record<keyof Rows, number>>): Rows[] {
	return Array.from({ length: count }, (_, run) => rowsOf(`run${run}`, sizes));
}

/** Names of the items of these rows, one kind after the other. */
export function itemsOf(all: Rows[]): string[] {
	return all
		.flatMap(({ events, reports, triggers }) => [...events, ...reports, ...triggers])
		.map(({ item }) => item as string);
}

/** Names of the items that the simulator accepted, as often as they count there. */
export function acceptedItems({ accepted }: Simulator): string[] {
	return [
		...accepted.events.map(({ attributes }) => attributes.order_id as string),
		...accepted.experienceEvents.map(({ customerId }) => customerId),
		...accepted.businessEvents.map(({ attributes }) => attributes.product_id as string),
	];
}

/** Items that occur more than once. */
export function doubled(items: string[]): string[] {
	const seen = new Set<string>();
	return items.filter((item) => seen.size === seen.add(item).size);
}

/** The item and the execution of a request that triggers a business event, as the event itself says. */
export function triggerIn({
	path,
	body,
}: RecordedRequest): { item: string; execution: string } | undefined {
	if (!path.endsWith('/business_event/trigger')) return undefined;
	const { event_attributes: attributes } = body as { event_attributes: IDataObject };
	return { item: attributes.product_id as string, execution: attributes.execution_id as string };
}

/** On a busy machine, a simulator that gets 800 requests at once can take longer than 30 s for the last of them. */
const PATIENT = { timeout: 120_000 };

/**
 * A workflow that takes {@link Rows} by webhook, and sends each kind with an operation of its own, one after
 * the other.
 * @param options of the node, by operation
 */
export function loadWorkflow(
	path: string,
	options: { track?: IDataObject; trigger?: IDataObject; get?: IDataObject } = {},
): SavedWorkflow {
	const webhook = nodeOf('Webhook', 'n8n-nodes-base.webhook', 2, 0, {
		httpMethod: 'POST',
		path,
		responseMode: 'onReceived',
	});
	const operations: Record<keyof Rows, IDataObject> = {
		events: {
			resource: 'event',
			operation: 'track',
			customerId: '={{ $json.item }}',
			eventName: 'Order Placed',
			specifyAttributes: 'json',
			attributesJson: '={{ { "order_id": $json.item, "execution_id": $execution.id } }}',
			options: { ...PATIENT, ...options.track },
		},
		reports: {
			resource: 'experience',
			operation: 'report',
			interaction: 'shown',
			customerId: '={{ $json.item }}',
			experienceContext: JSON.stringify(EXPERIENCE_CONTEXT),
			additionalFields: { eventUuid: '={{ $json.event_uuid }}' },
			options: PATIENT,
		},
		triggers: {
			resource: 'businessEvent',
			operation: 'trigger',
			businessEvent: { __rl: true, mode: 'name', value: 'Price Drop' },
			specifyAttributes: 'json',
			attributesJson: '={{ { "product_id": $json.item, "execution_id": $execution.id } }}',
			options: { ...PATIENT, ...options.trigger },
		},
		users: {
			resource: 'user',
			operation: 'get',
			identifier: '={{ $json.item }}',
			options: { ...PATIENT, ...options.get },
		},
	};
	const branches = Object.entries(operations).map(([kind, parameters], row) => {
		const fields = { fieldToSplitOut: `body.${kind}` };
		return {
			split: nodeOf(`Split ${kind}`, 'n8n-nodes-base.splitOut', 1, row, fields),
			send: nodeOf(`Send ${kind}`, 'n8n-nodes-moengage.moEngage', 1, row, parameters),
		};
	});
	const to = ({ name }: INode) => ({ node: name, type: 'main' as const, index: 0 });
	return {
		name: path,
		nodes: [webhook, ...branches.flatMap(({ split, send }) => [split, send])],
		connections: {
			[webhook.name]: { main: [branches.map(({ split }) => to(split))] },
			...Object.fromEntries(
				branches.map(({ split, send }) => [split.name, { main: [[to(send)]] }]),
			),
		},
		settings: { executionOrder: 'v1' },
	};
}

function nodeOf(
	name: string,
	type: string,
	typeVersion: number,
	row: number,
	parameters: IDataObject,
): INode {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, row * 200],
		parameters: parameters as INode['parameters'],
		...(type === 'n8n-nodes-base.webhook' && { webhookId: randomUUID() }),
	};
}
