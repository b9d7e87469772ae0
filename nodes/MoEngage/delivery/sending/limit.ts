import { baseUrl, workspaceId, type MoEngageCredential } from '../../transport/credential';
import type { RateLimit } from '../../transport/endpoints';
import type { DeliverySettings } from '../settings';

/** A place in the sequence of requests. */
type Reservation = {
	/** Epoch milliseconds from which the request may be sent. */
	at: number;
	cost: number;
	/** The costs of all reservations before this one. */
	before: number;
};

/** Old reservations are dropped in bulk, so that none costs more than a moment. */
const FORGET_AFTER = 1000;

/**
 * Keeps any window of time below a limit: requests leave at once while every window has room, and then as
 * room comes free.
 */
export class Limit {
	/** In the order of `at`. */
	private reservations: Reservation[] = [];

	private pausedUntil = 0;

	/** The longest window that anyone asked for: what is older than that counts nowhere. */
	private longest = 0;

	/**
	 * Waits until `cost` more fits into every window.
	 * @param wait waits so many milliseconds; `false` means that the request is not to be sent any more
	 * @returns whether the request may be sent now
	 */
	async take(
		cost: number,
		windows: Window[],
		wait: (ms: number) => Promise<boolean>,
		clock: () => number = Date.now,
	): Promise<boolean> {
		let reservation = this.reserve(cost, windows, clock());
		for (;;) {
			const delay = Math.max(reservation.at, this.pausedUntil) - clock();
			if (delay <= 0) return true;
			if (!(await wait(delay))) {
				this.release(reservation);
				return false;
			}
			if (this.pausedUntil > reservation.at) {
				// It leaves later than it was entered for, so that its place in the window is another one.
				this.release(reservation);
				reservation = this.reserve(cost, windows, clock());
			}
		}
	}

	/** MoEngage says that its limit is used up: nothing leaves before then. */
	pauseUntil(epochMs: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, epochMs);
	}

	/** Reserves the earliest moment, not before any other reservation, at which `cost` more fits. */
	private reserve(cost: number, windows: Window[], now: number): Reservation {
		this.forgetOld(now, windows);
		const last = this.reservations[this.reservations.length - 1];
		const spent = last === undefined ? 0 : last.before + last.cost;
		let at = Math.max(now, this.pausedUntil, last?.at ?? 0);
		for (const { length, most } of windows) {
			const first = this.firstThatMayStay(spent + cost - most);
			if (first > 0) at = Math.max(at, this.reservations[first - 1].at + length);
		}
		const reservation = { at, cost, before: spent };
		this.reservations.push(reservation);
		return reservation;
	}

	/**
	 * Index of the first reservation that may still be in the window when those before it have left it, which
	 * have to cost `excess` or more together.
	 */
	private firstThatMayStay(excess: number): number {
		let low = 0;
		let high = this.reservations.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.reservations[middle].before >= excess) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** Gives a reservation back whose request was not sent after all. */
	private release(reservation: Reservation): void {
		const index = this.reservations.lastIndexOf(reservation);
		if (index < 0) return;
		// What nobody uses must not hold up those who come later.
		this.reservations.splice(index, 1);
		for (let later = index; later < this.reservations.length; later++) {
			this.reservations[later].before -= reservation.cost;
		}
	}

	private forgetOld(now: number, windows: Window[]): void {
		for (const { length } of windows) this.longest = Math.max(this.longest, length);
		if (this.reservations.length < 2 * FORGET_AFTER) return;
		if (this.reservations[FORGET_AFTER].at + this.longest > now) return;
		const firstKept = this.reservations.findIndex(({ at }) => at + this.longest > now);
		this.reservations = firstKept < 0 ? [] : this.reservations.slice(firstKept);
	}
}

/** One limit per workspace and endpoint for the whole process: all workflows share MoEngage's. */
const limits = new Map<string, Limit>();

/** The limit of an endpoint of a workspace. */
export function limitOf(baseUrl: string, workspaceId: string, path: string): Limit {
	const key = JSON.stringify([baseUrl, workspaceId, path]);
	const limit = limits.get(key) ?? new Limit();
	limits.set(key, limit);
	return limit;
}

/** What a stretch of time may hold. */
export type Window = {
	/** Milliseconds. */
	length: number;
	/** What it may hold; a cost above it goes out alone. */
	most: number;
};

const SECOND_MS = 1000;

/**
 * The window in which a limit per so many seconds is kept: longer than MoEngage's own, because requests do
 * not all take the same time to arrive.
 */
export function windowOf(seconds: number, most: number): Window {
	const slack = Math.min(2 * SECOND_MS, Math.max(0.2 * SECOND_MS, (seconds * SECOND_MS) / 30));
	return { length: seconds * SECOND_MS + slack, most };
}

/** Length of the window of a limit per minute, in milliseconds. */
export const MINUTE_WINDOW_MS = windowOf(60, 0).length;

/** All windows of an endpoint's rate limit. */
export function windowsOf(rate: RateLimit | undefined): Window[] {
	const { perSecond, perMinute, perHour, perDay } = rate ?? {};
	const limits: Array<[number, number | undefined]> = [
		[1, perSecond],
		[60, perMinute],
		[3600, perHour],
		[86_400, perDay],
	];
	return limits.flatMap(([seconds, most]) => (most === undefined ? [] : [windowOf(seconds, most)]));
}

/**
 * MoEngage's limit, which all runs of the process share, and a lower one of the user's own before it, so that
 * a slow run never holds up the others.
 */
export function limitsToKeep(
	credential: MoEngageCredential,
	{ route, rate, ownPerMinute }: DeliverySettings,
): Array<{ limit: Limit; windows: Window[] }> {
	const { host, path } = route.endpoint;
	const base = baseUrl(credential, host);
	const workspace = workspaceId(credential);
	const shared = { limit: limitOf(base, workspace, path), windows: windowsOf(rate) };
	if (ownPerMinute === undefined) return [shared];
	const own = limitOf(base, workspace, `${path} at ${ownPerMinute}`);
	return [{ limit: own, windows: [windowOf(60, ownPerMinute)] }, shared];
}
