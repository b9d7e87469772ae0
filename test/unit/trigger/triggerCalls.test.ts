import { createHash } from 'node:crypto';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Call } from '../../fixtures/triggerServer';
import { useReceiver } from './useReceiver';

const { call, publish } = useReceiver();

const SECRET = 'correct horse battery staple';
const CAMPAIGN_KEY = 'campaign-key-1';

const CREDENTIAL = {
	dataCenter: '01',
	workspaceId: 'DEMO',
	campaignApiKey: CAMPAIGN_KEY,
	webhookSecret: SECRET,
};

const STREAM = { source: 'stream' };
const CONNECTOR = { source: 'connector' };
const ALERT = { source: 'alert' };

const PROOF = { 'x-webhook-secret': SECRET };

function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

const EVENTS = [
	{
		event_code: 'MOE_EMAIL_CLICK',
		event_uuid: 'u-1',
		event_time: 1580967474,
		uid: 'a@example.com',
	},
	{ event_code: 'SMS_SENT', event_uuid: 'u-2', event_time: '1580967475', uid: 'b@example.com' },
	{
		event_code: 'MOE_RCS_READ',
		event_uuid: 'u-3',
		event_time: 1580967476,
		event_attributes: { campaign_channel: 'EMAIL' },
		brand_new: { nested: [1, 2] },
	},
];

function batch(events: unknown): IDataObject {
	return { app_name: 'Shop', source: 'MOENGAGE', moe_request_id: 'r-1', events } as IDataObject;
}

const ALERT_BODY = {
	alert_id: '1',
	alert_name: 'Delivery Rate Breach',
	alert_type: 'CAMPAIGN_STATS',
	entity_data: {
		count: 2,
		content: [
			{ campaign_id: 'c-1', current_value: 70.5 },
			{ campaign_id: 'c-2', current_value: 1 },
		],
	},
};

/** A call as MoEngage signs it, over the bytes that are sent. */
function signed(body: unknown, key = CAMPAIGN_KEY): Call {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const signature = createHash('sha256').update(`${key}|${text}`).digest('hex');
	return { body: text, headers: { signature } };
}

async function stream(
	events: unknown,
	filters: IDataObject = {},
	options: IDataObject = {},
): Promise<IDataObject[] | undefined> {
	const parameters = { ...STREAM, filters, options } as INodeParameters;
	const taken = await call(parameters, CREDENTIAL, { body: batch(events), headers: PROOF });
	expect(taken.status).toBe(200);
	return taken.items;
}

describe('a call that proves where it comes from', () => {
	test.each([
		['in a header of its own', PROOF],
		['as a Bearer token', { authorization: `Bearer ${SECRET}` }],
		['as a Bearer token in another spelling', { authorization: `bearer   ${SECRET}` }],
		['as the password of a user', { authorization: basic('moengage', SECRET) }],
		['as the password of nobody', { authorization: basic('', SECRET) }],
	])('by the secret %s, starts the workflow', async (_, headers) => {
		for (const parameters of [STREAM, CONNECTOR]) {
			const taken = await call(parameters, CREDENTIAL, { body: batch(EVENTS), headers });
			expect(taken.status).toBe(200);
			expect(taken.items?.length).toBeGreaterThan(0);
		}
	});

	test('may have a secret with colons, spaces and letters outside of ASCII', async () => {
		for (const webhookSecret of ['a:b:c', 'two words', 'Zürich-秘密', ' padded ']) {
			const credential = { ...CREDENTIAL, webhookSecret };
			const headers = { authorization: basic('moengage', webhookSecret.trim()) };
			const taken = await call(CONNECTOR, credential, { body: { id: 1 }, headers });
			expect(taken.items).toEqual([{ id: 1 }]);
		}
		const secret = 'Zürich';
		const bytes = Buffer.from(secret, 'utf8').toString('latin1');
		const taken = await call(
			CONNECTOR,
			{ ...CREDENTIAL, webhookSecret: secret },
			{
				body: { id: 2 },
				headers: { 'x-webhook-secret': bytes },
			},
		);
		expect(taken.items).toEqual([{ id: 2 }]);
	});

	test.each([
		['compact', JSON.stringify(ALERT_BODY)],
		['indented', JSON.stringify(ALERT_BODY, undefined, 4)],
		['with other letters and escapes', '{"alert_type":"X","alert_name":"Zürich \\u00fc \\/"}'],
	])('by a signature over the raw body, %s, starts the workflow', async (_, text) => {
		const taken = await call(ALERT, CREDENTIAL, signed(text));
		expect(taken).toMatchObject({ status: 200, items: [JSON.parse(text)] });
	});

	test('by a signature with the key of the API key dashboard, starts the workflow', async () => {
		const credential = { ...CREDENTIAL, apiKey: 'dashboard-key', campaignApiKey: '' };
		expect((await call(ALERT, credential, signed(ALERT_BODY, 'dashboard-key'))).items).toHaveLength(
			1,
		);
		const both = { ...CREDENTIAL, apiKey: 'dashboard-key' };
		for (const key of [CAMPAIGN_KEY, 'dashboard-key']) {
			expect((await call(ALERT, both, signed(ALERT_BODY, key))).items).toHaveLength(1);
		}
	});

	test('by a secret that was changed holds from the next call on, and the old one no longer', async () => {
		const old: Call = { body: { id: 1 }, headers: PROOF };
		expect((await call(CONNECTOR, CREDENTIAL, old)).status).toBe(200);
		const changed = { ...CREDENTIAL, webhookSecret: 'another' };
		expect((await call(CONNECTOR, changed, old)).status).toBe(401);
		const renewed = { body: { id: 1 }, headers: { 'x-webhook-secret': 'another' } };
		expect((await call(CONNECTOR, changed, renewed)).status).toBe(200);
	});
});

