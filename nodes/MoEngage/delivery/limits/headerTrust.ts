import type { ToldLimit } from './rateHeaders';
import { HeaderPace, type Flying, type Sight } from './headerPace';

/**
 * Headers that prove wrong so often in a row are not believed, and those that more answers in a row lack are not waited
 * for: fewer may be chance, as answers overtake each other.
 */
const ENOUGH = 3;

/**
 * Headers state whole seconds, so that a window may end this much earlier than they say. Without it, two senders of 30,000
 * in windows that slide had nearly three times as much refused, since true headers were not believed.
 */
const ROUNDED_BY_MS = 1000;

/**
 * Headers that were wrong are not believed for so long. With half a minute, one sender leaves more than 15 % of a limit
 * unused whose headers always say that nothing is left.
 */
const DISTRUST_MS = 600_000;

/** Listens to what answers say about a limit, as long as they say it, and as long as it is true. */
export class HeaderTrust {
	/** What the answers say; `undefined` while they say nothing worth believing. */
	told?: HeaderPace;

	/** Accepted answers that say nothing, since one did. */
	private silent = 0;

	/** Refusals since the last acceptance, although there was room as the answers had said. */
	private lies = 0;

	private believesAgainAt = 0;

	/** Until then nothing is left, as an answer said. */
	private emptyUntil = -Infinity;

	/** Requests that were accepted in that time, and with nothing left. */
	private acceptedWhenEmpty = 0;

	/** @param random from 0 to 1 */
	constructor(private readonly random: () => number) {}

	/**
	 * Takes in what an answer says. What is said of refusals alone (catalog, Push V2.1) cannot be followed.
	 * @param request that was answered
	 * @param flying what is still under way
	 * @param capacity the documented limit per minute
	 */
	listen(
		said: ToldLimit,
		request: Flying & { at: number; isAccepted: boolean; sight?: Sight },
		flying: Flying,
		capacity: number,
		now: number,
	): void {
		const { at, isAccepted, sight } = request;
		if (said.left !== undefined) this.silent = 0;
		else if (isAccepted) this.silent++;
		if (this.silent > ENOUGH) this.told = undefined;
		if (isAccepted) this.noteAccepted(said, now);
		if (this.told !== undefined) {
			this.told.note(said, isAccepted ? request : undefined, { at, sight, flying }, now);
		} else if (isAccepted && said.left !== undefined && now >= this.believesAgainAt) {
			this.told = new HeaderPace(said.left, said, capacity, now, this.random);
		}
	}

	/** A request was refused although there was room for it, as the answers had said. */
	noteLie(now: number): void {
		if (this.told === undefined) return;
		this.told.doubt();
		this.lies++;
		if (this.lies >= ENOUGH) this.distrust(now);
	}

	/** A limit that is counted but not enforced says with each acceptance that nothing is left. */
	private noteAccepted({ left, resetIn = 0 }: ToldLimit, now: number): void {
		this.lies = 0;
		if (left === undefined) return;
		if (left >= 1) this.acceptedWhenEmpty = 0;
		else if (now < this.emptyUntil - ROUNDED_BY_MS) this.acceptedWhenEmpty++;
		else this.emptyUntil = now + resetIn;
		if (this.acceptedWhenEmpty >= ENOUGH) this.distrust(now);
	}

	private distrust(now: number): void {
		this.told = undefined;
		this.lies = 0;
		this.acceptedWhenEmpty = 0;
		this.believesAgainAt = now + DISTRUST_MS;
	}
}
