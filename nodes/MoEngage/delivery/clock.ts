/**
 * Milliseconds on a clock that only goes forward: pauses measured with it do not change when the time of the
 * machine is set.
 */
export function monotonicNow(): number {
	return performance.now();
}

export const MINUTE_MS = 60_000;
