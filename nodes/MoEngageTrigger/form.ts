import { tryParse } from '../MoEngage/mapping/json';
import { isPlainObject } from '../MoEngage/mapping/values';
import type { Source } from './source';

/**
 * What keeps a body from being of its source's form, in a sentence for whoever called; `undefined` if nothing does.
 * Only the outermost form counts, so that codes, types and fields that MoEngage adds later pass.
 * @param body as {@link parsedBody} gives it
 */
export function formFault(
	source: Source,
	body: unknown,
	contentType: string | undefined,
): string | undefined {
	// The user writes the request of a Connector campaign.
	if (source === 'connector') return undefined;
	// MoEngage documents JSON for all others. In a form, something could be appended to a signed body: its signature is a
	// plain hash, which allows for that, while JSON does not.
	if (!isJson(contentType) || !isPlainObject(body)) {
		return 'The body is not a JSON object';
	}
	if (source === 'segmentSync') {
		return isPlainObject(body.data) ? undefined : 'The body has no object "data"';
	}
	if (source === 'stream') {
		return Array.isArray(body.events) ? undefined : 'The body has no list "events"';
	}
	return typeof body.alert_type === 'string' && body.alert_type !== ''
		? undefined
		: 'The body has no text "alert_type"';
}

/**
 * The body as n8n parsed it by its content type. n8n knows JSON as `application/json` only, and not as
 * `application/cloudevents+json`: that is read here.
 */
export function parsedBody(
	body: unknown,
	contentType: string | undefined,
	rawBody: Buffer | undefined,
): unknown {
	const isUnread = isJson(contentType) && mediaType(contentType) !== 'application/json';
	return isUnread && rawBody !== undefined ? tryParse(textOf(rawBody, contentType))?.value : body;
}

/**
 * The text of a body, without a byte order mark, in the encoding that its type names, or XML itself; in UTF-8 if neither
 * does, or names one that nobody knows.
 */
export function textOf(rawBody: Buffer | undefined, contentType: string | undefined): string {
	const charset =
		/;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ??
		/^<\?xml[^>]*\sencoding=["']([\w.:-]+)/.exec(rawBody?.toString('latin1', 0, 200) ?? '')?.[1];
	try {
		return new TextDecoder(charset).decode(rawBody);
	} catch {
		return new TextDecoder().decode(rawBody);
	}
}

function isJson(contentType: string | undefined): boolean {
	return /^application\/json$|\+json$/.test(mediaType(contentType));
}

/** The type without its parameters, e.g. `application/json`. */
export function mediaType(contentType: string | undefined): string {
	return (contentType ?? '').split(';')[0].trim().toLowerCase();
}
