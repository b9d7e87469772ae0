import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { alertFilter, eventFilter } from '../../../nodes/MoEngageTrigger/filters';
import { formFault } from '../../../nodes/MoEngageTrigger/form';
import { alertItems, connectorItems, streamItems } from '../../../nodes/MoEngageTrigger/items';
import { safeHeaders, safeQuery } from '../../../nodes/MoEngageTrigger/request';

const JSON_TYPE = 'application/json; charset=utf-8';
const all = () => true;

/** JSON values, with the keys that objects inherit among the names. */
const anything = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		fc.constantFrom(null, true, 0, 1e21, '', 'text', [], {}),
		fc.string(),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(
			fc.constantFrom(
				'__proto__',
				'constructor',
				'toString',
				'events',
				'event_code',
				'event_attributes',
				'campaign_channel',
				'alert_type',
				'entity_data',
				'content',
				'data',
				'a',
			),
			tie('value'),
		),
	),
})).value;

function valueOf(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

test('whatever comes as Streams becomes one item per event, or is refused', () => {
	fc.assert(
		fc.property(anything, (body) => {
			const parsed: unknown = JSON.parse(JSON.stringify(body));
			if (formFault('stream', parsed, JSON_TYPE) !== undefined) return;
			const items = streamItems(parsed as IDataObject, all);
			expect(items).toHaveLength((parsed as { events: unknown[] }).events.length);
			for (const { json } of items) {
				expect(typeof json === 'object' && !Array.isArray(json)).toBe(true);
				JSON.stringify(json);
			}
			streamItems(
				parsed as IDataObject,
				eventFilter({ channels: ['email'], eventCodes: ['SMS_SENT'] }),
			);
			expect(({} as IDataObject).a).toBeUndefined();
		}),
		{ numRuns: 2000 },
	);
});

test('whatever comes as an alert becomes items, or is refused', () => {
	fc.assert(
		fc.property(anything, fc.boolean(), (body, split) => {
			const parsed: unknown = JSON.parse(JSON.stringify(body));
			if (formFault('alert', parsed, JSON_TYPE) !== undefined) return;
			const items = alertItems(parsed as IDataObject, alertFilter({}), split);
			expect(items.length).toBeGreaterThan(0);
			for (const { json } of items) expect(Array.isArray(json)).toBe(false);
		}),
		{ numRuns: 2000 },
	);
});

test('whatever comes from a Connector campaign becomes one item, or one per element', () => {
	const type = fc.constantFrom(
		JSON_TYPE,
		'text/plain',
		'multipart/form-data; boundary=x',
		undefined,
	);
	fc.assert(
		fc.property(
			anything,
			type,
			fc.dictionary(fc.string(), fc.string()),
			(body, contentType, query) => {
				const items = connectorItems(body, contentType, query);
				if (Array.isArray(body)) expect(items).toHaveLength(body.length);
				else if (contentType?.startsWith('multipart') !== true) expect(items).toHaveLength(1);
				for (const { json } of items) expect(typeof json === 'object' && json !== null).toBe(true);
			},
		),
		{ numRuns: 2000 },
	);
});

test.each([
	{ event_code: { toString: null } },
	{ event_attributes: { campaign_channel: { toString: 1 } } },
])('an event is left out, not the whole batch, if its code or channel is no text: %j', (odd) => {
	const body = { events: [odd, { event_code: 'MOE_EMAIL_CLICK' }] } as unknown as IDataObject;
	for (const filters of [{ channels: ['email'] }, { eventCodes: ['MOE_EMAIL_CLICK'] }]) {
		expect(streamItems(body, eventFilter(filters))).toHaveLength(1);
	}
});

test('a batch keeps what an event says of itself', () => {
	const body = { app_name: 'Shop', moe_request_id: 'r', events: [{ app_name: 'Own' }, {}] };
	expect(streamItems(body, all).map(({ json }) => json)).toEqual([
		{ app_name: 'Own', moe_request_id: 'r' },
		{ app_name: 'Shop', moe_request_id: 'r' },
	]);
	expect(streamItems({ events: [{ id: 1 }] }, all)).toEqual([{ json: { id: 1 } }]);
});

test('fields of a form with files are items, its files are not', () => {
	const body = { data: { user: 'a' }, files: { picture: {} } };
	expect(connectorItems(body, 'multipart/form-data; boundary=x', {})).toEqual([
		{ json: { user: 'a' } },
	]);
	// As JSON, the same is what the user wrote.
	expect(connectorItems(body, JSON_TYPE, {})).toEqual([{ json: body }]);
});

test('whatever a raw body holds becomes items: JSON as n8n would parse it, everything else as text', () => {
	const raw = fc.oneof(
		anything.map((value) => JSON.stringify(value)),
		fc.string(),
		fc.lorem(),
	);
	fc.assert(
		fc.property(raw, fc.constantFrom(undefined, {}), (text, body) => {
			const items = connectorItems(body, undefined, { from: 'query' }, Buffer.from(text));
			const parsed = valueOf(text);
			if (typeof parsed === 'object' && parsed !== null) {
				expect(items).toEqual(connectorItems(parsed, JSON_TYPE, { from: 'query' }));
			} else {
				expect(items).toEqual([{ json: text.trim() === '' ? { from: 'query' } : { body: text } }]);
			}
		}),
		{ numRuns: 2000 },
	);
});

test('what n8n parsed counts, not the raw body', () => {
	const query = { from: 'query' };
	for (const [body, json] of [
		[{ user: 'a' }, { user: 'a' }],
		['text', { body: 'text' }],
		[null, query],
		['', query],
		[0, { body: 0 }],
	] as const) {
		expect(connectorItems(body, JSON_TYPE, query, Buffer.from('{"raw":1}'))).toEqual([{ json }]);
	}
});

test('no header that names or holds a secret is kept, however it is written', () => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
			fc.string(),
			fc.string(),
			(headers, before, after) => {
				const shown = 'S3cr3t-of-the-webhook';
				const sent = {
					...headers,
					'x-forwarded': `${before}${shown}${after}`,
					'x-list': [before, shown],
					'cf-access-client-secret': before,
					'x-api-key': before,
				};
				const kept = safeHeaders(sent, [shown]);
				expect(JSON.stringify(kept)).not.toContain(shown);
				expect(Object.keys(kept).filter((name) => /secret|key/.test(name))).toEqual([]);
				expect(safeQuery({ a: shown, b: [before, shown], c: 'plain' }, [shown])).toEqual({
					c: 'plain',
				});
			},
		),
	);
});

