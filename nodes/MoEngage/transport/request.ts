import {
	NodeOperationError,
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { readReply, type Refused, type Reply, type Unanswered } from './answer';
import { causeIfEnabledBySupport, SCOPES } from './cause';
import { baseUrl, workspaceId, type MoEngageCredential } from './credential';
import type { Endpoint } from './endpoints';
import { hideKeys } from './hideKeys';

/**
 * Sends one request through n8n's HTTP helper, which adds the authentication of the credential.
 * @param body JSON text; none for GET
 * @param timeout milliseconds
 * @returns the answer, whatever its status, or why there is none; it does not throw
 */
export async function sendRequest(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credential: MoEngageCredential,
	endpoint: Endpoint,
	body: string | undefined,
	envelope: Envelope,
	timeout: number,
): Promise<Reply> {
	const options = (): IHttpRequestOptions => ({
		method: endpoint.method,
		url:
			baseUrl(credential, endpoint.host) +
			fillPath(endpoint.path, { ...envelope.path, workspaceId: workspaceId(credential) }),
		qs: envelope.query,
		// As text: n8n's helper would leave out an empty object, and the size is the one that was packed.
		body,
		headers: {
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...envelope.headers,
		},
		json: true,
		timeout,
		returnFullResponse: true,
		// Refusals come back as answers: n8n's own wrapper loses MoEngage's message and repeats every 401.
		ignoreHttpStatusErrors: true,
	});
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'moEngageApi',
			options(),
		)) as { statusCode: number; headers: IDataObject; body: unknown };
		const answer = hideKeys(credential, {
			statusCode: response.statusCode,
			headers: Object.fromEntries(
				Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
			),
			body: response.body,
		});
		const reply = readReply(answer, endpoint.answersWith);
		return reply.kind === 'refused' && endpoint.enabledBySupport === true
			? orNotEnabled(reply)
			: reply;
	} catch (error) {
		return hideKeys(credential, unanswered(error));
	}
}

function orNotEnabled(reply: Refused): Refused {
	const cause = causeIfEnabledBySupport(reply.cause, reply.refusal.httpCode);
	return { ...reply, cause, concerns: SCOPES[cause] };
}

/** What one request carries besides its endpoint. */
export type Envelope = {
	/** Values of the names in braces in the endpoint's path, besides the workspace ID. */
	path?: Record<string, string>;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** Fields of the body that hold for all of its elements. */
	body?: IDataObject;
};

/**
 * A path with its names in braces filled in, each as one URL-encoded segment.
 * @throws UserError for a name that has no value: a path with a gap could be another endpoint's
 */
export function fillPath(path: string, values: Record<string, string>): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined || value === '')
			throw new UserError(`The path ${path} needs a ${name}`);
		// A browser-like client would resolve these two, encoded or not, and ask for another path.
		if (value === '.' || value === '..')
			throw new UserError(`"${value}" cannot be a part of a path`);
		return encodeURIComponent(value);
	});
}

/** Codes of a connection that was never made: the request did not leave this machine. */
const NEVER_CONNECTED = new Set([
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
]);

/** Codes of a request that cannot be made, because of what its address or a header holds: it did not leave n8n. */
const NEVER_MADE = new Set(['ERR_INVALID_CHAR', 'ERR_INVALID_URL', 'ERR_UNESCAPED_CHARACTERS']);

/** OpenSSL's and Node's names for a certificate that was not accepted. */
const NO_CERTIFICATE = /^(CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * OpenSSL's names for a handshake that failed. Others, such as ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, are
 * those of a connection that breaks later, when the request may have arrived.
 */
const NO_HANDSHAKE =
	/^ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|.*(HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNRECOGNIZED_NAME|INSUFFICIENT_SECURITY|TOO_SMALL|RENEGOTIATION_DISABLED))$/;

/** @param words of the client: `read EHOSTUNREACH` is said of a connection that had been made */
function wasNeverConnected(code: string, words: string): boolean {
	if (NO_CERTIFICATE.test(code) || NO_HANDSHAKE.test(code)) return true;
	return NEVER_CONNECTED.has(code) && !words.includes(`read ${code}`);
}

/** What n8n throws when a request ends without an answer: n8n 2 keeps the HTTP client's own error as `cause`, n8n 1 does not. */
type HttpClientError = {
	cause?: { code?: unknown; message?: unknown };
	code?: unknown;
	/** In n8n 1 the code of the connection, where there is no status. */
	httpCode?: unknown;
	message?: unknown;
	/** The HTTP client's words, of which n8n makes its own `message`. */
	messages?: unknown[];
};

function unanswered(error: unknown): Unanswered {
	const { cause, code: ownCode, httpCode, message, messages } = error as HttpClientError;
	const code = [cause?.code, ownCode, httpCode].find(
		(value): value is string => typeof value === 'string' && /^[A-Z]/.test(value),
	);
	if (code === undefined) {
		// n8n's own refusals, such as a credential that was deleted meanwhile, come before anything is sent. n8n 1
		// does not tell them from anything else.
		const mayHaveArrived = !(cause instanceof UserError || cause instanceof NodeOperationError);
		const reason = String(message ?? 'the request ended without a response');
		return { kind: 'unanswered', mayHaveArrived, isPassing: mayHaveArrived, reason };
	}
	if (NEVER_MADE.has(code)) {
		const reason = 'HTTP cannot carry a character in the address or a header of the request';
		return { kind: 'unanswered', mayHaveArrived: false, isPassing: false, reason, code };
	}
	const words = [cause?.message, ...(messages ?? [])].join(' ');
	const mayHaveArrived = !wasNeverConnected(code, words);
	const isPassing = code !== 'ERR_CANCELED';
	const reason = mayHaveArrived ? reasonOf(code, words) : 'MoEngage could not be reached';
	return { kind: 'unanswered', mayHaveArrived, isPassing, reason, code };
}

function reasonOf(code: string, words: string): string {
	const isTimeout = code === 'ETIMEDOUT' || (code === 'ECONNABORTED' && /timeout/i.test(words));
	if (isTimeout) return 'MoEngage did not respond in time';
	if (code === 'ERR_CANCELED') return 'the execution was cancelled';
	return 'the connection to MoEngage broke';
}
