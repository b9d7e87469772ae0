import { InvalidInput, quote } from './invalidInput';
import { parseJson } from './json';
import { isGiven, isPlainObject } from './values';

type Row = Record<string, unknown>;

/** How n8n's fixed collection keeps its rows: under which name, and with which fields, the row's name first. */
export type RowForm = { rows: string; fields: readonly [name: string, ...others: string[]] };

/**
 * Rows in any form that they come in: n8n's fixed collection (`{<rows>: [row]}`), a list of rows, one row, or an object
 * of names to the value of the second field; each as JSON text, too.
 * @returns no row when nothing is given; a row that nobody filled in has none of the fields
 * @throws InvalidInput for anything else, since leaving it out would send something other than was meant
 */
export function rowsOf(value: unknown, parameter: string, form: RowForm): Row[] {
	if (!isGiven(value)) return [];
	const { rows, fields } = form;
	const given = typeof value === 'string' ? parseJson(value, parameter) : value;
	const held = isPlainObject(given) && rows in given ? rowsIn(given, parameter, form) : given;
	if (Array.isArray(held)) {
		const filled = held.filter(isGiven);
		const strange = filled.find((row) => !isRow(row, fields));
		if (strange !== undefined) throw noRow(strange, parameter, fields);
		return filled as Row[];
	}
	if (!isPlainObject(held)) throw noRow(held, parameter, fields);
	const names = Object.keys(held);
	if (names.length > 0 && names.every((name) => fields.includes(name))) return [held];
	const [name, valueField] = fields;
	return Object.entries(held).map(([key, entry]) => ({ [name]: key, [valueField]: entry }));
}

/** @throws InvalidInput for other fields beside the rows, of which nobody knows what they stand for */
function rowsIn(collection: Row, parameter: string, { rows, fields }: RowForm): unknown[] {
	const other = Object.keys(collection).find((key) => key !== rows && isGiven(collection[key]));
	if (other !== undefined) throw noRow(collection, parameter, fields);
	return [collection[rows]].flat();
}

/**
 * Rows of names and values, as {@link rowsOf} reads them.
 * @param valueField where a row of the fixed collection holds its value
 */
export function namedRows(
	value: unknown,
	parameter: string,
	{ rows, valueField }: { rows: string; valueField: string },
): Array<{ name: unknown; value: unknown }> {
	return rowsOf(value, parameter, { rows, fields: ['name', valueField] }).map((row) => ({
		name: row.name,
		value: row[valueField],
	}));
}

/** Is it an object with name and value, or with nothing but empty fields beside one of them? */
function isRow(row: unknown, fields: readonly string[]): boolean {
	if (!isPlainObject(row)) return false;
	if (fields[0] in row && fields[1] in row) return true;
	return Object.keys(row).every((key) => fields.includes(key) || !isGiven(row[key]));
}

function noRow(strange: unknown, parameter: string, [name, ...others]: readonly string[]) {
	const row = [name, others[0]].map((field) => `"${field}": …`).join(', ');
	return new InvalidInput(
		parameter,
		`has ${quote(strange)} where ${name} and ${others[0]} are expected`,
		`Use a list such as [{ ${row} }]`,
	);
}
