import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { authenticate } from '../../../nodes/MoEngage/transport/authenticate';
import {
	CredentialGap,
	TILES,
	type MoEngageCredential,
} from '../../../nodes/MoEngage/transport/credential';
import { PATH_GROUPS } from '../../../nodes/MoEngage/transport/documentedPaths';
import type { Tile } from '../../../nodes/MoEngage/transport/endpoints';
import { newerOperations } from '../../../scripts/newerOperations';
import operations from '../../fixtures/operations.json';

const PROJECT = resolve(__dirname, '..', '..', '..');
const DOCUMENTS = resolve(PROJECT, '..', 'shared', 'moengage', 'openapi');

const STANDARD: MoEngageCredential = {
	dataCenter: '03',
	workspaceId: 'WS',
	dataApiKey: 'key-of-data',
	campaignApiKey: 'key-of-campaign',
	personalizeApiKey: 'key-of-personalize',
	pushApiKey: 'key-of-push',
	informApiKey: 'key-of-inform',
};
const CUSTOM: MoEngageCredential = {
	...STANDARD,
	dataCenter: 'custom',
	apiBaseUrl: 'https://gateway.example.com/api',
	personalizeBaseUrl: 'https://gateway.example.com/sdk/',
	pushBaseUrl: 'http://127.0.0.1:8790',
};
/** One address for everything: the path alone tells which API is meant. */
const ONE_GATEWAY: MoEngageCredential = {
	...CUSTOM,
	apiBaseUrl: 'https://gateway.example.com',
	personalizeBaseUrl: 'https://gateway.example.com',
	pushBaseUrl: 'https://gateway.example.com/',
};

const CUSTOM_BASES: Record<string, string> = {
	api: 'https://gateway.example.com/api',
	'sandbox-api': 'https://gateway.example.com/api',
	'fileimports-data-api': 'https://gateway.example.com/api',
	sdk: 'https://gateway.example.com/sdk',
	pushapi: 'http://127.0.0.1:8790',
};

/** The key and the headers with the workspace id that a request to a URL gets. */
function given(credential: MoEngageCredential, method: string, url: string) {
	const { headers = {} } = authenticate({ ...credential }, { method: method as 'GET', url });
	const { Authorization: authorization, ...rest } = headers as Record<string, string>;
	const pair = authorization && Buffer.from(authorization.split(' ')[1], 'base64').toString();
	return { pair, ...rest };
}

describe.each(operations)('$method $host $path', ({ method, host, path, tile, appKey }) => {
	const filled = path.replace(/\{[^}]+\}/g, 'a%2Fb.1');
	const expected = {
		pair: tile === 'none' ? undefined : `WS:key-of-${tile}`,
		...Object.fromEntries(appKey.map((name) => [name, 'WS'])),
	};

	test(`gets the key of ${tile} and ${appKey.join(', ') || 'no app key'}`, () => {
		const url = `https://${host}-03.moengage.com${filled}?a=1`;
		expect(given(STANDARD, method, url)).toEqual(expected);
		expect(given(CUSTOM, method, CUSTOM_BASES[host] + filled)).toEqual(expected);
		expect(given(ONE_GATEWAY, method, `https://gateway.example.com${filled}`)).toEqual(expected);
	});

	test('without the key of its tile gets the API Key, or names the tile', () => {
		if (tile === 'none') return;
		const { field, label } = TILES[tile as Tile];
		const url = `https://${host}-03.moengage.com${filled}`;
		const without = { ...STANDARD, [field]: '' };
		const { pair } = given({ ...without, apiKey: 'one-key', webhookSecret: 'hook' }, method, url);
		expect(pair).toBe('WS:one-key');
		expect(() => given({ ...without, webhookSecret: 'hook' }, method, url)).toThrow(
			`has no ${label}`,
		);
	});
});

/** What only newer pages have, with the key that they or their neighbours ask for; written by hand, not generated. */
const NEWER: Array<[tile: Tile, appKey: boolean, ...paths: string[]]> = [
	['campaign', false, '/v5/business-events', '/v5/business-events/search'],
	['campaign', false, '/v5/business-events/triggers', '/v5/campaigns/665f0a/send'],
	['campaign', false, '/v5/flows', '/v5/flows/69e073188980230ec7f0b0f8/analytics'],
	['campaign', false, '/v5/flows/69e073188980230ec7f0b0f8/analytics/channels/FB_AUDIENCE'],
	['campaign', false, '/v5/content-apis', '/v5/content-apis/64a1b2c3/test', '/v5/locales'],
	['campaign', true, '/v5/campaigns/665f0a/executions', '/v1/recommendations'],
	['data', true, '/v5/subscription-categories', '/v5/subscription-preferences'],
	['data', false, '/v5/analytics/behavior', '/v5/analytics/user-analysis'],
	['data', false, '/v5/analytics/query/498b1a8f-027b/results'],
];

