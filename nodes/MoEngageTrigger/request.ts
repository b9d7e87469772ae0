import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Headers } from './source';

/** Names of headers whose values are secret, or stand for a secret. */
const SECRET_NAMES = /auth|cookie|key|password|secret|signature|token/i;

/** What of a call an item may hold beside its own fields. */
type Seen = { method: string; headers: IDataObject; query: IDataObject };

/** Adds the call to each item, in `request`. A field of this name that the item has by itself moves in there. */
export function includeRequest(items: INodeExecutionData[], seen: Seen): void {
	for (const { json } of items) {
		const { request: original } = json;
		json.request = original === undefined ? seen : { ...seen, original };
	}
}

/**
 * The headers of a call that may be stored with an execution.
 * @param secrets texts that must not be stored, wherever they stand
 */
export function safeHeaders(headers: Headers, secrets: string[]): IDataObject {
	// Node reads each byte of a header as one character.
	const asBytes = secrets.map((secret) => Buffer.from(secret, 'utf8').toString('latin1'));
	const texts = [...secrets, ...asBytes];
	const safe = Object.entries(headers).filter(
		([name, value]) => !SECRET_NAMES.test(name) && !holds(value, texts),
	);
	return Object.fromEntries(safe) as IDataObject;
}

/** The query of a call without what holds a secret. */
export function safeQuery(query: object, secrets: string[]): IDataObject {
	return Object.fromEntries(
		Object.entries(query).filter((pair) => !holds(pair, secrets)),
	) as IDataObject;
}

/** Whether a secret stands in a text, in an element of a list, or in a name or a value of an object. */
function holds(value: unknown, secrets: string[]): boolean {
	if (typeof value === 'string') return secrets.some((secret) => value.includes(secret));
	const parts: unknown[] = Array.isArray(value) ? value : Object.entries(value ?? {});
	return parts.some((part) => holds(part, secrets));
}
