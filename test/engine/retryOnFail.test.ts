import type { IDataObject } from 'n8n-workflow';

import { share } from '../fixtures/share';
import {
	caseOf,
	goodItems,
	manyItems,
	ONE_AT_A_TIME,
	options,
	savedWorkflow,
	WRITES,
} from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, retry, run, simulator, withCredential } = useEngine();

/** What n8n keeps of the node between tries. */
function nodeContext(finished: FinishedRun): IDataObject {
	const { contextData } = finished.run.data.executionData ?? {};
	return (contextData?.['node:MoEngage'] ?? {}) as IDataObject;
}

describe('after a failed run', () => {
	test.each(share(2, WRITES))(
		'$name: "Retry" sends exactly what was not accepted',
		async (operation) => {
			const { name, path, accepted, mark, answer } = operation;
			// The third request is refused; where items share requests, only many or large ones make three of them.
			const items = manyItems(operation, 12);
			const settings = { ...ONE_AT_A_TIME };
			simulator.inject({ kind: 'status', status: 403, path, after: 2 });
			const failed = await run(name, items, settings);
			expect(failed.error?.httpCode).toBe('403');
			const before = accepted(simulator).length;
			expect(before).toBeGreaterThan(0);
			expect(before).toBeLessThan(items.length);
			expect(failed.error?.description).toContain(
				`MoEngage accepted ${before} of ${items.length} items; a retry sends only the rest.`,
			);

			const again = await retry(failed, name, items, settings);
			expect(again.error).toBeUndefined();
			expect(accepted(simulator).sort()).toEqual(items.map(mark).sort());
			expect(again.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
				items.map((_, item) => ({ item })),
			);
			for (const { json } of again.output('MoEngage')) {
				expect(json).toMatchObject(answer);
			}
			expect(nodeContext(again)).toEqual({});
		},
	);

	test.each(share(2, WRITES, 1))(
		'$name: Retry On Fail does so by itself, within the run',
		async (operation) => {
			const { name, path, accepted, mark } = operation;
			const items = goodItems(operation, 12);
			simulator.inject({ kind: 'status', status: 403, path, after: operation.packs ? 0 : 3 });
			const finished = await run(name, items, {
				...ONE_AT_A_TIME,
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			});
			expect(finished.error).toBeUndefined();
			expect(accepted(simulator).sort()).toEqual(items.map(mark).sort());
			expect(finished.output('Done')).toHaveLength(12);
			expect(nodeContext(finished)).toEqual({});
		},
	);

	test('the corrected workflow is retried with the new parameters, for the rest only', async () => {
		const items = goodItems(TRACK, 9);
		simulator.inject({ kind: 'status', status: 400, path: TRACK.path, after: 2, times: 99 });
		const failed = await run(TRACK.name, items, ONE_AT_A_TIME);
		expect(failed.error).toBeDefined();
		simulator.clearFaults();
		const before = simulator.accepted.events.length;
		const corrected = {
			...ONE_AT_A_TIME,
			parameters: { ...ONE_AT_A_TIME.parameters, eventName: 'Order Corrected' },
		};
		const again = await retry(failed, TRACK.name, items, corrected);
		expect(again.error).toBeUndefined();
		const names = simulator.accepted.events.map(({ action }) => action);
		expect(names).toEqual([
			...Array.from({ length: before }, () => 'Order Placed'),
			...Array.from({ length: 9 - before }, () => 'Order Corrected'),
		]);
	});

	test('pairs that were refused with a bad one, and not sent again since, are sent by the retry', async () => {
		const merge = caseOf('user.merge');
		const items = goodItems(merge, 50);
		merge.poison(items[3], 'p0ison');
		simulator.inject({ kind: 'poison', text: 'p0ison', path: merge.path });
		const failed = await run(merge.name, items);
		expect(failed.error?.context?.itemIndex).toBe(3);
		expect(failed.error?.description).toMatch(/MoEngage accepted 3 of 50 items/);
		simulator.clearFaults();
		const again = await retry(failed, merge.name, items);
		expect(again.error).toBeUndefined();
		expect(merge.accepted(simulator)).toEqual(items.map(merge.mark));
	});

	test('an experience event carries the same UUID in every try', async () => {
		const items = goodItems(REPORT, 5);
		simulator.inject({ kind: 'acceptThenTimeout', path: REPORT.path });
		const failed = await run(REPORT.name, items, options({ timeout: 1500, maxRetries: 0 }));
		expect(failed.error?.message).toMatch(/unknown/);
		const again = await retry(failed, REPORT.name, items, options({}));
		expect(again.error).toBeUndefined();
		expect(simulator.accepted.experienceEvents).toHaveLength(5);
		expect(simulator.accepted.duplicateExperienceEvents).toBe(5);
	});

	test('each run of a loop has its own record', async () => {
		const workflow = savedWorkflow(TRACK.name);
		workflow.connections.Done = { main: [[{ node: 'MoEngage', type: 'main', index: 0 }]] };
		workflow.connections.MoEngage = { main: [] };
		workflow.connections.Start = {
			main: [
				[
					{ node: 'MoEngage', type: 'main', index: 0 },
					{ node: 'Done', type: 'main', index: 0 },
				],
			],
		};
		const items = goodItems(TRACK, 3);
		const finished = await engine.run(workflow, withCredential(items));
		expect(finished.error).toBeUndefined();
		// Two runs of "MoEngage", each with the same items: both are meant, and both arrive.
		expect(finished.run.data.resultData.runData.MoEngage).toHaveLength(2);
		expect(
			simulator.accepted.events.filter(({ attributes }) => attributes.order === 'order-1'),
		).toHaveLength(2);
	});

	test.each([
		['rejected', TRACK, { kind: 'poison' }],
		['left open', TRIGGER, { kind: 'html', status: 504 }],
	] as const)(
		'what was %s or accepted in one run of a loop counts in no other',
		async (_what, operation, fault) => {
			const { name, path, accepted, mark, poison } = operation;
			const workflow = savedWorkflow(name, {
				...ONE_AT_A_TIME,
				// The record of a run outlasts it: n8n may run the node again as long as the first item fails.
				onError: 'continueRegularOutput',
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 1,
			});
			const round = { node: 'MoEngage', type: 'main', index: 0 } as const;
			workflow.connections.Start = { main: [[round, round, round]] };
			const items = goodItems(operation, 4);
			poison(items[0], 'p0ison');
			simulator.inject({ ...fault, text: 'p0ison', path, times: Infinity });
			const finished = await engine.run(workflow, withCredential(items));
			expect(finished.error).toBeUndefined();
			expect(finished.run.data.resultData.runData.MoEngage).toHaveLength(3);
			const good = items.slice(1).map(mark);
			expect(accepted(simulator).sort()).toEqual([...good, ...good, ...good].sort());
			const bad = simulator.requests.filter(({ body }) => JSON.stringify(body).includes('p0ison'));
			// What is left open is not sent again within its run, what was rejected is.
			expect(bad).toHaveLength(operation === TRACK ? 6 : 3);
		},
	);
});

test('a retry after a credential that could not be used triggers everything', async () => {
	const items = goodItems(TRIGGER, 3);
	const failed = await engine.run(
		savedWorkflow(TRIGGER.name),
		withCredential(items, { campaignApiKey: '' }),
	);
	expect(failed.error?.message).toMatch(/Campaign API Key/);
	const again = await retry(failed, TRIGGER.name, items);
	expect(again.error).toBeUndefined();
	expect(TRIGGER.accepted(simulator)).toHaveLength(3);
});
