import type { Answer } from '../answers';
import type { JsonObject } from '../types';
import { statsError, statsErrors } from '../v5';
import type { Call, Endpoint } from './endpoint';
import { isText, isTextList, shown } from './values';

/** Campaign statistics (`api/stats-report/stats-report.yaml`). */

const MAX_CAMPAIGNS = 10;
const MAX_DAYS = 30;
const DAY_MS = 86_400_000;
const ATTRIBUTION_TYPES = [
	'VIEW_THROUGH',
	'CLICK_THROUGH',
	'IN_SESSION',
	'TOTAL_CONVERSIONS',
	'CLICK_CONVERSIONS',
];

function invalid(field: string, value: unknown): Answer {
	const text = `${field} - Some of the field values are invalid: ${field} : ${shown(value ?? null)}`;
	return statsError(400, 'Invalid Field Value', text);
}

function isDay(value: unknown): value is string {
	if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const time = Date.parse(value);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function refusal(body: JsonObject): Answer | undefined {
	const { request_id: requestId, start_date: start, end_date: end, campaign_ids: ids } = body;
	if (!isText(requestId)) return invalid('request_id', requestId);
	if (!isDay(start)) return invalid('start_date', start);
	if (!isDay(end) || end < start) return invalid('end_date', end);
	// With both counted, so that both readings of the document hold.
	if ((Date.parse(end) - Date.parse(start)) / DAY_MS + 1 > MAX_DAYS)
		return invalid('end_date', end);
	if (!ATTRIBUTION_TYPES.includes(body.attribution_type as string)) {
		return invalid('attribution_type', body.attribution_type);
	}
	if (!['TOTAL', 'UNIQUE'].includes(body.metric_type as string)) {
		return invalid('metric_type', body.metric_type);
	}
	const isFine = isTextList(ids) && ids.length > 0 && ids.length <= MAX_CAMPAIGNS;
	if (!isFine) return invalid('campaign_ids', ids);
	return new Set(ids).size < ids.length ? invalid('campaign_ids', ids) : undefined;
}

/** Figures that tell campaign and variation apart. */
function figures(sent: number): JsonObject {
	return {
		performance_stats: { attempted: sent + 1, sent, failed: 1, click: 4, ctr: 2.5 },
		conversion_goal_stats: { 'Goal 1': { conversions: 3, cvr: 1.5, uplift: 0 } },
		delivery_funnel: { sent, active_device_token: sent },
		failure_breakdown: { invalid_token: 1 },
	};
}

function statisticsOf(number: number): JsonObject {
	const variations = {
		all_variations: figures(100 + number),
		campaign_control_group: { failure_breakdown: { user_removed: number } },
	};
	const locales = { all_locales: { variations } };
	return { platforms: { android: { locales }, ios: { locales } } };
}

function getStatistics({ body, workspace }: Call): Answer {
	const refused = refusal(body);
	if (refused) return refused;
	const ids = body.campaign_ids as string[];
	const known = [...workspace.campaigns.keys()];
	const data = ids
		.filter((id) => known.includes(id))
		.map((id) => [id, [statisticsOf(known.indexOf(id))]] as const);
	return {
		status: 200,
		json: {
			response_id: body.request_id,
			total_campaigns: data.length,
			current_page: 1,
			total_pages: 1,
			data: Object.fromEntries(data),
		},
	};
}

export const campaignStatisticsEndpoints: Endpoint[] = [
	{
		host: 'api',
		tile: 'campaign',
		method: 'POST',
		path: '/core-services/v1/campaign-stats',
		errors: statsErrors,
		appKeyRefusal: () => statsErrors.ofStatus(401),
		charges: () => [{ limit: 'campaign-stats', perMinute: 100, amount: 1 }],
		handle: getStatistics,
	},
];
