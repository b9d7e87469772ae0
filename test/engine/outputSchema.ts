import { dirname, join } from 'node:path';

import Ajv, { type ValidateFunction } from 'ajv';
import { loadOutputSchema, type PackageDirectoryLoader } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** A JSON schema, as far as the output schemas of this package go. */
export type OutputSchema = {
	type?: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
	additionalProperties?: boolean;
	patternProperties?: Record<string, OutputSchema>;
};

/**
 * The output schema that n8n finds for a node, with its own resolver.
 * @param node `moEngage` or `moEngageTrigger`
 * @param parameters of the node in a workflow; without resource and operation, as n8n's AI builder looks for it
 * @throws if there is none
 */
export function schemaOf(
	loader: PackageDirectoryLoader,
	node: string,
	{ resource, operation }: INodeParameters = {},
): OutputSchema {
	const { description } = loader.getNode(node).type as { description: { version: number } };
	const schema = loadOutputSchema({
		nodeDir: dirname(join(loader.directory, loader.known.nodes[node].sourcePath)),
		version: description.version,
		resource: resource as string | undefined,
		operation: operation as string | undefined,
		versionFallback: resource === undefined,
	});
	if (schema === undefined)
		throw new Error(`n8n finds no output schema for ${[node, resource, operation].join(' ')}`);
	return schema;
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, allowMatchingProperties: true });

/** By the schema's text: n8n reads the schema anew each time, and to compile one takes far longer than a check. */
const checks = new Map<string, ValidateFunction>();

/** What an output has that its schema does not: fields, and values of another type. Open objects say so themselves. */
export function faultsOf(json: IDataObject, schema: OutputSchema): string[] {
	const text = JSON.stringify(schema);
	const check = checks.get(text) ?? ajv.compile(closed(schema));
	checks.set(text, check);
	if (check(json)) return [];
	return (check.errors ?? []).map(
		({ instancePath, message, params }) =>
			`${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
	);
}

/** For whoever reads a schema, what it leaves open is possible; here, what it does not name is a fault. */
function closed(schema: OutputSchema): OutputSchema {
	const { properties, items, additionalProperties = false } = schema;
	const own = Object.entries(properties ?? {}).map(([name, one]) => [name, closed(one)] as const);
	return {
		...schema,
		...(properties && { properties: Object.fromEntries(own), additionalProperties }),
		...(items && { items: closed(items) }),
	};
}

/** The fields that a schema names, such as `data.summary.total` and `categories[].name`. */
export function fieldsOf({ properties, items }: OutputSchema, path = ''): string[] {
	if (items !== undefined) return fieldsOf(items, `${path}[]`);
	return Object.entries(properties ?? {}).flatMap(([name, one]) => {
		const own = path === '' ? name : `${path}.${name}`;
		return [own, ...fieldsOf(one, own)];
	});
}

/** The fields that an output has, in the same form. */
export function fieldsIn(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((one) => fieldsIn(one, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, one]) => {
		const own = path === '' ? name : `${path}.${name}`;
		return [own, ...fieldsIn(one, own)];
	});
}
