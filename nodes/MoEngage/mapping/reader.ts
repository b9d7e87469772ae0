import { parseJson } from './json';
import { namedRows } from './rows';
import type { Told } from './told';
import {
	asBoolean,
	emailAddress,
	isGiven,
	jsonObject,
	oneOf,
	optionalText,
	requiredText,
	textList,
} from './values';

/**
 * Reads the parameters of one item, or the fields of one of its collections. Value and path travel together,
 * so that a message can only name the field that it is about.
 */
export class Reader {
	private readonly read = new Map<string, unknown>();

	/**
	 * @param value a parameter with all expressions resolved, by its name; `undefined` when it is not set
	 * @param scope path of the collection that is read, with a dot at its end; empty for the parameters
	 * @param rawValue a parameter as it stands in the workflow, expressions unresolved
	 */
	constructor(
		private readonly value: (name: string) => unknown,
		private readonly scope = '',
		private readonly rawValue?: (name: string) => unknown,
		/** Takes down what MoEngage changes in the item's values. */
		readonly tell: (what: Told, name: string) => void = () => {},
	) {}

	/** The value as it is. It is read once, since n8n's engine takes its time for an expression. */
	get(name: string): unknown {
		if (!this.read.has(name)) this.read.set(name, this.value(name));
		return this.read.get(name);
	}

	/** The value as it stands in the workflow, expressions unresolved; `undefined` where that is not known. */
	raw(name: string): unknown {
		return this.rawValue?.(name);
	}

	/** The value by its name and its path in the workflow, for converters that take both. */
	at(name: string): [value: unknown, path: string] {
		return [this.get(name), this.path(name)];
	}

	/** The path of a field as messages name it, e.g. `additionalFields.eventTime`. */
	path(name: string): string {
		return this.scope + name;
	}

	isGiven(name: string): boolean {
		return isGiven(this.get(name));
	}

	/** As {@link optionalText}. */
	text(name: string): string | undefined {
		return optionalText(...this.at(name));
	}

	/** As {@link requiredText}. */
	requiredText(name: string): string {
		return requiredText(...this.at(name));
	}

	/** As {@link textList}. */
	list(name: string): string[] | undefined {
		return textList(...this.at(name));
	}

	/** As {@link oneOf}. */
	oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
		return oneOf(this.get(name), allowed, this.path(name));
	}

	/** A list of documented spellings, each as {@link oneOf}. */
	listOf(name: string, allowed: readonly string[]): string[] | undefined {
		return this.list(name)?.map((value) => oneOf(value, allowed, this.path(name)) as string);
	}

	/** As {@link asBoolean}. */
	flag(name: string): boolean | undefined {
		return asBoolean(...this.at(name));
	}

	/** As {@link jsonObject}. */
	object(name: string): Record<string, unknown> | undefined {
		return jsonObject(...this.at(name));
	}

	/** As {@link namedRows}; `valueField` is where a row of the fixed collection holds its value. */
	rows(name: string, rows: string, valueField = 'value'): Array<{ name: unknown; value: unknown }> {
		return namedRows(this.get(name), this.path(name), { rows, valueField });
	}

	/**
	 * An email address; `undefined` when not given.
	 * @throws InvalidInput for text that cannot be one
	 */
	email(name: string): string | undefined {
		const text = this.text(name);
		return text === undefined ? undefined : emailAddress(text, this.path(name));
	}

	/**
	 * A collection of optional fields, as an object or as JSON text; without any field when not given.
	 * @throws InvalidInput for anything else, since leaving it out would send something other than was meant
	 */
	collection(name: string): Reader {
		return this.within(this.object(name) ?? {}, name);
	}

	/** Fields that stand below a name, such as a row of a collection. */
	within(fields: Record<string, unknown>, name: string): Reader {
		return new Reader((field) => fields[field], `${this.path(name)}.`, undefined, this.tell);
	}

	/** The value of JSON text; any other value as it is. */
	parsed(name: string): unknown {
		const [value, path] = this.at(name);
		return typeof value === 'string' && /^\s*[{[]/.test(value) ? parseJson(value, path) : value;
	}
}
