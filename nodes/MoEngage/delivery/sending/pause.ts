import type { WindowUnit } from './limit';
import type { Flight } from './pool';

/** A time in which nothing leaves, except one request to find out whether it is over. */
export type Pause = {
	since: number;
	/** When one request may find out whether it is over. */
	probeAt: number;
	/** That request, while it is under way. */
	probe?: Flight;
	/** When it is over, as MoEngage says. */
	until?: number;
};

/** A pause that is longer than a minute can be that of no limit per minute. */
const LONGER_THAN_A_MINUTE_MS = 90_000;
const LONGER_THAN_AN_HOUR_MS = 3_700_000;

/** Milliseconds that the pause has lasted, or will last as far as MoEngage says. */
export function lengthOf({ since, until = 0 }: Pause, now: number): number {
	return Math.max(until, now) - since;
}

/** Which limit is used up in a pause, as far as its length tells, and until when. */
export function unitOf(pause: Pause, now: number): { unit: WindowUnit; until?: number } {
	const { until = now } = pause;
	const lasts = lengthOf(pause, now);
	const end = until > now ? until : undefined;
	if (lasts > LONGER_THAN_AN_HOUR_MS) return { unit: 'day', until: end };
	return { unit: lasts > LONGER_THAN_A_MINUTE_MS ? 'hour' : 'minute', until: end };
}
