import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { CACHE } from './cache';
import { node24 } from './node24';
import type { N8nRelease } from './versions';

/** Told what is being done and, from time to time, how far it is. */
export type Progress = (line: string) => void;

const TICK_MS = 5000;

/** Folder of a release in the cache, whether it is there or not. */
function folderOf({ version }: N8nRelease): string {
	return join(CACHE, `n8n-${version}`);
}

/** Written last, so that an installation that was broken off counts as none. */
function markOf(release: N8nRelease): string {
	return join(folderOf(release), 'installed');
}

/** The file that starts n8n, for Node 24. */
export function n8nBinary(release: N8nRelease): string {
	return join(folderOf(release), 'node_modules', 'n8n', 'bin', 'n8n');
}

/**
 * Installs a release of n8n into the cache, unless it is there. Takes about four minutes and 3 GB, besides npm's cache.
 * @param progress is called every few seconds while it takes its time
 * @throws with npm's own words if npm fails
 */
export async function installN8n(release: N8nRelease, progress: Progress): Promise<void> {
	if (existsSync(markOf(release))) return;
	const folder = folderOf(release);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const manifest = {
		private: true,
		dependencies: { n8n: release.version },
		overrides: release.overrides,
	};
	writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
	progress(
		`Installing n8n ${release.version} into ${folder} (once; minutes, and about 4 GB with npm's cache) …`,
	);
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	// npm says nothing for minutes. What shows that it works: what it fetches, then the disk that fills.
	const freeBefore = freeBytes(folder);
	let responses = 0;
	let isFetched = false;
	const ticking = setInterval(() => {
		const gigabytes = (Math.max(0, freeBefore - freeBytes(folder)) / 1e9).toFixed(2);
		const fetched = `${responses} responses for npm, ${gigabytes} GB of about 4 GB written`;
		progress(`  … ${elapsed()}, ${isFetched ? 'building sqlite3' : fetched}`);
	}, TICK_MS);
	try {
		// Scripts of 2,000 packages would build and fetch much that n8n does not need to run.
		const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
		await npm(folder, ['install', ...options], (line) => {
			if (/^npm http (fetch|cache)/.test(line)) responses++;
		});
		isFetched = true;
		progress(
			`  … ${elapsed()}, all packages are there; building sqlite3, which takes a minute or two`,
		);
		await npm(folder, ['rebuild', '--ignore-scripts=false', 'sqlite3']);
	} finally {
		clearInterval(ticking);
	}
	writeFileSync(markOf(release), '');
	progress(`n8n ${release.version} is installed, after ${elapsed()}.`);
}

function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

/**
 * Runs npm in a folder with Node 24, for which native modules are then built.
 * @param onLine is told what npm says meanwhile
 */
async function npm(
	folder: string,
	args: string[],
	onLine: (line: string) => void = () => {},
): Promise<void> {
	const child = spawn('npm', args, {
		cwd: folder,
		env: {
			...process.env,
			PATH: [dirname(node24()), process.env.PATH].join(delimiter),
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
