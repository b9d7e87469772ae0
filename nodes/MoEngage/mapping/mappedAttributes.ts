import { InvalidInput, quote } from './invalidInput';
import { tryParse } from './json';
import { formatUtc, readTime, type GivenTime } from './time';
import { isGiven, jsonObject } from './values';

/** A field of the resource mapper, as n8n keeps it in the saved workflow. */
type MappedField = { id: string; type?: string; removed?: boolean };

/** n8n's types for what MoEngage declares (see `getBusinessEventAttributes`), in words for a message. */
const CONVERSIONS: Record<
	string,
	{ name: string; convert: (value: unknown) => unknown; advice: string }
> = {
	array: {
		name: 'an array',
		convert: toArray,
		advice: 'Use JSON such as ["S", "M"], or an expression that yields an array',
	},
	dateTime: {
		name: 'a date',
		convert: toIsoText,
		advice: 'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
	},
	number: {
		name: 'a number',
		convert: toNumber,
		advice: 'Use digits with a point for decimals, or an expression that yields a number',
	},
	string: { name: 'text', convert: toText, advice: 'Use text, or an expression that yields text' },
};

/**
 * The attributes that n8n's resource mapper (`{mappingMode, value, schema}`) gives for one item, each
 * converted to the type in its schema. What is empty counts as not given. With automatic mapping they are
 * the fields of the input item that the schema names; without a schema, all fields. A plain object is taken
 * as the attributes themselves, since AI agents send one.
 *
 * n8n's engine converts such values itself when they are read in one way and not in another; here the result
 * is the same for both.
 * @param item the input item's JSON
 * @throws InvalidInput for a value that cannot be converted, naming its attribute
 */
export function mappedAttributes(
	given: unknown,
	item: Record<string, unknown>,
	parameter: string,
): Record<string, unknown> {
	const mapper = jsonObject(given, parameter) ?? {};
	const schema = (Array.isArray(mapper.schema) ? mapper.schema : []) as MappedField[];
	const types = new Map(schema.map(({ id, type }) => [id, type]));
	return Object.fromEntries(
		givenValues(mapper, schema, item, parameter)
			.filter(([, value]) => isGiven(value))
			.map(([name, value]) => [name, convert(name, value, types.get(name), parameter)]),
	);
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
		return Object.entries(item).filter(([name]) => wanted.has(name));
	}
	return Object.entries(jsonObject(mapper.value, parameter) ?? {});
}

function convert(
	name: string,
	value: unknown,
	type: string | undefined,
	parameter: string,
): unknown {
	const conversion = CONVERSIONS[type ?? ''];
	if (conversion === undefined) return value;
	const converted = conversion.convert(value);
	if (converted === undefined) {
		throw new InvalidInput(
			parameter,
			`has ${quote(value)} for the attribute ${quote(name)}, which MoEngage declares as ${conversion.name}`,
			conversion.advice,
		);
	}
	return converted;
}

/** An integer beyond this has already lost digits, or would lose them on becoming a number. */
function keepsItsDigits(number: number): boolean {
	return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
}

function toNumber(value: unknown): number | undefined {
	const isDecimal =
		typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim());
	const number = isDecimal ? Number(value) : value;
	return typeof number === 'number' && keepsItsDigits(number) ? number : undefined;
}

function toText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean') return String(value);
	return typeof value === 'number' && keepsItsDigits(value) ? String(value) : undefined;
}

/** Text with commas is refused: whether they separate entries or belong to one, only the user knows. */
function toArray(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	if (typeof value === 'string') {
		const text = value.trim();
		if (text.startsWith('[')) {
			const parsed = tryParse(text)?.value;
			return Array.isArray(parsed) ? parsed : undefined;
		}
		return text.includes(',') || text.startsWith('{') ? undefined : [text];
	}
	return typeof value === 'number' || typeof value === 'boolean' ? [value] : undefined;
}

/** Text stays as the user wrote it, time zone or none included; what is an instant becomes UTC. */
function toIsoText(value: unknown): string | undefined {
	const time = readableTime(value);
	if (time === undefined) return undefined;
	const isEpoch = typeof value !== 'string' || /^-?\d{9,}/.test(value.trim());
	if (isEpoch) return formatUtc(time.wallClock - (time.offset ?? 0) * 1000);
	// Databases write a space where ISO 8601 has a T.
	return value
		.trim()
		.replace(/^([^\sTt]+)\s/, '$1T')
		.replace(/\s+/g, '');
}

function readableTime(value: unknown): GivenTime | undefined {
	try {
		return readTime(value, '');
	} catch {
		return undefined;
	}
}
