import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/*
 * Suites of a full n8n that are started while another process installs it, or after one that was killed meanwhile.
 */

const PROJECT = resolve(__dirname, '..', '..', '..');

/** Makes a release in the time that it is given, beside what npm would have left of another. */
const MAKE = `
	const { mkdirSync, writeFileSync } = require('node:fs');
	const { makeOnce } = require('${PROJECT}/test/e2e/n8n/install.ts');
	const { RELEASE, CALLS, MILLISECONDS } = process.env;
	void makeOnce(RELEASE, async (folder) => {
		mkdirSync(folder + '/node_modules');
		writeFileSync(CALLS + '/' + process.pid, '');
		await new Promise((wait) => setTimeout(wait, Number(MILLISECONDS)));
		writeFileSync(folder + '/node_modules/n8n', 'all of it');
	});
`;

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'install-'));
	mkdirSync(join(folder, 'calls'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const calls = () => readdirSync(join(folder, 'calls'));

function install(milliseconds: number) {
	// A child of this process, which is gone for others, too, once its end is known here.
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', MAKE], {
		cwd: PROJECT,
		env: {
			...process.env,
			CALLS: join(folder, 'calls'),
			MILLISECONDS: String(milliseconds),
			RELEASE: join(folder, 'cache', 'n8n-2.40.7'),
		},
		stdio: 'ignore',
	});
	return { child, ended: new Promise<number | null>((done) => child.once('close', done)) };
}

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((wait) => setTimeout(wait, 20));
}

function expectInstalledOnce(): void {
	expect(readdirSync(join(folder, 'cache'))).toEqual(['n8n-2.40.7']);
	const release = join(folder, 'cache', 'n8n-2.40.7');
	expect(readFileSync(join(release, 'node_modules', 'n8n'), 'utf8')).toBe('all of it');
}

test('three processes that install one release at once do not get in each other’s way', async () => {
	const all = [800, 400, 600].map(install);
	expect(await Promise.all(all.map(({ ended }) => ended))).toEqual([0, 0, 0]);
	expectInstalledOnce();
});

test('what a killed installation left is removed, and is never taken for a release', async () => {
	for (const killed of [1, 2]) {
		const { child, ended } = install(60_000);
		await until(() => calls().length === killed);
		child.kill('SIGKILL');
		await ended;
	}
	expect(await install(0).ended).toBe(0);
	expectInstalledOnce();
	expect(await install(0).ended).toBe(0);
	expect(calls()).toHaveLength(3);
});
