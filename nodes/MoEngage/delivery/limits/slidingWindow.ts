import type { RateLimit } from '../../transport/endpoints';
import { monotonicNow } from '../clock';

/** What leaves within so short a time shares an entry, so that a minute has at most 600, however much is sent. */
const ENTRY_MS = 100;

/** What left within a moment. */
type Entry = {
	/** When the first of it left. */
	from: number;
	/** When the last of it left: all of it counts until that is over. */
	at: number;
	/** Costs and requests of this entry and all before it. */
	sum: Amount;
};

/**
 * A sliding-window log: keeps stretches of time below what they may hold, and says when the next request may leave.
 * Times are milliseconds of a clock that only goes forward.
 */
export class SlidingWindow {
	/** In the order of time. */
	private entries: Entry[] = [];

	/** The sum of all entries that were dropped. */
	private dropped: Amount = { cost: 0, requests: 0 };

	/** The longest stretch that anyone asked for: older entries count nowhere. */
	private longest = 0;

	/**
	 * The window that is the last to have room for `cost` more, and when it has.
	 * @returns `undefined` when every window has room now
	 */
	nextRoom(
		cost: number,
		windows: Window[],
		now: number,
	): { at: number; window: Window } | undefined {
		for (const { length } of windows) this.longest = Math.max(this.longest, length);
		this.forgetOld(now);
		let latest: { at: number; window: Window } | undefined;
		for (const window of windows) {
			const mustGo = this.sum.cost + cost - window.most;
			if (mustGo <= this.dropped.cost) continue;
			const last = Math.min(
				this.entries.length - 1,
				this.firstWhere(({ sum }) => sum.cost >= mustGo),
			);
			if (last < 0) continue;
			const at = this.entries[last].at + window.length;
			if (at > now && (latest === undefined || at > latest.at)) latest = { at, window };
		}
		return latest;
	}

	/**
	 * Waits until `cost` more fits into every window, and takes that room.
	 * @param wait waits so many milliseconds; `false` when nothing may be sent any more
	 * @returns the room, to be given back if nothing takes it; `undefined` when nothing may be sent any more
	 */
	async take(
		cost: number,
		windows: Window[],
		wait: (ms: number) => Promise<boolean>,
		clock: () => number = monotonicNow,
	): Promise<Place | undefined> {
		for (;;) {
			const now = clock();
			const room = this.nextRoom(cost, windows, now);
			if (room === undefined) {
				this.note(cost, now);
				return { giveBack: () => this.giveBack(cost, now) };
			}
			if (!(await wait(room.at - now))) return undefined;
		}
	}

	/** A request takes so much from now on. */
	note(cost: number, now: number): void {
		const last = this.entries[this.entries.length - 1];
		const { sum } = this;
		const next = { cost: sum.cost + cost, requests: sum.requests + 1 };
		if (last === undefined || now - last.from >= ENTRY_MS) {
			this.entries.push({ from: now, at: now, sum: next });
		} else {
			last.at = now;
			last.sum = next;
		}
	}

	/** What a request took at a time counts no longer. */
	giveBack(cost: number, at: number): void {
		const first = this.firstWhere((entry) => entry.at >= at);
		for (const entry of this.entries.slice(first)) {
			entry.sum = { cost: entry.sum.cost - cost, requests: entry.sum.requests - 1 };
		}
	}

	/** What was taken within the last so many milliseconds. */
	within(length: number, now: number): Amount {
		this.longest = Math.max(this.longest, length);
		this.forgetOld(now);
		const first = this.firstWhere(({ at }) => at + length > now);
		const before = first === 0 ? this.dropped : this.entries[first - 1].sum;
		const { cost, requests } = this.sum;
		return { cost: cost - before.cost, requests: requests - before.requests };
	}

	private get sum(): Amount {
		return this.entries[this.entries.length - 1]?.sum ?? this.dropped;
	}

	/** Index of the first entry for which it holds, as it then does for all later ones. */
	private firstWhere(holds: (entry: Entry) => boolean): number {
		let low = 0;
		let high = this.entries.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (holds(this.entries[middle])) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** Old entries are dropped when they are half of all, so that none costs more than a moment. */
	private forgetOld(now: number): void {
		const old = this.firstWhere(({ at }) => at + this.longest > now);
		if (old === 0 || 2 * old < this.entries.length) return;
		this.dropped = this.entries[old - 1].sum;
		this.entries = this.entries.slice(old);
	}
}

/** Room that a request has taken. */
export type Place = {
	/** MoEngage has not taken the request: the room is free again. */
	giveBack(): void;
};

/** What requests cost of a limit, and how many they are. */
export type Amount = { cost: number; requests: number };

/** What a stretch of time may hold. */
export type Window = {
	/** Milliseconds. */
	length: number;
	/** What it may hold; a cost above it goes out alone. */
	most: number;
	/** As MoEngage's documents name it. */
	unit?: WindowUnit;
};

export type WindowUnit = 'second' | 'minute' | 'hour' | 'day';

const SECOND_MS = 1000;

const UNIT_SECONDS: Record<WindowUnit, number> = {
	second: 1,
	minute: 60,
	hour: 3600,
	day: 86_400,
};

/** The window in which a limit is kept. */
export function windowOf(unit: WindowUnit, most: number): Window {
	return { length: withSlack(UNIT_SECONDS[unit] * SECOND_MS), most, unit };
}

/** A request may take so long to connect (`TO_CONNECT_MS` in `transport/request.ts`) while a later one arrives at once. */
const MOST_SLACK_MS = 2000;

/** Longer than MoEngage's own window, because requests do not all take the same time to arrive. */
export function withSlack(milliseconds: number): number {
	return milliseconds + Math.min(MOST_SLACK_MS, milliseconds / 5);
}

/** All windows of an endpoint's rate limit. */
export function windowsOf(rate: RateLimit | undefined): Window[] {
	const { perSecond, perMinute, perHour, perDay } = rate ?? {};
	const limits: Array<[WindowUnit, number | undefined]> = [
		['second', perSecond],
		['minute', perMinute],
		['hour', perHour],
		['day', perDay],
	];
	return limits.flatMap(([unit, most]) => (most === undefined ? [] : [windowOf(unit, most)]));
}

/** What the windows let through per minute in the long run; `undefined` where there are none. */
export function perMinuteOf(windows: Window[]): number | undefined {
	const minute = windows.find(({ unit }) => unit === 'minute');
	if (minute !== undefined) return minute.most;
	const rates = windows.map(
		({ most, length }) => (most * UNIT_SECONDS.minute * SECOND_MS) / length,
	);
	return rates.length === 0 ? undefined : Math.min(...rates);
}
