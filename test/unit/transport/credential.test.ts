import type { IHttpRequestOptions } from 'n8n-workflow';

import { authenticate } from '../../../nodes/MoEngage/transport/authenticate';
import {
	baseUrl,
	CredentialGap,
	credentialGap,
	keySource,
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
		'http://127.10.200.30:1',
		'http://localhost:8790/api',
		'http://[::1]:9',
		'https://g.example/x',
	])('%p is', (apiBaseUrl) => {
		expect(baseUrl({ ...CUSTOM, apiBaseUrl }, 'api')).toBe(apiBaseUrl);
		expect(baseUrl({ ...CUSTOM, apiBaseUrl: ` ${apiBaseUrl}//` }, 'api')).toBe(apiBaseUrl);
	});

	test.each([
		['a port that is none', 'https://gateway:x'],
		['a user alone', 'https://u@g.example'],
		['a password alone', 'https://:p@g.example'],
	])('a base URL with %s is not usable, and an empty one is named as empty', (_what, address) => {
		const says = (text: string | undefined) => () =>
			baseUrl({ ...CUSTOM, pushBaseUrl: text }, 'pushapi');
		expect(says(address)).toThrow(
			'The Push Base URL of the MoEngage credential is not usable. Use an https address without log-in, query or fragment. Use http for this machine only',
		);
		for (const empty of ['', ' ', undefined]) {
			expect(says(empty)).toThrow('The MoEngage credential has no Push Base URL. Fill it in');
		}
	});
});

test.each(['gateway.example', '127.0.0.1:8790', 'localhost:8790', '//g.example'])(
	'the base URL %p is told how it has to begin',
	(apiBaseUrl) => {
		expect(() => baseUrl({ ...CUSTOM, apiBaseUrl }, 'api')).toThrow(
			'The API Base URL of the MoEngage credential has to begin with https://, or with http:// for this machine',
		);
	},
);

describe('a custom data center', () => {
	const GATEWAYS = {
		...CUSTOM,
		apiBaseUrl: 'https://g.example/api',
		personalizeBaseUrl: 'https://g.example/sdk',
		pushBaseUrl: 'https://g.example/push',
	};

	test('has a base URL of its own for each API, and one for file imports below the API', () => {
		expect(baseUrl(GATEWAYS, 'api')).toBe('https://g.example/api');
		expect(baseUrl(GATEWAYS, 'sdk')).toBe('https://g.example/sdk');
		expect(baseUrl(GATEWAYS, 'pushapi')).toBe('https://g.example/push');
		expect(baseUrl(GATEWAYS, 'fileimports-data-api')).toBe('https://g.example/api');
		const withoutApi = { ...GATEWAYS, apiBaseUrl: '' };
		expect(() => baseUrl(withoutApi, 'fileimports-data-api')).toThrow('has no API Base URL');
		expect(() => baseUrl({ ...GATEWAYS, personalizeBaseUrl: '' }, 'sdk')).toThrow(
			'has no Personalize Base URL',
		);
	});

	test('has no sandbox: its path is that of the live alerts', () => {
		expect(() => baseUrl(GATEWAYS, 'sandbox-api')).toThrow(
			"The sandbox is a host of MoEngage's own data centers, and the MoEngage credential has a custom one. Turn off Sandbox, or use a credential with a Data Center of MoEngage",
		);
	});

	const URL_OF_EVENT = 'https://g.example/api/v1/event/WS';

	test.each([
		['empty', { personalizeBaseUrl: '', pushBaseUrl: ' ' }],
		['never filled in', { personalizeBaseUrl: undefined, pushBaseUrl: undefined }],
		['not usable', { personalizeBaseUrl: 'gateway', pushBaseUrl: 'http://g.example' }],
	])('opens one API while the base URLs of others are %s', (_what, others) => {
		expect(keyFor({ ...GATEWAYS, ...others }, URL_OF_EVENT)).toBe('WS/1:data-key');
	});

	test('tells what is wrong with the base URLs only if there is no usable one', () => {
		const NONE = { personalizeBaseUrl: '', pushBaseUrl: '' };
		const wrong = { ...GATEWAYS, ...NONE, apiBaseUrl: 'gateway' };
		expect(() => keyFor(wrong, URL_OF_EVENT)).toThrow('The API Base URL of the MoEngage');
		const partly = { ...wrong, pushBaseUrl: 'https://g.example/push' };
		expect(() => keyFor(partly, 'https://other.example/x')).toThrow(
			"The MoEngage credential sends its keys to MoEngage's own hosts only, not to other.example.",
		);
		const allEmpty = { ...GATEWAYS, ...NONE, apiBaseUrl: '' };
		expect(() => keyFor(allEmpty, URL_OF_EVENT)).toThrow('own hosts only, not to g.example.');
	});

	test.each([
		['https://g.example/apix/v1/event/WS'],
		['https://u@g.example/api/v1/event/WS'],
		['https://:p@g.example/api/v1/event/WS'],
	])('sends no key to %s', (url) => {
		expect(() => keyFor(GATEWAYS, url)).toThrow('own hosts only, not to g.example.');
	});
});

