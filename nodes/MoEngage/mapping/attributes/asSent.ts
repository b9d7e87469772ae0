import { InvalidInput, quote } from '../invalidInput';
import { trimmed, wellFormed } from '../text';
import { isInvalidDate } from '../times';
import type { Told } from '../told';
import { namedByAttribute, userNamedBy } from '../users';
import { dateObject, isGiven, isPlainObject } from '../values';
import { checkAttributeNames } from './attributeNames';
import { dateText, utcText, type MomentForm } from './datesInAttributes';
import { RULES, toldOfArray, toldOfName, toldOfText, type AttributeOwner } from './rules';

/** Deeper values pass as they are: the reading of items refuses them. */
const DEEPEST = 100;

/**
 * The attributes of one item as they are sent, by the rules of their owner: the only way for attributes into a request.
 * @throws InvalidInput for a name or a value that the rules reject, with the name of the attribute
 */
export function asSent(
	given: Record<string, unknown>,
	attributesOf: AttributesOf,
): Record<string, unknown> {
	const { owner, parameter, identifiers, keepDates, tell } = attributesOf;
	const { object: attributes, isPlain } = withMendedNames(given, parameter);
	checkAttributeNames(attributes, owner, parameter, identifiers);
	const { dates, hasLimits } = RULES[owner];
	const place: Place = {
		name: '',
		parameter,
		form: keepDates === true ? undefined : dates,
		above: [],
		tell: (what) => what !== undefined && hasLimits === true && tell(what, place.name),
	};
	return withValues(attributes, (value, name) => {
		place.name = name;
		if (!isPlain) place.tell(toldOfName(name));
		if (owner !== 'user') return sent(value, place);
		if (ARRAY_CHANGES.includes(name) && isPlainObject(value)) return asSent(value, attributesOf);
		return valueOfUser(value, place);
	});
}

/** Where Track User takes values to add to and to remove from arrays: among the attributes, by their names (Data Overview). */
export const [ADD, REMOVE] = ['addValueToArrayField', 'removeValueFromArrayField'];
const ARRAY_CHANGES = [ADD, REMOVE];

/** What the attributes of one item belong to, and where they come from. */
export type AttributesOf = {
	owner: AttributeOwner;
	/** Path of the parameter that holds them, for messages. */
	parameter: string;
	/** Leaves dates in text as they are, and makes date objects their ISO text. */
	keepDates?: boolean;
	/** Names of the item's user identifiers, which may begin with the system prefix. */
	identifiers?: string[];
	/** Takes down what MoEngage changes. */
	tell(what: Told, name: string): void;
};

/** Where a value stands: in which attribute, and in which lists and objects of it. */
type Place = {
	name: string;
	parameter: string;
	/** How its moments are sent; `undefined`: as they are. */
	form: MomentForm | undefined;
	above: object[];
	tell(what: Told | undefined): void;
};

/**
 * Names without what nobody sees at their ends: a byte order mark in a CSV file's first heading, for example.
 * @returns `isPlain`: there is nothing to tell of any of them
 * @throws InvalidInput for a name of which nothing is left, and for two that are the same
 */
function withMendedNames<T>(
	object: Record<string, T>,
	parameter: string,
): { object: Record<string, T>; isPlain: boolean } {
	const names = Object.keys(object);
	if (names.every((name) => PLAIN.test(name))) return { object, isPlain: true };
	const mended = new Map<string, T>();
	for (const name of names) {
		const better = wellFormed(trimmed(name));
		if (better === '') {
			throw new InvalidInput(
				parameter,
				'has an attribute with an empty name',
				'Give every attribute a name',
			);
		}
		if (mended.has(better)) {
			throw new InvalidInput(
				parameter,
				`has two names that look like ${quote(better)}: one has a character that nobody sees at an end`,
				'Rename or remove one of them',
			);
		}
		mended.set(better, object[name]);
	}
	return {
		object: names.every((name) => mended.has(name)) ? object : Object.fromEntries(mended),
		isPlain: false,
	};
}

/** Most names: neither is there anything to mend or to tell of them, nor to lose time with. */
const PLAIN = /^\w{1,100}$/;

