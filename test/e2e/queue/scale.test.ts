import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { chosenVersion } from '../n8n/versions';
import { acceptedItems, BUSINESS_EVENTS, itemsOf, loadWorkflow, manyRows, type Rows } from './load';
import { Queue, type Worker } from './queue';

const EXECUTIONS = 20;
const LATENCY_MS = 50;

/** What n8n gives a worker by default. */
const CONCURRENCY = 10;

let queue: Queue;
let first: Worker;
let second: Worker;
const simulators: Simulator[] = [];

beforeAll(async () => {
	queue = await Queue.start(chosenVersion());
	first = await queue.startWorker(CONCURRENCY);
});

afterAll(async () => {
	await queue?.stop();
	for (const simulator of simulators) await simulator.close();
});

/** A workspace of its own, so that nothing that another test sent counts towards its limits. */
async function newWorkspace(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = await startSimulator({ businessEvents: BUSINESS_EVENTS, ...options });
	simulators.push(simulator);
	return simulator;
}

function numberOf(all: Rows[]): number {
	return itemsOf(all).length;
}

/** Loads that are limited by the processor, and one that is limited by waiting for answers. */
const LOADS = [
	{ name: 'Track events of 100 users', sizes: { events: 100 }, latencyMs: LATENCY_MS },
	{ name: 'Report 100 experiences', sizes: { reports: 100 }, latencyMs: LATENCY_MS },
	{
		name: 'Track events of 25 users, answers after 500 ms, Max Concurrency 5',
		sizes: { events: 25 },
		latencyMs: 500,
		track: { maxConcurrency: 5 },
	},
];

