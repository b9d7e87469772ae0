/** What nobody sees in text, and what no strict reader takes. */

/**
 * What nobody sees around text, above ASCII: blanks, control characters, byte order marks, and the marks for joining,
 * for direction and for places to break a line, which come along when text is copied.
 */
const UNSEEN = /[\s\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Is it the code of a character that nobody sees? */
export function isUnseen(code: number): boolean {
	return code <= 0x20 || (code > 0x7e && UNSEEN.test(String.fromCharCode(code)));
}

/** Text without what nobody sees at its ends. */
export function trimmed(text: string): string {
	let from = 0;
	let to = text.length;
	while (from < to && isUnseen(text.charCodeAt(from))) from++;
	while (to > from && isUnseen(text.charCodeAt(to - 1))) to--;
	return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** Is there nothing in it that anybody sees? */
export function isBlank(text: string): boolean {
	for (let at = 0; at < text.length; at++) if (!isUnseen(text.charCodeAt(at))) return false;
	return true;
}

/**
 * The order of two labels of this package, as `localeCompare` has it. n8n loads the package at every start, and to load
 * it took a third longer with the first call of `localeCompare`, which fetches tables of all languages.
 */
export function byLabel(a: string, b: string): number {
	const [first, second] = [a.toLowerCase(), b.toLowerCase()];
	return Number(first > second) - Number(first < second);
}

/**
 * Text in which half of a surrogate pair is the sign for a lost character, U+FFFD: text has such halves that was cut within
 * an emoji, and a strict reader refuses a request for them.
 */
export function wellFormed(text: string): string {
	return text.toWellFormed();
}
