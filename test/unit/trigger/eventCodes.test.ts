import { filled } from '../../fixtures/filled';
import { eventFilter, filterOf } from '../../../nodes/MoEngageTrigger/filters';
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

/** The channels whose filter lets the event in. */
const channelsOf = (event: unknown) =>
	CHANNELS.map(({ value }) => value).filter((value) => eventFilter({ channels: [value] })(event));

test.each([
	['MOE_IN_APP_AUTO_DISMISS', 'inApp'],
	['iOS_IN_APP_AUTO_DISMISS', 'inApp'],
	['MOE_EMAIL_FORWARDED', 'email'],
	['MOE_SMS_READ', 'sms'],
	['SMS_EXPIRED', 'sms'],
	['NOTIFICATION_RECEIVED_TV_MOE', 'push'],
	['MOE_WHATSAPP_FAILED', 'whatsApp'],
	['MOE_ONSITE_MESSAGE_SENT', 'onSite'],
	['MOE_CARD_DISMISSED', 'card'],
])('%s, which no document has yet, is of the channel %s', (code, channel) => {
	expect(channelsOf({ event_code: code })).toEqual([channel]);
	expect(channelsOf({ event_code: code, event_type: 'USER_ACTION_EVENT' })).toEqual([channel]);
});

test('a documented code begins as those of its own channel, if as any', () => {
	for (const [code, channel] of CHANNEL_OF_CODE) {
		const begins = CHANNELS.filter(({ codes }) => codes?.test(code)).map(({ value }) => value);
		expect([code, [...begins, channel].every((one) => one === channel)]).toEqual([code, true]);
	}
});

test.each([
	{ event_code: 'NEW' },
	{ event_code: 'MOE_RCS_READ', event_type: 'USER_ACTION_EVENT' },
	{ event_code: 'NEW', event_attributes: { campaign_channel: 'RCS' } },
	{ event_code: 'Purchase', event_attributes: { campaign_channel: 5 } },
	{ event_attributes: { campaign_channel: '' } },
	{},
	null,
])('an event whose channel cannot be told is not lost: %j', (event) => {
	expect(channelsOf(event)).toEqual(CHANNELS.map(({ value }) => value));
	expect(eventFilter({ channels: ['email'], eventCodes: ['SMS_SENT'] })(event)).toBe(false);
});

test.each([
	{ event_code: 'Purchase', event_type: 'USER_ACTION_EVENT' },
	{
		event_code: 'Email Form Sent',
		event_type: 'USER_ACTION_EVENT',
		event_attributes: { price: 5 },
	},
])('what users do outside of campaigns is of no channel: %j', (event) => {
	expect(channelsOf(event)).toEqual([]);
	expect(eventFilter({ otherEventCodes: event.event_code })(event)).toBe(true);
});

test.each([
	['Purchase, Completed', ['Purchase, Completed', 'Purchase', 'Completed'], ['Purchase,']],
	[' Purchase, Completed ', ['Purchase, Completed'], ['']],
	['["Purchase, Completed", "Signed up"]', ['Purchase, Completed', 'Signed up'], ['Purchase']],
	[
		['a, b', 'c'],
		['a, b', 'c'],
		['a', 'b'],
	],
])('other event codes %j let in names with a comma', (otherEventCodes, passing, others) => {
	const passes = eventFilter({ otherEventCodes });
	expect(passing.map((code) => passes({ event_code: code }))).toEqual(passing.map(() => true));
	expect(others.map((code) => passes({ event_code: code }))).toEqual(others.map(() => false));
});

test.each([
	['Push', 'push'],
	['EMAIL', 'email'],
	['Mobile In-Apps', 'inApp'],
	['On-site Messaging', 'onSite'],
	['WhatsApp', 'whatsApp'],
	['INAPP_V2', 'inApp'],
	['Web Push', 'push'],
	['E-mail', 'email'],
	['SMS', 'sms'],
])('a code that is not documented is of the channel of its campaign, "%s"', (written, channel) => {
	for (const name of ['campaign_channel', 'moe_campaign_channel']) {
		const event = { event_code: 'NEW', event_attributes: { [name]: written } };
		expect(channelsOf(event)).toEqual([channel]);
	}
});

