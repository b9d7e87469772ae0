import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net';

import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialTestFunction,
	IDataObject,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { ownTime } from '../fixtures/ownTime';
import { caseOf, goodItems, options, savedWorkflow } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, retry, simulator, withCredential } = useEngine();

const opened: Array<{ server: { close(): unknown }; sockets: Set<Socket> }> = [];
afterEach(() => {
	delete process.env.HTTPS_PROXY;
	for (const { server, sockets } of opened.splice(0)) {
		for (const socket of sockets) socket.destroy();
		server.close();
	}
});

async function portOf(server: Server | ReturnType<typeof createPlainServer>): Promise<number> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => sockets.add(socket));
	opened.push({ server, sockets });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

/** All requests of n8n to https addresses go through a proxy that says this to CONNECT, and closes. */
async function useProxyThatSays(words: string): Promise<{ connects: string[] }> {
	const connects: string[] = [];
	const proxy = createPlainServer((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', (data) => {
			connects.push(data.toString().split('\r\n')[0]);
			socket.end(words);
		});
	});
	process.env.HTTPS_PROXY = `http://127.0.0.1:${await portOf(proxy)}`;
	return { connects };
}

async function pressTest(changes: IDataObject) {
	const { type } = engine.loader.getNode('moEngage');
	const { methods } = type as {
		methods?: { credentialTest?: Record<string, ICredentialTestFunction> };
	};
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
	const data = { ...simulator.credential, ...changes } as never;
	const test = methods!.credentialTest!.moEngageApiTest;
	return await test.call(context, { id: '1', name: 'MoEngage account', type: 'moEngageApi', data });
}

/** An address that only a proxy is asked for. */
const BEHIND_PROXY = {
	apiBaseUrl: 'https://moengage.example/api',
	personalizeBaseUrl: 'https://moengage.example/sdk',
};

const CRLF = '\r\n';
const WORDS: Array<[what: string, words: string, said: RegExp]> = [
	[
		'asks for a log-in (407)',
		`HTTP/1.1 407 Proxy Authentication Required${CRLF}Proxy-Authenticate: Basic realm="p"${CRLF}Date: Mon, 30 Nov 2026 10:00:00 GMT${CRLF}Content-Length: 4${CRLF}${CRLF}No!!`,
		/^A proxy between n8n and MoEngage asks for a log-in \(HTTP 407\)$/,
	],
	[
		'cannot connect, with a bare 502',
		`HTTP/1.1 502 Bad Gateway${CRLF}${CRLF}`,
		/^A proxy between n8n and MoEngage did not connect to MoEngage \(HTTP 502\)$/,
	],
	[
		'cannot connect, in the words of Squid',
		`HTTP/1.1 503 Service Unavailable${CRLF}Server: squid/6.6${CRLF}X-Squid-Error: ERR_CONNECT_FAIL 111${CRLF}Content-Length: 0${CRLF}${CRLF}`,
		/^A proxy between n8n and MoEngage did not connect to MoEngage \(HTTP 503\)$/,
	],
	[
		'cannot connect, in the words of Tinyproxy',
		`HTTP/1.0 500 Unable to connect${CRLF}Server: tinyproxy/1.11.1${CRLF}Content-Type: text/html${CRLF}Connection: close${CRLF}${CRLF}<h1>Unable to connect</h1>`,
		/^A proxy between n8n and MoEngage did not connect to MoEngage \(HTTP 500\)$/,
	],
	[
		'cannot connect, in the words of Apache',
		`HTTP/1.1 502 Proxy Error${CRLF}Date: Mon, 30 Nov 2026 10:00:00 GMT${CRLF}Server: Apache/2.4.38${CRLF}Content-Type: text/html${CRLF}Connection: close${CRLF}${CRLF}<p>The proxy server could not handle the request <em>CONNECT&nbsp;moengage.example:443</em>.</p>`,
		/^A proxy between n8n and MoEngage did not connect to MoEngage \(HTTP 502\)$/,
	],
	[
		'hangs up before it has connected',
		'',
		/^A proxy between n8n and MoEngage closed the connection to MoEngage unused$/,
	],
];

