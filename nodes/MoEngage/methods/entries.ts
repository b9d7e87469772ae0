import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import { isGiven, isPlainObject } from '../mapping/values';
import type { Endpoint } from '../transport/endpoints';
import { foreignList } from './ask';

/**
 * The records of a list in MoEngage's response.
 * @throws NodeApiError if there is no list: an empty drop-down would say that MoEngage has none
 */
export function recordsIn(
	context: ILoadOptionsFunctions,
	endpoint: Endpoint,
	list: unknown,
): IDataObject[] {
	if (!Array.isArray(list)) throw foreignList(context, endpoint);
	return list.filter(isPlainObject) as IDataObject[];
}

/** An entry by its name, or by its ID if it has none, with what tells it from others of that name. */
export function entryOf(id: unknown, name: unknown, facts: unknown[] = []): INodeListSearchItems {
	const known = facts.filter(isGiven).map(String);
	return {
		name: isGiven(name) ? String(name) : String(id),
		value: String(id),
		...(known.length > 0 ? { description: known.join(' · ') } : {}),
	};
}

/** What users look for in a list: the words that they have typed. */
export const wordsOf = (filter = ''): string[] => filter.toLowerCase().split(/\s+/).filter(Boolean);

/** Entries whose name holds each of the words, in any letter case and order. */
export const withWords = <Entry extends { name: string }>(
	entries: Entry[],
	words: string[],
): Entry[] =>
	entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));

/** Entries in the order of their names. */
export const byName = <Entry extends { name: string }>(entries: Entry[]): Entry[] =>
	[...entries].sort((a, b) => a.name.localeCompare(b.name));