describe('a call that does not', () => {
	const wrong: Array<[what: string, headers: Record<string, string>]> = [
		['nothing', {}],
		['another secret', { 'x-webhook-secret': 'wrong' }],
		['the beginning of the secret', { 'x-webhook-secret': SECRET.slice(0, -1) }],
		['more than the secret', { 'x-webhook-secret': `${SECRET}1` }],
		['the secret in upper case', { 'x-webhook-secret': SECRET.toUpperCase() }],
		['the secret as the user', { authorization: basic(SECRET, '') }],
		['the secret without a scheme', { authorization: SECRET }],
		['the secret in another scheme', { authorization: `Digest ${SECRET}` }],
		['broken Basic authentication', { authorization: 'Basic ****' }],
		['another header', { 'x-secret': SECRET }],
		['the signature of an alert', signed(batch(EVENTS)).headers ?? {}],
	];

	test.each(wrong)(
		'but shows %s, gets 401 and nothing else, and starts nothing',
		async (_, headers) => {
			for (const parameters of [
				STREAM,
				CONNECTOR,
				{ ...STREAM, options: { includeRequest: true } },
			]) {
				const taken = await call(parameters, CREDENTIAL, { body: batch(EVENTS), headers });
				expect(taken).toEqual({ status: 401, text: '' });
			}
		},
	);

	test.each<[what: string, call: Call]>([
		['no signature', { body: ALERT_BODY }],
		['the secret', { body: ALERT_BODY, headers: PROOF }],
		['the signature of another key', signed(ALERT_BODY, 'data-key')],
		[
			'the signature of another body',
			{ ...signed(ALERT_BODY), body: { ...ALERT_BODY, alert_id: '2' } },
		],
		[
			'the signature of the body in another form',
			{
				...signed(ALERT_BODY),
				body: JSON.stringify(ALERT_BODY, undefined, 1),
			},
		],
		['a signature without a key', signed(ALERT_BODY, '')],
		['no body', { headers: signed('').headers }],
		['half of a signature', { body: ALERT_BODY, headers: { signature: 'abc' } }],
	])('an alert with %s, gets 401 and starts nothing', async (_, sent) => {
		expect(await call(ALERT, CREDENTIAL, sent)).toEqual({ status: 401, text: '' });
	});

	test('an alert that someone appended to, in the form that a plain hash allows, starts nothing', async () => {
		// The digest of a longer text that begins with the key and the signed body: nobody needs the key for it.
		const sent = signed(`${JSON.stringify(ALERT_BODY)}&alert_type=CAMPAIGN_STATS`);
		sent.headers = { ...sent.headers, 'content-type': 'application/x-www-form-urlencoded' };
		expect(await call(ALERT, CREDENTIAL, sent)).toMatchObject({ status: 400, items: undefined });
	});

	test.each([
		['an empty secret', STREAM, { ...CREDENTIAL, webhookSecret: '  ' }, { 'x-webhook-secret': '' }],
		['no secret', CONNECTOR, { dataCenter: '01' }, { authorization: basic('moengage', '') }],
		['no key', ALERT, { ...CREDENTIAL, campaignApiKey: '' }, signed(ALERT_BODY, '').headers],
	])('is kept out by a credential with %s', async (_, parameters, credential, headers) => {
		const taken = await call(parameters, credential, { body: JSON.stringify(ALERT_BODY), headers });
		expect(taken).toMatchObject({ status: 401, text: '', items: undefined, thrown: undefined });
	});

	test('leaves in the log what the credential lacks', async () => {
		const headers = signed(ALERT_BODY, '').headers;
		const taken = await call(ALERT, { dataCenter: '01' }, { body: ALERT_BODY, headers });
		expect(taken.warnings).toEqual([
			expect.stringMatching(/^"MoEngage Trigger" rejected a call: .* has no Campaign API Key\./),
		]);
	});

	test('is kept out if the credential cannot be read', async () => {
		const credential = {
			get dataCenter(): string {
				throw new Error('The database is locked');
			},
		};
		const taken = await call(STREAM, credential, { body: batch(EVENTS), headers: PROOF });
		expect(taken).toEqual({
			status: 401,
			text: '',
			warnings: ['"MoEngage Trigger" rejected a call: The database is locked'],
		});
	});

	test('costs no look at the credential if it shows nothing', async () => {
		let reads = 0;
		const credential = {
			get webhookSecret(): string {
				reads++;
				return SECRET;
			},
		};
		await call(STREAM, credential, { body: batch(EVENTS) });
		await call(ALERT, credential, { body: ALERT_BODY });
		expect(reads).toBe(0);
		await call(STREAM, credential, { body: batch(EVENTS), headers: PROOF });
		expect(reads).toBe(1);
	});
});

