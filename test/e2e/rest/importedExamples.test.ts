import { knownUsers, readExamples } from '../../demo/examples';
import { AGENT_CALLS, EXAMPLE_OUTCOMES } from '../../fixtures/examples';
import { startToolCaller, type ChatModel } from '../n8n/chatModel';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';
import { chosenRelease } from '../n8n/versions';

const { tooOldFor = [] } = chosenRelease();

const EXAMPLES = readExamples().filter(({ file }) => !tooOldFor.includes(file));

const instance = useInstance({ users: knownUsers(EXAMPLES) });

/** What the agent of an example asks what to do. */
let model: ChatModel;
let modelCredential: string;

beforeAll(async () => {
	model = await startToolCaller(AGENT_CALLS);
	const data = { apiKey: 'none', url: model.url };
	modelCredential = await instance().client.createCredential('OpenAI account', data, 'openAiApi');
});
afterAll(async () => await model.close());

test.each(EXAMPLES)(
	'$file runs as it was imported, once its credential is chosen',
	async ({ file, workflow }) => {
		const execution = await instance().run(withCredential(workflow, modelCredential, 'openAiApi'));
		expect(execution.error).toBeUndefined();
		expect(execution.status).toBe('success');
		const { outputs } = EXAMPLE_OUTCOMES[file];
		const counts = Object.keys(outputs).map((node) => [node, execution.output(node).length]);
		expect(Object.fromEntries(counts)).toEqual(outputs);
	},
);

test('n8n lists the node, its tool form, the trigger and the credential under the names of the package', async () => {
	const { client } = instance();
	const nodes = await client.types<{ name: string; displayName: string }>('nodes');
	const ours = nodes.filter(({ name }) => name.startsWith('n8n-nodes-moengage.'));
	expect(ours.map(({ name, displayName }) => [name, displayName]).sort()).toEqual([
		['n8n-nodes-moengage.moEngage', 'MoEngage'],
		['n8n-nodes-moengage.moEngageTool', 'MoEngage Tool'],
		['n8n-nodes-moengage.moEngageTrigger', 'MoEngage Trigger'],
	]);
	const credentials = await client.types<{ name: string; supportedNodes?: string[] }>(
		'credentials',
	);
	expect(credentials.find(({ name }) => name === 'moEngageApi')?.supportedNodes).toEqual([
		'n8n-nodes-moengage.moEngage',
		'n8n-nodes-moengage.moEngageTrigger',
	]);
});
