import type { IDataObject } from 'n8n-workflow';

import { share } from '../fixtures/share';
import {
	caseOf,
	failedItems,
	goodItems,
	savedWorkflow,
	startCaseSimulator,
	WRITES,
	type NodeSettings,
	type OperationCase,
} from './cases';
import type { FinishedRun, SavedWorkflow } from './engine';
import { useEngine } from './useEngine';
import { useProcessedData } from './useProcessedData';

const { engine, retry, run, simulator, withCredential } = useEngine();

const store = useProcessedData();

const [TRIGGER, TRACK, REPORT, UPSERT] = [
	...['businessEvent.trigger', 'event.track', 'experience.report', 'user.upsert'],
].map(caseOf);

const once = (options: IDataObject = {}, settings: NodeSettings = {}): NodeSettings => ({
	...settings,
	parameters: { options: { sendOnceKey: '={{ $json.row }}', ...options } },
});

const CONTINUES: NodeSettings = { onError: 'continueRegularOutput' };

/** Good items with a key each, from a number on. */
const rows = (operation: OperationCase, count: number, from = 0): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		...operation.item(from + index),
		row: `row ${from + index}`,
	}));

const skippedIn = (finished: FinishedRun) =>
	finished
		.output('MoEngage')
		.flatMap(({ json, pairedItem }) =>
			json.skipped === true ? [(pairedItem as { item: number }).item] : [],
		);

function hintsOf(finished: FinishedRun): string[] {
	const { hints = [] } = finished.run.data.resultData.runData.MoEngage[0];
	return hints.map(({ message }) => message);
}

describe.each(share(2, WRITES))('$name', (operation) => {
	test('sends the same rows once, in whichever execution', async () => {
		const options = once(operation.parameters?.options as IDataObject);
		const first = await run(operation.workflow, rows(operation, 6), options);
		expect(first.error).toBeUndefined();
		expect(skippedIn(first)).toEqual([]);
		const sent = simulator.requests.length;
		const again = await run(operation.workflow, rows(operation, 6), options);
		expect(simulator.requests).toHaveLength(sent);
		expect(skippedIn(again)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(again.output('MoEngage').map(({ json }) => json.key)).toEqual(
			rows(operation, 6).map(({ row }) => row),
		);
		expect(hintsOf(again)).toEqual([
			'6 of 6 items skipped, because this node has sent their keys before (Send Once Per).',
		]);
		const overlapping = await run(operation.workflow, rows(operation, 6, 3), options);
		expect(overlapping.error).toBeUndefined();
		expect(skippedIn(overlapping)).toEqual([0, 1, 2]);
		expect(store.size).toBe(9);
	});
});

describe('what comes of an item decides about its key', () => {
	test.each([
		['stop', {}],
		['continue', CONTINUES],
	])('rejected in %s mode: the next execution sends it', async (_mode, settings) => {
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, after: 2 });
		const options = once({ maxConcurrency: 1 }, settings);
		const first = await run(TRIGGER.name, rows(TRIGGER, 6), options);
		const accepted = TRIGGER.accepted(simulator).length;
		expect(accepted).toBe(settings === CONTINUES ? 5 : 2);
		expect(first.error === undefined).toBe(settings === CONTINUES);
		const second = await run(TRIGGER.name, rows(TRIGGER, 6), options);
		expect(skippedIn(second)).toHaveLength(accepted);
		expect(TRIGGER.accepted(simulator).sort()).toEqual(
			rows(TRIGGER, 6)
				.map((row) => TRIGGER.mark(row))
				.sort(),
		);
	});

	test('unknown: it is not sent again', async () => {
		simulator.inject({ kind: 'resetAfter', path: TRIGGER.path, after: 1, times: 2 });
		const options = once({ maxConcurrency: 1 }, CONTINUES);
		const first = await run(TRIGGER.name, rows(TRIGGER, 4), options);
		expect(failedItems(first)).toEqual([1, 2]);
		const second = await run(TRIGGER.name, rows(TRIGGER, 4), options);
		expect(skippedIn(second)).toEqual([0, 1, 2, 3]);
		expect(TRIGGER.accepted(simulator)).toHaveLength(4);
	});

	test('an outage: what surely did not arrive is sent by the next execution', async () => {
		const options = once({ maxRetries: 0 }, CONTINUES);
		const closed = { dataCenter: 'custom', apiBaseUrl: 'http://127.0.0.1:9' };
		const first = await engine.run(
			savedWorkflow(TRIGGER.name, options),
			withCredential(rows(TRIGGER, 5), closed),
		);
		expect(failedItems(first)).toEqual([0, 1, 2, 3, 4]);
		expect(store.size).toBe(0);
		const second = await run(TRIGGER.name, rows(TRIGGER, 5), options);
		expect([skippedIn(second), failedItems(second)]).toEqual([[], []]);
	});

	test('a packed request that is split: the bad item alone loses its key', async () => {
		const items = rows(REPORT, 20);
		simulator.inject({ kind: 'poison', text: 'poisoned', path: REPORT.path });
		REPORT.poison(items[7], 'poisoned');
		const first = await run(REPORT.name, items, once({}, CONTINUES));
		expect(failedItems(first)).toEqual([7]);
		simulator.clearFaults();
		const again = await run(REPORT.name, rows(REPORT, 20), once({}, CONTINUES));
		expect([skippedIn(again).length, failedItems(again)]).toEqual([19, []]);
		expect(skippedIn(again)).not.toContain(7);
	});
});

