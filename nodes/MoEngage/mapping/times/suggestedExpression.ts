import { InvalidInput } from '../invalidInput';

/** A date whose first two numbers may both be the month; with points, the day always comes first. */
const EITHER_ORDER = /^\s*(?:0?\d|1[0-2])[/-](?:0?\d|1[0-2])[/-]/;

/** What stands before the expression of an advice. */
export const BEFORE_EXPRESSION = 'This expression converts it:';

/** An expression and nothing beside it, as the workflow holds it. */
const ONE_EXPRESSION = /^=\{\{\s*((?:(?!\{\{|\}\})[\s\S])*?\S)\s*\}\}$/;

/**
 * The same with an expression to paste in its advice, where one converts the value: for the expression that the field
 * holds, or for the text that stands there. A field with several expressions, or one within an expression, gets none:
 * what is pasted there would give all items the value of this one.
 * @param raw gives what stands in a parameter, expressions unresolved
 */
export function withExpression(
	invalid: InvalidInput,
	raw: (name: string) => unknown,
): InvalidInput {
	const { parameter, reason, remedy, isSentence } = invalid;
	if (remedy === undefined) return invalid;
	const { conversion, value, place } = remedy;
	const [name, ...path] = place;
	const source = sourceOf(path.reduce<unknown>(below, raw(name)));
	if (source === undefined) return invalid;
	const expression = conversion.replace('$value', () => source);
	const other = conversion.includes('"d') ? 'month' : 'day';
	const order = EITHER_ORDER.test(String(value))
		? ` (exchange d and M if the ${other} comes first)`
		: '';
	const advice = `${invalid.advice}. ${BEFORE_EXPRESSION} {{ ${expression} }}${order}`;
	return new InvalidInput(parameter, reason, advice, isSentence);
}

/** What gives the value in an expression. Behind a comment, nothing can follow on its line. */
function sourceOf(written: unknown): string | undefined {
	if (typeof written === 'number') return String(written);
	if (typeof written !== 'string') return undefined;
	if (!written.startsWith('=')) return JSON.stringify(written);
	const source = ONE_EXPRESSION.exec(written)?.[1];
	return source?.includes('//') === true ? undefined : source;
}

function below(value: unknown, step: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[step]
		: undefined;
}
