/**
 * Makes `nodes/MoEngage/transport/documentedPaths.ts`, the table of MoEngage's paths and of the tile whose key opens
 * each, from a folder of MoEngage's OpenAPI documents and the list of what only newer pages have
 * (`newerOperations.ts`). Nothing of the documents but hosts, paths and tiles gets into the project.
 *
 *     npm run generate:paths -- <folder>            writes the table
 *     npm run generate:paths -- <folder> --fixture  writes test/fixtures/operations.json, too
 *     npm run generate:paths -- <folder> --check    writes nothing; exit code 1 if either is out of date
 *     npm run generate:paths -- --check             the same without the documents, from the operations in the fixture
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { format, resolveConfig } from 'prettier';

import type { Host, Tile } from '../nodes/MoEngage/transport/endpoints';
import { newerOperations } from './newerOperations';
import {
	HOSTS,
	operationsOfDocuments,
	parametersOf,
	segments,
	type MethodItem,
	type OpenApi,
	type PathItem,
} from './openApi';

const PROJECT = resolve(__dirname, '..');
const MODULE = join(PROJECT, 'nodes/MoEngage/transport/documentedPaths.ts');
const FIXTURE = join(PROJECT, 'test/fixtures/operations.json');

const TILES: Record<string, Tile> = {
	Data: 'data',
	'Campaign report/Business events/Custom templates/Catalog API/Inform Report': 'campaign',
	Personalize: 'personalize',
	Push: 'push',
	Inform: 'inform',
};

type KeyTile = Tile | 'none';

/** One operation of a document: what the fixture holds of it. */
type Operation = {
	method: string;
	host: Host;
	/** With `{parameters}` as the document has them. */
	path: string;
	tile: KeyTile;
	/** Headers that carry the workspace id. */
	appKey: string[];
};

