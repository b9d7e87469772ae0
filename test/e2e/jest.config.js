/**
 * Suites on a full n8n that has the package from its tarball; `npm run test:e2e`, `test:compatibility`,
 * `test:browser` and `test:queue` pick their projects. The versions are those of `n8n/versions.ts`.
 */

const { resolve } = require('node:path');

const rootDir = resolve(__dirname, '..', '..');
const NEWEST = '2.40.7';
const LAST_OF_1 = '1.123.81';

const project = (displayName, folder, n8nVersion) => ({
	displayName,
	rootDir,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/e2e/${folder}/**/*.test.ts`],
	transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
	globals: { n8nVersion },
});

module.exports = {
	rootDir,
	// A server of n8n, a browser, and queue workers each want a processor of their own.
	maxWorkers: 1,
	testTimeout: 120_000,
	forceExit: true,
	projects: [
		project('e2e', 'rest', NEWEST),
		project('compatibility', 'rest', LAST_OF_1),
		project('browser', 'browser', NEWEST),
		project('queue', 'queue', NEWEST),
	],
};
