import { DATA_API_BODY, type Endpoint } from './endpoint';

/** Of each endpoint for campaigns (`api/campaigns/campaign-draft.yaml`), and of those for flows (`api/flows/flows.yaml`). */
const RATE = { counts: 'requests', perSecond: 10, perMinute: 100, perHour: 6000 } as const;

/**
 * What a response of campaigns has. `campaign-draft.yaml` does not say whether one without campaigns has `data`, so
 * `response_id` counts, too.
 */
const ENVELOPE: readonly string[] = ['data', 'response_id'];

/** Campaigns and flows: the tile Campaign report/Business events/Custom templates/Catalog API/Inform Report. */
export const campaigns = {
	/** Search Campaigns V5: at most 15 a page. It asks for an `Idempotency-Key` although it only reads. */
	searchCampaigns: {
		method: 'POST',
		host: 'api',
		path: '/v5/campaigns/search',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
		answersWith: ENVELOPE,
		isRead: true,
	},
	/** Get Campaign V5. */
	getCampaign: {
		method: 'GET',
		host: 'api',
		path: '/v5/campaigns/{campaignId}',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Get Campaign Meta V5: at most 15 campaigns a page. It asks for an `Idempotency-Key` although it only reads. */
	getCampaignMeta: {
		method: 'POST',
		host: 'api',
		path: '/v5/campaigns/meta',
		tile: 'campaign',
		limits: { elements: 15, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
		answersWith: ENVELOPE,
		isRead: true,
	},
	/**
	 * Download Campaign Report (`api/stats-report/stats-report.yaml`): a file of the last 7 days, without a documented limit.
	 */
	downloadCampaignReport: {
		method: 'GET',
		host: 'api',
		path: '/campaign_reports/rest_api/{workspaceId}/{fileName}',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
		answersWith: ['file'],
		isRead: true,
		signedFile: 'fileName',
	},
	/** Get Campaign Stats (`api/stats-report/stats-report.yaml`): at most 10 campaigns a request, 100 requests a minute. */
	getCampaignStatistics: {
		method: 'POST',
		host: 'api',
		path: '/core-services/v1/campaign-stats',
		tile: 'campaign',
		limits: {
			elements: 10,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 100 },
		},
		repeat: 'safe',
		answersWith: ENVELOPE,
		isRead: true,
	},
	/** Update Campaign Status V5: publishing and resuming message customers, stopping ends a campaign for good. */
	changeCampaignStatus: {
		method: 'PATCH',
		host: 'api',
		path: '/v5/campaigns/{campaignId}/status',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'reachesCustomers',
	},
	/** Search Flows V5: at most 100 a page. The document does not say that each endpoint has a limit of its own. */
	searchFlows: {
		method: 'POST',
		host: 'api',
		path: '/v5/flows/search',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE, pool: 'flows' },
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Update Flow Status V5: resuming messages customers, stopping and retiring end a flow for good. */
	changeFlowStatus: {
		method: 'PATCH',
		host: 'api',
		path: '/v5/flows/{flowId}/status',
		tile: 'campaign',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE, pool: 'flows' },
		repeat: 'reachesCustomers',
	},
} as const satisfies Record<string, Endpoint>;
