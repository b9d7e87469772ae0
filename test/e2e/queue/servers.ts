import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { endWithThis } from '../n8n/guard';
import { freePort } from '../n8n/process';

const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;

/** Where Debian's packages put the programs of PostgreSQL, which are not in PATH. */
const DEBIAN_POSTGRESQL = '/usr/lib/postgresql';

/** Name of the database user that owns the cluster; nobody else may be asked for a password. */
const DATABASE_USER = 'n8n';

type Owner = { uid: number; gid: number };

/** A server of the suite: its program, its folder, and the environment by which n8n finds it. */
export class Server {
	private log = '';

	private readonly unguard: () => void;

	private constructor(
		private readonly child: ChildProcess,
		private readonly folder: string,
		private readonly stopSignal: NodeJS.Signals,
		/** What n8n needs to know of it. */
		readonly env: Record<string, string>,
	) {
		const keep = (chunk: Buffer) => (this.log += chunk.toString());
		child.stdout?.on('data', keep);
		child.stderr?.on('data', keep);
		// PostgreSQL takes this signal for an immediate shutdown, in which it ends its own processes.
		this.unguard = endWithThis(child.pid ?? 0, 'QUIT');
	}

	/** Starts Redis without persistence. */
	static async startRedis(): Promise<Server> {
		const port = String(await freePort());
		const program = find('redis-server', 'redis-server');
		const folder = mkdtempSync(join(tmpdir(), 'n8n-moengage-redis-'));
		const settings = ['--port', port, '--bind', HOST, '--save', '', '--appendonly', 'no'];
		const child = launch(program, settings, { cwd: folder });
		const server = new Server(child, folder, 'SIGTERM', {
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: port,
		});
		return await server.ready('Ready to accept connections');
	}

	/**
	 * Starts PostgreSQL with a cluster of its own, as its own user: the server refuses to run as root.
	 * Nothing is written through to the disk, since the cluster lives no longer than the suite.
	 */
	static async startPostgres(): Promise<Server> {
		const port = String(await freePort());
		const [initdb, postgres] = ['initdb', 'postgres'].map((name) => find(name, 'postgresql'));
		const owner = postgresUser();
		const folder = mkdtempSync(join(tmpdir(), 'n8n-moengage-postgres-'));
		if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
		const cluster = join(folder, 'cluster');
		const options = { cwd: folder, ...owner };
		const choices = ['--username', DATABASE_USER, '--auth', 'trust', '--encoding', 'UTF8'];
		execFileSync(initdb, ['--pgdata', cluster, ...choices, '--no-locale', '--no-sync'], {
			...options,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		const settings = {
			listen_addresses: HOST,
			port,
			unix_socket_directories: folder,
			fsync: 'off',
			synchronous_commit: 'off',
			full_page_writes: 'off',
		};
		const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const child = launch(postgres, ['-D', cluster, ...flags], options);
		const server = new Server(child, folder, 'SIGINT', {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: DATABASE_USER,
		});
		return await server.ready('database system is ready to accept connections');
	}

	/** Ends the server and removes what it wrote. */
	async stop(): Promise<void> {
		if (!this.hasEnded) {
			const ended = new Promise((resolve) => this.child.once('exit', resolve));
			this.child.kill(this.stopSignal);
			await ended;
		}
		this.unguard();
		rmSync(this.folder, { recursive: true, force: true });
	}

	private get hasEnded(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}

	/** @param words which the server prints when it takes connections */
	private async ready(words: string): Promise<this> {
		const deadline = Date.now() + START_TIMEOUT_MS;
		while (!this.log.includes(words)) {
			if (this.hasEnded || Date.now() > deadline) {
				await this.stop();
				throw new Error(`${this.child.spawnfile} did not start:\n${this.log.slice(-2000)}`);
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return this;
	}
}

function launch(program: string, args: string[], options: SpawnOptions): ChildProcess {
	return spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

/**
 * Path of a program: in PATH, or where Debian puts PostgreSQL, the newest version first.
 * @throws with the name of the Debian package that has it
 */
function find(program: string, debianPackage: string): string {
	const versions = existsSync(DEBIAN_POSTGRESQL) ? readdirSync(DEBIAN_POSTGRESQL) : [];
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...versions
			.sort((a, b) => Number(b) - Number(a))
			.map((version) => join(DEBIAN_POSTGRESQL, version, 'bin')),
	];
	const path = folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
	if (path !== undefined) return path;
	throw new Error(
		`"${program}" is not installed. The queue suite needs Debian's packages redis-server and postgresql (apt-get install ${debianPackage}).`,
	);
}

/** The user that Debian's package made for PostgreSQL, if this runs as root. */
function postgresUser(): Owner | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	return { uid: idOf('-u'), gid: idOf('-g') };
}
