/** Fewer accepted requests prove nothing. */
const FEWEST_REQUESTS = 10;

/** Answers overtake each other, so that numbers match only roughly. */
const ROUGHLY = 1.25;

/**
 * Compares what disappears of a limit, as the answers say, with what this process has taken: tells in which unit the
 * answers count, which MoEngage does not document, and whether nobody else takes anything.
 */
export class HeaderUnit {
	/** Whether the answers count requests, as the texts say, or users and events, as the limits do. */
	countsRequests = false;

	/** Nobody else has taken anything lately. */
	isAlone = false;

	private taken: Taken = { cost: 0, requests: 0 };

	/** What the last answer said. */
	private last: number;

	/** @param left what was left when it begins to compare */
	constructor(private left: number) {
		this.last = left;
	}

	/** A request was refused although there was room for it: perhaps the unit is the other one. */
	doubt(): void {
		this.countsRequests = false;
		this.isAlone = false;
		this.restart(this.left);
	}

	/** A request of ours was accepted. */
	take({ cost, requests }: Taken): void {
		this.taken.cost += cost;
		this.taken.requests += requests;
	}

	/**
	 * @param left what is left, as an answer says
	 * @param flying what is under way, of which the answer may count a part
	 */
	compare(left: number, flying: Taken): void {
		// More is left than a moment ago: another window has begun.
		const isNew =
			left > this.left || left - this.last > Math.max(flying.cost, NOTABLE_PART * this.left);
		this.last = left;
		if (isNew) {
			this.restart(left);
			return;
		}
		const { cost, requests } = this.taken;
		if (requests < FEWEST_REQUESTS) return;
		const gone = this.left - left;
		if (cost >= 2 * requests && gone <= cost / 2) {
			// In a window that slides, what comes back hides what goes: only a match is a proof.
			const isMatch = gone * ROUGHLY >= requests && gone <= ROUGHLY * (requests + flying.requests);
			this.countsRequests = isMatch;
		}
		const ours = this.countsRequests ? requests + flying.requests : cost + flying.cost;
		this.isAlone =
			gone <= ROUGHLY * ours && gone * ROUGHLY >= (this.countsRequests ? requests : cost);
	}

	private restart(left: number): void {
		this.left = left;
		this.taken = { cost: 0, requests: 0 };
	}
}

/**
 * Where more than this part comes back at once, another window has begun; with less than it left, one is nearly used up.
 * If anything that comes back were a new window, two senders of 20 events at once would have seven times as much refused.
 */
export const NOTABLE_PART = 0.2;

/** What one sender has accepted or under way. */
export type Taken = { cost: number; requests: number };
