import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'listSegments',
		address: 'GET api /v3/custom-segments',
		tile: 'data',
		rate: 'requests 50/minute 200/hour 1000/day',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { filters: { name: json('names') } },
	hasBuilderHint: true,
	names: { fields: ['filters', 'simplify'], filters: ['name'] },
	item: (index) => ({ names: ['VIP customers', 'Lapsed customers', ''][index % 3] }),
	// MoEngage lists all of them, and the node picks those with the names.
	carries: () => [],
	invalidChange: { names: { a: 1 } },
	poison(item, text) {
		item.names = text;
	},
	empty: [{ data: [], response_id: 'r-1', type: 'custom_segment' }],
	tools: [
		{
			parameters: { filters: { name: ai('name') }, simplify: ai('simple') },
			calls: [
				{ name: 'VIP customers', simple: 'false' },
				{ name: '', simple: true },
				{ name: ' No Such Segment ', simple: '' },
			],
			expected: [{ name: 'VIP customers' }, {}, { name: 'No Such Segment' }],
			arrived: (_, { requests }) => requests.map(({ query }) => query),
			wrong: [
				{ args: { simple: 'perhaps' }, says: [/Simplify "perhaps" is neither true nor false/] },
			],
		},
	],
});