describe('a channel that an expression names', () => {
	const email = { event_code: 'MOE_EMAIL_OPEN' };
	const inApp = { event_code: 'MOE_IN_APP_SHOWN' };
	const sms = { event_code: 'SMS_SENT' };
	const codeOf = (channel: string) => [...CHANNEL_OF_CODE].find(([, of]) => of === channel)?.[0];

	test.each([
		[['Email', 'In-App']],
		['EMAIL, inapp'],
		['["email","Mobile In-Apps"]'],
		[['e-mail', 'INAPP_V2']],
	])('is found in the spellings of MoEngage and of the list: %j', (channels) => {
		const passes = eventFilter({ channels });
		expect([email, inApp, sms].map(passes)).toEqual([true, true, false]);
	});

	test.each(CHANNELS.map(({ value, name }) => [value, name]))('%s is also %s', (value, name) => {
		const events = CHANNELS.map(({ value: of }) => ({ event_code: codeOf(of) }));
		const passed = (channel: string) => events.map(eventFilter({ channels: [channel] }));
		expect(passed(name)).toEqual(passed(value));
		expect(passed(name.toUpperCase())).toEqual(passed(value));
		expect(passed(value)).toContain(true);
	});

	test.each(['fax', 'emails please', '{{ $json.channel }}'])(
		'is rejected rather than lets no event pass: %s',
		(channel) => {
			expect(() => eventFilter({ channels: ['email', channel] })).toThrow(/is no channel/);
		},
	);
});

test.each([['Added'], ['ADDED, x'], [['removed', 'gone']]])(
	'changes of a segment (%j) are found whatever their letter case, or rejected',
	(changes) => {
		const filter = () => filterOf('segmentSync', { changes });
		if (String(changes) !== 'Added') return expect(filter).toThrow(/not a value/);
		expect(['added', 'removed'].map(filter())).toEqual([true, false]);
	},
);

/** How the names of a channel's events begin. */
const BEGINS: Record<string, RegExp> = {
	audience: /Audience|Facebook|Google/,
	lifecycle: /./,
	card: /^Card /,
	connector: /^Connector /,
	controlGroup: /^User (Added to|Removed From) /,
	email: /^Email /,
	flow: /^User (Entered|Exited) Flow$/,
	inApp: /^In-App (Clicked|Closed|Shown)( iOS| Windows)?$/,
	onSite: /^On-Site Message /,
	push: /^(Notification|Push Preference) /,
	sms: /^SMS /,
	webPersonalization: /^Web Personalization Message /,
	webPushOptIn: /^Web Push /,
	whatsApp: /^WhatsApp Message /,
};

test('the name of each event says what happened, and where', () => {
	expect(Object.keys(BEGINS).sort()).toEqual(CHANNELS.map(({ value }) => value).sort());
	for (const { name, value } of filled(EVENT_OPTIONS)) {
		const channel = CHANNEL_OF_CODE.get(String(value)) ?? '';
		expect([value, name]).toEqual([value, expect.stringMatching(BEGINS[channel])]);
		expect([value, name]).toEqual([value, expect.stringMatching(/^[A-Z][\w/-]+( [A-Za-z-]+)*$/)]);
	}
});

test('the filter of channels offers each by the name that MoEngage uses', () => {
	expect(CHANNELS.map(({ name }) => name)).toEqual([
		'Ad Audiences',
		'App and User Lifecycle',
		'Cards',
		'Connectors',
		'Control Groups',
		'Email',
		'Flows',
		'In-App',
		'On-Site Messages',
		'Push',
		'SMS',
		'Web Personalization',
		'Web Push Opt-In',
		'WhatsApp',
	]);
});

test.each([
	['push v2', 'push'],
	['Push V12', 'push'],
	['In-App', 'inApp'],
	['SMS', 'sms'],
])('an expression may name a channel as %s', (written, channel) => {
	const passes = eventFilter({ channels: [written] });
	const codeOfChannel = [...CHANNEL_OF_CODE].filter(([, value]) => value === channel)[0][0];
	expect(passes({ event_code: codeOfChannel })).toBe(true);
	expect(passes({ event_code: 'MOE_WHATSAPP_READ' })).toBe(false);
});

test('an expression that names no channel would lose each event: it is rejected, with all names', () => {
	for (const written of ['v2 fax', 'carrier pigeon', 'v1']) {
		expect(() => eventFilter({ channels: [written] })).toThrow(
			expect.objectContaining({
				parameter: 'filters.channels',
				advice: `Use ${CHANNELS.map(({ value }) => value).join(', ')}`,
			}) as Error,
		);
	}
});
