import { InvalidInput } from '../invalidInput';
import type { GivenTime } from './iso';
import type { TimeZone } from './timeZone';

/**
 * Clocks of sources run ahead by a little: what they take for now is now, and not the future. What lies
 * further ahead is a future date.
 */
const CLOCK_TOLERANCE_MS = 120_000;

/**
 * The instant of a given time in epoch milliseconds. A wall clock without a zone is read in `zone`; where
 * clocks go back, the first of the two moments is meant, where they go forward, the moment after the gap.
 */
export function toInstant(time: GivenTime, zone: TimeZone): number {
	if (time.offset !== undefined) return time.wallClock - time.offset * 1000;
	const guess = time.wallClock - zone.offsetAt(time.wallClock - 15 * 3_600_000) * 1000;
	const offset = zone.offsetAt(guess);
	const instant = time.wallClock - offset * 1000;
	return zone.offsetAt(instant) === offset ? instant : guess;
}

/**
 * An instant that is not in the future; one that is ahead by no more than clocks differ is now. MoEngage drops
 * future-dated events after having accepted them (Track Event reference).
 * @throws InvalidInput for an instant further ahead
 */
export function notFuture(instant: number, now: number, parameter: string): number {
	if (instant > now + CLOCK_TOLERANCE_MS) {
		throw new InvalidInput(
			parameter,
			`${formatUtc(instant)} is in the future, but MoEngage does not accept future times`,
			'Use the time of the event, or leave the field empty to use the time of sending',
		);
	}
	return Math.min(instant, now);
}

/** `2020-05-31T16:33:35Z`, with milliseconds only where there are any. */
export function formatUtc(epochMs: number): string {
	return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}
