import type { Host, Tile } from '../nodes/MoEngage/transport/endpoints';

/** A page of MoEngage's documentation repository, and the operations that only it has. */
type NewerPage = {
	/** Path and commit in the repository moengage/moengage-documentation on GitHub. */
	page: string;
	commit: string;
	tile: Tile;
	/** Headers that carry the workspace id. */
	appKey: string[];
	operations: string[];
};

const HOST: Host = 'api';

/**
 * What MoEngage has documented since the snapshot of its OpenAPI documents, which is of August 2026. Once a newer
 * snapshot has an operation, the generator refuses it here.
 */
const PAGES: NewerPage[] = [
	{
		// "An API key from API keys", without a tile. Its 401 is that of the older business events, whose tile has them.
		page: 'api/business-events/business-events-v5/business-events-v5.yaml',
		commit: '38f43320a05da2bcda50c264b411a55ced4838d8',
		tile: 'campaign',
		appKey: [],
		operations: [
			'GET /v5/business-events',
			'POST /v5/business-events/search',
			'POST /v5/business-events/triggers',
		],
	},
	{
		// A key with access to Campaigns.
		page: 'api/messaging/messaging-api-overview.mdx, api/messaging/trigger.yaml',
		commit: '073e92926b20fcb63c050650d10811292b7d98a6',
		tile: 'campaign',
		appKey: [],
		operations: ['POST /v5/campaigns/{campaign_id}/send'],
	},
	{
		// The overview of V5 says that it has no such operation; this page says that it has.
		page: 'api/campaigns/search-campaigns-v5-migration.mdx',
		commit: 'a508d3804415042fc2caf61b209f319a23b7c1d5',
		tile: 'campaign',
		appKey: ['MOE-APPKEY'],
		operations: ['POST /v5/campaigns/{parent_campaign_id}/executions'],
	},
	{
		// Flows reuse the permissions of campaigns.
		page: 'api/flows/flow-analytics.yaml',
		commit: '2dd0c1f336f118358c92e7dbfb831e4ad7a12ea6',
		tile: 'campaign',
		appKey: [],
		operations: [
			'GET /v5/flows/{flow_id}/analytics',
			'GET /v5/flows/{flow_id}/analytics/channels/{channel}',
		],
	},
	{
		page: 'api/flows/flows-authoring.yaml',
		commit: '6bfc29303d917f0d3087395f3a2b2ef0b56c562d',
		tile: 'campaign',
		appKey: [],
		operations: ['POST /v5/flows', 'PATCH /v5/flows/{flow_id}'],
	},
	{
		// Names no tile; the older subscription APIs belong to Data.
		page: 'api/subscription-categories/subscription-categories-v5/subscription-categories-v5.yaml',
		commit: '00e30148fe4ab79784de150159acd883e6f7525e',
		tile: 'data',
		appKey: ['MOE-APPKEY'],
		operations: [
			'GET /v5/subscription-categories',
			'GET /v5/subscription-preferences',
			'PATCH /v5/subscription-preferences',
		],
	},
	{
		page: 'api/recommendations/recommendations.yaml',
		commit: '039f4edd9aaf6a0b0d6e44bdb9c0decd34e0bfdf',
		tile: 'campaign',
		appKey: ['MOE-APPKEY'],
		operations: ['GET /v1/recommendations'],
	},
	{
		// "Your Data API Key as the password" (api/analytics-query/analytics-query-overview.mdx).
		page: 'api/analytics-query/analytics-query.yaml',
		commit: '043b97d21fa1da3b583c574eae22620541373310',
		tile: 'data',
		appKey: [],
		operations: [
			'POST /v5/analytics/behavior',
			'POST /v5/analytics/funnels',
			'POST /v5/analytics/retention',
			'POST /v5/analytics/session-source',
			'POST /v5/analytics/user-analysis',
			'GET /v5/analytics/query/{request_id}/status',
			'GET /v5/analytics/query/{request_id}/results',
		],
	},
	{
		// Names no tile; what a campaign is made of (catalog, content blocks, templates) has the Campaign tile's key.
		page: 'api/content-apis/content-apis.yaml',
		commit: '0247a42db08c52aa862d90304d4a4f7b8bdd94eb',
		tile: 'campaign',
		appKey: [],
		operations: ['GET /v5/content-apis', 'POST /v5/content-apis/{id}/test'],
	},
	{
		// As content APIs.
		page: 'api/locales/locales.yaml',
		commit: '0247a42db08c52aa862d90304d4a4f7b8bdd94eb',
		tile: 'campaign',
		appKey: [],
		operations: ['GET /v5/locales'],
	},
];

/** Every operation of {@link PAGES}, in the form of those that the OpenAPI documents have. */
export const newerOperations = PAGES.flatMap(({ operations, tile, appKey }) =>
	operations.map((operation) => {
		const [method, path] = operation.split(' ');
		return { method, host: HOST, path, tile, appKey };
	}),
);
