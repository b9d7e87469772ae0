import type { IDataObject } from 'n8n-workflow';

import { campaignId } from '../../simulator/campaigns';
import { ai, json, read } from '../operation';

const PERFORMANCE = {
	...{ attempted: 100, sent: 90, failed: 10, bounced: 2, impression: 80, click: 8, opened: 40 },
	...{ delivered: 88, read: 39, closed_click: 1, unsubscribe: 1, ctr: 10.5, delivery_rate: 88.2 },
	...{ read_rate: 44.3, successfully_synced: 5, sent_rate: 90, failure_rate: 10.1 },
	...{ eligible_users: 120, complaint: 1, hard_bounce: 1, soft_bounce: 1, open_rate: 45.5 },
	...{ ctor: 20.5, unsub_rate: 1.1, bounce_rate: 2.2, complaints_rate: 1.1 },
};

const GOAL = {
	...{ goal_name: 'Purchase', conversions: 3, cvr: 1.5, uplift: 0.5, total: 3, unique: 2 },
	...{ revenue: 99.5, average_order_value: 33.2, average_revenue_per_user: 49.75, gcg_uplift: 0.1 },
};

const FUNNEL = {
	...{ reachable_users_in_segment: 120, segment_after_uninstall: 118, after_fc: 117 },
	...{ users_after_dup: 116, sent: 90, user_devices: 130, impressions: 80 },
	...{ active_device_token: 110, after_invalid_removal: 109, total_user_in_segment: 150 },
	...{ user_with_email: 140, user_with_email_after__h_b: 139, user_after_duplicate_removal: 138 },
	...{ after_personalization_removal: 137, delivered: 88 },
};

const FIGURES = {
	performance_stats: PERFORMANCE,
	conversion_goal_stats: { 'Goal 1': GOAL, 'Goal 2': GOAL },
	delivery_funnel: FUNNEL,
	failure_breakdown: { invalid_token: 1 },
};

export default read({
	endpoint: {
		name: 'getCampaignStatistics',
		address: 'POST api /core-services/v1/campaign-stats',
		tile: 'campaign',
		elements: 10,
		rate: 'requests 100/minute',
		repeat: 'safe',
		answersWith: ['data', 'response_id'],
		isRead: true,
	},
	workflow: { campaignIds: json('campaigns'), startDate: json('from'), endDate: json('to') },
	hasBuilderHint: true,
	names: {
		fields: ['campaignIds', 'startDate', 'endDate', 'attributionType', 'metricType', 'simplify'],
	},
	item: (index) => ({ campaigns: campaignId(index), from: '2026-01-01', to: '2026-01-10' }),
	invalidChange: { campaigns: { a: 1 } },
	poison(item, text) {
		item.campaigns = `${String(item.campaigns)}, ${text}`;
	},
	empty: [{ response_id: 'r-1', total_campaigns: 0, data: {} }],
	documented: [
		// `api/stats-report/stats-report.yaml`, with the figures of all channels.
		{
			...{ response_id: 'r-1', total_campaigns: 1, current_page: 1, total_pages: 1 },
			data: {
				[campaignId(0)]: [
					{
						platforms: {
							android: { locales: { all_locales: { variations: { all_variations: FIGURES } } } },
						},
					},
				],
			},
		},
	],
	furtherRuns: [{ items: [{ campaigns: campaignId(1), from: '2026-01-01', to: '2026-03-10' }] }],
	tools: [
		{
			parameters: {
				campaignIds: ai('ids'),
				startDate: ai('from'),
				endDate: ai('to'),
				attributionType: ai('attribution'),
				metricType: ai('metric'),
				simplify: ai('simple'),
			},
			calls: [
				{ ids: campaignId(0), from: '2026-01-01', to: '2026-01-07', attribution: '', metric: '' },
				{
					ids: [campaignId(1), campaignId(2)],
					from: '2026-01-01T10:00:00+01:00',
					to: 1767916800,
					attribution: 'in_session',
					metric: 'unique',
					simple: 'false',
				},
				{ ids: ` ${campaignId(3)} `, from: '2026-02-01', to: '2026-02-01', metric: null },
			],
			expected: [
				[[campaignId(0)], '2026-01-01', '2026-01-07', 'VIEW_THROUGH', 'TOTAL'],
				[[campaignId(1), campaignId(2)], '2026-01-01', '2026-01-09', 'IN_SESSION', 'UNIQUE'],
				[[campaignId(3)], '2026-02-01', '2026-02-01', 'VIEW_THROUGH', 'TOTAL'],
			],
			arrived: (_, { requests }) =>
				requests.map(({ body }) => {
					const { campaign_ids, start_date, end_date, attribution_type, metric_type } =
						body as IDataObject;
					return [campaign_ids, start_date, end_date, attribution_type, metric_type];
				}),
			wrong: [
				{ args: { ids: '' }, says: [/Campaign IDs is empty/] },
				{ args: { to: '2025-12-31' }, says: [/End Date 2025-12-31 is before Start Date/] },
				{ args: { metric: 'daily' }, says: [/Metric Type "daily"/, /TOTAL, UNIQUE/] },
			],
		},
	],
});