describe('without authentication', () => {
	test('everyone may call, if that was chosen, but nobody may send an unsigned alert', async () => {
		const open = { authentication: 'none' };
		const sent = { body: batch(EVENTS) };
		expect((await call({ ...STREAM, ...open }, {}, sent)).items).toHaveLength(3);
		expect((await call({ ...CONNECTOR, ...open }, {}, sent)).items).toHaveLength(1);
		expect((await call({ ...ALERT, ...open }, CREDENTIAL, { body: ALERT_BODY })).status).toBe(401);
	});
});

describe('the IP allowlist', () => {
	test.each([
		['127.0.0.1', [], 200],
		['10.1.2.3, 127.0.0.0/8', [], 200],
		['127.0.0.1,', [], 200],
		['::ffff:127.0.0.1', [], 200],
		['52.6.248.125', ['52.6.248.125'], 200],
		['52.6.248.125', [], 403],
		['127.0.0.2/31', [], 403],
		['not an address', [], 403],
	])('"%s" lets in what n8n\'s Webhook node would', async (ipAllowlist, proxies, status) => {
		for (const headers of [PROOF, {}]) {
			const sent = { body: batch(EVENTS), headers, proxies };
			const taken = await call({ ...STREAM, options: { ipAllowlist } }, CREDENTIAL, sent);
			expect(taken.status).toBe(status === 200 && headers !== PROOF ? 401 : status);
		}
	});
});

describe('an IP allowlist that is set, but has no address', () => {
	test.each<[what: string, ipAllowlist: unknown]>([
		['commas alone', ', ,'],
		['an empty list', []],
		['a list as text', '[]'],
		['an expression that finds nothing', '={{ undefined }}'],
		['an expression that yields null', '={{ null }}'],
		['an expression that yields an empty text', '={{ "" }}'],
		['an expression that yields an empty list', '={{ [] }}'],
		['an expression that yields a list of nothing', '={{ [null, " "] }}'],
	])('(%s) lets in nobody, says so in the log, and is not published', async (_, ipAllowlist) => {
		for (const own of [STREAM, { ...CONNECTOR, authentication: 'none' }]) {
			const parameters = { ...own, options: { ipAllowlist } } as INodeParameters;
			const sent = { body: batch(EVENTS), headers: PROOF };
			expect(await call(parameters, CREDENTIAL, sent)).toEqual({
				status: 403,
				text: '',
				warnings: ['"MoEngage Trigger" rejected a call: IP Allowlist has no address'],
			});
			await expect(publish(parameters, CREDENTIAL)).rejects.toThrow('IP Allowlist has no address');
		}
	});

	test.each([undefined, null, '', '  '])('(%j) is one that is not set', async (ipAllowlist) => {
		const parameters = { ...STREAM, options: { ipAllowlist } } as INodeParameters;
		const taken = await call(parameters, CREDENTIAL, { body: batch(EVENTS), headers: PROOF });
		expect(taken).toMatchObject({ status: 200, warnings: undefined });
		expect(taken.items).toHaveLength(3);
		await publish(parameters, CREDENTIAL);
	});

	test('by an expression lets in whom it names', async () => {
		for (const [ipAllowlist, status] of [
			['={{ "127.0.0.1" }}', 200],
			['={{ ["10.0.0.1", "127.0.0.0/8"] }}', 200],
			['={{ ["10.0.0.1", null] }}', 403],
		]) {
			const parameters = { ...STREAM, options: { ipAllowlist } } as INodeParameters;
			const taken = await call(parameters, CREDENTIAL, { body: batch(EVENTS), headers: PROOF });
			expect(taken).toMatchObject({ status, warnings: undefined });
			await publish(parameters, CREDENTIAL);
		}
	});
});