describe('rows of one run with the same key', () => {
	const sameKeys = (operation: OperationCase, count: number) =>
		goodItems(operation, count).map((item) => ({ ...item, row: 'the same' }));

	test.each([TRIGGER, TRACK, REPORT, UPSERT])('of $name: the first is sent', async (operation) => {
		const items = sameKeys(operation, 5);
		const finished = await run(operation.name, items, once());
		expect(skippedIn(finished)).toEqual([1, 2, 3, 4]);
		expect(operation.accepted(simulator)).toEqual([operation.mark(items[0])]);
		expect(hintsOf(finished)).toEqual([
			'4 of 5 items skipped, because this node has sent their keys before (Send Once Per). 4 of them have the same key as another item of this run.',
		]);
	});

	test('of which the first is rejected: the second is sent', async () => {
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path });
		const items = sameKeys(TRIGGER, 4);
		const finished = await run(TRIGGER.name, items, once({}, CONTINUES));
		expect(failedItems(finished)).toEqual([0]);
		expect(skippedIn(finished)).toEqual([2, 3]);
		expect(TRIGGER.accepted(simulator)).toEqual([TRIGGER.mark(items[1])]);
	});

	test('of which the first has an unknown outcome: no other is sent', async () => {
		simulator.inject({ kind: 'resetAfter', path: TRIGGER.path });
		const finished = await run(TRIGGER.name, sameKeys(TRIGGER, 4), once({}, CONTINUES));
		expect(failedItems(finished)).toEqual([0]);
		expect(skippedIn(finished)).toEqual([1, 2, 3]);
	});

	test('stay one, however few keys n8n keeps', async () => {
		const items = [...rows(TRIGGER, 8), ...rows(TRIGGER, 8)];
		const finished = await run(TRIGGER.name, items, once({ sendOnceHistory: 3 }));
		expect(skippedIn(finished)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
		expect(store.size).toBe(3);
		expect(hintsOf(finished)[0]).toBe(
			'The items have 8 keys, but n8n keeps only 3 for this node. Items whose keys it drops can be sent again. Set Send Once History to 16 or more.',
		);
	});
});

describe('two executions at once', () => {
	test.each([TRIGGER, TRACK, REPORT])('send each key of $name once', async (operation) => {
		store.delay = 20;
		simulator.latencyMs = 50;
		const runs = await Promise.all(
			[0, 1, 2].map(async (shift) =>
				run(operation.name, rows(operation, 12, shift * 3), once({ maxConcurrency: 4 })),
			),
		);
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(operation.accepted(simulator).sort()).toEqual(
			rows(operation, 18)
				.map((row) => operation.mark(row))
				.sort(),
		);
		expect(store.mostAtOnce).toBe(1);
		expect(store.size).toBe(18);
		expect(runs.flatMap(skippedIn)).toHaveLength(18);
	});
});

