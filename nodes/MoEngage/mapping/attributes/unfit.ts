import { quote, type Conversion } from '../invalidInput';

/** Why a value is not of a type, as it can follow "but", and what the user can do about it. */
export class Unfit {
	constructor(
		readonly reason: string,
		readonly advice?: string,
		readonly conversion?: Conversion,
	) {}
}

export function isNot(value: unknown, noun: string, advice?: string): Unfit {
	return new Unfit(`${shown(value)} is not ${noun}`, advice);
}

/** A value as it stands in a reason. */
export function shown(value: unknown): string {
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : quote(value);
}
