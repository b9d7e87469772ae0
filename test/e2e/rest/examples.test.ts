import { knownUsers, readExamples } from '../../demo/examples';
import { useInstance } from '../n8n/useInstance';

const EXAMPLES = readExamples();

const instance = useInstance({ users: knownUsers(EXAMPLES) });

/** Items that arrive at the last nodes of an example, as they do in the engine alone. */
const EXPECTED: Record<string, Record<string, number>> = {
	'create-business-events.json': { Created: 6, 'To check': 1 },
	'delete-users-on-request.json': { Deleted: 22, 'To check': 2 },
	'list-experiences.json': { Experiences: 5 },
	'look-up-users.json': { 'Known users': 41, 'Unknown users': 4 },
	'merge-duplicate-users.json': { Merged: 120, 'To check': 0 },
	'personalize-a-page-and-report-it.json': { Reported: 376 },
	'replace-lost-devices.json': { Blocked: 38, 'To mend': 2 },
	'report-experiences.json': { Reported: 250 },
	'search-business-events.json': { 'Events found': 6 },
	'track-orders-of-a-day.json': { Delivered: 292, 'To mend': 8 },
	'trigger-business-events.json': { Triggered: 11, 'To mend': 1 },
	'upsert-customers-of-a-crm.json': { Saved: 147, 'To mend': 3 },
};

test.each(EXAMPLES)(
	'$file runs as it was imported, once its credential is chosen',
	async ({ file, workflow }) => {
		const execution = await instance().run(workflow);
		expect(execution.error).toBeUndefined();
		expect(execution.status).toBe('success');
		const counts = Object.keys(EXPECTED[file]).map((node) => [node, execution.output(node).length]);
		expect(Object.fromEntries(counts)).toEqual(EXPECTED[file]);
	},
);

test('n8n lists the node, its tool form and its credential under the names of the package', async () => {
	const { client } = instance();
	const nodes = await client.types<{ name: string; displayName: string }>('nodes');
	const ours = nodes.filter(({ name }) => name.startsWith('n8n-nodes-moengage.'));
	expect(ours.map(({ name, displayName }) => [name, displayName]).sort()).toEqual([
		['n8n-nodes-moengage.moEngage', 'MoEngage'],
		['n8n-nodes-moengage.moEngageTool', 'MoEngage Tool'],
	]);
	const credentials = await client.types<{ name: string; supportedNodes?: string[] }>(
		'credentials',
	);
	expect(credentials.find(({ name }) => name === 'moEngageApi')?.supportedNodes).toEqual([
		'n8n-nodes-moengage.moEngage',
	]);
});
