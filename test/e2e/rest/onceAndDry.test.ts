import type { IDataObject } from 'n8n-workflow';

import { caseOf, failedItems, KNOWN, pinnedWorkflow, type NodeSettings } from '../../engine/cases';
import type { SavedWorkflow } from '../../engine/engine';
import type { Execution } from '../n8n/client';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';

const instance = useInstance(KNOWN);

const [TRIGGER, REPORT] = ['businessEvent.trigger', 'experience.report'].map(caseOf);

/** Rows with a key each. */
const rows = (operation: typeof TRIGGER, count: number, from = 0): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		...operation.item(from + index),
		row: `order-${from + index}`,
	}));

const once = (options: IDataObject = {}, settings: NodeSettings = {}): NodeSettings => ({
	...settings,
	parameters: { options: { sendOnceKey: '={{ $json.row }}', ...options } },
});

/** Beyond what the tests of this file trigger in a minute, so that none waits for those before it. */
const AMPLE = { eventsPerMinute: 6000 };

const CONTINUES: NodeSettings = { onError: 'continueRegularOutput' };

const skippedIn = (execution: Execution) =>
	execution
		.output('MoEngage')
		.flatMap(({ json, pairedItem }) =>
			json.skipped === true ? [(pairedItem as { item: number }).item] : [],
		);

const accepted = (operation = TRIGGER) => operation.accepted(instance().simulator).sort();

const marks = (items: IDataObject[], operation = TRIGGER) =>
	items.map((item) => operation.mark(item)).sort();

/** Gives the start of a saved workflow other items. */
async function pin(id: string, items: IDataObject[]): Promise<void> {
	const pinData = { Start: items.map((json) => ({ json })) };
	await instance().client.updateWorkflow(id, { pinData });
}

describe('Dry Run', () => {
	test('20 business events: no request, and bodies that equal what is sent without it', async () => {
		const { client, simulator } = instance();
		const items = rows(TRIGGER, 20);
		const dry = await instance().run(
			pinnedWorkflow(TRIGGER.name, items, { parameters: { options: { dryRun: true } } }),
		);
		expect(dry.status).toBe('success');
		expect(simulator.requests).toEqual([]);
		const shown = dry.output('MoEngage').map(({ json }) => json);
		expect(shown).toHaveLength(20);
		expect(dry.hints('MoEngage')).toEqual(['Dry run: 20 requests for 20 items, nothing was sent']);

		const id = await instance().save(
			pinnedWorkflow(TRIGGER.name, items, { parameters: { options: { maxConcurrency: 1 } } }),
		);
		expect((await client.run(id)).status).toBe('success');
		expect(shown.map(({ body }) => body)).toEqual(simulator.requests.map(({ body }) => body));
		expect(JSON.stringify(shown)).not.toContain(simulator.credential.campaignApiKey);
	});

	test('a credential without keys shows what it could not send, and says so', async () => {
		const { client, simulator } = instance();
		const data = { ...simulator.credential, campaignApiKey: '' };
		const credential = await client.createCredential('Without key', data);
		const workflow = pinnedWorkflow(TRIGGER.name, rows(TRIGGER, 3), {
			parameters: { options: { dryRun: true } },
		});
		const id = await client.createWorkflow(withCredential(workflow, credential));
		const execution = await client.run(id);
		expect(execution.output('MoEngage').map(({ json }) => json.note)).toEqual(
			[0, 1, 2].map(() => expect.stringMatching(/^It could not be sent now\. .*Campaign API Key/)),
		);
	});
});

