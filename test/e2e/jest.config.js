/**
 * Suites on a full n8n that has the package from its tarball; `npm run test:e2e`, `test:compatibility`,
 * `test:browser` and `test:queue` pick their projects. Their versions of n8n stand in `n8n/versions.ts`.
 */

const { resolve } = require('node:path');

const rootDir = resolve(__dirname, '..', '..');

const project = (displayName, folder, n8nUnderTest = 'newest') => ({
	displayName,
	rootDir,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/e2e/${folder}/**/*.test.ts`],
	transform: { '^.+\\.ts$': '<rootDir>/test/transform.js' },
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
	globals: { n8nUnderTest },
	globalSetup: '<rootDir>/test/e2e/n8n/installBeforeTests.ts',
});

module.exports = {
	rootDir,
	// A server of n8n, a browser, and queue workers each want a processor of their own.
	maxWorkers: 1,
	testTimeout: 120_000,
	forceExit: true,
	projects: [
		project('e2e', 'rest'),
		// Limits, load and floods are measured in n8n 2 only: they take minutes.
		{
			...project('compatibility', 'rest', 'lastOf1'),
			testPathIgnorePatterns: ['limitOthersSpend', 'triggerLoad', 'triggerFlood'],
		},
		project('browser', 'browser'),
		project('queue', 'queue'),
	],
};
