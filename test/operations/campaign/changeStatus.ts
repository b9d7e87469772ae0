import { campaignId } from '../../simulator/campaigns';
import { ai, json, write } from '../operation';

/** What a 403 about campaigns and flows says. */
export const NO_PERMISSION = {
	message: /^Caller does not have permission/,
	description: /^The Campaign API Key .*has no permission.* \(Request ID: abc-\w+ · HTTP 403\)/,
	hasRequestId: true,
};

export default write({
	// Resuming and stopping reach customers.
	endpoint: {
		name: 'changeCampaignStatus',
		address: 'PATCH api /v5/campaigns/{campaignId}/status',
		tile: 'campaign',
		rate: 'requests 10/second 100/minute 6000/hour',
		repeat: 'reachesCustomers',
	},
	workflow: {
		campaignId: { __rl: true, mode: 'id', value: json('campaign') },
		action: json('action'),
	},
	toolNotice: 'approval',
	names: { fields: ['campaignId', 'action'] },
	item: (index) => ({ campaign: campaignId(index), action: index % 8 === 7 ? 'RESUME' : 'PAUSE' }),
	mark: 'campaign',
	arrived: ({ statusChanges }) => statusChanges.map(({ id }) => id),

	invalidChange: { campaign: 'Summer Sale' },
	invalidParameter: 'Campaign',
	// It has no room for anything but an ID and an action.
	poison(item, text) {
		item.campaign = text;
	},
	answer: { type: 'campaign' },
	// The response has its ID.
	row: [],
	forbidden: NO_PERMISSION,
	tools: [
		{
			parameters: { campaignId: ai('campaign'), action: ai('action') },
			calls: [
				{ campaign: campaignId(0), action: 'pause' },
				{ campaign: ` ${campaignId(7)} `, action: 'Resume' },
				{ campaign: campaignId(2).toUpperCase(), action: 'PAUSE' },
			],
			expected: [
				[campaignId(0), 'PAUSE'],
				[campaignId(7), 'RESUME'],
				[campaignId(2), 'PAUSE'],
			],
			arrived: ({ statusChanges }) => statusChanges.map(({ id, action }) => [id, action]),
			wrong: [
				{
					args: { campaign: 'Campaign 0' },
					says: [/Campaign "Campaign 0" is not the ID/, /Get Many/],
				},
				{ args: { action: 'start' }, says: [/Action "start"/, /PAUSE, RESUME, STOP/] },
				{ args: { action: 'STOP' }, says: [/Action STOP is not valid/] },
			],
		},
	],
});
