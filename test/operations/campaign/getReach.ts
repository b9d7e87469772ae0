import type { IDataObject } from 'n8n-workflow';

import { campaignId } from '../../simulator/campaigns';
import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'getCampaignMeta',
		address: 'POST api /v5/campaigns/meta',
		tile: 'campaign',
		elements: 15,
		rate: 'requests 10/second 100/minute 6000/hour',
		repeat: 'safe',
		answersWith: ['data', 'response_id'],
		isRead: true,
	},
	workflow: { campaignIds: json('campaigns') },
	hasBuilderHint: true,
	names: { fields: ['campaignIds'] },
	item: (index) => ({ campaigns: campaignId(index % 40) }),
	invalidChange: { campaigns: 'Summer Sale' },
	poison: 'campaigns',
	notFound: [
		{ response_id: 'r-1', type: 'campaign', data: { campaigns: [] } },
		{ response_id: 'r-1', type: 'campaign' },
	],
	documented: [
		// `api/campaigns/campaign-draft.yaml`: a periodic campaign, and one of its sends.
		{
			response_id: 'resp-meta-002',
			type: 'campaign',
			data: {
				campaigns: [
					{
						campaign_id: campaignId(0),
						channel: 'EMAIL',
						platform: [],
						created_by: 'marketer@example.com',
						campaign_delivery_type: 'PERIODIC',
						campaign_name: 'Weekly Newsletter',
						campaign_team: 'Retention Team',
						campaign_tags: ['newsletter'],
						campaign_status: 'ACTIVE',
						campaign_start_time: '2024-01-01T08:00:00',
						total_child_campaigns: 12,
						parent_campaign_id: campaignId(1),
						reachability_details: null,
					},
				],
			},
		},
	],
	tools: [
		{
			parameters: { campaignIds: ai('ids') },
			calls: [
				{ ids: campaignId(0) },
				{ ids: [campaignId(1), campaignId(2)] },
				{ ids: ` ${campaignId(3).toUpperCase()}, ${campaignId(3)}` },
			],
			expected: [campaignId(0), [campaignId(1), campaignId(2)], campaignId(3)],
			arrived: (_, { requests }) =>
				requests.map(({ body }) => ((body as IDataObject).campaign_fields as IDataObject).id),
			wrong: [
				{ args: { ids: '' }, says: [/Campaign IDs is empty/] },
				{ args: { ids: 'Campaign 0' }, says: [/Campaign IDs "Campaign 0" is not the ID/] },
				{
					args: { ids: 'f'.repeat(24) },
					says: [/MoEngage returned no campaign with the ID "f{24}"/, /Check the ID/],
				},
			],
		},
	],
});
