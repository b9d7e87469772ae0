import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { alertFilter, eventFilter } from '../../../nodes/MoEngageTrigger/filters';
import { formFault } from '../../../nodes/MoEngageTrigger/form';
import { alertItems, connectorItems, streamItems } from '../../../nodes/MoEngageTrigger/items';
import { safeHeaders, safeQuery } from '../../../nodes/MoEngageTrigger/request';

const JSON_TYPE = 'application/json; charset=utf-8';
const all = () => true;

/** With the names that objects inherit. */
const NAMES = fc.constantFrom(
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
);

/** JSON values, with the keys that objects inherit among the names. */
const anything = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		fc.constantFrom(null, true, 0, 1e21, '', 'text', [], {}),
		fc.string(),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(NAMES, tie('value')),
	),
})).value;

function valueOf(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

/** A body with this field of a random value that its form asks for; one in ten is anything at all. */
const bodyWith = (field: string, value: fc.Arbitrary<unknown>) =>
	fc.oneof(
		{
			weight: 9,
			arbitrary: fc
				.tuple(fc.dictionary(NAMES, anything), value)
				.map(([others, own]) => ({ ...others, [field]: own })),
		},
		{ weight: 1, arbitrary: anything },
	);

const odd = (json: unknown) => typeof json !== 'object' || json === null || Array.isArray(json);

test('whatever comes as Streams becomes one item per event, or is refused', () => {
	const reached = { taken: 0, refused: 0 };
	const passes = eventFilter({ channels: ['email'], eventCodes: ['SMS_SENT'] });
	fc.assert(
		fc.property(bodyWith('events', fc.array(anything, { maxLength: 5 })), (body) => {
			const parsed = JSON.parse(JSON.stringify(body)) as { events?: unknown[] } | null;
			const fault = formFault('stream', parsed, JSON_TYPE);
			expect(fault === undefined).toBe(Array.isArray(parsed?.events) && !odd(parsed));
			reached[fault === undefined ? 'taken' : 'refused'] += 1;
			if (fault !== undefined) return;
			const items = streamItems(parsed as IDataObject, all);
			expect(items).toHaveLength(parsed?.events?.length ?? NaN);
			expect(items.filter(({ json }) => odd(json))).toEqual([]);
			expect(() => JSON.stringify(items)).not.toThrow();
			expect(streamItems(parsed as IDataObject, passes).length).toBeLessThanOrEqual(items.length);
			expect(({} as IDataObject).a).toBeUndefined();
		}),
		{ seed: 21, numRuns: 500 },
	);
	expect(reached.taken / (reached.taken + reached.refused)).toBeGreaterThan(0.75);
	expect(reached.refused).toBeGreaterThan(0);
});

test('whatever comes as an alert becomes items, or is refused', () => {
	const reached = { taken: 0, refused: 0, split: 0 };
	const entities = fc.record({ content: fc.array(anything, { maxLength: 3 }) });
	const alert = fc
		.tuple(bodyWith('alert_type', fc.string()), fc.oneof(entities, anything))
		.map(([body, data]) => (odd(body) ? body : { ...(body as object), entity_data: data }));
	fc.assert(
		fc.property(alert, fc.boolean(), (body, split) => {
			const parsed = JSON.parse(JSON.stringify(body)) as IDataObject | null;
			const fault = formFault('alert', parsed, JSON_TYPE);
			const { alert_type: type, entity_data: data } = odd(parsed) ? {} : (parsed as IDataObject);
			expect(fault === undefined).toBe(typeof type === 'string' && type !== '');
			reached[fault === undefined ? 'taken' : 'refused'] += 1;
			if (fault !== undefined) return;
			const items = alertItems(parsed as IDataObject, alertFilter({}), split);
			const { content } = odd(data) ? {} : (data as IDataObject);
			const parts = split && Array.isArray(content) && content.length > 0 ? content.length : 1;
			reached.split += Number(parts > 1);
			expect(items).toHaveLength(parts);
			expect(items.filter(({ json }) => odd(json))).toEqual([]);
		}),
		{ seed: 22, numRuns: 500 },
	);
	expect(reached.taken / (reached.taken + reached.refused)).toBeGreaterThan(0.75);
	expect(reached.refused).toBeGreaterThan(0);
	expect(reached.split / reached.taken).toBeGreaterThan(0.05);
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
		{ seed: 24, numRuns: 2000 },
	);
});

test.each([
	{ event_code: { toString: null } },
	{ event_attributes: { campaign_channel: { toString: 1 } } },
])(
	'an event whose code or channel is no text spoils no batch, and is of no wanted code: %j',
	(odd) => {
		const body = { events: [odd, { event_code: 'MOE_EMAIL_CLICK' }] } as unknown as IDataObject;
		expect(streamItems(body, eventFilter({ eventCodes: ['MOE_EMAIL_CLICK'] }))).toHaveLength(1);
		// Its channel cannot be told.
		expect(streamItems(body, eventFilter({ channels: ['email'] }))).toHaveLength(2);
	},
);

test('a batch keeps what an event says of itself', () => {
	const events = [{ app_name: 'Own' }, { moe_request_id: 'own' }, {}];
	const body = { app_name: 'Shop', moe_request_id: 'r', events };
	expect(streamItems(body, all).map(({ json }) => json)).toEqual([
		{ app_name: 'Own', moe_request_id: 'r' },
		{ app_name: 'Shop', moe_request_id: 'own' },
		{ app_name: 'Shop', moe_request_id: 'r' },
	]);
	expect(streamItems({ events: [{ id: 1 }] }, all)).toEqual([{ json: { id: 1 } }]);
});

test("an entity's field counts more than the alert's of the same name", () => {
	const content = [{ name: 'Summer', status: 'PAUSED' }, { name: 'Winter' }, 'odd'];
	const body = { alert_type: 'X', name: 'An alert', status: 'NEW', entity_data: { content } };
	expect(alertItems(body, all, true).map(({ json }) => json)).toEqual([
		{ alert_type: 'X', name: 'Summer', status: 'PAUSED' },
		{ alert_type: 'X', name: 'Winter', status: 'NEW' },
		{ alert_type: 'X', name: 'An alert', status: 'NEW', entity: 'odd' },
	]);
});

test.each([
	['Application/JSON', undefined],
	['APPLICATION/JSON; charset=utf-8', undefined],
	[' application/json ;charset=utf-8', undefined],
	['application/jsonl', 'The body is not a JSON object'],
	['text/json', 'The body is not a JSON object'],
	[undefined, 'The body is not a JSON object'],
	['application/xml+jsonx', 'The body is not a JSON object'],
	['Application/CloudEvents+JSON', undefined],
])('a body of the media type %p is told by it, whatever the letter case', (type, fault) => {
	expect(formFault('stream', { events: [] }, type)).toBe(fault);
	expect(formFault('alert', { alert_type: 'X' }, type)).toBe(fault);
});

test.each(['Multipart/Form-Data; boundary=x', 'MULTIPART/FORM-DATA'])(
	'a form of the media type %s has its fields in "data"',
	(type) => {
		expect(connectorItems({ data: { user: 'a' }, files: {} }, type, {})).toEqual([
			{ json: { user: 'a' } },
		]);
	},
);

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
		{ seed: 25, numRuns: 2000 },
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
		{ seed: 30 },
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
		{ seed: 26, numRuns: 1000 },
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
