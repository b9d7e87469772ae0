/** What an answer says about the limit of its endpoint; what it does not say, or says in no usable form, is left out. */
export type ToldLimit = {
	/** What MoEngage takes per window, in a unit that it does not document. */
	most?: number;
	/** What is left of the window, in the same unit. */
	left?: number;
	/** Milliseconds until the window ends. */
	resetIn?: number;
	/** Milliseconds that the answer asks to wait. */
	retryAfter?: number;
};

/** Numbers from here on are epoch seconds; below they are seconds from now (1.1 of the facts: documents disagree). */
const FIRST_EPOCH_SECONDS = 1e9;

/** Numbers from here on are epoch milliseconds. */
const FIRST_EPOCH_MILLISECONDS = 1e12;

/**
 * Reads `Retry-After` and `x-ratelimit-limit`, `-remaining`, `-reset`. Sources: `api/data/data-overview.mdx` (seconds
 * left), an older `api/rate-limits.mdx` and the documents of catalog and coupons (epoch), Push V2.1 (policy strings
 * such as `5, 5;w=60`).
 * @param headers names in any case
 * @param wallClock epoch milliseconds here, for times in an answer that does not state its own
 */
export function readRateHeaders(headers: Record<string, unknown>, wallClock: number): ToldLimit {
	const values = new Map(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const header = (name: string): string => String([values.get(name)].flat()[0] ?? '').trim();
	// The server's clock and this one may differ by minutes.
	const serverDate = Date.parse(header('date'));
	const now = Number.isNaN(serverDate) ? wallClock : serverDate;
	const told: ToldLimit = {
		most: atLeastZero(firstNumber(header('x-ratelimit-limit'))),
		left: atLeastZero(firstNumber(header('x-ratelimit-remaining'))),
		resetIn: timeUntil(firstNumber(header('x-ratelimit-reset')), now),
		retryAfter: retryAfter(header('retry-after'), now),
	};
	return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

/** The first number of `5, 5;w=60`. */
function firstNumber(text: string): number | undefined {
	const number = Number(/^-?\d+(\.\d+)?(?=\s*([,;]|$))/.exec(text)?.[0]);
	return Number.isFinite(number) ? number : undefined;
}

function atLeastZero(value: number | undefined): number | undefined {
	return value === undefined ? undefined : Math.max(0, value);
}

function timeUntil(value: number | undefined, now: number): number | undefined {
	if (value === undefined) return undefined;
	if (value >= FIRST_EPOCH_MILLISECONDS) return Math.max(0, value - now);
	if (value >= FIRST_EPOCH_SECONDS) return Math.max(0, value * 1000 - now);
	return Math.max(0, value * 1000);
}

/** Seconds or an HTTP date (RFC 9110). */
function retryAfter(text: string, now: number): number | undefined {
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** No time that MoEngage names is believed beyond this. */
const LONGEST_NAMED_MS = 24 * 60 * 60 * 1000;

/** Milliseconds that a refusal asks to wait, in whichever way; `undefined` if it does not. */
export function namedWait({ retryAfter, left, resetIn }: ToldLimit): number | undefined {
	const wait = retryAfter ?? (left === undefined || left < 1 ? resetIn : undefined);
	return wait === undefined ? undefined : Math.min(wait, LONGEST_NAMED_MS);
}
