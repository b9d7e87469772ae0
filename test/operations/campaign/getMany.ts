import type { IDataObject } from 'n8n-workflow';

import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'searchCampaigns',
		address: 'POST api /v5/campaigns/search',
		tile: 'campaign',
		rate: 'requests 10/second 100/minute 6000/hour',
		repeat: 'safe',
		answersWith: ['data', 'response_id'],
		isRead: true,
	},
	workflow: {
		returnAll: true,
		filters: { name: json('name'), statuses: json('state'), tags: json('tags') },
	},
	names: {
		fields: ['returnAll', 'limit', 'filters', 'simplify'],
		filters: [
			...['channels', 'createdBy', 'createdFrom', 'createdTo', 'deliveryTypes', 'ids'],
			...['includeChildCampaigns', 'name', 'statuses', 'tags'],
		],
	},
	item: (index) => ({ name: ['Campaign', 'Campaign 1', 'campaign 2'][index % 3], state: '' }),
	invalidChange: { state: 'Unknown' },
	poison(item, text) {
		item.tags = `seasonal, loyalty, ${text}`;
	},
	empty: [
		{ response_id: 'r-1', type: 'campaign', data: { campaigns: [] } },
		{ response_id: 'r-1', type: 'campaign' },
	],
	documented: [
		// `api/campaigns/campaign-draft.yaml`: a campaign that was sent, where campaigns have versions.
		{
			response_id: 'abc-701',
			type: 'campaign',
			data: {
				campaigns: [
					{
						id: '64a1b2c3d4e5f6a7b8c9d0e1',
						campaign_id: '64a1b2c3d4e5f6a7b8c9d0e0',
						version_number: 2,
						status: 'SENT',
						channel: 'EMAIL',
						campaign_delivery_type: 'ONE_TIME',
						created_by: 'jane@example.com',
						updated_by: 'jane@example.com',
						created_at: '2024-07-04 08:00:54.847000',
						updated_at: '2024-07-04 08:00:54.847000',
						sent_time: '2024-07-04 20:32:00',
						parent_id: '64a1b2c3d4e5f6a7b8c9d0e2',
						flow_id: '69f1de84f9e401a2d7d9a931',
						flow_name: 'Welcome journey',
						basic_details: { name: 'Summer Sale', tags: ['seasonal'] },
					},
				],
			},
		},
	],
	tools: [
		{
			parameters: {
				returnAll: ai('all'),
				limit: ai('limit'),
				simplify: ai('simple'),
				filters: {
					name: ai('name'),
					statuses: ai('statuses'),
					channels: ai('channels'),
					createdFrom: ai('from'),
				},
			},
			calls: [
				{ all: 'true', name: 'Campaign 1', statuses: 'active, paused', channels: '', from: '' },
				{ all: false, limit: '2', statuses: ['DRAFT'], channels: ['Email'], simple: 'false' },
				{ all: '', limit: '', name: null, statuses: '', from: '2026-01-01T00:00:00Z' },
			],
			expected: [
				{ name: 'Campaign 1', status: ['ACTIVE', 'PAUSED'] },
				{ channels: ['EMAIL'], status: ['DRAFT'] },
				{ created_date: { from_date: '2026-01-01T00:00:00' } },
				{ created_date: { from_date: '2026-01-01T00:00:00' } },
				{ created_date: { from_date: '2026-01-01T00:00:00' } },
			],
			arrived: (_, { requests }) =>
				requests.map(({ body }) => (body as IDataObject).campaign_fields),
			wrong: [
				{ args: { statuses: 'running' }, says: [/Statuses "running"/, /ACTIVE, ARCHIVED/] },
				{ args: { all: '', limit: 'ten' }, says: [/Limit "ten"/, /1 or more/] },
				{ args: { from: 'last week' }, says: [/Created From "last week"/, /ISO 8601/] },
			],
		},
	],
});
