import { convert, DECLARED_TYPES, typeNames } from './convert';
import { Unfit } from './unfit';
import { InvalidInput, quote } from '../invalidInput';
import { trimmed } from '../text';
import { isGiven, jsonObject } from '../values';

/** A field of the resource mapper, as n8n keeps it in the saved workflow. */
type MappedField = { id: string; type?: string; removed?: boolean };

/**
 * The attributes that n8n's resource mapper (`{mappingMode, value, schema}`) gives for one item, each
 * converted to the type in its schema. What is empty counts as not given. With automatic mapping they are
 * the fields of the input item that the schema names; without a schema, all fields. A plain object is taken
 * as the attributes themselves, since AI agents send one.
 *
 * n8n's engine converts such values itself when they are read in one way and not in another; here the result
 * is the same for both.
 * @param item the input item's JSON
 * @throws InvalidInput for a value that cannot be converted, naming its attribute, and when the event
 *   has attributes and none has a value, untouched or empty: customers would get messages with gaps
 */
export function mappedAttributes(
	given: unknown,
	item: Record<string, unknown>,
	parameter: string,
): Record<string, unknown> {
	const mapper = jsonObject(given, parameter) ?? {};
	const schema = (Array.isArray(mapper.schema) ? mapper.schema : []) as MappedField[];
	const types = new Map(schema.map(({ id, type }) => [id, type]));
	const attributes = givenValues(mapper, schema, item, parameter)
		.filter(([, value]) => isGiven(value))
		.map(([name, value]): [string, unknown] => [
			name,
			converted(name, value, types.get(trimmed(name)), parameter),
		])
		.filter(([, value]) => value !== undefined);
	if (attributes.length === 0 && hasFields(mapper, schema)) {
		throw new InvalidInput(
			parameter,
			'has no value for this item',
			'Check that the expressions find values in this item. To send the event without attributes, set Specify Attributes to Using JSON and enter {}',
		);
	}
	return Object.fromEntries(attributes);
}

/** Has the event attributes, as far as the form knows? Those that the user removed do not count. */
function hasFields({ mappingMode }: Record<string, unknown>, schema: MappedField[]): boolean {
	return typeof mappingMode === 'string' && schema.some(({ removed }) => removed !== true);
}

function givenValues(
	mapper: Record<string, unknown>,
	schema: MappedField[],
	item: Record<string, unknown>,
	parameter: string,
): Array<[string, unknown]> {
	if (typeof mapper.mappingMode !== 'string') return Object.entries(mapper);
	if (mapper.mappingMode === 'autoMapInputData') {
		if (schema.length === 0) return Object.entries(item);
		const wanted = new Set(schema.filter(({ removed }) => removed !== true).map(({ id }) => id));
		return Object.entries(item).filter(([name]) => wanted.has(trimmed(name)));
	}
	return Object.entries(jsonObject(mapper.value, parameter) ?? {});
}

function converted(
	name: string,
	value: unknown,
	type: string | undefined,
	parameter: string,
): unknown {
	if (type === undefined || !DECLARED_TYPES.includes(type)) return value;
	const result = convert(value, type, { wrapsSingles: true });
	if (!(result instanceof Unfit)) return result;
	throw InvalidInput.sentence(
		parameter,
		`Attribute ${quote(name)} is ${typeNames(type).noun} in MoEngage, but ${result.reason}`,
		result.advice ?? '',
	).convertibleBy(result.conversion, value, [parameter, 'value', name]);
}
