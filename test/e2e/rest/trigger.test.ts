import type { IDataObject, INode } from 'n8n-workflow';

import {
	ALERT_TYPES,
	callOnce,
	kindsOf,
	OTHER_ALERT_TYPES,
	sampleAlert,
	signatureOf,
	streamBatches,
	streamEvents,
	WebhookSender,
	type Call,
	type CallAuth,
	type Reply,
} from '../../simulator/webhooks';
import { withCredential } from '../n8n/instance';
import { chainOf, n8nNode, triggerNode, webhookUrl } from '../n8n/triggers';
import { useInstance } from '../n8n/useInstance';

const HOOK_WORDS = 'hook-secret-5d1e07-Zürich';

const BEARER: CallAuth = { kind: 'bearer', secret: Buffer.from(HOOK_WORDS).toString('latin1') };

/** n8n's own limit of a body, by default. */
const MAX_BODY = 16 * 1024 * 1024;

const instance = useInstance();

let credentialId: string;

beforeAll(async () => {
	const { client, simulator } = instance();
	const data = { ...simulator.credential, webhookSecret: HOOK_WORDS };
	credentialId = await client.createCredential('With a secret', data);
});

/** A published workflow that starts with a trigger. */
class Published {
	private constructor(
		readonly id: string,
		readonly trigger: INode,
	) {}

	/** @param following nodes behind the trigger */
	static async start(
		parameters: INode['parameters'],
		following: INode[] = [],
		credential = credentialId,
	): Promise<Published> {
		const trigger = triggerNode(parameters);
		const workflow = chainOf(`By ${String(parameters.source)}`, [trigger, ...following]);
		const { client } = instance();
		const id = await client.createWorkflow(withCredential(workflow, credential));
		await client.publish(id);
		return new Published(id, trigger);
	}

	get url(): string {
		return webhookUrl(instance().n8n.origin, this.trigger);
	}

	sender(auth: CallAuth = BEARER): WebhookSender {
		return new WebhookSender({ url: this.url, auth, secondMs: 1 });
	}

	async call(call: Partial<Call>): Promise<Reply> {
		return await callOnce(new URL(this.url), { method: 'POST', headers: {}, ...call });
	}

	/** @param body leaves as JSON */
	async post(body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
		return await this.call({
			headers: { 'Content-Type': 'application/json', ...headers },
			body: Buffer.from(JSON.stringify(body)),
		});
	}

	/**
	 * The items of each of so many executions, in the order of their IDs. n8n answers calls before it starts
	 * executions, so calls that follow each other closely may come in another order.
	 */
	async items(count: number): Promise<IDataObject[][]> {
		const { client } = instance();
		const ids = await client.started(this.id, count);
		expect(ids).toHaveLength(count);
		const ended = await Promise.all(ids.map(async (id) => await client.ended(id)));
		return ended.map((execution) => {
			expect(execution.status).toBe('success');
			return execution.output(this.trigger.name).map(({ json }) => json);
		});
	}

	/** Waits until a call that is taken has shown itself: then those before it started nothing. */
	async expectNothingStarted(startSomething: () => Promise<Reply>): Promise<void> {
		expect((await startSomething()).status).toBe(200);
		await this.items(1);
	}
}

const bearer = { Authorization: `Bearer ${Buffer.from(HOOK_WORDS).toString('latin1')}` };

const [BATCH] = streamBatches(streamEvents(3));

