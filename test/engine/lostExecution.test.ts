import { randomUUID } from 'node:crypto';

import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import { caseOf, goodItems, options, savedWorkflow, type NodeSettings } from './cases';
import { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, retry, run, simulator, withCredential } = useEngine();

describe('an execution that was lost when n8n was killed', () => {
	type Remains = 'under way' | 'ended' | 'followed by others';

	/** What n8n makes of it from its event log: nothing that the nodes remembered, and notes of their runs. */
	function lost(
		finished: FinishedRun,
		name: string,
		items: IDataObject[],
		remains: Remains,
	): FinishedRun {
		const run = structuredClone(finished.run);
		const { executionData, resultData } = run.data;
		const stack = executionData?.nodeExecutionStack ?? [];
		const node = savedWorkflow(name).nodes.find((found) => found.name === 'MoEngage');
		if (executionData === undefined || node === undefined) throw new Error('Nothing to retry');
		executionData.contextData = {};
		stack.length = 0;
		stack.push({ node, data: { main: [items.map((json) => ({ json }))] }, source: null });
		const note = { startTime: 0, executionIndex: 0, executionTime: 0, source: [] };
		const error = new NodeOperationError(node, 'Node crashed, possible out-of-memory issue');
		const made = [[{ json: { isArtificialRecoveredEventItem: true } }]];
		resultData.runData = {
			MoEngage: [remains === 'ended' ? { ...note, data: { main: made } } : { ...note, error }],
		};
		resultData.lastNodeExecuted = remains === 'under way' ? 'MoEngage' : 'Done';
		return new FinishedRun(run, ['MoEngage', 'Done']);
	}

	test.each<Remains>(['under way', 'ended', 'followed by others'])(
		'while the node was %s: a retry sends no item again that would count twice, unless the user says so',
		async (remains) => {
			for (const operation of [TRIGGER, TRACK, REPORT]) {
				const { name, path, accepted } = operation;
				const items = goodItems(operation, 3);
				const requests = () => simulator.requests.filter((request) => request.path.includes(path));
				const before = lost(await run(name, items), name, items, remains);
				const sent = requests().length;
				expect(sent).toBeGreaterThan(0);

				const again = await retry(before, name, items);
				expect(again.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
				const onceMore = await retry(again, name, items);
				expect(onceMore.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
				expect(onceMore.error?.description).toMatch(
					/(?:count twice|message customers again).*Resend If Outcome Unknown/,
				);
				expect(requests()).toHaveLength(sent);

				const forced = await retry(onceMore, name, items, options({ retryUnsafe: true }));
				expect(forced.error).toBeUndefined();
				expect(accepted(simulator)).toHaveLength(2 * items.length);
			}
		},
	);

	test('a retry sends experience reports with UUIDs of their own again, and they count once', async () => {
		const items = goodItems(REPORT, 3).map((item) => ({ ...item, uuid: randomUUID() }));
		const settings = { parameters: { additionalFields: { eventUuid: '={{ $json.uuid }}' } } };
		const before = lost(await run(REPORT.name, items, settings), REPORT.name, items, 'ended');
		const again = await retry(before, REPORT.name, items, settings);
		expect(again.error).toBeUndefined();
		expect(REPORT.accepted(simulator)).toHaveLength(3);
		expect(simulator.accepted.duplicateExperienceEvents).toBe(3);
	});

	test('every round of a loop is in doubt, not only the first', async () => {
		for (const operation of [TRIGGER, TRACK, REPORT]) {
			const { name, path } = operation;
			const items = goodItems(operation, 3);
			const settings: NodeSettings = { onError: 'continueRegularOutput' };
			const before = lost(await run(name, items), name, items, 'under way');
			const stack = before.run.data.executionData?.nodeExecutionStack ?? [];
			stack.push({ ...stack[0] }, { ...stack[0] });
			const requests = () => simulator.requests.filter((request) => request.path.includes(path));
			const sent = requests().length;
			const again = await retry(before, name, items, settings);
			const rounds = again.run.data.resultData.runData.MoEngage;
			expect(rounds).toHaveLength(3);
			for (const { data } of rounds) {
				const details = data?.main[0]?.map(({ json }) => (json.details as IDataObject).type);
				expect(details).toEqual(['UnknownOutcome', 'UnknownOutcome', 'UnknownOutcome']);
			}
			expect(requests()).toHaveLength(sent);
		}
	});

	test('a credential that cannot be used at first does not make the retry after it send everything', async () => {
		const items = goodItems(TRIGGER, 3);
		const before = lost(await run(TRIGGER.name, items), TRIGGER.name, items, 'under way');
		const without = await engine.retry(
			before,
			savedWorkflow(TRIGGER.name),
			withCredential(items, { campaignApiKey: '' }),
		);
		expect(without.error?.message).toMatch(/Campaign API Key/);
		const again = await retry(without, TRIGGER.name, items);
		expect(again.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
		expect(simulator.requests).toHaveLength(3);
	});

	test('before the node started: a retry triggers everything', async () => {
		const items = goodItems(TRIGGER, 3);
		const before = lost(await run(TRIGGER.name, items), TRIGGER.name, items, 'under way');
		before.run.data.resultData.runData = {};
		const again = await retry(before, TRIGGER.name, items);
		expect(again.error).toBeUndefined();
		expect(simulator.requests).toHaveLength(6);
	});
});
