import { InvalidInput, quote } from './invalidInput';
import { isUnseen, trimmed } from './text';

/**
 * The value of JSON text.
 * @throws InvalidInput for broken JSON, saying where it breaks and what was expected there, and for what its value would
 *   not have any more ({@link lostIn})
 */
export function parseJson(text: string, parameter: string): unknown {
	const json = trimmed(text);
	const parsed = tryParse(json);
	if (parsed !== undefined) {
		assertNothingLost(json, parsed.value, parameter);
		return parsed.value;
	}
	const at = jsonBreak(json);
	throw new InvalidInput(
		parameter,
		`is not valid JSON: ${at >= json.length ? 'it ends too early' : whereItBreaks(text, json, at)}`,
		adviceAt(json, at),
	);
}

/** What to do about a break: what people write in place of JSON is recognized by where it breaks. */
function adviceAt(json: string, at: number): string {
	if (json.startsWith('{{', at) || json.startsWith('{{', at - 1)) {
		return 'n8n evaluates {{ }} only in an expression: switch the field from Fixed to Expression';
	}
	if (!/^[{["]/.test(json)) {
		return 'Use JSON such as { "name": "value" }, with double quotes around names and texts';
	}
	const example = json.startsWith('[') ? '["A", "B"]' : '{ "name": "value" }';
	return /[\p{L}_'‘’“”]/u.test(json.charAt(at))
		? `Put names and texts in double quotes, such as ${example}`
		: 'Check quotes, commas and brackets there';
}

function whereItBreaks(text: string, json: string, at: number): string {
	const before = text.slice(0, text.indexOf(json) + at).split('\n');
	const code = json.charCodeAt(at);
	const fault =
		isUnseen(code) && code > 0x20
			? `an invisible character, U+${code.toString(16).toUpperCase().padStart(4, '0')}`
			: faultOf(json);
	return `it breaks at line ${before.length}, column ${before[before.length - 1].length + 1}, at ${quote(json.slice(at, at + 20))} (${fault})`;
}

function assertNothingLost(text: string, value: unknown, parameter: string): void {
	const lost = lostIn(text, value);
	if (lost === undefined) return;
	throw new InvalidInput(parameter, `has ${lost.what}, which ${lost.is}`, lost.advice);
}

/**
 * What JSON text, or text of a JavaScript object, says and its value does not: the last digits of an integer, or the first
 * values of a name that one object has twice.
 * @param value of JSON text, whose names are counted first: that is faster than to look for the same ones
 */
export function lostIn(
	json: string,
	value?: unknown,
): { what: string; is: string; advice: string } | undefined {
	const digits = lostDigits(json);
	if (digits !== undefined) {
		return {
			what: digits,
			is: 'has more digits than a number can hold',
			advice: 'Put the digits in quotes, so that they are text',
		};
	}
	const hasAllNames = value !== undefined && namesIn(value) >= (json.match(/"\s*:/g) ?? []).length;
	const name = hasAllNames ? undefined : repeatedName(json);
	return name === undefined
		? undefined
		: {
				what: `the name ${quote(name)}`,
				is: 'comes twice in one object',
				advice: 'Keep one of its values, or give the other one another name',
			};
}

function lostDigits(json: string): string | undefined {
	if (!/\d{16}/.test(json)) return undefined;
	const tokens = json.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d[\d.eE+-]*/g) ?? [];
	return tokens.find(
		(token) => /^-?\d{16,}$/.test(token) && BigInt(Number(token)) !== BigInt(token),
	);
}

/** Without recursion: JSON can be nested deeper than the stack. */
function namesIn(value: unknown): number {
	const open = [value];
	let names = 0;
	while (open.length > 0) {
		const next = open.pop();
		if (typeof next !== 'object' || next === null) continue;
		const values: unknown[] = Object.values(next);
		if (!Array.isArray(next)) names += values.length;
		for (const entry of values) open.push(entry);
	}
	return names;
}

/** Names, each with its colon, other texts, and where objects begin and end. */
const NAMES_AND_BRACES =
	/("[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[\p{L}\p{N}_$]+)(\s*:)?|[{}]/gsu;

function repeatedName(json: string): string | undefined {
	const open: Array<Set<string>> = [];
	for (const [token, text, colon] of json.matchAll(NAMES_AND_BRACES)) {
		if (token === '{') open.push(new Set());
		else if (token === '}') open.pop();
		else if (colon !== undefined) {
			// Another spelling of a name, such as `"\\u0061"`, is the same name.
			const name = String(tryParse(text)?.value ?? text.replace(/'/g, ''));
			const names = open[open.length - 1];
			if (names?.has(name)) return name;
			names?.add(name);
		}
	}
	return undefined;
}

/** JSON text, or text of a JavaScript object, with nothing in its quotes. */
export function withoutTexts(json: string): string {
	return json.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, '""');
}

/** The value of JSON text, or `undefined` when it is none. */
export function tryParse(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

/**
 * Offset of the first character at which a text stops being JSON; its length when it only ends too early.
 *
 * The engine's message names the position, but not where it expected a value. A text up to that very place
 * only ends too early, and a longer piece of it is broken: the place is found by halving.
 */
export function jsonBreak(text: string): number {
	const named = breakIn(text);
	if (named !== undefined) return Math.min(named, text.length);
	let longestWhole = 0;
	let shortestBroken = text.length;
	while (shortestBroken - longestWhole > 1) {
		const middle = Math.floor((longestWhole + shortestBroken) / 2);
		const at = breakIn(text.slice(0, middle));
		if (at === undefined || at < middle) shortestBroken = middle;
		else longestWhole = middle;
	}
	return longestWhole;
}

/** What the engine says of a broken text, without its place: `expected ',' or '}' after property value`. */
function faultOf(text: string): string {
	const words = messageOf(text).split(/ in JSON at position |, (?:\.{3})?"/)[0];
	return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The place of the break as the engine names it: the length of a text that only ends too early. */
function breakIn(text: string): number | undefined {
	const message = messageOf(text);
	if (message === '' || /end of JSON input|^Unterminated string/.test(message)) return text.length;
	const position = /at position (\d+)/.exec(message)?.[1];
	return position === undefined ? undefined : Number(position);
}

/** Empty for text that is JSON. */
function messageOf(text: string): string {
	try {
		JSON.parse(text);
		return '';
	} catch (error) {
		return (error as Error).message;
	}
}
