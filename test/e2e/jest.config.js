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
	transform: { '^.+\\.ts$': '<rootDir>/test/jest/transform.js' },
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
	globals: { n8nUnderTest },
	globalSetup: '<rootDir>/test/e2e/n8n/installBeforeTests.ts',
});

/**
 * Limits, load and floods are measured in n8n 2 only: they take minutes. When a workflow's timeout passes, n8n 1 ends
 * the execution at once, and keeps no output of the node that runs.
 */
const NOT_IN_N8N_1 = ['dataOfOneUser', 'limitOthersSpend', 'triggerLoad', 'triggerFlood', 'workflowTimeout'];

module.exports = {
	rootDir,
	// A server of n8n, a browser, and queue workers each want a processor of their own.
	maxWorkers: 1,
	// Far longer than anything takes, for machines that are busy with something else.
	testTimeout: 300_000,
	forceExit: true,
	projects: [
		project('e2e', 'rest'),
		{ ...project('compatibility', 'rest', 'lastOf1'), testPathIgnorePatterns: NOT_IN_N8N_1 },
		{ ...project('oldest', 'rest', 'oldest'), testPathIgnorePatterns: NOT_IN_N8N_1 },
		project('browser', 'browser'),
		project('queue', 'queue'),
	],
};
