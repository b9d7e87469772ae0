import { InvalidInput, quote } from '../invalidInput';
import type { Reader } from '../reader';
import { rowsOf, type RowForm } from '../rows';
import { trimmed } from '../text';
import { dateObject, isGiven, jsonObject, optionalText } from '../values';
import { asSent } from './asSent';
import { sendableFields } from './attributeNames';
import { convert, typeNames } from './convert';
import { mappedAttributes } from './mappedAttributes';
import type { AttributeOwner } from './rules';
import { Unfit } from './unfit';
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
	const finish = (attributes: Record<string, unknown>, parameter: string) =>
		asSent(attributes, {
			owner,
			parameter,
			identifiers,
			keepDates: parameters.collection('options').flag('keepDates'),
			tell: parameters.tell,
		});
	if (how === 'item') {
		const fields = sendableFields(wholeItem(parameters, item), owner);
		tellOfTextOnly(parameters, fields);
		return finish(fields, 'specifyAttributes');
	}
	if (how !== 'json' && names.mapped !== undefined) {
		const [given, path] = parameters.at(names.mapped);
		return finish(mappedAttributes(given, item, path), names.mapped);
	}
	if (how === 'json' || names.fields === undefined) {
		return finish(parameters.object(names.json) ?? {}, names.json);
	}
	return finish(assignments(parameters.get(names.fields), names.fields), names.fields);
}

/**
 * Attributes that stand in a field of their own, such as those of a user beside an event.
 * @param given the collection with the field
 * @param options where the operation has the option to keep dates
 * @throws InvalidInput as {@link readAttributes}
 */
export function readObjectOfAttributes(
	given: Reader,
	name: string,
	owner: AttributeOwner,
	options?: Reader,
): Record<string, unknown> {
	return asSent(given.object(name) ?? {}, {
		owner,
		parameter: given.path(name),
		keepDates: options?.flag('keepDates'),
		tell: given.tell,
	});
}

/**
 * The attributes of one item with those that have a field each, which win. A value that an attribute lost so is told,
 * unless it came with the whole item.
 */
export function withFields(
	attributes: Record<string, unknown>,
	fields: Record<string, unknown>,
	parameters: Reader,
): Record<string, unknown> {
	if (parameters.get('specifyAttributes') !== 'item') {
		for (const [name, value] of Object.entries(fields)) {
			if (loses(attributes[name], value)) parameters.tell('fieldWins', name);
		}
	}
	return { ...attributes, ...fields };
}

/** Whether an attribute has a value, and another than the field, whose text has no blanks around it. */
function loses(attribute: unknown, field: unknown): boolean {
	if (!isGiven(attribute)) return false;
	if (typeof attribute === 'object') return true;
	return trimmed(String(attribute)) !== String(field);
}

/** A file's columns are text, and MoEngage keeps the type: an item of texts alone, with a number in one, comes from a file. */
function tellOfTextOnly(parameters: Reader, fields: Record<string, unknown>): void {
	let number: string | undefined;
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value !== 'string') return;
		if (number === undefined && /^-?(?:0|[1-9]\d{0,8})(?:[.,]\d+)?$/.test(value)) number = name;
	}
	if (number !== undefined) parameters.tell('textOfFile', number);
}

/**
 * Reads n8n's assignment collection (`{assignments: [{name, value, type}]}`), each value converted to the
 * type that the user picked; a cell that is empty for the item is not given. A plain object is taken as it is,
 * since AI agents send one.
 */
function assignments(value: unknown, parameter: string): Record<string, unknown> {
	const given = jsonObject(value, parameter) ?? {};
	const isCollection =
		Array.isArray(given.assignments) || ('assignments' in given && Object.keys(given).length === 1);
	if (!isCollection) return given;
	const rows: Array<[name: string, value: unknown]> = [];
	const entries = rowsOf(given, parameter, ASSIGNMENTS);
	for (let index = 0; index < entries.length; index++) {
		const entry = entries[index];
		const name = optionalText(entry.name, parameter) ?? '';
		// The editor keeps a new row that nobody filled in: it has no value.
		const typed = typedValue(name, withPlainValue(name, entry, parameter), parameter, index);
		if (typed !== undefined) rows.push([name, typed]);
	}
	const attributes = Object.fromEntries(rows);
	if (Object.keys(attributes).length < rows.length) throw twoRows(rows, parameter);
	return attributes;
}

/** How n8n keeps the rows of the field. */
const ASSIGNMENTS: RowForm = { rows: 'assignments', fields: ['name', 'value', 'type', 'id'] };

function twoRows(rows: Array<[name: string, value: unknown]>, parameter: string): InvalidInput {
	const names = rows.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) < index);
	return InvalidInput.sentence(
		parameter,
		`Attribute ${quote(twice)} is in two rows`,
		'Keep one of them, or let one be empty for this item',
	);
}

/** An object or array that becomes text obeys the rules before, with its dates as they are: nobody reads the text afterwards. */
function withPlainValue(
	name: string,
	entry: Record<string, unknown>,
	parameter: string,
): Record<string, unknown> {
	const { value, type } = entry;
	if (type !== 'string' || typeof value !== 'object' || value === null) return entry;
	const plain = asSent({ [name]: value }, { owner: 'message', parameter, tell: () => {} });
	return { ...entry, value: dateObject(value) === undefined ? plain[name] : value };
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
