import type { Reply, Unaccepted } from '../../transport/answer';
import type { ItemPiece } from '../piece';

/** After this many elements, each sent alone and rejected with the same words, the rest of their requests is given up. */
const ENOUGH = 18;

/**
 * Distinguishes a rejection of single items from one of everything, where MoEngage does not say which it is: a packed
 * request is rejected as a whole for one item as well as for a reason that all items share. Items are sent alone,
 * from all over the rejected requests, until one has another fate, or enough have had the same. Then a rejected
 * request whose sample has it too is given up; other requests are sent all the same, since they may be good.
 */
export class Samples {
	private words?: string;

	private alike = 0;

	/** Something was accepted, or rejected in other words: items are rejected one by one. */
	private isOfItems = false;

	/** Is it settled that items are rejected one by one? */
	get areOver(): boolean {
		return this.isOfItems;
	}

	/** Have enough items had the same fate, and none another, to say the same of the rest of their request? */
	get areConclusive(): boolean {
		return !this.isOfItems && this.alike >= ENOUGH;
	}

	/** Something of this run was accepted, so that not everything is rejected. */
	noteAccepted(): void {
		this.isOfItems = true;
	}

	/**
	 * Records the reply to an item that was sent alone.
	 * @returns whether it had the same fate as those before it
	 */
	note(reply: Unaccepted): boolean {
		const words = wordsOf(reply);
		const isAlike = words !== undefined && (this.words === undefined || this.words === words);
		if (words !== undefined && !isAlike) this.isOfItems = true;
		this.alike = isAlike ? this.alike + 1 : 0;
		this.words = isAlike ? words : undefined;
		return isAlike;
	}
}

/** What is not about the request itself says nothing about others. */
function wordsOf(reply: Reply): string | undefined {
	if (reply.kind !== 'refused' || reply.concerns !== 'request') return undefined;
	const { httpCode, type, message } = reply.refusal;
	return JSON.stringify([httpCode, type, message]);
}

/** Steps of this part of the whole never come close to where they were before. */
const GOLDEN_RATIO = 0.618_033_988_75;

/**
 * The pieces of one element, to be sent alone: from all over the request, so that bad items in one place of it do
 * not speak for all, but only the first of its lane, so that the order of a lane is kept.
 * @param nth how many were sent alone before, from 0
 */
export function sampleOf(pieces: ItemPiece[], nth: number): ItemPiece[] {
	const lanes = new Set<string>();
	const first = pieces.filter(({ lane }) => !lanes.has(lane) && lanes.add(lane));
	const sample = first[Math.floor(((nth * GOLDEN_RATIO) % 1) * first.length)];
	if (sample.action !== undefined) return [sample];
	return pieces.filter(({ elementKey }) => elementKey === sample.elementKey);
}
