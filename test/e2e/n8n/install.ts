import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

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
 * Installs a release of n8n into the cache, unless it is there. Takes about four minutes and 3 GB.
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
	progress(`Installing n8n ${release.version} into ${folder} (once; minutes, and about 3 GB) …`);
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	// npm says nothing for minutes: what shows that it works is the disk that fills.
	const freeBefore = freeBytes(folder);
	const ticking = setInterval(
		() =>
			progress(
				`  … ${elapsed()}, ${written(freeBefore - freeBytes(folder))} of about 3 GB written`,
			),
		TICK_MS,
	);
	try {
		// Scripts of 2,000 packages would build and fetch much that n8n does not need to run.
		await npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund');
		progress(`  … ${elapsed()}, all packages are there; building sqlite3, which takes a minute`);
		await npm(folder, 'rebuild', '--ignore-scripts=false', 'sqlite3');
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

/** `0.42 GB`; whatever else frees some of the disk meanwhile, no less than nothing. */
function written(bytes: number): string {
	return `${(Math.max(0, bytes) / 1e9).toFixed(2)} GB`;
}

/** Runs npm in a folder with Node 24, for which native modules are then built. */
async function npm(folder: string, ...args: string[]): Promise<void> {
	const child = spawn('npm', args, {
		cwd: folder,
		env: {
			...process.env,
			PATH: [dirname(node24()), process.env.PATH].join(delimiter),
			npm_config_ignore_scripts: undefined,
		},
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let words = '';
	child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) {
		const complaint = words.split('\n').filter((line) => line.startsWith('npm error'));
		throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${complaint.join('\n')}`);
	}
}
