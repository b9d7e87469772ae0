import { ADD, asSent, REMOVE } from './asSent';
import { checkAttributeNames } from './attributeNames';
import { InvalidInput, quote } from '../invalidInput';
import { parseJson, tryParse } from '../json';
import type { Reader } from '../reader';
import { isGiven, isPlainObject, optionalText, requiredText, textList } from '../values';

/** Attributes that identify the user, or have a field of their own. */
const NOT_CHANGED_SO = ['customer_id', 'uid', 'platforms'];

/** What an item sets, and what becomes of attributes that the user has already. */
export type AttributeChanges = {
	/** What stands in the payload's `attributes`. */
	attributes: Record<string, unknown>;
	/** What stands in its `unset_attributes` (`user-guide/data/user-data/unset-user-attributes.mdx`). */
	unset?: Array<{ type: 'equals'; attr: string; case_sensitive: true }>;
};

/**
 * Reads `unsetAttributes`, `addToArrays` and `removeFromArrays` of one item, beside the attributes that it sets.
 * @param additional the collection with the three
 * @param attributes what the item sets; an empty value gives way to a change of the same attribute
 * @param identifiers names of the item's user identifiers, which may begin with the system prefix
 * @throws InvalidInput for an attribute that is in two of them: MoEngage refuses it, or does one thing only
 */
export function withAttributeChanges(
	additional: Reader,
	attributes: Record<string, unknown>,
	identifiers: string[],
	keepDates: boolean,
): AttributeChanges {
	const added = arrayChanges(additional, 'addToArrays', identifiers, keepDates);
	const removed = arrayChanges(additional, 'removeFromArrays', identifiers, keepDates);
	const unset = unsetNames(additional);
	if (added.size + removed.size + unset.length === 0) return { attributes };
	const changes = [
		{ names: unset, path: additional.path('unsetAttributes'), label: 'Unset Attributes' },
		{ names: [...added.keys()], path: additional.path('addToArrays'), label: 'Add to Arrays' },
		{
			names: [...removed.keys()],
			path: additional.path('removeFromArrays'),
			label: 'Remove From Arrays',
		},
	];
	for (const { names, path } of changes) checkNames(names, path, identifiers);
	assertOnce(changes, attributes);
	const changed = new Set(changes.flatMap(({ names }) => names));
	const set = Object.entries(attributes).filter(([name]) => !changed.has(name));
	return {
		attributes: {
			...Object.fromEntries(set),
			...withValues(ADD, attributes, added),
			...withValues(REMOVE, attributes, removed),
		},
		...(unset.length > 0 && {
			unset: unset.map((attr) => ({ type: 'equals', attr, case_sensitive: true })),
		}),
	};
}

/** Values by attribute, from the fixed collection, rows, or an object of names to values. */
function arrayChanges(
	additional: Reader,
	field: 'addToArrays' | 'removeFromArrays',
	identifiers: string[],
	keepDates: boolean,
): Map<string, unknown[]> {
	const path = additional.path(field);
	const { tell } = additional;
	const attributesOf = { owner: 'user', parameter: path, identifiers, keepDates, tell } as const;
	const changes = new Map<string, unknown[]>();
	for (const row of additional.rows(field, 'attribute', 'values')) {
		const values = arrayValues(row.value, `${path}.attribute.values`);
		// A row without values is a cell that is empty for this item.
		if (values.length === 0) continue;
		const name = requiredText(row.name, `${path}.attribute.name`);
		const sent = asSent({ [name]: values }, attributesOf)[name] as unknown[];
		changes.set(name, [...new Set([...(changes.get(name) ?? []), ...sent])]);
	}
	return changes;
}

/** Single values, from comma-separated text, an array, an array as JSON text, or one value. */
function arrayValues(value: unknown, path: string): unknown[] {
	const given = withoutJsonText(value);
	const isText = typeof given === 'string' && !given.trim().startsWith('[');
	if (isText) return textList(given, path) ?? [];
	const list = typeof given === 'string' ? parseJson(given, path) : given;
	const values = [list].flat().filter(isGiven);
	const nested = values.find((one) => Array.isArray(one) || isPlainObject(one));
	if (nested === undefined) return values;
	throw new InvalidInput(
		path,
		`has ${quote(nested)} where a single value is expected`,
		'Use comma-separated values, or an expression that returns an array of texts or numbers',
	);
}

/** An object that a model wrote as text, which must not be taken for a name or a value; anything else as it is. */
function withoutJsonText(value: unknown): unknown {
	const isLikeObject = typeof value === 'string' && value.trim().startsWith('{');
	return isLikeObject ? (tryParse(value)?.value ?? value) : value;
}

/** From the fixed collection, rows with one or several names each, names, or comma-separated text. */
function unsetNames(additional: Reader): string[] {
	const path = additional.path('unsetAttributes');
	const held = heldBy(additional.parsed('unsetAttributes'));
	const isList = Array.isArray(held) || isPlainObject(held);
	const entries: unknown[] = isList ? [held].flat() : (textList(held, path) ?? []);
	const names = entries.flatMap((entry) => {
		if (!isPlainObject(entry)) return optionalText(entry, path) ?? [];
		if ('name' in entry || Object.keys(entry).length === 0) {
			return textList(withoutJsonText(entry.name), `${path}.attribute.name`) ?? [];
		}
		throw new InvalidInput(
			path,
			`has ${quote(entry)} where a name is expected`,
			'Use comma-separated names, or an expression that returns an array of names',
		);
	});
	return [...new Set(names)];
}

/** The rows of a fixed collection; anything else as it is. */
function heldBy(value: unknown): unknown {
	return isPlainObject(value) && 'attribute' in value ? [value.attribute].flat() : value;
}

function checkNames(names: string[], path: string, identifiers: string[]): void {
	const asAttributes = Object.fromEntries(names.map((name) => [name, true]));
	checkAttributeNames(asAttributes, 'user', path, identifiers);
	const fixed = names.find((name) => NOT_CHANGED_SO.includes(name));
	if (fixed === undefined) return;
	throw new InvalidInput(
		path,
		`has ${quote(fixed)}, which MoEngage does not change in this way`,
		fixed === 'platforms' ? 'Use the field Platforms for it' : 'Leave it out: users keep their ID',
	);
}

/** @throws InvalidInput for a name that comes twice, in the changes or in what is set beside them */
function assertOnce(
	changes: Array<{ names: string[]; path: string; label: string }>,
	attributes: Record<string, unknown>,
): void {
	const places = new Map<string, string>();
	for (const [name, value] of Object.entries(attributes)) {
		if (isGiven(value)) places.set(name, 'the attributes to set');
	}
	for (const key of [ADD, REMOVE]) {
		for (const name of Object.keys(attributes[key] ?? {})) places.set(name, key);
	}
	for (const { names, path, label } of changes) {
		for (const name of names) {
			const other = places.get(name);
			if (other !== undefined) {
				throw new InvalidInput(
					path,
					`has ${quote(name)}, which is also in ${other}`,
					'Keep it in one of the two: MoEngage does one thing with an attribute at a time',
				);
			}
			places.set(name, label);
		}
	}
}

/** Array changes under the key that Track User has for them, beside those that the item's JSON has there. */
function withValues(
	key: string,
	attributes: Record<string, unknown>,
	changes: Map<string, unknown[]>,
): Record<string, unknown> {
	if (changes.size === 0) return {};
	const own = isPlainObject(attributes[key]) ? attributes[key] : {};
	return { [key]: { ...own, ...Object.fromEntries(changes) } };
}
