import type { ItemPiece } from '../piece';
import { MINUTE_MS, monotonicNow } from './clock';
import { Limit, type Window } from './limit';

/**
 * MoEngage's Fair Usage Policy for one user, over all sources but the SDK: whoever exceeds it loses the user's data
 * for an hour or a day, without any word (`user-guide/data/key-concepts/fair-usage-policy-fup.mdx`). Nobody knows
 * what other sources send, nor whether a "data request" is a request or an event, so items are counted, and a tenth
 * is left free.
 */
const POLICY = [
	{ minutes: 1, most: 5000 },
	{ minutes: 5, most: 10_000 },
	{ minutes: 60, most: 50_000 },
	{ minutes: 24 * 60, most: 100_000 },
];
const PART_TO_USE = 0.9;
const SLACK_MS = 2000;

const WINDOWS: Window[] = POLICY.map(({ minutes, most }) => ({
	length: minutes * MINUTE_MS + SLACK_MS,
	most: most * PART_TO_USE,
}));

/** Users with fewer items in a run are not watched: they are too many, and too far from the limit. */
const FEWEST_ITEMS = 1000;

/** What this process has sent for users with many items, by workspace and user. */
const limits = new Map<string, Limit>();

/** The pace of one run for each of its users. */
export class FairUse {
	private readonly limitOf = new Map<string, Limit>();

	/** The user with the most items, if MoEngage would drop them at full speed. */
	readonly heaviest?: HeavyUser;

	/**
	 * @param account workspace and host
	 * @param pieces all that the run has to send; those of a user share a lane
	 */
	constructor(account: string, pieces: ItemPiece[]) {
		const counts = new Map<string, number>();
		for (const { lane } of pieces) counts.set(lane, (counts.get(lane) ?? 0) + 1);
		for (const [lane, items] of counts) {
			if (items < FEWEST_ITEMS) continue;
			const key = JSON.stringify([account, lane]);
			const limit = limits.get(key) ?? new Limit();
			limits.set(key, limit);
			this.limitOf.set(lane, limit);
			if (items > WINDOWS[0].most && items > (this.heaviest?.items ?? 0)) {
				this.heaviest = { items, minutes: minutesFor(items) };
			}
		}
	}

	/**
	 * Waits until the users of a request may have as much more.
	 * @param wait waits so many milliseconds; `false` when nothing is to be sent any more
	 * @returns whether the request may be sent
	 */
	async take(
		pieces: ItemPiece[],
		wait: (ms: number) => Promise<boolean>,
		clock: () => number = monotonicNow,
	): Promise<boolean> {
		if (this.limitOf.size === 0) return true;
		const counts = new Map<Limit, number>();
		for (const { lane } of pieces) {
			const limit = this.limitOf.get(lane);
			if (limit !== undefined) counts.set(limit, (counts.get(limit) ?? 0) + 1);
		}
		for (;;) {
			const now = clock();
			const rooms = [...counts].map(([limit, items]) => limit.nextRoom(items, WINDOWS, now));
			const latest = Math.max(now, ...rooms.map((room) => room?.at ?? now));
			if (latest === now) {
				// All at once, so that each counts from when the request leaves.
				for (const [limit, items] of counts) limit.note(items, now);
				return true;
			}
			if (!(await wait(latest - now))) return false;
		}
	}
}

/** A user with more items than MoEngage takes in a minute, and how many minutes they need. */
export type HeavyUser = { items: number; minutes: number };

/** The least time for so many items of one user, at the pace kept here. */
function minutesFor(items: number): number {
	const needed = WINDOWS.map(
		({ length, most }) => ((Math.ceil(items / most) - 1) * length) / MINUTE_MS,
	);
	return Math.ceil(Math.max(...needed));
}
