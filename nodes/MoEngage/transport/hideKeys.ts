import { API_KEY, basicToken, filledIn, TILES, type MoEngageCredential } from './credential';

/** Replaces a key, or what a request carries to prove it. */
const MARK = '[key]';

/**
 * What is shorter may be a part of ordinary words and numbers, which would be lost. MoEngage's keys are several times
 * as long.
 */
const LEAST_LENGTH = 8;

/**
 * Replaces the keys of the credential, and what Basic authentication makes of them, in every text of what came back:
 * gateways quote headers that they do not like, and some services repeat a whole request. Items, messages and what n8n
 * stores of an execution are made of it, and must contain no key.
 * @param reply plain JSON, which is changed in place: a copy of a large one would cost more than the search
 */
export function hideKeys<T extends object>(credential: MoEngageCredential, reply: T): T {
	const keys = keysOf(credential);
	// A list that grows, for a reply may be nested deeper than functions may call themselves.
	const containers = [reply as Record<string, unknown>];
	for (const container of containers) {
		for (const name of Object.keys(container)) {
			const value = container[name];
			const shown = name.replace(keys, MARK);
			if (shown !== name) delete container[name];
			container[shown] = typeof value === 'string' ? value.replace(keys, MARK) : value;
			if (typeof value === 'object' && value !== null)
				containers.push(value as Record<string, unknown>);
		}
	}
	return reply;
}

/** Finds every key of the credential, alone and within the token of Basic authentication. */
function keysOf(credential: MoEngageCredential): RegExp {
	const workspaceId = filledIn(credential.workspaceId);
	const secrets = [...Object.values(TILES), API_KEY]
		.map(({ field }) => filledIn(credential[field]))
		.filter((key) => key !== '')
		// Without its end, which others may have left out or spelt in another way.
		.flatMap((key) => [key, basicToken(workspaceId, key).split('=')[0]])
		.filter(({ length }) => length >= LEAST_LENGTH)
		// One key may be the beginning of another, whose rest would be left.
		.sort((a, b) => b.length - a.length)
		.map((secret) => secret.replace(/[^A-Za-z0-9]/g, anySpelling));
	return new RegExp(secrets.join('|') || NOTHING, 'g');
}

/** A pattern that no text has. */
const NOTHING = '(?!)';

/** A pattern for a character as it is, or as URLs, JSON and HTML spell it. */
function anySpelling(character: string): string {
	const code = character.charCodeAt(0);
	const hex = code.toString(16);
	const asItIs = `\\\\?\\u${hex.padStart(4, '0')}`;
	return `(?:${asItIs}|(?:%|\\\\u00|&#x)(?:${hex}|${hex.toUpperCase()});?|&#${code};)`;
}
