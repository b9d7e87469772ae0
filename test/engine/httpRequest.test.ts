import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
	NodeConnectionTypes,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeType,
	type IRequestOptions,
} from 'n8n-workflow';

import { Engine, type SavedWorkflow } from './engine';
import { useEngine } from './useEngine';

/**
 * What n8n's HTTP Request node does with a predefined credential, without its package of several hundred
 * megabytes: `legacy` is the helper that it uses, `modern` the one of newer nodes.
 */
const httpNode: INodeType = {
	description: {
		displayName: 'HTTP',
		name: 'http',
		group: ['transform'],
		version: 1,
		description: 'Sends one request',
		defaults: { name: 'HTTP' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'moEngageApi', required: true }],
		properties: [
			{ displayName: 'Helper', name: 'helper', type: 'string', default: '' },
			{ displayName: 'Method', name: 'method', type: 'string', default: 'GET' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Body', name: 'body', type: 'json', default: '{}' },
		],
	},
	async execute() {
		const method = this.getNodeParameter('method', 0) as 'GET' | 'POST';
		const url = this.getNodeParameter('url', 0) as string;
		const body = method === 'GET' ? {} : { body: this.getNodeParameter('body', 0) as IDataObject };
		const legacy: IRequestOptions = {
			method,
			uri: url,
			...body,
			json: true,
			// As the HTTP Request node sets them, unless the user turns redirects off.
			followRedirect: true,
			followAllRedirects: true,
		};
		const modern: IHttpRequestOptions = { method, url, ...body, json: true };
		const answer =
			this.getNodeParameter('helper', 0) === 'legacy'
				? await this.helpers.requestWithAuthentication.call(this, 'moEngageApi', legacy)
				: await this.helpers.httpRequestWithAuthentication.call(this, 'moEngageApi', modern);
		return [[{ json: answer as IDataObject }]];
	},
};

const { engine, simulator, withCredential } = useEngine({
	startEngine: () => Engine.start(undefined, { 'test.http': httpNode }),
});

let stranger: Server;
let strangerOrigin: string;
let heardByStranger: string[];