test('no part of a query that holds a secret is kept, however it is nested', () => {
	const secret = fc.string({ minLength: 4, unit: 'grapheme' });
	const innocent = fc.constantFrom('', '0', 'plain', ['a', 'b'], { a: { b: 'c' } });
	fc.assert(
		fc.property(secret, innocent, fc.string(), (shown, kept, around) => {
			const text = `${around}${shown}${around}`;
			fc.pre(!['plain', 'kept'].some((word) => word.includes(shown)));
			const query = {
				kept,
				text,
				list: ['', text],
				deep: { a: [{ b: text }] },
				name: { [text]: '' },
				[text]: '',
			};
			expect(safeQuery(query, ['another secret', shown])).toEqual({ kept });
		}),
		{ numRuns: 1000 },
	);
	expect(safeQuery({ a: ['x', '1'], b: ['y', 'z'], c: 'w' }, ['1'])).toEqual({
		b: ['y', 'z'],
		c: 'w',
	});
});

test.each(['Zürich', '秘密-words', 'plain'])('no header keeps a secret such as %s', (secret) => {
	const bytes = Buffer.from(secret, 'utf8').toString('latin1');
	const headers = {
		'x-id': '7',
		'x-copy': `is ${secret}`,
		'x-bytes': bytes,
		'x-list': ['', bytes],
	};
	expect(safeHeaders(headers, ['another', secret])).toEqual({ 'x-id': '7' });
});
