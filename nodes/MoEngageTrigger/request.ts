import type { IDataObject } from 'n8n-workflow';

import type { Headers } from './source';

/** Names of headers whose values are secret, or stand for a secret. */
const SECRET_NAMES = /auth|cookie|key|password|secret|signature|token/i;

/**
 * The headers of a call that may be stored with an execution.
 * @param secrets texts that must not be stored, wherever they stand
 */
export function safeHeaders(headers: Headers, secrets: string[]): IDataObject {
	const safe = Object.entries(headers).filter(
		([name, value]) => !SECRET_NAMES.test(name) && !holds(value, secrets),
	);
	return Object.fromEntries(safe) as IDataObject;
}

/** The query of a call without values that hold a secret. */
export function safeQuery(query: object, secrets: string[]): IDataObject {
	return Object.fromEntries(
		Object.entries(query).filter(([, value]) => !holds(value, secrets)),
	) as IDataObject;
}

function holds(value: unknown, secrets: string[]): boolean {
	const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
	return secrets.some((secret) => text.includes(secret));
}
