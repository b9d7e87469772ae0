import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { delimiter, dirname } from 'node:path';

import axios from 'axios';

import { endWithThis } from './guard';
import { n8nBinary } from './install';
import { nodeBinary } from './nodeBinary';
import type { N8nRelease } from './versions';

/** What keeps n8n from asking the network for anything, and from asking its user for a survey. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	NODE_ENV: 'production',
};

/** On a machine that is busy with something else. */
const START_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 100;

/**
 * What n8n prints at the end of its start. Before that, n8n 1 looks for executions that it never began, and starts them
 * without their pinned data: also one that its REST API has taken a moment ago, and has begun.
 */
const STARTED = 'Editor is now accessible';

export type N8nCommand = 'start' | 'worker' | 'webhook';

/** How one process of n8n starts. */
export interface N8nOptions {
	release: N8nRelease;
	/** `N8N_USER_FOLDER`: database, encryption key and community nodes. */
	userFolder: string;
	/** Default: any free port. */
	port?: number;
	/** `start` is n8n itself, `worker` takes executions from the queue, `webhook` puts them there. */
	command?: N8nCommand;
	env?: Record<string, string>;
}

/** Of this process's environment only what every program needs: none of Jest's, and no n8n of the developer's. */
function inherited(): NodeJS.ProcessEnv {
	const names = ['HOME', 'LANG', 'TMPDIR', 'USER'];
	return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/**
 * A port that nothing listens on at this moment.
 * @param port that has to be free; without it, any
 * @throws the error of the operating system if the given port is taken
 */
export function freePort(port = 0): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** A running process of n8n, with everything that it starts itself. */
export class N8nProcess {
	private log = '';

	/** A group of its own does not end with this process by itself. */
	private readonly unguard: () => void;

	private constructor(
		private readonly child: ChildProcess,
		readonly origin: string,
	) {
		this.unguard = endWithThis(-this.pid, 'KILL');
		const keep = (chunk: Buffer) => (this.log += chunk.toString());
		child.stdout?.on('data', keep);
		child.stderr?.on('data', keep);
	}

	/**
	 * Starts n8n and waits until it takes requests.
	 * @throws with the end of n8n's log if it does not
	 */
	static async start(options: N8nOptions): Promise<N8nProcess> {
		const { release, userFolder, command = 'start', env = {} } = options;
		const port = options.port ?? (await freePort());
		const node = nodeBinary(release.node);
		const child = spawn(node, [n8nBinary(release), command], {
			// A group of its own, so that its task runner ends with it.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...inherited(),
				...QUIET,
				...release.env,
				PATH: [dirname(node), process.env.PATH].join(delimiter),
				N8N_USER_FOLDER: userFolder,
				N8N_HOST: '127.0.0.1',
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_PORT: String(port),
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
				// Cookies without https.
				N8N_SECURE_COOKIE: 'false',
				...(command === 'worker' && {
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
					N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
				}),
				...env,
			},
		});
		const started = new N8nProcess(child, `http://127.0.0.1:${port}`);
		// The main process says that it is ready before its REST API is.
		await started.responds(command === 'start' ? '/rest/settings' : '/healthz/readiness');
		if (command === 'start') await started.says(STARTED);
		return started;
	}

	get pid(): number {
		return this.child.pid ?? 0;
	}

	/** What n8n printed so far. */
	get printed(): string {
		return this.log;
	}

	private get hasEnded(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}

	private async responds(path: string): Promise<void> {
		await this.until(async () => {
			const answer = await axios.get(this.origin + path, { timeout: 1000 }).catch(() => undefined);
			// While it starts, n8n answers everything with 200 and a page that says so.
			return typeof answer?.data === 'object';
		});
	}

	private async says(words: string): Promise<void> {
		await this.until(async () => this.log.includes(words));
	}

	private async until(isReached: () => Promise<boolean>): Promise<void> {
		const deadline = Date.now() + START_TIMEOUT_MS;
		while (!this.hasEnded && Date.now() < deadline) {
			if (await isReached()) return;
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
		await this.kill();
		throw new Error(`n8n did not start:\n${this.log.slice(-4000)}`);
	}

	/**
	 * Asks n8n to end, and waits for it; kills it if it takes too long.
	 * @param timeoutMs a worker first finishes what it has under way
	 */
	async stop(timeoutMs = STOP_TIMEOUT_MS): Promise<void> {
		const ended = this.ended();
		this.signal('SIGTERM');
		const timer = setTimeout(() => this.signal('SIGKILL'), timeoutMs);
		await ended;
		clearTimeout(timer);
		this.signal('SIGKILL');
		this.unguard();
	}

	/** Ends n8n at once, as a crash or a machine that goes away would. */
	async kill(): Promise<void> {
		const ended = this.ended();
		this.signal('SIGKILL');
		await ended;
		this.unguard();
	}

	private ended(): Promise<void> {
		return this.hasEnded
			? Promise.resolve()
			: new Promise((resolve) => this.child.once('exit', () => resolve()));
	}

	/** To the whole group: what is left of it, if n8n itself has ended. */
	private signal(signal: NodeJS.Signals): void {
		try {
			process.kill(-this.pid, signal);
		} catch {
			// Nothing of it is left.
		}
	}
}
