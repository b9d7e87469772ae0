import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';
import { moEngageNode, workflowOf } from '../n8n/workflows';

const instance = useInstance();

/** Presses Retry in the saved credential after some of its fields have been changed. */
function testWith(changes: Record<string, string>) {
	const { client, credentialId, simulator } = instance();
	return client.testCredential(credentialId, { ...simulator.credential, ...changes });
}

describe('the test of a saved credential', () => {
	afterEach(() => {
		const { accepted } = instance().simulator;
		expect(Object.values(accepted).flat().filter(Boolean)).toEqual([]);
	});

	test('accepts the right keys, and says which one is not tested', async () => {
		expect(await testWith({})).toEqual({
			status: 'OK',
			message:
				'MoEngage accepts the Data API Key, the Campaign API Key, the Personalize API Key, the Inform API Key' +
				' · Push API Key: not tested, because MoEngage has no harmless request for it',
		});
	});

	test.each([
		['dataApiKey', 'Data API Key', 'Data'],
		['campaignApiKey', 'Campaign API Key', 'Campaign report/'],
		['personalizeApiKey', 'Personalize API Key', 'Personalize'],
		['informApiKey', 'Inform API Key', 'Inform'],
	])('names %s alone when it is wrong, with its tile', async (field, label, tile) => {
		const { status, message } = await testWith({ [field]: 'wr0ng-key' });
		expect(status).toBe('Error');
		expect(message).toMatch(new RegExp(`^${label}: Check .+ \\(rejected: `));
		expect(message).toContain(`from the "${tile}`);
		expect(message).not.toContain(' · ');
		expect(message).not.toContain('wr0ng-key');
	});

	test('a wrong Push API Key cannot be found out, and nothing claims that it is right', async () => {
		const { status, message } = await testWith({ pushApiKey: 'wr0ng-key' });
		expect(status).toBe('OK');
		expect(message).toContain('Push API Key: not tested');
	});

	test('one key of the API key dashboard is enough', async () => {
		const { simulator } = instance();
		const empty = { dataApiKey: '', campaignApiKey: '', personalizeApiKey: '' };
		const changes = { ...empty, pushApiKey: '', informApiKey: '', apiKey: simulator.apiKey.key };
		expect(await testWith(changes)).toEqual({
			status: 'OK',
			message: 'MoEngage accepts the API Key (for Data, Campaign, Personalize, Inform)',
		});
		const wrong = await testWith({ ...changes, apiKey: 'wr0ng-key' });
		expect(wrong.message).toMatch(/^API Key: rejected for Data, Campaign, Personalize, Inform/);
		expect(wrong.message).not.toContain('wr0ng-key');
	});

	test('a host that nothing listens at is named', async () => {
		const { status, message } = await testWith({ apiBaseUrl: 'http://127.0.0.1:9' });
		expect(status).toBe('Error');
		expect(message).toContain('n8n cannot reach http://127.0.0.1:9 (ECONNREFUSED)');
	});
});

test('n8n gives keys back to the editor hidden, and never in an execution', async () => {
	const { client, credentialId, simulator } = instance();
	const { dataApiKey, campaignApiKey } = simulator.credential;
	const [apiKey, webhookSecret] = ['one-key-5b1f', 'hook-secret-77aa'];
	const others = { ...simulator.credential, apiKey, webhookSecret };
	const newer = await client.createCredential('Newer', others);
	const hidden = await client.get<object>(`/credentials/${newer}?includeData=true`);
	for (const secret of [apiKey, webhookSecret])
		expect(JSON.stringify(hidden)).not.toContain(secret);
	const saved = await client.get<object>(`/credentials/${credentialId}?includeData=true`);
	const text = JSON.stringify(saved);
	expect(text).toContain(simulator.credential.workspaceId);
	expect(text).not.toContain(dataApiKey);
	expect(text).not.toContain(campaignApiKey);

	const id = await client.createCredential('Wrong', {
		...simulator.credential,
		dataApiKey: 'wr0ng-key',
	});
	const node = moEngageNode({
		resource: 'event',
		operation: 'track',
		customerId: '={{ $json.user }}',
		eventName: 'Order Placed',
	});
	const users = ['ann', 'bea', 'cleo'].map((name) => ({ user: `${name}@example.com` }));
	const workflow = withCredential(workflowOf('Track with a wrong key', [node], users), id);
	const execution = await client.run(await client.createWorkflow(workflow));
	expect(execution.error?.message).toBe(
		'App Secret key mismatch. Please login to the dashboard to verify key',
	);
	expect(execution.error?.description).toContain('Data API Key');
	const { data } = await client.execution(execution.id);
	expect(data).not.toContain('wr0ng-key');
	expect(data).not.toContain(Buffer.from('wr0ng-key').toString('base64').slice(0, -2));
});
