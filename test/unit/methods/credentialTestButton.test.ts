import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { moEngageApiTest } from '../../../nodes/MoEngage/methods/credentialTest';
import type { Fault } from '../../simulator';
import { useSimulator } from '../simulator/useSimulator';
import { pressing } from './n8nClient';

const { simulator } = useSimulator();

/** What n8n does when the user presses Test. */
async function pressTest(
	changes: IDataObject = {},
	context = pressing(),
): Promise<INodeCredentialTestResult> {
	const data = { ...simulator.credential, ...changes } as ICredentialDataDecryptedObject;
	const account = { id: '1', name: 'MoEngage account', type: 'moEngageApi', data };
	return await moEngageApiTest.call(context, account);
}

/** Keys that are tested: the label, a part of the path that is asked, and the field of the credential. */
const TILES = [
	['Data API Key', 'authentication', 'dataApiKey'],
	['Campaign API Key', 'search', 'campaignApiKey'],
	['Personalize API Key', 'metadata', 'personalizeApiKey'],
	['Inform API Key', 'alerts', 'informApiKey'],
] as const;

/** Nothing of what a test of keys asks for may change or send anything. */
afterEach(() => {
	expect(Object.values(simulator.accepted).flat().filter(Boolean)).toEqual([]);
});

describe('the Test button of the credential', () => {
	test('accepts right keys, and asks each tile once for something that changes nothing', async () => {
		expect(await pressTest()).toEqual({
			status: 'OK',
			message:
				'MoEngage accepts the Data API Key, the Campaign API Key, the Personalize API Key, the Inform API Key' +
				' · Push API Key: not tested, because MoEngage has no harmless request for it',
		});
		expect(simulator.requests.map(({ path }) => path).sort()).toEqual([
			'/v1.0/alerts/send',
			'/v1.0/business_event/search',
			'/v1/experiences/metadata',
			'/v1/integrations/authentication',
		]);
	});

	test.each([
		['01', '01'],
		['05', '05'],
		['custom', '01'],
	])(
		'asks Test Connection with workspace, key and data center (%s)',
		async (dataCenter, region) => {
			const asked: unknown[] = [];
			const context = pressing(async (options) => {
				asked.push(options);
				return { statusCode: 200, body: { status: 'success', app_name: 'Acme' } };
			});
			const data = { ...simulator.credential, dataCenter } as IDataObject;
			for (const field of ['campaignApiKey', 'personalizeApiKey', 'pushApiKey', 'informApiKey']) {
				data[field] = '';
			}
			expect(await pressTest(data, context)).toEqual({
				status: 'OK',
				message: 'MoEngage accepts the Data API Key',
			});
			const { workspaceId, dataApiKey } = simulator.credential;
			expect(asked).toHaveLength(1);
			expect(asked[0]).toMatchObject({
				method: 'POST',
				uri: expect.stringMatching(/\/v1\/integrations\/authentication$/),
				headers: { 'MOE-APPKEY': workspaceId },
				body: { app_id: workspaceId, app_secret: dataApiKey, source: 'n8n', region },
			});
		},
	);

	test('needs no Get User, which MoEngage’s support has to enable', async () => {
		simulator.inject({ kind: 'status', status: 403, path: '/customers/export', times: Infinity });
		expect((await pressTest()).status).toBe('OK');
	});

	test('tests the keys in parallel', async () => {
		// No key is answered before all are asked; else the first would have to time out.
		simulator.inject({ kind: 'timeout', times: Infinity });
		const pressed = pressTest();
		while (simulator.requests.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
		expect(new Set(simulator.requests.map(({ path }) => path)).size).toBe(4);
		simulator.reset();
		expect((await pressed).status).toBe('Error');
	});

	const TESTED = [
		['dataApiKey', 'Data API Key'],
		['campaignApiKey', 'Campaign API Key'],
		['personalizeApiKey', 'Personalize API Key'],
		['informApiKey', 'Inform API Key'],
	] as const;

	test.each(TESTED)('names %s when it is wrong, and no other', async (field, label) => {
		for (const wrong of ['wrong', simulator.credential.pushApiKey]) {
			const { status, message } = await pressTest({ [field]: wrong });
			expect(status).toBe('Error');
			expect(message).toContain(
				`${label}: Check the Workspace ID, the Data Center, and that the key is from the "`,
			);
			expect(message).toMatch(/ \(rejected: .+\)$/);
			expect(message).not.toContain('2. ');
			expect(message).not.toContain(wrong);
		}
	});

	test.each([
		['dataApiKey', 'campaignApiKey', /^Data API Key: This is the key of the "Campaign report\//],
		['campaignApiKey', 'dataApiKey', /^Campaign API Key: This is the key of the "Data" tile/],
		['personalizeApiKey', 'informApiKey', /^Personalize API Key: .* the key of the "Inform" tile/],
		['informApiKey', 'personalizeApiKey', /^Inform API Key: .* key of the "Personalize" tile/],
	] as const)(
		'%s that is the %s of another tile is told so',
		async (field, otherField, expected) => {
			const other = simulator.credential[otherField];
			const { status, message } = await pressTest({ [field]: other });
			expect(status).toBe('Error');
			expect(message).toMatch(expected);
			expect(message).not.toContain('2. ');
			expect(message).not.toContain(other);
		},
	);

	test('two keys in each other’s fields are both named', async () => {
		const { dataApiKey, campaignApiKey } = simulator.credential;
		const { message } = await pressTest({ dataApiKey: campaignApiKey, campaignApiKey: dataApiKey });
		expect(message).toMatch(
			/^1\. Data API Key: .* key of the "Campaign report.* 2\. Campaign API Key: .* key of the "Data" tile/,
		);
	});

	test('a key of another tile is found although a host has no base URL', async () => {
		const { message } = await pressTest({
			personalizeBaseUrl: '',
			personalizeApiKey: '',
			dataApiKey: simulator.credential.campaignApiKey,
		});
		expect(message).toMatch(/^Data API Key: .* the key of the "Campaign report/);
	});

	test('skips keys that are not filled in', async () => {
		const { status, message } = await pressTest({
			dataApiKey: '',
			personalizeApiKey: ' ',
			pushApiKey: '',
			informApiKey: '',
		});
		expect([status, message]).toEqual(['OK', 'MoEngage accepts the Campaign API Key']);
		expect(simulator.requests).toHaveLength(1);
	});

	const NO_TESTED_KEY = {
		dataApiKey: '',
		campaignApiKey: '',
		personalizeApiKey: '',
		informApiKey: ' ',
	};

	test('never calls Push, where every call may reach customers, and says so', async () => {
		expect(await pressTest(NO_TESTED_KEY)).toEqual({
			status: 'OK',
			message: 'Push API Key: not tested, because MoEngage has no harmless request for it',
		});
		expect(simulator.requests).toEqual([]);
	});

	test('without any key it says where keys are found', async () => {
		const { status, message } = await pressTest({ ...NO_TESTED_KEY, pushApiKey: '' });
		expect(status).toBe('Error');
		expect(message).toMatch(/no key to test.*Settings > Account > APIs/);
	});

	test.each([
		[{ workspaceId: '' }, /no Workspace ID/],
		[{ dataCenter: '' }, /no Data Center/],
		[{ apiBaseUrl: '' }, /no API Base URL/],
		[{ pushBaseUrl: '' }, /no Push Base URL/],
		[
			{ apiBaseUrl: 'http://127.0.0.1:9' },
			/Data API Key: n8n cannot reach http:\/\/127.0.0.1:9 \(ECONNREFUSED\)/,
		],
		[
			{ workspaceId: 'OTHER' },
			/^Data API Key, Campaign API Key, Personalize API Key, Inform API Key: rejected, because MoEngage cannot find the workspace \(.*\)\. Check the Workspace ID or the Data Center$/,
		],
		[
			{ workspaceId: 'OTHER', dataApiKey: '', campaignApiKey: '', informApiKey: '' },
			/^Personalize API Key: rejected, because .*MoEngage Client not found/,
		],
	])('%j is reported', async (changes, message) => {
		const result = await pressTest(changes);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});

	test('a blocked workspace and a host that is not MoEngage are told apart from a wrong key', async () => {
		simulator.inject({ kind: 'status', status: 403, path: 'authentication' });
		simulator.inject({ kind: 'html', status: 502, path: 'search' });
		simulator.inject({ kind: 'status', status: 429, path: 'alerts' });
		const { message } = await pressTest();
		expect(message).toMatch(/Data API Key: MoEngage has blocked or suspended .*is suspended/);
		expect(message).toMatch(/Campaign API Key: .* does not respond like MoEngage \(HTTP 502\)/);
		expect(message).toMatch(/Inform API Key: not tested, .* Try again in a minute/);
		expect(message).not.toMatch(/Personalize/);
	});
});

/** What services of MoEngage answer to keys that they do not take, in their own words. */
describe('each reason why a key is not accepted has words of its own', () => {
	const DATA = (message: string, type: string) => ({
		status: 'fail',
		error: { message, type, request_id: 'TtnwRNrU' },
	});
	const V5 = (code: string, message: string, target: string) => ({
		error: { code, message, target },
		response_id: 'resp_1',
	});
	const REASONS: Array<[what: string, status: number, body: IDataObject, told: RegExp]> = [
		[
			'a wrong key',
			401,
			DATA('App Secret key mismatch. Please login to the dashboard', 'Authentication required'),
			/Check the Workspace ID, the Data Center, and that the key is from the ".* \(rejected: App Secret key mismatch/,
		],
		[
			'a failed connection without a reason',
			200,
			{ status: 'error' },
			/Check the Workspace ID, the Data Center, .* \(rejected: .*\)/,
		],
		[
			'a key without permission',
			403,
			V5('FORBIDDEN', 'You do not have the required permission for this operation.', 'permission'),
			/has no permission for this API\. Add the permission to the key in Settings > Account > API keys/,
		],
		[
			'a key that was never generated',
			409,
			DATA('App Secret key is not set. Please login to the dashboard to set it', 'Conflict'),
			/has no key for this API yet\. Generate it in the "/,
		],
		[
			'an IP address that is not on the list',
			403,
			{ error: 'IP Validation Required', message: 'IP Validation Failed. Please check your IP!!' },
			/IP address of this n8n is not on the list.*IP whitelisting \(IP Validation Failed/,
		],
		[
			'a feature that is off',
			403,
			{ 'error-code': 'request-denied', message: 'This API is not enabled' },
			/is not enabled in the MoEngage workspace\. Ask MoEngage support/,
		],
		[
			'a suspended workspace',
			403,
			DATA('Your account is suspended. Please contact MoEngage team.', 'Account Suspended'),
			/blocked or suspended this workspace/,
		],
		[
			'an unknown workspace, or one of another data center',
			400,
			DATA('Given app_id is invalid.', 'InvalidParams'),
			/cannot find the workspace|Check the Workspace ID or the Data Center/,
		],
		[
			'a key of another workspace',
			409,
			DATA('App key mismatch in params and authentication', 'Authentication Mismatch'),
			/Check the Workspace ID/,
		],
		['a path that does not exist', 404, {}, /does not respond like MoEngage \(HTTP 404\)/],
	];
	const OTHERS_THAN_INFORM = TILES.slice(0, 3);

	test.each(REASONS)('%s (%i)', async (_what, status, body, told) => {
		for (const [label, path] of OTHERS_THAN_INFORM) {
			simulator.clearFaults();
			simulator.inject({ kind: 'answer', status, body, path });
			const result = await pressTest();
			expect(result.status).toBe('Error');
			expect(result.message.startsWith(`${label}: `)).toBe(true);
			expect(result.message).toMatch(told);
			expect(result.message).not.toContain('2. ');
		}
	});

	test.each([
		[403, 'ER007', /has no permission for this API\. Add the permission to the key/],
		[401, 'ER008', /has expired\. Create a key in Settings > Account > API keys/],
		[401, 'ER003', /cannot read the .* key.*Copy the key from MoEngage again/i],
	])('%i with the code %s in the header MOENGAGE-AUTH-ERROR-CODE', async (status, code, told) => {
		for (const [label, path] of TILES) {
			simulator.clearFaults();
			const headers = { 'MOENGAGE-AUTH-ERROR-CODE': code };
			simulator.inject({ kind: 'answer', status, body: { message: 'No' }, headers, path });
			const { message } = await pressTest();
			expect(message.startsWith(`${label}: `)).toBe(true);
			expect(message).toMatch(told);
		}
	});

	test.each(['Unknown app_id ACME', 'No such app key: ACME', 'Client not found'])(
		'a 400 about the workspace accepts no key, in words of no document either: %s',
		async (message) => {
			for (const [, path] of TILES) {
				simulator.clearFaults();
				simulator.inject({ kind: 'answer', status: 400, body: { message }, path });
				const result = await pressTest();
				expect(result.status).toBe('Error');
				expect(result.message).toMatch(/Check the Workspace ID or the Data Center/);
				expect(result.message).toContain(message);
			}
		},
	);

	test('no two of them are told alike', async () => {
		const messages: string[] = [];
		for (const [, status, body] of REASONS) {
			simulator.clearFaults();
			simulator.inject({ kind: 'answer', status, body, path: 'authentication' });
			messages.push((await pressTest()).message.replace(/\s*\(.*?\)/g, ''));
		}
		// A connection that failed without a reason is told as a wrong key.
		expect(new Set(messages).size).toBe(REASONS.length - 1);
	});
});

describe('the field that a key was copied from is found by what proves it', () => {
	const CAMPAIGN_INTO_DATA = () => ({ dataApiKey: simulator.credential.campaignApiKey });

	test.each([429, 403, 401, 404, 500])(
		'an Inform response of %i proves no key: only its 400 does, which comes after the key',
		async (status) => {
			const body = { message: 'Not now', status_code: 120_429, request_id: 'r' };
			simulator.inject({ kind: 'answer', status, body, path: 'alerts', times: Infinity });
			const { message } = await pressTest({ ...CAMPAIGN_INTO_DATA(), informApiKey: '' });
			expect(message).toMatch(/This is the key of the "Campaign report\/[^"]*" tile\. Fill in/);
			expect(message).not.toContain('Inform"');
		},
	);

	test('a success of Inform proves none either, and its 400 proves it', async () => {
		const inject = (status: number) =>
			simulator.inject({
				kind: 'answer',
				status,
				body: { message: 'Invalid Alert ID', status_code: 120_002 },
				path: 'alerts',
				times: Infinity,
			});
		inject(200);
		const press = async () => (await pressTest({ dataApiKey: 'wrong', informApiKey: '' })).message;
		expect(await press()).toContain('that the key is from the "Data" tile');
		simulator.clearFaults();
		inject(400);
		expect(await press()).toContain('This is the key of the "Inform" tile');
	});
});

test('a redirect is not followed, with the key, to where it leads', async () => {
	const visited: string[] = [];
	const server = createServer(({ url = '' }, response) => {
		visited.push(url);
		if (url.startsWith('/elsewhere')) response.setHeader('Content-Type', 'application/json');
		else response.writeHead(302, { Location: '/elsewhere' });
		response.end(JSON.stringify({ metadata: { count: 0, experiences: [] } }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const personalizeBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const { message } = await pressTest({ personalizeBaseUrl });
	await new Promise((resolve) => server.close(resolve));
	expect(message).toBe(
		`Personalize API Key: ${personalizeBaseUrl} does not respond like MoEngage (HTTP 302). Check the Data Center, or the base URL, or try again later`,
	);
	expect(visited).toEqual(['/v1/experiences/metadata?status=Active']);
});

describe('a service that quotes what it was sent', () => {
	test.each(TILES)(
		'the message about the %s shows neither key nor token',
		async (_, path, field) => {
			const { workspaceId, [field]: key } = simulator.credential;
			const token = Buffer.from(`${workspaceId}:${key}`).toString('base64');
			for (const [status, quoted] of [
				[401, `in Authorization header: 'Basic ${token}'`],
				[403, `for the app secret ${key}`],
				[409, `in Authorization header: 'Basic ${encodeURIComponent(token)}'`],
			] as const) {
				const body = {
					message: `Secret key is not set ${quoted}`,
					type: 'Authorization',
					code: 'X',
				};
				simulator.clearFaults();
				simulator.inject({ kind: 'answer', status, body, path, times: Infinity });
				const result = await pressTest();
				expect(result.status).toBe('Error');
				expect(result.message).toMatch(/Secret key is not set (in|for) .*\[key\]/);
				for (const secret of [key, token, encodeURIComponent(token)]) {
					expect(result.message).not.toContain(secret);
				}
			}
		},
	);
});

describe('a server that is not MoEngage', () => {
	const STATUSES = [400, 401, 403, 404, 405, 409, 411, 415, 418, 422, 500];
	const ACCEPTED = /^MoEngage accepts the Data API Key, the Campaign API Key, the Personalize/;

	/** What the button says where the host of one tile responds so, and the others are MoEngage's. */
	async function told(path: string, fault: Omit<Fault, 'path'>): Promise<string> {
		simulator.clearFaults();
		simulator.inject({ ...fault, path });
		const { status, message } = await pressTest();
		expect(status).toBe(ACCEPTED.test(message) ? 'OK' : 'Error');
		return message;
	}

	function notLike(label: string, status: number): string {
		const { apiBaseUrl, personalizeBaseUrl } = simulator.credential;
		const base = label.startsWith('Personalize') ? personalizeBaseUrl : apiBaseUrl;
		return `${label}: ${base} does not respond like MoEngage (HTTP ${status}). Check the Data Center, or the base URL, or try again later`;
	}

	test.each(TILES)(
		'is no MoEngage by its pages, whatever their status: %s',
		async (label, path) => {
			for (const status of STATUSES) {
				expect(await told(path, { kind: 'html', status })).toBe(notLike(label, status));
			}
			expect(await told(path, { kind: 'empty', status: 405 })).toBe(notLike(label, 405));
		},
	);

	test.each(TILES)('is no MoEngage by JSON with a status of its own: %s', async (label, path) => {
		for (const status of [302, 404, 405, 411, 415, 418, 422]) {
			const body = { message: 'Not here' };
			expect(await told(path, { kind: 'answer', status, body })).toBe(notLike(label, status));
		}
		const body = { message: 'Forbidden' };
		expect(await told(path, { kind: 'answer', status: 403, body })).toBe(notLike(label, 403));
	});

	test.each(TILES)('is no MoEngage by a success without its fields: %s', async (label, path) => {
		for (const body of [
			{ hello: 'world' },
			{ message: 'Service under maintenance' },
			{ error: 'x' },
			{},
		]) {
			expect(await told(path, { kind: 'answer', body })).toBe(notLike(label, 200));
		}
	});

	test('does not have the Inform API Key accepted by a success: nothing was to be sent', async () => {
		const body = { message: 'Successfully Received', request_id: 'r-1' };
		expect(await told('alerts', { kind: 'answer', body })).toBe(notLike('Inform API Key', 200));
	});

	test('a 400 is of MoEngage where its document has one for a key that it has accepted', async () => {
		const body = { error: { code: '400 Bad Request', message: 'No such event', request_id: 'r' } };
		const ofInform = { message: 'Invalid Alert ID', err_code: 'BAD_REQUEST', status_code: 120002 };
		const [data, campaign, personalize, inform] = [
			await told('authentication', { kind: 'answer', status: 400, body }),
			await told('search', { kind: 'answer', status: 400, body }),
			await told('metadata', { kind: 'answer', status: 400, body }),
			await told('alerts', { kind: 'answer', status: 400, body: ofInform }),
		];
		expect(data).toBe(notLike('Data API Key', 400));
		expect(campaign).toMatch(ACCEPTED);
		expect(personalize).toBe(notLike('Personalize API Key', 400));
		expect(inform).toMatch(ACCEPTED);
	});

	test('is not taken for one by a limit, which MoEngage’s gateway reports without a body', async () => {
		for (const kind of ['empty', 'html'] as const) {
			const message = await told('search', { kind, status: 429 });
			expect(message).toMatch(/^Campaign API Key: not tested, because .* Try again in a minute$/);
		}
	});

	test('is not said to accept an API Key that stands for all tiles either', async () => {
		const noTileKey = Object.fromEntries(
			['data', 'campaign', 'personalize', 'push', 'inform'].map((tile) => [`${tile}ApiKey`, '']),
		);
		for (const [kind, status] of [
			['html', 405],
			['answer', 200],
			['answer', 422],
		] as const) {
			simulator.clearFaults();
			simulator.inject({ kind, status, body: { hello: 'world' }, times: Infinity });
			const result = await pressTest({ ...noTileKey, apiKey: simulator.apiKey.key });
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(
				/^1\. API Key, .* does not respond like MoEngage \(HTTP \d+\)/,
			);
			expect(result.message).not.toMatch(/accepts/);
		}
	});
});

describe('the API Key', () => {
	const NO_TILE_KEY = {
		dataApiKey: '',
		campaignApiKey: '',
		personalizeApiKey: '',
		pushApiKey: '',
		informApiKey: '',
	};

	async function pressWithApiKey(changes: IDataObject = {}) {
		return await pressTest({ ...NO_TILE_KEY, apiKey: simulator.apiKey.key, ...changes });
	}

	test('alone is enough, and is asked of each API once', async () => {
		expect(await pressWithApiKey()).toEqual({
			status: 'OK',
			message: 'MoEngage accepts the API Key (for Data, Campaign, Personalize, Inform)',
		});
		expect(simulator.requests).toHaveLength(4);
		for (const { headers } of simulator.requests) {
			const pair = Buffer.from(headers.authorization.split(' ')[1], 'base64').toString();
			expect(pair).toBe(`${simulator.credential.workspaceId}:${simulator.apiKey.key}`);
		}
	});

	test.each([401, 403] as const)(
		'that opens some APIs is accepted, and the others are named (%i)',
		async (elsewhere) => {
			simulator.apiKey.elsewhere = elsewhere;
			simulator.apiKey.opens = ['campaign', 'inform'];
			const { status, message } = await pressWithApiKey();
			expect(status).toBe('OK');
			expect(message).toBe(
				'MoEngage accepts the API Key (for Campaign, Inform) · API Key: no access to Data, Personalize. To use these, add access to the key, or fill in the keys of their tiles',
			);
			const { dataApiKey, personalizeApiKey } = simulator.credential;
			// Their requests go out with their own keys.
			expect(await pressWithApiKey({ dataApiKey, personalizeApiKey })).toEqual({
				status: 'OK',
				message:
					'MoEngage accepts the Data API Key, the Personalize API Key, the API Key (for Campaign, Inform)',
			});
		},
	);

	test('that is wrong is named, with every API that it is for', async () => {
		for (const wrong of ['wrong-key', `${simulator.apiKey.key}x`, 'sim-push-key-e90a77']) {
			const { status, message } = await pressWithApiKey({ apiKey: wrong });
			expect(status).toBe('Error');
			expect(message).toMatch(
				/^API Key: rejected for Data, Campaign, Personalize, Inform \(.*\)\. Check the Workspace ID, the Data Center, and that the key is active and has access/,
			);
			expect(message).not.toContain(wrong);
			expect(message).not.toContain('2. ');
		}
	});

	test('that has permission for none of them is told so, not that it is wrong', async () => {
		Object.assign(simulator.apiKey, { opens: [], elsewhere: 403 });
		const { status, message } = await pressWithApiKey();
		expect(status).toBe('Error');
		expect(message).toMatch(
			/^API Key, Data, Campaign, Personalize, Inform: The API Key of the credential has no permission for this API/,
		);
		expect(message).not.toMatch(/rejected/);
	});

	test('of a workspace that MoEngage cannot find, or has suspended, is told apart', async () => {
		const unknown = await pressWithApiKey({ workspaceId: 'OTHER' });
		expect(unknown.message).toMatch(
			/^API Key: rejected, because MoEngage cannot find the workspace .* Data Center$/,
		);
		simulator.inject({
			kind: 'answer',
			status: 403,
			body: { status: 'fail', error: { message: 'Client is blocked', type: 'BlockedClient' } },
			times: 4,
		});
		const blocked = await pressWithApiKey();
		expect(blocked.message).toBe(
			'API Key, Data, Campaign, Personalize, Inform: MoEngage has blocked or suspended this workspace. Ask MoEngage support (Client is blocked)',
		);
	});

	test('is not asked of a host without base URL, and an unreachable one is named', async () => {
		const { message } = await pressWithApiKey({ personalizeBaseUrl: '' });
		expect(message).toBe('MoEngage accepts the API Key (for Data, Campaign, Inform)');
		const unreachable = await pressWithApiKey({ personalizeBaseUrl: 'http://127.0.0.1:9' });
		expect(unreachable.status).toBe('OK');
		expect(unreachable.message).toMatch(
			/^MoEngage accepts .* · API Key, Personalize: n8n cannot reach http:\/\/127.0.0.1:9/,
		);
		const nowhere = 'http://127.0.0.1:9';
		const alone = await pressWithApiKey({ apiBaseUrl: nowhere, personalizeBaseUrl: nowhere });
		expect(alone.status).toBe('Error');
		expect(alone.message).toMatch(/^API Key, Data, Campaign, .*n8n cannot reach/);
	});

	test('does not hide a wrong key of a tile, which goes first, and offers to stand in', async () => {
		const { status, message } = await pressTest({
			dataApiKey: 'wrong',
			apiKey: simulator.apiKey.key,
		});
		expect(status).toBe('Error');
		expect(message).toMatch(
			/^Data API Key: .*\(rejected: .*Or leave the field empty: MoEngage accepts the API Key here$/,
		);
	});

	test('in the field of a tile is told by the APIs that it opens', async () => {
		simulator.apiKey.opens = ['campaign', 'inform'];
		const { message } = await pressTest({ dataApiKey: simulator.apiKey.key });
		expect(message).toMatch(
			/^Data API Key: This key opens "Campaign report\/.*", "Inform", so it is from Settings > Account > API keys\. Fill it in as API Key \(rejected: /,
		);
		simulator.apiKey.opens = ['data'];
		expect((await pressTest({ dataApiKey: simulator.apiKey.key })).status).toBe('OK');
	});

	test('is not needed for a credential that only a trigger uses', async () => {
		const secret = { ...NO_TILE_KEY, webhookSecret: 'hook-secret' };
		const { status, message } = await pressTest(secret);
		expect([status, message]).toEqual([
			'OK',
			'There is no API key to test. The Webhook Secret is enough for the MoEngage Trigger only',
		]);
		expect(simulator.requests).toEqual([]);
		await pressTest({ webhookSecret: 'hook-secret', apiKey: simulator.apiKey.key });
		expect(JSON.stringify(simulator.requests)).not.toContain('hook-secret');
	});
});
