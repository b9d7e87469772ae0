import type { ExecutionStatus } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator';
import {
	kindsOf,
	streamBatches,
	streamEvents,
	WebhookSender,
	type StreamBatch,
} from '../../simulator/webhooks';
import type { N8nProcess } from '../n8n/process';
import { chainOf, triggerNode, webhookUrl } from '../n8n/triggers';
import { chosenVersion } from '../n8n/versions';
import { moEngageNode } from '../n8n/workflows';
import { doubled } from './load';
import { Queue, SHORT_LOCKS, WATCHFUL, type Published, type Worker } from './queue';

const HOOK_WORDS = 'hook-secret-b04e77';

const BATCHES = 20;

const EVENTS_EACH = 10;

const CONCURRENCY = 5;

/** Long enough for a worker to be killed while its requests are under way. */
const LATENCY_MS = 300;

const TRIGGER = triggerNode({ source: 'stream' });

/** Sends each event on with a request of its own, two at a time, so that an execution takes a while. */
const TRACK = moEngageNode({
	resource: 'event',
	operation: 'track',
	customerId: '={{ $json.event_uuid }}',
	eventName: '={{ $json.event_name }}',
	specifyAttributes: 'json',
	attributesJson: '={{ { "event_uuid": $json.event_uuid, "execution_id": $execution.id } }}',
	options: { maxConcurrency: 2 },
});

let queue: Queue;
let processor: N8nProcess;
let workers: Worker[];
let simulator: Simulator;
let published: Published;

beforeAll(async () => {
	simulator = await startSimulator({ latencyMs: LATENCY_MS });
	queue = await Queue.start(chosenVersion());
	processor = await queue.startWebhookProcessor();
	workers = [
		await queue.startWorker(CONCURRENCY, { env: SHORT_LOCKS }),
		await queue.startWorker(CONCURRENCY, { env: WATCHFUL }),
	];
	const workflow = chainOf('Clicks', [TRIGGER, TRACK]);
	published = await queue.publish(workflow, simulator, { webhookSecret: HOOK_WORDS });
}, 300_000);

afterAll(async () => {
	await queue?.stop();
	await simulator?.close();
});

function senders(secret = HOOK_WORDS): WebhookSender[] {
	return [queue.main, processor].map(
		({ origin }) =>
			new WebhookSender({
				url: webhookUrl(origin, TRIGGER),
				auth: { kind: 'bearer', secret },
				secondMs: 1,
			}),
	);
}

const uuidsOf = ({ events }: StreamBatch) => events.map(({ event_uuid }) => event_uuid);

/** Has MoEngage send batches, by turns to the main process and to the webhook processor; all are taken. */
async function sendBatches(): Promise<StreamBatch[]> {
	const kinds = kindsOf(['MOE_EMAIL_CLICK', 'SMS_SENT', 'MOE_WHATSAPP_CLICKED']);
	const batches = streamBatches(streamEvents(BATCHES * EVENTS_EACH, kinds), EVENTS_EACH);
	const both = senders();
	await Promise.all(batches.map(async (batch, index) => await both[index % 2].streamBatch(batch)));
	for (const { counts } of both) {
		expect(counts).toMatchObject({ taken: BATCHES / 2, refused: 0, lost: 0 });
	}
	return batches;
}

function arrived(): string[] {
	return simulator.accepted.events.map(({ attributes }) => attributes.event_uuid as string);
}

test('the main process and a webhook processor take calls, two workers run them, and each event arrives once', async () => {
	const batches = await sendBatches();
	await published.ended(BATCHES);
	expect(await published.failures()).toEqual([]);
	for (const worker of workers) expect(worker.started.length).toBeGreaterThan(0);
	expect(arrived().sort()).toEqual(batches.flatMap(uuidsOf).sort());
}, 180_000);

test('both refuse calls without the secret, and start nothing', async () => {
	for (const sender of senders('wrong')) {
		const [{ replies }] = await sender.stream(streamEvents(2));
		expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
	}
	expect((await published.executions()).size).toBe(BATCHES);
}, 180_000);

describe('a worker is killed', () => {
	let batches: StreamBatch[];
	let executions: Map<string, ExecutionStatus>;
	let broken: string[];

	beforeAll(async () => {
		simulator.reset();
		const [victim] = workers;
		batches = await sendBatches();
		const deadline = Date.now() + 60_000;
		// Some of its events have arrived, others have not.
		const isBusy = () =>
			simulator.accepted.events.some(({ attributes }) =>
				victim.running.includes(attributes.execution_id as string),
			);
		while (!isBusy() && Date.now() < deadline) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		await victim.process.kill();
		executions = await published.ended(2 * BATCHES);
		broken = [...executions].filter(([, status]) => status !== 'success').map(([id]) => id);
	}, 240_000);

	test('each call that got 200 is an execution in the list, and those that the worker had are failed ones', () => {
		expect(executions.size).toBe(2 * BATCHES);
		expect(broken.length).toBeGreaterThan(0);
		expect(broken.length).toBeLessThanOrEqual(CONCURRENCY);
		for (const id of broken) expect(['error', 'crashed']).toContain(executions.get(id));
		expect(workers[0].running).toEqual(expect.arrayContaining(broken));
	});

	test('no event arrives twice, and a batch that did not arrive whole belongs to a failed execution', () => {
		const there = new Set(arrived());
		expect(doubled(arrived())).toEqual([]);
		const incomplete = batches.filter((batch) => uuidsOf(batch).some((uuid) => !there.has(uuid)));
		expect(incomplete.length).toBeGreaterThan(0);
		expect(incomplete.length).toBeLessThanOrEqual(broken.length);
	});

	test('n8n neither runs a failed execution again nor keeps its events, so Retry sends nothing', async () => {
		const before = simulator.requests.length;
		const uuids = batches.flatMap(uuidsOf);
		for (const id of broken) {
			const { data } = await queue.client.execution(id);
			expect(uuids.filter((uuid) => data.includes(uuid))).toEqual([]);
			expect((await queue.client.retry(id, false)).status).toBe('error');
		}
		expect(simulator.requests.length).toBe(before);
	}, 180_000);

	test('a batch that MoEngage sends again is taken by the worker that is left', async () => {
		const there = new Set(arrived());
		const missing = batches
			.flatMap(({ events }) => events)
			.filter(({ event_uuid }) => !there.has(event_uuid));
		const [main] = senders();
		await main.stream(missing, { batchSize: EVENTS_EACH });
		await published.ended(2 * BATCHES + broken.length + Math.ceil(missing.length / EVENTS_EACH));
		expect(arrived().sort()).toEqual(batches.flatMap(uuidsOf).sort());
	}, 120_000);
});
