import { ai, json, write } from '../operation';

export default write({
	// A record may have 100 KB; the limit of requests "is not currently documented".
	endpoint: {
		name: 'requestErasure',
		address: 'POST api /v1/opengdpr_requests/{workspaceId}',
		tile: 'data',
		kilobytes: 100,
		rate: 'none',
		repeat: 'reachesCustomers',
	},
	workflow: { identifierType: json('type'), identifier: json('user') },
	hasBuilderHint: true,
	toolNotice: 'approval',
	names: { fields: ['identifierType', 'identifier'] },
	item: (index) => ({ type: 'email', user: `user-${index}@example.com` }),
	mark: 'user',
	arrived: ({ erasures }) => erasures.map(({ identityValue }) => identityValue),
	invalidChange: { user: 'jane' },
	invalidParameter: 'Identifier',
	poison(item, text) {
		item.user = `${text}.${String(item.user)}`;
	},
	answer: { status: 'success' },
	row: ['email'],
	furtherRuns: [
		{
			items: [
				{ type: 'ID', user: 'customer-jane' },
				{ type: 'mobile', user: '+919876500000' },
				{ type: 'google_advertising_id', user: '38400000-8cf0-11bd-b23e-10b96e40000d' },
				{ type: 'advertising_identifier', user: '6D92078A-8246-4BA4-AE5B-76104861E7DC' },
				{ type: 'user_secondary_id', user: 'secondary-omar' },
			],
		},
	],
	tools: [
		{
			parameters: { identifierType: ai('kind'), identifier: ai('who') },
			calls: [
				{ kind: 'EMAIL', who: ' jane@example.com ' },
				{ kind: 'id', who: 4711 },
				{ kind: 'mobile', who: '+91 98765 00000' },
				{ kind: null, who: 'customer-1001' },
			],
			expected: [
				{ identityType: 'email', identityValue: 'jane@example.com' },
				{ identityType: 'ID', identityValue: '4711' },
				{ identityType: 'mobile', identityValue: '+91 98765 00000' },
				{ identityType: 'ID', identityValue: 'customer-1001' },
			],
			arrived: ({ erasures }) => erasures,
			wrong: [
				{ args: { who: 'Jane' }, says: [/Identifier "Jane" is not an email address/] },
				{ args: { who: '' }, says: [/Identifier is empty/] },
				{ args: { kind: 'phone' }, says: [/Identifier Type "phone"/, /ID, email, mobile/] },
				{ args: { kind: 'mobile', who: 'n/a' }, says: [/"n\/a" is a placeholder that many users/] },
				{ args: { kind: 'id', who: 'guest' }, says: [/"guest" is a placeholder/] },
			],
		},
	],
});