/** Parameters with a filter or a list that cannot be read, and the words of its fault. */
const UNREADABLE: Array<[parameters: IDataObject, words: string]> = [
	[
		{ ...STREAM, filters: { otherEventCodes: '[Purchase' } },
		'Other Event Codes is not valid JSON: it breaks at line 1, column 2, at "Purchase" (unexpected token \'P\')',
	],
	[
		{ ...STREAM, filters: { eventCodes: ['SMS_SENT', { code: 1 }] } },
		'Event Codes {"code":1} is not text',
	],
	[
		{ ...STREAM, filters: { channels: '={{ ({ email: true }) }}' } },
		'Channels {"email":true} is not text',
	],
	[
		{ ...ALERT, filters: { alertTypes: [['FLOW_STATS']] } },
		'Alert Types ["FLOW_STATS"] is not text',
	],
	[{ ...STREAM, options: { ipAllowlist: '={{ true }}' } }, 'IP Allowlist true is not text'],
];

describe('a field that cannot be read', () => {
	test.each(UNREADABLE)(
		'in %j keeps the workflow from being published',
		async (parameters, words) => {
			await expect(publish(parameters as INodeParameters, CREDENTIAL)).rejects.toThrow(words);
		},
	);

	test.each(UNREADABLE)(
		'in %j keeps out a call, and the log says why',
		async (parameters, words) => {
			const sent =
				parameters.source === 'alert'
					? signed(ALERT_BODY)
					: { body: batch(EVENTS), headers: PROOF };
			expect(await call(parameters as INodeParameters, CREDENTIAL, sent)).toEqual({
				status: 401,
				text: '',
				warnings: [`"MoEngage Trigger" rejected a call: ${words}`],
			});
		},
	);

	test('is of no concern to a call that proves nothing', async () => {
		for (const [parameters] of UNREADABLE.slice(0, 4)) {
			const sent = { body: ALERT_BODY, headers: { 'x-webhook-secret': 'wrong' } };
			expect(await call(parameters as INodeParameters, CREDENTIAL, sent)).toEqual({
				status: 401,
				text: '',
			});
		}
	});

	test('comes with advice', async () => {
		const [[parameters]] = UNREADABLE;
		await expect(publish(parameters as INodeParameters, CREDENTIAL)).rejects.toMatchObject({
			description: 'Put names and texts in double quotes, such as ["A", "B"].',
		});
		const options = { ipAllowlist: ', ' };
		await expect(publish({ ...STREAM, options }, CREDENTIAL)).rejects.toMatchObject({
			description: 'Use addresses such as 52.6.248.125 or 10.0.0.0/8, separated by commas.',
		});
	});
});

describe('Streams', () => {
	test('become one item per event, in order, with the fields of the batch, and nothing is converted', async () => {
		expect(await stream(EVENTS)).toEqual(
			EVENTS.map((event) => ({ ...event, app_name: 'Shop', moe_request_id: 'r-1' })),
		);
	});

	test.each<[what: string, filters: IDataObject, uuids: string[]]>([
		['codes', { eventCodes: ['SMS_SENT', 'MOE_EMAIL_OPEN'] }, ['u-2']],
		['other codes', { otherEventCodes: 'MOE_RCS_READ, Purchase' }, ['u-3']],
		['both', { eventCodes: ['SMS_SENT'], otherEventCodes: ['MOE_RCS_READ'] }, ['u-2', 'u-3']],
		['a channel, of a new code as well', { channels: ['email'] }, ['u-1', 'u-3']],
		[
			'a channel and a code',
			{ channels: ['email'], eventCodes: ['MOE_EMAIL_CLICK', 'SMS_SENT'] },
			['u-1'],
		],
		['nothing', { channels: [], eventCodes: [], otherEventCodes: '' }, ['u-1', 'u-2', 'u-3']],
	])('are filtered by %s', async (_, filters, uuids) => {
		expect((await stream(EVENTS, filters))?.map(({ event_uuid: uuid }) => uuid)).toEqual(uuids);
	});

	test('start nothing, and get 200, if no event passes', async () => {
		expect(await stream(EVENTS, { eventCodes: ['INSTALL'] })).toBeUndefined();
		expect(await stream([])).toBeUndefined();
	});

	test('may hold what is no event, and keys that objects inherit', async () => {
		const odd = [null, 5, 'text', [1], {}];
		expect((await stream(odd))?.map(({ event }) => event)).toEqual([
			null,
			5,
			'text',
			[1],
			undefined,
		]);
		const text =
			'{"events":[{"event_code":"A","__proto__":{"polluted":1},"constructor":2,"toString":3,"hasOwnProperty":4}]}';
		const taken = await call({ ...STREAM, filters: { otherEventCodes: 'A' } }, CREDENTIAL, {
			body: text,
			headers: PROOF,
		});
		expect(taken.items?.[0]).toMatchObject({ event_code: 'A', constructor: 2, toString: 3 });
		expect(({} as IDataObject).polluted).toBeUndefined();
	});

	test('in another encoding than UTF-8 keep all that can be read, and nothing is lost', async () => {
		const names = ['José', 'Zoë', 'Jane'].map((name, index) => ({ event_code: `E${index}`, name }));
		const body = Buffer.from(JSON.stringify(batch(names)), 'latin1');
		const contentType = 'application/json';
		const taken = await call(STREAM, CREDENTIAL, { body, contentType, headers: PROOF });
		expect(taken.status).toBe(200);
		expect(taken.items?.map(({ name }) => name)).toEqual(['Jos\ufffd', 'Zo\ufffd', 'Jane']);
	});

	test('may be large', async () => {
		const many = Array.from({ length: 10_000 }, (_, index) => ({ event_uuid: `u-${index}` }));
		const items = await stream(many);
		expect(items).toHaveLength(10_000);
		expect(items?.[9_999]).toMatchObject({ event_uuid: 'u-9999', app_name: 'Shop' });
	});
});

