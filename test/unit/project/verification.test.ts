import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const PROJECT = resolve(__dirname, '..', '..', '..');
const CLI = 'node_modules/@n8n/node-cli';

function read(file: string): string {
	return readFileSync(join(PROJECT, file), 'utf8');
}

/** Prints, by file, the settings of the rules for it. */
const PRINT_RULES = `
	const { ESLint } = require('eslint');
	const eslint = new ESLint();
	Promise.all(
		process.argv.slice(1).map(async (file) => [file, (await eslint.calculateConfigForFile(file)).rules]),
	).then((rules) => console.log(JSON.stringify(Object.fromEntries(rules))));
`;

/** The settings of the rules for these files: 0 is off, 2 is on. */
function rulesFor(files: string[]): Record<string, Record<string, [number]>> {
	const printed = execFileSync(
		process.execPath,
		['--env-file=scripts/lint.env', '-e', PRINT_RULES, ...files],
		{ cwd: PROJECT, encoding: 'utf8' },
	);
	return JSON.parse(printed) as Record<string, Record<string, [number]>>;
}

const SHIPPED = ['nodes/MoEngage/MoEngage.node.ts', 'credentials/MoEngageApi.credentials.ts'];
const OTHERS = ['test/demo/demo.ts', 'scripts/checkRelease.ts', 'scripts/probe/cli.ts'];

const FOR_CLOUD = [
	'@n8n/community-nodes/no-dangerous-functions',
	'@n8n/community-nodes/no-restricted-globals',
	'@n8n/community-nodes/no-restricted-imports',
	'no-console',
];

describe("what makes the package eligible for n8n's verification", () => {
	test('n8n-node itself says so', () => {
		const says = execFileSync(process.execPath, [`${CLI}/bin/n8n-node.mjs`, 'cloud-support'], {
			cwd: PROJECT,
			encoding: 'utf8',
		});
		// Jest tells its workers to colour what they print wherever its own output is a terminal.
		expect(stripVTControlCharacters(says)).toContain('Cloud support is ENABLED');
	});

	test("the lint configuration is n8n's own, byte for byte", () => {
		expect(read('eslint.config.mjs')).toBe(
			read(`${CLI}/dist/template/templates/shared/default/eslint.config.mjs`),
		);
	});

	describe('as ESLint itself sees it', () => {
		let rules: Record<string, Record<string, [number]>>;

		beforeAll(() => {
			rules = rulesFor([...SHIPPED, ...OTHERS]);
		});

		const settings = (file: string) => FOR_CLOUD.map((rule) => [rule, rules[file][rule][0]]);

		test.each(SHIPPED)('%s is linted by all of its rules', (file) => {
			expect(settings(file)).toEqual(FOR_CLOUD.map((rule) => [rule, 2]));
		});

		test.each(OTHERS)('%s may use Node, and is linted by the other rules', (file) => {
			expect(settings(file)).toEqual(FOR_CLOUD.map((rule) => [rule, 0]));
			expect(rules[file]['@typescript-eslint/no-unused-vars'][0]).toBe(2);
			expect(rules[file]['prefer-const'][0]).toBe(2);
		});
	});
});
