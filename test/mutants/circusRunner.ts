/**
 * Runs unit tests for StrykerJS with jest's own parts, in one process: `jest-circus` runs the tests, and `expect` compares.
 * Starting jest for each mutant would take seconds, since each test file loads n8n's modules anew. Here they are loaded
 * once, while sources and tests are loaded anew for each mutant, so that no state is left of the one before.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join, relative } from 'node:path';

import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { transformSync } from 'esbuild';
import fastGlob from 'fast-glob';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

import * as flyingTime from '../jest/flyingTime';
import { FLOORS, LEFT_OUT, TEST_FILES } from './floors';
import { jestObject } from './jestObject';

/** What StrykerJS asks for; its own types are out of reach of `moduleResolution: node`. */
type MutantRun = {
	testFilter?: string[];
	hitLimit?: number;
	activeMutant: { id: string; fileName: string };
};
type Coverage = Record<string, Record<string, number>>;
type Outcome = {
	id: string;
	name: string;
	fileName: string;
	timeSpentMs: number;
	status: 0 | 1 | 2;
	failureMessage?: string;
};
type Block = circus.State['rootDescribeBlock'];
type Test = Extract<Block['children'][number], { type: 'test' }>;
/** Where the instrumented sources look for the mutant that is on, and count. */
type Instrumenter = {
	activeMutant?: string;
	currentTestId?: string;
	mutantCoverage?: { static: Record<string, number>; perTest: Coverage };
	hitCount?: number;
	hitLimit?: number;
};

const RESOURCES = FLOORS.filter(({ name }) => name === 'resources')[0];

/** The shipped sources. */
const SHIPPED = ['nodes', 'credentials'];

const isShipped = (source: string) => SHIPPED.includes(source.split('/')[0]);

const PASSED = 0;
const FAILED = 1;
const SKIPPED = 2;

/** A test of a mutant may take this long, and several times as long as without it. */
const LEAST_LIMIT_MS = 2_000;
const LIMIT_FACTOR = 5;
const UNLIMITED_MS = 120_000;

/** Examples of a property: most faults show in the first ones, and thousands of faults would wait for the others. */
const FEW_RUNS = '40';

/** The sandbox: a copy of the project with mutants in it, which all processes of a run share. */
let root = '';
/** The file whose tests run, from the sandbox. */
let testFile = '';

const context: Instrumenter = {};
const compiled = new Map<string, string>();
const mocker = new ModuleMocker(globalThis);
const fakeTimers = new ModernFakeTimers({
	config: { fakeTimers: {} } as never,
	global: globalThis,
});

function compile(file: string): string {
	let code = compiled.get(file);
	if (code === undefined) {
		const source = readFileSync(file, 'utf8').replace(/(?<=numRuns: )[\d_]+/g, FEW_RUNS);
		code = transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20' }).code;
		compiled.set(file, code);
	}
	return code;
}

function setUp(): void {
	// StrykerJS changes to the sandbox after it has loaded this file.
	root = process.cwd();
	type Compiles = NodeModule & { _compile(code: string, file: string): void };
	const { _extensions: extensions } = Module as unknown as {
		_extensions: Record<string, (module: Compiles, file: string) => void>;
	};
	const { '.json': json } = extensions;
	// A node's description lies beside it: `MoEngage.node` is first of all a source.
	delete extensions['.json'];
	extensions['.ts'] = (module, file) => {
		const outer = context.currentTestId;
		const source = relative(root, file);
		if (isShipped(source)) context.currentTestId = loadingId(testFile, source);
		try {
			module._compile(compile(file), file);
		} finally {
			context.currentTestId = outer;
		}
	};
	extensions['.json'] = json;
	const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
	const jest = jestObject(mocker, fakeTimers);
	Object.assign(globalThis, { describe, test, it, beforeAll, beforeEach, afterAll, afterEach });
	Object.assign(globalThis, { expect: jestExpect, jest, __stryker__: context });
}

function forgetLoaded(): void {
	for (const file of Object.keys(require.cache)) {
		if (!file.startsWith(`${root}/`)) continue;
		const own = relative(root, file);
		if (isShipped(own) || own.startsWith('test/')) delete require.cache[file];
	}
}

function testsOf(block: Block): Test[] {
	return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));
}

function nameOf(test: Test): string {
	const names = [test.name];
	for (let block = test.parent; block.parent !== undefined; block = block.parent)
		names.unshift(block.name);
	return names.join(' ');
}

/** Has a mark of the file's text, so that results of a changed test count no longer when StrykerJS reuses them. */
function idOf(file: string, test: Test): string {
	const mark = createHash('sha1')
		.update(compile(join(root, file)))
		.digest('hex')
		.slice(0, 6);
	return `${file} ${mark} › ${nameOf(test)}`;
}

function fileOf(id: string): string {
	return id.slice(0, id.indexOf(' '));
}

