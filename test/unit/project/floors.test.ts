import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import fastGlob from 'fast-glob';
import ts from 'typescript';

const PROJECT = resolve(__dirname, '..', '..', '..');
const NODE = 'nodes/MoEngage';
const TRIGGER = 'nodes/MoEngageTrigger';

/**
 * The floors of the node, from the ground up, and what belongs on each. Files of one floor may use it and those
 * below it.
 */
const FLOORS = [
	{ folders: ['mapping'], holds: 'pure conversions of values: no request, no n8n' },
	{ folders: ['transport'], holds: 'endpoints, keys, one request and the meaning of its answer' },
	{ folders: ['delivery'], holds: 'what happens to items, written once for all operations' },
	{
		folders: ['resources', 'methods'],
		holds: 'operations; lists and tests that the editor asks for',
	},
];

const LONGEST_FILE = 250;
const MOST_FILES = 14;
const LONGEST_FUNCTION = 60;
/** Lines that a file may have at most, where it is less than that of every file. */
const SHORTER: Record<string, number> = { [`${NODE}/delivery/deliver.ts`]: 150 };

const FILES = fastGlob
	.sync(['nodes/**/*.ts', 'credentials/**/*.ts'], { cwd: PROJECT })
	.map((path) => {
		const text = readFileSync(join(PROJECT, path), 'utf8');
		return { path, text, source: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
	});

/** Index of the floor; the node itself, the trigger and the credential stand above all. */
function floorOf(path: string): number {
	const folder = relative(NODE, path).split('/')[0];
	const floor = FLOORS.findIndex(({ folders }) => folders.includes(folder));
	return floor < 0 ? FLOORS.length : floor;
}

function importsOf({ path, source }: (typeof FILES)[number]): string[] {
	return source.statements
		.filter(ts.isImportDeclaration)
		.map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text)
		.filter((name) => name.startsWith('.'))
		.map((name) => relative(PROJECT, resolve(PROJECT, dirname(path), name)));
}

/** The file that an import without an ending means. */
function pathOf(imported: string): string {
	const file = FILES.find(
		({ path }) => path === `${imported}.ts` || path === `${imported}/index.ts`,
	);
	return file?.path ?? imported;
}

/** All files that a file imports, and those that these import. */
function waysFrom(start: string, imports: Map<string, string[]>): Set<string> {
	const found = new Set<string>();
	const visit = (path: string) => {
		for (const next of imports.get(path) ?? []) {
			if (found.has(next)) continue;
			found.add(next);
			visit(next);
		}
	};
	visit(start);
	return found;
}

function functionsOf(node: ts.Node): ts.FunctionLikeDeclaration[] {
	const inside: ts.FunctionLikeDeclaration[] = [];
	const visit = (child: ts.Node) => {
		if (ts.isFunctionLike(child) && 'body' in child && child.body !== undefined) {
			inside.push(child as ts.FunctionLikeDeclaration);
		}
		ts.forEachChild(child, visit);
	};
	visit(node);
	return inside;
}

function linesOf(node: ts.Node, source: ts.SourceFile): number {
	const line = (at: number) => source.getLineAndCharacterOfPosition(at).line;
	return line(node.getEnd()) - line(node.getStart(source)) + 1;
}

/** Names that a file exports, in the order of its text. */
function exportsOf(source: ts.SourceFile): string[] {
	return source.statements
		.filter(
			(statement) =>
				ts.canHaveModifiers(statement) &&
				ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
		)
		.flatMap((statement) =>
			ts.isVariableStatement(statement)
				? statement.declarationList.declarations.map(({ name }) => name.getText(source))
				: [(statement as ts.FunctionDeclaration).name?.text ?? ''],
		);
}

test('the walk sees the files and their imports', () => {
	expect(FILES.length).toBeGreaterThan(45);
	expect(FILES.flatMap(importsOf).length).toBeGreaterThan(150);
	expect(FLOORS.map((_, floor) => FILES.some(({ path }) => floorOf(path) === floor))).toEqual(
		FLOORS.map(() => true),
	);
});

test('imports run downwards only', () => {
	const upwards = FILES.flatMap((file) =>
		importsOf(file)
			.filter((imported) => floorOf(imported) > floorOf(file.path))
			.map((imported) => {
				const { folders, holds } = FLOORS[floorOf(file.path)];
				return `${file.path} imports ${imported} from a higher floor. ${folders.join(' and ')} hold ${holds}: move down what both need, or move this up`;
			}),
	);
	expect(upwards).toEqual([]);
});

