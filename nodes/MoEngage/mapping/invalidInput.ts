/**
 * One item's parameter cannot be sent to MoEngage. Thrown by the pure mapping functions and settled by
 * the pipeline, which adds the parameter's display name and the item's index.
 */
export class InvalidInput extends Error {
	/** What converts the value, where that is known; the reading of items makes an expression of it. */
	remedy?: { conversion: Conversion; value: unknown; place: string[] };

	/**
	 * @param parameter path of the parameter as it stands in the workflow, e.g. `additionalFields.eventTime`
	 * @param reason what is wrong with the value, as a sentence that can follow the parameter's name
	 * @param advice what the user can do about it, one sentence
	 */
	constructor(
		readonly parameter: string,
		readonly reason: string,
		readonly advice: string,
		/** The reason is a whole sentence, to which the parameter's name is not to be added. */
		readonly isSentence = false,
	) {
		super(`${parameter}: ${reason}`);
	}

	/**
	 * Names what converts the value.
	 * @param place where the value stands in the workflow, if that is not the parameter itself
	 */
	convertibleBy(
		conversion: Conversion | undefined,
		value: unknown,
		place: string[] = this.parameter.split('.'),
	): this {
		if (conversion !== undefined) this.remedy = { conversion, value, place };
		return this;
	}

	/** One whose reason says by itself what it is about, such as an attribute by its name. */
	static sentence(parameter: string, reason: string, advice: string): InvalidInput {
		return new InvalidInput(parameter, reason, advice, true);
	}
}

/**
 * An n8n expression that converts text as people write it, with `$value` in place of the text; `undefined` for text
 * that may mean several things, or none.
 */
export type Conversion = string;

/** A value as it may stand in a message: short, on one line, in quotes when it is text. */
export function quote(value: unknown): string {
	const text = typeof value === 'string' ? value : asText(value);
	const oneLine = text.replace(/\s+/g, ' ');
	const short = oneLine.length > 60 ? `${oneLine.slice(0, 57)}…` : oneLine;
	return typeof value === 'string' ? `"${short}"` : short;
}

/** JSON; a value that JSON cannot hold in the form that JavaScript gives it. */
function asText(value: unknown): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return String(value);
	}
}