describe.each(WORDS)('a proxy that %s', (_what, words, said) => {
	test('fails each item as not sent, and is named', async () => {
		for (const operation of [TRIGGER, TRACK, REPORT]) {
			const { connects } = await useProxyThatSays(words);
			const finished = await engine.run(
				savedWorkflow(operation.name, {
					...options({ maxRetries: 0 }),
					onError: 'continueRegularOutput',
				}),
				withCredential(goodItems(operation, 3), BEHIND_PROXY),
			);
			const output = finished.output('MoEngage').map(({ json }) => json);
			expect(output).toHaveLength(3);
			for (const { error, message, details } of output) {
				expect(error).toMatch(said);
				expect(`${String(error)} ${String(message)}`).not.toMatch(/unknown|Fix the item/);
				expect(details).toMatchObject({ httpCode: null, retriable: true });
			}
			expect(connects.every((line) => line.includes('moengage.example:443'))).toBe(true);
		}
		expect(simulator.requests).toEqual([]);
	});

	test('leaves every business event triggerable once it is mended', async () => {
		await useProxyThatSays(words);
		const items = goodItems(TRIGGER, 3);
		const failed = await engine.run(
			savedWorkflow(TRIGGER.name, options({ maxRetries: 0 })),
			withCredential(items, BEHIND_PROXY),
		);
		expect(failed.error?.message).toMatch(said);
		delete process.env.HTTPS_PROXY;
		const again = await retry(failed, TRIGGER.name, items);
		expect(again.error).toBeUndefined();
		expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});

	test('is named by the test of the credential, too', async () => {
		await useProxyThatSays(words);
		const { status, message } = await pressTest(BEHIND_PROXY);
		expect(status).toBe('Error');
		expect(message).toMatch(/proxy between n8n and MoEngage/);
	});
});

const PAGES: Array<[what: string, words: string]> = [
	[
		'HAProxy (504)',
		`HTTP/1.0 504 Gateway Time-out${CRLF}Cache-Control: no-cache${CRLF}Connection: close${CRLF}Content-Type: text/html${CRLF}${CRLF}<h1>504 Gateway Time-out</h1>`,
	],
	[
		'HAProxy (502)',
		`HTTP/1.0 502 Bad Gateway${CRLF}Cache-Control: no-cache${CRLF}Connection: close${CRLF}Content-Type: text/html${CRLF}${CRLF}<h1>502 Bad Gateway</h1>`,
	],
	[
		'nginx (502)',
		`HTTP/1.1 502 Bad Gateway${CRLF}Date: Mon, 30 Nov 2026 10:00:00 GMT${CRLF}Server: nginx${CRLF}Content-Type: text/html${CRLF}Connection: close${CRLF}${CRLF}<h1>502 Bad Gateway</h1>`,
	],
];

// The same page comes from a gateway that has passed the request on: taken for "not sent", a retry sends it twice.
test.each(PAGES)(
	'a page of %s leaves open whether a business event arrived',
	async (_who, words) => {
		await useProxyThatSays(words);
		const finished = await engine.run(
			savedWorkflow(TRIGGER.name, {
				...options({ maxRetries: 0 }),
				onError: 'continueRegularOutput',
			}),
			withCredential(goodItems(TRIGGER, 3), BEHIND_PROXY),
		);
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output).toHaveLength(3);
		for (const { error } of output) {
			expect(error).toMatch(/gateway, or a proxy between n8n and MoEngage, could not respond/);
			expect(error).toMatch(/unknown whether MoEngage accepted the item/);
		}
	},
);

/** A server whose answers never end: they bring a blank again and again. */
async function startDripping(): Promise<string> {
	const drip = (response: ServerResponse) => {
		const timer = setInterval(() => response.write(' '), 300);
		response.on('close', () => clearInterval(timer));
	};
	const server = createServer((request, response) => {
		request.resume();
		response.writeHead(200, { 'Content-Type': 'application/json' });
		drip(response);
	});
	return `http://127.0.0.1:${await portOf(server)}`;
}

describe('a response that never ends', () => {
	test.each([
		[TRIGGER, 'apiBaseUrl', /unknown whether MoEngage accepted the item/],
		[TRACK, 'apiBaseUrl', /unknown whether MoEngage accepted the item/],
		[REPORT, 'personalizeBaseUrl', /unknown whether MoEngage accepted the item/],
	])('is ended by Timeout: $name', async (operation, field, said) => {
		const sinceStart = ownTime();
		const finished = await engine.run(
			savedWorkflow(operation.name, {
				...options({ maxRetries: 0, timeout: 700 }),
				onError: 'continueRegularOutput',
			}),
			withCredential(goodItems(operation, 1), { [field]: await startDripping() }),
		);
		const [{ json }] = finished.output('MoEngage');
		expect(json.error).toMatch(/^MoEngage did not respond in time/);
		expect(json.error).toMatch(said);
		expect(sinceStart()).toBeLessThan(10_000);
	});

	test('does not keep the test of the credential waiting', async () => {
		const base = await startDripping();
		const sinceStart = ownTime();
		const { status, message } = await pressTest({ apiBaseUrl: base, personalizeBaseUrl: base });
		expect(status).toBe('Error');
		expect(message).toMatch(/cannot reach .* \(ETIMEDOUT\)/);
		expect(sinceStart()).toBeLessThan(25_000);
	}, 40_000);
});
