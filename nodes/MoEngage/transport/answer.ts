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

/** The request has no answer: it never left, or the connection ended before one came. */
export type NoAnswer = {
	/** `false`: the request did not reach MoEngage; `true`: whether MoEngage accepted it is not known. */
	mayHaveArrived: boolean;
	/** What happened, in a few words. */
	reason: string;
	/** Code of the HTTP client or operating system, e.g. `ECONNRESET`. */
	code?: string;
};

/** Did the request end without an answer? */
export function isNoAnswer(result: Answer | NoAnswer): result is NoAnswer {
	return 'mayHaveArrived' in result;
}

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

/** Was the request accepted? A 200 with a body that is not JSON may come from something in between. */
export function isAccepted(answer: Answer): answer is Answer & { body: IDataObject } {
	const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
	return isSuccess && isPlainObject(answer.body) && answer.body.status !== 'fail';
}

/** A success status whose body cannot be read: nobody can say whether MoEngage accepted the request. */
export function isUnreadable(answer: Answer): boolean {
	return answer.statusCode >= 200 && answer.statusCode < 300 && !isPlainObject(answer.body);
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
	if (httpCode >= 500) return `MoEngage's gateway could not answer (HTTP ${httpCode})`;
	return `MoEngage refused the request without saying why (HTTP ${httpCode})`;
}
