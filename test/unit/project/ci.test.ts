import { spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/*
 * `.ci/run` with stand-ins for all that it starts: what it makes of steps that fail, and in what order it runs them.
 */

const RUN = resolve(__dirname, '..', '..', '..', '.ci', 'run');

/**
 * Writes down how it is called. A call that FAILS matches fails, with two failed tests if it reports; one that
 * CANNOT_LOAD matches leaves no report. All others pass ten tests.
 */
const STAND_IN = `#!/usr/bin/env bash
call="$(basename "$0") $*"
echo "$call" >>"$CALLS"
[[ -z "$ALL_CASES" ]] || echo "$call" >>"$CALLS.all"
[[ "$call" == *'node@24 --version' ]] && echo v24.0.0
report=\${call##*--outputFile=}
if [[ -n "$HANGS" && "$call" =~ $HANGS ]]; then touch "$CALLS.hanging"; exec sleep 600; fi
if [[ -n "$CANNOT_LOAD" && "$call" =~ $CANNOT_LOAD ]]; then exit 1; fi
if [[ -n "$FAILS" && "$call" =~ $FAILS ]]; then
	[[ "$report" == "$call" ]] || echo "$REPORT" >"$report"
	exit 1
fi
[[ "$report" == "$call" ]] || echo '{"numFailedTests":0,"numPassedTests":10,"numRuntimeErrorTestSuites":0}' >"$report"
`;

/** What the stand-in reports if it fails. */
const REPORT = {
	numFailedTests: 2,
	numPassedTests: 8,
	numRuntimeErrorTestSuites: 1,
	testResults: [
		{
			name: '/tests/orders.test.ts',
			status: 'failed',
			message: 'all of it, once more',
			assertionResults: [
				{ status: 'passed', fullName: 'orders are counted', failureMessages: [] },
				{
					status: 'failed',
					fullName: 'orders arrive',
					failureMessages: ['Expected: 3\n\n\n4 came'],
				},
				{ status: 'failed', fullName: "a customer's pay", failureMessages: ['\u001b[31mToo late'] },
			],
		},
		{ name: '/tests/broken.test.ts', status: 'failed', message: 'No module', assertionResults: [] },
	],
};

const NAMED = [
	'  orders.test.ts: orders arrive',
	'      Expected: 3',
	'      4 came',
	"  orders.test.ts: a customer's pay",
	'      Too late',
	'  broken.test.ts',
	'      No module',
];

const OTHERS = ['npm', 'npx', 'apt-get', 'sudo', 'chromium', 'redis-server'];

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
	mkdirSync(join(folder, '.ci'));
	cpSync(RUN, join(folder, '.ci', 'run'));
	const stand = (place: string, names: string[]) => {
		mkdirSync(join(folder, place), { recursive: true });
		for (const name of names) {
			writeFileSync(join(folder, place, name), STAND_IN);
			chmodSync(join(folder, place, name), 0o755);
		}
	};
	stand('bin', OTHERS);
	stand('node_modules/.bin', ['tsx', 'jest']);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Behavior = { FAILS?: string; CANNOT_LOAD?: string; HANGS?: string };

const envOf = (behavior: Behavior) => ({
	FAILS: '',
	CANNOT_LOAD: '',
	HANGS: '',
	ALL_CASES: '',
	...behavior,
	CALLS: join(folder, 'calls'),
	REPORT: JSON.stringify(REPORT),
	PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
	TMPDIR: folder,
});

const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

/** All calls, whatever their order and wherever the reports go. */
const sortedCalls = () =>
	calls()
		.map((call) => call.replace(/--outputFile.*/, ''))
		.sort();

/** The calls of a run in which all goes well. */
let usual: string[] | undefined;

function run(behavior: Behavior) {
	const { status, stdout } = spawnSync(join(folder, '.ci', 'run'), {
		env: envOf(behavior),
		encoding: 'utf8',
	});
	const lines = stdout.trimEnd().split('\n');
	const at = lines.indexOf('== Failed');
	const end = at < 0 ? [] : lines.slice(at + 1, -2);
	const isNamed = (line: string) => line.startsWith('  ');
	return {
		status,
		lines,
		failed: end.filter((line) => !isNamed(line)),
		named: end.filter(isNamed),
	};
}

/** Runs of Jest: all that `.ci/run` counts tests of. */
const testRuns = () => calls().filter((call) => call.includes('--json'));

test('if all goes well, the tests of all suites are added up in the last line', () => {
	const { status, lines, failed } = run({});
	expect([status, failed]).toEqual([0, []]);
	expect(testRuns().length).toBeGreaterThanOrEqual(7);
	expect(lines.at(-1)).toBe(`${10 * testRuns().length} passed, 0 failed`);
	for (const project of ['e2e', 'compatibility', 'browser', 'queue']) {
		expect(calls().some((call) => call.includes(`--selectProjects ${project} `))).toBe(true);
	}
});

test('unit and engine tests run all of their cases', () => {
	run({});
	const all = readFileSync(join(folder, 'calls.all'), 'utf8');
	expect(all).toMatch(/^npm test /m);
	expect(all).toMatch(/node@24 .*test\/engine/);
});

test.each<[string, Behavior, string[]]>([
	['lint', { FAILS: '^npm run lint' }, ['lint: 1']],
	['the demo', { FAILS: 'demo.ts' }, ['demo: 1']],
	['the first test run', { FAILS: '^npm test' }, ['unit and engine: 3']],
	['a suite beside another', { FAILS: 'compatibility --testPathPatterns \\^' }, ['n8n 1: 3']],
	['a suite that cannot be loaded', { CANNOT_LOAD: 'selectProjects browser' }, ['browser: 1']],
	[
		'lint, a suite beside another, and the last suite',
		{ FAILS: 'run lint|e2e --testPathPatterns \\^', CANNOT_LOAD: 'selectProjects queue' },
		['lint: 1', 'n8n 2: 3', 'queue: 1'],
	],
])(
	'if what fails is %s, everything else runs all the same, and it is named in the end',
	(_what, behavior, names) => {
		if (usual === undefined) {
			run({});
			usual = sortedCalls();
			rmSync(join(folder, 'calls'));
		}
		const { status, lines, failed } = run(behavior);
		expect(status).toBe(1);
		expect(failed).toEqual(names);
		const count = names.reduce((sum, name) => sum + Number(name.split(': ')[1]), 0);
		expect(lines.at(-1)).toMatch(new RegExp(`^\\d+ passed, ${count} failed$`));
		expect(sortedCalls()).toEqual(usual);
	},
);

test.each<[string, Behavior, string[]]>([
	['of the first run', { FAILS: '^npm test' }, NAMED],
	['of a suite beside another', { FAILS: 'compatibility --testPathPatterns \\^' }, NAMED],
	[
		'of two suites',
		{ FAILS: 'selectProjects (queue|browser)', CANNOT_LOAD: 'selectProjects e2e' },
		[...NAMED, ...NAMED],
	],
])(
	'tests that failed are named at the end, with what they said: %s',
	(_what, behavior, expected) => {
		expect(run(behavior).named).toEqual(expected);
	},
);

test.each([
	['npm ci', 'npm ci'],
	['build', 'npm run build'],
])('if %s fails, nothing that needs it runs', (name, step) => {
	const { status, lines, failed } = run({ FAILS: `^${step}` });
	expect(status).toBe(1);
	expect(failed).toEqual([`${name}: 1`]);
	expect(lines.at(-1)).toBe('0 passed, 1 failed');
	expect(calls().at(-1)).toBe(step);
});

test('broken off while suites run beside each other, it ends them, and has failed', async () => {
	const child = spawn(join(folder, '.ci', 'run'), {
		env: envOf({ HANGS: 'compatibility --testPathPatterns \\^' }),
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	const hanging = join(folder, 'calls.hanging');
	while (!existsSync(hanging)) await new Promise((wait) => setTimeout(wait, 20));
	child.kill('SIGTERM');
	// Comes when nothing is left that could print.
	const code = await new Promise((ended) => child.once('close', ended));
	expect(code).toBe(1);
	expect(printed.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 1 failed$/);
});