function skip(tests: Test[]): void {
	for (const test of tests) test.mode = 'skip';
}

function expectNothing(): void {
	jestExpect.setState({
		assertionCalls: 0,
		isExpectingAssertions: false,
		expectedAssertionsNumber: null,
		numPassingAsserts: 0,
	});
}

type FileRun = { wanted?: Set<string>; limits?: Record<string, number>; stopsAtFailure: boolean };

/** Loads a test file and runs it, or those tests of it that are wanted. */
async function runFile(
	file: string,
	{ wanted, limits, stopsAtFailure }: FileRun,
): Promise<Outcome[]> {
	forgetLoaded();
	circus.resetState();
	testFile = file;
	context.currentTestId = file;
	module.require(join(root, file));
	const all = testsOf(circus.getState().rootDescribeBlock);
	const ids = new Map(all.map((test) => [test, idOf(file, test)]));
	skip(all.filter((test) => LEFT_OUT.test(nameOf(test))));
	skip(all.filter((test) => wanted !== undefined && !wanted.has(ids.get(test) ?? '')));
	for (const test of all) test.timeout = limits?.[ids.get(test) ?? ''] ?? UNLIMITED_MS;
	const handler = (event: circus.Event) => {
		if (event.name === 'test_started') {
			context.currentTestId = ids.get(event.test);
			expectNothing();
		} else if (event.name === 'test_fn_success') {
			const missed = jestExpect.extractExpectedAssertionsErrors();
			event.test.errors.push(...missed.map(({ error }) => [error, undefined] as never));
		} else if (event.name === 'test_done') {
			context.currentTestId = file;
			if (stopsAtFailure && event.test.errors.length > 0) skip(all);
		}
	};
	circus.addEventHandler(handler);
	flyingTime.begin();
	try {
		const { testResults, unhandledErrors } = await circus.run();
		return all.map((test, index) => {
			const { duration, errors, status } = testResults[index];
			const failures = [...errors, ...unhandledErrors];
			return {
				id: ids.get(test) ?? '',
				name: ids.get(test) ?? '',
				fileName: join(root, file),
				timeSpentMs: duration ?? 0,
				status: status === 'skip' ? SKIPPED : failures.length > 0 ? FAILED : PASSED,
				failureMessage: failures[0],
			};
		});
	} finally {
		flyingTime.end();
		circus.removeEventHandler(handler);
		mocker.restoreAllMocks();
		fakeTimers.useRealTimers();
	}
}

/** While this is the test's id, a source of the node is being loaded. */
function loadingId(file: string, source: string): string {
	return `${file}|${source}`;
}

const mutantsBySource = new Map<string, string[]>();
const usersBySource = new Map<string, string[]>();

/** The mutants of a source: an instrumented source names them. */
function mutantsOf(source: string): string[] {
	let mutants = mutantsBySource.get(source);
	if (mutants === undefined) {
		const named = compile(join(root, source)).matchAll(/stryMutAct_\w+\("(\d+)"\)/g);
		mutants = [...named].map(([, id]) => id);
		mutantsBySource.set(source, mutants);
	}
	return mutants;
}

/** Sources and test files that a file imports itself, as `compile` leaves them. */
function importsOf(file: string): string[] {
	return [...compile(join(root, file)).matchAll(/require\("(\.[^"]*)"\)/g)].map(([, name]) =>
		join(dirname(file), name),
	);
}

function imports(file: string, source: string): boolean {
	return importsOf(file).includes(source.replace(/(\/index)?\.ts$/, ''));
}

/** A source, and those shipped sources that import it. */
function usersOf(source: string): string[] {
	let users = usersBySource.get(source);
	if (users === undefined) {
		const sources = fastGlob.sync(`{${SHIPPED.join()}}/**/*.ts`, { cwd: root });
		users = [source, ...sources.filter((other) => imports(other, source))];
		usersBySource.set(source, users);
	}
	return users;
}

/**
 * What a source runs while it is loaded, such as its constants, could be noticed by every test that loads it: that is
 * nearly all of them, and a minute for each mutant. It is left to test files that import the source themselves, and to
 * tests that run other code of it, or of those that import it. Declarations of operations have little other code: all
 * tests beside have them.
 */
function isLeftTo(test: string, file: string, source: string, perTest: Coverage): boolean {
	if (imports(file, source)) return true;
	if (source.startsWith(RESOURCES.folder) && file.startsWith('test/unit/resources/')) return true;
	return usersOf(source)
		.flatMap(mutantsOf)
		.some((mutant) => perTest[test]?.[mutant] !== undefined);
}

