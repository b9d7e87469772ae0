import { startSimulator, type Simulator } from '../../simulator';
import { chosenVersion } from '../n8n/versions';
import { acceptedItems, doubled, itemsOf, loadWorkflow, manyRows, type Rows } from './load';
import { Queue, type Worker } from './queue';

const ROWS = 200;

/** Each worker then takes one of two executions. */
const ONE_EXECUTION = 1;

/** Ten requests at a time, so that a run lasts about two seconds. */
const ONCE = { sendOnceKey: '={{ $json.item }}', maxConcurrency: 10 };

let queue: Queue;
let workers: Worker[];
const simulators: Simulator[] = [];

beforeAll(async () => {
	queue = await Queue.start(chosenVersion());
	workers = [await queue.startWorker(ONE_EXECUTION), await queue.startWorker(ONE_EXECUTION)];
});

afterAll(async () => {
	await queue?.stop();
	for (const simulator of simulators) await simulator.close();
});

/** Publishes a workflow with Send Once Per, for a workspace of its own. */
async function publish(path: string) {
	const simulator = await startSimulator({ latencyMs: 100 });
	simulators.push(simulator);
	const published = await queue.publish(loadWorkflow(path, { track: ONCE }), simulator);
	return { simulator, published };
}

const [rows] = manyRows(1, { events: ROWS });
const half = (from: number): Rows => ({
	...rows,
	events: rows.events.slice(from, from + ROWS / 2),
});

test.each([
	['at the same moment, the first of their workflow', 0, false],
	['at the same moment', 0, true],
	['half a second apart', 500, true],
])(
	'two workers with the same rows, %s: every row arrives, and most only once',
	async (what, apart, isKnown) => {
		const { simulator, published } = await publish(`once-${apart}-${isKnown}`);
		if (isKnown) {
			await published.start([{ ...rows, events: [{ item: 'earlier' }] }]);
			await published.ended(1);
			simulator.reset();
		}
		await published.start([rows]);
		await new Promise((resolve) => setTimeout(resolve, apart));
		await published.start([rows]);
		const executions = await published.ended(isKnown ? 3 : 2);

		expect(await published.failures()).toEqual([]);
		const took = workers.map(({ started }) => started.filter((id) => executions.has(id)).length);
		expect(Math.min(...took)).toBeGreaterThan(0);
		const arrived = acceptedItems(simulator);
		expect([...new Set(arrived)].sort()).toEqual(itemsOf([rows]).sort());
		// For docs/delivery.md.
		process.stdout.write(
			`Send Once Per, ${what}: ${doubled(arrived).length} of ${ROWS} rows doubled\n`,
		);
		expect(doubled(arrived).length).toBeLessThan(ROWS / 2);

		await published.start([rows]);
		await published.ended(isKnown ? 4 : 3);
		expect(acceptedItems(simulator)).toHaveLength(arrived.length);
	},
);

test('two workers at the same time with rows of their own: each arrives once, and hardly a key gets lost', async () => {
	const { simulator, published } = await publish('once-disjoint');
	await published.start([half(0), half(ROWS / 2)]);
	await published.ended(2);
	expect(acceptedItems(simulator).sort()).toEqual(itemsOf([rows]).sort());
	await published.start([rows]);
	await published.ended(3);
	// A worker that stands still in the middle of a write can still write over keys of the other.
	const again = doubled(acceptedItems(simulator)).length;
	process.stdout.write(`Send Once Per, rows of their own: ${again} of ${ROWS} keys lost\n`);
	expect(again).toBeLessThanOrEqual(ROWS / 20);
});
