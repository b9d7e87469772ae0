import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	IDataObject,
	INodeCredentialTestResult,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { startSimulator } from '../simulator';
import { useEngine } from './useEngine';

const { engine, simulator } = useEngine({ startSimulator });

/** What n8n does when the user presses Test: it runs the method that the node names in `testedBy`. */
async function pressTest(changes: IDataObject = {}): Promise<INodeCredentialTestResult> {
	const { type } = engine.loader.getNode('moEngage');
	const { description, methods } = type as {
		description: { credentials?: Array<{ testedBy?: string }> };
		methods?: { credentialTest?: Record<string, ICredentialTestFunction> };
	};
	const test = methods?.credentialTest?.[String(description.credentials?.[0].testedBy)];
	if (test === undefined) throw new Error('The node names no test of its credential');
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
	const data = { ...simulator.credential, ...changes } as ICredentialDataDecryptedObject;
	return await test.call(context, { id: '1', name: 'MoEngage account', type: 'moEngageApi', data });
}

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
			'/v1/customers/export',
			'/v1/experiences/metadata',
		]);
	});

	test('tests the keys in parallel', async () => {
		simulator.latencyMs = 300;
		const started = Date.now();
		expect((await pressTest()).status).toBe('OK');
		expect(Date.now() - started).toBeLessThan(900);
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
			expect(message.startsWith(`${label}: rejected (`)).toBe(true);
			expect(message).toContain(
				'Check the Workspace ID, the Data Center, and that the key is from the "',
			);
			expect(message).not.toContain(' · ');
			expect(message).not.toContain(wrong);
		}
	});

	test.each([
		[
			'dataApiKey',
			'campaignApiKey',
			/^Data API Key: rejected .* the key of the "Campaign report\//,
		],
		['campaignApiKey', 'dataApiKey', /^Campaign API Key: rejected .* the key of the "Data" tile/],
		['personalizeApiKey', 'informApiKey', /^Personalize API Key: .* the key of the "Inform" tile/],
		['informApiKey', 'personalizeApiKey', /^Inform API Key: .* key of the "Personalize" tile/],
	] as const)(
		'%s that is the %s of another tile is told so',
		async (field, otherField, expected) => {
			const other = simulator.credential[otherField];
			const { status, message } = await pressTest({ [field]: other });
			expect(status).toBe('Error');
			expect(message).toMatch(expected);
			expect(message).not.toContain(' · ');
			expect(message).not.toContain(other);
		},
	);

	test('two keys in each other’s fields are both named', async () => {
		const { dataApiKey, campaignApiKey } = simulator.credential;
		const { message } = await pressTest({ dataApiKey: campaignApiKey, campaignApiKey: dataApiKey });
		expect(message).toMatch(
			/^Data API Key: .* key of the "Campaign report.* · Campaign API Key: .* key of the "Data" tile/,
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
		simulator.inject({ kind: 'status', status: 403, path: 'export' });
		simulator.inject({ kind: 'html', status: 502, path: 'search' });
		simulator.inject({ kind: 'status', status: 429, path: 'alerts' });
		const { message } = await pressTest();
		expect(message).toMatch(/Data API Key: MoEngage has blocked or suspended .*is suspended/);
		expect(message).toMatch(/Campaign API Key: .* does not respond like MoEngage \(HTTP 502\)/);
		expect(message).toMatch(/Inform API Key: not tested, .* Try again in a minute/);
		expect(message).not.toMatch(/Personalize/);
	});
});

describe('the credential as n8n loads it', () => {
	test('has every field of the design, with keys as password fields, one per tile', () => {
		const { properties, name, displayName } = engine.loader.getCredential('moEngageApi').type;
		expect([name, displayName]).toEqual(['moEngageApi', 'MoEngage API']);
		const fields = properties.filter(({ type }) => type !== 'notice');
		expect(fields.map((property) => property.name)).toEqual([
			'dataCenter',
			'apiBaseUrl',
			'personalizeBaseUrl',
			'pushBaseUrl',
			'workspaceId',
			'dataApiKey',
			'campaignApiKey',
			'personalizeApiKey',
			'pushApiKey',
			'informApiKey',
		]);
		const keys = properties.filter((property) => property.name.endsWith('ApiKey'));
		expect(keys.map(({ typeOptions }) => typeOptions?.password)).toEqual(keys.map(() => true));
		expect(properties[0].options?.map((option) => 'value' in option && option.value)).toEqual([
			'01',
			'02',
			'03',
			'04',
			'05',
			'06',
			'101',
			'custom',
		]);
	});
});