/** Gives what loading a test file and its hooks run to its tests. */
function shareOut(perTest: Coverage, file: string, ids: string[]): void {
	const add = (id: string, hits: Record<string, number>) => {
		const own = (perTest[id] ??= {});
		for (const [mutant, count] of Object.entries(hits)) own[mutant] = (own[mutant] ?? 0) + count;
	};
	const loads = Object.keys(perTest).filter((id) => id.startsWith(loadingId(file, '')));
	const shares = loads.flatMap((id) => {
		const source = id.slice(loadingId(file, '').length);
		const tests = ids.filter((one) => isLeftTo(one, file, source, perTest));
		return tests.map((test) => ({ test, hits: perTest[id] }));
	});
	for (const { test, hits } of shares) add(test, hits);
	for (const id of ids) add(id, perTest[file] ?? {});
	for (const id of [file, ...loads]) delete perTest[id];
}

async function dryRun() {
	const coverage = { static: {}, perTest: {} as Coverage };
	context.mutantCoverage = coverage;
	const tests: Outcome[] = [];
	for (const file of fastGlob.sync(TEST_FILES, { cwd: root }).sort()) {
		const outcomes = await runFile(file, { stopsAtFailure: false });
		shareOut(
			coverage.perTest,
			file,
			outcomes.map(({ id }) => id),
		);
		tests.push(...outcomes);
	}
	context.mutantCoverage = undefined;
	const limits = tests.map(({ id, timeSpentMs }) => [
		id,
		LEAST_LIMIT_MS + LIMIT_FACTOR * timeSpentMs,
	]);
	writeFileSync(join(root, 'durations.json'), JSON.stringify(Object.fromEntries(limits)));
	return { status: 'complete', tests, mutantCoverage: coverage };
}

/** The place of a source, or of its test, among the others. */
function placeOf(file: string): string {
	return file
		.replace(/^(test\/unit|nodes\/MoEngage)\//, '')
		.replace('nodes/MoEngageTrigger', 'trigger');
}

/** Number of folders that two files share; one more if the test is that of the source. */
function nearness(testFile: string, source: string): number {
	const [ofTest, ofSource] = [testFile, source].map((file) => dirname(placeOf(file)).split('/'));
	const first = ofSource.findIndex((folder, index) => folder !== ofTest[index]);
	const shared = first < 0 ? ofSource.length : first;
	const isOwn = placeOf(testFile).replace('.test.ts', '') === placeOf(source).replace('.ts', '');
	return shared + (isOwn ? 1 : 0);
}

class CircusRunner {
	private isDirty = false;
	private limits?: Record<string, number>;
	/** Mutants that a test file has noticed in this process: the likeliest comes first. */
	private readonly noticed = new Map<string, number>();

	capabilities() {
		return { reloadEnvironment: true };
	}

	init(): void {
		setUp();
	}

	dryRun() {
		return dryRun();
	}

	async mutantRun({ testFilter = [], hitLimit, activeMutant }: MutantRun) {
		// A test that hangs may go on behind the next mutant. StrykerJS starts a new process for it then.
		if (this.isDirty) throw new Error('A test of the mutant before still runs');
		this.limits ??= existsSync(join(root, 'durations.json'))
			? JSON.parse(readFileSync(join(root, 'durations.json'), 'utf8'))
			: {};
		const wanted = new Set(testFilter);
		Object.assign(context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
		let nrOfTests = 0;
		for (const file of this.inOrder([...new Set(testFilter.map(fileOf))], activeMutant.fileName)) {
			let outcomes: Outcome[];
			try {
				outcomes = await runFile(file, { wanted, limits: this.limits, stopsAtFailure: true });
			} catch (reason) {
				const id = testFilter.find((one) => fileOf(one) === file) ?? '';
				return this.killed(file, [id], String(reason), nrOfTests);
			}
			nrOfTests += outcomes.filter(({ status }) => status !== SKIPPED).length;
			const failed = outcomes.find(({ status }) => status === FAILED);
			if ((context.hitCount ?? 0) > (hitLimit ?? Infinity))
				return { status: 'timeout', reason: 'Hit limit reached' };
			if (failed === undefined) continue;
			if (/Exceeded timeout of/.test(failed.failureMessage ?? '')) {
				this.isDirty = true;
				return { status: 'timeout', reason: failed.id };
			}
			return this.killed(file, [failed.id], failed.failureMessage ?? '', nrOfTests);
		}
		return { status: 'survived', nrOfTests };
	}

	private killed(file: string, killedBy: string[], failureMessage: string, nrOfTests: number) {
		this.noticed.set(file, (this.noticed.get(file) ?? 0) + 1);
		return { status: 'killed', killedBy, failureMessage, nrOfTests };
	}

	private inOrder(files: string[], mutated: string): string[] {
		const source = relative(root, mutated);
		return files.sort(
			(one, other) =>
				nearness(other, source) - nearness(one, source) ||
				(this.noticed.get(other) ?? 0) - (this.noticed.get(one) ?? 0),
		);
	}
}

function create() {
	return new CircusRunner();
}
create.inject = [] as const;

export const strykerPlugins = [{ kind: 'TestRunner', name: 'circus', factory: create }];
