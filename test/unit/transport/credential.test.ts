import type { IHttpRequestOptions } from 'n8n-workflow';

import { authenticate } from '../../../nodes/MoEngage/transport/authenticate';
import {
	baseUrl,
	CredentialGap,
	credentialGap,
	TILES,
	type MoEngageCredential,
} from '../../../nodes/MoEngage/transport/credential';

const CREDENTIAL: MoEngageCredential = {
	dataCenter: '02',
	workspaceId: 'WS/1',
	dataApiKey: 'data-key',
	campaignApiKey: 'campaign-key',
	personalizeApiKey: 'personalize-key',
	pushApiKey: 'push-key',
};
const CUSTOM: MoEngageCredential = {
	...CREDENTIAL,
	dataCenter: 'custom',
	apiBaseUrl: 'http://127.0.0.1:8790/api/',
	personalizeBaseUrl: 'https://gateway.example.com/personalize',
};

function keyFor(credential: MoEngageCredential, url: string): string {
	const { headers } = authenticate({ ...credential }, { url });
	const [, token] = String(headers?.Authorization).split(' ');
	return Buffer.from(token, 'base64').toString('utf8');
}

describe('authentication picks the key by the address', () => {
	test.each([
		['https://api-02.moengage.com/v1/event/WS%2F1', 'data-key'],
		['https://api-02.moengage.com/v1/customers/export', 'data-key'],
		['https://api-02.moengage.com/v1.0/business_event/search', 'campaign-key'],
		['https://sdk-02.moengage.com/v1/experiences/events', 'personalize-key'],
		['https://pushapi-02.moengage.com/v2/transaction/sendpush', 'push-key'],
	])('%s', (url, key) => {
		expect(keyFor(CREDENTIAL, url)).toBe(`WS/1:${key}`);
	});

	test('custom base URLs, with and without a trailing slash', () => {
		expect(keyFor(CUSTOM, 'http://127.0.0.1:8790/api/v1/event/WS')).toBe('WS/1:data-key');
		expect(keyFor(CUSTOM, 'https://gateway.example.com/personalize/v1/experiences/fetch')).toBe(
			'WS/1:personalize-key',
		);
	});

	test('the HTTP Request node spells the address uri, and other nodes split it', () => {
		const uri = 'https://api-02.moengage.com/v1/event/WS';
		expect(authenticate({ ...CREDENTIAL }, { uri } as never)).toMatchObject({ url: uri });
		expect(
			authenticate(
				{ ...CREDENTIAL },
				{ baseURL: 'https://api-02.moengage.com', url: '/v1/event/WS' },
			),
		).toMatchObject({ url: uri });
	});

	test('MOE-APPKEY goes where MoEngage requires it, and only there', () => {
		const appKey = (url: string) =>
			authenticate({ ...CREDENTIAL }, { url }).headers?.['MOE-APPKEY'];
		expect(appKey('https://sdk-02.moengage.com/v1/experiences/fetch')).toBe('WS/1');
		expect(appKey('https://api-02.moengage.com/v1/integrations/authentication')).toBe('WS/1');
		expect(appKey('https://api-02.moengage.com/v1/event/WS')).toBeUndefined();
	});

	test('redirects are not followed by either of n8n’s HTTP clients', () => {
		const url = 'https://api-02.moengage.com/v1/event/WS';
		expect(authenticate({ ...CREDENTIAL }, { url })).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	test('the options of the caller are not changed', () => {
		const options: IHttpRequestOptions = { url: 'https://api-02.moengage.com/v1/event/WS' };
		authenticate({ ...CREDENTIAL }, options);
		expect(options).toEqual({ url: 'https://api-02.moengage.com/v1/event/WS' });
	});
});

describe('the API Key', () => {
	const SCOPED: MoEngageCredential = { ...CREDENTIAL, apiKey: ' one-key\n', informApiKey: '' };
	const URLS = [
		['data', 'https://api-02.moengage.com/v1/event/WS%2F1'],
		['campaign', 'https://api-02.moengage.com/v5/business-events/triggers'],
		['personalize', 'https://sdk-02.moengage.com/v1/experiences/fetch'],
		['push', 'https://pushapi-02.moengage.com/v2/transaction/sendpush'],
		['inform', 'https://sandbox-api-02.moengage.com/v1.0/alerts/send'],
	] as const;

	test.each(URLS)('stands in for an empty key of %s, and for no other', (tile, url) => {
		for (const empty of ['', '  ', undefined]) {
			const credential = { ...SCOPED, [TILES[tile].field]: empty };
			expect(keyFor(credential, url)).toBe('WS/1:one-key');
			for (const [other, otherUrl] of URLS) {
				if (other === tile || other === 'inform') continue;
				expect(keyFor(credential, otherUrl)).toBe(`WS/1:${other}-key`);
			}
		}
	});

	test.each(URLS)('fills the gap of a credential without a key of %s', (tile, url) => {
		const host = /\/\/(.*)-02/.exec(url)?.[1] as 'api';
		const { label, name, field } = TILES[tile];
		const without = { ...SCOPED, [field]: '', apiKey: ' ' };
		const gap = credentialGap(without, { host, tile });
		expect(gap).toContain(`has no ${label}. Copy the key of the "${name}" tile`);
		expect(gap).toMatch(/Or fill in API Key, if your dashboard has Settings > Account > API keys$/);
		expect(() => authenticate({ ...without }, { url })).toThrow(gap);
		expect(credentialGap({ ...without, apiKey: 'one-key' }, { host, tile })).toBeUndefined();
	});

	test('goes to MoEngage’s hosts only, and to documented paths only', () => {
		for (const url of [
			'https://evil.example/v1/event/WS',
			'https://api-02.moengage.com@evil.example/v1/event/WS',
			'https://api-02.moengage.com/v5/business-event/triggers',
		]) {
			const onlyApiKey = { ...SCOPED, dataApiKey: '', campaignApiKey: '' };
			expect(() => authenticate({ ...onlyApiKey }, { url })).toThrow(CredentialGap);
		}
	});

	test('is missing in credentials of version 1.0, which work as before', () => {
		const { apiKey, webhookSecret } = CREDENTIAL;
		expect([apiKey, webhookSecret]).toEqual([undefined, undefined]);
		for (const [tile, url] of URLS.filter(([one]) => one !== 'inform')) {
			expect(keyFor(CREDENTIAL, url)).toBe(`WS/1:${tile}-key`);
		}
	});
});

test('the Webhook Secret is never sent, and stands in for no key', () => {
	const credential = { ...CREDENTIAL, webhookSecret: 'hook-secret', dataApiKey: '' };
	const url = 'https://api-02.moengage.com/v1.0/business_event/search';
	const secret = Buffer.from('hook-secret').toString('base64').slice(0, -2);
	const sent = JSON.stringify(authenticate(credential, { url, body: { a: 1 } }));
	expect(sent).not.toContain('hook-secret');
	expect(sent).not.toContain(secret);
	expect(() =>
		authenticate(credential, { url: 'https://api-02.moengage.com/v1/event/WS' }),
	).toThrow(/no Data API Key/);
});

describe('a key never leaves for another host', () => {
	test.each([
		'https://evil.example/v1/event/WS',
		'https://api-02.moengage.com.evil.example/v1/event/WS',
		'https://api-02.moengage.com@evil.example/v1/event/WS',
		'https://user:pass@api-02.moengage.com/v1/event/WS',
		'https://api-02.moengage.com:8443/v1/event/WS',
		'http://api-02.moengage.com/v1/event/WS',
		'https://api-01.moengage.com/v1/event/WS',
		'https://xapi-02.moengage.com/v1/event/WS',
		'https://evil.example\\@api-02.moengage.com/v1/event/WS',
		'//evil.example/v1/event/WS',
		'/v1/event/WS',
		'',
	])('%p is refused before anything is sent', (url) => {
		expect(() => authenticate({ ...CREDENTIAL }, { url })).toThrow(CredentialGap);
		expect(() => authenticate({ ...CREDENTIAL }, { baseURL: 'https://evil.example', url })).toThrow(
			CredentialGap,
		);
	});

	test('nor beside the path of a custom base URL', () => {
		for (const url of [
			'http://127.0.0.1:8790/apix/v1/event/WS',
			'http://127.0.0.1:8790/other',
			'http://127.0.0.1:8791/api/v1/event/WS',
			'http://127.0.0.1:8790/api/../v1/event/WS',
		]) {
			expect(() => authenticate({ ...CUSTOM }, { url })).toThrow(CredentialGap);
		}
	});
});

describe('what is missing in the credential is named', () => {
	const url = 'https://api-02.moengage.com/v1.0/business_event/search';

	test.each([
		[{ campaignApiKey: ' ' }, /no Campaign API Key.*"Campaign report\/Business events/],
		[{ workspaceId: '' }, /no Workspace ID/],
		[{ dataCenter: '' }, /no Data Center/],
	])('%j', (gap, message) => {
		expect(() => authenticate({ ...CREDENTIAL, ...gap }, { url })).toThrow(message);
	});

	test.each([
		'',
		'gateway',
		'http://gateway.example.com',
		'https://u:p@g.example',
		'ftp://127.0.0.1',
		'http://localhost.evil.example',
		'http://127.0.0.1.evil.example',
		'http://evil.example/localhost',
		'http://evil.example:127',
		'http://notlocalhost',
		'http://10.127.0.0.1.example',
		'http://127.0.0.1@evil.example',
		'http://[::2]:9',
		'https://g.example/x?to=y',
		'https://g.example/x#y',
	])('%p is not a usable base URL', (apiBaseUrl) => {
		expect(() => baseUrl({ ...CUSTOM, apiBaseUrl }, 'api')).toThrow(/API Base URL/);
	});

	test.each([
		'http://127.0.0.1:1',
		'http://localhost:8790/api',
		'http://[::1]:9',
		'https://g.example/x',
	])('%p is', (apiBaseUrl) => {
		expect(baseUrl({ ...CUSTOM, apiBaseUrl }, 'api')).toBe(apiBaseUrl);
	});
});
