import { campaignId } from '../../simulator/campaigns';
import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'getCampaign',
		address: 'GET api /v5/campaigns/{campaignId}',
		tile: 'campaign',
		rate: 'requests 10/second 100/minute 6000/hour',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { campaignId: { __rl: true, mode: 'id', value: json('campaign') } },
	names: { fields: ['campaignId', 'simplify'] },
	item: (index) => ({ campaign: campaignId(index % 40) }),
	invalidChange: { campaign: 'Summer Sale' },
	poison: 'campaign',
	// Of a campaign that it does not have, MoEngage says 404.
	empty: [],
	documented: [
		// `api/campaigns/campaign-draft.yaml`: one send of a periodic campaign, where campaigns have versions.
		{
			response_id: 'abc-100',
			type: 'campaign',
			data: {
				id: '64a1b2c3d4e5f6a7b8c9d0e1',
				campaign_id: '64a1b2c3d4e5f6a7b8c9d0e0',
				version_number: 2,
				status: 'SENT',
				channel: 'PUSH',
				campaign_delivery_type: 'PERIODIC',
				created_by: 'marketer@example.com',
				created_at: '2026-02-01 10:00:00.000000',
				updated_at: '2026-02-01 10:00:00.000000',
				sent_time: '2026-02-02 10:00:00',
				parent_id: '64a1b2c3d4e5f6a7b8c9d0e2',
				flow_id: '69f1de84f9e401a2d7d9a931',
				flow_name: 'Welcome',
				basic_details: { name: 'Summer Sale', tags: ['seasonal'] },
			},
		},
	],
	tools: [
		{
			parameters: { campaignId: ai('campaign'), simplify: ai('simple') },
			calls: [
				{ campaign: campaignId(0), simple: 'true' },
				{ campaign: ` ${campaignId(7)} `, simple: '' },
				{ campaign: campaignId(2).toUpperCase(), simple: false },
			],
			expected: [0, 7, 2].map((index) => `/v5/campaigns/${campaignId(index)}`),
			arrived: (_, { requests }) => requests.map(({ path }) => path),
			wrong: [
				{
					args: { campaign: 'Campaign 0' },
					says: [/Campaign "Campaign 0" is not the ID/, /Get Many/],
				},
				{ args: { campaign: 'f'.repeat(24) }, says: [/Campaign not found/] },
			],
		},
	],
});
