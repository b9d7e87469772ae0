import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

const NODE = 'nodes/MoEngage/MoEngage.node.ts';

/** All of the package takes the scan seconds more each time. */
const SCANNED = [
	'package.json',
	'credentials',
	NODE,
	'nodes/MoEngage/moengage.svg',
	'nodes/MoEngage/moengage.dark.svg',
	'nodes/MoEngage/mapping/users',
];

let folder: string;

/** A copy of a part of the package, built as far as the scan needs it: `npm run scan` has all of it. */
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'moengage-planted-'));
	for (const part of SCANNED) {
		cpSync(join(ROOT, part), join(folder, part), { recursive: true });
	}
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function build(source: string): void {
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'dist', 'index.js'), source);
}

function scan(): { code: number | null; sources: string; tarball: string } {
	const { status, stdout } = spawnSync(
		process.execPath,
		['--import', 'tsx', join(ROOT, 'scripts', 'scan.ts'), folder],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	const [sources, tarball = ''] = stdout.split(/^(?=Tarball: )/m);
	return { code: status, sources, tarball };
}

test('the scan passes a package without fault and says what it looked at', () => {
	build("'use strict';\n");
	const { code, sources, tarball } = scan();
	expect(sources).toMatch(/^Sources: [1-9]\d* files, [1-9]\d+ rules, passed\n$/);
	expect(tarball).toMatch(/^Tarball: 2 files, [1-9]\d+ rules, passed\n$/);
	expect(code).toBe(0);
});

test('the scan finds what a comment in the sources hides from the lint', () => {
	build("'use strict';\n");
	appendFileSync(join(folder, NODE), '/* eslint-disable */\nconsole.log(process.env.HOME);\n');
	const { code, sources, tarball } = scan();
	expect(sources).toContain('no-console');
	expect(sources).toContain("Use of restricted global 'process'");
	expect(tarball).toContain('passed');
	expect(code).toBe(1);
});

test('the scan finds what only the build put into the tarball', () => {
	build('/* eslint-disable */ setTimeout(() => console.log(1), 1);\n');
	const { code, sources, tarball } = scan();
	expect(sources).toContain('passed');
	expect(tarball).toContain('no-console');
	expect(tarball).toContain("Use of restricted global 'setTimeout'");
	expect(code).toBe(1);
});

test('the scan refuses a package that is not built, where the scanner finds nothing to refuse', () => {
	const { code, sources, tarball } = scan();
	expect(sources).toContain('passed');
	expect(tarball).toContain('No file matches **/*.js');
	expect(code).toBe(1);
});
