/** @throws with the name of the option if its text is not a whole number */
export function wholeNumber(name: string, text: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
	return Number(text);
}

/** @throws with the name of the option if its text is not a whole number from 1 on */
export function positive(name: string, text: string): number {
	const value = wholeNumber(name, text);
	if (value === 0) throw new Error(`--${name} takes at least 1.`);
	return value;
}

/**
 * @param option as it is written
 * @throws with the choices if the text is none of them
 */
export function oneOf<T extends string>(option: string, allowed: readonly T[], text: string): T {
	const found = allowed.find((one) => one === text);
	if (found !== undefined) return found;
	throw new Error(`${option} takes one of ${allowed.join(', ')}, not "${text}".`);
}

/** @throws with the name of the option if its text is not of the form `name=value` */
export function nameAndValue(name: string, text: string): [string, string] {
	const at = text.indexOf('=');
	if (at < 1) throw new Error(`--${name} takes NAME=VALUE, not "${text}".`);
	return [text.slice(0, at), text.slice(at + 1)];
}