describe('whose key it is', () => {
	const savedAs = (id: string, nodeId?: string): SavedWorkflow => {
		const saved = savedWorkflow(TRIGGER.name, once());
		const nodes = saved.nodes.map((node) =>
			node.name === 'MoEngage' && nodeId !== undefined ? { ...node, id: nodeId } : node,
		);
		return { ...saved, id, nodes };
	};
	const send = async (saved: SavedWorkflow, credential: IDataObject = {}) =>
		skippedIn(await engine.run(saved, withCredential(rows(TRIGGER, 3), credential)));

	test('a copied workflow, and another node, have keys of their own', async () => {
		expect(await send(savedAs('original', 'node a'))).toEqual([]);
		expect(await send(savedAs('copy', 'node a'))).toEqual([]);
		expect(await send(savedAs('original', 'node b'))).toEqual([]);
		expect(await send(savedAs('original', 'node a'))).toEqual([0, 1, 2]);
	});

	test('another workspace has keys of its own', async () => {
		const other = await startCaseSimulator('PRODUCTION');
		try {
			expect(await send(savedAs('original'))).toEqual([]);
			expect(await send(savedAs('original'), { ...other.credential })).toEqual([]);
			expect(await send(savedAs('original'), { ...other.credential })).toEqual([0, 1, 2]);
			expect(TRIGGER.accepted(other)).toHaveLength(3);
		} finally {
			await other.close();
		}
	});

	test('n8n keeps no key that could be read', async () => {
		await run(TRIGGER.name, rows(TRIGGER, 3), once());
		expect(store.size).toBe(3);
		expect(store.stored()).not.toMatch(/row/);
	});
});

describe('a retry of the execution', () => {
	test.each(['businessEvent.trigger', 'event.track', 'experience.report'])(
		'%s: what was accepted comes out as accepted, and only the rest is sent',
		async (name) => {
			const operation = caseOf(name);
			const items = rows(operation, 6);
			items.forEach((item, index) => {
				if (operation.name === TRACK.name) item.user = `user-${index}@example.com`;
			});
			simulator.inject({ kind: 'status', status: 400, path: operation.path, times: 1 });
			const failed = await run(name, items, once({ maxConcurrency: 1, maxRetries: 0 }));
			const again = await retry(failed, name, items, once());
			expect([skippedIn(again), again.error]).toEqual([[], undefined]);
			expect(operation.accepted(simulator)).toHaveLength(6);
			const third = await run(name, items, once());
			expect(skippedIn(third)).toHaveLength(6);
		},
	);

	test('an event of unknown outcome is held back, since it could count twice', async () => {
		const items = rows(TRACK, 3).map((item, index) => ({
			...item,
			user: `user-${index}@example.com`,
		}));
		simulator.inject({ kind: 'resetAfter', path: TRACK.path });
		const failed = await run(TRACK.name, items, once({ maxConcurrency: 1 }));
		expect(failed.error?.message).toMatch(/unknown/);
		const again = await retry(failed, TRACK.name, items, once());
		expect(again.error?.message).toMatch(/did not resend it/);
		const forced = await retry(failed, TRACK.name, items, once({ retryUnsafe: true }));
		// The others were sent by the first retry.
		expect([forced.error, skippedIn(forced)]).toEqual([undefined, [1, 2]]);
	});

	test('what counts once however often it is sent is sent again', async () => {
		const items = rows(REPORT, 3);
		simulator.inject({ kind: 'resetAfter', path: REPORT.path, times: 2 });
		const failed = await run(REPORT.name, items, once({ maxRetries: 0 }));
		const again = await retry(failed, REPORT.name, items, once());
		expect([again.error, skippedIn(again)]).toEqual([undefined, []]);
		expect(new Set(REPORT.accepted(simulator)).size).toBe(3);
	});
});

