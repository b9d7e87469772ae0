import type { LimitRules } from './types';

/** What was spent of a limit within its present window. */
export interface LimitWindow {
	readonly lengthMs: number;
	used(now: number): number;
	add(amount: number, now: number): void;
	/** Milliseconds until so much of it counts no longer; those of a whole window if it is less than that. */
	freesIn(amount: number, now: number): number;
}

/** A window of this length, as the rules have it. */
export function limitWindow(
	lengthMs: number,
	{ window, offsetMs }: Pick<LimitRules, 'window' | 'offsetMs'>,
): LimitWindow {
	return window === 'fixed' ? new FixedWindow(lengthMs, offsetMs) : new SlidingWindow(lengthMs);
}

const BUCKETS = 600;

/**
 * The last minute, hour or day, in a ring of buckets, so that a request costs the same whether the limit is 100 or
 * 60,000. A minute has buckets of 100 ms.
 */
class SlidingWindow implements LimitWindow {
	private readonly buckets = new Uint32Array(BUCKETS);
	private readonly bucketMs: number;
	private newest = 0;
	private sum = 0;

	constructor(readonly lengthMs: number) {
		this.bucketMs = lengthMs / BUCKETS;
	}

	used(now: number): number {
		this.forgetOld(now);
		return this.sum;
	}

	add(amount: number, now: number): void {
		this.forgetOld(now);
		this.buckets[this.newest % BUCKETS] += amount;
		this.sum += amount;
	}

	freesIn(amount: number, now: number): number {
		this.forgetOld(now);
		let freed = 0;
		for (let bucket = this.newest - BUCKETS + 1; bucket <= this.newest; bucket++) {
			freed += this.buckets[((bucket % BUCKETS) + BUCKETS) % BUCKETS];
			if (freed >= amount) return (bucket + BUCKETS) * this.bucketMs - now;
		}
		return this.lengthMs;
	}

	private forgetOld(now: number): void {
		const current = Math.floor(now / this.bucketMs);
		const stale = Math.min(current - this.newest, BUCKETS);
		for (let i = 1; i <= stale; i++) {
			const slot = (this.newest + i) % BUCKETS;
			this.sum -= this.buckets[slot];
			this.buckets[slot] = 0;
		}
		// After a long pause the skipped numbers share the slots that were just emptied.
		this.newest = Math.max(current, this.newest);
	}
}

/** Windows one after the other, each of which starts at nothing. */
class FixedWindow implements LimitWindow {
	private present = -Infinity;
	private sum = 0;

	constructor(
		readonly lengthMs: number,
		private readonly offsetMs: number,
	) {}

	used(now: number): number {
		this.moveOn(now);
		return this.sum;
	}

	add(amount: number, now: number): void {
		this.moveOn(now);
		this.sum += amount;
	}

	freesIn(_amount: number, now: number): number {
		return (this.indexAt(now) + 1) * this.lengthMs + this.offsetMs - now;
	}

	private moveOn(now: number): void {
		const index = this.indexAt(now);
		if (index === this.present) return;
		this.present = index;
		this.sum = 0;
	}

	private indexAt(now: number): number {
		return Math.floor((now - this.offsetMs) / this.lengthMs);
	}
}
