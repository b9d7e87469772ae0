import { NodeOperationError, UserError } from 'n8n-workflow';

import type { Answer, Unanswered } from './answer';

/**
 * Why a request has no answer of MoEngage's, from what n8n's HTTP helper threw.
 * @param isOverdue the request was ended because its answer took too long
 */
export function unanswered(error: unknown, isOverdue = false): Unanswered {
	if (isOverdue) return noAnswer({ mayHaveArrived: true, reason: TOO_LATE, code: 'ETIMEDOUT' });
	const { cause, code: ownCode, httpCode, message, messages } = error as HttpClientError;
	const words = [cause?.message, message, ...(messages ?? [])].join(' ');
	const code = [cause?.code, ownCode, httpCode].find(
		(value): value is string => typeof value === 'string' && /^[A-Z]/.test(value),
	);
	if (NO_TUNNEL.test(words)) {
		const reason = 'A proxy between n8n and MoEngage closed the connection to MoEngage unused';
		return noAnswer({ mayHaveArrived: false, reason, code });
	}
	if (code === undefined) {
		// n8n's own refusals, such as a credential that was deleted meanwhile, come before anything is sent. n8n 1
		// does not tell them from anything else.
		const mayHaveArrived = !(cause instanceof UserError || cause instanceof NodeOperationError);
		const reason = String(message ?? 'the request ended without a response');
		return noAnswer({ mayHaveArrived, isPassing: mayHaveArrived, reason });
	}
	if (NEVER_MADE.has(code)) {
		const reason = 'HTTP cannot carry a character in the address or a header of the request';
		return noAnswer({ mayHaveArrived: false, isPassing: false, reason, code });
	}
	const mayHaveArrived = !wasNeverConnected(code, words);
	const isPassing = code !== 'ERR_CANCELED';
	const reason = mayHaveArrived ? reasonOf(code, words) : 'MoEngage could not be reached';
	return noAnswer({ mayHaveArrived, isPassing, reason, code });
}

/**
 * What a proxy says in MoEngage's place before it lets anything through to MoEngage; `undefined` if the answer may be
 * MoEngage's. The node does not resend such a request: most of these have to be fixed first.
 */
export function answeredByProxy({ statusCode, headers, body }: Answer): Unanswered | undefined {
	const isOfProxy =
		statusCode === 407 ||
		SQUID_NEVER_CONNECTED.test(String(headers['x-squid-error'])) ||
		TINYPROXY.test(String(headers.server)) ||
		(statusCode >= 500 && typeof body === 'string' && ABOUT_CONNECT.test(body)) ||
		(statusCode >= 502 &&
			typeof body !== 'object' &&
			!HEADERS_OF_SERVERS.some((name) => name in headers));
	if (!isOfProxy) return undefined;
	const wants = statusCode === 407 ? ' asks for a log-in' : ' did not connect to MoEngage';
	return noAnswer({
		mayHaveArrived: false,
		isPassing: false,
		reason: `A proxy between n8n and MoEngage${wants} (HTTP ${statusCode})`,
	});
}

function noAnswer({
	isPassing = true,
	...rest
}: Omit<Unanswered, 'kind' | 'isPassing'> & { isPassing?: boolean }): Unanswered {
	return { kind: 'unanswered', isPassing, ...rest };
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

/** What n8n's proxy agent (`https-proxy-agent`) says when a proxy ends the connection in place of opening a tunnel. */
const NO_TUNNEL = /\bCONNECT response\b/;

/** Squid's names for a connection that it did not make. */
const SQUID_NEVER_CONNECTED =
	/^ERR_(CONNECT_FAIL|DNS_FAIL|CANNOT_FORWARD|ACCESS_DENIED|CACHE_ACCESS_DENIED)/;

/** Tinyproxy opens tunnels and cannot look into them: what it says itself of an https address, it says of CONNECT. */
const TINYPROXY = /^tinyproxy\b/i;

/** The page of a proxy that quotes the request it could not fulfil, as Apache's does. The node's own are never CONNECT. */
const ABOUT_CONNECT = /\bCONNECT(?:&nbsp;|\s+)[\w.[\]:-]+:\d+\b/;

/**
 * One of these is in every answer of a web server: HAProxy's pages have the third alone, and its 502 and 504 may follow
 * a request that has arrived. A bare "502 Bad Gateway" without all of them is a proxy's answer to n8n's CONNECT, which
 * n8n hands on as if it were the answer to the request.
 */
const HEADERS_OF_SERVERS = ['date', 'server', 'content-type'];

const TOO_LATE = 'MoEngage did not respond in time';

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

function reasonOf(code: string, words: string): string {
	const isTimeout = code === 'ETIMEDOUT' || (code === 'ECONNABORTED' && /timeout/i.test(words));
	if (isTimeout) return TOO_LATE;
	if (code === 'ERR_CANCELED') return 'the execution was cancelled';
	return 'the connection to MoEngage broke';
}
