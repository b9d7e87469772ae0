import type { Window, WindowUnit } from './slidingWindow';
import type { Sight } from './headerPace';

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

/** A request that left and has no answer yet. */
export type Flight = { at: number; cost: number; sight?: Sight };

/** Asks to send one request. */
export type Ask = {
	/** In what the limit counts. */
	cost: number;
	/** The documented limits. */
	windows: Window[];
};

/** When a request may leave. */
export type Opening = {
	/** Milliseconds until it may leave, or until it is worth asking again; `Infinity`: when an answer comes. */
	wait: number;
	/** Until then it cannot leave for certain, as a documented limit or MoEngage itself says. */
	until?: number;
	/** It waits for MoEngage's first answers, rather than for a limit. */
	isFirstFlight?: true;
};

/** What became of a request, as far as the limit is concerned. */
export type Settled = 'accepted' | 'refused' | 'lost';
