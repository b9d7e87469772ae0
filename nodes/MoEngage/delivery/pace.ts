/**
 * Length of the window in which the limit is kept. Two seconds longer than MoEngage's minute, because
 * requests do not all take the same time to arrive.
 */
export const WINDOW_MS = 62_000;

/** A place in the sequence of requests. */
type Reservation = {
	/** Epoch milliseconds from which the request may be sent. */
	at: number;
	cost: number;
};

/**
 * Keeps any window of {@link WINDOW_MS} below a limit: requests leave at once while the window has room,
 * and then as room comes free.
 */
export class Pace {
	/** In the order of `at`; those before `head` have left the window. */
	private reservations: Reservation[] = [];

	private head = 0;

	private spent = 0;

	private pausedUntil = 0;

	/**
	 * Reserves the earliest moment at which `cost` more fits below `limit`.
	 * @param limit what a window may hold; a cost above it goes out alone
	 * @param now epoch milliseconds
	 */
	private reserve(cost: number, limit: number, now: number): Reservation {
		const last = this.reservations[this.reservations.length - 1];
		let at = Math.max(now, this.pausedUntil, last?.at ?? 0);
		const leave = () => {
			this.spent -= this.reservations[this.head].cost;
			this.head++;
		};
		const isOld = () =>
			this.head < this.reservations.length && this.reservations[this.head].at + WINDOW_MS <= at;
		while (isOld()) leave();
		while (this.head < this.reservations.length && this.spent + cost > limit) {
			at = Math.max(at, this.reservations[this.head].at + WINDOW_MS);
			leave();
		}
		const reservation = { at, cost };
		this.spent += cost;
		this.reservations.push(reservation);
		this.forgetOld();
		return reservation;
	}

	/**
	 * Waits until `cost` more fits below `limit`.
	 * @param wait waits so many milliseconds; `false` means that the request is not to be sent any more
	 * @returns whether the request may be sent now
	 */
	async take(
		cost: number,
		limit: number,
		wait: (ms: number) => Promise<boolean>,
		clock: () => number = Date.now,
	): Promise<boolean> {
		let reservation = this.reserve(cost, limit, clock());
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
				reservation = this.reserve(cost, limit, clock());
			}
		}
	}

	/** Gives a reservation back whose request was not sent after all. */
	private release(reservation: Reservation): void {
		if (this.reservations.indexOf(reservation, this.head) >= 0) this.spent -= reservation.cost;
		reservation.cost = 0;
		// What nobody uses must not hold up those who come later.
		while (
			this.reservations.length > this.head &&
			this.reservations[this.reservations.length - 1].cost === 0
		) {
			this.reservations.pop();
		}
	}

	/** MoEngage says that its limit is used up: nothing leaves before then. */
	pauseUntil(epochMs: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, epochMs);
	}

	/** Frees memory now and then rather than with every request, which would copy the list each time. */
	private forgetOld(): void {
		if (this.head > 1000 && this.head * 2 > this.reservations.length) {
			this.reservations = this.reservations.slice(this.head);
			this.head = 0;
		}
	}
}

/** One pace per workspace and endpoint for the whole process: all workflows share MoEngage's limit. */
const paces = new Map<string, Pace>();

/** The pace of an endpoint of a workspace. */
export function paceOf(baseUrl: string, workspaceId: string, path: string): Pace {
	const key = JSON.stringify([baseUrl, workspaceId, path]);
	const pace = paces.get(key) ?? new Pace();
	paces.set(key, pace);
	return pace;
}
