import { randomUUID } from 'node:crypto';

import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import type { Simulator } from '../simulator';
import {
	goodItems,
	savedWorkflow,
	startCaseSimulator,
	TRACK_IN_BULK,
	WRITES,
	type NodeSettings,
} from './cases';
import { Engine, FinishedRun } from './engine';

const [TRIGGER, TRACK, REPORT] = WRITES;

let engine: Engine;
let simulator: Simulator;

beforeAll(async () => {
	engine = await Engine.start();
});
// A simulator of its own for each test: the node keeps MoEngage's limits per host for the whole process.
beforeEach(async () => {
	simulator = await startCaseSimulator();
});
afterEach(async () => await simulator.close());
afterAll(async () => await engine.stop());

const options = (values: IDataObject): NodeSettings => ({ parameters: { options: values } });
const ONE_AT_A_TIME = options({ maxConcurrency: 1, maxRetries: 0 });

function run(
	name: string,
	items: IDataObject[],
	settings: NodeSettings = {},
): Promise<FinishedRun> {
	return engine.run(savedWorkflow(name, settings), {
		credential: { ...simulator.credential },
		items,
	});
}

function retry(finished: FinishedRun, name: string, items: IDataObject[], settings: NodeSettings) {
	return engine.retry(finished, savedWorkflow(name, settings), {
		credential: { ...simulator.credential },
		items,
	});
}

/** What n8n keeps of the node between tries. */
function nodeContext(finished: FinishedRun): IDataObject {
	const { contextData } = finished.run.data.executionData ?? {};
	return (contextData?.['node:MoEngage'] ?? {}) as IDataObject;
}

describe('after a failed run', () => {
	test.each(WRITES)('$name: "Retry" sends exactly what was not accepted', async (operation) => {
		const { name, path, accepted, mark, answer } = operation;
		const items = goodItems(operation, 12);
		const settings = { ...ONE_AT_A_TIME };
		// The third request is refused; where items share requests, only large ones make three of them.
		if (operation.packs) items.forEach((item) => operation.poison(item, 'x'.repeat(40_000)));
		simulator.inject({ kind: 'status', status: 403, path, after: 2 });
		const failed = await run(name, items, settings);
		expect(failed.error?.httpCode).toBe('403');
		const before = accepted(simulator).length;
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(12);
		expect(failed.error?.description).toContain(
			`${before} of 12 items were accepted; a retry sends only the rest.`,
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
	});

	test.each(WRITES)('$name: Retry On Fail does so by itself, within the run', async (operation) => {
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
	});

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
		const merge = WRITES.find(({ name }) => name === 'user.merge');
		if (!merge) throw new Error('no such operation');
		const items = goodItems(merge, 50);
		merge.poison(items[3], 'p0ison');
		simulator.inject({ kind: 'poison', text: 'p0ison', path: merge.path });
		const failed = await run(merge.name, items);
		expect(failed.error?.context?.itemIndex).toBe(3);
		expect(failed.error?.description).toMatch(/3 of 50 items were accepted/);
		simulator.clearFaults();
		const again = await retry(failed, merge.name, items, {});
		expect(again.error).toBeUndefined();
		expect(merge.accepted(simulator)).toEqual(items.map(merge.mark));
	});

	test('an experience event carries the same UUID in every try', async () => {
		const items = goodItems(REPORT, 5);
		simulator.inject({ kind: 'acceptThenTimeout', path: REPORT.path });
		const failed = await run(REPORT.name, items, options({ timeout: 200, maxRetries: 0 }));
		expect(failed.error?.message).toMatch(/not known/);
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
		const finished = await engine.run(workflow, {
			credential: { ...simulator.credential },
			items,
		});
		expect(finished.error).toBeUndefined();
		// Two runs of "MoEngage", each with the same items: both are meant, and both arrive.
		expect(finished.run.data.resultData.runData.MoEngage).toHaveLength(2);
		expect(
			simulator.accepted.events.filter(({ attributes }) => attributes.order === 'order-1'),
		).toHaveLength(2);
	});
});

