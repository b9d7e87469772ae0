import { MINUTE_MS, monotonicNow } from '../clock';
import type { ItemPiece } from '../piece';
import type { UsedUp } from './gate';
import { LastUsed } from '../lastUsed';
import { LOOK_AGAIN_MS, type Patience } from './patience';
import { SlidingWindow, withSlack, type Place, type Window } from './slidingWindow';

/**
 * MoEngage's Fair Usage Policy for one user, over all sources but the SDK: whoever exceeds it loses the user's data
 * for an hour or a day, without any word (`user-guide/data/key-concepts/fair-usage-policy-fup.mdx`). Nobody knows
 * what other sources send, nor whether a "data request" is a request or an event, so items are counted, and a tenth
 * is left free.
 */
const POLICY = [
	{ minutes: 1, most: 5000, unit: 'minute' },
	{ minutes: 5, most: 10_000, unit: 'minute' },
	{ minutes: 60, most: 50_000, unit: 'hour' },
	{ minutes: 24 * 60, most: 100_000, unit: 'day' },
] as const;
const PART_TO_USE = 0.9;

const WINDOWS: Window[] = POLICY.map(({ minutes, most, unit }) => ({
	length: withSlack(minutes * MINUTE_MS),
	most: most * PART_TO_USE,
	unit,
}));

/** Users with fewer items in a run are not watched: they are too many, and too far from the limit. */
const FEWEST_ITEMS = 1000;

/** What this process has sent for users with many items, by workspace and user, whichever operation sent it. */
const users = new LastUsed(() => new SlidingWindow());

/** The pace of one run for each of its users. */
export class FairUse {
	private readonly windowOf = new Map<string, SlidingWindow>();

	/** The user with the most items, if MoEngage would drop them at full speed. */
	readonly heaviest?: HeavyUser;

	/**
	 * @param account workspace and host
	 * @param pieces all that the run has to send
	 */
	constructor(account: string, pieces: ItemPiece[]) {
		const counts = new Map<string, number>();
		for (const piece of pieces) counts.set(userOf(piece), (counts.get(userOf(piece)) ?? 0) + 1);
		for (const [user, items] of counts) {
			if (items < FEWEST_ITEMS) continue;
			this.windowOf.set(user, users.of(account, user));
			if (items > WINDOWS[0].most && items > (this.heaviest?.items ?? 0)) {
				this.heaviest = { items, minutes: minutesFor(items) };
			}
		}
	}

	/**
	 * Waits until the users of a request may have as much more; {@link take} takes that room.
	 * @param wait waits so many milliseconds; `false` when nothing may be sent any more
	 * @returns `undefined` when they may, or why the request is not sent
	 */
	async waitForRoom(
		pieces: ItemPiece[],
		patience: Patience,
		wait: (ms: number) => Promise<boolean>,
		clock: () => number = monotonicNow,
	): Promise<UsedUp | 'halted' | undefined> {
		const counts = this.countsOf(pieces);
		let isWaiting = false;
		try {
			for (;;) {
				const now = clock();
				const room = roomFor(counts, now);
				if (room === undefined) return undefined;
				if (!isWaiting) patience.begin('fairUse', now);
				isWaiting = true;
				patience.look('fairUse', now);
				if (room.at > patience.endsAt || now >= patience.endsAt) {
					const until = Date.now() + room.at - now;
					const { unit = 'minute' } = room.window;
					return { of: 'fairUse', unit, until, maxWait: patience.longest };
				}
				if (!(await wait(Math.min(room.at - now, LOOK_AGAIN_MS)))) return 'halted';
			}
		} finally {
			if (isWaiting) patience.end('fairUse', clock());
		}
	}

	/**
	 * Takes room for a request that leaves now.
	 * @returns `undefined` where another request has taken it meanwhile
	 */
	take(pieces: ItemPiece[], clock: () => number = monotonicNow): Place | undefined {
		const counts = this.countsOf(pieces);
		const now = clock();
		if (roomFor(counts, now) !== undefined) return undefined;
		for (const [user, items] of counts) user.note(items, now);
		return {
			giveBack() {
				for (const [user, items] of counts) user.giveBack(items, now);
			},
		};
	}

	private countsOf(pieces: ItemPiece[]): Map<SlidingWindow, number> {
		const counts = new Map<SlidingWindow, number>();
		if (this.windowOf.size === 0) return counts;
		for (const piece of pieces) {
			const user = this.windowOf.get(userOf(piece));
			if (user !== undefined) counts.set(user, (counts.get(user) ?? 0) + 1);
		}
		return counts;
	}
}

/** A user with more items than MoEngage takes in a minute, and how many minutes they need. */
export type HeavyUser = { items: number; minutes: number };

function userOf({ user, lane }: ItemPiece): string {
	return user ?? lane;
}

/** The last moment at which one of the users has room; `undefined` when all have. */
function roomFor(
	counts: Map<SlidingWindow, number>,
	now: number,
): { at: number; window: Window } | undefined {
	return [...counts]
		.flatMap(([user, items]) => user.nextRoom(items, WINDOWS, now) ?? [])
		.sort((a, b) => b.at - a.at)[0];
}

/** The least time for so many items of one user, at the pace kept here. */
function minutesFor(items: number): number {
	const needed = WINDOWS.map(
		({ length, most }) => ((Math.ceil(items / most) - 1) * length) / MINUTE_MS,
	);
	return Math.ceil(Math.max(...needed));
}