describe('a key that is none', () => {
	test.each([
		['empty', ' ', /Send Once Per is empty for this item/],
		['not there', undefined, /Send Once Per is empty for this item/],
		['null', null, /Send Once Per is empty for this item/],
		['an object', { id: 7 }, /Send Once Per .* is not text/],
		['a list', [1, 2], /Send Once Per .* is not text/],
		['the text of an object', 'order [object Object]', /Send Once Per .* no value of this item/],
		['a missing part', 'order-undefined', /Send Once Per .* no value of this item/],
		['true', true, /Send Once Per .* is not text/],
		['a number without its last digits', 1.2345678901234567e19, /Send Once Per .* lost digits/],
	])('%s: the item is rejected by name', async (_what, key, message) => {
		const items = rows(TRIGGER, 3);
		items[1].row = key as string;
		const finished = await run(TRIGGER.name, items, once({}, CONTINUES));
		expect(failedItems(finished)).toEqual([1]);
		expect(finished.output('MoEngage')[1].json.error).toMatch(message);
		expect(TRIGGER.accepted(simulator)).toHaveLength(2);
		const stopped = await run(TRIGGER.name, items, once());
		expect(stopped.error?.message).toMatch(message);
	});

	test('a date object is rejected, with what to use in its place', async () => {
		const options = once({ sendOnceKey: '={{ DateTime.fromISO("2026-11-30") }}' }, CONTINUES);
		const finished = await run(TRIGGER.name, rows(TRIGGER, 3), options);
		expect(failedItems(finished)).toEqual([0, 1, 2]);
		expect(finished.output('MoEngage')[0].json.error).toMatch(/2026-11-30.* is not text/);
		expect(store.calls).toEqual([]);
	});

	test('a number and its text are the same key', async () => {
		const numbers = rows(TRIGGER, 3).map((item, index) => ({ ...item, row: 100 + index }));
		await run(TRIGGER.name, numbers, once());
		const texts = numbers.map((item) => ({ ...item, row: ` ${item.row}` }));
		expect(skippedIn(await run(TRIGGER.name, texts, once()))).toEqual([0, 1, 2]);
	});
});

describe('a store that does not work', () => {
	test.each([TRIGGER, TRACK])('keeps $name from being sent, and says why', async (operation) => {
		store.broken = 'SQLITE_IOERR: disk I/O error';
		const finished = await run(operation.name, rows(operation, 4), once({}, CONTINUES));
		expect(failedItems(finished)).toEqual([0, 1, 2, 3]);
		const { error, details } = finished.output('MoEngage')[0].json;
		expect(error).toBe('n8n could not record the key of the item: SQLITE_IOERR: disk I/O error');
		expect(details).toMatchObject({ type: 'NotRecorded', retriable: true });
		expect(simulator.requests).toEqual([]);
		const stopped = await run(operation.name, rows(operation, 4), once());
		expect(stopped.error?.message).toBe(error);
	});

	test('that fails when a key is to be taken back is told, since the item will be skipped', async () => {
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path });
		store.brokenFrom = 3;
		const finished = await run(TRIGGER.name, rows(TRIGGER, 1), once({}, CONTINUES));
		expect(hintsOf(finished)).toContain(
			'n8n could not remove 1 key of items that were not accepted. The next execution will skip these items. To send them, give them other keys.',
		);
	});
});

test('items of a large run share the writes to n8n’s database', async () => {
	const items = rows(REPORT, 1000);
	await run(REPORT.name, items, once());
	const writes = store.calls.filter(({ what }) => what === 'add');
	expect(writes.length).toBeLessThanOrEqual(21);
	expect(store.size).toBe(1000);
});

test('a dry run neither looks up nor keeps a key', async () => {
	await run(TRIGGER.name, rows(TRIGGER, 2), once());
	const calls = store.calls.length;
	const finished = await run(TRIGGER.name, rows(TRIGGER, 4), once({ dryRun: true }));
	expect(finished.output('MoEngage').map(({ json }) => json.dry_run)).toEqual([
		true,
		true,
		true,
		true,
	]);
	expect(store.calls).toHaveLength(calls);
});
