import { createHash, timingSafeEqual } from 'crypto';

import {
	API_KEY,
	filledIn,
	TILES,
	type MoEngageCredential,
} from '../../MoEngage/transport/credential';
import type { Headers, Source } from '../source';

/** The field of the credential with the secret of Streams and Connector campaigns. */
export const WEBHOOK_SECRET = { field: 'webhookSecret', label: 'Webhook Secret' } as const;

/** The parts of a call that can prove where it comes from. */
export type Call = { headers: Headers; rawBody?: Buffer };

/**
 * Whether a call proves that it comes from MoEngage. No secret proves nothing.
 * @param secrets as {@link secretsFor} reads them from the credential
 */
export function isAuthentic(source: Source, call: Call, secrets: string[]): boolean {
	if (source === 'alert') return secrets.some((key) => isSigned(call, key));
	const shown = shownSecrets(call.headers);
	return secrets.some((secret) => {
		const expected = Buffer.from(secret, 'utf8');
		return shown.some((one) => isSame(one, expected));
	});
}

/** Whether a call carries anything that could prove it: if not, the credential need not be read. */
export function showsProof(source: Source, { headers, rawBody }: Call): boolean {
	if (source !== 'alert') return shownSecrets(headers).length > 0;
	return rawBody !== undefined && signatureIn(headers) !== undefined;
}

/**
 * What a call may prove itself with, of the credential's fields that are filled in. An alert is signed with the
 * Campaign Report key (`partner-guide/data-and-analytics/workflow-automation/webhook.mdx` of MoEngage's
 * documentation). With the API key dashboard, MoEngage does not say with which key, so one of there counts as well.
 */
export function secretsFor(source: Source, credential: MoEngageCredential): string[] {
	const fields =
		source === 'alert' ? [TILES.campaign.field, API_KEY.field] : [WEBHOOK_SECRET.field];
	return fields.map((field) => filledIn(credential[field])).filter((secret) => secret !== '');
}

/** The `Signature` of an alert: lowercase hex SHA-256 of the key, a bar and the raw body. */
export function signatureOf(key: string, rawBody: Buffer): string {
	return createHash('sha256').update(`${key}|`, 'utf8').update(rawBody).digest('hex');
}

function isSigned({ headers, rawBody }: Call, key: string): boolean {
	const signature = signatureIn(headers);
	if (signature === undefined || rawBody === undefined) return false;
	return isSame(Buffer.from(signature), Buffer.from(signatureOf(key, rawBody)));
}

function signatureIn(headers: Headers): string | undefined {
	const { signature } = headers;
	return typeof signature === 'string' && /^[0-9a-f]{64}$/i.test(signature)
		? signature.toLowerCase()
		: undefined;
}

/** What a call shows as its secret, in each of the three forms that MoEngage can be set up to send. */
function shownSecrets(headers: Headers): Buffer[] {
	const shown: Buffer[] = [];
	const own = headers['x-webhook-secret'];
	if (typeof own === 'string') shown.push(bytesOf(own));
	const { authorization } = headers;
	const [, scheme = '', value = ''] =
		/^(bearer|basic) +(.+)$/i.exec(typeof authorization === 'string' ? authorization : '') ?? [];
	if (scheme.toLowerCase() === 'bearer') shown.push(bytesOf(value));
	if (scheme.toLowerCase() === 'basic') {
		const login = Buffer.from(value, 'base64');
		const colon = login.indexOf(':');
		if (colon >= 0) shown.push(login.subarray(colon + 1));
	}
	return shown.filter(({ length }) => length > 0);
}

/** Node reads each byte of a header as one character. */
function bytesOf(header: string): Buffer {
	return Buffer.from(header, 'latin1');
}

/** Compares digests, so that the time it takes tells neither where two texts differ nor how long they are. */
function isSame(a: Buffer, b: Buffer): boolean {
	const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
	return timingSafeEqual(digest(a), digest(b));
}
