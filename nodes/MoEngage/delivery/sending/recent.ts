/** Entries that have left are dropped in bulk, so that none costs more than a moment. */
const DROP_AFTER = 1000;

/** The sum of what happened within the last stretch of time. */
export class Recent {
	private entries: Array<{ at: number; amount: number }> = [];

	/** Entries before this one have left. */
	private first = 0;

	private total = 0;

	/** @param length milliseconds */
	constructor(private readonly length: number) {}

	add(amount: number, now: number): void {
		this.entries.push({ at: now, amount });
		this.total += amount;
	}

	/** Sum of the amounts that are not older than the stretch. */
	sum(now: number): number {
		this.forgetOld(now);
		return this.total;
	}

	count(now: number): number {
		this.forgetOld(now);
		return this.entries.length - this.first;
	}

	private forgetOld(now: number): void {
		while (this.first < this.entries.length) {
			const { at, amount } = this.entries[this.first];
			if (at + this.length > now) break;
			this.total -= amount;
			this.first++;
		}
		if (this.first < DROP_AFTER) return;
		this.entries = this.entries.slice(this.first);
		this.first = 0;
	}
}
