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

/** Builds a copy of the project in a folder of this name, and packs it, as `npm publish` does. */
function packedIn(parent: string, name: string): Packed {
	const folder = join(parent, name);
	mkdirSync(folder);
	for (const source of SOURCES) {
		cpSync(join(ROOT, source), join(folder, source), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	const npm = (...parts: string[]) =>
		execFileSync('npm', parts, {
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
	npm('run', 'build');
	const [packed] = JSON.parse(npm('pack', '--json')) as Packed[];
	return packed;
}

test('two builds of the same sources, in different folders, are the same package to the byte', () => {
	const parent = mkdtempSync(join(tmpdir(), 'reproducible-'));
	try {
		const first = packedIn(parent, 'first');
		const second = packedIn(parent, 'a folder of another name');
		expect(first.files.length).toBeGreaterThan(40);
		expect(second.files).toEqual(first.files);
		expect(second.integrity).toBe(first.integrity);
		// Not empty, and not that of nothing.
		expect(first.integrity).toMatch(/^sha512-.{80,}/);
	} finally {
		rmSync(parent, { recursive: true, force: true });
	}
}, 180_000);
