import type { Ask, Flight, Opening, Settled } from '../../nodes/MoEngage/delivery/limits/pause';
import type { Pool } from '../../nodes/MoEngage/delivery/limits/pool';

/** What a sender asks when it may send. */
export type Limiter = Pick<Pool, 'nextOpening' | 'depart' | 'settle'>;

/** A throttle makes it so much slower. */
const BETA = 0.7;

/** How fast the cubic curve grows, per second cubed. */
const SCALE = 0.4;

/** Weight of the newest half second in the measured rate. */
const SMOOTHING = 0.8;

const SLOWEST_PER_SECOND = 0.5;

/**
 * The client-side rate limiting of the adaptive retry mode of AWS's SDKs, as their reference guide describes it ("Retry
 * behavior"), written afresh to compare with: a token bucket, whose rate a throttle cuts by {@link BETA} and time raises
 * along a cubic curve. It knows no documented limit, no window and no header, and begins with the first throttle.
 */
export class Adaptive implements Limiter {
	private isEnabled = false;

	/** Per second. */
	private fillRate = SLOWEST_PER_SECOND;

	private capacity = 1;

	private tokens = 0;

	private filledAt = 0;

	/** The rate at the last throttle, and when that was, in seconds. */
	private lastMax = 0;

	private throttledAt = 0;

	/** What leaves per second, measured by half seconds. */
	private measured = 0;

	private halfSecond = 0;

	private sentInHalfSecond = 0;

	nextOpening({ cost }: Ask, now: number): Opening {
		if (!this.isEnabled) return { wait: 0 };
		this.fill(now);
		const missing = Math.min(cost, this.capacity) - this.tokens;
		return { wait: missing <= 0 ? 0 : Math.max(1, (1000 * missing) / this.fillRate) };
	}

	depart({ cost }: Ask, now: number): Flight {
		if (this.isEnabled) this.tokens -= cost;
		return { at: now, cost };
	}

	settle({ cost }: Flight, settled: Settled, _said: object, now: number): void {
		const seconds = now / 1000;
		this.measure(cost, seconds);
		let rate: number;
		if (settled === 'refused') {
			this.lastMax = this.isEnabled ? Math.min(this.measured, this.fillRate) : this.measured;
			this.throttledAt = seconds;
			this.isEnabled = true;
			rate = BETA * this.lastMax;
		} else {
			const inflection = Math.cbrt((this.lastMax * (1 - BETA)) / SCALE);
			rate = SCALE * (seconds - this.throttledAt - inflection) ** 3 + this.lastMax;
		}
		this.fill(now);
		this.fillRate = Math.max(SLOWEST_PER_SECOND, Math.min(rate, 2 * this.measured));
		this.capacity = Math.max(1, this.fillRate);
		this.tokens = Math.min(this.tokens, this.capacity);
	}

	private measure(cost: number, seconds: number): void {
		const half = Math.floor(seconds * 2) / 2;
		this.sentInHalfSecond += cost;
		if (half <= this.halfSecond) return;
		const rate = this.sentInHalfSecond / (half - this.halfSecond);
		this.measured = rate * SMOOTHING + this.measured * (1 - SMOOTHING);
		this.sentInHalfSecond = 0;
		this.halfSecond = half;
	}

	private fill(now: number): void {
		const gained = ((now - this.filledAt) / 1000) * this.fillRate;
		this.tokens = Math.min(this.capacity, this.tokens + gained);
		this.filledAt = now;
	}
}
