import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'mergeUsers',
		address: 'POST api /v1/customer/merge?app_id={workspaceId}',
		tile: 'data',
		elements: 50,
		rate: 'users 1000/minute',
		repeat: 'reachesCustomers',
	},
	workflow: { mergedUser: json('from'), retainedUser: json('to') },
	toolNotice: 'approval',
	names: { fields: ['mergedUser', 'retainedUser'], options: ['eventsPerMinute'] },
	item: (index) => ({ from: `old-${index}@example.com`, to: `user-${index}@example.com` }),
	mark: 'from',
	arrived: ({ mergedPairs }) => mergedPairs.map(({ mergedUser }) => mergedUser),
	invalidChange: { to: 'guest' },
	invalidParameter: 'User to Keep',
	poison: 'from',
	answer: { status: 'success' },
	row: ['merged_user', 'retained_user'],
	tools: [
		{
			parameters: { mergedUser: ai('from'), retainedUser: ai('into') },
			calls: [
				{ from: 'old-1', into: 'jane.doe@example.com' },
				{ from: 4711, into: ' customer-1001 ' },
				{ from: 'old-3', into: 1002 },
			],
			expected: [
				{ mergedUser: 'old-1', retainedUser: 'jane.doe@example.com' },
				{ mergedUser: '4711', retainedUser: 'customer-1001' },
				{ mergedUser: 'old-3', retainedUser: '1002' },
			],
			arrived: ({ mergedPairs }) => mergedPairs,
			wrong: [
				{ args: { into: 'old-1' }, says: [/User to Merge and Delete is the same user/] },
				{ args: { from: null }, says: [/User to Merge and Delete is empty/] },
				{ args: { from: 'guest' }, says: [/User to Merge and Delete "guest"/, /one user/] },
			],
		},
	],
});
