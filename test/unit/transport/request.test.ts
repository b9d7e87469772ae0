import { request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http';

import { NodeOperationError, UserError, type IExecuteFunctions, type INode } from 'n8n-workflow';

import type { MoEngageCredential } from '../../../nodes/MoEngage/transport/credential';
import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { fillPath, sendRequest, type Envelope } from '../../../nodes/MoEngage/transport/request';

const CREDENTIAL: MoEngageCredential = { dataCenter: '02', workspaceId: ' WS/1 ' };

/** n8n's HTTP helper, which responds so, or throws. */
function contextWith(respond: () => unknown): { context: IExecuteFunctions; asked: unknown[][] } {
	const asked: unknown[][] = [];
	const httpRequestWithAuthentication = async (...args: unknown[]) => {
		asked.push(args);
		return respond();
	};
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	return { context, asked };
}

async function replyTo(respond: () => unknown, endpoint: Endpoint = ENDPOINTS.upsertUser) {
	return await sendRequest(contextWith(respond).context, CREDENTIAL, endpoint, '{}', {}, 1000);
}

function throws(error: unknown) {
	return () => {
		throw error;
	};
}

describe('a path with names in braces', () => {
	test('takes any number of them, each as one encoded segment', () => {
		const values = { workspaceId: 'WS', catalogId: 'c/1?x', itemId: 'ä b' };
		expect(fillPath('/v1/event/{workspaceId}', values)).toBe('/v1/event/WS');
		expect(fillPath('/v1/catalog/{catalogId}/items/{itemId}', values)).toBe(
			'/v1/catalog/c%2F1%3Fx/items/%C3%A4%20b',
		);
		expect(fillPath('/v1/customers/export?app_id={workspaceId}', values)).toBe(
			'/v1/customers/export?app_id=WS',
		);
	});

	test.each([
		['a missing value', {}, 'The path /v5/flows/{flowId}/status needs a flowId'],
		['an empty value', { flowId: '' }, 'The path /v5/flows/{flowId}/status needs a flowId'],
		['a step up', { flowId: '..' }, '".." cannot be a part of a path'],
		['a step in place', { flowId: '.' }, '"." cannot be a part of a path'],
	])('is not used with %s: it would be the path of another endpoint', (_what, values, message) => {
		expect(() => fillPath('/v5/flows/{flowId}/status', values)).toThrow(message);
	});
});

describe('n8n’s HTTP helper gets', () => {
	const ALWAYS = {
		json: true,
		timeout: 7000,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
	const EVENT: Endpoint = { ...ENDPOINTS.trackEvent, path: '/v1/event/{workspaceId}' };
	const STATUS: Endpoint = {
		...EVENT,
		method: 'PATCH',
		host: 'sdk',
		path: '/v5/flows/{flowId}/status',
	};
	const GET: Endpoint = { ...EVENT, method: 'GET' };

	test.each<[string, Endpoint, string | undefined, Envelope, object]>([
		[
			'a body as JSON text, with the workspace in the path',
			EVENT,
			'{"a":1}',
			{},
			{
				method: 'POST',
				url: 'https://api-02.moengage.com/v1/event/WS%2F1',
				body: '{"a":1}',
				headers: { 'Content-Type': 'application/json' },
			},
		],
		[
			'what the request carries besides: values of the path, query and headers',
			STATUS,
			'{}',
			{ path: { flowId: 'f 1' }, query: { limit: '5' }, headers: { 'MOE-REQUEST-ID': 'r' } },
			{
				method: 'PATCH',
				url: 'https://sdk-02.moengage.com/v5/flows/f%201/status',
				qs: { limit: '5' },
				body: '{}',
				headers: { 'Content-Type': 'application/json', 'MOE-REQUEST-ID': 'r' },
			},
		],
		[
			'no type of a body that there is not',
			GET,
			undefined,
			{ headers: { 'X-A': 'b' } },
			{
				method: 'GET',
				url: 'https://api-02.moengage.com/v1/event/WS%2F1',
				headers: { 'X-A': 'b' },
			},
		],
	])('%s', async (_what, endpoint, body, envelope, expected) => {
		const { context, asked } = contextWith(() => ({ statusCode: 200, headers: {}, body: {} }));
		await sendRequest(context, CREDENTIAL, endpoint, body, envelope, 7000);
		expect(asked).toEqual([['moEngageApi', { ...ALWAYS, ...expected }]]);
	});
});

test('names of headers are read in lower case, however they are spelt', async () => {
	const headers = { 'X-RateLimit-Limit': '10', 'retry-after': '3', DATE: 'today' };
	const reply = await replyTo(() => ({ statusCode: 200, headers, body: { status: 'success' } }));
	expect(reply).toEqual({
		kind: 'accepted',
		body: { status: 'success' },
		headers: { 'x-ratelimit-limit': '10', 'retry-after': '3', date: 'today' },
	});
});

test.each<[keyof typeof ENDPOINTS, object, string]>([
	['listExperiences', { metadata: {} }, 'accepted'],
	['listExperiences', { message: 'Service under maintenance' }, 'unreadable'],
	['trackEvent', { message: 'Your request has been accepted' }, 'accepted'],
	['trackEvent', { hello: 'world' }, 'unreadable'],
	['upsertUser', { hello: 'world' }, 'accepted'],
])('%s, answered with %j, is %s by the fields of its endpoint', async (name, body, kind) => {
	const reply = await replyTo(() => ({ statusCode: 200, headers: {}, body }), ENDPOINTS[name]);
	expect(reply.kind).toBe(kind);
});

describe('an API that MoEngage’s support has to enable', () => {
	const ENABLED: Endpoint = { ...ENDPOINTS.upsertUser, enabledBySupport: true };
	const ALWAYS_ON: Endpoint = { ...ENDPOINTS.upsertUser, enabledBySupport: undefined };

	test.each([
		[401, { message: 'No' }, ['wrongKeyOrNotEnabled', 'key'], ['wrongKey', 'key']],
		[404, { message: 'No' }, ['notEnabled', 'workspace'], ['request', 'request']],
		[403, { message: 'No', code: 'X' }, ['notEnabled', 'workspace'], ['forbidden', 'workspace']],
		[400, { message: 'No' }, ['request', 'request'], ['request', 'request']],
		[429, { message: 'No' }, ['limit', 'limit'], ['limit', 'limit']],
	])('rejects with %i: that may say that it is not enabled', async (statusCode, body, its, all) => {
		const respond = () => ({ statusCode, headers: { A: '1' }, body });
		const refusal = { httpCode: statusCode, message: 'No' };
		const shape = { kind: 'refused', headers: { a: '1' }, refusal };
		expect(await replyTo(respond, ENABLED)).toMatchObject({
			...shape,
			cause: its[0],
			concerns: its[1],
		});
		expect(await replyTo(respond, ALWAYS_ON)).toMatchObject({
			...shape,
			cause: all[0],
			concerns: all[1],
		});
	});

	test('accepts as every other', async () => {
		const respond = () => ({ statusCode: 200, headers: {}, body: { status: 'success' } });
		expect(await replyTo(respond, ENABLED)).toMatchObject({ kind: 'accepted' });
		expect(await replyTo(respond, ENABLED)).not.toHaveProperty('cause');
	});
});

describe('a request without a response', () => {
	const NOT_SENT = { kind: 'unanswered', mayHaveArrived: false, isPassing: true };

	test.each([
		'ECONNREFUSED',
		'ENOTFOUND',
		'EAI_AGAIN',
		'EAI_FAIL',
		'EHOSTUNREACH',
		'EHOSTDOWN',
		'ENETUNREACH',
		'ENETDOWN',
		'EADDRNOTAVAIL',
		'EADDRINUSE',
		'EMFILE',
		'ENFILE',
		'EPROTO',
		'HOSTNAME_MISMATCH',
		'INVALID_CA',
		'INVALID_PURPOSE',
		'PATH_LENGTH_EXCEEDED',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'CRL_HAS_EXPIRED',
		'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
	])('did not arrive if no connection was made: %s', async (code) => {
		const reply = { ...NOT_SENT, reason: 'MoEngage could not be reached', code };
		expect(await replyTo(throws({ message: 'No', cause: { code } }))).toEqual(reply);
		expect(await replyTo(throws({ message: 'No', code }))).toEqual(reply);
		expect(await replyTo(throws({ message: 'No', httpCode: code }))).toEqual(reply);
	});

	/** What Node's own client throws, which makes no such request. */
	function thrownBy(make: () => ClientRequest): unknown {
		try {
			make().on('error', () => undefined);
		} catch (error) {
			return error;
		}
		throw new Error('Node made the request');
	}

	const thrownFor = (options: RequestOptions): unknown =>
		thrownBy(() => httpRequest({ host: '127.0.0.1', port: 9, ...options }));

	test.each<[string, string, () => unknown]>([
		[
			'a header with a dash that is none of ASCII',
			'ERR_INVALID_CHAR',
			() => thrownFor({ headers: { 'X-Forwarded-For': '—' } }),
		],
		[
			'a header with a line break',
			'ERR_INVALID_CHAR',
			() => thrownFor({ headers: { 'X-Forwarded-For': '1.2.3.4\n5.6.7.8' } }),
		],
		['a path with a space', 'ERR_UNESCAPED_CHARACTERS', () => thrownFor({ path: '/v1/event/a b' })],
		['an address that is none', 'ERR_INVALID_URL', () => thrownBy(() => httpRequest('http://'))],
	])('was never made, and is not made again: %s', async (_what, code, fail) => {
		const cause = fail();
		const { code: given } = cause as { code?: string };
		expect(given).toBe(code);
		const reply = {
			kind: 'unanswered',
			mayHaveArrived: false,
			isPassing: false,
			reason: 'HTTP cannot carry a character in the address or a header of the request',
			code,
		};
		expect(await replyTo(throws({ message: 'No', cause }))).toEqual(reply);
		expect(await replyTo(throws(cause))).toEqual(reply);
		expect(await replyTo(throws({ message: 'No', httpCode: code }))).toEqual(reply);
	});

	const TIMED_OUT = 'MoEngage did not respond in time';
	const BROKEN = 'the connection to MoEngage broke';

	test.each<[string, object, object]>([
		['no answer in time', { cause: { code: 'ETIMEDOUT' } }, { reason: TIMED_OUT }],
		[
			'the time of the client is up',
			{ cause: { code: 'ECONNABORTED', message: 'timeout of 1000ms exceeded' } },
			{ reason: TIMED_OUT },
		],
		[
			'the same in the words of n8n 1',
			{ httpCode: 'ECONNABORTED', messages: ['Timeout of 1000ms exceeded'] },
			{ reason: TIMED_OUT },
		],
		[
			'the connection was given up',
			{ cause: { code: 'ECONNABORTED', message: 'aborted' } },
			{ reason: BROKEN },
		],
		[
			'the connection was reset while a timeout ran',
			{ cause: { code: 'ECONNRESET', message: 'timeout' } },
			{ reason: BROKEN },
		],
		[
			'the execution was cancelled',
			{ cause: { code: 'ERR_CANCELED', message: 'canceled' } },
			{ reason: 'the execution was cancelled', isPassing: false },
		],
		[
			'the network fell away while the answer was awaited, in the words of n8n 1',
			{ httpCode: 'ENETDOWN', messages: ['Sorry', 'read ENETDOWN'] },
			{ reason: BROKEN },
		],
		['a code that only looks like one', { cause: { code: 'X_CERT_Y' } }, { reason: BROKEN }],
		[
			'a handshake that is none',
			{ cause: { code: 'MY_ERR_SSL_WRONG_VERSION_NUMBER' } },
			{ reason: BROKEN },
		],
		[
			'a handshake that says more',
			{ cause: { code: 'ERR_SSL_UNSUPPORTED_PROTOCOL_X' } },
			{ reason: BROKEN },
		],
	])('may have arrived: %s', async (_what, error, expected) => {
		const reply = await replyTo(throws({ message: 'No', ...error }));
		expect(reply).toMatchObject({
			kind: 'unanswered',
			mayHaveArrived: true,
			isPassing: true,
			...expected,
		});
	});

	test('takes the first code that is one: neither a status nor n8n’s own small words', async () => {
		const error = {
			message: 'No',
			cause: { code: 500 },
			code: 'bad_ECONNRESET',
			httpCode: 'ENOTFOUND',
		};
		expect(await replyTo(throws(error))).toMatchObject({ code: 'ENOTFOUND' });
		expect(await replyTo(throws({ message: 'No', code: null, httpCode: '502' }))).toEqual({
			kind: 'unanswered',
			mayHaveArrived: true,
			isPassing: true,
			reason: 'No',
		});
		expect(await replyTo(throws({}))).toMatchObject({
			reason: 'the request ended without a response',
		});
	});

	const NODE = { name: 'MoEngage', type: 'x', typeVersion: 1 } as INode;

	test.each([
		['a user', new UserError('The credential is gone'), false],
		['a node', new NodeOperationError(NODE, 'The credential is gone'), false],
		['anything else', new Error('Something broke'), true],
	])('did not leave n8n if the cause is an error of %s', async (_whose, cause, arrived) => {
		expect(await replyTo(throws({ message: 'The credential is gone', cause }))).toEqual({
			kind: 'unanswered',
			mayHaveArrived: arrived,
			isPassing: arrived,
			reason: 'The credential is gone',
		});
	});
});

test.each([
	['its message', { message: 'connect to data-key@proxy' }],
	['the words of its cause', { message: 'x', cause: { message: 'Basic V1M6ZGF0YS1rZXk=' } }],
	['its code', { message: 'data-key', code: 'EOTHER' }],
])('an exception whose words quote a key does not show it: %s', async (_where, error) => {
	const credential = { dataCenter: '02', workspaceId: 'WS', dataApiKey: 'data-key' };
	const { context } = contextWith(throws(Object.assign(new Error(), error)));
	const reply = await sendRequest(context, credential, ENDPOINTS.upsertUser, '{}', {}, 1000);
	expect(reply.kind).toBe('unanswered');
	expect(JSON.stringify(reply)).not.toMatch(/data-key|V1M6ZGF0YS1rZXk/);
});
