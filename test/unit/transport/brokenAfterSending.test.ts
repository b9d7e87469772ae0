import {
	createServer as createPlainServer,
	connect,
	type AddressInfo,
	type Server,
} from 'node:net';
import { createServer as createSecureServer, request as secureRequest } from 'node:https';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { MoEngageCredential } from '../../../nodes/MoEngage/transport/credential';
import { ENDPOINTS } from '../../../nodes/MoEngage/transport/endpoints';
import { sendRequest } from '../../../nodes/MoEngage/transport/request';
import { untrustedCertificates } from '../../fixtures/certificates';

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

/** A TLS server whose connection is spoilt by these bytes once a whole request has arrived. */
async function spoilingServer(bytes: Buffer, version: 'TLSv1.2' | 'TLSv1.3') {
	const arrived: string[] = [];
	let spoil = () => undefined as void;
	const versions = { minVersion: version, maxVersion: version } as const;
	const inner = createSecureServer({ ...untrustedCertificates().selfSigned, ...versions });
	inner.on('request', (request) => {
		request.resume().on('end', () => {
			arrived.push(request.url ?? '');
			spoil();
		});
	});
	const innerPort = await portOf(inner);
	const outer = createPlainServer((client) => {
		const upstream = connect(innerPort, '127.0.0.1');
		client.pipe(upstream).pipe(client);
		client.on('error', () => upstream.destroy());
		upstream.on('error', () => client.destroy());
		client.on('close', () => upstream.destroy());
		spoil = () => void client.write(bytes);
	});
	return { port: await portOf(outer), arrived };
}

/** n8n's HTTP helper as far as it matters here: the client's own error becomes the `cause`. */
function contextThatAsks(
	ask: (options: IHttpRequestOptions) => Promise<unknown>,
): IExecuteFunctions {
	const httpRequestWithAuthentication = async (_type: string, options: IHttpRequestOptions) => {
		try {
			return await ask(options);
		} catch (cause) {
			throw Object.assign(new Error('The request failed'), { cause });
		}
	};
	return { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
}

const overTls = contextThatAsks(
	async ({ url, body }) =>
		await new Promise((_resolve, reject) => {
			const options = { method: 'POST', rejectUnauthorized: false, agent: false as const };
			secureRequest(url, options).on('error', reject).end(body);
		}),
);

async function send(context: IExecuteFunctions, apiBaseUrl: string) {
	const credential = { dataCenter: 'custom', apiBaseUrl, workspaceId: 'W' } as MoEngageCredential;
	return await sendRequest(context, credential, ENDPOINTS.triggerBusinessEvent, '{}', {}, 5000);
}

const BAD_RECORD = Buffer.concat([Buffer.from([0x17, 3, 3, 0, 40]), Buffer.alloc(40, 7)]);
const PLAIN_ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 80]);

describe('a connection that breaks once the request has arrived leaves its outcome unknown', () => {
	test.each([
		['a damaged record', 'TLSv1.2', BAD_RECORD],
		['a damaged record', 'TLSv1.3', BAD_RECORD],
		['an alert that is not encrypted', 'TLSv1.2', PLAIN_ALERT],
		['an alert that is not encrypted', 'TLSv1.3', PLAIN_ALERT],
	] as const)('%s, %s', async (_what, version, bytes) => {
		const { port, arrived } = await spoilingServer(bytes, version);
		const reply = await send(overTls, `https://127.0.0.1:${port}`);
		expect(arrived).toHaveLength(1);
		expect(reply).toMatchObject({ kind: 'unanswered', mayHaveArrived: true });
		expect(reply).toHaveProperty('code', expect.stringMatching(/^ERR_SSL_/));
	});

	test.each(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'])(
		'%s while the answer is awaited',
		async (code) => {
			const error = Object.assign(new Error(`read ${code}`), { code, syscall: 'read' });
			const context = contextThatAsks(() => Promise.reject(error));
			const reply = await send(context, 'https://gateway.example.com');
			expect(reply).toMatchObject({ kind: 'unanswered', mayHaveArrived: true, code });
			expect(reply).toHaveProperty('reason', 'the connection to MoEngage broke');
		},
	);
});

test.each([
	['EHOSTUNREACH', 'connect'],
	['EPROTO', 'write'],
	['ERR_SSL_WRONG_VERSION_NUMBER', undefined],
	['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', undefined],
	['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', undefined],
	['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', undefined],
	['ERR_SSL_UNSUPPORTED_PROTOCOL', undefined],
	['ERR_SSL_DH_KEY_TOO_SMALL', undefined],
	['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', undefined],
	['ERR_TLS_CERT_ALTNAME_INVALID', undefined],
	['CERT_HAS_EXPIRED', undefined],
])('%s before the request has left says that it did not arrive', async (code, syscall) => {
	const error = Object.assign(new Error(code), { code, syscall });
	const context = contextThatAsks(() => Promise.reject(error));
	const reply = await send(context, 'https://gateway.example.com');
	expect(reply).toMatchObject({ kind: 'unanswered', mayHaveArrived: false, code });
});
