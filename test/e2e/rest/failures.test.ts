import type { IDataObject } from 'n8n-workflow';

import {
	caseOf,
	goodItems,
	itemsOfSeveralRequests,
	KNOWN,
	ONE_AT_A_TIME,
	pinnedWorkflow,
	WRITES,
	type NodeSettings,
	type OperationCase,
} from '../../engine/cases';
import type { SavedWorkflow } from '../../engine/engine';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';

/** Has the form of an ID, so that an operation that takes nothing else sends it, too. */
const POISON = 'badbadbadbadbadbadbadbad';

const instance = useInstance(KNOWN);

function workflow(
	{ name, workflow: file }: OperationCase,
	items: IDataObject[],
	settings: NodeSettings,
): SavedWorkflow {
	return pinnedWorkflow(file ?? name, items, settings);
}

describe.each(WRITES)('$name', (operation) => {
	const { path, mark } = operation;
	const arrived = () => operation.accepted(instance().simulator).sort();

	test('Retry On Fail sends only what was not accepted', async () => {
		const { simulator } = instance();
		const items = itemsOfSeveralRequests(operation);
		simulator.inject({ kind: 'status', status: 403, path, after: 2 });
		const execution = await instance().run(
			workflow(operation, items, {
				...ONE_AT_A_TIME,
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			}),
		);
		expect(execution.status).toBe('success');
		expect(simulator.requests.filter(({ status }) => status === 403)).toHaveLength(1);
		expect(arrived()).toEqual(items.map(mark).sort());
		expect(execution.output('Done').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	test('"Retry" in the list of executions sends only what was not accepted', async () => {
		const { client, simulator } = instance();
		const items = itemsOfSeveralRequests(operation);
		simulator.inject({ kind: 'status', status: 403, path, after: 2 });
		const failed = await instance().run(workflow(operation, items, ONE_AT_A_TIME));
		const before = arrived().length;
		expect(failed.status).toBe('error');
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(items.length);
		expect(failed.error?.description).toContain(
			`MoEngage accepted ${before} of ${items.length} items; a retry sends only the rest.`,
		);

		const again = await client.retry(failed.id, false);
		expect(again.status).toBe('success');
		expect(arrived()).toEqual(items.map(mark).sort());
		expect(again.output('Done')).toHaveLength(items.length);
	});

	test('the error output gets the items that are refused, with their own fields; the others arrive', async () => {
		const { simulator } = instance();
		const items = goodItems(operation, 9);
		Object.assign(items[2], operation.invalidChange);
		operation.poison(items[6], POISON);
		simulator.inject({ kind: 'poison', text: POISON, path });
		const execution = await instance().run(
			workflow(operation, items, { ...ONE_AT_A_TIME, onError: 'continueErrorOutput' }),
			// Ten requests a minute are few for a request that is sent in parts.
			180_000,
		);
		expect(execution.status).toBe('success');
		const good = items.filter((_, index) => index !== 2 && index !== 6);
		expect(arrived()).toEqual(good.map(mark).sort());
		expect(execution.output('Done')).toHaveLength(7);
		const failed = execution.output('Failed').map(({ json }) => json);
		expect(failed).toEqual([
			{
				...items[2],
				error: expect.stringContaining(`[Item 2] ${operation.invalidParameter}`) as string,
				message: expect.stringMatching(/\.$/) as string,
				details: expect.objectContaining({ httpCode: null, type: 'InvalidInput' }) as object,
			},
			{
				...items[6],
				error: expect.any(String) as string,
				// 404 for an ID in the path, which is no part of what the simulator's fault looks at.
				message: expect.stringMatching(/HTTP (400|404)/) as string,
				details: expect.objectContaining({ retriable: false }) as object,
			},
		]);
	});
});

test('"Retry with currently saved workflow" sends the rest as the mended workflow says', async () => {
	const { client, simulator } = instance();
	const track = caseOf('event.track');
	const items = goodItems(track, 6);
	simulator.inject({ kind: 'status', status: 400, path: track.path, after: 2, times: 99 });
	const id = await instance().save(workflow(track, items, ONE_AT_A_TIME));
	const failed = await client.run(id);
	expect(failed.status).toBe('error');
	simulator.clearFaults();
	const before = simulator.accepted.events.length;

	const { nodes } = await client.get<SavedWorkflow>(`/workflows/${id}`);
	const mended = nodes.map((node) =>
		node.name === 'MoEngage'
			? { ...node, parameters: { ...node.parameters, eventName: 'Order Corrected' } }
			: node,
	);
	await client.updateWorkflow(id, { nodes: mended });
	const again = await client.retry(failed.id, true);
	expect(again.status).toBe('success');
	expect(simulator.accepted.events.map(({ action }) => action)).toEqual([
		...Array.from({ length: before }, () => 'Order Placed'),
		...Array.from({ length: items.length - before }, () => 'Order Corrected'),
	]);
});

test.each([
	['a broken connection', { kind: 'resetAfter' }],
	['an answer that does not come', { kind: 'acceptThenTimeout' }],
	['a gateway that gives up', { kind: 'html' }],
] as const)(
	'a business event that ended in %s is not triggered again by any retry, and the rest is',
	async (_what, fault) => {
		const { client, simulator } = instance();
		const trigger = caseOf('businessEvent.trigger');
		const items = goodItems(trigger, 4);
		simulator.inject({ ...fault, path: trigger.path, after: 1 });
		const failed = await instance().run(
			workflow(trigger, items, {
				parameters: { options: { maxConcurrency: 1, timeout: 300 } },
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			}),
		);
		expect(failed.status).toBe('error');
		expect(failed.error?.message).toContain('unknown whether MoEngage accepted the item');
		const sent = () => simulator.requests.map(({ body }) => JSON.stringify(body));
		expect(new Set(sent()).size).toBe(4);
		expect(sent()).toHaveLength(4);
		await client.retry(failed.id, false);
		expect(sent()).toHaveLength(4);
	},
);

test.each([
	['a closed port', 'http://127.0.0.1:9', 'ECONNREFUSED'],
	['a name that does not exist', 'https://moengage.invalid', 'ENOTFOUND|EAI_AGAIN'],
])(
	'%s counts as not sent, so a retry with the right address sends everything',
	async (_, apiBaseUrl, code) => {
		const { client, simulator } = instance();
		const track = caseOf('event.track');
		const items = goodItems(track, 3);
		const data = { ...simulator.credential, apiBaseUrl };
		const id = await client.createCredential('Elsewhere', data);
		const saved = withCredential(
			workflow(track, items, { parameters: { options: { maxRetries: 0 } } }),
			id,
		);
		const failed = await client.run(await client.createWorkflow(saved));
		expect(failed.error?.message).toMatch(
			new RegExp(`MoEngage could not be reached \\((${code})\\)`),
		);
		await client.updateCredential(id, 'Elsewhere', { ...simulator.credential });
		const again = await client.retry(failed.id, false);
		expect(again.status).toBe('success');
		expect(track.accepted(simulator).sort()).toEqual(items.map(track.mark).sort());
	},
);
