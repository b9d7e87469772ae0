/** So much may leave at once after a moment without any: timers fire late, and what they are late by would be lost. */
const BURST_S = 0.1;

/** The rate may change meanwhile. */
const LOOK_AGAIN_MS = 500;

/** Lets requests leave at a rate: each may leave while nothing is owed, and then owes what it cost. */
export class Bucket {
	private amount = 0;

	private at = 0;

	/** Starts anew. @param amount what may leave at once */
	reset(amount: number, now: number): void {
		this.amount = amount;
		this.at = now;
	}

	spend(cost: number): void {
		this.amount -= cost;
	}

	/** Seconds since the credit grew last. */
	secondsSince(now: number): number {
		return Math.max(0, (now - this.at) / 1000);
	}

	/**
	 * @param rate per second
	 * @param one what one request costs, which may always be saved up
	 */
	grow(rate: number, one: number, now: number): void {
		const most = Math.max(one, rate * BURST_S);
		const grown = Math.min(most, this.amount + rate * this.secondsSince(now));
		this.amount = Math.max(this.amount, grown);
		this.at = now;
	}

	/** Milliseconds until a request may leave, or until it is worth asking again. */
	wait(rate: number): number {
		if (this.amount > 0) return 0;
		return Math.min(LOOK_AGAIN_MS, Math.max(1, (-this.amount / rate) * 1000));
	}
}
