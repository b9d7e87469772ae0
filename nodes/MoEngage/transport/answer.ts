import type { IDataObject } from 'n8n-workflow';

import { isPlainObject } from '../mapping/values';

/** What came back over HTTP. */
export type Answer = {
	statusCode: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON; text when the body is not JSON (a gateway's HTML page, an empty body). */
	body: unknown;
};

/**
 * Whom a rejection concerns, and with that what it means for everything else that is still to be sent:
 * `request`: this request alone; `key`: the API key, so every request with it; `workspace`: the workspace
 * with all of its keys; `limit`: the rate limit of the endpoint; `server`: nobody here, MoEngage itself could
 * not finish.
 */
export type Scope = 'request' | 'key' | 'workspace' | 'limit' | 'server';

/** MoEngage took the request. */
export type Accepted = { kind: 'accepted'; body: IDataObject };

/** MoEngage, or something in between, says that it did not take the request. */
export type Refused = {
	kind: 'refused';
	concerns: Scope;
	/** One of several items in the request may be the reason: without it, the others would be accepted. */
	mayBeOneItem: boolean;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	refusal: Refusal;
};

/** A success status whose body is none of MoEngage's: nobody can say whether the request was accepted. */
export type Unreadable = { kind: 'unreadable'; statusCode: number };

/** The request has no answer: it never left, or the connection ended before one came. */
export type Unanswered = {
	kind: 'unanswered';
	/** `false`: the request did not reach MoEngage; `true`: whether MoEngage accepted it is not known. */
	mayHaveArrived: boolean;
	/** The same request may fare better a moment later; not so if n8n itself keeps it from leaving. */
	isPassing: boolean;
	/** What happened, in a few words. */
	reason: string;
	/** Code of the HTTP client or operating system, e.g. `ECONNRESET`. */
	code?: string;
};

/** What became of one request. {@link readReply} is the only place that decides it. */
export type Reply = Accepted | Unaccepted;

/** What became of a request that was not accepted, or of which nobody knows. */
export type Unaccepted = Refused | Unreadable | Unanswered;

/** Why MoEngage refused a request, whichever of its error shapes it used. */
export type Refusal = {
	httpCode: number;
	/** MoEngage's own words. */
	message: string;
	/** MoEngage's name for the kind of refusal. */
	type?: string;
	/** The field or attribute that it is about. */
	target?: string;
	/** Give this to MoEngage's support. */
	requestId?: string;
};

/** Decides what an answer means. A 200 with a body that is not JSON may come from something in between. */
export function readReply(answer: Answer): Accepted | Refused | Unreadable {
	const { statusCode, headers, body } = answer;
	if (statusCode >= 200 && statusCode < 300) {
		if (!isPlainObject(body)) return { kind: 'unreadable', statusCode };
		if (body.status !== 'fail') return { kind: 'accepted', body: body as IDataObject };
	}
	return {
		kind: 'refused',
		concerns: scopeOf(statusCode),
		mayBeOneItem: statusCode === 400 || statusCode === 413,
		headers,
		refusal: readRefusal(answer),
	};
}

function scopeOf(statusCode: number): Scope {
	if (statusCode === 401) return 'key';
	if (statusCode === 403) return 'workspace';
	if (statusCode === 429) return 'limit';
	return statusCode >= 500 ? 'server' : 'request';
}

/**
 * Reads the four error shapes of MoEngage's APIs (Data, business events 400/401, business events 429,
 * Personalize and business events 500), a gateway's HTML page and an empty body.
 */
export function readRefusal(answer: Answer): Refusal {
	const { statusCode: httpCode, body } = answer;
	if (!isPlainObject(body)) return { httpCode, message: statusText(httpCode) };
	const nested = isPlainObject(body.error) ? body.error : undefined;
	const source = nested ?? (isPlainObject(body.data) ? body.data : body);
	const details = flattenDetails(source.details);
	const main = text(source.message) ?? text(source.description) ?? text(source.title);
	return {
		httpCode,
		message: joinMessages(main, details.messages) ?? statusText(httpCode),
		type: text(source.type) ?? text(source.title) ?? details.code ?? text(source.code),
		target: text(source.attribute) ?? details.target,
		// Personalize calls its request id `code`; business events use `code` for the HTTP status.
		requestId:
			text(source.request_id) ??
			text(body.req_id) ??
			(nested === undefined && typeof source.code === 'string' ? source.code : undefined),
	};
}

type Details = { messages: string[]; target?: string; code?: string };

/** `details` holds objects whose `message` may be text, such an object again, or a list of them. */
function flattenDetails(value: unknown): Details {
	if (Array.isArray(value)) {
		return value.map(flattenDetails).reduce<Details>(
			(all, one) => ({
				messages: [...all.messages, ...one.messages],
				target: all.target ?? one.target,
				code: all.code ?? one.code,
			}),
			{ messages: [] },
		);
	}
	if (typeof value === 'string') return { messages: value.trim() === '' ? [] : [value.trim()] };
	if (!isPlainObject(value)) return { messages: [] };
	const inner = flattenDetails(value.message);
	const target = Array.isArray(value.target) ? value.target.join(', ') : text(value.target);
	return {
		messages: inner.messages,
		target: inner.target ?? target,
		code: inner.code ?? text(value.code),
	};
}

/** General message first, then what the details add to it. */
function joinMessages(main: string | undefined, details: string[]): string | undefined {
	const plain = (message: string) => message.toLowerCase().replace(/[^a-z0-9]/g, '');
	const additions = [...new Set(details)].filter(
		(detail) => main === undefined || !plain(main).includes(plain(detail).replace(/s$/, '')),
	);
	const parts = [main, ...additions].filter((part): part is string => part !== undefined);
	return parts.length > 0 ? parts.join(': ') : undefined;
}

function text(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function statusText(httpCode: number): string {
	if (httpCode >= 300 && httpCode < 400)
		return `MoEngage redirected the request (HTTP ${httpCode})`;
	if (httpCode >= 500) return `MoEngage's gateway could not respond (HTTP ${httpCode})`;
	return `MoEngage rejected the request without a reason (HTTP ${httpCode})`;
}
