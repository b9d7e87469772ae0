import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { filled } from '../../fixtures/filled';
import { COUNTED, SEED, tableOf } from '../../simulation/table';

const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'sharing-limits.md'), 'utf8');

/** The rows that take the least time. */
const LIMIT = 1000;
const MOST_SENDERS = 20;

/** Versions of Node round differently, and a small difference grows. */
const MAY_DIFFER = [3, 1.5, 0.1];

const cellsOf = (row: string) => row.split('|').map((cell) => cell.trim());

/** Used, rejected and Jain's index, for fixed and for sliding windows. */
const figuresOf = (row: string) =>
	cellsOf(row)
		.slice(3, 6)
		.map((cell) => cell.split(' / ').map(Number));

function documentedRows(): string[] {
	const [, table] = PAGE.split(/^Limit 1,000 a minute.*\n\n/m);
	return table
		.split('\n\n')[0]
		.split('\n')
		.filter((row) => !(Number(cellsOf(row)[1]) > MOST_SENDERS));
}

test('docs/sharing-limits.md shows what the simulation yields: else run "npm run simulate"', () => {
	const rows = [...tableOf(LIMIT, COUNTED, SEED, MOST_SENDERS)];
	const documented = documentedRows();
	const withoutFigures = (row: string) => cellsOf(row).slice(0, 3);
	expect(documented.map(withoutFigures)).toEqual(rows.map(withoutFigures));
	expect(documented.slice(0, 2)).toEqual(rows.slice(0, 2));
	for (const [index, row] of rows.slice(2).entries()) {
		const shown = figuresOf(documented[index + 2]);
		for (const [column, figures] of filled(figuresOf(row).entries())) {
			for (const [kind, figure] of filled(figures.entries())) {
				const difference = Math.abs(shown[column][kind] - figure);
				expect({ row, isNear: difference <= MAY_DIFFER[column] }).toEqual({ row, isNear: true });
			}
		}
	}
});
