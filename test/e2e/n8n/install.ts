import { spawn } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { CACHE } from './cache';
import { nodeBinary } from './nodeBinary';
import type { N8nRelease } from './versions';

/** Told what is being done and, from time to time, how far it is. */
export type Progress = (line: string) => void;

const TICK_MS = 10_000;

/** Folder of a release in the cache, whether it is there or not. */
function folderOf({ version }: N8nRelease): string {
	return join(CACHE, `n8n-${version}`);
}

/** Written last, so that an installation that was broken off counts as none. */
const MARK = 'installed';

/** Between a release and the process that installs it, in the name of the folder meanwhile. */
const BY = '_';

/** The file that starts n8n. */
export function n8nBinary(release: N8nRelease): string {
	return join(folderOf(release), 'node_modules', 'n8n', 'bin', 'n8n');
}

/**
 * Installs a release of n8n into the cache, unless it is there. Takes about four minutes and 3 GB, besides npm's cache.
 * @param progress is called every few seconds while it takes its time
 * @throws with npm's own words if npm fails
 */
export async function installN8n(release: N8nRelease, progress: Progress): Promise<void> {
	await makeOnce(folderOf(release), async (folder) => await install(release, folder, progress));
}

/**
 * Makes a folder, unless it is there. Each process makes one of its own, which gets the name when all is there: one
 * that is broken off, and may leave npm running, harms none that comes after or meanwhile.
 */
export async function makeOnce(
	finished: string,
	make: (folder: string) => Promise<void>,
): Promise<void> {
	const isThere = () => existsSync(join(finished, MARK));
	if (isThere()) return;
	mkdirSync(dirname(finished), { recursive: true });
	removeBrokenOff(finished);
	const folder = `${finished}${BY}${process.pid}`;
	// In a container, an earlier process may have had the same number.
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder);
	await make(folder);
	writeFileSync(join(folder, MARK), '');
	// Another process may have been faster.
	if (isThere()) rmSync(folder, { recursive: true, force: true });
	else renameSync(folder, finished);
}

async function install(release: N8nRelease, folder: string, progress: Progress): Promise<void> {
	const { files, gigabytes } = release.size;
	const manifest = {
		private: true,
		dependencies: { n8n: release.version },
		overrides: release.overrides,
	};
	writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
	progress(
		`Installing n8n ${release.version} into ${CACHE} (once; 3 to 5 minutes, and ${gigabytes} GB with npm's cache) …`,
	);
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	// npm says nothing for minutes. What shows that it works: what it fetches, then the disk that fills.
	const freeBefore = freeBytes(folder);
	let fetched = 0;
	let isFetched = false;
	const ticking = setInterval(() => {
		const written = (Math.max(0, freeBefore - freeBytes(folder)) / 1e9).toFixed(2);
		const progressOfNpm = `${fetched} of about ${files} files fetched, ${written} of about ${gigabytes} GB written`;
		progress(`  … ${elapsed()}, ${isFetched ? 'building sqlite3' : progressOfNpm}`);
	}, TICK_MS);
	try {
		// Scripts of 2,000 packages would build and fetch much that n8n does not need to run.
		const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
		await npm(release.node, folder, ['install', ...options], (line) => {
			if (/^npm http (fetch|cache)/.test(line)) fetched++;
		});
		isFetched = true;
		progress(
			`  … ${elapsed()}, all packages are there; building sqlite3, which takes a minute or two`,
		);
		await npm(release.node, folder, ['rebuild', '--ignore-scripts=false', 'sqlite3']);
	} finally {
		clearInterval(ticking);
	}
	progress(`n8n ${release.version} is installed, after ${elapsed()}.`);
}

/** Removes what processes left that ended before they were done. */
function removeBrokenOff(finished: string): void {
	for (const name of readdirSync(dirname(finished))) {
		const [release, pid] = name.split(BY);
		if (release === basename(finished) && !isRunning(Number(pid))) {
			rmSync(join(dirname(finished), name), { recursive: true, force: true });
		}
	}
}

/** @param pid NaN for none */
function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

/**
 * Runs npm in a folder with a version of Node, for which native modules are then built.
 * @param node major version
 * @param onLine is told what npm says meanwhile
 */
async function npm(
	node: string,
	folder: string,
	args: string[],
	onLine: (line: string) => void = () => {},
): Promise<void> {
	const child = spawn('npm', args, {
		cwd: folder,
		env: {
			...process.env,
			PATH: [dirname(nodeBinary(node)), process.env.PATH].join(delimiter),
			npm_config_ignore_scripts: undefined,
		},
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const complaint: string[] = [];
	createInterface({ input: child.stderr }).on('line', (line) => {
		if (line.startsWith('npm error')) complaint.push(line);
		onLine(line);
	});
	const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (...end) => resolve(end));
	});
	if (signal !== null) {
		throw new Error(
			`npm ${args[0]} was ended by ${signal}. npm takes up to 4 GB of memory: close other programs, and start again.`,
		);
	}
	if (code !== 0) {
		throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${complaint.join('\n')}`);
	}
}
