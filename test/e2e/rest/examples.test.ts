import { knownUsers, readExamples } from '../../demo/examples';
import { Instance } from '../n8n/instance';
import { chosenVersion } from '../n8n/versions';

const EXAMPLES = readExamples();

let instance: Instance;

beforeAll(async () => {
	instance = await Instance.start(chosenVersion(), { users: knownUsers(EXAMPLES) });
});

afterAll(async () => {
	await instance.stop();
});

/** Items that each node of an example puts out, as the same examples do in the engine alone. */
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

test.each(EXAMPLES)('$file', async ({ file, workflow }) => {
	instance.simulator.reset();
	const execution = await instance.run(workflow);
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	const counts = Object.keys(EXPECTED[file]).map((node) => [node, execution.output(node).length]);
	expect(Object.fromEntries(counts)).toEqual(EXPECTED[file]);
});