/** Runs 20 executions of each load, and prints how many items MoEngage accepted per second, from the first webhook on. */
async function measure(workers: number): Promise<void> {
	for (const [index, { name, sizes, latencyMs, track }] of LOADS.entries()) {
		const simulator = await newWorkspace({ latencyMs });
		const path = `load${index}-workers${workers}`;
		const published = await queue.publish(loadWorkflow(path, { track }), simulator);
		const all = manyRows(EXECUTIONS, sizes);
		const started = Date.now();
		await published.start(all);
		while (acceptedItems(simulator).length < numberOf(all)) {
			if (Date.now() - started > 120_000)
				throw new Error('Not all items arrived within two minutes');
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		const seconds = (Date.now() - started) / 1000;
		await published.ended(EXECUTIONS);
		const figures = [
			`${workers} ${workers === 1 ? 'worker' : 'workers'}`,
			`${numberOf(all)} items in ${simulator.requests.length} requests`,
			`${seconds.toFixed(1)} s`,
			`${Math.round(numberOf(all) / seconds)} items/s`,
		];
		process.stdout.write(`${name}: ${figures.join(', ')}\n`);
		expect(acceptedItems(simulator).sort()).toEqual(itemsOf(all).sort());
	}
}

/** The first executions of a process load what all later ones find loaded. */
async function warmUp(path: string): Promise<void> {
	const published = await queue.publish(loadWorkflow(path), await newWorkspace());
	await published.start(manyRows(EXECUTIONS, { events: 10, reports: 10 }));
	await published.ended(EXECUTIONS);
}

test('throughput: one worker accepts everything once, and so do two', async () => {
	await warmUp('warm-up-of-first');
	await measure(1);
	second = await queue.startWorker(CONCURRENCY);
	await warmUp('warm-up-of-second');
	await measure(2);
}, 480_000);

test('2,000 items of 20 executions spread over both workers, and none is lost or doubled', async () => {
	const simulator = await newWorkspace({ latencyMs: LATENCY_MS });
	const published = await queue.publish(loadWorkflow('spread'), simulator);
	// As many triggers as a workspace takes in a minute.
	const all = manyRows(EXECUTIONS, { events: 50, reports: 45, triggers: 5 });
	expect(numberOf(all)).toBe(2000);
	await published.start(all);
	const executions = await published.ended(EXECUTIONS);

	expect(await published.failures()).toEqual([]);
	expect(acceptedItems(simulator).sort()).toEqual(itemsOf(all).sort());
	expect(simulator.accepted.duplicateExperienceEvents).toBe(0);

	const [ofFirst, ofSecond] = [first, second].map(({ started }) =>
		started.filter((id) => executions.has(id)),
	);
	expect([...ofFirst, ...ofSecond].sort()).toEqual([...executions.keys()].sort());
	expect(ofFirst.length).toBeGreaterThan(0);
	expect(ofSecond.length).toBeGreaterThan(0);
});

describe('limits per minute', () => {
	/** Customer IDs of the users that {@link manyRows} asks for. */
	const users = manyRows(10, { users: 120 }).flatMap((rows) =>
		rows.users.map(({ item }) => ({ customerId: item as string })),
	);

	const refusals = (simulator: Simulator) =>
		simulator.requests.filter(({ status }) => status === 429).length;

	const usersRead = (simulator: Simulator) =>
		simulator.requests
			.filter(({ status }) => status === 200)
			.flatMap(({ body }) => (body as { data: { identifiers: IDataObject[] } }).data.identifiers)
			.map(({ identifier }) => identifier as string);

	/** A hundred requests of each of eight executions are under way at the first refusal, and some follow. */
	const UNDER_WAY = 1000;

	const share = (worker: Worker, executions: Map<string, unknown>) =>
		worker.started.filter((id) => executions.has(id)).length;

	/** Rows of what became of a workspace, for `docs/scaling.md`. */
	const report = (what: string, simulator: Simulator) => {
		const arrivals = simulator.requests.map(({ at }) => at);
		const seconds = (Math.max(...arrivals) - Math.min(...arrivals)) / 1000;
		process.stdout.write(
			`${what}: ${refusals(simulator)} of ${simulator.requests.length} requests refused, ${seconds.toFixed(0)} s\n`,
		);
	};

	test('two workers that know nothing of each other share a limit, without any setting and without a header', async () => {
		const rateLimits = true;
		const [reading, triggering, tracking] = await Promise.all([
			newWorkspace({ rateLimits, users }),
			newWorkspace({ rateLimits }),
			newWorkspace({ rateLimits, limits: { othersLeave: { event: 1500 } } }),
		]);
		// 1,200 users where MoEngage allows 1,000 a minute, 160 triggers where it allows 100, and 2,400 events of
		// which other systems leave 1,500 a minute.
		const reads = manyRows(10, { users: 120 });
		const triggers = manyRows(4, { triggers: 40 });
		const events = manyRows(8, { events: 300 });
		const readRuns = await queue.publish(loadWorkflow('limited-reads'), reading);
		const triggerRuns = await queue.publish(loadWorkflow('limited-triggers'), triggering);
		const eventRuns = await queue.publish(loadWorkflow('limited-events'), tracking);
		await Promise.all([
			readRuns.start(reads),
			triggerRuns.start(triggers),
			eventRuns.start(events),
		]);
		const ends = await Promise.all([
			readRuns.ended(reads.length),
			triggerRuns.ended(triggers.length),
			eventRuns.ended(events.length),
		]);
		for (const runs of [readRuns, triggerRuns, eventRuns])
			expect(await runs.failures()).toEqual([]);
		for (const end of ends) {
			expect(share(first, end)).toBeGreaterThan(0);
			expect(share(second, end)).toBeGreaterThan(0);
		}
		report('1,200 users read, two workers', reading);
		report('160 business events triggered, two workers', triggering);
		report('2,400 events, others leave 1,500 a minute, two workers', tracking);

		expect(usersRead(reading).sort()).toEqual(users.map(({ customerId }) => customerId).sort());
		expect(acceptedItems(triggering).sort()).toEqual(itemsOf(triggers).sort());
		expect(acceptedItems(tracking).sort()).toEqual(itemsOf(events).sort());
		// The limits were met, and what that cost is little beside what was under way at the first refusal.
		for (const [simulator, most] of [
			[reading, 60],
			[triggering, 80],
			[tracking, UNDER_WAY],
		] as Array<[Simulator, number]>) {
			expect(refusals(simulator)).toBeGreaterThan(0);
			expect(refusals(simulator)).toBeLessThanOrEqual(most);
		}
	}, 200_000);

	test('a third worker that starts in the middle gets its share, and nothing is lost or doubled', async () => {
		const limits = { othersLeave: { event: 1500 } };
		const simulator = await newWorkspace({ rateLimits: true, limits });
		const published = await queue.publish(loadWorkflow('joined'), simulator);
		const all = manyRows(12, { events: 250 });
		await published.start(all.slice(0, 8));
		const third = await queue.startWorker(CONCURRENCY);
		await published.start(all.slice(8));
		const executions = await published.ended(all.length);
		report('3,000 events, others leave 1,500 a minute, a third worker joins', simulator);
		expect(await published.failures()).toEqual([]);
		for (const worker of [first, second, third]) {
			expect(share(worker, executions)).toBeGreaterThan(0);
		}
		expect(acceptedItems(simulator).sort()).toEqual(itemsOf(all).sort());
		expect(refusals(simulator)).toBeGreaterThan(0);
		expect(refusals(simulator)).toBeLessThanOrEqual(UNDER_WAY);
	}, 200_000);
});
