/** How wide the demo's output may be. */
const WIDTH = 100;

/** A table with a line under its head; the first column is text, the others are numbers. */
export function table(rows: string[][]): string[] {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const lines = rows.map((row) =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
			)
			.join('   '),
	);
	const rule = '-'.repeat(lines[0].length);
	return [lines[0], rule, ...lines.slice(1)];
}

/** JSON over as few lines as fit the width. */
export function prettyJson(value: unknown, indent = ''): string {
	const flat = JSON.stringify(value);
	if (typeof value !== 'object' || value === null || flat.length + indent.length <= WIDTH) {
		return flat;
	}
	const inner = `${indent}  `;
	const entries = Array.isArray(value)
		? value.map((entry) => prettyJson(entry, inner))
		: Object.entries(value).map(
				([name, entry]) => `${JSON.stringify(name)}: ${prettyJson(entry, inner)}`,
			);
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	return [open, entries.map((entry) => inner + entry).join(',\n'), indent + close].join('\n');
}

/** `1 event`, `3 events`. */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `0.42 s` */
export function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(2)} s`;
}