/** Where the documents are silent, or contradict themselves or api.md, which then decides. */
const OVERRIDES: Array<{
	host?: Host;
	path: RegExp;
	tile?: KeyTile;
	appKey?: string[];
}> = [
	// "Use your Data API Key", without the usual words for a tile.
	{ path: /^\/v5\/analytics\//, tile: 'data' },
	// These speak of keys with permissions for Campaigns; api.md has campaigns in the Campaign tile.
	{ path: /^\/v5\/(campaigns|personalization|flows)\b/, tile: 'campaign' },
	// Only POST of this path leaves the header out; sending it tells MoEngage nothing that the user name
	// of Basic authentication does not.
	{ path: /^\/v1\/coupon-list$/, appKey: ['MOE-APPKEY'] },
	// The documents define the header as a security scheme and never ask for it; api.md requires it for
	// push. v2.1 asks for the same under another name.
	{ host: 'pushapi', path: /^\/v2\//, appKey: ['MOE-APPKEY'] },
	{ host: 'pushapi', path: /^\/v2\.1\//, appKey: ['MOE-APPKEY', 'X-MOE-APPKEY'] },
];

/** The tile that a document's description of Basic authentication names. */
function tileOfDocument({ components }: OpenApi): Tile | undefined {
	const basic = Object.entries(components?.securitySchemes ?? {}).find(
		([, { type }]) => type === 'http',
	);
	const name = /within the \*\*([^*]+)\*\* tile/.exec(basic?.[1].description ?? '')?.[1];
	return name === undefined ? undefined : TILES[name];
}

/**
 * Which key an operation needs: none where it has a security of its own without Basic authentication (an
 * install attribution with a key in the query; a download with a signature).
 */
function tileOfOperation(document: OpenApi, operation: MethodItem): KeyTile | undefined {
	const { security } = operation;
	const schemes = document.components?.securitySchemes ?? {};
	const isWithoutBasic =
		security !== undefined &&
		!security.some((required) =>
			Object.keys(required).some((scheme) => schemes[scheme]?.type === 'http'),
		);
	return isWithoutBasic ? 'none' : tileOfDocument(document);
}

/** The headers for the workspace id that an operation requires as a parameter or by its security. */
function appKeyHeaders(document: OpenApi, item: PathItem, operation: MethodItem): string[] {
	const parameters = parametersOf(document, item, operation)
		.filter((parameter) => parameter.in === 'header' && parameter.required === true)
		.map(({ name = '' }) => name)
		.filter((name) => /^(X-)?MOE-APPKEY$/.test(name));
	// Some documents name the scheme without defining it; all of them mean this header.
	const isInSecurity = (operation.security ?? document.security ?? []).some((required) =>
		Object.keys(required).some((scheme) => /appkey$/i.test(scheme)),
	);
	return [...new Set([...(isInSecurity ? ['MOE-APPKEY'] : []), ...parameters])].sort();
}

/** What the documents in a folder and newer pages have, in a fixed order. */
function allOperations(folder: string): Operation[] {
	const operations = readOperations(folder);
	for (const newer of newerOperations) {
		const name = nameOf(newer);
		// Parameters may have other names in another document.
		const isKnown = [...operations.values()].some((one) => nameOf(one) === name);
		if (isKnown) throw new Error(`The documents have ${name}: take it from newerOperations.ts`);
		operations.set(`${newer.host} ${newer.path} ${newer.method}`, newer);
	}
	return [...operations.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The operations that the fixture holds, of which those of newer pages are made anew. */
function recordedOperations(): Operation[] {
	const recorded = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Operation[];
	const newer = new Map(newerOperations.map((one) => [nameOf(one), one]));
	return recorded.map((one) => newer.get(nameOf(one)) ?? one);
}

function nameOf({ method, host, path }: Operation): string {
	return `${method} ${host} ${segments(path).join('/')}`;
}

/** Every operation of the documents in a folder, on every server that it names, by host, path and method. */
function readOperations(folder: string): Map<string, Operation> {
	const operations = new Map<string, Operation>();
	for (const one of operationsOfDocuments(folder)) {
		const { file, document, item, operation, method, host, path } = one;
		const override = OVERRIDES.find(
			(known) => (known.host ?? host) === host && known.path.test(path),
		);
		const tile = override?.tile ?? tileOfOperation(document, operation);
		if (tile === undefined) throw new Error(`${file} names no tile for ${path}: override it`);
		const appKey = override?.appKey ?? appKeyHeaders(document, item, operation);
		operations.set(`${host} ${path} ${method}`, { method, host, path, tile, appKey });
	}
	return operations;
}

/** Does a pattern match every path that another one matches? */
function covers(wide: string[], narrow: string[]): boolean {
	return (
		wide.length === narrow.length && wide.every((part, i) => part === '*' || part === narrow[i])
	);
}

/** Folds patterns that differ in one literal segment into one: `/email` and `/sms` → `/email|sms`. */
function fold(patterns: string[][]): string[][] {
	for (const [i, first] of patterns.entries()) {
		for (const [j, second] of patterns.entries()) {
			if (j <= i || first.length !== second.length) continue;
			const differing = first.flatMap((part, at) => (part === second[at] ? [] : [at]));
			const [at] = differing;
			if (differing.length !== 1 || first[at] === '*' || second[at] === '*') continue;
			const folded = [...first];
			folded[at] = [...first[at].split('|'), ...second[at].split('|')].sort().join('|');
			return fold(patterns.map((one, k) => (k === i ? folded : one)).filter((_, k) => k !== j));
		}
	}
	return patterns;
}

/** The table, one line per host, key and headers. */
function pathsModule(operations: Operation[]): string {
	const groups = new Map<string, { of: Operation; paths: string[][] }>();
	for (const one of operations) {
		const name = `${HOSTS.indexOf(one.host)} ${one.tile} ${one.appKey.join(' ')}`;
		const group = groups.get(name) ?? { of: one, paths: [] };
		group.paths.push(segments(one.path));
		groups.set(name, group);
	}
	const hasRivals = (host: Host, path: string[], own: string[][]) =>
		[...groups.values()].some(
			({ of, paths }) =>
				of.host === host &&
				paths !== own &&
				paths.some((other) => covers(other, path) || covers(path, other)),
		);
	const lines = [...groups.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, { of, paths }]) => {
			// A path with two keys would need a table by method, which MoEngage's documents do not.
			const rival = paths.find((path) => hasRivals(of.host, path, paths));
			if (rival) throw new Error(`${rival.join('/')} has two keys or headers: override one`);
			const distinct = [...new Set(paths.map((path) => path.join('/')))].map((path) =>
				path.split('/'),
			);
			const needed = distinct.filter(
				(path) => !distinct.some((other) => other !== path && covers(other, path)),
			);
			const patterns = fold(needed).map((path) => path.join('/'));
			return `group(${[of.host, of.appKey, of.tile, patterns].map((value) => JSON.stringify(value)).join(', ')}),`;
		});
	const print = createHash('sha256').update(JSON.stringify(operations)).digest('hex');
	return `/**
 * Made by \`npm run generate:paths\` from MoEngage's OpenAPI documents and newer pages: change
 * scripts/generateDocumentedPaths.ts or scripts/newerOperations.ts instead.
 * Of ${operations.length} operations, with the SHA-256 ${print}.
 */
import type { Host, Tile } from './endpoints';

/** Paths of one host that the same key opens. */
export type PathGroup = {
	host: Host;
	/** \`none\`: the operation takes no API key; it has another proof in its query or headers. */
	tile: Tile | 'none';
	/** Headers that repeat the workspace id. */
	appKey: string[];
	/** A segment is text, alternatives parted by \`|\`, or \`*\` for any one. */
	paths: string[];
};

const group = (host: Host, appKey: string[], tile: PathGroup['tile'], paths: string[]): PathGroup => ({ host, appKey, tile, paths });

/** Every documented path; no path is in two groups of a host. */
export const PATH_GROUPS: PathGroup[] = [
${lines.join('\n')}
];
`;
}

async function main(args: string[]): Promise<number> {
	const folder = args.find((arg) => !arg.startsWith('--'));
	const isCheck = args.includes('--check');
	if (folder === undefined ? !isCheck : !existsSync(folder)) {
		console.error('Give the folder of the OpenAPI documents: npm run generate:paths -- <folder>');
		return 1;
	}
	const operations = folder === undefined ? recordedOperations() : allOperations(folder);
	const options = { ...(await resolveConfig(MODULE)), parser: 'typescript' };
	const wanted = new Map([[MODULE, await format(pathsModule(operations), options)]]);
	if (isCheck || args.includes('--fixture')) {
		const rows = operations.map((operation) => `\t${JSON.stringify(operation)}`);
		wanted.set(FIXTURE, `[\n${rows.join(',\n')}\n]\n`);
	}
	for (const [file, text] of wanted) {
		if (!isCheck) {
			writeFileSync(file, text);
		} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
			console.error(
				`${file} is out of date: run npm run generate:paths -- ${folder ?? '<folder>'} --fixture`,
			);
			return 1;
		}
	}
	const counts = new Map<string, number>();
	for (const { tile } of operations) counts.set(tile, (counts.get(tile) ?? 0) + 1);
	console.log(`${operations.length} operations:`, Object.fromEntries([...counts].sort()));
	return 0;
}

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});
