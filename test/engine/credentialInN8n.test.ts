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

describe("the Test button with n8n's own client", () => {
	test('accepts right keys', async () => {
		expect(await pressTest()).toEqual({
			status: 'OK',
			message:
				'MoEngage accepts the Data API Key, the Campaign API Key, the Personalize API Key, the Inform API Key' +
				' · Push API Key: not tested, because MoEngage has no harmless request for it',
		});
	});

	test.each([
		[{ dataApiKey: 'wrong' }, /^Data API Key: Check the Workspace ID.* \(rejected: /],
		[{ personalizeApiKey: 'wrong' }, /^Personalize API Key: Check the Workspace ID.* \(rejected: /],
		[{ apiBaseUrl: 'http://127.0.0.1:9' }, /n8n cannot reach .* \(ECONNREFUSED\)/],
	])('says what %j lacks', async (changes, words) => {
		const { status, message } = await pressTest(changes);
		expect(status).toBe('Error');
		expect(message).toMatch(words);
	});

	test.each([
		['authentication', 'html', 404, /^Data API Key: .* \(HTTP 404\)/],
		['search', 'empty', 429, /^Campaign API Key: not tested/],
		['metadata', 'empty', 405, /^Personalize API Key: .* \(HTTP 405\)/],
	] as const)('reads what is no JSON: %s, %s (%i)', async (path, kind, status, words) => {
		simulator.inject({ kind, status, path });
		expect((await pressTest()).message).toMatch(words);
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
			'apiKey',
			'webhookSecret',
		]);
		const secrets = properties.filter(({ name: field }) => /apiKey$|secret$/i.test(field));
		expect(secrets).toHaveLength(7);
		expect(secrets.map(({ typeOptions }) => typeOptions?.password)).toEqual(
			secrets.map(() => true),
		);
		const described = (field: string) => properties.find((one) => one.name === field)?.description;
		expect(described('apiKey')).toMatch(/API key dashboard.*for each tile whose own key is empty/);
		expect(described('webhookSecret')).toMatch(/MoEngage Trigger.*never sent to the API/);
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
