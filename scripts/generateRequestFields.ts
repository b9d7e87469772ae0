/**
 * Makes `test/fixtures/requestFields.json`: for each endpoint of the node, the names of the fields that MoEngage's OpenAPI
 * documents have in its request. A test compares them with the code, so that newer documents show what they bring.
 * Nothing of the documents but names gets into the project.
 *
 *     npm run generate:fields -- <folder>
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ENDPOINTS, type Endpoint } from '../nodes/MoEngage/transport/endpoints';
import { newerFields } from './newerFields';
import {
	operationsOfDocuments,
	parametersOf,
	segments,
	type DocumentedOperation,
	type OpenApi,
	type Schema,
} from './openApi';

const FIXTURE = join(resolve(__dirname, '..'), 'test/fixtures/requestFields.json');

/** What the credential, the signature of files and n8n add. */
const BY_OTHERS = /^(authorization|content-type|accept|signature|(x-)?moe-appkey)$/i;

/** Names of the fields of a body, each behind those that it is in: `actions.platform`. */
function namesIn(
	schema: Schema | undefined,
	document: OpenApi,
	above = '',
	seen: readonly string[] = [],
): string[] {
	if (schema === undefined) return [];
	const { $ref: ref } = schema;
	if (ref !== undefined) {
		// A filter may hold filters.
		if (seen.includes(ref)) return [];
		const named = document.components?.schemas?.[ref.split('/').pop() ?? ''];
		return namesIn(named, document, above, [...seen, ref]);
	}
	const { allOf = [], oneOf = [], anyOf = [], items, properties = {} } = schema;
	return [
		...[...allOf, ...oneOf, ...anyOf].flatMap((one) => namesIn(one, document, above, seen)),
		...namesIn(items, document, above, seen),
		...Object.entries(properties).flatMap(([name, inner]) => [
			above + name,
			...namesIn(inner, document, `${above}${name}.`, seen),
		]),
	];
}

function fieldsOf({ document, item, operation }: DocumentedOperation): string[] {
	const parameters = parametersOf(document, item, operation)
		.filter((parameter) => parameter.in !== 'path')
		.map(({ name = '' }) => name);
	const { $ref: ref } = operation.requestBody ?? {};
	const body =
		ref === undefined
			? operation.requestBody
			: document.components?.requestBodies?.[ref.split('/').pop() ?? ''];
	const schemas = Object.values(body?.content ?? {}).map(({ schema }) => schema);
	return [...parameters, ...schemas.flatMap((schema) => namesIn(schema, document))];
}

/** `POST api /v1/event/*` */
function addressOf({ method, host, path }: { method: string; host: string; path: string }): string {
	return `${method} ${host} ${segments(path.split('?')[0]).join('/')}`;
}

function main(folder: string | undefined): number {
	if (folder === undefined || !existsSync(folder)) {
		console.error('Give the folder of the OpenAPI documents: npm run generate:fields -- <folder>');
		return 1;
	}
	const documented = new Map<string, string[]>();
	for (const one of operationsOfDocuments(folder)) {
		const address = addressOf(one);
		documented.set(address, [...(documented.get(address) ?? []), ...fieldsOf(one)]);
	}
	const rows = Object.entries<Endpoint>(ENDPOINTS)
		.map(([name, endpoint]) => {
			const fields = [
				...(documented.get(addressOf(endpoint)) ?? []),
				...(newerFields[addressOf(endpoint)] ?? []),
			];
			return [name, [...new Set(fields)].filter((field) => !BY_OTHERS.test(field)).sort()] as const;
		})
		.sort(([a], [b]) => (a < b ? -1 : 1));
	const lines = rows.map(
		([name, fields]) => `\t${JSON.stringify(name)}: ${JSON.stringify(fields)}`,
	);
	const text = `{\n${lines.join(',\n')}\n}\n`;
	const before = existsSync(FIXTURE) ? readFileSync(FIXTURE, 'utf8') : '';
	writeFileSync(FIXTURE, text);
	const count = rows.flatMap(([, fields]) => fields).length;
	console.log(
		`${count} fields of ${rows.length} endpoints, ${before === text ? 'as' : 'other than'} before`,
	);
	return 0;
}

process.exitCode = main(process.argv[2]);
