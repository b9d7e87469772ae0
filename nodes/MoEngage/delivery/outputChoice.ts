import type { IDataObject } from 'n8n-workflow';

import type { Reader } from '../mapping/reader';

/** Values of Output, which reads have where the node is the tool of an AI agent. */
export const OUTPUTS = ['simplified', 'raw', 'selected'] as const;

/**
 * Does the item want the fields that most workflows need? Output says so of a tool and Simplify of any other node. An
 * expression for Simplify counts in a tool as well, where it was filled in before there was an Output.
 */
export function wantsSimple(parameters: Reader): boolean {
	const output = parameters.oneOf('output', OUTPUTS);
	if (output === 'raw') return false;
	const isDecided = output !== undefined && !isExpression(parameters.raw('simplify'));
	return isDecided || (parameters.flag('simplify') ?? true);
}

function isExpression(raw: unknown): boolean {
	return typeof raw === 'string' && raw.startsWith('=');
}

/** The fields that the item wants of each record; `undefined`: all. */
export function wantedFields(parameters: Reader): string[] | undefined {
	return parameters.oneOf('output', OUTPUTS) === 'selected'
		? parameters.list('outputFields')
		: undefined;
}

/** Those fields of a record that it has itself: every object has a `constructor`. */
export function fieldsOf(record: IDataObject, names: string[]): IDataObject {
	return Object.fromEntries(
		names
			.filter((name) => Object.prototype.hasOwnProperty.call(record, name))
			.map((name) => [name, record[name]]),
	);
}
