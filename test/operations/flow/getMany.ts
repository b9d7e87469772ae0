import { ai, bodies, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'searchFlows',
		address: 'POST api /v5/flows/search',
		tile: 'campaign',
		rate: 'requests 10/second 100/minute 6000/hour',
		pool: 'flows',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: {
		returnAll: true,
		filters: { name: json('name'), statuses: json('state'), tags: json('tags') },
	},
	names: {
		fields: ['returnAll', 'limit', 'filters', 'simplify'],
		filters: [
			...['createdBy', 'createdFrom', 'createdTo', 'deliveryType', 'includeArchived'],
			...['name', 'statuses', 'tags', 'teams'],
		],
	},
	item: (index) => ({ name: ['Flow', 'Flow 1', 'flow 2'][index % 3], state: 'active, PAUSED' }),
	invalidChange: { state: 'Unknown' },
	poison(item, text) {
		item.tags = `onboarding, loyalty, ${text}`;
	},
	empty: [
		{
			...{ response_id: 'r-1', type: 'campaign' },
			data: { flows: [], has_more: false, next_cursor: null },
		},
	],
	tools: [
		{
			parameters: {
				returnAll: ai('all'),
				limit: ai('limit'),
				simplify: ai('simple'),
				filters: { name: ai('name'), statuses: ai('statuses'), tags: ai('tags') },
			},
			calls: [
				{ all: 'true', name: 'Flow 12', statuses: 'active, Paused', tags: '' },
				{ all: false, limit: '2', statuses: ['DRAFT'], tags: ['loyalty'], simple: 'false' },
				{ all: '', limit: '', name: null, statuses: '', tags: null },
			],
			expected: [
				{ limit: 100, name: 'Flow 12', status: ['ACTIVE', 'PAUSED'] },
				{ limit: 100, status: ['DRAFT'], tags: ['loyalty'] },
				{ limit: 100 },
			],
			arrived: bodies('/flows/search'),
			wrong: [
				{ args: { statuses: 'running' }, says: [/Statuses "running"/, /ACTIVE, COMPLETED/] },
				{ args: { all: '', limit: '0' }, says: [/Limit "0"/, /1 or more/] },
			],
		},
	],
});
