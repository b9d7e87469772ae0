import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fastGlob from 'fast-glob';
import ts from 'typescript';

const PROJECT = resolveProject();

function resolveProject(): string {
	return join(__dirname, '..', '..', '..');
}

/**
 * All that a process keeps beyond a run, which may live for months: how many entries each has at most, and what names
 * them. No name is the ID of a customer as it is.
 */
const KEPT: Record<string, { most: string; names: string }> = {
	'nodes/MoEngage/delivery/limits/fairUse.ts users': {
		most: '2,000, the last used',
		names: 'hash of workspace and user',
	},
	'nodes/MoEngage/delivery/limits/gate.ts gates': {
		most: '2,000, the last used',
		names: 'hash of host, workspace and limit',
	},
	'nodes/MoEngage/delivery/limits/runLimits.ts ownPaces': {
		most: '2,000, the last used',
		names: 'hash of host, workspace, path and pace',
	},
	'nodes/MoEngage/delivery/once/record.ts RECORDS': {
		most: 'one for each node that runs, with hashes of its keys',
		names: 'workflow and node',
	},
	'nodes/MoEngage/mapping/times/timeZone.ts zoneFormats': {
		most: '1,000, then none',
		names: 'time zone',
	},
	'nodes/MoEngage/methods/businessEvents.ts recentLists': {
		most: '100, the last made',
		names: 'hash of host, workspace and key',
	},
	'nodes/MoEngageTrigger/authentication/freshCredential.ts readsByNode': {
		most: 'one for each trigger whose credential is being read',
		names: 'workflow, node and credential',
	},
};

const COLLECTIONS = ['Map', 'Set', 'WeakMap', 'WeakSet', 'LastUsed'];

/** Does the expression make something that is empty, or that grows as it is used? */
function grows(expression: ts.Expression | undefined): boolean {
	if (expression === undefined) return false;
	if (ts.isArrayLiteralExpression(expression)) return expression.elements.length === 0;
	if (ts.isObjectLiteralExpression(expression)) return expression.properties.length === 0;
	if (!ts.isNewExpression(expression)) return false;
	const name = expression.expression.getText();
	return COLLECTIONS.includes(name) && (name === 'LastUsed' || !expression.arguments?.length);
}

test('whatever a process keeps beyond a run is in the table, with its bound', () => {
	const found = fastGlob
		.sync(['nodes/**/*.ts', 'credentials/**/*.ts'], { cwd: PROJECT })
		.flatMap((path) => {
			const text = readFileSync(join(PROJECT, path), 'utf8');
			const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
			return source.statements
				.filter(ts.isVariableStatement)
				.flatMap(({ declarationList }) =>
					declarationList.declarations
						.filter(
							({ initializer }) =>
								(declarationList.flags & ts.NodeFlags.Const) === 0 || grows(initializer),
						)
						.map(({ name }) => `${path} ${name.getText()}`),
				);
		});
	expect(found.sort()).toEqual(Object.keys(KEPT).sort());
});

test('no class keeps anything for the whole process in a static field', () => {
	const statics = fastGlob
		.sync(['nodes/**/*.ts', 'credentials/**/*.ts'], { cwd: PROJECT })
		.filter((path) =>
			/^\s*(private |public )?static (?!readonly)\w+\s*[:=]/m.test(
				readFileSync(join(PROJECT, path), 'utf8'),
			),
		);
	expect(statics).toEqual([]);
});
