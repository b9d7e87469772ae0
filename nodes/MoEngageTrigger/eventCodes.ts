import type { INodePropertyOptions } from 'n8n-workflow';

import { byLabel } from '../MoEngage/mapping/text';

/** A channel of the documented events, as the filter `channels` has it. */
export type Channel =
	| 'audience'
	| 'lifecycle'
	| 'card'
	| 'connector'
	| 'controlGroup'
	| 'email'
	| 'flow'
	| 'inApp'
	| 'onSite'
	| 'push'
	| 'sms'
	| 'webPersonalization'
	| 'webPushOptIn'
	| 'whatsApp';

/**
 * Channels by name. `spellings` are those of the attribute `campaign_channel`, in lower case and without anything but
 * letters: MoEngage's documents write `Push` and `EMAIL`, and list channels as "Mobile In-Apps". `codes` are how the codes
 * of its events begin, those included that no document has yet, such as `MOE_IN_APP_AUTO_DISMISS`.
 */
export const CHANNELS: Array<{
	value: Channel;
	name: string;
	spellings: string[];
	codes?: RegExp;
}> = [
	{ value: 'audience', name: 'Ad Audiences', spellings: ['facebook', 'googleads'] },
	{ value: 'lifecycle', name: 'App and User Lifecycle', spellings: [] },
	{ value: 'card', name: 'Cards', spellings: ['card', 'cards'], codes: /^MOE_CARD_/ },
	{
		value: 'connector',
		name: 'Connectors',
		spellings: ['connector', 'connectors', 'webhook'],
		codes: /^MOE_CONNECTOR_/,
	},
	{ value: 'controlGroup', name: 'Control Groups', spellings: [] },
	{ value: 'email', name: 'Email', spellings: ['email'], codes: /^MOE_EMAIL_/ },
	{ value: 'flow', name: 'Flows', spellings: ['flow', 'flows'] },
	{
		value: 'inApp',
		name: 'In-App',
		spellings: ['inapp', 'mobileinapp', 'mobileinapps'],
		codes: /^(MOE|iOS|WINDOWS)_IN_APP_/,
	},
	{
		value: 'onSite',
		name: 'On-Site Messages',
		spellings: ['onsite', 'onsitemessage', 'onsitemessages', 'onsitemessaging'],
		codes: /^MOE_ONSITE_/,
	},
	{
		value: 'push',
		name: 'Push',
		spellings: ['push', 'mobilepush', 'webpush'],
		codes: /^(MOE_)?NOTIFICATION_/,
	},
	{ value: 'sms', name: 'SMS', spellings: ['sms'], codes: /^(MOE_)?SMS_/ },
	{
		value: 'webPersonalization',
		name: 'Web Personalization',
		spellings: ['webpersonalization'],
		codes: /^MOE_WEBP_/,
	},
	{ value: 'webPushOptIn', name: 'Web Push Opt-In', spellings: [], codes: /^MOE_(WEB_)?OPT_?IN_/ },
	{ value: 'whatsApp', name: 'WhatsApp', spellings: ['whatsapp'], codes: /^MOE_WHATSAPP_/ },
];

/**
 * Events that MoEngage documents, by channel: code and name (`api/data/moengage-streams.mdx`, which comes first where
 * both speak, and `user-guide/data/exports/events/data-export-glossary.mdx` of MoEngage's documentation).
 */