describe('Streams', () => {
	test('each batch starts one execution, with one item per event, in order', async () => {
		const published = await Published.start({ source: 'stream' });
		const moengage = published.sender();
		const events = streamEvents(250);
		for (const [index, at] of [0, 100, 200].entries()) {
			await moengage.stream(events.slice(at, at + 100));
			await published.items(index + 1);
		}
		expect(moengage.counts).toMatchObject({ taken: 3, refused: 0, eventsTaken: 250 });
		const all = await published.items(3);
		expect(all.map((items) => items.length)).toEqual([100, 100, 50]);
		const ids = new Set(all.flat().map(({ moe_request_id }) => moe_request_id));
		expect(ids.size).toBe(3);
		expect(all.flat()).toEqual(
			events.map((event) => ({
				...event,
				app_name: 'Demo Shop',
				moe_request_id: expect.stringMatching(/^[0-9a-f]{24}$/) as unknown,
			})),
		);
	});

	test.each<[string, CallAuth]>([
		[
			'the password of Basic, with any user',
			{ kind: 'basic', user: 'whoever', password: HOOK_WORDS },
		],
		['a Bearer token', BEARER],
		[
			'X-Webhook-Secret',
			{
				kind: 'header',
				name: 'X-Webhook-Secret',
				value: Buffer.from(HOOK_WORDS).toString('latin1'),
			},
		],
	])('the secret is taken as %s', async (_, auth) => {
		const published = await Published.start({ source: 'stream' });
		const [{ replies }] = await published.sender(auth).stream(streamEvents(2));
		expect(replies.map(({ status }) => status)).toEqual([200]);
		expect(await published.items(1)).toMatchObject([[{}, {}]]);
	});

	test('a batch of which no event passes the filter gets 200, and starts nothing', async () => {
		const filters = { eventCodes: ['MOE_EMAIL_CLICK'], otherEventCodes: 'Purchase' };
		const published = await Published.start({ source: 'stream', filters });
		const moengage = published.sender();
		await moengage.stream(
			streamEvents(100, kindsOf(['MOE_EMAIL_SENT', 'MOE_EMAIL_OPEN', 'n_i_s'])),
		);
		await moengage.stream(streamEvents(6, kindsOf(['SMS_SENT', 'MOE_EMAIL_CLICK', 'Purchase'])));
		expect(moengage.counts).toMatchObject({ taken: 2, refused: 0 });
		const [items] = await published.items(1);
		expect(items.map(({ event_code }) => event_code)).toEqual([
			'MOE_EMAIL_CLICK',
			'Purchase',
			'MOE_EMAIL_CLICK',
			'Purchase',
		]);
	});

	test('codes, types and fields that MoEngage adds later pass', async () => {
		const published = await Published.start({ source: 'stream' });
		const odd = [
			{ event_code: 'MOE_OF_2030', event_time: '1580967474', new_field: { a: [1] } },
			{ event_code: 'n_i_s', event_type: 'REACHABILITY', uid: null },
			{},
		];
		expect(await published.post({ events: odd, region: 'eu' }, bearer)).toMatchObject({
			status: 200,
		});
		expect(await published.items(1)).toEqual([odd]);
	});

	test('while the workflow runs long, MoEngage has had its exact 200 at once', async () => {
		const seconds = 15;
		const wait = n8nNode('Wait', 'wait', 1.1, { amount: seconds, unit: 'seconds' });
		const published = await Published.start({ source: 'stream' }, [wait]);
		const reply = await published.post(BATCH, bearer);
		expect(reply.status).toBe(200);
		expect(reply.tookMs).toBeLessThan(seconds * 1000);
		const { client } = instance();
		const [id] = await client.started(published.id, 1);
		expect(['new', 'running', 'waiting']).toContain((await client.execution(id)).status);
		expect((await client.ended(id)).status).toBe('success');
	});

	test('Authentication None takes calls without a credential', async () => {
		const trigger = triggerNode({ source: 'stream', authentication: 'none' });
		const { client, n8n } = instance();
		await client.publish(await client.createWorkflow(chainOf('Open', [trigger])));
		const moengage = new WebhookSender({ url: webhookUrl(n8n.origin, trigger) });
		await moengage.stream(streamEvents(3), { batchSize: 1 });
		expect(moengage.counts.taken).toBe(3);
	});
});

