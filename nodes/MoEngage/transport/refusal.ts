import { isPlainObject } from '../mapping/values';

/** Why MoEngage refused a request, whichever of its error shapes it used. */
export type Refusal = {
	httpCode: number;
	/** MoEngage's own words. */
	message: string;
	/** MoEngage's name for the kind of refusal. */
	type?: string;
	/** MoEngage's number for it, where an API has such numbers (Inform). */
	number?: number;
	/** The field or attribute that it is about. */
	target?: string;
	/** Give this to MoEngage's support. */
	requestId?: string;
};

/** An answer, its body parsed if it is JSON, the names of its headers in lower case. */
export type BareAnswer = {
	statusCode: number;
	body: unknown;
	headers?: Record<string, unknown>;
};

/**
 * Reads the error shapes of MoEngage's APIs (Data, business events, Personalize, V5 envelopes, Inform, catalog,
 * archival, file imports: `api/**` of MoEngage's documentation, each service its own), a gateway's HTML page and an empty body.
 */
export function readRefusal({ statusCode: httpCode, body }: BareAnswer): Refusal {
	if (!isPlainObject(body)) return { httpCode, message: statusText(httpCode) };
	const nested = isPlainObject(body.error) ? body.error : undefined;
	const source = nested ?? (isPlainObject(body.data) ? body.data : body);
	const details = flattenDetails(source.details);
	// The IP list's 403 names the kind in `error`, as text, and says the rest in `message`.
	const errorText = text(body.error);
	const main =
		text(source.message) ??
		text(source.description) ??
		text(source.error_message) ??
		errorText ??
		text(source.title) ??
		text(body.data);
	const codes = [source.type, source.title, errorText, source.error_type].map(text);
	return {
		httpCode,
		message: joinMessages(main, details.messages) ?? statusText(httpCode),
		type:
			codes.find((code) => code !== undefined && code !== main) ??
			details.code ??
			text(source.err_code) ??
			text(body['error-code']) ??
			text(source.code) ??
			text(source.title),
		...(typeof body.status_code === 'number' ? { number: body.status_code } : {}),
		target: text(source.attribute) ?? details.target ?? text(source.target),
		requestId: requestIdOf(body, source, nested !== undefined),
	};
}

/** Personalize calls its request id `code`; business events use `code` for the HTTP status. */
function requestIdOf(
	body: Record<string, unknown>,
	source: Record<string, unknown>,
	isNested: boolean,
): string | undefined {
	const isPersonalize = !isNested && typeof source.code === 'string' && 'title' in source;
	return (
		text(source.request_id) ??
		text(body.request_id) ??
		text(body.req_id) ??
		text(body.response_id) ??
		(isPersonalize ? text(source.code) : undefined)
	);
}

type Details = { messages: string[]; target?: string; code?: string };

/**
 * `details` is an object or a list of them. Its `message` (V5: `issue` beside it) may be text, such an object
 * again, or a list of them; what it is about is called `target` or `field`.
 */
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
	const inner = flattenDetails(value.message ?? value.issue);
	const about = value.target ?? value.field;
	const target = Array.isArray(about) ? about.join(', ') : text(about);
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
	if (httpCode >= 500)
		return `MoEngage's gateway, or a proxy between n8n and MoEngage, could not respond (HTTP ${httpCode})`;
	return `MoEngage rejected the request without a reason (HTTP ${httpCode})`;
}
