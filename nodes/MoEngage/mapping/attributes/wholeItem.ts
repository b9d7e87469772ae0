import { quote } from '../invalidInput';
import type { Reader } from '../reader';
import { trimmed } from '../text';
import { isGiven } from '../values';

/**
 * The fields of an input item that are sent as attributes: all but the excluded ones and, where the user says so,
 * the empty ones.
 */
export function wholeItem(
	parameters: Reader,
	item: Record<string, unknown>,
): Record<string, unknown> {
	const excluded = new Set(excludedFields(parameters));
	const skipsEmpty = parameters.flag('skipEmptyValues') ?? false;
	const kept = Object.entries(item).filter(
		([name, value]) => !isExcluded(name, excluded) && (!skipsEmpty || isGiven(value)),
	);
	return Object.fromEntries(kept);
}

/** A secret must not pass for what nobody sees in its name, such as a byte order mark. */
function isExcluded(name: string, excluded: Set<string>): boolean {
	return excluded.size > 0 && (excluded.has(name) || excluded.has(trimmed(name)));
}

/** Names that the user excludes, from the field and from its place in version 1.0, Options. */
export function excludedFields(parameters: Reader): string[] {
	const names = [
		...(parameters.list('excludeFields') ?? []),
		...(parameters.collection('options').list('excludeFields') ?? []),
	];
	return [...new Set(names)];
}

/**
 * Says so when an excluded name is in no item: one that is misspelled lets the field through that it should hold
 * back.
 * @param parameters those of the first item
 * @returns a hint for the user; `undefined` when every name is in at least one item
 */
export function absentExclusionHint(
	parameters: Reader,
	items: Array<Record<string, unknown>>,
): string | undefined {
	if (parameters.get('specifyAttributes') !== 'item') return undefined;
	const absent = excludedButAbsent(excludedFields(parameters), items);
	if (absent.length === 0) return undefined;
	const names = absent.map(quote).join(', ');
	return `No input item has ${absent.length === 1 ? 'a field' : 'fields'} named ${names}. Check the spelling in Exclude Fields: the node sends all other fields.`;
}

/** Excluded names that are in no item; none where there is no item to look at. */
export function excludedButAbsent(
	names: string[],
	items: Array<Record<string, unknown>>,
): string[] {
	if (items.length === 0) return [];
	const has = (item: Record<string, unknown>, name: string) =>
		Object.prototype.hasOwnProperty.call(item, name);
	const absent = names.filter((name) => !items.some((item) => has(item, name)));
	if (absent.length === 0) return absent;
	const present = new Set<string>();
	for (const item of items) for (const name of Object.keys(item)) present.add(trimmed(name));
	return absent.filter((name) => !present.has(name));
}
