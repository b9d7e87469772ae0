import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'deleteUser',
		address: 'POST api /v1/customer/delete?app_id={workspaceId}',
		tile: 'data',
		rate: 'users 5000/minute',
		repeat: 'reachesCustomers',
	},
	workflow: { identifier: json('user') },
	hasBuilderHint: true,
	toolNotice: 'approval',
	names: { fields: ['identifierType', 'identifier'], options: ['eventsPerMinute'] },
	item: (index) => ({ user: `user-${index}@example.com` }),
	mark: 'user',
	arrived: ({ deletedUsers }) => deletedUsers.map(({ identityValue }) => identityValue),
	invalidChange: { user: 'null' },
	invalidParameter: 'Identifier',
	poison: 'user',
	answer: { status: 'success' },
	row: ['customer_id'],
	tools: [
		{
			parameters: { identifierType: ai('kind'), identifier: ai('user') },
			calls: [
				{ kind: 'customer_id', user: 'jane.doe@example.com' },
				{ kind: '', user: 'customer-1001' },
				{ kind: null, user: ' customer-1002' },
			],
			expected: [
				{ identityType: 'customer_id', identityValue: 'jane.doe@example.com' },
				{ identityType: 'customer_id', identityValue: 'customer-1001' },
				{ identityType: 'customer_id', identityValue: 'customer-1002' },
			],
			arrived: ({ deletedUsers }) => deletedUsers,
			wrong: [
				{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
				{ args: { user: null }, says: [/Identifier is empty/] },
			],
		},
	],
});
