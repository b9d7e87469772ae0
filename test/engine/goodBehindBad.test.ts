import type { IDataObject } from 'n8n-workflow';

import type { Simulator } from '../simulator';
import { caseOf, failedItems, goodItems, options, type OperationCase } from './cases';
import { useEngineSideBySide } from './useEngine';

const REPORT = caseOf('experience.report');
const MERGE = caseOf('user.merge');
const TRACK = caseOf('event.track');

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ONE_BY_ONE = { ...CONTINUE, ...options({ maxConcurrency: 1 }) };

const ownSimulator = useEngineSideBySide();

const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);

function poisonFirst(
	simulator: Simulator,
	operation: OperationCase,
	items: IDataObject[],
	count: number,
): void {
	for (const item of items.slice(0, count)) operation.poison(item, 'p0ison');
	simulator.inject({ kind: 'poison', text: 'p0ison', path: operation.path });
}

describe('whole requests of bad items, all rejected with the same words, hold back no good item', () => {
	test.concurrent.each([
		['reports', REPORT, 500, 100],
		['reports, two requests', REPORT, 500, 200],
		['merges', MERGE, 300, 50],
		['merges, two requests', MERGE, 300, 100],
		['merges, the front of one request', MERGE, 150, 15],
	])('%s, one request after the other', async (_what, operation, count, bad) => {
		const { run, simulator } = await ownSimulator();
		const items = goodItems(operation, count);
		poisonFirst(simulator, operation, items, bad);
		const finished = await run(operation.name, items, ONE_BY_ONE);
		expect(failedItems(finished)).toEqual(upTo(bad));
		expect(operation.accepted(simulator).sort()).toEqual(
			items.slice(bad).map(operation.mark).sort(),
		);
		expect(simulator.requests.length).toBeLessThanOrEqual(110);
	});

	test.concurrent.each([
		['reports', REPORT, 15_000, 100],
		['merges', MERGE, 500, 50],
	])(
		'%s, many at a time, where MoEngage takes longer to accept than to reject',
		async (_what, operation, count, bad) => {
			const { run, simulator } = await ownSimulator();
			const items = goodItems(operation, count);
			poisonFirst(simulator, operation, items, bad);
			simulator.inject({ kind: 'latency', delayMs: 700, path: operation.path, times: Infinity });
			const finished = await run(operation.name, items, CONTINUE);
			expect(failedItems(finished)).toEqual(upTo(bad));
			expect(operation.accepted(simulator).sort()).toEqual(
				items.slice(bad).map(operation.mark).sort(),
			);
		},
	);

	test.concurrent('one bad item in a request behind them costs that item only', async () => {
		const { run, simulator } = await ownSimulator();
		const items = goodItems(REPORT, 300);
		poisonFirst(simulator, REPORT, items, 200);
		REPORT.poison(items[250], 'p0ison');
		const finished = await run(REPORT.name, items, ONE_BY_ONE);
		expect(failedItems(finished)).toEqual([...upTo(200), 250]);
		expect(simulator.accepted.experienceEvents).toHaveLength(99);
	});
});

/** In this time a busy machine sends more than one request, too. */
const DELAY_MS = 200;

test.concurrent(
	'bad items that are each rejected with words of their own are found side by side',
	async () => {
		const { run, simulator } = await ownSimulator();
		const items = goodItems(REPORT, 300);
		items.forEach((item, index) => {
			const text = `spoilt-${index}-`;
			REPORT.poison(item, text);
			simulator.inject({
				kind: 'answer',
				status: 400,
				body: { title: 'Invalid Field Value', description: `The element ${text} is not valid` },
				path: REPORT.path,
				text,
				times: Infinity,
				delayMs: DELAY_MS,
			});
		});
		const finished = await run(REPORT.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual(upTo(300));
		// One that leaves after the answer to the one before comes at least the delay later.
		const arrivals = simulator.requests.map(({ at }) => at).sort((a, b) => a - b);
		const soonAfter = arrivals.filter((at, index) => at - arrivals[index - 1] < DELAY_MS);
		expect(soonAfter.length).toBeGreaterThan(150);
	},
	300_000,
);

test.concurrent(
	'4 items in a row that MoEngage cannot finish keep no other item from being sent',
	async () => {
		const { run, simulator } = await ownSimulator();
		const items = goodItems(TRACK, 12).map((item, index) => ({
			...item,
			user: `user-${index}@example.com`,
		}));
		for (const item of upTo(4)) {
			simulator.inject({
				kind: 'status',
				status: 500,
				path: TRACK.path,
				text: `"order-${item}"`,
				times: Infinity,
			});
		}
		const finished = await run(TRACK.name, items, ONE_BY_ONE);
		expect(failedItems(finished)).toEqual(upTo(4));
		expect(TRACK.accepted(simulator)).toEqual(items.slice(4).map(TRACK.mark));
	},
	300_000,
);
