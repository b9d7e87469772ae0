import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'listExperiences',
		address: 'GET sdk /v1/experiences/metadata',
		tile: 'personalize',
		rate: 'none',
		repeat: 'safe',
		answersWith: ['metadata'],
		isRead: true,
	},
	workflow: { returnAll: true, filters: { status: json('status') } },
	names: { fields: ['returnAll', 'limit', 'filters'], filters: ['status'] },
	item: () => ({ status: 'Active, Paused' }),
	carries: () => ['Active,Paused'],
	invalidChange: { status: 'Archived' },
	poison(item, text) {
		item.status = text;
	},
	empty: [{ metadata: { count: 0, experiences: [] } }],
	tools: [
		{
			parameters: {
				returnAll: ai('all'),
				limit: ai('limit'),
				filters: { status: ai('status') },
			},
			calls: [
				{ all: 'true', limit: '', status: 'active, paused' },
				{ all: false, limit: 2, status: ['Scheduled'] },
				{ all: 'false', limit: '1', status: null },
				{ all: '', limit: '', status: '' },
			],
			expected: [
				'Active,Paused',
				'Scheduled',
				'Active,Paused,Scheduled',
				'Active,Paused,Scheduled',
			],
			arrived: (_, { requests }) => requests.map(({ query }) => query.status),
			wrong: [
				{ args: { status: 'running' }, says: [/Status "running"/, /Active, Paused, Scheduled/] },
				{ args: { all: 'false', limit: 'ten' }, says: [/Limit "ten"/, /1 or more/] },
			],
		},
	],
});