describe('alerts', () => {
	test('each type that is documented, and others, starts an execution with the alert', async () => {
		const published = await Published.start({ source: 'alert' });
		const { campaignApiKey } = instance().simulator.credential;
		const alerts = [...ALERT_TYPES, ...OTHER_ALERT_TYPES].map(sampleAlert);
		for (const [index, alert] of alerts.entries()) {
			await published.sender().alert(alert, campaignApiKey);
			expect((await published.items(index + 1)).at(-1)).toEqual([alert]);
		}
	});

	test('the signature is checked over the bytes, whatever spaces and escapes they have', async () => {
		const published = await Published.start({ source: 'alert' });
		const { campaignApiKey } = instance().simulator.credential;
		const alert = sampleAlert('EVENTS_VOLUME');
		const compact = JSON.stringify(alert);
		const bodies = [
			JSON.stringify(alert, null, 4),
			` ${compact}\n`,
			compact.replace(/[^\0-~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
		];
		for (const body of bodies) {
			const { isTaken } = await published.sender().alert(alert, campaignApiKey, Buffer.from(body));
			expect(isTaken).toBe(true);
		}
		expect(await published.items(3)).toEqual([[alert], [alert], [alert]]);
	});

	test('Split Entities makes one item per campaign or flow, and the filter holds back types', async () => {
		const published = await Published.start({
			source: 'alert',
			filters: { alertTypes: ['FLOW_STATS'] },
			options: { splitEntities: true },
		});
		const { campaignApiKey } = instance().simulator.credential;
		for (const type of ['CAMPAIGN_STATS', 'FLOW_STATS', 'APNS_TOKEN_EXPIRY']) {
			const { isTaken } = await published.sender().alert(sampleAlert(type), campaignApiKey);
			expect(isTaken).toBe(true);
		}
		const [items] = await published.items(1);
		expect(items.map(({ flow_name, alert_type }) => [flow_name, alert_type])).toEqual([
			['Onboarding 1', 'FLOW_STATS'],
			['Onboarding 2', 'FLOW_STATS'],
			['Onboarding 3', 'FLOW_STATS'],
		]);
	});
});

describe('Connector Campaigns', () => {
	test.each(['POST', 'PUT', 'GET', 'DELETE'] as const)('%s is taken', async (method) => {
		const published = await Published.start({ source: 'connector', httpMethod: method });
		const hasBody = method === 'POST' || method === 'PUT';
		const fields = { customer_id: 'customer-1', step: '2' };
		const call = hasBody ? { body: fields } : { query: fields };
		const { isTaken } = await published.sender().connector({ method, ...call });
		expect(isTaken).toBe(true);
		expect(await published.items(1)).toEqual([[fields]]);
		const other = method === 'POST' ? 'GET' : 'POST';
		const [{ status }] = (await published.sender().connector({ method: other })).replies;
		expect(status).toBe(404);
	});

	test('JSON, forms and text arrive as fields', async () => {
		const published = await Published.start({ source: 'connector' });
		const moengage = published.sender();
		await moengage.connector({ body: [{ user: 'ann' }, { user: 'bea' }] });
		await published.items(1);
		await moengage.connector({ body: new URLSearchParams({ user: 'ann & bea' }) });
		await published.items(2);
		await moengage.connector({ body: 'user is ann' });
		await published.items(3);
		await moengage.connector({ body: '{"user":"ann"}', contentType: false });
		await published.items(4);
		await moengage.connector({ body: 'user is bea', contentType: 'application/octet-stream' });
		expect(moengage.counts.taken).toBe(5);
		expect(await published.items(5)).toEqual([
			[{ user: 'ann' }, { user: 'bea' }],
			[{ user: 'ann & bea' }],
			[{ body: 'user is ann' }],
			[{ user: 'ann' }],
			[{ body: 'user is bea' }],
		]);
	});
});

describe('a call that does not show that it is from MoEngage gets 401, an empty answer, and starts nothing', () => {
	test.each(['stream', 'connector'])('%s', async (source) => {
		const published = await Published.start({ source });
		const wrong = [
			'wrong',
			`${HOOK_WORDS} `.trim().toUpperCase(),
			HOOK_WORDS.slice(0, -1),
			`${HOOK_WORDS}x`,
		];
		const headers: Array<Record<string, string>> = [
			{},
			{ Authorization: '' },
			{ Authorization: 'Bearer' },
			{ 'X-Webhook-Secret': '' },
			...wrong.map((secret) => ({
				Authorization: `Bearer ${Buffer.from(secret).toString('latin1')}`,
			})),
			...wrong.map((secret) => ({ 'X-Webhook-Secret': Buffer.from(secret).toString('latin1') })),
			...wrong.map((secret) => ({
				Authorization: `Basic ${Buffer.from(`${HOOK_WORDS}:${secret}`).toString('base64')}`,
			})),
			{ Signature: signatureOf(HOOK_WORDS, Buffer.from(JSON.stringify(BATCH))) },
		];
		for (const shown of headers) {
			expect(await published.post(BATCH, shown)).toMatchObject({ status: 401, body: '' });
		}
		await published.expectNothingStarted(async () => await published.post(BATCH, bearer));
	});

	test('alert', async () => {
		const published = await Published.start({ source: 'alert' });
		const { campaignApiKey, dataApiKey } = instance().simulator.credential;
		const alert = sampleAlert('CAMPAIGN_STATS');
		const body = Buffer.from(JSON.stringify(alert));
		const right = signatureOf(campaignApiKey, body);
		const headers: Array<Record<string, string>> = [
			{},
			bearer,
			{ 'X-Webhook-Secret': campaignApiKey },
			{ Signature: '' },
			{ Signature: right.slice(0, -1) },
			{ Signature: signatureOf(dataApiKey, body) },
			{ Signature: signatureOf('', body) },
			{ Signature: signatureOf(HOOK_WORDS, body) },
			{ Signature: signatureOf(campaignApiKey, Buffer.from(`${body.toString()} `)) },
		];
		for (const shown of headers) {
			expect(await published.post(alert, shown)).toMatchObject({ status: 401, body: '' });
		}
		await published.expectNothingStarted(
			async () => await published.post(alert, { Signature: right }),
		);
	});
});

describe('a call that is not of the form of its source gets 400, and starts nothing', () => {
	test('Streams', async () => {
		const published = await Published.start({ source: 'stream' });
		const bodies = [{}, [], [BATCH], { events: {} }, { events: 'none' }, sampleAlert('FLOW_STATS')];
		for (const body of bodies) {
			expect(await published.post(body, bearer)).toMatchObject({ status: 400 });
		}
		const headers = { ...bearer, 'Content-Type': 'text/plain' };
		expect(await published.call({ headers, body: Buffer.from('hi') })).toMatchObject({
			status: 400,
		});
		await published.expectNothingStarted(async () => await published.post(BATCH, bearer));
	});

	test('alerts', async () => {
		const published = await Published.start({ source: 'alert' });
		const { campaignApiKey } = instance().simulator.credential;
		const signed = async (body: unknown) => {
			const bytes = Buffer.from(JSON.stringify(body));
			return await published.post(body, { Signature: signatureOf(campaignApiKey, bytes) });
		};
		for (const body of [{}, [], BATCH, { alert_type: 5 }, { alert_type: '' }]) {
			expect(await signed(body)).toMatchObject({ status: 400 });
		}
		await published.expectNothingStarted(async () => await signed(sampleAlert('FLOW_STATS')));
	});
});

test('a body over the limit of n8n gets what n8n answers to its own Webhook node, and starts nothing', async () => {
	const { client, n8n } = instance();
	const webhook = n8nNode('Webhook', 'webhook', 2, { httpMethod: 'POST', path: 'own' });
	await client.publish(await client.createWorkflow(chainOf('Own webhook', [webhook])));
	const call: Call = {
		method: 'POST',
		// n8n answers before it has read everything, and would otherwise cut the connection off at once.
		headers: { 'Content-Type': 'application/json', Connection: 'keep-alive', ...bearer },
		body: Buffer.from(JSON.stringify({ ...BATCH, pad: 'x'.repeat(MAX_BODY) })),
	};
	const own = await callOnce(new URL(`${n8n.origin}/webhook/own`), call);
	process.stdout.write(`Body over the limit: ${own.status} ${own.body}\n`);
	expect(own.status).toBeGreaterThanOrEqual(400);
	const published = await Published.start({ source: 'stream' });
	expect(await published.call(call)).toMatchObject({ status: own.status, body: own.body });
	await published.expectNothingStarted(async () => await published.post(BATCH, bearer));
});

describe('publishing', () => {
	test.each([
		['stream', 'webhookSecret', 'Webhook Secret'],
		['connector', 'webhookSecret', 'Webhook Secret'],
		['alert', 'campaignApiKey', 'Campaign API Key'],
	])('%s without %s fails, and n8n says which field is missing', async (source, field, label) => {
		const { client, simulator } = instance();
		const data = { ...simulator.credential, webhookSecret: HOOK_WORDS, [field]: '' };
		const credential = await client.createCredential('With a gap', data);
		await expect(Published.start({ source }, [], credential)).rejects.toThrow(label);
	});

	test('a secret that is changed in the credential holds from the next call on', async () => {
		const { client, simulator } = instance();
		const data = { ...simulator.credential, webhookSecret: 'first' };
		const credential = await client.createCredential('Changing', data);
		const published = await Published.start({ source: 'stream' }, [], credential);
		const statusWith = async (secret: string) =>
			(await published.post(BATCH, { Authorization: `Bearer ${secret}` })).status;
		expect([await statusWith('first'), await statusWith('second')]).toEqual([200, 401]);
		await client.updateCredential(credential, 'Changing', { ...data, webhookSecret: 'second' });
		expect([await statusWith('first'), await statusWith('second')]).toEqual([401, 200]);
		await client.updateCredential(credential, 'Changing', { ...data, webhookSecret: '' });
		expect([await statusWith('second'), await statusWith('')]).toEqual([401, 401]);
		await published.items(2);
		expect(instance().n8n.printed).toContain('has no Webhook Secret');
	});
});

test('"Listen for test event": the test URL takes one call, and is closed before and after', async () => {
	const { client, n8n } = instance();
	const trigger = triggerNode({ source: 'stream' });
	const workflow = withCredential(chainOf('Under construction', [trigger]), credentialId);
	const id = await client.createWorkflow(workflow);
	const url = webhookUrl(n8n.origin, trigger, 'webhook-test');
	const call = async (auth: CallAuth) => {
		const moengage = new WebhookSender({ url, auth });
		return (await moengage.connector({ body: BATCH })).replies[0].status;
	};
	expect(await call(BEARER)).toBe(404);
	await client.start(id);
	expect(await call(BEARER)).toBe(200);
	const [execution] = await client.started(id, 1);
	expect((await client.ended(execution)).output(trigger.name)).toHaveLength(3);
	expect(await call(BEARER)).toBe(404);
});

test('neither executions nor the log hold a secret, a key or a header that shows one', async () => {
	const { client, n8n, simulator } = instance();
	const { campaignApiKey } = simulator.credential;
	const alert = sampleAlert('CAMPAIGN_STATS');
	const signature = signatureOf(campaignApiKey, Buffer.from(JSON.stringify(alert)));
	const options = { includeRequest: true };
	const [streams, alerts, connector] = [
		await Published.start({ source: 'stream', options }),
		await Published.start({ source: 'alert', options }),
		await Published.start({ source: 'connector', options }),
	];
	const basic: CallAuth = { kind: 'basic', user: 'u', password: HOOK_WORDS };
	await streams.sender(basic).stream(streamEvents(2));
	await alerts.sender().alert(alert, campaignApiKey);
	const headers = {
		'X-Webhook-Secret': Buffer.from(HOOK_WORDS).toString('latin1'),
		'X-Step': 'two',
	};
	await connector.sender().connector({ body: { user: 'ann' }, query: { step: '2' }, headers });
	const [[item]] = await connector.items(1);
	expect(item).toMatchObject({
		user: 'ann',
		request: { method: 'POST', query: { step: '2' }, headers: { 'x-step': 'two' } },
	});
	const secrets = [
		HOOK_WORDS,
		Buffer.from(HOOK_WORDS).toString('latin1'),
		Buffer.from(`u:${HOOK_WORDS}`).toString('base64'),
		campaignApiKey,
		signature,
	];
	for (const published of [streams, alerts, connector]) {
		await published.items(1);
		for (const id of (await client.executionsOf(published.id)).keys()) {
			const { data } = await client.execution(id);
			for (const secret of secrets) expect(data).not.toContain(secret);
		}
	}
	for (const secret of secrets) expect(n8n.printed).not.toContain(secret);
});
