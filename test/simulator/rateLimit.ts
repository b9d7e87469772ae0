const WINDOW_MS = 60_000;
const BUCKET_MS = 100;
const BUCKETS = WINDOW_MS / BUCKET_MS;

/**
 * What happened within the last minute, in a ring of 100 ms buckets, so that a request costs the
 * same whether the limit is 100 or 60,000.
 */
class SlidingWindow {
	private readonly buckets = new Uint32Array(BUCKETS);
	private newest = 0;
	private used = 0;

	room(limit: number, now: number): number {
		this.forgetOld(now);
		return limit - this.used;
	}

	add(amount: number): void {
		this.buckets[this.newest % BUCKETS] += amount;
		this.used += amount;
	}

	/** Milliseconds until `missing` more fits in. */
	opensIn(missing: number, now: number): number {
		let freed = 0;
		for (let bucket = this.newest - BUCKETS + 1; bucket <= this.newest; bucket++) {
			freed += this.buckets[((bucket % BUCKETS) + BUCKETS) % BUCKETS];
			if (freed >= missing) return (bucket + BUCKETS) * BUCKET_MS - now;
		}
		return WINDOW_MS;
	}

	private forgetOld(now: number): void {
		const current = Math.floor(now / BUCKET_MS);
		const stale = Math.min(current - this.newest, BUCKETS);
		for (let i = 1; i <= stale; i++) {
			const slot = (this.newest + i) % BUCKETS;
			this.used -= this.buckets[slot];
			this.buckets[slot] = 0;
		}
		// After a long pause the skipped numbers share the slots that were just emptied.
		this.newest = Math.max(current, this.newest);
	}
}

/** One documented limit, and what a request takes of it. */
export interface Charge {
	/** Requests with the same name share one window. */
	limit: string;
	perMinute: number;
	amount: number;
}

/** Which limit was hit, and when the request fits in. */
export interface LimitHit {
	perMinute: number;
	remaining: number;
	waitMs: number;
}

/**
 * The limits per minute of `moengage/api.md`, each as a sliding window of 60 seconds. What is
 * refused takes nothing, because after a 429 MoEngage holds nothing of the request.
 */
export class RateLimits {
	private readonly windows = new Map<string, SlidingWindow>();

	spend(charges: Charge[], now: number): LimitHit | undefined {
		for (const { limit, perMinute, amount } of charges) {
			const window = this.window(limit);
			const remaining = window.room(perMinute, now);
			if (amount > remaining) {
				return { perMinute, remaining, waitMs: window.opensIn(amount - remaining, now) };
			}
		}
		for (const { limit, amount } of charges) this.window(limit).add(amount);
		return undefined;
	}

	reset(): void {
		this.windows.clear();
	}

	private window(limit: string): SlidingWindow {
		let window = this.windows.get(limit);
		if (!window) this.windows.set(limit, (window = new SlidingWindow()));
		return window;
	}
}