test.each([
	'application/cloudevents+json',
	'application/hal+json; charset=utf-8',
	'Application/Vnd.API+JSON',
])('JSON is read as %s, too', async (contentType) => {
	const headers = { ...PROOF, 'content-type': contentType };
	const taken = await call(STREAM, CREDENTIAL, { body: batch(EVENTS), headers });
	expect(taken.items?.map(({ event_uuid: uuid }) => uuid)).toEqual(['u-1', 'u-2', 'u-3']);
	const alert = signed(ALERT_BODY);
	const headersOfAlert = { ...alert.headers, 'content-type': contentType };
	expect((await call(ALERT, CREDENTIAL, { ...alert, headers: headersOfAlert })).items).toEqual([
		ALERT_BODY,
	]);
	for (const body of ['{"events":[', '[{"events":[]}]', '5', '']) {
		const odd = await call(STREAM, CREDENTIAL, { body, headers });
		expect(odd).toMatchObject({ status: 400, items: undefined, thrown: undefined });
	}
});

test('JSON of such a type is read in its encoding', async () => {
	const names = ['José', 'Zoë', 'Jane'].map((name, index) => ({ event_code: `E${index}`, name }));
	for (const charset of ['iso-8859-1', 'Windows-1252', '"latin1"']) {
		const headers = { ...PROOF, 'content-type': `application/hal+json; charset=${charset}` };
		const body = Buffer.from(JSON.stringify(batch(names)), 'latin1');
		const taken = await call(STREAM, CREDENTIAL, { body, headers });
		expect(taken.items?.map(({ name }) => name)).toEqual(['José', 'Zoë', 'Jane']);
	}
});

describe('a body of another form gets 400, says why, and starts nothing', () => {
	test.each<[body: unknown, contentType: string]>([
		[{ event: {} }, 'application/json'],
		[{ events: { 0: {} } }, 'application/json'],
		[{ events: '[]' }, 'application/json'],
		[[{ events: [] }], 'application/json'],
		['"events"', 'application/json'],
		['null', 'application/json'],
		['{"events":[{}]}', 'text/plain'],
		['events=1&events=2', 'application/x-www-form-urlencoded'],
		['{"events":[{}]}', 'application/octet-stream'],
		[undefined, 'application/json'],
		[ALERT_BODY, 'application/json'],
	])('%j as %s, for Streams', async (body, contentType) => {
		const headers = { ...PROOF, 'content-type': contentType };
		const taken = await call(STREAM, CREDENTIAL, { body, headers });
		expect(taken).toMatchObject({ status: 400, items: undefined, thrown: undefined });
		expect(taken.text).toMatch(/^The body (is not a JSON object|has no list "events")$/);
	});

	test.each([
		'{}',
		'[]',
		'5',
		'{"alert_type":""}',
		'{"alert_type":5}',
		JSON.stringify(batch(EVENTS)),
	])('%s, for an alert', async (body) => {
		const taken = await call(ALERT, CREDENTIAL, signed(body));
		expect(taken).toMatchObject({ status: 400, items: undefined, thrown: undefined });
	});

	test('broken JSON never reaches the node', async () => {
		const taken = await call(STREAM, CREDENTIAL, { body: '{"events":[', headers: PROOF });
		expect(taken).toMatchObject({ status: 422, items: undefined });
	});
});

