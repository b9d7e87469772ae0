import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import type { RepeatClass } from '../../nodes/MoEngage/transport/endpoints';
import type { Simulator } from '../simulator';
import type { SavedWorkflow } from './engine';

/** Settings of the MoEngage node that a user finds in its Settings tab. */
export type NodeSettings = Partial<
	Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>
> & { parameters?: IDataObject };

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
	/** Workflow file, where it is not `name`. */
	workflow?: string;
	/** Parameters that differ from those in the workflow file. */
	parameters?: IDataObject;
};

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
	},
];

const [, TRACK] = WRITES;

/** Track through Bulk Import: the same items, another endpoint. */
export const TRACK_IN_BULK: OperationCase = {
	...TRACK,
	name: 'event.track by bulk import',
	workflow: 'event.track',
	path: '/v1/transition/',
	parameters: { options: { sendVia: 'bulkImport' } },
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

/** `count` different good items of an operation. */
export function goodItems({ item }: OperationCase, count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => item(index));
}