beforeAll(async () => {
	stranger = createServer((request, response) => {
		heardByStranger.push(`${request.method} ${request.url} ${request.headers.authorization}`);
		response.end('{}');
	});
	await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
	strangerOrigin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
beforeEach(() => {
	heardByStranger = [];
});
afterAll(() => {
	stranger.close();
});

/** Both helpers leave out an empty body. */
const BODY = { event_names: ['Price Drop'] };

async function request(parameters: IDataObject, credential: IDataObject = {}) {
	const saved: SavedWorkflow = {
		name: 'Any endpoint',
		nodes: [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'HTTP',
				type: 'test.http',
				typeVersion: 1,
				position: [200, 0],
				parameters: parameters as SavedWorkflow['nodes'][number]['parameters'],
				credentials: { moEngageApi: { id: '1', name: 'MoEngage account' } },
			},
		],
		connections: { Start: { main: [[{ node: 'HTTP', type: 'main', index: 0 }]] } },
	};
	return await engine.run(saved, withCredential([{}], credential));
}

describe.each(['legacy', 'modern'])('with n8n’s %s HTTP helper', (helper) => {
	test.each([
		['sdk', 'GET', '/v1/experiences/metadata?status=Active', 'personalizeApiKey', true, 200],
		['api', 'POST', '/v1.0/business_event/search', 'campaignApiKey', false, 200],
		['api', 'POST', '/v1.0/alerts/send', 'informApiKey', true, 400],
		// Paths that the simulator does not serve: what arrives is what counts.
		['api', 'POST', '/v1/catalog/my%20catalog/items', 'campaignApiKey', true, 404],
		['api', 'GET', '/v5/offers', 'personalizeApiKey', false, 404],
		['api', 'POST', '/v5/business-events/triggers', 'campaignApiKey', false, 400],
		['api', 'GET', '/v5/subscription-categories', 'dataApiKey', true, 200],
		['push', 'POST', '/v2/transaction/sendpush', 'pushApiKey', true, 404],
	] as const)(
		'%s %s %s arrives with the key of its tile',
		async (host, method, path, field, hasAppKey, status) => {
			const url = simulator.baseUrls[host] + path;
			const run = await request({ helper, method, url, body: BODY });
			expect(run.error === undefined).toBe(status === 200);
			const { workspaceId, [field]: key } = simulator.credential;
			const [received] = simulator.requests;
			expect([received.method, received.path, received.status]).toEqual([
				method,
				path.split('?')[0],
				status,
			]);
			expect(received.headers.authorization).toBe(
				`Basic ${Buffer.from(`${workspaceId}:${key}`).toString('base64')}`,
			);
			expect(received.headers['moe-appkey']).toBe(hasAppKey ? workspaceId : undefined);
		},
	);

	test('one API Key reaches every host, and only where the tile has no key of its own', async () => {
		const { baseUrls, credential } = simulator;
		const { key } = simulator.apiKey;
		const tiles = { campaignApiKey: '', personalizeApiKey: '', pushApiKey: '', informApiKey: '' };
		const changes = { ...tiles, apiKey: key, webhookSecret: 'hook-secret' };
		const sent: Array<[method: string, url: string]> = [
			['GET', `${baseUrls.sdk}/v1/experiences/metadata`],
			['POST', `${baseUrls.api}/v1.0/business_event/search`],
			['GET', `${baseUrls.api}/v5/flows/F1/analytics`],
			['POST', `${baseUrls.push}/v2/transaction/sendpush`],
			['POST', `${baseUrls.api}/v1/event/${credential.workspaceId}`],
		];
		for (const [method, url] of sent) await request({ helper, method, url, body: BODY }, changes);
		const pairs = simulator.requests.map(({ headers }) =>
			Buffer.from(headers.authorization.split(' ')[1], 'base64').toString(),
		);
		const { workspaceId, dataApiKey } = credential;
		expect(pairs).toEqual([
			...Array.from({ length: 4 }, () => `${workspaceId}:${key}`),
			`${workspaceId}:${dataApiKey}`,
		]);
		expect(JSON.stringify(simulator.requests)).not.toContain('hook-secret');
	});

	test('a foreign host is refused and hears nothing', async () => {
		const host = strangerOrigin.replace('http://', '');
		for (const url of [
			`${strangerOrigin}/v1/experiences/metadata`,
			`http://api-01.moengage.com@${host}/v1/experiences/metadata`,
			`${simulator.origin}@${host}/sdk/v1/experiences/metadata`,
		]) {
			const run = await request({ helper, method: 'GET', url });
			expect(run.error?.message).toMatch(/MoEngage's own hosts only/);
		}
		expect([heardByStranger, simulator.requests]).toEqual([[], []]);
	});

	test('a path that MoEngage does not document is refused and nothing is sent', async () => {
		const url = `${simulator.baseUrls.api}/v1/evnt/WS`;
		const run = await request({ helper, method: 'POST', url, body: {} });
		expect(run.error?.message).toMatch(/no API at the path \/v1\/evnt\/WS.*Check the path/);
		expect(simulator.requests).toEqual([]);
	});

	test.each(['GET', 'POST'])('a redirect of a %s is not followed', async (method) => {
		const location = `${strangerOrigin}/stolen`;
		simulator.inject({ kind: 'redirect', location, times: 9 });
		const [host, path] =
			method === 'GET'
				? (['sdk', '/v1/experiences/metadata'] as const)
				: (['api', '/v1.0/business_event/search'] as const);
		await request({ helper, method, url: simulator.baseUrls[host] + path, body: BODY });
		expect(simulator.requests.map(({ status }) => status)).toEqual([302]);
		expect(heardByStranger).toEqual([]);
	});
});
