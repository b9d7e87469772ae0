/**
 * Runs n8n's own scan of community packages before there is anything published to scan: its rules on the
 * sources, and on the files of the tarball that npm would publish. Comments that switch rules off count for
 * nothing, as in the scan by n8n. The exit code is the number of packages in which the scan finds anything.
 *
 *     npm run scan                       builds this package and scans it
 *     tsx scripts/scan.ts <folder> …     scans other packages, as they are built
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import glob from 'fast-glob';

/** One set of files that n8n's scan looks at by itself. */
type Part = { name: string; folder: string; patterns: string[] };

/** What the scan takes of a tarball; it stands inside a function of the scanner that asks for a published package. */
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

/** What the scanner leaves out, whatever the patterns say. */
const IGNORED = ['node_modules/**', '**/package-lock.json'];

/** Packs the package as npm would publish it; returns the folder with the tarball's files. */
function unpacked(folder: string, into: string): string {
	const parts = ['pack', '--json', '--ignore-scripts', '--pack-destination', into];
	const answer = execFileSync('npm', parts, {
		cwd: folder,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ filename }] = JSON.parse(answer) as Array<{ filename: string }>;
	execFileSync('tar', ['-xzf', join(into, filename), '-C', into]);
	return join(into, 'package');
}

type Scanner = typeof import('@n8n/scan-community-package/scanner/scanner.mjs');

/**
 * Scans the sources and the tarball of a package, and prints what was scanned; true if nothing was found.
 * @param into an empty folder, for the tarball
 */
async function scan(scanner: Scanner, folder: string, into: string): Promise<boolean> {
	const config = await scanner.buildScanConfig();
	const rules = new Set(
		config.flatMap((block) =>
			Object.entries(block.rules ?? {})
				.filter(([, setting]) => ![setting].flat().includes('off'))
				.map(([rule]) => rule),
		),
	);
	const parts: Part[] = [
		{ name: 'Sources', folder, patterns: scanner.SOURCE_FILE_PATTERNS },
		{ name: 'Tarball', folder: unpacked(folder, into), patterns: TARBALL_PATTERNS },
	];
	let passed = true;
	for (const part of parts) {
		const matches = part.patterns.map((pattern) =>
			glob.sync(pattern, { cwd: part.folder, ignore: IGNORED }),
		);
		// The scanner passes what it finds no files in, for example a package that is not built.
		const empty = part.patterns.filter((_, index) => matches[index].length === 0);
		const result = await scanner.analyzePackage(part.folder, part.patterns);
		const findings = [
			...empty.map((pattern) => `No file matches ${pattern}`),
			...(result.passed ? [] : [result.message, result.details]),
		];
		console.log(
			`${part.name}: ${matches.flat().length} files, ${rules.size} rules, ` +
				(findings.length === 0 ? 'passed' : 'refused'),
		);
		for (const finding of findings) if (finding !== undefined) console.log(finding);
		passed &&= findings.length === 0;
	}
	return passed;
}

/** @returns how many of the packages did not pass */
async function scanAll(folders: string[]): Promise<number> {
	const temporary = mkdtempSync(join(tmpdir(), 'moengage-scan-'));
	// The scanner makes a folder as it is loaded, and leaves it behind.
	process.env.TMPDIR = temporary;
	// Under NODE_ENV=test, as jest sets it, eslint-plugin-n8n-nodes-base takes every file for a node's.
	delete process.env.NODE_ENV;
	try {
		const scanner = await import('@n8n/scan-community-package/scanner/scanner.mjs');
		let refused = 0;
		for (const folder of folders) {
			const into = mkdtempSync(join(temporary, 'tarball-'));
			if (!(await scan(scanner, folder, into))) refused++;
		}
		return refused;
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}

const given = process.argv.slice(2);
void scanAll((given.length > 0 ? given : ['.']).map((folder) => resolve(folder))).then(
	(refused) => {
		process.exitCode = refused;
	},
);
