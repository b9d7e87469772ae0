import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';
import type { ExecutionStatus } from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';
import type { Simulator } from '../../simulator';
import { N8nClient } from '../n8n/client';
import { installN8n } from '../n8n/install';
import { withCredential } from '../n8n/instance';
import { installPackage } from '../n8n/package';
import { N8nProcess, type N8nCommand } from '../n8n/process';
import { release, type N8nRelease } from '../n8n/versions';
import { Server } from './servers';

const RUN_TIMEOUT_MS = 150_000;

/**
 * For a worker that is to be killed: n8n takes it for dead when it has not renewed its locks for 20 s in place of a minute.
 * A worker that has to live keeps its minute: on a busy machine it may stand still for long.
 */
export const SHORT_LOCKS = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
};

/** For a worker that has to find a dead one: it looks every 3 s in place of 30. */
export const WATCHFUL = { QUEUE_WORKER_STALLED_INTERVAL: '3000' };

/** States of an execution that has not ended. */
const OPEN: ExecutionStatus[] = ['new', 'running', 'waiting'];

/** One worker: a process of n8n with a folder, and therefore a copy of the package, of its own. */
export class Worker {
	constructor(
		readonly process: N8nProcess,
		readonly userFolder: string,
	) {}

	/** IDs of the executions that it took from the queue. */
	get started(): string[] {
		return this.logged('started');
	}

	/** IDs of the executions that it has under way. */
	get running(): string[] {
		const finished = new Set(this.logged('finished'));
		return this.started.filter((id) => !finished.has(id));
	}

	private logged(verb: string): string[] {
		const lines = this.process.printed.matchAll(new RegExp(`Worker ${verb} execution (\\d+)`, 'g'));
		return [...lines].map(([, id]) => id);
	}
}

/** A workflow that is started by webhook. */
export class Published {
	constructor(
		private readonly queue: Queue,
		private readonly id: string,
		private readonly path: string,
	) {}

	/** Starts an execution with each body, all at once; n8n answers as soon as they are in its queue. */
	async start(bodies: object[]): Promise<void> {
		const url = `${this.queue.main.origin}/webhook/${this.path}`;
		await Promise.all(bodies.map(async (body) => await axios.post(url, body)));
	}

	/** Its executions so far, by ID, with their status. */
	async executions(): Promise<Map<string, ExecutionStatus>> {
		return await this.queue.client.executionsOf(this.id);
	}

	/** What those of its executions said that ended in any other way than successfully. */
	async failures(): Promise<string[]> {
		const failed = [...(await this.executions())].filter(([, status]) => status !== 'success');
		return await Promise.all(
			failed.map(async ([id]) => {
				const { status, error } = await this.queue.client.ended(id);
				return `${id} ${status}: ${error?.message} ${error?.description ?? ''}`;
			}),
		);
	}

	/** Waits for the end of so many executions. @returns their status, by ID */
	async ended(count: number): Promise<Map<string, ExecutionStatus>> {
		const deadline = Date.now() + RUN_TIMEOUT_MS;
		for (;;) {
			const executions = await this.executions();
			const open = [...executions.values()].filter((status) => OPEN.includes(status));
			if (executions.size === count && open.length === 0) return executions;
			if (Date.now() > deadline) {
				throw new Error(`Of ${executions.size} executions ${open.length} have not ended`);
			}
			// Each look costs n8n some of the time that is measured here.
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}
}

/** n8n in queue mode, on a Redis and a PostgreSQL of its own. */
export class Queue {
	readonly workers: Worker[] = [];

	private readonly webhookProcessors: N8nProcess[] = [];

	private readonly folders: string[] = [];

	private mainProcess?: N8nProcess;

	private restClient?: N8nClient;

	private constructor(
		private readonly chosen: N8nRelease,
		private readonly servers: Server[],
		private readonly env: Record<string, string>,
	) {}

	/**
	 * Starts the servers and n8n's main process, which runs no execution itself.
	 * @param version of n8n, one of those in `versions.ts`
	 * @param env further settings, for the main process and every worker
	 */
	static async start(version: string, env: Record<string, string> = {}): Promise<Queue> {
		const chosen = release(version);
		await installN8n(chosen, (line) => console.log(line));
		const servers = await Promise.all([Server.startRedis(), Server.startPostgres()]);
		const queue = new Queue(chosen, servers, {
			...Object.assign({}, ...servers.map((server) => server.env)),
			EXECUTIONS_MODE: 'queue',
			// Each process has a folder of its own, so they share the key as the documentation asks.
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			...env,
		});
		let isUp = false;
		try {
			queue.mainProcess = await queue.startProcess('start', queue.newFolder('main'));
			queue.restClient = await N8nClient.logIn(queue.main.origin);
			isUp = true;
		} finally {
			if (!isUp) await queue.stop();
		}
		return queue;
	}

	/** n8n's main process. */
	get main(): N8nProcess {
		if (this.mainProcess === undefined) throw new Error('n8n has not started');
		return this.mainProcess;
	}

	/** n8n's REST API, as the owner. */
	get client(): N8nClient {
		if (this.restClient === undefined) throw new Error('n8n has not started');
		return this.restClient;
	}

	/**
	 * Starts a worker.
	 * @param concurrency how many executions it has under way at the same time
	 * @param userFolder of a worker that has ended: the same one comes back; default: a new worker
	 * @param env further settings of this worker
	 */
	async startWorker(
		concurrency: number,
		{ userFolder, env = {} }: { userFolder?: string; env?: Record<string, string> } = {},
	): Promise<Worker> {
		const folder = userFolder ?? this.newFolder('worker');
		const started = await this.startProcess('worker', folder, {
			N8N_CONCURRENCY_PRODUCTION_LIMIT: String(concurrency),
			...env,
		});
		const worker = new Worker(started, folder);
		this.workers.push(worker);
		return worker;
	}

	/** Starts a process that takes calls of webhooks beside the main one, and runs nothing itself. */
	async startWebhookProcessor(): Promise<N8nProcess> {
		const started = await this.startProcess('webhook', this.newFolder('webhook'));
		this.webhookProcessors.push(started);
		return started;
	}

	/**
	 * Saves a workflow for a simulator, and publishes it, so that its webhook takes requests.
	 * @param workflow named like the path of its webhook
	 * @param fields of the credential, beside those of the simulator
	 */
	async publish(
		workflow: SavedWorkflow,
		simulator: Simulator,
		fields: Record<string, string> = {},
	): Promise<Published> {
		const data = { ...simulator.credential, ...fields };
		const credential = await this.client.createCredential('MoEngage account', data);
		const id = await this.client.createWorkflow(withCredential(workflow, credential));
		await this.client.publish(id);
		return new Published(this, id, workflow.name);
	}

	/** Ends all processes and removes what they wrote. */
	async stop(): Promise<void> {
		// Nothing is under way any more that a worker would have to finish.
		const helpers = [...this.workers.map(({ process }) => process), ...this.webhookProcessors];
		await Promise.all(helpers.map(async (helper) => await helper.kill()));
		await this.mainProcess?.stop();
		await Promise.all(this.servers.map(async (server) => await server.stop()));
		for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
	}

	private newFolder(role: string): string {
		const folder = mkdtempSync(join(tmpdir(), `n8n-moengage-${role}-`));
		this.folders.push(folder);
		installPackage(folder);
		return folder;
	}

	private async startProcess(
		command: N8nCommand,
		userFolder: string,
		env: Record<string, string> = {},
	): Promise<N8nProcess> {
		return await N8nProcess.start({
			release: this.chosen,
			userFolder,
			command,
			env: { ...this.env, ...env },
		});
	}
}
