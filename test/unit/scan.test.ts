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

/** Packages, by what is wrong with them: the scan is loaded once for all. */
const PLANTED: Record<string, (folder: string) => void> = {
	nothing: (folder) => build(folder, "'use strict';\n"),
	hidden(folder) {
		build(folder, "'use strict';\n");
		const code = '/* eslint-disable */\nconsole.log(process.env.HOME);\n';
		appendFileSync(join(folder, NODE), code);
	},
	build: (folder) => build(folder, '/* eslint-disable */ setTimeout(() => console.log(1), 1);\n'),
	unbuilt: () => undefined,
};

let parent: string;

/** What the scan printed of each package. */
let printed: Record<string, { sources: string; tarball: string }>;

let code: number | null;

/** Copies of a part of the package, built as far as the scan needs it: `npm run scan` has all of it. */
beforeAll(() => {
	parent = mkdtempSync(join(tmpdir(), 'moengage-planted-'));
	const folders = Object.entries(PLANTED).map(([name, plant]) => {
		const folder = join(parent, name);
		for (const part of SCANNED) {
			cpSync(join(ROOT, part), join(folder, part), { recursive: true });
		}
		plant(folder);
		return folder;
	});
	const { status, stdout } = spawnSync(
		process.execPath,
		['--import', 'tsx', join(ROOT, 'scripts', 'scan.ts'), ...folders],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	code = status;
	const parts = stdout.split(/^(?=Sources: |Tarball: )/m);
	printed = Object.fromEntries(
		Object.keys(PLANTED).map((name, index) => {
			const [sources = '', tarball = ''] = parts.slice(2 * index);
			return [name, { sources, tarball }];
		}),
	);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

function build(folder: string, source: string): void {
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'dist', 'index.js'), source);
}

test('the scan counts the packages that it refuses, each for its sources or its tarball alone', () => {
	expect(code).toBe(3);
});

test('the scan passes a package without fault and says what it looked at', () => {
	const { sources, tarball } = printed.nothing;
	expect(sources).toMatch(/^Sources: [1-9]\d* files, [1-9]\d+ rules, passed\n$/);
	expect(tarball).toMatch(/^Tarball: 2 files, [1-9]\d+ rules, passed\n$/);
});

test('the scan finds what a comment in the sources hides from the lint', () => {
	const { sources, tarball } = printed.hidden;
	expect(sources).toContain('no-console');
	expect(sources).toContain("Use of restricted global 'process'");
	expect(tarball).toContain('passed');
});

test('the scan finds what only the build put into the tarball', () => {
	const { sources, tarball } = printed.build;
	expect(sources).toContain('passed');
	expect(tarball).toContain('no-console');
	expect(tarball).toContain("Use of restricted global 'setTimeout'");
});

test('the scan refuses a package that is not built, where the scanner finds nothing to refuse', () => {
	const { sources, tarball } = printed.unbuilt;
	expect(sources).toContain('passed');
	expect(tarball).toContain('No file matches **/*.js');
});