describe('an alert', () => {
	test.each<[types: string[], starts: boolean]>([
		[[], true],
		[['CAMPAIGN_STATS'], true],
		[['FLOW_STATS', 'CAMPAIGN_EXPIRY'], false],
	])(
		'of type CAMPAIGN_STATS, filtered by %j, starts the workflow: %j',
		async (alertTypes, starts) => {
			const taken = await call(
				{ ...ALERT, filters: { alertTypes } },
				CREDENTIAL,
				signed(ALERT_BODY),
			);
			expect(taken).toMatchObject({ status: 200, items: starts ? [ALERT_BODY] : undefined });
		},
	);

	test('of a type that is not documented starts the workflow', async () => {
		const body = { alert_type: 'WHATSAPP_TEMPLATE_SUSPENSION', new_field: { a: 1 } };
		expect((await call(ALERT, CREDENTIAL, signed(body))).items).toEqual([body]);
	});

	test('is split into its campaigns or flows', async () => {
		const split = { ...ALERT, options: { splitEntities: true } };
		const alert = {
			alert_id: '1',
			alert_name: 'Delivery Rate Breach',
			alert_type: 'CAMPAIGN_STATS',
		};
		expect((await call(split, CREDENTIAL, signed(ALERT_BODY))).items).toEqual([
			{ ...alert, campaign_id: 'c-1', current_value: 70.5 },
			{ ...alert, campaign_id: 'c-2', current_value: 1 },
		]);
		const odd = { ...alert, entity_data: { content: [5, null] } };
		expect((await call(split, CREDENTIAL, signed(odd))).items).toEqual([
			{ ...alert, entity: 5 },
			{ ...alert, entity: null },
		]);
	});

	test.each([
		['no entities', { alert_type: 'APNS_TOKEN_EXPIRY' }],
		['an empty list', { alert_type: 'FLOW_STATS', entity_data: { count: 0, content: [] } }],
		['something else', { alert_type: 'NEW', entity_data: 'none' }],
	])('with %s stays one item', async (_, body) => {
		const split = { ...ALERT, options: { splitEntities: true } };
		expect((await call(split, CREDENTIAL, signed(body))).items).toEqual([body]);
	});
});

