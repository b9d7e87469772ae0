/**
 * One item's parameter cannot be sent to MoEngage. Thrown by the pure mapping functions and settled by
 * the pipeline, which adds the parameter's display name and the item's index.
 */
export class InvalidInput extends Error {
	/**
	 * @param parameter path of the parameter as it stands in the workflow, e.g. `additionalFields.eventTime`
	 * @param reason what is wrong with the value, as a sentence that can follow the parameter's name
	 * @param advice what the user can do about it, one sentence
	 */
	constructor(
		readonly parameter: string,
		readonly reason: string,
		readonly advice: string,
	) {
		super(`${parameter}: ${reason}`);
	}
}

/** A value as it may stand in a message: short, on one line, in quotes when it is text. */
export function quote(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const oneLine = text.replace(/\s+/g, ' ');
	const short = oneLine.length > 60 ? `${oneLine.slice(0, 57)}…` : oneLine;
	return typeof value === 'string' ? `"${short}"` : short;
}