test('a workspace ID of any language is a part of the key in UTF-8', () => {
	const credential = { ...CREDENTIAL, workspaceId: 'Grüße-日本' };
	expect(keyFor(credential, 'https://api-02.moengage.com/v1/event/WS')).toBe('Grüße-日本:data-key');
});

describe('an address in two parts', () => {
	const BASE = 'https://api-02.moengage.com';
	const EVENT = `${BASE}/v1/event/WS`;

	test.each([
		[BASE, '/v1/event/WS', EVENT],
		[`${BASE}///`, '/v1/event/WS', EVENT],
		[`${BASE}/v1`, 'event/WS', EVENT],
		[EVENT, '', EVENT],
		['https://evil.example', EVENT, EVENT],
		['https://evil.example', EVENT.replace('https', 'HTTPS'), EVENT],
		[undefined, EVENT, EVENT],
		[`${BASE}/v1//event`, 'x//y', undefined],
	])('%p and %p are joined as n8n joins them', (baseURL, url, expected) => {
		const join = () => authenticate({ ...CREDENTIAL }, { baseURL, url }).url;
		if (expected === undefined) expect(join).toThrow('no API at the path /v1//event/x//y,');
		else expect(join()).toBe(expected);
	});

	test.each([
		[BASE, 'x+y-1.z://evil.example/v1/event/WS', 'not to evil.example'],
		[BASE, '//evil.example/v1/event/WS', 'not a complete URL'],
		[BASE, 'redirect?to=https://evil.example', 'at the path /redirect,'],
		[BASE, '1x://evil.example', 'at the path /1x://evil.example,'],
		[undefined, '', 'not a complete URL'],
	])('%p and %p are no address of MoEngage', (baseURL, url, message) => {
		expect(() => authenticate({ ...CREDENTIAL }, { baseURL, url })).toThrow(message);
	});

	test('that has none at all is no address', () => {
		expect(() => authenticate({ ...CREDENTIAL }, {} as never)).toThrow(
			'The address of the request is not a complete URL. Check the URL',
		);
	});
});

test.each([
	['data', 'Data API Key', 'Data'],
	[
		'campaign',
		'Campaign API Key',
		'Campaign report/Business events/Custom templates/Catalog API/Inform Report',
	],
	['personalize', 'Personalize API Key', 'Personalize'],
	['push', 'Push API Key', 'Push'],
	['inform', 'Inform API Key', 'Inform'],
] as const)(
	'without a key for %s the user is sent to the tile of the dashboard',
	(tile, label, name) => {
		const none = { dataCenter: '02', workspaceId: 'WS' };
		expect(credentialGap(none, { host: 'api', tile })).toBe(
			`The MoEngage credential has no ${label}. Copy the key of the "${name}" tile from Settings > Account > APIs in the MoEngage dashboard. Or fill in API Key, if your dashboard has Settings > Account > API keys`,
		);
		expect(keySource(none, tile)).toBeUndefined();
		expect(keySource({ ...none, apiKey: 'one' }, tile)).toBe('apiKey');
		expect(keySource({ ...none, apiKey: 'one', [TILES[tile].field]: 'own' }, tile)).toBe('tile');
	},
);
