import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { InvalidInput } from '../../mapping/invalidInput';
import type { Unaccepted } from '../../transport/answer';
import type { Claim, RunKeys } from '../once';
import { ItemRefusal, type Route } from '../operation';
import type { ItemPiece } from '../piece';
import { REPEATS, type RepeatRule } from '../repeat';
import type { SendOutcomes, Unsent } from '../sending';
import {
	ENDED_EARLY,
	failureOf,
	heldBack,
	invalidItem,
	notSentInTime,
	refusedInDoubt,
	refusedItem,
	unknownOutcome,
	type FailedItem,
	type Failure,
} from './failure';
import type { Ledger } from './ledger';
import { outputOf, Parts } from './output';
import { reportedOn } from './reportedOn';
import { failuresOf, outputsOf, type Settlement } from './settlement';
import { notRecorded, skippedOutput, whyUnsent } from './unsent';

/**
 * Records the outcome of each item, by the index of the input item: in the ledger, which outlives this try, and as the
 * output of this run.
 */
export class Outcomes implements SendOutcomes {
	private readonly byItem: Array<Settlement | undefined>;

	private acceptedCount = 0;

	/** Items that a retry has nothing to know of: they were shown or skipped. */
	private unsentCount = 0;

	private readonly parts = new Parts();

	/** Items of requests that were sent and that MoEngage may have accepted. */
	private readonly departed = new Set<number>();

	/**
	 * @param total number of input items
	 * @param fields of the operation, for the names of parameters
	 * @param keys hear what becomes of the items that have one
	 */
	constructor(
		private readonly total: number,
		private readonly fields: INodeProperties[],
		private readonly route: Route,
		private readonly ledger: Ledger,
		private readonly keys?: RunKeys,
	) {
		this.byItem = new Array<undefined>(total);
	}

	/** How many items were accepted, in this or an earlier try; not said of reads, which accept nothing. */
	get progress(): { accepted?: number; total: number } {
		const { isRead } = this.route.endpoint;
		return { accepted: isRead ? undefined : this.acceptedCount, total: this.total };
	}

	isSettled(item: number): boolean {
		return this.byItem[item] !== undefined;
	}

	/**
	 * Settles what an earlier try has settled: accepted items, and unknown ones that must not be resent. After a try that
	 * was lost, all items are unknown, so that only those are resent that count once however often they are sent.
	 * @param withNewUuid items that MoEngage would not recognize if they were sent in a try that was lost
	 */
	settleEarlier(pieces: ItemPiece[], retryUnsafe: boolean, withNewUuid: Set<number>): void {
		const { ledger, route } = this;
		const { afterUnknownOutcome, byUserAfterUnknown } = this.rule;
		const pieceOf = new Map(pieces.map((piece) => [piece.item, piece]));
		for (let item = 0; item < this.total; item++) {
			const piece = pieceOf.get(item);
			const answer = ledger.answerFor(item);
			if (answer !== undefined) {
				this.settleAccepted(item, answer, piece);
				this.keys?.noteSent(piece);
			} else if (ledger.isUnknown(item)) {
				// Whoever sends an item once does not want it to count twice either.
				const isStrict = ledger.isBrokenOff || piece?.onceKey !== undefined;
				const ofClass = isStrict ? afterUnknownOutcome : byUserAfterUnknown;
				const mayRepeat = ofClass && !this.isTooLate(item) && !withNewUuid.has(item);
				if (!mayRepeat && !retryUnsafe) this.byItem[item] = { failure: heldBack(route.endpoint) };
				// Of a try that was lost, only the record of keys says what it had sent.
				else if (!ledger.isBrokenOff) this.keys?.reopen(item);
			}
		}
	}

	/** Settles the items that cannot be sent as they are, unless an earlier try has sent them. */
	settleInvalid(invalid: Map<number, InvalidInput>): void {
		for (const [item, reason] of invalid) {
			if (!this.isSettled(item)) this.byItem[item] = { failure: invalidItem(reason, this.fields) };
		}
	}

	/**
	 * Settles what nothing else has settled, so that no item is ever missing, where n8n or an exception has ended the run.
	 * @param failure of the items that were not sent
	 * @param whatHappened to the others, whose outcome is unknown
	 */
	failUnsettled(failure = notSentInTime(), whatHappened = ENDED_EARLY): void {
		for (let item = 0; item < this.total; item++) {
			if (this.isSettled(item)) continue;
			const wasSent = this.departed.has(item);
			this.fail([item], wasSent ? unknownOutcome(whatHappened, this.route.endpoint) : failure);
		}
	}

	departing(items: number[]): void {
		for (const item of items) this.departed.add(item);
		const { byUserAfterUnknown, safeForMs } = this.rule;
		// If the execution ends before the answer comes, these must not go out again by themselves.
		if (safeForMs !== undefined) this.ledger.depart(items, Date.now());
		else if (!byUserAfterUnknown) this.ledger.depart(items);
	}

