import { DateTime } from 'luxon';

/** What n8n's engine would make of the expression. */
export function evaluate(conversion: string | undefined, value: unknown): unknown {
	const code = `return ${String(conversion).replace(/\$value/g, 'value')};`;
	return (new Function('value', 'DateTime', code) as (...all: unknown[]) => unknown)(
		value,
		DateTime,
	);
}
