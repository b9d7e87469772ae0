import type { RateLimit } from '../../transport/endpoints';
import { monotonicNow } from './clock';

/** A request that left. */
type Departure = {
	at: number;
	cost: number;
	/** The costs of all departures before this one. */
	before: number;
};

/** Old departures are dropped in bulk, so that none costs more than a moment. */
const FORGET_AFTER = 1000;

/** Keeps windows of time below what they may hold: says when the next request may leave. */
export class Limit {
	/** In the order of `at`. */
	private departures: Departure[] = [];

	/** The longest window that anyone asked for: what is older than that counts nowhere. */
	private longest = 0;

	/**
	 * The window that is the last to have room for `cost` more, and when it has.
	 * @param now milliseconds of a clock that only goes forward, as everywhere here
	 * @returns `undefined` when every window has room now
	 */
	nextRoom(
		cost: number,
		windows: Window[],
		now: number,
	): { at: number; window: Window } | undefined {
		this.forgetOld(now, windows);
		const last = this.departures[this.departures.length - 1];
		const spent = last === undefined ? 0 : last.before + last.cost;
		let latest: { at: number; window: Window } | undefined;
		for (const window of windows) {
			const first = this.firstThatMayStay(spent + cost - window.most);
			if (first === 0) continue;
			const at = this.departures[first - 1].at + window.length;
			if (at > now && (latest === undefined || at > latest.at)) latest = { at, window };
		}
		return latest;
	}

	/**
	 * Waits until `cost` more fits into every window, and takes that room.
	 * @param wait waits so many milliseconds; `false` when nothing is to be sent any more
	 * @returns whether it has the room
	 */
	async take(
		cost: number,
		windows: Window[],
		wait: (ms: number) => Promise<boolean>,
		clock: () => number = monotonicNow,
	): Promise<boolean> {
		for (;;) {
			const now = clock();
			const room = this.nextRoom(cost, windows, now);
			if (room === undefined) {
				this.note(cost, now);
				return true;
			}
			if (!(await wait(room.at - now))) return false;
		}
	}

	/** A request leaves. */
	note(cost: number, now: number): void {
		const last = this.departures[this.departures.length - 1];
		const before = last === undefined ? 0 : last.before + last.cost;
		this.departures.push({ at: now, cost, before });
	}

	/**
	 * Index of the first departure that may still be in the window when those before it have left it, which
	 * have to cost `excess` or more together.
	 */
	private firstThatMayStay(excess: number): number {
		let low = 0;
		let high = this.departures.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.departures[middle].before >= excess) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	private forgetOld(now: number, windows: Window[]): void {
		for (const { length } of windows) this.longest = Math.max(this.longest, length);
		if (this.departures.length < 2 * FORGET_AFTER) return;
		if (this.departures[FORGET_AFTER].at + this.longest > now) return;
		const firstKept = this.departures.findIndex(({ at }) => at + this.longest > now);
		this.departures = firstKept < 0 ? [] : this.departures.slice(firstKept);
	}
}

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

/**
 * The window in which a limit is kept: longer than MoEngage's own, because requests do not all take the same
 * time to arrive.
 */
export function windowOf(unit: WindowUnit, most: number): Window {
	const milliseconds = UNIT_SECONDS[unit] * SECOND_MS;
	const slack = Math.min(2 * SECOND_MS, Math.max(0.2 * SECOND_MS, milliseconds / 30));
	return { length: milliseconds + slack, most, unit };
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
