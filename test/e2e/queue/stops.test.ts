import type { ExecutionStatus } from 'n8n-workflow';

import { startSimulator, type RecordedRequest, type Simulator } from '../../simulator';
import { chosenVersion } from '../n8n/versions';
import {
	acceptedItems,
	BUSINESS_EVENTS,
	doubled,
	itemsOf,
	loadWorkflow,
	manyRows,
	triggerIn,
	type Rows,
} from './load';
import { Queue, SHORT_LOCKS, WATCHFUL, type Published, type Worker } from './queue';

const EXECUTIONS = 20;

/** As many as n8n recommends at least; half of the executions then wait in the queue at first. */
const CONCURRENCY = 5;

/** Long enough for a worker to be stopped while its requests are under way. */
const LATENCY_MS = 500;

const N8N_ON_A_DEAD_WORKER = 'This execution failed to be processed too many times';

/** So that an execution that is broken off leaves some triggers sent, some under way and some not sent. */
const TWO_AT_A_TIME = { trigger: { maxConcurrency: 2 } };

let queue: Queue;
const simulators: Simulator[] = [];

beforeAll(async () => {
	queue = await Queue.start(chosenVersion());
});

afterAll(async () => {
	await queue?.stop();
	for (const simulator of simulators) await simulator.close();
});

/** Publishes the workflow for a workspace of its own, and starts 20 executions with 2,000 items. */
async function startLoad(
	path: string,
): Promise<{ simulator: Simulator; published: Published; all: Rows[] }> {
	const simulator = await startSimulator({
		businessEvents: BUSINESS_EVENTS,
		latencyMs: LATENCY_MS,
	});
	simulators.push(simulator);
	const published = await queue.publish(loadWorkflow(path, TWO_AT_A_TIME), simulator);
	// As many triggers as a workspace takes in a minute.
	const all = manyRows(EXECUTIONS, { events: 50, reports: 45, triggers: 5 });
	await published.start(all);
	return { simulator, published, all };
}

