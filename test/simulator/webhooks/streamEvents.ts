import { randomUUID } from 'node:crypto';

import { hex32, objectId } from '../ids';
import type { JsonObject } from '../types';

/** How MoEngage names an event: for people, in its systems, and the channel of its campaign. */
export interface EventKind {
	name: string;
	code: string;
	/** As in `event_attributes.campaign_channel`; none for what no campaign caused. */
	channel?: string;
}

/** One event of a batch, as Streams sends it. */
export interface StreamEvent extends JsonObject {
	event_name: string;
	event_code: string;
	event_uuid: string;
	event_time: number;
}

/** A request of Streams. */
export interface StreamBatch extends JsonObject {
	app_name: string;
	moe_request_id: string;
	events: StreamEvent[];
}

/** Codes of a channel, each with the name of its event. */
const BY_CHANNEL: Record<string, Record<string, string>> = {
	EMAIL: {
		MOE_EMAIL_SENT: 'Email Sent',
		MOE_EMAIL_DEFERRED: 'Email Deferred',
		MOE_EMAIL_DELIVERED: 'Email Delivered',
		MOE_EMAIL_DROP: 'Email Dropped',
		MOE_EMAIL_HARD_BOUNCE: 'Email Bounced',
		MOE_EMAIL_SOFT_BOUNCE: 'Email Soft Bounced',
		MOE_EMAIL_OPEN: 'Email Opened',
		MOE_EMAIL_CLICK: 'Email Clicked',
		MOE_EMAIL_UNSUBSCRIBE: 'Email Unsubscribed',
		MOE_EMAIL_SPAM: 'Email Spam Complained',
		MOE_EMAIL_SUBSCRIPTION_UPDATED: 'Email Subscription Category Updated',
		MOE_EMAIL_DROPPED_UNSUBSCRIBE: 'Email Unsubscribe Drop',
		MOE_EMAIL_VIB: 'Email Viewed in Browser',
	},
	SMS: {
		SMS_SENT: 'SMS Sent',
		SMS_DELIVERED: 'SMS Delivered',
		MOE_SMS_CLICKED: 'SMS Clicked',
		MOE_SMS_DELIVERY_FAILED: 'SMS Delivery Failed',
	},
	WHATSAPP: {
		MOE_WHATSAPP_SENT: 'WhatsApp Message Sent',
		MOE_WHATSAPP_DELIVERED: 'WhatsApp Message Delivered',
		MOE_WHATSAPP_READ: 'WhatsApp Message Read',
		MOE_WHATSAPP_CLICKED: 'WhatsApp Message Clicked',
		MOE_WHATSAPP_DELIVERY_FAILED: 'WhatsApp Message Delivery Failed',
	},
	PUSH: {
		NOTIFICATION_RECEIVED_MOE: 'Notification Received Android',
		NOTIFICATION_CLICKED_MOE: 'Notification Clicked Android',
		NOTIFICATION_CLEARED_MOE: 'Notification Swiped Android',
		n_i_s: 'Notification Sent iOS',
		NOTIFICATION_CLICKED_IOS_MOE: 'Notification Clicked iOS',
		NOTIFICATION_DISMISSED_IOS_MOE: 'Notification Dismissed iOS',
		NOTIFICATION_RECEIVED_IOS_APP_ACTIVE: 'Notification Received iOS App Active',
		NOTIFICATION_RECEIVED_WEB_MOE: 'Notification Received Web',
		NOTIFICATION_CLICKED_WEB_MOE: 'Notification Clicked Web',
		NOTIFICATION_CLICKED_WINDOWS_MOE: 'Notification Clicked Windows',
	},
	'IN-APP': {
		MOE_IN_APP_SHOWN: 'Mobile In-App Shown',
		MOE_IN_APP_CLICKED: 'Mobile In-App Clicked',
		MOE_IN_APP_DISMISSED: 'Mobile In-App Closed',
		iOS_IN_APP_SHOWN: 'In-App Shown iOS',
		iOS_IN_APP_CLICKED: 'In-App Clicked iOS',
		iOS_IN_APP_CLOSE_CLICKED: 'In-App Closed iOS',
		WINDOWS_IN_APP_SHOWN: 'In-App Shown Windows',
		WINDOWS_IN_APP_CLICKED: 'In-App Clicked Windows',
		WINDOWS_IN_APP_CLOSE_CLICKED: 'In-App Closed Windows',
	},
	ONSITE: {
		MOE_ONSITE_MESSAGE_SHOWN: 'On-site Message Shown',
		MOE_ONSITE_MESSAGE_CLICKED: 'On-site Message Clicked',
		MOE_ONSITE_MESSAGE_DISMISSED: 'On-site Message Closed',
	},
	'WEB PERSONALIZATION': {
		MOE_WEBP_MESSAGE_SHOWN: 'Web Personalization Message Shown',
		MOE_WEBP_MESSAGE_CLICKED: 'Web Personalization Message Clicked',
		MOE_WEBP_MESSAGE_DISMISSED: 'Web Personalization Message Closed',
		MOE_WEBP_MESSAGE_DELIVERED: 'Web Personalization Message Delivered',
	},
	CARDS: {
		MOE_CARD_SENT: 'Card Sent',
		MOE_CARD_DELIVERED: 'Card Delivered',
		MOE_CARD_VIEWED: 'Card Viewed',
		MOE_CARD_IMPRESSION: 'Card Viewed',
		MOE_CARD_CLICKED: 'Card Clicked',
	},
	CONNECTOR: { MOE_CONNECTOR_SENT: 'Connector Sent', WEBHOOK_SENT: 'Connector Sent' },
	FACEBOOK: { MOE_FB_AUDIENCE_SYNC: 'Facebook Audience Synced' },
	'GOOGLE ADS': { MOE_GOOGLE_ADS_AUDIENCE_SYNC: 'Google Ads Audience Synced' },
	FLOWS: {
		USER_ENTERED_FLOW: 'User Entered Flow',
		USER_EXITED_FLOW: 'User Exited Flow',
		MOE_CAMPAIGN_CONTROL_GROUP: 'User Added to Control Group',
		MOE_CAMPAIGN_USER_REMOVED_DUE_TO_CONTROL_GROUP:
			'The user was removed from the campaign due to the control group',
		MOE_USER_REMOVED_FROM_CONTROL_GROUP: 'The user removed from the control group',
	},
};

