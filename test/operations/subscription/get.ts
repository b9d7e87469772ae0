import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'getSubscriptionPreferences',
		address: 'GET api /v5/subscription-preferences',
		tile: 'data',
		rate: 'requests 100/minute 360000/day',
		pool: 'GET /v5/subscription-preferences',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: {
		identifierType: json('type'),
		identifier: json('user'),
		additionalFields: { channel: json('channel') },
	},
	names: {
		fields: ['identifierType', 'identifier', 'additionalFields'],
		additional: ['channel'],
		options: ['projectCode'],
	},
	item: (index) => ({
		type: 'uid',
		user: `user-${index}@example.com`,
		channel: ['', 'email', 'EMAIL'][index % 3],
	}),
	invalidChange: { user: { a: 1 } },
	poison: 'user',
	// Of a user whom MoEngage does not know, it says 404.
	empty: [],
	tools: [
		{
			parameters: {
				identifierType: ai('kind'),
				identifier: ai('user'),
				additionalFields: { channel: ai('channel') },
			},
			calls: [
				{ kind: '', user: 'jane.doe@example.com', channel: '' },
				{ kind: 'EMAIL', user: ' jane.doe@example.com ', channel: ' email' },
				{ kind: 'uid', user: 'customer-1001', channel: 'Email' },
			],
			expected: [
				{ user_identifier_type: 'uid', user_identifier_value: 'jane.doe@example.com' },
				{
					user_identifier_type: 'email',
					user_identifier_value: 'jane.doe@example.com',
					channel: 'email',
				},
				{
					user_identifier_type: 'uid',
					user_identifier_value: 'customer-1001',
					channel: 'email',
				},
			],
			arrived: (_, { requests }) => requests.map(({ query }) => query),
			wrong: [
				{ args: { kind: 'phone' }, says: [/Identifier Type "phone"/, /email, moe_user_id, uid/] },
				{ args: { kind: 'email', user: 'jane' }, says: [/Identifier "jane" is not an email/] },
				{ args: { channel: 'push' }, says: [/Channel "push"/, /email, sms/] },
				{ args: { user: 'nobody@example.com' }, says: [/No user found for the given identifier/] },
			],
		},
	],
});
