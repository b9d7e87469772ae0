const { availableParallelism } = require('node:os');

/** Unit tests, and tests of the built package in the real n8n engine; `npm test` builds first. */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.ts'],
	transform: { '^.+\\.ts$': '<rootDir>/test/transform.js' },
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json', '<rootDir>/.cache/'],
	// In Jest's sandbox each use of a global is slow: the simulation of shared limits would take five times as long.
	sandboxInjectedGlobals: ['Math', 'Infinity'],
	// Far longer than any test takes, for machines that are busy with something else.
	testTimeout: 180_000,
	// Tests marked as concurrent mostly wait: for the simulator, and for retries.
	maxConcurrency: 24,
	testSequencer: '<rootDir>/test/longestFirst.js',
	// Most tests wait for the simulator, or for seconds: two processes for each processor let none stand idle.
	maxWorkers: 2 * availableParallelism(),
	// The engine keeps pools that end with their worker; a hanging test is caught by its timeout.
	forceExit: true,
};
