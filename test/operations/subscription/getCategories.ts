import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'listSubscriptionCategories',
		address: 'GET api /v5/subscription-categories',
		tile: 'data',
		rate: 'requests 100/minute 360000/day',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { filters: { channel: json('channel') } },
	names: { fields: ['filters'], filters: ['channel'], options: ['projectCode'] },
	item: (index) => ({ channel: ['', 'email', 'EMAIL'][index % 3] }),
	invalidChange: { channel: 'push' },
	poison(item, text) {
		item.channel = text;
	},
	empty: [{ response_id: 'r-1', type: 'campaign', data: [] }],
	tools: [
		{
			parameters: { filters: { channel: ai('channel') } },
			calls: [{ channel: '' }, { channel: 'EMAIL' }, { channel: null }, { channel: ' email ' }],
			expected: [{}, { channel: 'email' }, {}, { channel: 'email' }],
			arrived: (_, { requests }) => requests.map(({ query }) => query),
			wrong: [{ args: { channel: 'push' }, says: [/Channel "push"/, /email, sms/] }],
		},
	],
});
