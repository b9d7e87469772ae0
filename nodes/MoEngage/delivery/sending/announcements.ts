import type { ToldLimit } from './rateHeaders';
import { Told, type Flying, type Sight } from './told';

/** After so many answers without the headers they are not waited for any more. */
const SILENT_TO_FORGET = 3;

/** Headers that were wrong are not believed for so long. */
const DISTRUST_MS = 600_000;

/** Listens to what answers say about a limit, as long as they say it, and as long as it is true. */
export class Announcements {
	/** What the answers say; `undefined` while they say nothing worth believing. */
	told?: Told;

	/** Accepted answers that say nothing, since one did. */
	private silent = 0;

	private believesAgainAt = 0;

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
		if (this.silent > SILENT_TO_FORGET) this.told = undefined;
		if (this.told !== undefined) {
			this.told.note(said, isAccepted ? request : undefined, { at, sight, flying }, now);
		} else if (isAccepted && said.left !== undefined && now >= this.believesAgainAt) {
			this.told = new Told(said.left, said, capacity, now, this.random);
		}
	}

	/** A request was refused although there was room for it, as the answers had said. */
	noteLie(now: number): void {
		this.told?.noteLie();
		if (this.told?.isTrusted !== false) return;
		this.told = undefined;
		this.believesAgainAt = now + DISTRUST_MS;
	}
}
