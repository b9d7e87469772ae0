import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { InvalidInput } from '../../mapping/invalidInput';
import type { Unaccepted } from '../../transport/answer';
import { ItemDoubt, ItemRefusal, type Route } from '../operation';
import { elementIndexes, type ItemPiece } from '../piece';
import { REPEATS, type RepeatRule } from '../repeat';
import type { UsedUp } from '../sending/gate';
import type { SendOutcomes } from '../sending/ports';
import {
	failureOf,
	heldBack,
	invalidItem,
	notSentAfter,
	refusedInDoubt,
	refusedItem,
	unknownOutcome,
	type FailedItem,
	type Failure,
} from './failure';
import type { Ledger } from './ledger';
import { limitUsedUp } from './limitFailure';
import { outputOf, Parts } from './output';
import { failedOutput } from './report';

/**
 * Takes down what becomes of each item, by the index of the input item and in whatever order it becomes known:
 * in the ledger, which outlives this try, and as the output of this run.
 */
export class Outcomes implements SendOutcomes {
	private readonly byItem: Array<Settlement | undefined>;

	private acceptedCount = 0;

	private readonly parts = new Parts();

	/** Items of requests that were sent. */
	private readonly departed = new Set<number>();

	/**
	 * @param total number of input items
	 * @param fields of the operation, for the names of parameters
	 */
	constructor(
		private readonly total: number,
		private readonly fields: INodeProperties[],
		private readonly route: Route,
		private readonly ledger: Ledger,
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
	 * Settles what an earlier try has settled: accepted items, and unknown ones that must not be repeated. After
	 * a try that was lost, all items are unknown, so that only those are repeated that count once however often
	 * they are sent.
	 * @param withNewUuid items that MoEngage would not know again if they were sent in a try that was lost
	 */
	settleEarlier(pieces: ItemPiece[], retryUnsafe: boolean, withNewUuid: Set<number>): void {
		const { ledger, route } = this;
		const { afterUnknownOutcome, byUserAfterUnknown } = this.rule;
		const ofClass = ledger.isBrokenOff ? afterUnknownOutcome : byUserAfterUnknown;
		const pieceOf = new Map(pieces.map((piece) => [piece.item, piece]));
		for (let item = 0; item < this.total; item++) {
			const answer = ledger.answerFor(item);
			if (answer !== undefined) this.settleAccepted(item, answer, pieceOf.get(item));
			else if (!retryUnsafe && ledger.isUnknown(item)) {
				const mayRepeat = ofClass && !this.isTooLate(item) && !withNewUuid.has(item);
				if (!mayRepeat) this.byItem[item] = { failure: heldBack(route.endpoint) };
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
	 * Something that nobody foresaw has ended the run: of items that were sent nobody knows, the others were not.
	 */
	failUnsettled(failure: Failure): void {
		for (let item = 0; item < this.total; item++) {
			if (this.isSettled(item)) continue;
			const wasSent = this.departed.has(item);
			this.fail([item], wasSent ? unknownOutcome(failure.message, this.route.endpoint) : failure);
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
		const reported = this.reportedOn(pieces, answer);
		const taken = pieces.filter(({ item }) => !reported.has(item));
		if (!this.route.endpoint.isRead) {
			this.ledger.accept(
				taken.map(({ item }) => item),
				answer,
			);
		}
		// Where a repeat is safe, an earlier request that was lost got the same report on the item.
		for (const [item, failure] of reported) this.fail([item], failure, this.rule.isSafe);
		const cameToNothing = taken.filter((piece) => !this.settleAccepted(piece.item, answer, piece));
		return reported.size + cameToNothing.length > 0;
	}

	splitting(items: number[]): void {
		this.ledger.arrive(items);
	}

	leftOpen(items: number[], since: number): void {
		this.ledger.doubt(items, this.rule.safeForMs === undefined ? undefined : since);
	}

	failed(items: number[], reply: Unaccepted): void {
		this.fail(items, failureOf(reply, this.route.endpoint));
	}

	notSent(items: number[], reply: Unaccepted): void {
		this.fail(items, notSentAfter(reply, this.route.endpoint));
	}

	heldUp(items: number[], limit: UsedUp, wasRefused: boolean): void {
		this.fail(items, limitUsedUp(limit, wasRefused, Date.now()));
	}

	/** The failed items, in input order. */
	failures(): FailedItem[] {
		const failures: FailedItem[] = [];
		this.byItem.forEach((settlement, item) => {
			if (settlement !== undefined && 'failure' in settlement) {
				failures.push({ item, failure: settlement.failure });
			}
		});
		return failures;
	}

	/** Keeps of this try what a retry has to know, and nothing where none can follow. */
	closeLedger(mayBeRetried: boolean): void {
		if (this.acceptedCount === this.total || !mayBeRetried) this.ledger.clear();
		else this.ledger.compact();
	}

	/**
	 * Output items in input order, each paired with its input item.
	 * @param isRouted whether n8n is to send failed items to an error output
	 */
	toOutput(isRouted: boolean): INodeExecutionData[] {
		const output: INodeExecutionData[] = [];
		this.byItem.forEach((settlement, item) => {
			if (settlement === undefined) return;
			if ('failure' in settlement) {
				output.push(failedOutput(settlement.failure, item, isRouted));
			} else {
				for (const json of settlement.output) output.push({ json, pairedItem: { item } });
			}
		});
		return output;
	}

	private get rule(): RepeatRule {
		return REPEATS[this.route.endpoint.repeat];
	}

	/** Would MoEngage not know the item again any more, if an earlier request has brought it? */
	private isTooLate(item: number): boolean {
		const { safeForMs } = this.rule;
		const since = this.ledger.inDoubtSince(item);
		return safeForMs !== undefined && since !== undefined && Date.now() - since > safeForMs;
	}

	/** @param isFinal whether it also tells what became of earlier requests with the items */
	private fail(items: number[], failure: Failure, isFinal = false): void {
		if (failure.outcome === 'unknown') this.ledger.doubt(items);
		this.ledger.arrive(items);
		const { endpoint } = this.route;
		for (const item of items) {
			const isInDoubt = failure.outcome === 'rejected' && !isFinal && this.ledger.isUnknown(item);
			this.byItem[item] = { failure: isInDoubt ? refusedInDoubt(failure, endpoint) : failure };
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

	/** What MoEngage's report does not take of an accepted request, by item. */
	private reportedOn(pieces: ItemPiece[], answer: IDataObject): Map<number, Failure> {
		const { reportOn, endpoint } = this.route;
		const failures = new Map<number, Failure>();
		if (reportOn === undefined) return failures;
		const indexes = elementIndexes(pieces);
		const elements = new Set(indexes).size;
		pieces.forEach((piece, index) => {
			const wasInDoubt = this.areInDoubt([piece.item]);
			const report = reportOn(answer, piece, indexes[index], { elements, wasInDoubt });
			if (report === undefined) return;
			const failure =
				report instanceof ItemDoubt ? unknownOutcome(report.what, endpoint) : refusedItem(report);
			failures.set(piece.item, failure);
		});
		return failures;
	}
}

/** What became of one item: its output, or why it failed. */
type Settlement = { output: IDataObject[] } | { failure: Failure };
