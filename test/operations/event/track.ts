import { ai, json, write, type DocumentedEndpoint } from '../operation';

export const BULK_IMPORT: DocumentedEndpoint = {
	name: 'bulkImport',
	address: 'POST api /v1/transition/{workspaceId}',
	tile: 'data',
	elements: Infinity,
	kilobytes: 100,
	rate: 'events 60000/minute',
	repeat: 'countsTwice',
	answersWith: ['status', 'message'],
	tracksUsers: true,
};

export default write({
	// Events have no key by which MoEngage knows a repeat.
	endpoint: {
		name: 'trackEvent',
		address: 'POST api /v1/event/{workspaceId}',
		tile: 'data',
		rate: 'events 30000/minute',
		repeat: 'countsTwice',
		answersWith: ['status', 'message'],
		tracksUsers: true,
	},
	workflow: {
		customerId: json('user'),
		eventName: json('name'),
		attributes: {
			assignments: [
				{ id: '1', name: 'total', value: json('total'), type: 'number' },
				{ id: '2', name: 'order', value: json('order'), type: 'string' },
			],
		},
		additionalFields: { eventTime: json('at'), timezone: json('zone'), platform: json('platform') },
	},
	isDefault: true,
	hasBuilderHint: true,
	toolNotice: 'attributes',
	names: {
		fields: [
			'identifyBy',
			'customerId',
			'userIdentifiers',
			'eventName',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'additionalFields',
		],
		additional: [
			'appVersion',
			'dedupId',
			'deviceId',
			'eventTime',
			'platform',
			'realTimeAction',
			'timezone',
			'tvOs',
			'userTime',
		],
		options: [
			'clientIp',
			'eventsPerMinute',
			'excludeFields',
			'keepDates',
			'projectCode',
			'sendVia',
		],
	},
	item: (index) => ({
		user: `user-${index % 7}@example.com`,
		name: 'Order Placed',
		total: 10.5 + index,
		order: `order-${index}`,
		at: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
		zone: 'Asia/Kolkata',
		platform: 'web',
	}),
	mark: 'order',
	arrived: ({ events }) => events.map(({ attributes }) => attributes.order),
	invalidChange: { user: 'guest' },
	invalidParameter: 'Customer ID',
	poison: 'order',
	answer: { status: 'success' },
	row: ['customer_id'],
	// The same items, another endpoint.
	routes: [{ by: 'bulk import', options: { sendVia: 'bulkImport' }, endpoint: BULK_IMPORT }],
	tools: [
		{
			parameters: {
				identifyBy: 'customerId',
				customerId: ai('customer'),
				eventName: ai('event'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
				additionalFields: {
					platform: ai('platform'),
					eventTime: ai('time'),
					timezone: ai('zone'),
					appVersion: ai('version'),
				},
			},
			calls: [
				{
					customer: 'a@example.com',
					event: 'Order Placed',
					attributes: '{"total": 12.5}',
					platform: 'android',
					time: '1767225600',
					zone: '19800',
					version: '',
				},
				{
					customer: 4711,
					event: 'Order Placed',
					attributes: { skus: ['A1'] },
					platform: null,
					time: 1767225600000,
					zone: null,
					version: 2,
				},
				{
					customer: 'c@example.com',
					event: 'Visit',
					attributes: null,
					platform: '',
					time: '',
					zone: '',
					version: null,
				},
			],
			expected: [
				{
					action: 'Order Placed',
					attributes: { total: 12.5 },
					platform: 'ANDROID',
					current_time: '2026-01-01T00:00:00Z',
					user_timezone_offset: 19800,
				},
				{
					action: 'Order Placed',
					attributes: { skus: ['A1'] },
					current_time: '2026-01-01T00:00:00Z',
					app_version: '2',
				},
				{ action: 'Visit' },
			],
			arrived: ({ events }) => events.map(({ raw }) => raw),
			wrong: [
				{
					args: { platform: 'kiosk' },
					says: [/Platform "kiosk"/, /ANDROID, iOS, web, TV, unknown/],
				},
				{ args: { time: 'yesterday' }, says: [/Event Time "yesterday"/, /ISO 8601/] },
				{ args: { zone: 'Mars' }, says: [/Time Zone "Mars"/, /Europe\/Berlin|Asia\/Kolkata/] },
				{ args: { customer: 'guest' }, says: [/Customer ID "guest"/] },
			],
		},
		{
			parameters: {
				identifyBy: 'userIdentifiers',
				userIdentifiers: {
					identifier: [
						{ name: 'moe_mobile', value: ai('phone') },
						{ name: ai('other'), value: ai('other_value') },
					],
				},
				eventName: 'Visit',
				attributes: {
					assignments: [
						{ id: '1', name: 'page', value: ai('page'), type: 'string' },
						{ id: '2', name: 'items', value: ai('items'), type: 'number' },
						{ id: '3', name: 'member', value: ai('member'), type: 'boolean' },
						{ id: '4', name: 'skus', value: ai('skus'), type: 'array' },
					],
				},
			},
			calls: [
				{
					phone: '+919876500001',
					other: 'uid',
					other_value: 77,
					page: 'home',
					items: '2',
					member: 'true',
					skus: '["A1"]',
				},
				{
					phone: 919876500001,
					other: '',
					other_value: '',
					page: 'cart',
					items: 3,
					member: false,
					skus: ['B2', 'C3'],
				},
				{
					phone: '+919876500003',
					other: null,
					other_value: null,
					page: 'pay',
					items: 0,
					member: 'false',
					skus: '[]',
				},
			],
			expected: [
				{
					identifiers: { moe_mobile: '+919876500001', uid: '77' },
					attributes: { page: 'home', items: 2, member: true, skus: ['A1'] },
				},
				{
					identifiers: { moe_mobile: '919876500001' },
					attributes: { page: 'cart', items: 3, member: false, skus: ['B2', 'C3'] },
				},
				{
					identifiers: { moe_mobile: '+919876500003' },
					attributes: { page: 'pay', items: 0, member: false, skus: [] },
				},
			],
			arrived: ({ events }) =>
				events.map(({ userIdentifiers, attributes }) => ({
					identifiers: userIdentifiers,
					attributes,
				})),
			wrong: [
				{ args: { phone: '' }, says: [/User Identifiers|Value/, /empty/] },
				{
					args: { items: 'two' },
					says: [/Attribute "items" is set to Number, but "two" is not a number/],
				},
				{
					args: { member: 'maybe' },
					says: [/Attribute "member" is set to Boolean, but "maybe" is neither/],
				},
			],
		},
	],
});
