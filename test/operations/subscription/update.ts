import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'updateSubscriptionPreferences',
		address: 'PATCH api /v5/subscription-preferences',
		tile: 'data',
		rate: 'requests 100/minute 360000/day',
		pool: 'PATCH /v5/subscription-preferences',
		repeat: 'safe',
	},
	workflow: {
		identifierType: json('type'),
		identifier: json('user'),
		globallyUnsubscribed: json('unsubscribed'),
		categories: { category: [{ name: json('category'), subscribed: json('subscribed') }] },
		additionalFields: { eventAttributes: json('about') },
	},
	hasBuilderHint: true,
	names: {
		fields: [
			'identifierType',
			'identifier',
			'globallyUnsubscribed',
			'categories',
			'additionalFields',
		],
		additional: ['channel', 'eventAttributes'],
		options: ['projectCode'],
	},
	item: (index) => ({
		type: 'uid',
		user: `user-${index}@example.com`,
		unsubscribed: index % 3 === 2,
		category: ['newsletter', 'promotional', 'product_update'][index % 3],
		subscribed: index % 2 === 0,
		about: { source: `form ${index}` },
	}),
	mark: 'user',
	arrived: ({ subscriptionUpdates }) =>
		subscriptionUpdates.map(({ identifierValue }) => identifierValue),
	invalidChange: { unsubscribed: '' },
	invalidParameter: 'Globally Unsubscribed',
	poison(item, text) {
		item.about = { source: text };
	},
	answer: { type: 'subscription_preference' },
	row: ['customer_id'],
	forbidden: {
		message: /^Token is missing required scope/,
		description: /^The Data API Key .*has no permission.* \(Target: Authorization · HTTP 403\)/,
		hasRequestId: false,
	},
	furtherRuns: [
		{
			items: [0, 1, 2].map((index) => ({
				...{ type: 'email', user: `reader-${index}@example.com`, unsubscribed: index === 2 },
				...{ category: 'newsletter', subscribed: true, about: { source: 'form' } },
			})),
			simulator: {
				users: [0, 1, 2].map((index) => ({
					customerId: `reader-${index}`,
					attributes: { u_em: `reader-${index}@example.com` },
				})),
			},
		},
	],
	tools: [
		{
			parameters: {
				identifierType: ai('kind'),
				identifier: ai('user'),
				globallyUnsubscribed: ai('all'),
				categories: {
					category: [
						{ name: ai('first'), subscribed: ai('first_on') },
						{ name: ai('second'), subscribed: ai('second_on') },
					],
				},
				additionalFields: { channel: ai('channel'), eventAttributes: ai('about') },
			},
			calls: [
				{
					kind: 'uid',
					user: 'customer-1001',
					all: 'false',
					first: 'newsletter',
					first_on: 'true',
					second: 'promotional',
					second_on: false,
					channel: '',
					about: '{"source": "agent", "try": 1}',
				},
				{
					kind: '',
					user: 'customer-1002',
					all: true,
					first: '',
					first_on: '',
					second: null,
					second_on: null,
					channel: null,
					about: '',
				},
				{
					kind: 'EMAIL',
					user: 'jane.doe@example.com',
					all: 'FALSE',
					first: 'promotional',
					first_on: 'False',
					second: '',
					second_on: null,
					channel: 'EMAIL',
					about: null,
				},
			],
			expected: [
				{
					user_identifier_type: 'uid',
					user_identifier_value: 'customer-1001',
					is_globally_unsubscribed: false,
					categories: { newsletter: true, promotional: false },
					event_attributes: { source: 'agent', try: '1' },
				},
				{
					user_identifier_type: 'uid',
					user_identifier_value: 'customer-1002',
					is_globally_unsubscribed: true,
				},
				{
					user_identifier_type: 'email',
					user_identifier_value: 'jane.doe@example.com',
					channel: 'email',
					is_globally_unsubscribed: false,
					categories: { promotional: false },
				},
			],
			arrived: ({ subscriptionUpdates }) => subscriptionUpdates.map(({ raw }) => raw),
			wrong: [
				{
					args: { all: '' },
					says: [/Globally Unsubscribed is empty/, /no neutral value/, /false/],
				},
				{ args: { second: 'newsletter' }, says: [/Categories has .*"newsletter" twice/] },
				{ args: { first_on: '' }, says: [/Subscribed is empty/, /true .* false/] },
				{ args: { about: 'agent' }, says: [/Event Attributes is not valid JSON/] },
			],
		},
	],
});
