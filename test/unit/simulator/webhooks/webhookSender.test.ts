import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { filled } from '../../../fixtures/filled';
import {
	sampleAlert,
	segmentPages,
	signatureOf,
	streamEvents,
	syncedUsers,
	WebhookSender,
	type CallAuth,
	type SenderOptions,
	type StreamBatch,
} from '../../../simulator/webhooks';

interface Received {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
	body: Buffer;
	at: number;
}

let server: Server;
let received: Received[];
/** Status of each call in turn, the last one for all further; 0 breaks the connection off. */
let statuses: number[];
let delayMs: number;
/** Of every response; none if empty. */
let contentType: string;

beforeEach(async () => {
	received = [];
	statuses = [200];
	delayMs = 0;
	contentType = '';
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			received.push({ method, url, headers, body: Buffer.concat(chunks), at: Date.now() });
			const status = statuses[Math.min(received.length, statuses.length) - 1];
			if (status === 0) request.socket.resetAndDestroy();
			else {
				const headers = contentType === '' ? {} : { 'Content-Type': contentType };
				setTimeout(() => response.writeHead(status, headers).end(), delayMs);
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

function sender(options: Partial<SenderOptions> = {}): WebhookSender {
	const { port } = server.address() as AddressInfo;
	return new WebhookSender({ url: `http://127.0.0.1:${port}/webhook/a`, secondMs: 1, ...options });
}

const batchOf = ({ body }: Received) => JSON.parse(body.toString()) as StreamBatch;

const uuidsOf = (call: Received) => batchOf(call).events.map(({ event_uuid }) => event_uuid);

describe('a segment sync', () => {
	const pages = segmentPages(syncedUsers(450), [], { batchSize: 100 });
	const pageOf = ({ body }: Received) =>
		(JSON.parse(body.toString()) as (typeof pages)[number]).pagination.page_count;

	it.each(['application/json', 'application/json; charset=utf-8'])(
		'goes on as long as each page is answered with 2xx and %s',
		async (type) => {
			contentType = type;
			statuses = [200, 202, 204, 200, 299];
			const fates = await sender().segmentSync(pages);
			expect(fates.map(({ isTaken }) => isTaken)).toEqual(pages.map(() => true));
			expect(received.map(pageOf)).toEqual([1, 2, 3, 4, 5]);
		},
	);

	it.each([
		['another content type', 200, 'text/plain'],
		['none', 200, ''],
		['HTML', 200, 'text/html; charset=utf-8'],
		['another status', 500, 'application/json'],
		['a redirect', 302, 'application/json'],
		['no answer', 0, ''],
	])('is paused after three repeats of a page that got %s', async (_what, status, type) => {
		contentType = type;
		statuses = [status];
		const moengage = sender();
		const fates = await moengage.segmentSync(pages);
		expect(fates.map(({ isTaken }) => isTaken)).toEqual([false]);
		expect(received.map(pageOf)).toEqual([1, 1, 1, 1]);
		expect(moengage.counts).toMatchObject({ taken: 0, refused: 4, lost: 1 });
	});

	it('waits 3 seconds before each repeat, and goes on if one is taken', async () => {
		contentType = 'application/json';
		statuses = [503, 503, 503, 200];
		const fates = await sender({ secondMs: 40 }).segmentSync(pages);
		expect(fates).toHaveLength(5);
		const waits = received.slice(1, 4).map(({ at }, index) => (at - received[index].at) / 40);
		for (const wait of waits) expect(wait).toBeGreaterThan(2.5);
		expect(received.map(pageOf)).toEqual([1, 1, 1, 1, 2, 3, 4, 5]);
	});

	it('may have all of its pages under way at the same time', async () => {
		contentType = 'application/json';
		delayMs = 300;
		await sender().segmentSync(pages, 20);
		expect(received.map(pageOf).sort()).toEqual([1, 2, 3, 4, 5]);
		expect(Math.max(...received.map(({ at }) => at)) - received[0].at).toBeLessThan(300);
	});
});

describe('Streams', () => {
	it.each([
		[250, undefined, [100, 100, 50]],
		[7, 3, [3, 3, 1]],
		[100, 100, [100]],
	])('sends %i events in batches of %s', async (count, batchSize, sizes) => {
		const events = streamEvents(count);
		const moengage = sender();
		const fates = await moengage.stream(events, { batchSize });
		expect(received.map((call) => uuidsOf(call).length)).toEqual(sizes);
		expect(received.flatMap(uuidsOf)).toEqual(events.map(({ event_uuid }) => event_uuid));
		expect(fates.map(({ isTaken }) => isTaken)).toEqual(sizes.map(() => true));
		expect(moengage.counts).toEqual({
			taken: sizes.length,
			refused: 0,
			lost: 0,
			eventsTaken: count,
			eventsLost: 0,
		});
	});

	it.each([500, 401, 301, 0])(
		'sends the whole batch again, with its UUIDs, after %i',
		async (status) => {
			statuses = [status, status, 202];
			const moengage = sender();
			const [fate] = await moengage.stream(streamEvents(5));
			expect(fate.replies.map((reply) => reply.status)).toEqual([status, status, 202]);
			expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
			expect(moengage.counts).toMatchObject({ taken: 1, refused: 2, lost: 0, eventsTaken: 5 });
		},
	);

	it('waits 30, 60 and 120 seconds, and then loses the batch', async () => {
		statuses = [503];
		const moengage = sender({ secondMs: 40 });
		const [fate] = await moengage.stream(streamEvents(5));
		const waits = received.slice(1).map(({ at }, index) => (at - received[index].at) / 40);
		expect(waits).toHaveLength(3);
		for (const [index, wait] of [30, 60, 120].entries()) {
			expect(waits[index]).toBeGreaterThan(wait - 1);
			expect(waits[index]).toBeLessThan(wait + 25);
		}
		expect(fate.isTaken).toBe(false);
		expect(moengage.counts).toEqual({
			taken: 0,
			refused: 4,
			lost: 1,
			eventsTaken: 0,
			eventsLost: 5,
		});
	});

	it.each([
		[1, 20],
		[4, 200],
		// All of them arrive before the first is answered.
		[50, 1500],
	])('has at most %i batches under way', async (underWay, answeredAfter) => {
		delayMs = answeredAfter;
		let [open, most] = [0, 0];
		server.on('request', (_request, response) => {
			most = Math.max(most, ++open);
			response.once('close', () => open--);
		});
		await sender().stream(streamEvents(60), { batchSize: 2, underWay });
		expect(most).toBe(Math.min(underWay, 30));
		expect(new Set(received.flatMap(uuidsOf)).size).toBe(60);
	});

	const auths: Array<[CallAuth, Record<string, string>]> = [
		[{ kind: 'bearer', secret: 's3cret' }, { authorization: 'Bearer s3cret' }],
		[
			{ kind: 'basic', user: 'moe', password: 'p:w' },
			{ authorization: `Basic ${Buffer.from('moe:p:w').toString('base64')}` },
		],
		[{ kind: 'header', name: 'X-Webhook-Secret', value: 'abc' }, { 'x-webhook-secret': 'abc' }],
	];
	it.each(auths)('authenticates by %o', async (auth, headers) => {
		await sender({ auth }).stream(streamEvents(1));
		expect(received[0].headers).toMatchObject(headers);
	});

	it('sends no authentication unless told so', async () => {
		await sender().stream(streamEvents(3), { batchSize: 1 });
		for (const { headers } of filled(received)) {
			expect(Object.keys(headers).sort()).toEqual([
				'connection',
				'content-length',
				'content-type',
				'host',
			]);
		}
	});
});

describe('an alert', () => {
	it.each([
		['compact', (text: string) => text],
		['with spaces', (text: string) => JSON.stringify(JSON.parse(text), null, 4)],
		[
			'with escapes',
			(text: string) =>
				text.replace(/[^\0-~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
		],
	])('%s is signed over the bytes that are sent', async (_, change) => {
		const alert = sampleAlert('EVENTS_VOLUME');
		const body = Buffer.from(change(JSON.stringify(alert)));
		await sender().alert(alert, 'key-1', body);
		const [call] = received;
		expect(call.body).toEqual(body);
		expect(JSON.parse(call.body.toString())).toEqual(alert);
		expect(call.headers.signature).toBe(signatureOf('key-1', call.body));
	});

	it.each([500, 401, 0])('is not sent again after %i', async (status) => {
		statuses = [status];
		const moengage = sender();
		expect(await moengage.alert(sampleAlert('CAMPAIGN_STATS'), 'k')).toMatchObject({
			isTaken: false,
		});
		expect(received).toHaveLength(1);
		expect(moengage.counts).toMatchObject({ taken: 0, refused: 1, lost: 1 });
	});
});

describe('a Connector Campaign', () => {
	it.each(['GET', 'POST', 'PUT', 'DELETE'] as const)('calls by %s', async (method) => {
		await sender().connector({ method, query: { user: 'a b', step: '2' } });
		const [call] = received;
		expect([call.method, call.url]).toEqual([method, '/webhook/a?user=a+b&step=2']);
		expect(call.body).toHaveLength(0);
	});

	it.each([
		[{ user: 'ann' }, 'application/json', '{"user":"ann"}'],
		[[{ user: 'ann' }, { user: 'bea' }], 'application/json', '[{"user":"ann"},{"user":"bea"}]'],
		[
			new URLSearchParams({ user: 'ann & bea' }),
			'application/x-www-form-urlencoded',
			'user=ann+%26+bea',
		],
		['as it is', 'text/plain', 'as it is'],
	])('sends %o', async (body, type, text) => {
		await sender({ auth: { kind: 'bearer', secret: 's' } }).connector({
			body,
			headers: { 'X-Campaign': 'spring' },
		});
		expect(received[0].body.toString()).toBe(text);
		expect(received[0].headers).toMatchObject({
			'content-type': type,
			'x-campaign': 'spring',
			authorization: 'Bearer s',
		});
	});

	it.each<[contentType: string | false | undefined, type: string | undefined]>([
		[false, undefined],
		['text/json', 'text/json'],
		[undefined, 'text/plain'],
	])('sends raw text of the type %s', async (contentType, type) => {
		await sender().connector({ body: '{"user":"ann"}', contentType });
		expect(received[0].body.toString()).toBe('{"user":"ann"}');
		expect(received[0].headers['content-type']).toBe(type);
	});

	it.each([201, 202, 204, 500])('is not taken by %i', async (status) => {
		statuses = [status];
		const moengage = sender();
		expect((await moengage.connector({})).isTaken).toBe(false);
		expect(received).toHaveLength(1);
		expect(moengage.counts).toMatchObject({ taken: 0, refused: 1, lost: 1 });
	});

	it('calls up to three times more, 5 seconds apart, in workspaces that have it', async () => {
		statuses = [500];
		const moengage = sender({ secondMs: 10 });
		await moengage.connector({ repeats: true });
		const waits = received.slice(1).map(({ at }, index) => at - received[index].at);
		expect(waits).toHaveLength(3);
		for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(48);
		expect(moengage.counts).toMatchObject({ taken: 0, refused: 4, lost: 1 });
	});

	it('takes no answer after 5 seconds', async () => {
		delayMs = 6000;
		const { isTaken, replies } = await sender().connector({ body: { user: 'ann' } });
		expect(isTaken).toBe(false);
		expect(replies.map(({ status }) => status)).toEqual([0]);
		expect(replies[0].tookMs).toBeGreaterThanOrEqual(4900);
		expect(replies[0].tookMs).toBeLessThan(5900);
	}, 20_000);
});

it.each([
	'http://example.com/webhook/a',
	'https://localhost:5678/a',
	'http://10.0.0.1:80/',
	'http://127.0.0.1.example.com/',
])('nothing is ever sent to %s', (url) => {
	expect(() => new WebhookSender({ url })).toThrow(/only, not/);
});
