import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FOUR_LETTERS = LETTERS.length ** 4;

/** Primes that do not divide `FOUR_LETTERS`, so that multiplying by them repeats no value. */
const STEP = 1_299_709;
const MIX = 15_485_863;

const processPart = randomBytes(5).toString('hex');
let shortIds = 0;
let objectIds = 0;

function fourLetters(value: number): string {
	let rest = value;
	let text = '';
	for (let i = 0; i < 4; i++) {
		text += LETTERS[rest % LETTERS.length];
		rest = Math.floor(rest / LETTERS.length);
	}
	return text;
}

/** Eight letters, as the Data API's `request_id`, Personalize's `req_id` and its error codes. */
export function shortId(): string {
	shortIds++;
	const low = (shortIds * STEP) % FOUR_LETTERS;
	const high = (low * MIX + Math.floor(shortIds / FOUR_LETTERS)) % FOUR_LETTERS;
	return fourLetters(low) + fourLetters(high);
}

/** 24 hexadecimal digits, as the `request_id`, `event_id` and `_id` of business events. */
export function objectId(): string {
	objectIds = (objectIds + 1) % 0x1000000;
	const seconds = Math.floor(Date.now() / 1000);
	return seconds.toString(16) + processPart + objectIds.toString(16).padStart(6, '0');
}

/** 32 hexadecimal digits, as behind the `resp_` of a `response_id` of version 5. */
export function hex32(): string {
	return randomBytes(16).toString('hex');
}
