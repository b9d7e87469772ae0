import type { Reply } from '../../transport/answer';

/** No single wait is longer, whatever the server asks for. */
const LONGEST_WAIT_MS = 120_000;

/** A request is given up when its retries would last longer than this from its first sending. */
const TIME_BUDGET_MS = 300_000;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/** Numbers below this in `x-ratelimit-reset` are seconds from now, those above are epoch seconds. */
const FIRST_EPOCH_SECONDS = 1e9;

/**
 * Milliseconds until the next try: what the server asks for, else exponential backoff with jitter.
 * @param tries how often the request was sent so far, from 1
 * @param elapsed milliseconds since it was first sent
 * @param now epoch milliseconds
 * @param random from 0 to 1
 * @returns `undefined` when the tries or the time budget are used up
 */
export function nextDelay(
	reply: Reply,
	{ tries, elapsed, maxRetries }: { tries: number; elapsed: number; maxRetries: number },
	now: number,
	random: number,
): number | undefined {
	if (tries > maxRetries) return undefined;
	const asked = reply.kind === 'refused' ? askedDelay(reply.headers, now) : undefined;
	const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1));
	const delay = asked ?? backoff * (0.5 + random / 2);
	return elapsed + delay > TIME_BUDGET_MS ? undefined : delay;
}

/** The wait that a 429 or 503 answer names in its headers, capped. */
function askedDelay(headers: Record<string, unknown>, now: number): number | undefined {
	const delay = retryAfter(headers['retry-after'], now) ?? reset(headers['x-ratelimit-reset'], now);
	return delay === undefined ? undefined : Math.min(LONGEST_WAIT_MS, Math.max(0, delay));
}

/** `Retry-After`: seconds or an HTTP date (RFC 9110). */
function retryAfter(value: unknown, now: number): number | undefined {
	const text = String(value ?? '').trim();
	if (text === '') return undefined;
	const seconds = Number(text);
	if (Number.isFinite(seconds)) return seconds * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : date - now;
}

function reset(value: unknown, now: number): number | undefined {
	const seconds = Number(String(value ?? '').trim() || Number.NaN);
	if (!Number.isFinite(seconds)) return undefined;
	return seconds < FIRST_EPOCH_SECONDS ? seconds * 1000 : seconds * 1000 - now;
}