describe('a business event whose outcome is unknown', () => {
	test.each([
		['a timeout', { kind: 'acceptThenTimeout' as const }],
		['a broken connection', { kind: 'resetAfter' as const }],
		['a gateway page', { kind: 'html' as const }],
		['a 500', { kind: 'status' as const, status: 500 }],
	])(
		'after %s is not triggered again by any retry, and the rest still is',
		async (_what, fault) => {
			const items = goodItems(TRIGGER, 4);
			simulator.inject({ ...fault, path: TRIGGER.path, after: 1 });
			const settings = {
				...options({ maxConcurrency: 1, timeout: 200 }),
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			};
			const failed = await run(TRIGGER.name, items, settings);
			expect(failed.error?.message).toMatch(/not known whether the item was accepted/);
			expect(failed.error?.context?.itemIndex).toBe(1);
			expect(failed.error?.description).toMatch(/Engage > Campaigns.*Retry Unsafe/);
			const triggered = () =>
				simulator.requests.map(({ body }) => (body as IDataObject).event_attributes);
			expect(triggered()).toHaveLength(4);
			await retry(failed, TRIGGER.name, items, settings);
			expect(triggered()).toHaveLength(4);
			expect(new Set(triggered().map((attributes) => JSON.stringify(attributes))).size).toBe(4);
		},
	);

	test('is triggered again once the user turns on Retry Unsafe', async () => {
		const items = goodItems(TRIGGER, 3);
		simulator.inject({ kind: 'resetBefore', path: TRIGGER.path });
		const failed = await run(TRIGGER.name, items, ONE_AT_A_TIME);
		expect(failed.error?.message).toMatch(/not known/);
		const again = await retry(failed, TRIGGER.name, items, options({ retryUnsafe: true }));
		expect(again.error).toBeUndefined();
		expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});

	test('that was under way when the execution was cancelled counts as unknown', async () => {
		const items = goodItems(TRIGGER, 3);
		simulator.inject({ kind: 'timeout', path: TRIGGER.path, times: 99 });
		const { endedAfterMs } = await engine.runAndCancel(
			savedWorkflow(TRIGGER.name),
			{ credential: { ...simulator.credential }, items },
			200,
		);
		expect(endedAfterMs).toBeLessThan(2000);
		expect(simulator.requests).toHaveLength(3);
	});
});

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

				const again = await retry(before, name, items, {});
				expect(again.error?.message).toMatch(/not known whether the item was accepted/);
				const onceMore = await retry(again, name, items, {});
				expect(onceMore.error?.message).toMatch(/not known whether the item was accepted/);
				expect(onceMore.error?.description).toMatch(/twice.*Retry Unsafe/);
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
		const credential = { ...simulator.credential };
		const without = await engine.retry(before, savedWorkflow(TRIGGER.name), {
			credential: { ...credential, campaignApiKey: '' },
			items,
		});
		expect(without.error?.message).toMatch(/Campaign API Key/);
		const again = await retry(without, TRIGGER.name, items, {});
		expect(again.error?.message).toMatch(/not known whether the item was accepted/);
		expect(simulator.requests).toHaveLength(3);
	});

	test('before the node started: a retry triggers everything', async () => {
		const items = goodItems(TRIGGER, 3);
		const before = lost(await run(TRIGGER.name, items), TRIGGER.name, items, 'under way');
		before.run.data.resultData.runData = {};
		const again = await retry(before, TRIGGER.name, items, {});
		expect(again.error).toBeUndefined();
		expect(simulator.requests).toHaveLength(6);
	});
});

test('a retry after a credential that could not be used triggers everything', async () => {
	const items = goodItems(TRIGGER, 3);
	const credential = { ...simulator.credential };
	const failed = await engine.run(savedWorkflow(TRIGGER.name), {
		credential: { ...credential, campaignApiKey: '' },
		items,
	});
	expect(failed.error?.message).toMatch(/Campaign API Key/);
	const again = await retry(failed, TRIGGER.name, items, {});
	expect(again.error).toBeUndefined();
	expect(TRIGGER.accepted(simulator)).toHaveLength(3);
});

describe('stop mode', () => {
	test('after a refusal no new request starts, what is under way is recorded', async () => {
		const items = goodItems(TRIGGER, 30);
		simulator.latencyMs = 50;
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, after: 2 });
		const settings = options({ maxConcurrency: 5 });
		const failed = await run(TRIGGER.name, items, settings);
		expect(failed.error?.context?.itemIndex).toBe(2);
		expect(simulator.requests.length).toBeLessThanOrEqual(7);
		const accepted = TRIGGER.accepted(simulator);
		expect(failed.error?.description).toContain(`${accepted.length} of 30 items were accepted`);
		await retry(failed, TRIGGER.name, items, settings);
		expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});

	test('throws for the failed item that comes first in the input, not first in time', async () => {
		const items = goodItems(TRIGGER, 6);
		simulator.inject({ kind: 'poison', text: '"sku-1"', path: TRIGGER.path, delayMs: 150 });
		simulator.inject({ kind: 'poison', text: '"sku-4"', path: TRIGGER.path });
		const failed = await run(TRIGGER.name, items);
		expect(failed.error?.context?.itemIndex).toBe(1);
	});

	test('whoever waits for a retry does not hold up the end of the run', async () => {
		const items = goodItems(TRIGGER, 3);
		simulator.inject({ kind: 'status', status: 429, retryAfter: 60, path: TRIGGER.path });
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, delayMs: 100 });
		const started = Date.now();
		const failed = await run(TRIGGER.name, items);
		expect(Date.now() - started).toBeLessThan(5000);
		expect(failed.error?.httpCode).toMatch(/400|429/);
	});
});