/** Waits until triggers of a worker are under way. @returns these requests */
async function triggersUnderWay(simulator: Simulator, worker: Worker): Promise<RecordedRequest[]> {
	const deadline = Date.now() + 60_000;
	for (;;) {
		const running = new Set(worker.running);
		const underWay = simulator.requests.filter((request) => {
			const trigger = triggerIn(request);
			return request.status === 0 && trigger !== undefined && running.has(trigger.execution);
		});
		if (underWay.length > 0) return underWay;
		if (Date.now() > deadline) throw new Error('The worker triggered nothing within a minute');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** IDs of the executions that did not succeed. */
function unsuccessful(executions: Map<string, ExecutionStatus>): string[] {
	return [...executions].filter(([, status]) => status !== 'success').map(([id]) => id);
}

test('a worker that is stopped finishes what it has under way, and nothing is lost or doubled', async () => {
	const leaving = await queue.startWorker(CONCURRENCY);
	const staying = await queue.startWorker(CONCURRENCY);
	const { simulator, published, all } = await startLoad('stopped');
	await triggersUnderWay(simulator, leaving);
	expect(leaving.running.length).toBeGreaterThan(0);
	// What n8n gives a worker by default.
	await leaving.process.stop(30_000);
	expect(leaving.process.printed).toMatch(/Waiting for \d+ active executions to finish/);
	expect(leaving.running).toEqual([]);

	await published.ended(EXECUTIONS);
	expect(await published.failures()).toEqual([]);
	expect(leaving.started.length + staying.started.length).toBe(EXECUTIONS);
	expect(acceptedItems(simulator).sort()).toEqual(itemsOf(all).sort());
	await staying.process.kill();
}, 120_000);

describe('a worker that is killed', () => {
	let simulator: Simulator;
	let published: Published;
	let all: Rows[];
	/** Requests that the worker had under way when it was killed. */
	let underWay: RecordedRequest[];
	/** Executions that failed. */
	let broken: string[];
	let victim: Worker;
	let surviving: Worker;
	let killedAt: number;

	beforeAll(async () => {
		victim = await queue.startWorker(CONCURRENCY, { env: SHORT_LOCKS });
		surviving = await queue.startWorker(CONCURRENCY, { env: WATCHFUL });
		({ simulator, published, all } = await startLoad('killed'));
		underWay = await triggersUnderWay(simulator, victim);
		const dying = victim.process.kill();
		killedAt = Date.now();
		await dying;
	}, 120_000);

	afterAll(async () => await surviving.process.kill());

	test('its executions fail without run data, nobody says that their items were accepted, and n8n does not run them again', async () => {
		const executions = await published.ended(EXECUTIONS);
		broken = unsuccessful(executions);
		process.stdout.write(
			`Killed worker: ${broken.length} executions failed within ${((Date.now() - killedAt) / 1000).toFixed(0)} s\n`,
		);
		expect(broken.length).toBeGreaterThan(0);
		expect(victim.running).toEqual(expect.arrayContaining(broken));
		for (const id of broken) {
			expect(executions.get(id)).toBe('error');
			const execution = await queue.client.ended(id);
			expect(execution.error?.message).toContain(N8N_ON_A_DEAD_WORKER);
			expect(execution.data.resultData.runData).toEqual({});
		}
		expect(surviving.started.filter((id) => broken.includes(id))).toEqual([]);
	}, 120_000);

	test('no item is sent twice, and all items of the other executions are accepted', () => {
		const accepted = acceptedItems(simulator);
		expect(doubled(accepted)).toEqual([]);
		expect(simulator.accepted.duplicateExperienceEvents).toBe(0);

		const missing = all.filter((rows) => itemsOf([rows]).some((item) => !accepted.includes(item)));
		expect(missing.length).toBeGreaterThan(0);
		expect(missing.length).toBeLessThanOrEqual(broken.length);
	});

	test('MoEngage accepted what was under way, which nobody in n8n can know; the execution ID in the items finds it', () => {
		const { businessEvents } = simulator.accepted;
		for (const request of underWay) {
			const trigger = triggerIn(request);
			expect(broken).toContain(trigger?.execution);
			const found = businessEvents.filter(
				({ attributes }) => attributes.execution_id === trigger?.execution,
			);
			expect(found.map(({ attributes }) => attributes.product_id)).toContain(trigger?.item);
		}
	});

	test('Retry in the list of executions sends nothing', async () => {
		const before = simulator.requests.length;
		for (const id of broken) {
			const retried = await queue.client.retry(id, false);
			expect(retried.status).toBe('error');
			expect(retried.error?.message).toContain(N8N_ON_A_DEAD_WORKER);
		}
		expect(simulator.requests.length).toBe(before);
	}, 180_000);

	test('experience reports with UUIDs of their own can simply be run again, and count once', async () => {
		const before = simulator.accepted.experienceEvents.length;
		const reports = all.map((rows) => ({ ...rows, events: [], triggers: [] }));
		const retries = broken.length;
		await published.start(reports);
		await published.ended(EXECUTIONS + retries + EXECUTIONS);
		const { experienceEvents, duplicateExperienceEvents } = simulator.accepted;
		expect(duplicateExperienceEvents).toBe(before);
		expect(experienceEvents.map(({ customerId }) => customerId).sort()).toEqual(
			itemsOf(reports).sort(),
		);
	}, 180_000);
});

describe('a worker that is killed and comes back before n8n takes it for dead', () => {
	let simulator: Simulator;
	let published: Published;
	/** Executions that n8n marked as crashed. */
	let broken: string[];
	let victim: Worker;
	let surviving: Worker;
	let back: Worker;

	beforeAll(async () => {
		// On a busy machine it takes a while to come back.
		const env = { QUEUE_WORKER_LOCK_DURATION: '300000' };
		victim = await queue.startWorker(CONCURRENCY, { env });
		surviving = await queue.startWorker(CONCURRENCY, { env });
		({ simulator, published } = await startLoad('back'));
		await triggersUnderWay(simulator, victim);
		await victim.process.kill();
		const { userFolder } = victim;
		back = await queue.startWorker(CONCURRENCY, { userFolder, env });
	}, 120_000);

	afterAll(async () => {
		await Promise.all([surviving, back].map(({ process }) => process.kill()));
	});

	test('its executions are marked as crashed, and the others succeed', async () => {
		const executions = await published.ended(EXECUTIONS);
		broken = unsuccessful(executions);
		expect(broken.length).toBeGreaterThan(0);
		expect(victim.running).toEqual(expect.arrayContaining(broken));
		for (const id of broken) expect(executions.get(id)).toBe('crashed');
		expect(doubled(acceptedItems(simulator))).toEqual([]);
	}, 180_000);

	test('Retry sends nothing of theirs that may have been accepted, and says that nobody knows', async () => {
		const { events } = simulator.accepted;
		const tracked = new Set(events.map(({ attributes }) => attributes.execution_id));
		expect(broken.filter((id) => tracked.has(id)).length).toBeGreaterThan(0);

		const retried = await Promise.all(
			broken.map(async (id) => ({ id, execution: await queue.client.retry(id, false) })),
		);
		for (const { execution } of retried.filter(({ id }) => tracked.has(id))) {
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
		}
		expect(doubled(acceptedItems(simulator))).toEqual([]);
	}, 180_000);
});
