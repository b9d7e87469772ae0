const { availableParallelism } = require('node:os');

/** Unit tests, and tests of the built package in the real n8n engine; `npm test` builds first. */
module.exports = {
	testEnvironment: '<rootDir>/test/jest/environment.js',
	runtime: '<rootDir>/test/jest/runtime.js',
	testMatch: ['<rootDir>/test/{unit,engine,operations}/**/*.test.ts'],
	// As `test/fixtures/share.ts` has it: these check tools of the project, and each starts them many times.
	testPathIgnorePatterns:
		process.env.ALL_CASES === '1'
			? []
			: [
					'unit/scan',
					'unit/project/(ci|verification)',
					'unit/probe/cli',
					'engine/reproducibleBuild',
				],
	transform: { '^.+\\.ts$': '<rootDir>/test/jest/transform.js' },
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json', '<rootDir>/.cache/'],
	// Far longer than any test takes, for machines that are busy with something else.
	testTimeout: 180_000,
	// Tests marked as concurrent mostly wait: for the simulator, and for retries. The clock leaps while all of them wait.
	maxConcurrency: 100,
	testSequencer: '<rootDir>/test/jest/longestFirst.js',
	maxWorkers: availableParallelism(),
};
