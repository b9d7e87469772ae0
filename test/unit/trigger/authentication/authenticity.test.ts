import fc from 'fast-check';

import {
	isAuthentic,
	secretsFor,
	showsProof,
	signatureOf,
	type Call,
} from '../../../../nodes/MoEngageTrigger/authentication/authenticity';
import type { Headers } from '../../../../nodes/MoEngageTrigger/source';

/** Secrets as n8n's form keeps them: any text, trimmed. */
const secret = fc
	.string({ unit: 'grapheme', minLength: 1 })
	.filter((text) => text.trim() === text && text !== '');

/** A header as Node hands it over: one character per byte. */
const header = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/** All forms in which MoEngage can be set up to show a secret. */
function formsOf(text: string, user = 'moengage'): Array<Record<string, string>> {
	return [
		{ 'x-webhook-secret': header(text) },
		{ authorization: `Bearer ${header(text)}` },
		{ authorization: `Basic ${Buffer.from(`${user}:${text}`).toString('base64')}` },
	];
}

test('every secret is accepted in each form, and no other text is', () => {
	fc.assert(
		fc.property(
			secret,
			secret,
			fc.string().filter((user) => !user.includes(':')),
			(own, other, user) => {
				for (const headers of formsOf(own, user)) {
					expect(isAuthentic('stream', { headers }, [own])).toBe(true);
					expect(isAuthentic('connector', { headers }, [other])).toBe(own === other);
					expect(showsProof('stream', { headers })).toBe(true);
				}
			},
		),
		{ seed: 41 },
	);
});

test('without a secret, nothing is authentic', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			for (const headers of formsOf(text)) {
				expect(isAuthentic('stream', { headers }, [])).toBe(false);
			}
		}),
		{ seed: 42 },
	);
});

test('no headers whatsoever pass for a secret that they do not show', () => {
	const name = fc.constantFrom('authorization', 'x-webhook-secret', 'signature', 'cookie');
	const value = fc.oneof(
		fc.string(),
		fc.string().map((text) => `Basic ${text}`),
		fc.base64String().map((text) => `Basic ${text}`),
		fc.string().map((text) => `Bearer ${text}`),
		fc.array(fc.string()),
		fc.constant(undefined),
	);
	fc.assert(
		fc.property(fc.dictionary(name, value), fc.uint8Array(), (headers, bytes) => {
			const call = { headers, rawBody: Buffer.from(bytes) };
			for (const source of ['stream', 'connector', 'alert'] as const) {
				expect(isAuthentic(source, call, ['a secret that nobody guesses'])).toBe(false);
			}
		}),
		{ seed: 43, numRuns: 1000 },
	);
});

test('a signature holds for its key and its bytes only', () => {
	fc.assert(
		fc.property(
			secret,
			secret,
			fc.uint8Array(),
			fc.uint8Array(),
			(key, otherKey, bytes, others) => {
				const [rawBody, otherBody] = [Buffer.from(bytes), Buffer.from(others)];
				const headers = { signature: signatureOf(key, rawBody) };
				expect(isAuthentic('alert', { headers, rawBody }, [otherKey, key])).toBe(true);
				expect(isAuthentic('alert', { headers, rawBody }, [otherKey])).toBe(otherKey === key);
				expect(isAuthentic('alert', { headers, rawBody: otherBody }, [key])).toBe(
					otherBody.equals(rawBody),
				);
			},
		),
		{ seed: 44 },
	);
});

// Made by the Python of MoEngage's documentation: sha256((key + "|" + body).encode("utf-8")).hexdigest()
test.each([
	[
		'YOUR_CAMPAIGN_REPORT_API_KEY',
		'{"alert_id":"","alert_name":""}',
		'a9310b78c4be52ef56dc95ec490b86397b304b473ec711bfab4e4f5410b00620',
	],
	['key', '{}', 'c73453c1ed7b9b01b1b876d32b65bead9a7b83be18cf89a458fe31130bcbbe03'],
	[
		'kéy',
		'{"alert_name":"Zürich"}',
		'd73c837e87e742845ed01a4f7bfa0f66f6e0f7934abc9bca6b6ad46273b59958',
	],
])('a signature is that of MoEngage for the key %s and %s', (key, body, signature) => {
	expect(signatureOf(key, Buffer.from(body))).toBe(signature);
});