describe.each(NEWER)('the key of %s opens, with the app key: %p', (tile, hasAppKey, ...paths) => {
	test.each(paths)('%s', (path) => {
		expect(given(STANDARD, 'GET', `https://api-03.moengage.com${path}`)).toEqual({
			pair: `WS:key-of-${tile}`,
			...(hasAppKey && { 'MOE-APPKEY': 'WS' }),
		});
	});
});

test('the table of paths has what only newer pages have', () => {
	expect(newerOperations.length).toBeGreaterThan(20);
	for (const operation of newerOperations) expect(operations).toContainEqual(operation);
});

describe('a path that no document has gets no key', () => {
	test.each([
		['https://api-03.moengage.com/v5/business-events/triggers/1', '/v5/business-events/triggers/1'],
		['https://api-03.moengage.com/v5/flows/F/analytics/channels', '/v5/flows/F/analytics/channels'],
		['https://api-03.moengage.com/v5/analytics/query/Q', '/v5/analytics/query/Q'],
		['https://sdk-03.moengage.com/v5/business-events', '/v5/business-events'],
		['https://api-03.moengage.com/v1/coupon-lists', '/v1/coupon-lists'],
		['https://api-03.moengage.com/v1/event', '/v1/event'],
		['https://api-03.moengage.com/v1/event/', '/v1/event/'],
		['https://api-03.moengage.com/v1/event/WS/more', '/v1/event/WS/more'],
		['https://api-03.moengage.com//v1/event/WS', '//v1/event/WS'],
		['https://api-03.moengage.com/v1/event/../nothing/WS', '/v1/nothing/WS'],
		['https://api-03.moengage.com/V1/event/WS', '/V1/event/WS'],
		['https://api-03.moengage.com/', '/'],
		['https://api-03.moengage.com/v1/experiences/fetch', '/v1/experiences/fetch'],
		['https://sdk-03.moengage.com/v1/event/WS', '/v1/event/WS'],
		['https://sandbox-api-03.moengage.com/v1/event/WS', '/v1/event/WS'],
		['https://pushapi-03.moengage.com/v3/transaction/sendpush', '/v3/transaction/sendpush'],
	])('%s', (url, path) => {
		expect(() => given(STANDARD, 'POST', url)).toThrow(CredentialGap);
		expect(() => given(STANDARD, 'POST', url)).toThrow(`at the path ${path}, `);
		expect(() => given(STANDARD, 'POST', url)).toThrow(/Check the path/);
	});

	test.each(['sandbox', 'fileimports-api', 'dashboard', 'api.evil', 'sandbox-sdk'])(
		'nor does the host %s-03.moengage.com',
		(host) => {
			const url = `https://${host}-03.moengage.com/v1.0/alerts/send`;
			expect(() => given(STANDARD, 'POST', url)).toThrow(/MoEngage's own hosts only/);
		},
	);
});

test('an operation with a proof of its own keeps its headers and gets no key', () => {
	const url = 'https://api-03.moengage.com/campaign_reports/rest_api/WS/report.zip';
	const { headers } = authenticate({ ...STANDARD }, { url, headers: { Signature: 'abc' } });
	expect(headers).toEqual({ Signature: 'abc' });
});

test('headers of the caller never stand beside those of the credential', () => {
	const url = 'https://sdk-03.moengage.com/v1/experiences/fetch';
	for (const [authorization, appKey] of [
		['authorization', 'moe-appkey'],
		['AUTHORIZATION', 'Moe-AppKey'],
		['Authorization', 'MOE-APPKEY'],
	]) {
		const headers = { [authorization]: 'Bearer x', [appKey]: 'OTHER', 'X-Own': '1' };
		expect(authenticate({ ...STANDARD }, { url, headers }).headers).toEqual({
			Authorization: `Basic ${Buffer.from('WS:key-of-personalize').toString('base64')}`,
			'MOE-APPKEY': 'WS',
			'X-Own': '1',
		});
	}
});

/**
 * Read by hand off the reference pages that MoEngage publishes, at least one operation of each API: what the generator
 * makes is not compared with itself alone.
 */
const READ_BY_HAND: Array<[tile: Tile | 'none', appKey: string, ...operations: string[]]> = [
	['data', '', 'POST api /v1/customer/*', 'POST api /v1/event/*', 'POST api /v1/device/*'],
	['data', '', 'POST api /v1/transition/*', 'POST api /v1/opengdpr_requests/*'],
	['data', '', 'POST api /v1/customer/merge', 'POST api /v1/customer/delete'],
	['data', '', 'POST api /v1/customers/export', 'POST api /v1/devices/manage'],
	['data', '', 'POST api /v2/custom-segments/file-segment', 'POST api /v5/analytics/funnels'],
	['data', 'MOE-APPKEY', 'POST api /v1/integrations/cohortsync', 'GET api /v3/custom-segments'],
	['data', 'MOE-APPKEY', 'PUT api /v1/category-subscription/user-preferences'],
	['data', 'MOE-APPKEY', 'PUT api /v1.0/opt-in-management/user-preferences'],
	['data', 'MOE-APPKEY', 'POST api /emails/v1.0/bulk-resubscribe', 'POST api /v1/archival/view'],
	['data', 'MOE-APPKEY', 'PATCH api /v5/subscription-preferences', 'GET api /v2/email-templates'],
	['data', 'MOE-APPKEY', 'POST fileimports-data-api /v1.0/data/fileimports/import/status'],
	['campaign', '', 'POST api /v1.0/business_event', 'POST api /v1.0/business_event/search'],
	['campaign', '', 'POST api /v1.0/business_event/trigger', 'POST api /v5/flows/search'],
	['campaign', '', 'PATCH api /v5/flows/*/status', 'PUT api /v1.0/custom-templates/sms'],
	['campaign', 'MOE-APPKEY', 'POST api /core-services/v1/campaign-stats', 'POST api /v1/catalog'],
	['campaign', 'MOE-APPKEY', 'POST api /core-services/v1/campaigns/status'],
	['campaign', 'MOE-APPKEY', 'POST api /v5/campaigns/search', 'PATCH api /v5/campaigns/*/status'],
	['campaign', 'MOE-APPKEY', 'POST api /v1/catalog/*/items', 'PATCH api /v1/catalog/*/items'],
	[
		'campaign',
		'MOE-APPKEY',
		'POST api /v1/catalog/*/items/bulk-delete',
		'POST api /v1/cards/fetch',
	],
	['campaign', 'MOE-APPKEY', 'GET api /v1/recommendations', 'GET api /v1/coupon-list'],
	['campaign', 'MOE-APPKEY', 'POST api /v1/external/campaigns/content-blocks'],
	[
		'personalize',
		'MOE-APPKEY',
		'POST sdk /v1/experiences/fetch',
		'GET sdk /v1/experiences/metadata',
	],
	['personalize', 'MOE-APPKEY', 'POST sdk /v1/experiences/events'],
	['personalize', '', 'GET api /v5/offers', 'POST api /v5/offers'],
	['push', 'MOE-APPKEY', 'POST pushapi /v2/transaction/sendpush'],
	['inform', 'MOE-APPKEY', 'POST api /v1.0/alerts/send', 'POST sandbox-api /v1.0/alerts/send'],
	['none', '', 'GET api /v1/installInfo'],
];

test('the table of paths says of each API what its reference page says', () => {
	const recorded = operations.map(({ method, host, path, tile, appKey }) => [
		`${method} ${host} ${path.replace(/\{[^}]+\}/g, '*')}`,
		`${tile} ${appKey.join(' ')}`,
	]);
	const table = new Map(recorded as Array<[string, string]>);
	for (const [tile, appKey, ...names] of READ_BY_HAND) {
		for (const name of names) expect([name, table.get(name)]).toEqual([name, `${tile} ${appKey}`]);
	}
	expect(operations.length).toBeGreaterThan(140);
});

test('the key opens no path beyond those of the fixture', () => {
	const alternatives = (path: string): string[] => {
		const [, before, some, after] = /^(.*?)([^/|]+(?:\|[^/|]+)+)(.*)$/.exec(path) ?? [];
		return some === undefined
			? [path]
			: some.split('|').flatMap((one) => alternatives(`${before}${one}${after}`));
	};
	const keyed = PATH_GROUPS.flatMap(({ host, appKey, tile, paths }) =>
		paths.flatMap(alternatives).map((path) => `${host} ${path} ${tile} ${appKey.join(' ')}`),
	);
	const documented = operations.map(
		({ host, path, tile, appKey }) =>
			`${host} ${path.replace(/\{[^}]+\}/g, '*')} ${tile} ${appKey.join(' ')}`,
	);
	expect(keyed.filter((one) => !documented.includes(one))).toEqual([]);
	expect(new Set(keyed).size).toBe(keyed.length);
});

test(`table and fixture are what the generator makes ${existsSync(DOCUMENTS) ? 'of the documents' : 'of the recorded operations'}`, () => {
	const script = join(PROJECT, 'scripts', 'generateDocumentedPaths.ts');
	const tsx = require.resolve('tsx/cli');
	const source = existsSync(DOCUMENTS) ? [DOCUMENTS] : [];
	const { status, stderr } = spawnSync(process.execPath, [tsx, script, ...source, '--check'], {
		encoding: 'utf8',
	});
	expect([status, stderr]).toEqual([0, '']);
});
