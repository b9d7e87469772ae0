import { isPlainObject } from '../mapping/values';
import type { BareAnswer, Refusal } from './refusal';

/** What is behind a rejection, as far as its status and words tell. */
export type Cause =
	| 'wrongKey'
	| 'wrongKeyOrNotEnabled'
	| 'keyNotGenerated'
	| 'keyExpired'
	| 'keyMalformed'
	| 'keyScope'
	| 'featureOff'
	| 'notEnabled'
	| 'ipNotListed'
	| 'suspended'
	| 'unknownWorkspace'
	| 'workspaceMismatch'
	| 'forbidden'
	| 'limit'
	| 'server'
	| 'gateway'
	| 'request';

/**
 * Whom a rejection concerns, and with that what it means for everything else that is still to be sent:
 * `request`: this request alone; `key`: the API key, so every request with it; `workspace`: the workspace
 * with all of its keys; `limit`: the rate limit of the endpoint; `server`: nobody here, MoEngage itself could
 * not finish.
 */
export type Scope = 'request' | 'key' | 'workspace' | 'limit' | 'server';

/** Whom each cause concerns (`api/data/data-overview.mdx`, response codes, and the documents of each API). */
export const SCOPES: Record<Cause, Scope> = {
	wrongKey: 'key',
	wrongKeyOrNotEnabled: 'key',
	keyNotGenerated: 'key',
	keyExpired: 'key',
	keyMalformed: 'key',
	keyScope: 'key',
	featureOff: 'workspace',
	notEnabled: 'workspace',
	ipNotListed: 'workspace',
	suspended: 'workspace',
	unknownWorkspace: 'workspace',
	workspaceMismatch: 'workspace',
	forbidden: 'workspace',
	limit: 'limit',
	server: 'server',
	// A firewall in between judges one body at a time.
	gateway: 'request',
	request: 'request',
};

/**
 * What MoEngage's gateway says of a key in the header `MOENGAGE-AUTH-ERROR-CODE` of a 401 or 403
 * (`api/oauth/oauth-overview.mdx`).
 */
const AUTH_ERROR_CODES: Record<string, Cause | undefined> = {
	ER003: 'keyMalformed',
	ER004: 'keyMalformed',
	ER007: 'keyScope',
	ER008: 'keyExpired',
};

/** What each of these statuses can be about, by the words that MoEngage's documents have for it, first match first. */
const WORDS: Record<number, Array<[words: RegExp, cause: Cause]>> = {
	400: [
		// File imports say with 400 that an import may run once in five minutes only (`api/data/data.yaml`).
		[/^ALREADY_EXISTS\n.*\brun in the last \d+ min/i, 'limit'],
		[/^(blacklisted|account (temporarily )?suspended|BlockedClient)$/im, 'suspended'],
		[/\byour account is (blacklisted|(temporarily )?suspended)\b/i, 'suspended'],
		[/\bMoEngage client not found\b/i, 'unknownWorkspace'],
		[/\bgiven app_?id\b|\b(InvalidParams|ParamsRequired)\b.*\bapp_?id\b/is, 'unknownWorkspace'],
	],
	403: [
		[/\bip\b.*(validation|whitelist|allow)/i, 'ipNotListed'],
		[/\bforbidden operation\b|(EXPIRED|ARCHIVED)_OFFERING/i, 'request'],
		[/\bapp_?id\b.*\b(invalid|blocked)\b/i, 'unknownWorkspace'],
		[/suspended|blacklisted|\bBlockedClient\b/i, 'suspended'],
		[/not (enabled|functional)|request-(denied|forbidden)|forbidden request/i, 'featureOff'],
		[/\bpermissions?\b|\bscopes?\b|^authorization$/im, 'keyScope'],
	],
	409: [
		[/app key mismatch|authentication mismatch/i, 'workspaceMismatch'],
		[/secret( key)? (is )?not (set|configured)/i, 'keyNotGenerated'],
	],
};

/** Decides what is behind a refused request. */
export function causeOf({ statusCode, body, headers }: BareAnswer, refusal: Refusal): Cause {
	if (statusCode === 401 || statusCode === 403) {
		const code = String(headers?.['moengage-auth-error-code']).trim().toUpperCase();
		const told = AUTH_ERROR_CODES[code];
		if (told !== undefined) return told;
	}
	if (statusCode === 401) return 'wrongKey';
	if (statusCode === 429) return 'limit';
	if (statusCode >= 500) return 'server';
	// What is not in one of MoEngage's shapes comes from something in between, whatever its words are.
	if (statusCode === 403 && !isOfMoEngage(body)) return 'gateway';
	// What a 400 or 409 is about is mostly an attribute, whose name is the user's and no word of MoEngage's.
	const target = statusCode === 403 ? refusal.target : undefined;
	const said = [refusal.type, refusal.message, target].join('\n');
	const found = WORDS[statusCode]?.find(([words]) => words.test(said))?.[1];
	return found ?? (statusCode === 403 ? 'forbidden' : 'request');
}

/**
 * What is behind a refusal by an API that MoEngage's support has to enable first. No document says what it answers
 * until then, so that every refusal counts that does not say clearly that it is about something else.
 */
export function causeIfEnabledBySupport(cause: Cause, httpCode: number): Cause {
	if (cause === 'wrongKey') return 'wrongKeyOrNotEnabled';
	if (cause === 'featureOff' || cause === 'forbidden') return 'notEnabled';
	return cause === 'request' && httpCode === 404 ? 'notEnabled' : cause;
}

/** Has the body more to it than the `message` that every gateway's JSON has? */
function isOfMoEngage(body: unknown): boolean {
	return isPlainObject(body) && Object.keys(body).some((name) => name.toLowerCase() !== 'message');
}
