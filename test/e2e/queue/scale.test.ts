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
			if (Date.now() - started > 60_000) throw new Error('Not all items arrived within a minute');
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
}, 240_000);

test('2,000 items of 20 executions spread over both workers, and none is lost or doubled', async () => {
	const simulator = await newWorkspace({ latencyMs: LATENCY_MS });
	const published = await queue.publish(loadWorkflow('spread'), simulator);
	// As many triggers as a workspace takes in a minute.
	const all = manyRows(EXECUTIONS, { events: 50, reports: 45, triggers: 5 });
	expect(numberOf(all)).toBe(2000);
	await published.start(all);
	const executions = await published.ended(EXECUTIONS);

	expect(new Set(executions.values())).toEqual(new Set(['success']));
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

	const share = (worker: Worker, executions: Map<string, unknown>) =>
		worker.started.filter((id) => executions.has(id)).length;

	test('each worker keeps them for itself: a share in each keeps the workspace below, and a refusal costs time only', async () => {
		const rateLimits = true;
		const [greedy, shared, messages] = await Promise.all([
			newWorkspace({ rateLimits, users }),
			newWorkspace({ rateLimits, users }),
			newWorkspace({ rateLimits }),
		]);
		const half = { get: { eventsPerMinute: 500 } };
		const greedyRuns = await queue.publish(loadWorkflow('greedy'), greedy);
		const sharedRuns = await queue.publish(loadWorkflow('shared', half), shared);
		const messageRuns = await queue.publish(loadWorkflow('messages'), messages);

		// 1,200 users where MoEngage allows 1,000 a minute, and 160 triggers where it allows 100.
		const reads = manyRows(10, { users: 120 });
		const triggers = manyRows(4, { triggers: 40 });
		await greedyRuns.start(reads);
		await sharedRuns.start(reads);
		await messageRuns.start(triggers);
		const [greedyEnds, sharedEnds, messageEnds] = await Promise.all([
			greedyRuns.ended(reads.length),
			sharedRuns.ended(reads.length),
			messageRuns.ended(triggers.length),
		]);
		for (const ends of [greedyEnds, sharedEnds, messageEnds]) {
			expect(new Set(ends.values())).toEqual(new Set(['success']));
		}
		expect(share(first, greedyEnds)).toBeGreaterThan(0);
		expect(share(second, greedyEnds)).toBeGreaterThan(0);

		// No worker sends more than MoEngage allows, but together they do.
		expect(refusals(greedy)).toBeGreaterThan(0);
		expect(refusals(shared)).toBe(0);
		for (const simulator of [greedy, shared]) {
			expect(usersRead(simulator).sort()).toEqual(users.map(({ customerId }) => customerId).sort());
		}

		expect(acceptedItems(messages).sort()).toEqual(itemsOf(triggers).sort());
		process.stdout.write(
			`Refused for the limit: ${refusals(greedy)} reads at MoEngage's limit in each worker, ${refusals(shared)} at half of it, ${refusals(messages)} triggers\n`,
		);
	}, 180_000);
});
