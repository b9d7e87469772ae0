/**
 * Puts faults into the code, one at a time, and says which of them the tests notice. StrykerJS makes those of the floors
 * and runs unit tests; faults that only n8n's engine shows are made by hand.
 *
 *     npm run mutate -- mapping
 *
 * The exit code is 1 if too many live. Results are kept, so that the next run repeats only what has changed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { EQUIVALENTS } from './equivalents';
import type { Floor } from './floors';
import { readMutateArguments, USAGE, type MutateArguments } from './mutateArguments';
import { runHandMade } from './runHandMade';
import { scoreOf, type Report, type Score } from './score';

const PROJECT = resolve(__dirname, '..', '..');
const REPORTS = '.cache/mutants';

function makeMutants(floors: Floor[], { file, isFresh }: MutateArguments): Report {
	const incremental = join(PROJECT, REPORTS, 'incremental.json');
	if (isFresh) rmSync(incremental, { force: true });
	const globs = floors.map(
		(floor) => `${floor.folder}**/*${file === undefined ? '' : `${file}*`}.ts`,
	);
	const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js';
	const { status } = spawnSync(
		'node',
		[stryker, 'run', 'test/mutants/stryker.config.mjs', '--mutate', globs.join(',')],
		// The runner of the tests is TypeScript, and each process of StrykerJS loads it.
		{ cwd: PROJECT, stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--import tsx' } },
	);
	if (status !== 0) throw new Error('StrykerJS has ended without a result.');
	return JSON.parse(readFileSync(incremental, 'utf8')) as Report;
}

function printScore({ floor, noticed, survivors, equivalents, percent, stale }: Score): void {
	for (const { file, line, original, replacement } of survivors) {
		console.log(`lives    ${file}:${line}\n           ${original}\n         → ${replacement}`);
	}
	for (const { file, original, replacement } of stale) {
		console.log(`STALE    ${file}: no mutant that lives is ${original} → ${replacement}`);
	}
	const all = noticed + survivors.length;
	const least = `at least ${floor.atLeast} %`;
	console.log(
		`${floor.name}: ${noticed} of ${all} noticed, ${percent.toFixed(1)} % (${least}); ${equivalents} equivalent`,
	);
}

function mutate(args: MutateArguments): boolean {
	const scores: Score[] = [];
	if (args.floors.length > 0) {
		const report = makeMutants(args.floors, args);
		scores.push(...args.floors.map((floor) => scoreOf(report, floor, EQUIVALENTS)));
	}
	const handMade = args.handMade === undefined ? [] : runHandMade(args.handMade, console.log);
	for (const score of scores) printScore(score);
	const living = handMade.filter(({ complaints }) => complaints.length > 0);
	if (handMade.length > 0) {
		console.log(`made by hand: ${handMade.length - living.length} of ${handMade.length} noticed`);
	}
	console.log(`Each mutant: ${REPORTS}/report.html`);
	// A part of a floor says nothing about the whole.
	const isReached = args.file !== undefined || scores.every((score) => score.isReached);
	return isReached && living.length === 0;
}

try {
	if (!mutate(readMutateArguments())) process.exitCode = 1;
} catch (reason) {
	console.error(reason instanceof Error ? reason.message : reason);
	console.error(USAGE);
	process.exitCode = 1;
}
