export const MINUTE_MS = 60_000;

/** Counts what was taken of a limit within its window. */
export interface Meter {
	used(now: number): number;
	add(amount: number, now: number): void;
	/** When the window ends, or at least a part of what was taken counts no longer. */
	opensAt(now: number): number;
}

/** A new window each minute. */
export class FixedWindow implements Meter {
	private window = -Infinity;

	private amount = 0;

	/** @param phase milliseconds from the start of the clock to that of a window */
	constructor(private readonly phase: number) {}

	used(now: number): number {
		const window = Math.floor((now - this.phase) / MINUTE_MS);
		if (window !== this.window) this.amount = 0;
		this.window = window;
		return this.amount;
	}

	add(amount: number): void {
		this.amount += amount;
	}

	opensAt(now: number): number {
		return this.phase + (Math.floor((now - this.phase) / MINUTE_MS) + 1) * MINUTE_MS;
	}
}

/** Old entries are dropped in bulk, so that none costs more than a moment. */
const DROP_AFTER = 10_000;

/** The last minute, at any moment. */
export class SlidingWindow implements Meter {
	private times: number[] = [];

	private amounts: number[] = [];

	private first = 0;

	private amount = 0;

	used(now: number): number {
		while (this.first < this.times.length && this.times[this.first] + MINUTE_MS <= now) {
			this.amount -= this.amounts[this.first];
			this.first++;
		}
		if (this.first > DROP_AFTER) {
			this.times = this.times.slice(this.first);
			this.amounts = this.amounts.slice(this.first);
			this.first = 0;
		}
		return this.amount;
	}

	add(amount: number, now: number): void {
		this.times.push(now);
		this.amounts.push(amount);
		this.amount += amount;
	}

	opensAt(now: number): number {
		const oldest = this.times[this.first];
		return oldest === undefined ? now : oldest + MINUTE_MS;
	}
}
