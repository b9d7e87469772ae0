/** MoEngage's OpenAPI documents, as far as the generators of this project read them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseDocument } from 'yaml';

import type { Host } from '../nodes/MoEngage/transport/endpoints';

export const HOSTS: Host[] = ['api', 'sdk', 'pushapi', 'sandbox-api', 'fileimports-data-api'];

const METHODS = ['delete', 'get', 'patch', 'post', 'put'];

type Scheme = { type?: string; description?: string };
type Server = { url: string };
type Parameter = { $ref?: string; in?: string; name?: string; required?: boolean };
type Requirement = Record<string, unknown>;

/** What a body may hold. */
export type Schema = {
	$ref?: string;
	properties?: Record<string, Schema>;
	items?: Schema;
	allOf?: Schema[];
	oneOf?: Schema[];
	anyOf?: Schema[];
};

type RequestBody = { $ref?: string; content?: Record<string, { schema?: Schema }> };

export type PathItem = { servers?: Server[]; parameters?: Parameter[] } & Record<string, unknown>;

export type MethodItem = {
	servers?: Server[];
	parameters?: Parameter[];
	security?: Requirement[];
	requestBody?: RequestBody;
};

export type OpenApi = {
	servers?: Server[];
	security?: Requirement[];
	paths?: Record<string, PathItem>;
	components?: {
		securitySchemes?: Record<string, Scheme>;
		parameters?: Record<string, Parameter>;
		requestBodies?: Record<string, RequestBody>;
		schemas?: Record<string, Schema>;
	};
};

/** One operation of a document, on one of its servers. */
export type DocumentedOperation = {
	file: string;
	document: OpenApi;
	item: PathItem;
	operation: MethodItem;
	method: string;
	host: Host;
	/** With `{parameters}` as the document has them. */
	path: string;
};

/** Every operation of the documents in a folder, on every server that it names. */
export function operationsOfDocuments(folder: string): DocumentedOperation[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.yml'))
		.flatMap((file) => {
			// One document has mis-indented texts, which a strict reader refuses.
			const text = readFileSync(join(folder, file), 'utf8');
			const document = parseDocument(text, { strict: false }).toJS() as OpenApi;
			return Object.entries(document.paths ?? {}).flatMap(([below, item]) =>
				METHODS.filter((name) => name in item).flatMap((name) => {
					const operation = item[name] as MethodItem;
					const servers = operation.servers ?? item.servers ?? document.servers ?? [];
					const method = name.toUpperCase();
					return servers
						.map(({ url }) => place(url))
						.map(({ host, base }) => ({
							...{ file, document, item, operation, method, host },
							path: base + below,
						}));
				}),
			);
		});
}

/** `https://api-{dc}.moengage.com/v1` → `api` and `/v1`. */
function place(server: string): { host: Host; base: string } {
	const [, host, base] = /^https:\/\/([a-z-]+)-\{dc\}\.moengage\.com(\/.*)?$/.exec(server) ?? [];
	if (!HOSTS.includes(host as Host)) throw new Error(`Unknown server ${server}`);
	return { host: host as Host, base: (base ?? '').replace(/\/$/, '') };
}

/** The parameters of an operation, those that its document names elsewhere included. */
export function parametersOf(
	{ components }: OpenApi,
	item: PathItem,
	operation: MethodItem,
): Parameter[] {
	return [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
		parameter.$ref === undefined
			? parameter
			: (components?.parameters?.[parameter.$ref.split('/').pop() ?? ''] ?? {}),
	);
}

/** The parts of a path, with `*` for its parameters. */
export function segments(path: string): string[] {
	return path.replace(/\{[^}]+\}/g, '*').split('/');
}
