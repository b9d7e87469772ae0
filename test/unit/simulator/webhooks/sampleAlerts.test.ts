import { execFileSync } from 'node:child_process';

import {
	ALERT_TYPES,
	OTHER_ALERT_TYPES,
	sampleAlert,
	signatureOf,
} from '../../../simulator/webhooks';

const contentOf = (type: string) =>
	(sampleAlert(type).entity_data as { count: number; content: object[] } | undefined)?.content;

it.each([
	['CAMPAIGN_STATS', ['campaign_id', 'channel', 'current_value', 'moving_avg_value']],
	['FLOW_STATS', ['flow_id', 'version_name', 'current_value']],
	['CAMPAIGN_EXPIRY', ['campaign_id', 'expiry_in_days']],
])('%s names its campaigns or flows, with %s', (type, fields) => {
	const content = contentOf(type) ?? [];
	expect(content.length).toBeGreaterThan(0);
	for (const entity of content) {
		expect(Object.keys(entity)).toEqual(expect.arrayContaining(fields));
	}
	expect(sampleAlert(type)).toMatchObject({ entity_data: { count: content.length } });
});

it.each(['APNS_TOKEN_EXPIRY', 'FACEBOOK_TOKEN_EXPIRY', 'WHATSAPP_TEMPLATE_SUSPENSION', 'OF_2030'])(
	'%s concerns no campaign',
	(type) => {
		expect(sampleAlert(type)).toMatchObject({ alert_type: type, db_name: 'Demo Shop' });
		expect(contentOf(type)).toBeUndefined();
	},
);

it('each documented type, and others, can be sent', () => {
	expect(ALERT_TYPES).toHaveLength(5);
	for (const type of [...ALERT_TYPES, ...OTHER_ALERT_TYPES]) {
		expect(sampleAlert(type).alert_type).toBe(type);
	}
});

// The page's own example is in Python: text, encoded as UTF-8.
it.each(['{"alert_id":"","alert_name":""}', '{"name":"Größe 🛒"}', ''])(
	'the signature of %s is what sha256sum says',
	(text) => {
		const input = `the-key|${text}`;
		const expected = execFileSync('sha256sum', { input, encoding: 'utf8' }).split(' ')[0];
		expect(signatureOf('the-key', Buffer.from(text))).toBe(expected);
	},
);
