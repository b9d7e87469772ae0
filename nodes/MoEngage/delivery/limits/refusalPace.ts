import { MINUTE_MS } from '../clock';

/**
 * A refusal makes it this much slower: the decrease of AIMD, for which CUBIC (RFC 9438) and AWS's SDKs take 0.7.
 * With 0.9, five senders of 1,000 in windows that slide have 21 % more refused.
 */
const SLOWED_BY = 0.8;

/**
 * So much faster it gets per second, for a limit of {@link USUAL_LIMIT}; for smaller limits less, since each try costs one
 * of few. With twice that, five senders of 1,000 have 26 % more refused; with the square root, 6 %.
 */
const GROWTH = 0.15;
const GROWTH_EXPONENT = 0.55;
const USUAL_LIMIT = 30_000;

/**
 * The rate with which a new window starts is at least the limit shared by so many senders. Without it, ten senders need
 * 4 to 8 % longer for twice a limit of 1,000.
 */
const MOST_SENDERS = 20;

/**
 * Senders whose shares differ come closer with each window, towards the limit shared by so many. Without it, Jain's index
 * of ten senders of 1,000 halves.
 */
const USUAL_SENDERS = 10;

/**
 * The rate of a window starts no lower, where the limit is not lower itself. Without it, three senders use 86 % of a limit
 * of 100 a minute, rather than 99.
 */
const LOWEST_RATE = 2 / 3;

/**
 * So much may leave at once when the first pause ends: it may have been a refusal by chance. Without it, ten senders need
 * 12 to 17 % longer for twice a limit of 100.
 */
const FIRST_BURST = 10;

/**
 * The first wait after a refusal is at least this; each further one in a row twice as long as the one before. Without it,
 * five senders of 20 events at once have 8 % more refused.
 */
const FIRST_WAIT_MS = 200;

/**
 * Probes in vain may be so many per accepted request; the wait between them has these bounds all the same. Without the
 * first, 3,000 events take 95 seconds if others leave 1,500 of 30,000, rather than 58, and ten senders have unequal shares.
 * Without the second, two senders of 1,000 have 39 % more refused. Without the last, 20 senders share a limit of 1,000 less
 * equally (Jain's index 0.80, rather than 0.95).
 */
const PROBES_PER_ACCEPTED = 0.08;
const SHORTEST_LONG_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 30_000;

/** After so many refusals in a row the window is used up, rather than full for a moment. */
const REFUSALS_WHEN_USED_UP = 3;

/**
 * A probe leaves this long before the window is expected to open again, to find out if it opens earlier. Without a look at
 * that time, three senders use 95 % of a limit of 100 in windows that slide, rather than 99.
 */
const EARLY_MS = 100;

/**
 * Learns from refusals alone how much of a limit is left for this process, where MoEngage's answers say nothing
 * about it: slows down with each refusal and speeds up with time. All who share a limit see the same share of
 * refusals, which is why their rates become equal although they know nothing of each other.
 */
export class RefusalPace {
	/** What may leave per second, in what the limit counts. */
	rate = 0;

	/** What was accepted in the window that was used up last. */
	private learned = 0;

	private refusalsInRow = 0;

	/** The window is used up: when it opens again, the rate starts from what was learned. */
	private isUsedUp = false;

	private isFirstPause = false;

	/** When a used up window last turned out to be open again. */
	private reopenedAt?: number;

	/** @param random from 0 to 1 */
	constructor(private readonly random: () => number) {}

	/**
	 * The limit is shared after all: somebody else has used it up.
	 * @param accepted what was accepted within the last minute
	 * @param limit per minute
	 */
	start(accepted: number, limit: number): void {
		this.learned = accepted;
		this.isUsedUp = true;
		this.isFirstPause = true;
		this.refusalsInRow = 0;
		this.rate = this.startingRate(limit);
	}

	/** Time passes without a refusal. */
	grow(seconds: number, limit: number): void {
		const growth = GROWTH * (limit / USUAL_LIMIT) ** GROWTH_EXPONENT;
		this.rate = Math.min(limit, this.rate * Math.exp(growth * seconds));
	}

	/** @param accepted what was accepted within the last minute */
	noteAccepted(accepted: number): void {
		this.learned = Math.max(this.learned, accepted);
	}

	/** A probe was accepted after a pause. @returns what may leave at once */
	reopen(accepted: number, limit: number, now: number): number {
		if (this.isUsedUp) {
			this.rate = this.startingRate(limit);
			this.learned = accepted;
			this.reopenedAt = now;
		}
		this.isUsedUp = false;
		this.refusalsInRow = 0;
		const burst = this.isFirstPause ? Math.min(FIRST_BURST, limit / FIRST_BURST) : 1;
		this.isFirstPause = false;
		return burst;
	}

	/**
	 * A request was refused.
	 * @param wasPaused whether it was a probe in a pause, which says nothing about the rate
	 * @param accepted what was accepted within the last minute
	 * @param requests in how many requests
	 * @param cost of the request that was refused
	 * @returns when to send the next probe
	 */
	refuse(
		wasPaused: boolean,
		{ accepted, requests, cost }: { accepted: number; requests: number; cost: number },
		now: number,
	): number {
		if (!wasPaused) this.rate *= SLOWED_BY;
		this.refusalsInRow++;
		if (this.refusalsInRow === REFUSALS_WHEN_USED_UP) {
			this.isUsedUp = true;
			this.learned = accepted;
		}
		const longest = Math.min(
			LONGEST_WAIT_MS,
			Math.max(SHORTEST_LONG_WAIT_MS, MINUTE_MS / (PROBES_PER_ACCEPTED * Math.max(1, requests))),
		);
		const first = Math.max(FIRST_WAIT_MS, (1000 * cost) / this.rate);
		const wait = Math.min(longest, first * 2 ** (this.refusalsInRow - 1));
		return this.orWhenExpected(now + wait * (0.5 + this.random()), now);
	}

	/** The limit that opened a minute ago opens again now, whether its windows are fixed or slide. */
	private orWhenExpected(at: number, now: number): number {
		if (this.reopenedAt === undefined) return at;
		const passed = Math.ceil((now + EARLY_MS - this.reopenedAt) / MINUTE_MS);
		const expected = this.reopenedAt + passed * MINUTE_MS - EARLY_MS;
		const isNext = expected > now + EARLY_MS && expected < at;
		return isNext ? expected + this.random() * 2 * EARLY_MS : at;
	}

	/** The geometric mean of what was learned and a usual share, so that unequal shares come closer. */
	private startingRate(limit: number): number {
		const perSecond = limit / 60;
		const mean = Math.sqrt((Math.max(1, this.learned) / 60) * (perSecond / USUAL_SENDERS));
		const lowest = Math.max(perSecond / MOST_SENDERS, Math.min(LOWEST_RATE, perSecond));
		return Math.max(lowest, mean);
	}
}
