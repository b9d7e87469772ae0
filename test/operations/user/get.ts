import type { IDataObject } from 'n8n-workflow';

import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'getUsers',
		address: 'POST api /v1/customers/export?app_id={workspaceId}',
		tile: 'data',
		elements: 20,
		rate: 'users 1000/minute',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
		enabledBySupport: true,
	},
	workflow: { identifierType: json('type'), identifier: json('user') },
	names: {
		fields: ['identifierType', 'identifier', 'additionalFields'],
		additional: ['fields'],
		options: ['eventsPerMinute'],
	},
	item: (index) => ({ type: 'customer_id', user: `user-${index}@example.com` }),
	invalidChange: { user: { a: 1 } },
	poison: 'user',
	notFound: [
		{ status: 'success', type: 'export_users', data: { users_not_found: [] } },
		{ status: 'success', data: { users: [], users_not_found: [] } },
	],
	furtherRuns: [
		{
			items: [{ type: 'customer_id', user: 'jane@example.com' }],
			simulator: {
				users: [
					{
						customerId: 'jane@example.com',
						attributes: { name: 'Jane', last_name: 'Doe', points: 20 },
					},
				],
			},
		},
	],
	tools: [
		{
			parameters: {
				identifierType: ai('kind'),
				identifier: ai('user'),
				additionalFields: { fields: ai('fields') },
			},
			calls: [
				{ kind: '', user: 'jane.doe@example.com', fields: '' },
				{ kind: 'CUSTOMER_ID', user: 'customer-1001', fields: 'first_name, points' },
				{ kind: null, user: 'customer-1002', fields: ['first_name'] },
			],
			expected: [undefined, ['first_name', 'points', 'customer_id'], ['first_name', 'customer_id']],
			arrived: (_, { requests }) =>
				requests.map(
					({ body }) => ((body as IDataObject).data as IDataObject).user_fields_to_export,
				),
			wrong: [
				{
					args: { user: 'nobody@example.com' },
					says: [/No MoEngage user has the customer ID "nobody/],
				},
				{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
				{ args: { user: '' }, says: [/Identifier is empty/] },
			],
		},
	],
});