describe('waiting', () => {
	test('ends at once when the execution is cancelled', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 100, path: TRACK.path, times: 99 });
		const { endedAfterMs } = await engine.runAndCancel(
			savedWorkflow(TRACK.name),
			{ credential: { ...simulator.credential }, items: goodItems(TRACK, 20) },
			300,
		);
		expect(endedAfterMs).toBeLessThan(2000);
	});

	test('obeys Retry-After, and nobody else of the workspace leaves before it is over', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 1, path: TRACK.path });
		const items = goodItems(TRACK, 14);
		await run(TRACK.name, items, options({ maxConcurrency: 1 }));
		const [first, ...others] = simulator.requests;
		expect(first.status).toBe(429);
		expect(others).toHaveLength(7);
		for (const { at } of others) expect(at - first.at).toBeGreaterThanOrEqual(990);
		expect(TRACK.accepted(simulator).sort()).toEqual(items.map(TRACK.mark).sort());
	});

	test('ends after the retries that the user allows, with the words of MoEngage', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 0, path: TRACK.path, times: 99 });
		const items = goodItems(TRACK, 3).map((item) => ({ ...item, user: 'one@example.com' }));
		const failed = await run(TRACK.name, items, options({ maxRetries: 2 }));
		expect(simulator.requests).toHaveLength(3);
		expect(failed.error?.message).toMatch(/Rate limits.*exceeded/);
		expect(failed.error?.description).toMatch(/rate limit for this API is used up/);
	});
});

describe('what cannot even be started', () => {
	test.each([
		[
			'an option that cannot be evaluated',
			{ options: { clientIp: '={{ $("Absent").first().json.ip }}' } },
		],
		['a credential that is gone', {}],
	])(
		'%s fails every item in a mode that continues, and passes none on as delivered',
		async (what, parameters) => {
			const workflow = savedWorkflow(TRACK.name, { onError: 'continueErrorOutput', parameters });
			if (what.includes('credential')) delete workflow.nodes[1].credentials;
			const finished = await engine.run(workflow, {
				credential: { ...simulator.credential },
				items: goodItems(TRACK, 3),
			});
			expect(finished.output('Done')).toEqual([]);
			expect(finished.output('MoEngage', 1).map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2].map((item) => ({ item })),
			);
			expect(simulator.requests).toHaveLength(0);
		},
	);
});