const EVENTS: Record<Channel, Array<[code: string, name: string]>> = {
	audience: [
		['MOE_FB_AUDIENCE_SYNC', 'Facebook Audience Synced'],
		['MOE_GOOGLE_ADS_AUDIENCE_SYNC', 'Google Ads Audience Synced'],
	],
	lifecycle: [
		['MOE_APP_EXIT', 'App Exit'],
		['UPDATE', 'App Update'],
		['MOE_APP_OPENED', 'App/Site Opened'],
		['REINSTALL', 'Device Reinstall'],
		['Device Uninstall', 'Device Uninstall'],
		['INSTALL', 'Install'],
		['TOKEN_EVENT', 'Push ID Register Android'],
		['MOE_LOGOUT', 'User Logout'],
		['MOE_USER_MERGED', 'User Merged'],
		['MOE_USER_REINSTALL', 'User Reinstall'],
		['MOE_PAGE_VIEWED', 'Viewed Web Page'],
	],
	card: [
		['MOE_CARD_CLICKED', 'Card Clicked'],
		['MOE_CARD_DELIVERED', 'Card Delivered'],
		['MOE_CARD_SENT', 'Card Sent'],
		['MOE_CARD_VIEWED', 'Card Viewed'],
	],
	connector: [['MOE_CONNECTOR_SENT', 'Connector Sent']],
	controlGroup: [
		['MOE_CAMPAIGN_CONTROL_GROUP', 'User Added to Control Group'],
		['MOE_USER_REMOVED_FROM_CONTROL_GROUP', 'User Removed From Control Group'],
		[
			'MOE_CAMPAIGN_USER_REMOVED_DUE_TO_CONTROL_GROUP',
			'User Removed From Campaign by Control Group',
		],
	],
	email: [
		['MOE_EMAIL_HARD_BOUNCE', 'Email Bounced'],
		['MOE_EMAIL_CLICK', 'Email Clicked'],
		['MOE_EMAIL_DEFERRED', 'Email Deferred'],
		['MOE_EMAIL_DELIVERED', 'Email Delivered'],
		['MOE_EMAIL_DROP', 'Email Dropped'],
		['MOE_EMAIL_OPEN', 'Email Opened'],
		['MOE_EMAIL_SENT', 'Email Sent'],
		['MOE_EMAIL_SOFT_BOUNCE', 'Email Soft Bounced'],
		['MOE_EMAIL_SPAM', 'Email Spam Complained'],
		['MOE_EMAIL_SUBSCRIPTION_UPDATED', 'Email Subscription Category Updated'],
		['MOE_EMAIL_DROPPED_UNSUBSCRIBE', 'Email Unsubscribe Drop'],
		['MOE_EMAIL_UNSUBSCRIBE', 'Email Unsubscribed'],
		['MOE_EMAIL_VIB', 'Email Viewed in Browser'],
	],
	flow: [
		['USER_ENTERED_FLOW', 'User Entered Flow'],
		['USER_EXITED_FLOW', 'User Exited Flow'],
	],
	inApp: [
		['MOE_IN_APP_CLICKED', 'In-App Clicked'],
		['iOS_IN_APP_CLICKED', 'In-App Clicked iOS'],
		['WINDOWS_IN_APP_CLICKED', 'In-App Clicked Windows'],
		['MOE_IN_APP_DISMISSED', 'In-App Closed'],
		['iOS_IN_APP_CLOSE_CLICKED', 'In-App Closed iOS'],
		['WINDOWS_IN_APP_CLOSE_CLICKED', 'In-App Closed Windows'],
		['MOE_IN_APP_SHOWN', 'In-App Shown'],
		['iOS_IN_APP_SHOWN', 'In-App Shown iOS'],
		['WINDOWS_IN_APP_SHOWN', 'In-App Shown Windows'],
	],
	onSite: [
		['MOE_ONSITE_MESSAGE_CLICKED', 'On-Site Message Clicked'],
		['MOE_ONSITE_MESSAGE_DISMISSED', 'On-Site Message Closed'],
		['MOE_ONSITE_MESSAGE_SHOWN', 'On-Site Message Shown'],
	],
	push: [
		['NOTIFICATION_CLICKED_MOE', 'Notification Clicked Android'],
		['NOTIFICATION_CLICKED_IOS_MOE', 'Notification Clicked iOS'],
		['NOTIFICATION_CLICKED_WEB_MOE', 'Notification Clicked Web'],
		['NOTIFICATION_CLICKED_WINDOWS_MOE', 'Notification Clicked Windows'],
		['NOTIFICATION_DISMISSED_IOS_MOE', 'Notification Dismissed iOS'],
		['NOTIFICATION_RECEIVED_MOE', 'Notification Received Android and iOS'],
		['NOTIFICATION_RECEIVED_IOS_APP_ACTIVE', 'Notification Received iOS App Active'],
		['NOTIFICATION_RECEIVED_WEB_MOE', 'Notification Received Web'],
		['n_i_s', 'Notification Sent iOS'],
		['NOTIFICATION_CLEARED_MOE', 'Notification Swiped Android'],
		['MO_PUSH_PREFERENCE_CHANGED', 'Push Preference Changed iOS'],
	],
	sms: [
		['MOE_SMS_CLICKED', 'SMS Clicked'],
		['SMS_DELIVERED', 'SMS Delivered'],
		['MOE_SMS_DELIVERY_FAILED', 'SMS Delivery Failed'],
		['SMS_SENT', 'SMS Sent'],
	],
	webPersonalization: [
		['MOE_WEBP_MESSAGE_CLICKED', 'Web Personalization Message Clicked'],
		['MOE_WEBP_MESSAGE_DISMISSED', 'Web Personalization Message Closed'],
		['MOE_WEBP_MESSAGE_DELIVERED', 'Web Personalization Message Delivered'],
		['MOE_WEBP_MESSAGE_SHOWN', 'Web Personalization Message Shown'],
	],
	webPushOptIn: [
		['MOE_WEB_OPTIN_ACCEPTED', 'Web Push Soft-Ask Accepted'],
		['MOE_WEB_OPTIN_CLOSED', 'Web Push Soft-Ask Closed'],
		['MOE_WEB_OPTIN_BANNER_LOAD', 'Web Push Soft-Ask Viewed'],
		['MOE_HTTP_OVERLAY_CLICKED', 'Web Push Overlay Clicked'],
		['MOE_HTTP_OVERLAY_SHOWN', 'Web Push Overlay Shown'],
		['MOE_OPT_IN_ALLOWED', 'Web Push Subscription Allowed'],
		['MOE_OPT_IN_BLOCKED', 'Web Push Subscription Denied'],
		['MOE_OPT_IN_DISMISSED', 'Web Push Subscription Dismissed'],
		['MOE_OPT_IN_SHOWN', 'Web Push Subscription Displayed'],
		['MOE_USER_SUBSCRIBED', 'Web Push Subscribed'],
		['MOE_WEB_UNSUBSCRIBED', 'Web Push Unsubscribed'],
	],
	whatsApp: [
		['MOE_WHATSAPP_CLICKED', 'WhatsApp Message Clicked'],
		['MOE_WHATSAPP_DELIVERED', 'WhatsApp Message Delivered'],
		['MOE_WHATSAPP_DELIVERY_FAILED', 'WhatsApp Message Delivery Failed'],
		['MOE_WHATSAPP_READ', 'WhatsApp Message Read'],
		['MOE_WHATSAPP_SENT', 'WhatsApp Message Sent'],
	],
};

/** The documents have two codes for some events; either means both. */
const OTHER_CODES = new Map([
	['MOE_CARD_IMPRESSION', 'MOE_CARD_VIEWED'],
	['WEBHOOK_SENT', 'MOE_CONNECTOR_SENT'],
]);

/** The code that stands for an event with two codes; any other code as it is. */
export function documentedCode(code: string): string {
	return OTHER_CODES.get(code) ?? code;
}

export const CHANNEL_OF_CODE = new Map(
	CHANNELS.flatMap(({ value }) => EVENTS[value].map(([code]) => [code, value] as const)),
);

/** The documented events to choose from, by name. */
export const EVENT_OPTIONS: INodePropertyOptions[] = CHANNELS.flatMap(({ value }) => EVENTS[value])
	.map(([value, name]) => ({ name, value }))
	.sort((a, b) => byLabel(a.name, b.name));
