import type { IDataObject } from 'n8n-workflow';

import { ai, json, write } from '../operation';

const item = (index: number): IDataObject => ({
	event: 'Price Drop',
	attributes: { product_id: `sku-${index}`, new_price: 10 + index },
	by: '',
});

const attributesOf = (one: IDataObject) => one.attributes as IDataObject;

export default write({
	endpoint: {
		name: 'triggerBusinessEvent',
		address: 'POST api /v1.0/business_event/trigger',
		tile: 'campaign',
		rate: 'events 100/minute',
		pool: 'business event triggers',
		repeat: 'reachesCustomers',
	},
	workflow: {
		businessEvent: { __rl: true, mode: 'name', value: json('event') },
		specifyAttributes: 'json',
		attributesJson: json('attributes'),
		additionalFields: { triggeredBy: json('by') },
	},
	hasBuilderHint: true,
	toolNotice: 'approval and attributes',
	names: {
		fields: [
			'businessEvent',
			'specifyAttributes',
			'attributeValues',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'additionalFields',
		],
		additional: ['triggeredBy'],
		options: ['apiVersion', 'eventsPerMinute', 'excludeFields', 'keepDates'],
	},
	item,
	mark: (one) => attributesOf(one).product_id,
	arrived: ({ businessEvents }) => businessEvents.map(({ attributes }) => attributes.product_id),
	invalidChange: { event: '' },
	invalidParameter: 'Business Event',
	poison(one, text) {
		attributesOf(one).valid_until = text;
	},
	answer: { message: 'The business event has been triggered' },
	row: ['event_name'],
	routes: [
		{
			// Each item has an address, and the workspace more than the documented limit.
			by: 'V5',
			options: { apiVersion: 'v5', eventsPerMinute: 6000 },
			endpoint: {
				name: 'triggerBusinessEventV5',
				address: 'POST api /v5/business-events/triggers',
				tile: 'campaign',
				rate: 'events 100/minute',
				pool: 'business event triggers',
				repeat: 'reachesCustomers',
				answersWith: ['data'],
			},
			item: (index) => ({ ...item(index), by: `jane.${index}@example.com` }),
			invalidChange: { by: '' },
			invalidParameter: 'Triggered By',
			// An attribute of the type Date takes no text.
			poison(one, text) {
				attributesOf(one).product_id = `${String(attributesOf(one).product_id)} ${text}`;
			},
			answer: { type: 'business-event' },
		},
	],
	furtherRuns: [
		{
			parameters: { options: { apiVersion: 'v5', eventsPerMinute: 6000 } },
			items: ['Partly', 'Whole'].map((event) => ({ event, attributes: {}, by: 'o@example.com' })),
			simulator: {
				businessEvents: [
					{ eventName: 'Whole', attributes: {}, campaigns: ['c-1', 'c-2'], flows: ['f-1'] },
					{
						eventName: 'Partly',
						attributes: {},
						campaigns: ['c-3'],
						flows: ['f-2'],
						triggersLeft: 1,
					},
				],
			},
		},
	],
	tools: [
		{
			parameters: {
				businessEvent: ai('event'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
				additionalFields: { triggeredBy: ai('by') },
			},
			calls: [
				{ event: 'Price Drop', attributes: '{"product_id":"A1","new_price":9.5}', by: '' },
				{ event: ' Back In Stock ', attributes: { sizes: ['S', 'M'], units: 3 }, by: null },
				{ event: 'Store Opened', attributes: '', by: 'jane@example.com' },
			],
			expected: [
				{ eventName: 'Price Drop', attributes: { product_id: 'A1', new_price: 9.5 } },
				{ eventName: 'Back In Stock', attributes: { sizes: ['S', 'M'], units: 3 } },
				{ eventName: 'Store Opened', attributes: {}, triggeredBy: 'jane@example.com' },
			],
			arrived: ({ businessEvents }) => businessEvents,
			wrong: [
				{ args: { attributes: '{"product_id": A1}' }, says: [/Attributes \(JSON\)/, /column 16/] },
				{ args: { attributes: ['A1'] }, says: [/Attributes \(JSON\) is a list/, /\{ "name"/] },
				{ args: { by: 'Jane' }, says: [/Triggered By "Jane"/, /email address/] },
				{ args: { event: '' }, says: [/Business Event is empty/] },
				{ args: { event: 'Price Rise' }, says: [/Business event does not exists/] },
			],
		},
		{
			parameters: {
				businessEvent: ai('event'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
				additionalFields: { triggeredBy: ai('by') },
				options: { apiVersion: 'v5' },
			},
			calls: [
				{ event: 'Price Drop', attributes: '{"new_price":9.5}', by: ' jane@example.com ' },
				{ event: 'Back In Stock', attributes: { sizes: ['S'], units: 3 }, by: 'joe@example.com' },
				{ event: 'Store Opened', attributes: '', by: 'jane@example.com' },
			],
			expected: [
				{
					eventName: 'Price Drop',
					attributes: { new_price: 9.5 },
					triggeredBy: 'jane@example.com',
				},
				{
					eventName: 'Back In Stock',
					attributes: { sizes: ['S'], units: 3 },
					triggeredBy: 'joe@example.com',
				},
				{ eventName: 'Store Opened', attributes: {}, triggeredBy: 'jane@example.com' },
			],
			arrived: ({ businessEvents }) => businessEvents,
			wrong: [
				{ args: { by: '' }, says: [/Triggered By is empty/, /V5/, /API Version to V1/] },
				{ args: { event: 'Season Finale', attributes: '' }, says: [/no active campaign or flow/] },
				{ args: { attributes: '{"new_price":"9.5"}' }, says: [/Expected number, got string/] },
			],
		},
	],
});
