import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'setOptInStatus',
		address: 'PUT api /v1.0/opt-in-management/user-preferences',
		tile: 'data',
		rate: 'requests 1000/minute 360000/day',
		repeat: 'safe',
	},
	workflow: {
		identifierType: json('type'),
		identifier: json('user'),
		optInStatus: json('status'),
		categories: { category: [{ name: json('category'), subscribed: json('subscribed') }] },
	},
	hasBuilderHint: true,
	names: {
		fields: ['identifierType', 'identifier', 'optInStatus', 'categories'],
		options: ['projectCode'],
	},
	item: (index) => ({
		type: 'uid',
		user: `user-${index}@example.com`,
		status: ['DOUBLE_OPTED_IN', 'OPTED_OUT', 'OPT_IN_PENDING'][index % 3],
		category: ['newsletter', 'promotional', ''][index % 3],
		subscribed: [true, false, ''][index % 3],
	}),
	mark: 'user',
	arrived: ({ optIns }) => optIns.map(({ raw }) => raw.customer_id ?? raw.email_id),
	lastWins: true,
	invalidChange: { status: 'SUBSCRIBED' },
	invalidParameter: 'Opt-In Status',
	poison: 'user',
	answer: { message: 'Your request has been processed successfully' },
	row: ['customer_id'],
	forbidden: {
		message: /^Feature not enabled/,
		description: /^This feature is not enabled.*HTTP 403\)/,
		hasRequestId: false,
	},
	furtherRuns: [
		{
			items: [0, 1, 2].map((index) => ({
				...{ type: 'email', user: `reader-${index}@example.com`, status: 'DOUBLE_OPTED_IN' },
				...{ category: 'newsletter', subscribed: true },
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
				optInStatus: ai('status'),
				categories: { category: [{ name: ai('category'), subscribed: ai('on') }] },
			},
			calls: [
				{
					kind: 'uid',
					user: 'customer-1001',
					status: 'double_opted_in',
					category: 'newsletter',
					on: 'true',
				},
				{
					kind: 'EMAIL',
					user: ' jane.doe@example.com ',
					status: 'OPTED_OUT',
					category: '',
					on: '',
				},
				{
					kind: null,
					user: 'customer-1002',
					status: 'Opt_In_Pending',
					category: 'promotional',
					on: true,
				},
			],
			expected: [
				{
					customer_id: 'customer-1001',
					opt_in_status: 'DOUBLE_OPTED_IN',
					categories: { newsletter: true },
					channel: 'email',
				},
				{ email_id: 'jane.doe@example.com', opt_in_status: 'OPTED_OUT', channel: 'email' },
				{
					customer_id: 'customer-1002',
					opt_in_status: 'OPT_IN_PENDING',
					categories: { promotional: true },
					channel: 'email',
				},
			],
			arrived: ({ optIns }) => optIns.map(({ raw }) => raw),
			wrong: [
				{
					args: { status: 'confirmed' },
					says: [/Opt-In Status "confirmed"/, /DOUBLE_OPTED_IN, OPT_IN_PENDING, OPTED_OUT/],
				},
				{ args: { status: '' }, says: [/Opt-In Status is empty/, /OPTED_OUT/] },
				{
					args: { on: 'false' },
					says: [/Opt-In Status is DOUBLE_OPTED_IN, but Categories/, /Use OPTED_OUT/],
				},
				{ args: { kind: 'email' }, says: [/Identifier "customer-1001" is not an email address/] },
				{ args: { user: 'nobody-7' }, says: [/No users found/] },
				{ args: { category: 'news' }, says: [/Categories news are either invalid/] },
			],
		},
	],
});
