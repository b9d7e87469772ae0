/** After a minute a window has room again for whatever fits into it at all. */
const A_WINDOW_MS = 65_000;

/** Two may be far apart by chance, where other runs of the process were served between them. */
const FEWEST_REFUSALS = 3;

/**
 * Detects a request that is refused because it contains more than what others leave of a limit in a whole window:
 * only in parts can it ever be accepted.
 */
export class Oversize {
	private refusals = 0;

	private since?: number;

	/** The limit refused the request. @returns whether it contains too much for any window */
	note(now: number): boolean {
		this.refusals++;
		this.since ??= now;
		return this.refusals >= FEWEST_REFUSALS && now - this.since >= A_WINDOW_MS;
	}
}
