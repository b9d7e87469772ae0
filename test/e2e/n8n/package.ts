import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..', '..', '..');

const { name, version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};

/** Where a run of the suites has installed it for all its files: each of them loads this module anew. */
const INSTALLED = 'N8N_NODES_MOENGAGE_INSTALLED';

/** Where it was installed last, for the next n8n to copy. */
let installed = process.env[INSTALLED];

/**
 * Packs `dist` as it is published, and installs the tarball into an n8n as the README tells users to do by hand.
 * @param userFolder of n8n (`N8N_USER_FOLDER`)
 * @returns folder of the installed package
 */
export function installPackage(userFolder: string): string {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const tarball = join(nodes, `${name}-${version}.tgz`);
	mkdirSync(nodes, { recursive: true });
	// npm keeps what it has installed from a tarball of the same name and version.
	for (const kept of ['node_modules', 'package.json', 'package-lock.json']) {
		rmSync(join(nodes, kept), { recursive: true, force: true });
	}
	if (installed !== undefined && existsSync(installed)) {
		cpSync(installed, nodes, { recursive: true });
	} else {
		const npm = (folder: string, ...args: string[]) =>
			execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
		npm(PROJECT, 'pack', '--silent', '--pack-destination', nodes);
		npm(nodes, 'install', '--legacy-peer-deps', '--no-audit', '--no-fund', tarball);
	}
	installed = nodes;
	return join(nodes, 'node_modules', name);
}

/** Installs it once, for all files of this run of the suites. */
export function installPackageForAll(): void {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-moengage-package-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	installPackage(folder);
	process.env[INSTALLED] = installed;
}