describe('limits', () => {
	test('items that ask the same are refused with one request, which has no halves', async () => {
		simulator.inject({ kind: 'status', status: 400, path: 'search', times: 99 });
		const items = Array.from({ length: 20 }, () => ({ names: 'Price Drop' }));
		const finished = await run('businessEvent.search', items, { onError: 'continueRegularOutput' });
		expect(simulator.requests).toHaveLength(1);
		expect(finished.output('MoEngage')).toHaveLength(20);
	});

	test('a slow run does not slow down others of the same workspace', async () => {
		const slow = engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ eventsPerMinute: 1 })),
			{ credential: { ...simulator.credential }, items: goodItems(TRACK, 20) },
			1500,
		);
		await new Promise((resolve) => setTimeout(resolve, 300));
		const started = Date.now();
		await run(TRACK.name, goodItems(TRACK, 7));
		expect(Date.now() - started).toBeLessThan(1000);
		await slow;
		await run(TRACK.name, goodItems(TRACK, 7));
		expect(simulator.accepted.events).toHaveLength(15);
	});

	test('events of one user stay in order although requests travel side by side', async () => {
		simulator.latencyMs = 20;
		const items: IDataObject[] = Array.from({ length: 60 }, (_, index) => ({
			...TRACK.item(index),
			user: `user-${index % 3}@example.com`,
			device: `device-${index % 5}`,
		}));
		await run(TRACK.name, items, {
			parameters: { additionalFields: { deviceId: '={{ $json.device }}' } },
		});
		expect(simulator.requests.length).toBeGreaterThan(30);
		for (const user of ['user-0@example.com', 'user-1@example.com', 'user-2@example.com']) {
			expect(
				simulator.accepted.events
					.filter(({ customerId }) => customerId === user)
					.map(({ attributes }) => attributes.order),
			).toEqual(items.filter((item) => item.user === user).map(({ order }) => order));
		}
	});

	test('no more requests are under way at once than the user allows', async () => {
		simulator.latencyMs = 40;
		await run(TRIGGER.name, goodItems(TRIGGER, 12), options({ maxConcurrency: 3 }));
		const arrivals = simulator.requests.map(({ at }) => at);
		expect(arrivals).toHaveLength(12);
		for (let index = 3; index < arrivals.length; index++) {
			expect(arrivals[index] - arrivals[index - 3]).toBeGreaterThanOrEqual(30);
		}
	});

	test('a request holds no more events than the user allows per minute', async () => {
		const items = goodItems(TRACK, 10).map((item) => ({ ...item, user: 'one@example.com' }));
		const running = engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ eventsPerMinute: 4 })),
			{ credential: { ...simulator.credential }, items },
			500,
		);
		await running;
		expect(simulator.requests.map(({ body }) => (body as { actions: [] }).actions.length)).toEqual([
			4,
		]);
	});

	test('a bad item among 64 costs at most 2·log2(64) + 2 further requests, and fails alone', async () => {
		for (const [operation, most] of [
			[REPORT, 14],
			[TRACK, 14],
		] as const) {
			const items = goodItems(operation, 64).map((item) =>
				operation === TRACK ? { ...item, user: 'one@example.com' } : item,
			);
			operation.poison(items[37], 'p0ison');
			const from = simulator.requests.length;
			simulator.inject({ kind: 'poison', text: 'p0ison', path: operation.path });
			const finished = await run(operation.name, items, { onError: 'continueRegularOutput' });
			expect(simulator.requests.length - from).toBeLessThanOrEqual(1 + most);
			const failed = finished.output('MoEngage').filter(({ json }) => json.error !== undefined);
			expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 37 }]);
			simulator.clearFaults();
		}
		expect(simulator.accepted.experienceEvents).toHaveLength(63);
		expect(TRACK.accepted(simulator)).toHaveLength(63);
		expect(TRACK.accepted(simulator)).toEqual(
			goodItems(TRACK, 64)
				.map(TRACK.mark)
				.filter((mark) => mark !== 'order-37'),
		);
	});
});

describe('bulk import', () => {
	test('takes events of many users per request below 100 KB, and says what it does not confirm', async () => {
		const items = goodItems(TRACK, 600).map((item, index) => ({
			...item,
			user: `user-${index}@example.com`,
		}));
		const finished = await run(TRACK.name, items, { parameters: TRACK_IN_BULK.parameters });
		expect(simulator.requests.map(({ path }) => path.includes('/transition/'))).toEqual([
			true,
			true,
		]);
		for (const { bytes } of simulator.requests) expect(bytes).toBeLessThanOrEqual(100_000);
		expect(simulator.accepted.events).toHaveLength(600);
		const output = finished.output('MoEngage');
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(output[599].json.note).toMatch(/does not confirm single items/);
	});

	test('is suggested with the numbers once a run needs more than 300 requests', async () => {
		const items = goodItems(TRACK, 301).map((item, index) => ({
			...item,
			user: `user-${index}@example.com`,
		}));
		const many = await run(TRACK.name, items);
		const hints = (finished: FinishedRun) =>
			finished.run.data.resultData.runData.MoEngage[0].hints?.map(({ message }) => message);
		expect(hints(many)).toEqual([expect.stringMatching(/301 requests.*Bulk Import.*about 1;/)]);
		expect(hints(await run(TRACK.name, items.slice(0, 300)))).toEqual([]);
		expect(hints(await run(TRACK.name, items, { parameters: TRACK_IN_BULK.parameters }))).toEqual(
			[],
		);
	});
});

test('options that are no usable numbers count as not given', async () => {
	const nonsense = { maxConcurrency: 'x', maxRetries: -1, timeout: 0, eventsPerMinute: null };
	const finished = await run(TRACK.name, goodItems(TRACK, 3), options(nonsense));
	expect(finished.error).toBeUndefined();
	expect(simulator.accepted.events).toHaveLength(3);
});
