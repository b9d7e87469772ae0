import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { InvalidInput, quote } from '../MoEngage/mapping/invalidInput';
import { given, isPlainObject, optionalText } from '../MoEngage/mapping/values';
import type { Filter } from './filters';

/*
 * Outbound Segment Sync: users who entered or left a segment, page by page
 * (`user-guide/data/exports/segments/outbound-segment-sync.mdx` of MoEngage's documentation).
 */

/** The two lists of users, by what happened to them: the option with a list's name, and its name unless it is renamed. */
export const USER_LISTS = {
	added: { option: 'addKey', key: 'add_users' },
	removed: { option: 'removeKey', key: 'remove_users' },
} as const;

/** Names of the two lists. */
export type ListKeys = { added: string; removed: string };

/**
 * Reads what the lists are called: users may rename them in MoEngage.
 * @throws InvalidInput for names that are no text, or for two of the same
 */
export function listKeys(options: IDataObject): ListKeys {
	const [added, removed] = Object.values(USER_LISTS).map(
		({ option, key }) => optionalText(options[option], `options.${option}`) ?? key,
	);
	if (added !== removed) return { added, removed };
	throw new InvalidInput(
		`options.${USER_LISTS.removed.option}`,
		`is ${quote(removed)}, which is the name of the list of added users as well`,
		'Use the names that the integration in MoEngage has for the two lists',
	);
}

/**
 * One item per user whose change passes, added ones first, each with what the page says of the sync. Either list may be
 * missing.
 */
export function segmentItems(
	{ data, pagination }: IDataObject,
	keys: ListKeys,
	passes: Filter,
): INodeExecutionData[] {
	const sync = data as IDataObject;
	const { page_count: page, total_pages: pages } = isPlainObject(pagination) ? pagination : {};
	const ofPage = given({
		segment_name: sync.moengage_sync_name,
		sync_id: sync.moengage_sync_id,
		execution_id: sync.moengage_execution_id,
		page,
		total_pages: pages,
	});
	return (['added', 'removed'] as const).flatMap((change) => {
		const users = sync[keys[change]];
		if (!Array.isArray(users) || !passes(change)) return [];
		const own = { change, ...ofPage };
		return users.map((user: unknown) => ({
			// The sync's own fields stand first, and none of the user's replaces them.
			json: { ...own, ...(isPlainObject(user) ? user : { user }), ...own } as IDataObject,
		}));
	});
}

/** What n8n's log says of a sync that has neither list: they are probably renamed. `undefined` if it has one. */
export function missingLists({ data }: IDataObject, keys: ListKeys): string | undefined {
	const { added, removed } = keys;
	const isThere = [added, removed].some((key) => Array.isArray((data as IDataObject)[key]));
	return isThere
		? undefined
		: `started nothing: a segment sync has neither a list ${quote(added)} nor ${quote(removed)}. If they have other names in MoEngage, enter them in Options > Add Key and Remove Key`;
}
