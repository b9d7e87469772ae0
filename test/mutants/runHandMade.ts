import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

import { HAND_MADE_MUTANTS, type HandMadeMutant } from './handMade';

const PROJECT = resolve(__dirname, '..', '..');
const COPY = join(PROJECT, '.cache', 'mutants', 'handMade');

/** What the copy needs to be built and tested. */
const COPIED = [
	'credentials',
	'docs',
	'examples',
	'nodes',
	'scripts',
	'test',
	'gulpfile.js',
	'jest.config.js',
	'package.json',
	'tsconfig.build.json',
	'tsconfig.json',
	'CHANGELOG.md',
	'README.md',
];

export type HandMadeResult = {
	mutant: HandMadeMutant;
	/** What went wrong; none if each of its tests noticed the fault. */
	complaints: string[];
};

function run(command: string, args: string[]): { isDone: boolean; output: string } {
	const { status, stdout, stderr } = spawnSync(command, args, { cwd: COPY, encoding: 'utf8' });
	return { isDone: status === 0, output: `${stdout}${stderr}` };
}

function copyProject(): void {
	rmSync(COPY, { recursive: true, force: true });
	mkdirSync(COPY, { recursive: true });
	for (const name of COPIED) {
		if (existsSync(join(PROJECT, name)))
			cpSync(join(PROJECT, name), join(COPY, name), { recursive: true });
	}
	symlinkSync(join(PROJECT, 'node_modules'), join(COPY, 'node_modules'));
}

/** The number of tests that failed, and whether the file ran at all: one that cannot be loaded notices nothing. */
function failuresIn(testFile: string): { ran: boolean; failed: number } {
	const report = join(COPY, 'report.json');
	rmSync(report, { force: true });
	run('node', ['node_modules/jest/bin/jest.js', testFile, '--json', `--outputFile=${report}`]);
	if (!existsSync(report)) return { ran: false, failed: 0 };
	const { numTotalTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
		numTotalTests: number;
		numFailedTests: number;
	};
	return { ran: numTotalTests > 0, failed: numFailedTests };
}

function complaintsOf({ file, find, replace, killedBy }: HandMadeMutant): string[] {
	const path = join(COPY, file);
	const source = readFileSync(path, 'utf8');
	writeFileSync(path, source.split(find).join(replace));
	try {
		const { isDone, output } = run('npm', ['run', 'build']);
		if (!isDone) return [`does not compile:\n${output}`];
		return killedBy.flatMap((testFile) => {
			const { ran, failed } = failuresIn(testFile);
			if (!ran) return [`${testFile} has run no test`];
			return failed > 0 ? [] : [`${testFile} does not notice it`];
		});
	} finally {
		writeFileSync(path, source);
	}
}

/**
 * Puts each fault whose name has the given part into a copy of the project, one at a time, builds the copy and runs the
 * tests that have to notice it.
 */
export function runHandMade(part: string, print: (line: string) => void): HandMadeResult[] {
	const mutants = HAND_MADE_MUTANTS.filter(({ name }) => name.includes(part));
	copyProject();
	try {
		return mutants.map((mutant) => {
			const complaints = complaintsOf(mutant);
			print(`${complaints.length === 0 ? 'noticed' : 'LIVES  '}  ${mutant.name}`);
			for (const complaint of complaints) print(`         ${complaint}`);
			return { mutant, complaints };
		});
	} finally {
		// Left behind, `npm run lint` would read it.
		rmSync(COPY, { recursive: true, force: true });
	}
}
