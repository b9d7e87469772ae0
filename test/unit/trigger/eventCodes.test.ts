import { eventFilter } from '../../../nodes/MoEngageTrigger/filters';
import {
	CHANNEL_OF_CODE,
	CHANNELS,
	EVENT_OPTIONS,
} from '../../../nodes/MoEngageTrigger/eventCodes';

const codes = EVENT_OPTIONS.map(({ value }) => String(value));

test('every documented event is there once, under a name of its own and in one channel', () => {
	expect(codes.length).toBeGreaterThan(75);
	expect(new Set(codes).size).toBe(codes.length);
	expect(new Set(EVENT_OPTIONS.map(({ name }) => name)).size).toBe(codes.length);
	expect([...CHANNEL_OF_CODE.keys()].sort()).toEqual([...codes].sort());
});

// The table of `api/data/moengage-streams.mdx`.
test.each([
	['MOE_EMAIL_SENT', 'Email Sent', 'email'],
	['MOE_EMAIL_HARD_BOUNCE', 'Email Bounced', 'email'],
	['SMS_DELIVERED', 'SMS Delivered', 'sms'],
	['NOTIFICATION_CLEARED_MOE', 'Notification Swiped Android', 'push'],
	['n_i_s', 'Notification Sent iOS', 'push'],
	['MOE_CONNECTOR_SENT', 'Connector Sent', 'connector'],
	['MOE_CARD_VIEWED', 'Card Viewed', 'card'],
	['MOE_ONSITE_MESSAGE_DISMISSED', 'On-Site Message Closed', 'onSite'],
	['USER_EXITED_FLOW', 'User Exited Flow', 'flow'],
	['MOE_CAMPAIGN_CONTROL_GROUP', 'User Added to Control Group', 'controlGroup'],
	['Device Uninstall', 'Device Uninstall', 'lifecycle'],
])('%s is "%s" of the channel %s', (code, name, channel) => {
	expect(EVENT_OPTIONS).toContainEqual({ name, value: code });
	expect(CHANNEL_OF_CODE.get(code)).toBe(channel);
	expect(eventFilter({ channels: [channel] })({ event_code: code })).toBe(true);
	expect(eventFilter({ eventCodes: [code] })({ event_code: code })).toBe(true);
});

test('of an event with two codes in the documents, either is taken for both', () => {
	for (const [one, other] of [
		['MOE_CARD_VIEWED', 'MOE_CARD_IMPRESSION'],
		['MOE_CONNECTOR_SENT', 'WEBHOOK_SENT'],
	]) {
		for (const [wanted, sent] of [
			[one, other],
			[other, one],
		]) {
			expect(eventFilter({ eventCodes: [wanted] })({ event_code: sent })).toBe(true);
			expect(eventFilter({ otherEventCodes: wanted })({ event_code: sent })).toBe(true);
		}
	}
});

test.each([
	['Push', 'push'],
	['EMAIL', 'email'],
	['Mobile In-Apps', 'inApp'],
	['On-site Messaging', 'onSite'],
	['WhatsApp', 'whatsApp'],
	['RCS', undefined],
	[5, undefined],
])('a code that is not documented is of the channel of its campaign, "%s"', (written, channel) => {
	const event = { event_code: 'NEW', event_attributes: { campaign_channel: written } };
	const channels = CHANNELS.filter(({ value }) => eventFilter({ channels: [value] })(event));
	expect(channels.map(({ value }) => value)).toEqual(channel === undefined ? [] : [channel]);
});
