import { EVENT_KINDS, kindsOf, streamBatches, streamEvents } from '../../../simulator/webhooks';

it.each([
	'MOE_EMAIL_CLICK',
	'SMS_SENT',
	'n_i_s',
	'Device Uninstall',
	'WEBHOOK_SENT',
	'USER_EXITED_FLOW',
])('%s is one of the kinds, once', (code) => {
	expect(EVENT_KINDS.filter((kind) => kind.code === code)).toHaveLength(1);
});

it('no code is listed twice', () => {
	const codes = EVENT_KINDS.map(({ code }) => code);
	expect(new Set(codes).size).toBe(codes.length);
	expect(codes.length).toBeGreaterThan(80);
});

it('events take all kinds in turn, in the order of time, each with a UUID of its own', () => {
	const events = streamEvents(EVENT_KINDS.length * 2);
	expect(events.map(({ event_code }) => event_code)).toEqual(
		[...EVENT_KINDS, ...EVENT_KINDS].map(({ code }) => code),
	);
	expect(new Set(events.map(({ event_uuid }) => event_uuid)).size).toBe(events.length);
	const times = events.map(({ event_time }) => event_time);
	expect(times).toEqual([...times].sort((a, b) => a - b));
});

it.each([
	['MOE_EMAIL_OPEN', 'email_id', 'EMAIL', 'CAMPAIGN_EVENT'],
	['SMS_DELIVERED', 'mobile_number', 'SMS', 'CAMPAIGN_EVENT'],
	['NOTIFICATION_CLICKED_MOE', 'push_id', 'PUSH', 'CAMPAIGN_EVENT'],
	['MOE_APP_OPENED', 'uid', undefined, 'USER_ACTION_EVENT'],
	['MOE_NEW_IN_2030', 'uid', undefined, 'USER_ACTION_EVENT'],
])('an event %s has %s and the campaign channel %s', (code, field, channel, type) => {
	const [event] = streamEvents(1, kindsOf([code]));
	expect(event).toMatchObject({ event_code: code, event_type: type });
	expect(event).toHaveProperty(field);
	expect((event.event_attributes as Record<string, unknown>).campaign_channel).toBe(channel);
	const recipients = ['email_id', 'mobile_number', 'push_id'].filter((name) => name in event);
	expect(recipients).toEqual(field === 'uid' ? [] : [field]);
});

it('a batch has what Streams documents around its events, with an ID of its own', () => {
	const batches = streamBatches(streamEvents(5), 2);
	expect(Object.keys(batches[0])).toEqual(['app_name', 'source', 'moe_request_id', 'events']);
	expect(new Set(batches.map(({ moe_request_id }) => moe_request_id)).size).toBe(3);
});
