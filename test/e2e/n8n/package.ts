import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..', '..', '..');

const { name, version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};

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
	const npm = (folder: string, ...args: string[]) =>
		execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
	npm(PROJECT, 'pack', '--silent', '--pack-destination', nodes);
	npm(nodes, 'install', '--legacy-peer-deps', '--no-audit', '--no-fund', tarball);
	return join(nodes, 'node_modules', name);
}
