/**
 * Made by `npm run generate:paths` from MoEngage's OpenAPI documents and newer pages: change
 * scripts/generateDocumentedPaths.ts or scripts/newerOperations.ts instead.
 * Of 143 operations, with the SHA-256 601901f528a07f9eca92320e119f2ec3634342afc95b7db09cfd0ab579f21cab.
 */
import type { Host, Tile } from './endpoints';

/** Paths of one host that the same key opens. */
export type PathGroup = {
	host: Host;
	/** `none`: the operation takes no API key; it has another proof in its query or headers. */
	tile: Tile | 'none';
	/** Headers that repeat the workspace id. */
	appKey: string[];
	/** A segment is text, alternatives parted by `|`, or `*` for any one. */
	paths: string[];
};

const group = (
	host: Host,
	appKey: string[],
	tile: PathGroup['tile'],
	paths: string[],
): PathGroup => ({ host, appKey, tile, paths });

/** Every documented path; no path is in two groups of a host. */
export const PATH_GROUPS: PathGroup[] = [
	group('api', [], 'campaign', [
		'/v1.0/business_event',
		'/v1.0/business_event/search|trigger',
		'/v1.0/custom-templates/email|inapp|osm|push|sms',
		'/v1.0/custom-templates/email|inapp|osm|push|sms/search',
		'/v5/business-events|content-apis|flows|locales',
		'/v5/business-events/search|triggers',
		'/v5/campaigns/*/send',
		'/v5/content-apis/*/test',
		'/v5/flows/*',
		'/v5/flows/*/analytics|status',
		'/v5/flows/*/analytics/channels/*',
		'/v5/flows/*/versions/*',
	]),
	group('api', ['MOE-APPKEY'], 'campaign', [
		'/core-services/v1/campaign-stats|campaigns',
		'/core-services/v1/campaigns/*',
		'/core-services/v1/campaigns/*/executions',
		'/core-services/v1/global-control-group/users',
		'/core-services/v1/personalization/preview',
		'/v1/cards/delete|fetch',
		'/v1/catalog|coupon-list|recommendations',
		'/v1/catalog/*/attributes|items',
		'/v1/catalog/*/items/bulk-delete|search',
		'/v1/coupon-list|recommendations/*',
		'/v1/coupon-list/*/activate|archive|files|usage-report',
		'/v1/coupon-list/*/files/*',
		'/v1/external/campaigns/content-blocks',
		'/v1/external/campaigns/content-blocks/get-by-ids|search',
		'/v1/recommendations/*/items',
		'/v5/campaigns',
		'/v5/campaigns/*',
		'/v5/campaigns/*/executions|status|validate',
		'/v5/personalization/preview',
	]),
	group('api', [], 'data', [
		'/v1/customer|device|event|opengdpr_requests|transition/*',
		'/v1/customers/export',
		'/v1/devices/manage',
		'/v2/custom-segments/archive|file-segment|unarchive',
		'/v2/custom-segments/file-segment/add-users|remove-users|replace',
		'/v5/analytics/behavior|dashboards|funnels|retention|session-source|user-analysis',
		'/v5/analytics/dashboards/*/charts',
		'/v5/analytics/dashboards/*/charts/*',
		'/v5/analytics/query/*/results|status',
	]),
	group('api', ['MOE-APPKEY'], 'data', [
		'/emails/v1.0/bulk-resubscribe',
		'/v1.0/opt-in-management/user-preferences',
		'/v1/archival/view',
		'/v1/category-subscription/user-preferences',
		'/v1/integrations/authentication|cohortsync',
		'/v2/bulk/email-templates',
		'/v2/email-templates',
		'/v2/email-templates/*',
		'/v3/custom-segments',
		'/v3/custom-segments/*',
		'/v5/subscription-categories|subscription-preferences',
	]),
	group('api', ['MOE-APPKEY'], 'inform', ['/v1.0/alerts/send']),
	group('api', [], 'none', ['/campaign_reports/rest_api/*/*', '/v1/installInfo']),
	group('api', [], 'personalize', ['/v5/offers', '/v5/offers/*']),
	group('api', ['MOE-APPKEY', 'X-MOE-APPKEY'], 'push', [
		'/v1.0/live-activity/broadcast/end|start|update',
	]),
	group('sdk', ['MOE-APPKEY'], 'personalize', ['/v1/experiences/events|fetch|metadata']),
	group('pushapi', ['MOE-APPKEY'], 'push', ['/v2/transaction/sendpush']),
	group('pushapi', ['MOE-APPKEY', 'X-MOE-APPKEY'], 'push', ['/v2.1/transaction/sendpush']),
	group('sandbox-api', ['MOE-APPKEY'], 'inform', ['/v1.0/alerts/send']),
	group('fileimports-data-api', ['MOE-APPKEY'], 'data', [
		'/v1.0/data/fileimports/import/run/history',
		'/v1.0/data/fileimports/import/status',
		'/v1.0/data/fileimports/trigger/*',
	]),
];