describe('Send Once Per', () => {
	const save = async (items: IDataObject[], settings = once(), operation = TRIGGER) =>
		await instance().save(pinnedWorkflow(operation.name, items, settings));

	test('the same ten rows in a second execution: none is sent', async () => {
		const { client } = instance();
		const id = await save(rows(TRIGGER, 10));
		expect((await client.run(id)).status).toBe('success');
		const again = await client.run(id);
		expect(again.status).toBe('success');
		expect(skippedIn(again)).toHaveLength(10);
		expect(again.hints('MoEngage')).toEqual([
			'10 of 10 items skipped, because this node has sent their keys before (Send Once Per).',
		]);
		expect(accepted()).toEqual(marks(rows(TRIGGER, 10)));
		await pin(id, rows(TRIGGER, 10, 5));
		expect(skippedIn(await client.run(id))).toEqual([0, 1, 2, 3, 4]);
		expect(accepted()).toEqual(marks(rows(TRIGGER, 15)));
	});

	test.each([
		['stops', once({ maxConcurrency: 1 })],
		['continues', once({ maxConcurrency: 1 }, CONTINUES)],
	])('one rejected of six, in a run that %s: the next execution sends it', async (_, settings) => {
		const { client, simulator } = instance();
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, after: 3 });
		const id = await save(rows(TRIGGER, 6), settings);
		await client.run(id);
		const before = accepted().length;
		const next = await client.run(id);
		expect([next.status, skippedIn(next).length]).toEqual(['success', before]);
		expect(accepted()).toEqual(marks(rows(TRIGGER, 6)));
		expect(skippedIn(await client.run(id))).toHaveLength(6);
	});

	test('an unknown outcome: it is not sent again, by a retry or another execution', async () => {
		const { client, simulator } = instance();
		simulator.inject({ kind: 'resetAfter', path: TRIGGER.path, after: 1 });
		const id = await save(rows(TRIGGER, 4), once({ maxConcurrency: 1 }));
		const failed = await client.run(id);
		expect(failed.status).toBe('error');
		const retried = await client.retry(failed.id, true);
		expect(retried.status).toBe('error');
		const next = await client.run(id);
		expect(next.status).toBe('success');
		expect(accepted()).toEqual(marks(rows(TRIGGER, 4)));
	});

	test('Retry On Fail: each row is sent once, and none is skipped', async () => {
		const { simulator } = instance();
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, after: 2 });
		const execution = await instance().run(
			pinnedWorkflow(TRIGGER.name, rows(TRIGGER, 6), {
				...once({ maxConcurrency: 1 }),
				...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			}),
		);
		expect([execution.status, skippedIn(execution)]).toEqual(['success', []]);
		expect(accepted()).toEqual(marks(rows(TRIGGER, 6)));
	});

	test.each([
		['the first two ever', 0],
		['two more', 3],
	])('%s at once send each key once', async (_which, before) => {
		const { client, simulator } = instance();
		const id = await save(rows(TRIGGER, before));
		if (before > 0) await client.run(id);
		await pin(id, rows(TRIGGER, 8));
		simulator.latencyMs = 100;
		const ids = [await client.start(id), await client.start(id)];
		const ended = await Promise.all(ids.map(async (one) => await client.ended(one)));
		simulator.latencyMs = 0;
		expect(ended.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(accepted()).toEqual(marks(rows(TRIGGER, 8)));
		expect(ended.flatMap(skippedIn)).toHaveLength(8 + before);
	});

	test('1,000 reports: requests share the writes, and the second execution sends none', async () => {
		const { client, simulator } = instance();
		const id = await save(rows(REPORT, 1000), once(), REPORT);
		expect((await client.run(id)).status).toBe('success');
		expect(simulator.requests).toHaveLength(10);
		expect(skippedIn(await client.run(id))).toHaveLength(1000);
		expect(simulator.requests).toHaveLength(10);
	});

	test('a copy of the workflow, and another workspace, send the same keys', async () => {
		const { client, simulator } = instance();
		const workflow: SavedWorkflow = pinnedWorkflow(TRIGGER.name, rows(TRIGGER, 3), once());
		const id = await instance().save(workflow);
		await client.run(id);
		expect(skippedIn(await instance().run(workflow))).toEqual([]);
		const other = { ...simulator.credential, workspaceId: 'ANOTHER' };
		const moved = withCredential(workflow, await client.createCredential('Another', other));
		await client.updateWorkflow(id, { nodes: moved.nodes });
		const refused = await client.run(id);
		// The simulator knows no such workspace, so that it refuses what the node does send.
		expect([refused.status, simulator.requests.at(-1)?.status]).toEqual(['error', 401]);
	});

	test('in a loop, the rows of all rounds have one record', async () => {
		const workflow = pinnedWorkflow(
			TRIGGER.name,
			[...rows(TRIGGER, 4), ...rows(TRIGGER, 4)],
			once(),
		);
		const loop = {
			...{ id: 'b3a1c9a0-0000-4000-8000-000000000009', name: 'Loop', typeVersion: 3 },
			...{ type: 'n8n-nodes-base.splitInBatches', position: [100, 0] as [number, number] },
			parameters: { batchSize: 2, options: {} },
		};
		const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
		const execution = await instance().run({
			...workflow,
			nodes: [...workflow.nodes, loop],
			connections: {
				Start: { main: [to('Loop')] },
				Loop: { main: [[], to('MoEngage')] },
				MoEngage: { main: [to('Loop')] },
			},
		});
		expect(execution.status).toBe('success');
		expect(accepted()).toEqual(marks(rows(TRIGGER, 4)));
		expect(skippedIn(execution)).toEqual([0, 1]);
	});

	test('a cancelled execution: what was not sent is sent by the next one', async () => {
		const { client, simulator } = instance();
		simulator.latencyMs = 300;
		const id = await save(rows(TRIGGER, 12), once({ maxConcurrency: 2 }));
		const running = await client.start(id);
		while (simulator.requests.length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
		await client.post(`/executions/${running}/stop`, {});
		await client.ended(running);
		simulator.latencyMs = 0;
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const next = await client.run(id);
		expect(next.status).toBe('success');
		// Those that were under way have an unknown outcome, and arrived here.
		expect(accepted()).toEqual(marks(rows(TRIGGER, 12)));
		expect(failedItems(next as never)).toEqual([]);
	});

	test('a sub-workflow that is called for each row, and twice, has one record of all calls', async () => {
		const child = pinnedWorkflow(TRIGGER.name, [], once(AMPLE));
		const [start, ...others] = child.nodes;
		const called = {
			...{ ...start, type: 'n8n-nodes-base.executeWorkflowTrigger', typeVersion: 1.1 },
			parameters: { inputSource: 'passthrough' },
		};
		const childId = await instance().save({ ...child, nodes: [called, ...others], pinData: {} });
		const { client } = instance();
		const call = (name: string, mode: string) => ({
			...{ ...start, id: name, name, type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.2 },
			parameters: {
				workflowId: { __rl: true, mode: 'id', value: childId },
				...{ mode, options: { waitForSubWorkflow: true } },
			},
		});
		const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
		const id = await instance().save({
			name: 'Calls the sub-workflow',
			nodes: [start, call('Each', 'each'), call('All', 'once')],
			connections: { Start: { main: [[...to('Each').main[0], ...to('All').main[0]]] } },
			pinData: { Start: [...rows(TRIGGER, 3), ...rows(TRIGGER, 4)].map((json) => ({ json })) },
		});
		const skipped = async () => {
			const execution = await client.run(id);
			expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
			return ['Each', 'All'].map((name) => execution.output(name).map(({ json }) => json.skipped));
		};
		const [each, all] = await skipped();
		const [no, yes] = [undefined, true];
		expect(each).toEqual([no, no, no, yes, yes, yes, no]);
		expect(all).toEqual(Array(7).fill(yes));
		expect((await skipped()).flat()).toEqual(Array(14).fill(yes));
		expect(accepted()).toEqual(marks(rows(TRIGGER, 4)));
	});

	test('n8n’s Clear Deduplication History reaches no key of the node', async () => {
		const { client } = instance();
		const workflow = pinnedWorkflow(TRIGGER.name, rows(TRIGGER, 5), once(AMPLE));
		const clear = (scope: string, index: number) => ({
			...{ id: `clear-${scope}`, name: scope, type: 'n8n-nodes-base.removeDuplicates' },
			...{ typeVersion: 2, position: [100 * index, 200] as [number, number] },
			parameters: {
				...{ operation: 'clearDeduplicationHistory', mode: 'cleanDatabase' },
				options: { scope },
			},
		});
		const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
		const id = await instance().save({
			...workflow,
			nodes: [...workflow.nodes, clear('node', 1), clear('workflow', 2)],
			connections: { Start: to('node'), node: to('workflow'), workflow: to('MoEngage') },
		});
		expect(skippedIn(await client.run(id))).toEqual([]);
		const again = await client.run(id);
		expect([again.status, skippedIn(again)]).toEqual(['success', [0, 1, 2, 3, 4]]);
	});
});

