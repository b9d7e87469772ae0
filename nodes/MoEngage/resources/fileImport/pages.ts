import type { IDataObject } from 'n8n-workflow';

import type { Paging } from '../../delivery/operation';
import type { Reader } from '../../mapping/reader';
import { isPlainObject, oneOf } from '../../mapping/values';
import { wantedBy } from '../paging';

/** Both lists of imports: pages by number, until `more_files`, a boolean or text, says that there is none. */
export function pagesOf(id: string): Paging {
	return {
		recordsOf,
		idOf: (record) => record[id],
		next: ({ more_files: more }, pages) =>
			String(more).toLowerCase() === 'true' ? { body: { offset: pages + 1 } } : undefined,
		limitOf: wantedBy,
	};
}

function recordsOf({ data }: IDataObject): IDataObject[] {
	return (Array.isArray(data) ? data : []).filter(isPlainObject) as IDataObject[];
}

/** Reads a list of choices; their letter case counts. */
export function choices(
	chosen: Reader,
	name: string,
	allowed: ReadonlyArray<readonly [string, string]>,
): string[] | undefined {
	const values = allowed.map(([, value]) => value);
	return chosen
		.list(name)
		?.map((value) => oneOf(value, values, chosen.path(name)))
		.filter((value) => value !== undefined);
}