describe('a Connector campaign', () => {
	test.each<[what: string, sent: Call, items: IDataObject[]]>([
		['JSON', { body: { user: 'a', total: 5 } }, [{ user: 'a', total: 5 }]],
		[
			'a list',
			{ body: [{ user: 'a' }, { user: 'b' }, 7] },
			[{ user: 'a' }, { user: 'b' }, { body: 7 }],
		],
		[
			'a form',
			{
				body: 'user=a&tag=x&tag=y',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			},
			[{ user: 'a', tag: ['x', 'y'] }],
		],
		['text', { body: 'Hi', headers: { 'content-type': 'text/plain' } }, [{ body: 'Hi' }]],
		['a query', { method: 'GET', query: '?user=a&total=5' }, [{ user: 'a', total: '5' }]],
		['a query and a body', { body: { user: 'b' }, query: '?user=a' }, [{ user: 'b' }]],
		['a query and an empty body', { body: {}, query: '?user=a' }, [{ user: 'a' }]],
		['DELETE', { method: 'DELETE', query: '?user=a' }, [{ user: 'a' }]],
		['PUT', { method: 'PUT', body: { user: 'a' } }, [{ user: 'a' }]],
		['nothing', { method: 'GET' }, [{}]],
	])('sends %s, and its fields become items', async (_, sent, items) => {
		const headers = { ...PROOF, ...sent.headers };
		expect(await call(CONNECTOR, CREDENTIAL, { ...sent, headers })).toMatchObject({
			status: 200,
			items,
		});
	});

	const TYPES = [
		false,
		'text/json',
		'application/vnd.api+json',
		'application/octet-stream',
	] as const;

	describe.each(TYPES)(
		'with a raw body that n8n does not parse, of the type %s,',
		(contentType) => {
			test.each<[what: string, body: string, items: IDataObject[]]>([
				['JSON', '{"user":"ann","total":5}', [{ user: 'ann', total: 5 }]],
				[
					'a list',
					'[{"user":"ann"},{"user":"bea"},7]',
					[{ user: 'ann' }, { user: 'bea' }, { body: 7 }],
				],
				['an empty list', '[]', []],
				['JSON behind a byte order mark', '\uFEFF{"user":"Zoë"}', [{ user: 'Zoë' }]],
				['text', 'user is ann & beä\n', [{ body: 'user is ann & beä\n' }]],
				['broken JSON', '{"user":"ann"', [{ body: '{"user":"ann"' }]],
				['JSON without fields', '5', [{ body: '5' }]],
				['XML', '<user>ann</user>', [{ body: '<user>ann</user>' }]],
			])('loses nothing of %s', async (_, body, items) => {
				const sent = { body, contentType, headers: PROOF, query: '?step=2' };
				expect(await call(CONNECTOR, CREDENTIAL, sent)).toMatchObject({
					status: 200,
					items: items.length > 0 ? items : undefined,
				});
			});

			test.each(['', ' \r\n', '{}', ' { } '])(
				'takes the query for an empty one: %j',
				async (body) => {
					const sent = { body, contentType, headers: PROOF, query: '?step=2' };
					expect((await call(CONNECTOR, CREDENTIAL, sent)).items).toEqual([{ step: '2' }]);
				},
			);

			test('rejects whoever does not show the secret', async () => {
				for (const headers of [
					{},
					{ 'x-webhook-secret': 'wrong' },
					signed('{"user":"ann"}').headers,
				]) {
					const sent = { body: '{"user":"ann"}', contentType, headers };
					expect(await call(CONNECTOR, CREDENTIAL, sent)).toEqual({ status: 401, text: '' });
				}
				const parameters = { ...CONNECTOR, options: { ipAllowlist: '10.0.0.1' } };
				const sent = { body: '{"user":"ann"}', contentType, headers: PROOF };
				expect((await call(parameters, CREDENTIAL, sent)).status).toBe(403);
			});
		},
	);

	test.each(['application/xml', 'text/xml; charset=utf-8', 'application/soap+xml'])(
		'with a raw body of XML (%s) loses neither its names nor its order',
		async (contentType) => {
			const body =
				'<?xml version="1.0"?>\n<Order id="A1"><FirstName>Jané</FirstName><Id>1</Id></Order>\n';
			const headers = { ...PROOF, 'content-type': contentType };
			const taken = await call(CONNECTOR, CREDENTIAL, { body, headers, query: '?step=2' });
			expect(taken).toMatchObject({ status: 200, items: [{ body }] });
		},
	);

	const LATIN = '<Order city="Zürich"><Name>José</Name></Order>';
	test.each([
		['application/xml; charset=ISO-8859-1', LATIN, 'latin1'],
		['text/xml;Charset="windows-1252"', LATIN, 'latin1'],
		['application/xml', `<?xml version="1.0" encoding='iso-8859-1'?>${LATIN}`, 'latin1'],
		['application/xml; charset=utf-16le', LATIN, 'utf16le'],
		['application/xml; charset=unheard-of', LATIN, 'utf8'],
		['application/xml; charset=utf-8', `<?xml encoding="ISO-8859-1"?>${LATIN}`, 'utf8'],
		['application/order; charset=latin1', LATIN, 'latin1'],
	] as const)('of the type %s is read in its encoding', async (contentType, text, encoding) => {
		const headers = { ...PROOF, 'content-type': contentType };
		const taken = await call(CONNECTOR, CREDENTIAL, { body: Buffer.from(text, encoding), headers });
		expect(taken.items).toEqual([{ body: text }]);
	});

	test.each(['null', '""', ' null '])(
		'of JSON that holds nothing (%s) takes the query',
		async (body) => {
			const sent = { body, headers: PROOF, query: '?step=2' };
			expect((await call(CONNECTOR, CREDENTIAL, sent)).items).toEqual([{ step: '2' }]);
		},
	);

	test('of parts becomes their fields, and never the text of its files', async () => {
		const part = (name: string, text: string) =>
			`--x\r\nContent-Disposition: form-data; ${name}\r\n\r\n${text}\r\n`;
		const file = part('name="list"; filename="list.csv"', '{"user":"of the file"}');
		for (const [body, item] of [
			[part('name="user"', 'ann'), { user: 'ann' }],
			[`${part('name="user"', 'ann')}${file}`, { user: 'ann' }],
			[file, { step: '2' }],
		] as const) {
			const headers = { ...PROOF, 'content-type': 'multipart/form-data; boundary=x' };
			const sent = { body: `${body}--x--\r\n`, headers, query: '?step=2' };
			expect((await call(CONNECTOR, CREDENTIAL, sent)).items).toEqual([item]);
		}
	});

	test('with an empty list starts nothing, and gets 200', async () => {
		const taken = await call(CONNECTOR, CREDENTIAL, { body: [], headers: PROOF });
		expect(taken).toMatchObject({ status: 200, items: undefined });
	});
});

