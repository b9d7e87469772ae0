import { fileURLToPath } from 'node:url';

const REPORTS = '.cache/mutants';

/** Settings of StrykerJS. `mutate.ts` starts it, and says of which files it makes mutants. */
export default {
	testRunner: 'circus',
	plugins: [fileURLToPath(new URL('circusRunner.ts', import.meta.url))],
	coverageAnalysis: 'perTest',
	// What no unit test reads need not be copied.
	ignorePatterns: [
		'/.cache',
		'/dist',
		'/docs/screenshots',
		'/test/e2e',
		'/test/engine',
	],
	tempDirName: `${REPORTS}/sandbox`,
	// Left behind, `npm run lint` would read it.
	cleanTempDir: 'always',
	concurrency: 2,
	// Beyond the time of the tests themselves: `circusRunner.ts` ends those that wait, and this those that loop.
	timeoutMS: 10_000,
	dryRunTimeoutMinutes: 15,
	reporters: ['progress-append-only', 'html'],
	htmlReporter: { fileName: `${REPORTS}/report.html` },
	incremental: true,
	incrementalFile: `${REPORTS}/incremental.json`,
	allowConsoleColors: false,
};