test('each source has its own secrets, and an empty field is none', () => {
	const credential = {
		dataCenter: '01',
		workspaceId: 'DEMO',
		dataApiKey: 'data',
		campaignApiKey: ' campaign ',
		apiKey: 'api',
		webhookSecret: 'secret',
	};
	expect(secretsFor('alert', credential)).toEqual(['campaign', 'api']);
	expect(secretsFor('stream', credential)).toEqual(['secret']);
	expect(secretsFor('connector', { ...credential, webhookSecret: '  ' })).toEqual([]);
	expect(secretsFor('alert', { dataCenter: '01', workspaceId: 'DEMO' })).toEqual([]);
});

test.each([
	['lower case', (hex: string) => hex, true],
	['upper case', (hex: string) => hex.toUpperCase(), true],
	['mixed case', (hex: string) => hex.slice(0, 32).toUpperCase() + hex.slice(32), true],
	['63 digits', (hex: string) => hex.slice(1), false],
	['65 digits', (hex: string) => `${hex}0`, false],
	['another digit', (hex: string) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1), false],
	['digits after a line break', (hex: string) => `\n${hex}`, false],
])('a signature in %s', (_form, change, counts) => {
	const rawBody = Buffer.from('{"alert_type":"X"}');
	const call = { headers: { signature: change(signatureOf('key', rawBody)) }, rawBody };
	expect(isAuthentic('alert', call, ['key'])).toBe(counts);
});

test.each(['Bearer', 'bearer', 'BEARER', 'bEARER'])('the scheme "%s" is read', (scheme) => {
	const basic = { Bearer: 'Basic', bearer: 'basic', BEARER: 'BASIC', bEARER: 'bASIC' }[scheme];
	const token = Buffer.from('moengage:secret').toString('base64');
	for (const authorization of [`${scheme} secret`, `${basic}  ${token}`]) {
		expect(isAuthentic('stream', { headers: { authorization } }, ['secret'])).toBe(true);
	}
});

const encoded = (text: string) => Buffer.from(text).toString('base64');

test.each<[what: string, headers: Headers]>([
	['the secret without encoding, as a login', { authorization: 'Basic secret' }],
	['a login, as a token', { authorization: `Bearer ${encoded('moengage:secret')}` }],
	['a login without a colon', { authorization: `Basic ${encoded('secret')}` }],
	['another scheme', { authorization: 'xBearer secret' }],
	['a scheme behind another', { authorization: 'Digest, Bearer secret' }],
	['a line behind the secret', { authorization: 'Bearer secret\nmore' }],
	['no scheme', { authorization: 'secret' }],
	['a header that came twice', { authorization: ['Bearer secret', 'Bearer other'] }],
])('a call with %s shows no secret', (_what, headers) => {
	expect(isAuthentic('stream', { headers }, ['secret'])).toBe(false);
});

test.each<[what: string, source: 'alert' | 'stream', call: Call]>([
	['no header', 'stream', { headers: {} }],
	['an empty secret', 'stream', { headers: { 'x-webhook-secret': '' } }],
	['an empty password', 'stream', { headers: { authorization: `Basic ${encoded('user:')}` } }],
	['a scheme that nobody knows', 'stream', { headers: { authorization: 'Digest abc' } }],
	['no signature', 'alert', { headers: {}, rawBody: Buffer.from('{}') }],
	['a short signature', 'alert', signed('a'.repeat(63))],
	['a long signature', 'alert', signed('a'.repeat(65))],
	['a signature behind a blank', 'alert', signed(` ${'a'.repeat(64)}`)],
	['two signatures', 'alert', signed(['a'.repeat(64), 'a'.repeat(64)])],
	['a signature of no body', 'alert', { headers: { signature: 'a'.repeat(64) } }],
])('for a call with %s, the credential is not read', (_what, source, call) => {
	expect(showsProof(source, call)).toBe(false);
	expect(isAuthentic(source, call, ['secret'])).toBe(false);
});

function signed(signature: string | string[]): Call {
	return { headers: { signature }, rawBody: Buffer.from('{}') };
}