describe('no secret gets into an item', () => {
	const includeRequest = { options: { includeRequest: true } };

	test.each<[parameters: INodeParameters, sent: Call]>([
		[CONNECTOR, { body: { id: 1 }, headers: PROOF }],
		[CONNECTOR, { method: 'GET', headers: { authorization: `Bearer ${SECRET}` } }],
		[STREAM, { body: batch(EVENTS), headers: { authorization: basic('moengage', SECRET) } }],
		[ALERT, signed(ALERT_BODY)],
	])('of %j, with the request', async (parameters, sent) => {
		const taken = await call({ ...parameters, ...includeRequest }, CREDENTIAL, {
			...sent,
			headers: {
				...sent.headers,
				cookie: 'session=1',
				'proxy-authorization': 'Basic abc',
				'x-copy': `it is ${SECRET}, or ${CAMPAIGN_KEY}`,
				'x-request-id': 'r-1',
			},
			query: `?id=7&copy=${encodeURIComponent(SECRET)}&other=${CAMPAIGN_KEY}`,
		});
		const kept = parameters.source === 'alert' ? { copy: SECRET } : { other: CAMPAIGN_KEY };
		const [{ request }] = taken.items as [{ request: IDataObject }];
		expect(request).toMatchObject({
			method: sent.method ?? 'POST',
			headers: { 'x-request-id': 'r-1' },
			query: { id: '7', ...kept },
		});
		const secret = parameters.source === 'alert' ? CAMPAIGN_KEY : SECRET;
		const text = JSON.stringify(taken.items);
		expect(text).not.toContain(secret);
		expect(text).not.toContain(Buffer.from(`moengage:${SECRET}`).toString('base64'));
		expect(Object.keys(request.headers as IDataObject).join()).not.toMatch(
			/authorization|cookie|signature|secret/,
		);
	});

	test.each(['with "quotes"', 'with \\ and \t tab', 'plain'])(
		'of a query that repeats a name or nests it: %j',
		async (webhookSecret) => {
			const secret = encodeURIComponent(webhookSecret);
			const sent = {
				method: 'GET',
				query: `?user=a&user=b&key=x&key=is+${secret}&${secret}=y`,
				headers: { authorization: basic('moengage', webhookSecret) },
			};
			const credential = { ...CREDENTIAL, webhookSecret };
			expect((await call(CONNECTOR, credential, sent)).items).toEqual([{ user: ['a', 'b'] }]);
		},
	);

	test('nor without it', async () => {
		const sent = {
			method: 'GET',
			query: `?user=a&key=${encodeURIComponent(SECRET)}`,
			headers: PROOF,
		};
		expect((await call(CONNECTOR, CREDENTIAL, sent)).items).toEqual([{ user: 'a' }]);
		const plain = await call(STREAM, CREDENTIAL, { body: batch(EVENTS), headers: PROOF });
		expect(plain.items?.[0]).not.toHaveProperty('request');
	});
});

describe('with the request, an item', () => {
	const parameters = { ...CONNECTOR, options: { includeRequest: true } };

	test.each<[what: string, sent: Call, items: IDataObject[]]>([
		['without a field request', { body: { id: 1 } }, [{ id: 1, request: {} }]],
		['that is no object', { body: ['a'] }, [{ body: 'a', request: {} }]],
		['with a field request', { body: { request: 'R-1' } }, [{ request: { original: 'R-1' } }]],
		[
			'with an object and an empty value of that name',
			{ body: [{ request: { method: 'own' } }, { request: null }, { id: 3 }] },
			[
				{ request: { original: { method: 'own' } } },
				{ request: { original: null } },
				{ id: 3, request: {} },
			],
		],
		[
			'of a query with a parameter request',
			{ query: '?request=R-2' },
			[{ request: { original: 'R-2' } }],
		],
	])('%s loses neither', async (_, sent, items) => {
		const taken = await call(parameters, CREDENTIAL, {
			...sent,
			headers: { ...PROOF, 'x-id': '7' },
		});
		expect(taken.items).toHaveLength(items.length);
		taken.items?.forEach(({ request, ...own }, index) => {
			const { request: kept, ...fields } = items[index];
			const { method, headers, query, ...more } = request as IDataObject;
			expect([own, more]).toEqual([fields, kept]);
			expect([method, headers]).toEqual(['POST', expect.objectContaining({ 'x-id': '7' })]);
			expect(query).toEqual(sent.query === undefined ? {} : { request: 'R-2' });
		});
	});
});

describe('a workflow with the trigger', () => {
	test.each<[parameters: INodeParameters, credential: IDataObject, words: RegExp]>([
		[STREAM, { ...CREDENTIAL, webhookSecret: '' }, /has no Webhook Secret/],
		[CONNECTOR, { dataCenter: '01', workspaceId: 'DEMO' }, /has no Webhook Secret/],
		[
			{ ...ALERT, authentication: 'none' },
			{ webhookSecret: SECRET },
			/has no Campaign API Key.*API Key/,
		],
		[{ ...STREAM, options: { ipAllowlist: '1.2.3.4 5.6.7.8' } }, CREDENTIAL, /IP Allowlist/],
	])(
		'of %j is not published with a credential that is not enough',
		async (parameters, credential, words) => {
			await expect(publish(parameters, credential)).rejects.toThrow(words);
		},
	);

	test('needs no secret where none is asked for', async () => {
		for (const source of ['stream', 'connector']) {
			expect(await publish({ source, authentication: 'none' }, {})).toBe(true);
		}
	});
});
