import { isPlainObject } from '../MoEngage/mapping/values';
import type { Source } from './source';

/**
 * What keeps a body from being of its source's form, in a sentence for whoever called; `undefined` if nothing does.
 * Only the outermost form counts, so that codes, types and fields that MoEngage adds later pass.
 * @param body as n8n parsed it by its content type
 */
export function formFault(
	source: Source,
	body: unknown,
	contentType: string | undefined,
): string | undefined {
	// The user writes the request of a Connector campaign.
	if (source === 'connector') return undefined;
	// MoEngage documents JSON for both. In a form, something could be appended to a signed body: its signature is a
	// plain hash, which allows for that, while JSON does not.
	if (mediaType(contentType) !== 'application/json' || !isPlainObject(body)) {
		return 'The body is not a JSON object';
	}
	if (source === 'stream') {
		return Array.isArray(body.events) ? undefined : 'The body has no list "events"';
	}
	return typeof body.alert_type === 'string' && body.alert_type !== ''
		? undefined
		: 'The body has no text "alert_type"';
}

/** The type without its parameters, e.g. `application/json`. */
export function mediaType(contentType: string | undefined): string {
	return (contentType ?? '').split(';')[0].trim().toLowerCase();
}
