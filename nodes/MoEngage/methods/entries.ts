import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isGiven, isPlainObject } from '../mapping/values';
import type { Endpoint } from '../transport/endpoints';
import { emptyList, foreignList } from './ask';

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

/**
 * The entries that a user looks for, by name.
 * @param filter what the user has typed so far; a name has to hold each word of it, in any letter case and order
 * @param nothing what to say if MoEngage has nothing to list, and how that changes
 * @throws NodeOperationError if there is none at all
 */
export function searched(
	context: ILoadOptionsFunctions,
	entries: INodeListSearchItems[],
	filter: string | undefined,
	nothing: string,
): INodeListSearchResult {
	if (entries.length === 0) throw emptyList(context, nothing);
	const words = (filter ?? '').toLowerCase().split(/\s+/);
	const results = entries.filter(({ name }) =>
		words.every((word) => name.toLowerCase().includes(word)),
	);
	return { results: byName(results) };
}

/** Entries in the order of their names. */
export const byName = <Entry extends { name: string }>(entries: Entry[]): Entry[] =>
	[...entries].sort((a, b) => a.name.localeCompare(b.name));
