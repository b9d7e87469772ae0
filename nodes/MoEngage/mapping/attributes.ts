import { checkAttributeNames, sendableFields, type AttributeOwner } from './attributeNames';
import { convert, typeNames, Unfit } from './convert';
import { datesOf } from './dates';
import { InvalidInput, quote } from './invalidInput';
import { mappedAttributes } from './mappedAttributes';
import type { Reader } from './reader';
import { jsonObject } from './values';
import { wholeItem } from './wholeItem';

/**
 * Parameter names an operation uses for its three ways to give attributes. Its fields are either an
 * assignment collection (`fields`) or a resource mapper (`mapped`).
 */
export type AttributeParameters = { fields?: string; mapped?: string; json: string };

/**
 * The attributes of one item, as `specifyAttributes` says: typed fields, JSON, or the whole item. Dates have the
 * form that MoEngage stores as a date, unless `options.keepDates` is on.
 * @param item the input item's JSON
 * @param identifiers names of the item's user identifiers, which may begin with the system prefix
 * @throws InvalidInput for broken JSON, a value that is not of its declared type, and refused names
 */
export function readAttributes(
	parameters: Reader,
	item: Record<string, unknown>,
	names: AttributeParameters,
	owner: AttributeOwner,
	identifiers: string[] = [],
): Record<string, unknown> {
	const how = parameters.get('specifyAttributes');
	const finish = (attributes: Record<string, unknown>, parameter: string) => {
		checkAttributeNames(attributes, owner, parameter, identifiers);
		return withDates(parameters, attributes, parameter, owner);
	};
	if (how === 'item') {
		return finish(sendableFields(wholeItem(parameters, item), owner), 'specifyAttributes');
	}
	if (how !== 'json' && names.mapped !== undefined) {
		const [given, path] = parameters.at(names.mapped);
		return finish(mappedAttributes(given, item, path, parameters.raw(names.mapped)), names.mapped);
	}
	if (how === 'json' || names.fields === undefined) {
		return finish(parameters.object(names.json) ?? {}, names.json);
	}
	return finish(assignments(parameters.get(names.fields), names.fields), names.fields);
}

/**
 * Attributes that stand in a field of their own, such as those of a user beside an event.
 * @throws InvalidInput as {@link readAttributes}
 */
export function readObjectOfAttributes(
	parameters: Reader,
	given: Reader,
	name: string,
	owner: AttributeOwner,
): Record<string, unknown> {
	const attributes = given.object(name) ?? {};
	checkAttributeNames(attributes, owner, given.path(name));
	return withDates(parameters, attributes, given.path(name), owner);
}

function withDates(
	parameters: Reader,
	attributes: Record<string, unknown>,
	parameter: string,
	owner: AttributeOwner,
): Record<string, unknown> {
	const keepDates = parameters.collection('options').flag('keepDates') ?? false;
	const form = owner === 'catalogItem' ? 'milliseconds' : 'seconds';
	return datesOf(attributes, keepDates, parameter, form);
}

/**
 * Reads n8n's assignment collection (`{assignments: [{name, value, type}]}`), each value converted to the
 * type that the user picked; a cell that is empty for the item is not given. A plain object is taken as it is,
 * since AI agents send one.
 */
function assignments(value: unknown, parameter: string): Record<string, unknown> {
	const given = jsonObject(value, parameter) ?? {};
	if (!Array.isArray(given.assignments)) return given;
	const attributes: Array<[string, unknown]> = [];
	const entries = given.assignments as Array<Record<string, unknown>>;
	for (const [index, entry] of entries.entries()) {
		const name = String(entry.name ?? '').trim();
		// The editor keeps a new row that nobody filled in: it has no value.
		const typed = typedValue(name, entry, parameter, index);
		if (typed !== undefined) attributes.push([name, typed]);
	}
	return Object.fromEntries(attributes);
}

function typedValue(
	name: string,
	{ value, type }: Record<string, unknown>,
	parameter: string,
	index: number,
): unknown {
	const typeName = String(type);
	const result = convert(value, typeName, { writesJson: true });
	if (!(result instanceof Unfit)) return result;
	throw InvalidInput.sentence(
		parameter,
		`Attribute ${quote(name)} is set to ${typeNames(typeName).label}, but ${result.reason}`,
		result.advice ?? '',
	).convertibleBy(result.conversion, value, [parameter, 'assignments', String(index), 'value']);
}
