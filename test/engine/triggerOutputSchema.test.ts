import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ALERT_TYPES,
	EVENT_KINDS,
	sampleAlert,
	segmentPages,
	signatureOf,
	streamBatches,
	streamEvents,
	syncedUsers,
} from '../simulator/webhooks';
import { faultsOf, fieldsIn, fieldsOf, schemaOf } from './outputSchema';
import { useTrigger } from './useTrigger';

const { engine, call } = useTrigger();

const CREDENTIAL = {
	dataCenter: '01',
	workspaceId: 'DEMO',
	campaignApiKey: 'campaign-key-1',
	webhookSecret: 'hook-words',
};
const options = { includeRequest: true };

const SCHEMAS = resolve(__dirname, '../../dist/nodes/MoEngageTrigger/__schema__');

/** Its items, and what each has that the schema does not name. */
async function faultsOfCall(
	parameters: INodeParameters,
	body: object,
	headers: Record<string, string> = { 'x-webhook-secret': 'hook-words' },
): Promise<{ items: IDataObject[]; faults: string[] }> {
	const { items = [] } = await call(parameters, CREDENTIAL, {
		body: JSON.stringify(body),
		headers,
	});
	const schema = { ...schemaOf(engine.loader, 'moEngageTrigger'), additionalProperties: false };
	return { items, faults: items.flatMap((json) => faultsOf(json, schema)) };
}

test('all sources share one schema: n8n knows neither resources nor operations of a trigger', () => {
	expect(readdirSync(SCHEMAS, { recursive: true })).toEqual([
		'v1.0.0',
		join('v1.0.0', 'output.json'),
	]);
	expect(schemaOf(engine.loader, 'moEngageTrigger')).toMatchObject({
		type: 'object',
		additionalProperties: true,
	});
});

test('Streams: every documented kind of event', async () => {
	const [batch] = streamBatches(streamEvents(EVENT_KINDS.length), EVENT_KINDS.length);
	const { items, faults } = await faultsOfCall({ source: 'stream', options }, batch);
	expect(items.length).toBeGreaterThan(60);
	expect(faults).toEqual([]);
	const invented = {
		...batch,
		events: [{ event_code: 'X', event_time: '1580967474', extra: 1 }],
	};
	expect((await faultsOfCall({ source: 'stream' }, invented)).faults).toEqual([
		expect.stringContaining('"extra"'),
	]);
});

test.each(ALERT_TYPES)('Alert: %s', async (type) => {
	const alert = sampleAlert(type);
	const signature = signatureOf(CREDENTIAL.campaignApiKey, Buffer.from(JSON.stringify(alert)));
	const parameters = { source: 'alert', options };
	const { items, faults } = await faultsOfCall(parameters, alert, { signature });
	expect(items).toHaveLength(1);
	expect(faults).toEqual([]);
});

test('Segment Sync: users who were added and removed', async () => {
	const [page] = segmentPages(syncedUsers(2), syncedUsers(1, 2));
	const parameters = { source: 'segmentSync', options };
	const { items, faults } = await faultsOfCall(parameters, page);
	expect(items).toHaveLength(3);
	// The user chooses the name of the attribute, so that no schema can have it.
	expect(faults).toEqual(items.map(() => expect.stringContaining('"partner_user_id"') as string));
});

test('Connector Campaign: whatever the campaign sends, beside the request', async () => {
	const body = [{ customer_id: 'a' }, { order: { id: 1 } }, { tags: ['x'] }];
	const named = [{ request: { id: 1 } }, { request: 'R-1' }, { request: null }];
	const { items } = await faultsOfCall({ source: 'connector', options }, [...body, ...named]);
	expect(items).toHaveLength(6);
	const schema = schemaOf(engine.loader, 'moEngageTrigger');
	expect(items.flatMap((json) => faultsOf(json, schema))).toEqual([]);
});

test('the schema has no field that neither a call nor the node has', () => {
	const samples = [
		...streamEvents(EVENT_KINDS.length),
		...ALERT_TYPES.map(sampleAlert),
		// What the node adds to the events of a batch, and to all items with Include Request.
		{ app_name: 'Demo Shop', moe_request_id: 'r-1' },
		// What a segment sync has of each user.
		{ change: 'added', segment_name: 'VIP', sync_id: 's', execution_id: 'e', page: 1 },
		{ total_pages: 2, moengage_distinct_id: 'm' },
		{ request: { method: 'POST', headers: {}, query: {}, original: 'R-1' } },
	];
	const seen = new Set(samples.flatMap((sample) => fieldsIn(sample)));
	const fields = fieldsOf(schemaOf(engine.loader, 'moEngageTrigger'));
	expect(fields.length).toBeGreaterThan(50);
	expect(fields.filter((field) => !seen.has(field))).toEqual([]);
});
