import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const PROJECT = resolve(__dirname, '..', '..', '..');
const CLI = 'node_modules/@n8n/node-cli';

function read(file: string): string {
	return readFileSync(join(PROJECT, file), 'utf8');
}

/** The settings of the rules for a file: 0 is off, 2 is on. */
function rulesFor(file: string): Record<string, [number]> {
	const printed = execFileSync(
		process.execPath,
		['--env-file=scripts/lint.env', 'node_modules/eslint/bin/eslint.js', '--print-config', file],
		{ cwd: PROJECT, encoding: 'utf8' },
	);
	return (JSON.parse(printed) as { rules: Record<string, [number]> }).rules;
}

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

	test.each(['nodes/MoEngage/MoEngage.node.ts', 'credentials/MoEngageApi.credentials.ts'])(
		'%s is linted by all of its rules',
		(file) => {
			const rules = rulesFor(file);
			expect(FOR_CLOUD.map((rule) => [rule, rules[rule][0]])).toEqual(
				FOR_CLOUD.map((rule) => [rule, 2]),
			);
		},
	);

	test.each(['test/demo/demo.ts', 'scripts/checkRelease.ts', 'scripts/probe/cli.ts'])(
		'%s may use Node, and is linted by the other rules',
		(file) => {
			const rules = rulesFor(file);
			expect(FOR_CLOUD.map((rule) => [rule, rules[rule][0]])).toEqual(
				FOR_CLOUD.map((rule) => [rule, 0]),
			);
			expect(rules['@typescript-eslint/no-unused-vars'][0]).toBe(2);
			expect(rules['prefer-const'][0]).toBe(2);
		},
	);
});