test('a folder with an index.ts has no other door', () => {
	const HOUSES = ['mapping/users', 'mapping/attributes'].map((folder) => `${NODE}/${folder}/`);
	const doors = HOUSES.map((house) => FILES.some(({ path }) => path === `${house}index.ts`));
	expect(doors).toEqual(HOUSES.map(() => true));
	const backDoors = FILES.flatMap((file) =>
		importsOf(file)
			.filter((imported) =>
				HOUSES.some((house) => imported.startsWith(house) && !file.path.startsWith(house)),
			)
			.map((imported) => `${file.path} imports ${imported}: use what its index.ts exports`),
	);
	expect(backDoors).toEqual([]);
});

test('sending does not know how items are settled, nor reading how they are sent or settled', () => {
	const FORBIDDEN: Array<[folder: string, other: string]> = [
		['delivery/sending/', 'delivery/settling/'],
		['delivery/sending/', 'delivery/reading/'],
		['delivery/reading/', 'delivery/settling/'],
		['delivery/settling/', 'delivery/reading/'],
		['delivery/limits/', 'delivery/sending/'],
		['delivery/limits/', 'delivery/settling/'],
		['delivery/limits/', 'delivery/reading/'],
	];
	const crossing = FILES.flatMap((file) =>
		importsOf(file)
			.filter((imported) =>
				FORBIDDEN.some(([folder, other]) => file.path.includes(folder) && imported.includes(other)),
			)
			.map((imported) => `${file.path} imports ${imported}: deliver.ts brings the two together`),
	);
	expect(crossing).toEqual([]);
});

test('each folder of delivery has a door, and nobody imports what lies behind it', () => {
	const doors = FILES.map(({ path }) => path)
		.filter((path) => path.startsWith(`${NODE}/delivery/`) && path.endsWith('/index.ts'))
		.map(dirname);
	const folders = FILES.map(({ path }) => dirname(path)).filter((folder) =>
		folder.startsWith(`${NODE}/delivery/`),
	);
	expect(doors.sort()).toEqual([...new Set(folders)].sort());
	const throughTheBack = FILES.flatMap((file) =>
		importsOf(file).flatMap((imported) =>
			doors
				.filter((door) => imported.startsWith(`${door}/`) && !file.path.startsWith(`${door}/`))
				.map((door) => `${file.path} imports ${imported}: take it from ${door}/index.ts`),
		),
	);
	expect(throughTheBack).toEqual([]);
});

test('no file imports itself by way of others', () => {
	const imports = new Map(FILES.map((file) => [file.path, importsOf(file).map(pathOf)]));
	const circles = [...imports.keys()].flatMap((start) =>
		waysFrom(start, imports).has(start) ? [start] : [],
	);
	expect(circles).toEqual([]);
});

test('no folder has more files than one can keep in mind', () => {
	const folders = new Map<string, number>();
	for (const { path } of FILES) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
	const crowded = [...folders].filter(([, files]) => files > MOST_FILES);
	expect(crowded).toEqual([]);
});

test('the trigger knows requests to MoEngage by their keys only, and the node knows nothing of the trigger', () => {
	const MAY_USE = [`${NODE}/mapping/`, `${NODE}/transport/`, `${NODE}/methods/credentialTest`];
	const isOfTrigger = (path: string) => path.startsWith(`${TRIGGER}/`);
	expect(FILES.filter(({ path }) => isOfTrigger(path)).flatMap(importsOf)).not.toEqual([]);
	const crossing = FILES.flatMap((file) =>
		importsOf(file)
			.filter((imported) =>
				isOfTrigger(file.path)
					? !isOfTrigger(imported) && !MAY_USE.some((one) => imported.startsWith(one))
					: isOfTrigger(imported),
			)
			.map((imported) => `${file.path} imports ${imported}`),
	);
	expect(crossing).toEqual([]);
});

test('no file is too long to be read at once', () => {
	const long = FILES.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
		.filter(({ path, lines }) => lines > (SHORTER[path] ?? LONGEST_FILE))
		.map(({ path, lines }) => `${path} has ${lines} lines: it holds more than one thing, part it`);
	expect(long).toEqual([]);
});

test('no function is too long to be seen at once', () => {
	const long = FILES.flatMap(({ path, source }) =>
		functionsOf(source)
			.map((one) => ({
				name: one.name?.getText(source) ?? 'a function',
				lines: linesOf(one, source),
			}))
			.filter(({ lines }) => lines > LONGEST_FUNCTION)
			.map(({ name, lines }) => `${name} in ${path} has ${lines} lines: give its parts names`),
	);
	expect(long).toEqual([]);
});

test('a file begins with the definition that it is named after', () => {
	const misplaced = FILES.flatMap(({ path, source }) => {
		const stem = (path.split('/').pop() ?? '').split('.')[0].toLowerCase();
		const names = exportsOf(source).map((name) => name.toLowerCase());
		const named = names.findIndex((name) => name === stem);
		return named > 0
			? [`${path}: ${exportsOf(source)[named]} stands behind ${exportsOf(source)[0]}`]
			: [];
	});
	expect(misplaced).toEqual([]);
});