	mayStillLeave(items: number[]): boolean {
		const late = items.filter((item) => this.isTooLate(item));
		for (const item of late) this.byItem[item] = { failure: heldBack(this.route.endpoint) };
		return late.length === 0;
	}

	areInDoubt(items: number[]): boolean {
		return items.every((item) => this.ledger.inDoubtSince(item) !== undefined);
	}

	accepted(pieces: ItemPiece[], answer: IDataObject): boolean {
		const reported = reportedOn(this.route, pieces, answer, (item) => this.areInDoubt([item]));
		const taken = pieces.filter(({ item }) => !reported.has(item));
		const items = taken.map(({ item }) => item);
		if (!this.route.endpoint.isRead) this.ledger.accept(items, answer);
		// Where a repeat is safe, an earlier request that was lost got the same report on the item.
		for (const [item, failure] of reported) this.fail([item], failure, this.rule.isSafe);
		const cameToNothing = taken.filter((piece) => !this.settleAccepted(piece.item, answer, piece));
		return reported.size + cameToNothing.length > 0;
	}

	splitting(items: number[]): void {
		this.noteUnaccepted(items);
	}

	leftOpen(items: number[], since: number): void {
		this.ledger.doubt(items, this.rule.safeForMs === undefined ? undefined : since);
	}

	failed(items: number[], reply: Unaccepted): void {
		this.fail(items, failureOf(reply, this.route.endpoint));
	}

	withheld({ sent, unrecorded, reason }: Claim): void {
		for (const piece of sent) {
			this.noteUnaccepted([piece.item]);
			this.settleUnsent(piece.item, skippedOutput(piece));
		}
		const items = unrecorded.map(({ item }) => item);
		this.fail(items, notRecorded(reason));
	}

	/** Settles an item that is not sent, and has not failed: it is shown, or it was skipped. */
	settleUnsent(item: number, json: IDataObject): void {
		this.byItem[item] = { output: [json] };
		this.unsentCount++;
	}

	unsent(items: number[], why: Unsent): void {
		// Where a failure has stopped the run, that one is the reason, and a retry sends these items.
		if (why.because === 'halted') {
			this.noteUnaccepted(items);
			this.keys?.release(items.filter((item) => this.ledger.inDoubtSince(item) === undefined));
		}
		const failure = whyUnsent(why, this.route.endpoint);
		if (failure !== undefined) this.fail(items, failure);
	}

	/** The failed items, in input order. */
	failures(): FailedItem[] {
		return failuresOf(this.byItem);
	}

	/** Keeps of this try what a retry has to know, and nothing where none can follow. */
	closeLedger(mayBeRetried: boolean): void {
		const isDone = this.acceptedCount + this.unsentCount === this.total;
		if (isDone || !mayBeRetried) this.ledger.clear();
		else this.ledger.compact();
	}

	/**
	 * Output items in input order, each paired with its input item.
	 * @param isRouted whether n8n sends failed items to an error output
	 */
	toOutput(isRouted: boolean): INodeExecutionData[] {
		return outputsOf(this.byItem, isRouted);
	}

	private get rule(): RepeatRule {
		return REPEATS[this.route.endpoint.repeat];
	}

	/** Would MoEngage no longer recognize the item, if an earlier request with it has arrived? */
	private isTooLate(item: number): boolean {
		const { safeForMs } = this.rule;
		const since = this.ledger.inDoubtSince(item);
		return safeForMs !== undefined && since !== undefined && Date.now() - since > safeForMs;
	}

	/** MoEngage has accepted nothing of the last request with these items. */
	private noteUnaccepted(items: number[]): void {
		for (const item of items) this.departed.delete(item);
		this.ledger.arrive(items);
	}

	/** @param isFinal whether it also tells the outcome of earlier requests with the items */
	private fail(items: number[], failure: Failure, isFinal = false): void {
		if (failure.outcome === 'unknown') this.ledger.doubt(items);
		this.ledger.arrive(items);
		const { endpoint } = this.route;
		for (const item of items) {
			const isInDoubt = failure.outcome !== 'unknown' && !isFinal && this.ledger.isUnknown(item);
			this.byItem[item] = { failure: isInDoubt ? refusedInDoubt(failure, endpoint) : failure };
			if (failure.outcome !== 'unknown' && !isInDoubt) this.keys?.release([item]);
		}
	}

	/** @returns whether the item comes out as accepted */
	private settleAccepted(item: number, answer: IDataObject, piece?: ItemPiece): boolean {
		const output = outputOf(this.route, answer, piece);
		if (output instanceof ItemRefusal) {
			this.byItem[item] = { failure: refusedItem(output) };
			return false;
		}
		const whole = this.parts.join(output, item, piece?.part);
		if (whole === undefined) return true;
		this.byItem[item] = { output: whole };
		this.acceptedCount++;
		return true;
	}
}
