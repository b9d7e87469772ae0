import { createHash } from 'node:crypto';

import { objectId } from '../ids';
import type { JsonObject } from '../types';

/** An alert as MoEngage sends it to a webhook. */
export interface Alert extends JsonObject {
	alert_id: string;
	alert_name: string;
	alert_type: string;
}

const DAILY = { value: 1, unit: 'day' };

const RANGE = { range_start: '2026-03-20T23:59:00Z', range_end: '2026-03-21T23:59:00Z' };

const EXPIRES_SOON = {
	name: 'EXPIRY_DAYS',
	operator: 'lt',
	threshold: 7,
	unit: 'day',
	...RANGE,
};

function campaign(number: number, figures: JsonObject): JsonObject {
	return {
		campaign_name: `Spring offer ${number}`,
		campaign_id: `65f2c1d07b3e4a19d802c6a${number}`,
		flow_name: '',
		flow_id: '',
		version_name: '',
		channel: 'EMAIL',
		delivery_type: 'PROMOTIONAL',
		...figures,
	};
}

function flow(number: number, figures: JsonObject): JsonObject {
	return {
		...campaign(number, figures),
		flow_name: `Onboarding ${number}`,
		flow_id: `66a01b3c9d2e4f5061728a0${number}`,
		version_name: 'V2',
	};
}

function alert(
	type: string,
	name: string,
	criteria: JsonObject | undefined,
	content?: JsonObject[],
): Alert {
	return {
		alert_id: objectId(),
		alert_name: name,
		alert_type: type,
		db_name: 'Demo Shop',
		alert_evaluation_frequency: DAILY,
		alert_triggered_at: '2026-03-21T23:59:00Z',
		...(criteria && { alert_evaluation_criteria: criteria }),
		...(content && { entity_data: { count: content.length, content } }),
	};
}

/** Each type that the page "Webhook" of the partner guide documents, with its fields there. */
const DOCUMENTED: Record<string, () => Alert> = {
	CAMPAIGN_STATS: () =>
		alert(
			'CAMPAIGN_STATS',
			'Delivery Rate Breach',
			{
				name: 'DELIVERY_RATE',
				operator: 'gt',
				threshold: 10,
				unit: 'percentage',
				moving_avg_range: { value: 7, unit: 'day' },
				...RANGE,
			},
			[1, 2].map((number) => campaign(number, { current_value: 70.5, moving_avg_value: 10.9 })),
		),
	FLOW_STATS: () =>
		alert(
			'FLOW_STATS',
			'Few trips in a flow',
			{ name: 'TRIP_STARTED', operator: 'lt', threshold: 20, unit: 'count', ...RANGE },
			[1, 2, 3].map((number) => flow(number, { current_value: number })),
		),
	CAMPAIGN_EXPIRY: () =>
		alert('CAMPAIGN_EXPIRY', 'Expiry Breach', EXPIRES_SOON, [campaign(1, { expiry_in_days: 5 })]),
	APNS_TOKEN_EXPIRY: () => alert('APNS_TOKEN_EXPIRY', 'APNs token Breach', EXPIRES_SOON),
	FACEBOOK_TOKEN_EXPIRY: () => alert('FACEBOOK_TOKEN_EXPIRY', 'FB token Breach', EXPIRES_SOON),
};

/** What the dashboard offers beyond, with names made up here: the page has none, and its fields leave room for them. */
const UNDOCUMENTED: Record<string, () => Alert> = {
	EVENTS_VOLUME: () =>
		alert(
			'EVENTS_VOLUME',
			'Fewer purchases – “über Nacht” 🛒',
			{ name: 'EVENT_COUNT', operator: 'lt', threshold: 1000, unit: 'count', ...RANGE },
			[{ event_type: 'USER_ACTION_EVENT', event_name: 'Größe gewählt', current_value: 12 }],
		),
	WHATSAPP_TEMPLATE_SUSPENSION: () =>
		alert('WHATSAPP_TEMPLATE_SUSPENSION', 'Template suspended', undefined),
};

/** Types that MoEngage documents. */
export const ALERT_TYPES = Object.keys(DOCUMENTED);

/** Types that MoEngage may send as well. */
export const OTHER_ALERT_TYPES = Object.keys(UNDOCUMENTED);

/** An alert of a type, filled in like MoEngage's samples; one of an unknown type has the fields that all have. */
export function sampleAlert(type: string): Alert {
	const sample = { ...DOCUMENTED, ...UNDOCUMENTED }[type];
	return sample === undefined ? alert(type, `Alert of type ${type}`, undefined) : sample();
}

/**
 * The header `Signature` of an alert: SHA-256 in lowercase hexadecimal digits, over the Campaign Report API key, a
 * pipe and the bytes of the body (partner guide, "Verify the Webhook Signature").
 */
export function signatureOf(key: string, body: Buffer): string {
	return createHash('sha256').update(`${key}|`).update(body).digest('hex');
}
