import type { Reply } from '../../transport/answer';
import { namedWait, readRateHeaders } from '../limits';

/** No single wait is longer, whatever the server asks for. */
const LONGEST_WAIT_MS = 120_000;

/** A request is given up when its retries would last longer than this from its first sending. */
const TIME_BUDGET_MS = 300_000;

/** Capped exponential backoff, half of it by chance ("equal jitter" in AWS's Exponential Backoff And Jitter). */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Milliseconds until the next try: exponential backoff with jitter, or what the server asks for if that is longer.
 * Waiting for a rate limit is none of its tries.
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
	const headers = reply.kind === 'refused' ? reply.headers : {};
	const asked = Math.min(LONGEST_WAIT_MS, namedWait(readRateHeaders(headers, now)) ?? 0);
	const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1));
	// A server that names no time, or one that has passed, is not asked at once again.
	const delay = Math.max(asked, backoff * (0.5 + random / 2));
	return elapsed + delay > TIME_BUDGET_MS ? undefined : delay;
}
