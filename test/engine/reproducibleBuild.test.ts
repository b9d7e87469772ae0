import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** All that a build reads, and all that the package has. */
const SOURCES = [
	'credentials',
	'nodes',
	'gulpfile.js',
	'package.json',
	'tsconfig.build.json',
	'tsconfig.json',
	'CHANGELOG.md',
	'LICENSE.md',
	'README.md',
];

type Packed = { integrity: string; files: Array<{ path: string; size: number }> };

function npm(folder: string, ...parts: string[]): string {
	return execFileSync('npm', parts, {
		cwd: folder,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
}

/** What `npm publish` would send. */
function packed(folder: string): Packed {
	const [found] = JSON.parse(npm(folder, 'pack', '--json', '--dry-run')) as Packed[];
	return found;
}

/** A copy of the project, without what a build makes. */
function copyOfSources(folder: string): void {
	mkdirSync(folder);
	for (const source of SOURCES) {
		cpSync(join(ROOT, source), join(folder, source), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

test('a build of the same sources in another folder is the package here, to the byte', () => {
	const parent = mkdtempSync(join(tmpdir(), 'reproducible-'));
	try {
		const other = join(parent, 'a folder of another name');
		copyOfSources(other);
		npm(other, 'run', 'build');
		const [here, there] = [ROOT, other].map(packed);
		expect(here.files.length).toBeGreaterThan(40);
		expect(there.files).toEqual(here.files);
		expect(there.integrity).toBe(here.integrity);
		// Not empty, and not that of nothing.
		expect(here.integrity).toMatch(/^sha512-.{80,}/);
	} finally {
		rmSync(parent, { recursive: true, force: true });
	}
}, 180_000);