/** The user's standard attributes obey the rules for users under whatever way they come in. */
function valueOfUser(value: unknown, place: Place): unknown {
	const namedBy = namedByAttribute(place.name);
	if (namedBy === undefined || !isGiven(value)) return sent(value, place);
	try {
		const text = userNamedBy(namedBy, value, place.parameter);
		return typeof value === 'number' ? value : text;
	} catch (error) {
		const { reason, advice } = error as InvalidInput;
		throw invalid(place, `: ${reason}`, advice);
	}
}

/** Objects around one value, such as `Object(7)`. */
const BOXED = new Set(['String', 'Number', 'Boolean', 'BigInt']);

function sent(value: unknown, place: Place): unknown {
	if (typeof value === 'string') return textSent(value, place);
	if (typeof value === 'number' || typeof value === 'bigint') return numberSent(value, place);
	if (typeof value === 'function' || typeof value === 'symbol') throw noValue(value, place);
	if (typeof value !== 'object' || value === null) return value;
	const date = dateObject(value);
	if (date !== undefined) {
		if (isInvalidDate(value)) throw noDate(place);
		return dateText(value, date, place.form);
	}
	const { above } = place;
	if (above.length >= DEEPEST || above.includes(value)) return value;
	above.push(value);
	const inner = Array.isArray(value) ? listSent(value, place) : objectSent(value, place);
	above.pop();
	return inner;
}

function textSent(text: string, place: Place): string {
	if (text.startsWith('Invalid') && isInvalidDate(text)) throw noDate(place);
	const told = toldOfText(text);
	if (told !== undefined) place.tell(told);
	return (place.form && utcText(text, place.form)) ?? wellFormed(text);
}

/** JSON has no NaN, and most readers of it no integer beyond 2^53. */
function numberSent(value: number | bigint, place: Place): number {
	const number = Number(value);
	if (!Number.isFinite(number)) {
		throw invalid(
			place,
			` holds ${number}, which would arrive as nothing`,
			'Check the expression: what it reads is no number',
		);
	}
	if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
		throw invalid(
			place,
			` holds ${value}, which has more digits than a number can hold`,
			'Have the data source provide it as text',
		);
	}
	return number;
}

function listSent(list: unknown[], place: Place): unknown[] {
	place.tell(toldOfArray(list));
	const changed = list.map((entry) => sent(entry, place));
	return changed.some((entry, index) => entry !== list[index]) ? changed : list;
}

function objectSent(value: object, place: Place): unknown {
	if (!isPlainObject(value)) {
		const kind = kindOf(value);
		if (BOXED.has(kind)) return sent(value.valueOf(), place);
		const { toJSON } = value as { toJSON?: () => unknown };
		// A Set, a Map or a pattern is {} in JSON. Fields of a class arrive.
		if (typeof toJSON !== 'function') throw noValue(value, place);
		const json = toJSON.call(value);
		return json === value ? value : sent(json, place);
	}
	const { object, isPlain } = withMendedNames(value, place.parameter);
	return withValues(object, (inner, name) => {
		if (!isPlain) place.tell(toldOfName(name));
		return sent(inner, place);
	});
}

/** The object itself as long as no value changes, which is the rule: copies take time. */
function withValues(
	object: Record<string, unknown>,
	changed: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
	const names = Object.keys(object);
	let entries: Array<[string, unknown]> | undefined;
	for (let index = 0; index < names.length; index++) {
		const name = names[index];
		const value = changed(object[name], name);
		if (value === object[name]) continue;
		entries ??= Object.entries(object);
		entries[index][1] = value;
	}
	return entries === undefined ? object : Object.fromEntries(entries);
}

/** `Set` of `[object Set]`: the same for objects of n8n's expression engine, whose classes are others. */
function kindOf(value: object | symbol): string {
	return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function noValue(value: object | symbol, place: Place): InvalidInput {
	return invalid(
		place,
		` holds a ${kindOf(value)}, which JSON does not have: its content would be lost`,
		'Check that the expression returns a value: a method needs its brackets, and a Set becomes an array by Array.from',
	);
}

function noDate(place: Place): InvalidInput {
	return invalid(
		place,
		' has a date that does not exist (Invalid DateTime)',
		'Check the expression and the format of the date that it reads',
	);
}

/** @param what follows the name of the attribute */
function invalid({ name, parameter }: Place, what: string, advice: string): InvalidInput {
	return InvalidInput.sentence(parameter, `Attribute ${quote(name)}${what}`, advice);
}