describe('n8n is killed after it recorded keys', () => {
	test.each([
		['awaits the responses', { kind: 'latency', delayMs: 60_000 }, 0],
		['awaits the next tries of what MoEngage refused', { kind: 'status', status: 429 }, 429],
	] as const)(
		'while it %s: these rows are skipped, the others go',
		async (_when, fault, status) => {
			const { client, simulator } = instance();
			// Long enough for both requests to leave before the first response.
			simulator.latencyMs = 500;
			simulator.inject({ ...fault, retryAfter: 50, times: 2, path: TRIGGER.path });
			const id = await instance().save(
				pinnedWorkflow(TRIGGER.name, rows(TRIGGER, 8), once({ ...AMPLE, maxConcurrency: 2 })),
			);
			await client.start(id);
			const underWay = () => simulator.requests.filter((request) => request.status === status);
			while (underWay().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
			await instance().killAndRestart();
			simulator.reset();
			simulator.latencyMs = 0;
			const next = await client.run(id);
			expect([next.error?.message, skippedIn(next)]).toEqual([undefined, [0, 1]]);
			expect(next.status).toBe('success');
			expect(accepted()).toEqual(marks(rows(TRIGGER, 6, 2)));

			// As the page says: a row that MoEngage does not have gets another key.
			await pin(id, [{ ...rows(TRIGGER, 1)[0], row: 'order-0 again' }, ...rows(TRIGGER, 7, 1)]);
			expect(skippedIn(await client.run(id))).toEqual([1, 2, 3, 4, 5, 6, 7]);
			expect(accepted()).toEqual(marks([...rows(TRIGGER, 1), ...rows(TRIGGER, 6, 2)]));
		},
	);
});