/** Codes that no campaign causes, each with the name of its event. */
const OF_NO_CAMPAIGN: Record<string, string> = {
	MOE_APP_OPENED: 'App/Site Opened',
	MOE_PAGE_VIEWED: 'Viewed Web Page',
	MOE_APP_EXIT: 'App Exit',
	MOE_LOGOUT: 'User Logout',
	TOKEN_EVENT: 'Push ID Register Android',
	MOE_USER_MERGED: 'User Merged',
	UPDATE: 'App Update',
	INSTALL: 'Install',
	REINSTALL: 'Device ReInstall',
	'Device Uninstall': 'Device Uninstall',
	MOE_USER_REINSTALL: 'User ReInstall',
	MOE_WEB_OPTIN_ACCEPTED: 'Accepted Web Push Soft-ask',
	MOE_WEB_OPTIN_CLOSED: 'Closed Web Push Soft-ask',
	MOE_WEB_OPTIN_BANNER_LOAD: 'Viewed Web Push Soft-ask',
	MOE_OPT_IN_ALLOWED: 'Allowed Web Push Subscription',
	MOE_OPT_IN_BLOCKED: 'Denied Web Push Subscription',
	MOE_OPT_IN_DISMISSED: 'Dismissed Web Push Subscription',
	MOE_OPT_IN_SHOWN: 'Displayed Web Push Subscription',
	MOE_HTTP_OVERLAY_CLICKED: 'Overlay clicked in 1-click HTTP subscription',
	MOE_HTTP_OVERLAY_SHOWN: 'Overlay shown in 1-click HTTP subscription',
	MOE_USER_SUBSCRIBED: 'Subscribed to Web Push',
	MOE_WEB_UNSUBSCRIBED: 'Unsubscribed from Web Push',
	MO_PUSH_PREFERENCE_CHANGED: 'Push Preference Changed iOS',
};

/** All kinds that MoEngage documents (pages "Streams" and "Data Export Glossary"), the pages' different spellings included. */
export const EVENT_KINDS: EventKind[] = [
	...Object.entries(BY_CHANNEL).flatMap(([channel, codes]) =>
		Object.entries(codes).map(([code, name]) => ({ name, code, channel })),
	),
	...Object.entries(OF_NO_CAMPAIGN).map(([code, name]) => ({ name, code })),
];

/** The kinds with these codes; a code that MoEngage does not document makes an event of its own. */
export function kindsOf(codes: string[]): EventKind[] {
	return codes.map(
		(code) => EVENT_KINDS.find((kind) => kind.code === code) ?? { name: code, code },
	);
}

/** Where the message of a channel went. */
function recipient(channel: string | undefined, user: number): JsonObject {
	if (channel === 'EMAIL') return { email_id: `customer-${user}@example.com` };
	if (channel === 'SMS' || channel === 'WHATSAPP') return { mobile_number: `+1555${1e6 + user}` };
	return channel === 'PUSH' ? { push_id: `token-${user}:${hex32()}` } : {};
}

function eventAttributes({ channel }: EventKind, index: number): JsonObject {
	if (channel === undefined) return { appVersion: '8.2.1', sdkVersion: '12.4.0', os: 'ANDROID' };
	return {
		campaign_id: '65f2c1d07b3e4a19d802c6a1',
		campaign_name: 'Spring offer',
		campaign_type: 'EVENT_TRIGGERED',
		campaign_channel: channel,
		variation_id: String(index % 2),
		moe_campaign_tags: 'spring, offers',
	};
}

/**
 * Events as Streams sends them, of the kinds in turn; each has its own `event_uuid` and one of a thousand users.
 * @param kinds default: all documented ones
 */
export function streamEvents(count: number, kinds = EVENT_KINDS): StreamEvent[] {
	const now = Math.floor(Date.now() / 1000);
	return Array.from({ length: count }, (_, index) => {
		const kind = kinds[index % kinds.length];
		const user = 1000 + (index % 1000);
		return {
			event_name: kind.name,
			event_code: kind.code,
			event_uuid: randomUUID(),
			event_time: now - (count - index),
			event_type: kind.channel === undefined ? 'USER_ACTION_EVENT' : 'CAMPAIGN_EVENT',
			event_source: 'MOENGAGE',
			...recipient(kind.channel, user),
			uid: `customer-${user}`,
			event_attributes: eventAttributes(kind, index),
			user_attributes: { moengage_user_id: `6387301e${user}`, u_fn: 'Jane', u_ln: 'Doe' },
			device_attributes: { moengage_device_id: `device-${user}` },
		};
	});
}

/** MoEngage's default (page "Streams"). */
export const EVENTS_PER_BATCH = 100;

/** The requests in which Streams sends these events. */
export function streamBatches(events: StreamEvent[], size = EVENTS_PER_BATCH): StreamBatch[] {
	return Array.from({ length: Math.ceil(events.length / size) }, (_, batch) => ({
		app_name: 'Demo Shop',
		source: 'MOENGAGE',
		moe_request_id: objectId(),
		events: events.slice(batch * size, (batch + 1) * size),
	}));
}
