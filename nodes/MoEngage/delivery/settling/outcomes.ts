import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { InvalidInput } from '../../mapping/invalidInput';
import type { Unaccepted } from '../../transport/answer';
import { ItemRefusal, type Route } from '../operation';
import { elementIndexes, type ItemPiece } from '../piece';
import { REPEATS } from '../repeat';
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
import { failedOutput } from './report';

/**
 * Takes down what becomes of each item, by the index of the input item and in whatever order it becomes known:
 * in the ledger, which outlives this try, and as the output of this run.
 */
export class Outcomes implements SendOutcomes {
	private readonly byItem: Array<Settlement | undefined>;

	private acceptedCount = 0;

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
		const { afterUnknownOutcome, byUserAfterUnknown } = REPEATS[route.endpoint.repeat];
		const mayRepeat = ledger.isBrokenOff ? afterUnknownOutcome : byUserAfterUnknown;
		const pieceOf = new Map(pieces.map((piece) => [piece.item, piece]));
		for (let item = 0; item < this.total; item++) {
			const answer = ledger.answerFor(item);
			if (answer !== undefined) this.settleAccepted(item, answer, pieceOf.get(item));
			else if (!retryUnsafe && ledger.isUnknown(item) && (!mayRepeat || withNewUuid.has(item))) {
				this.byItem[item] = { failure: heldBack(route.endpoint) };
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
		// If the execution ends before the answer comes, these must not go out again by themselves.
		if (!REPEATS[this.route.endpoint.repeat].byUserAfterUnknown) this.ledger.depart(items);
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
		for (const [item, refusal] of reported) this.fail([item], refusedItem(refusal));
		const cameToNothing = taken.filter((piece) => !this.settleAccepted(piece.item, answer, piece));
		return reported.size + cameToNothing.length > 0;
	}

	splitting(items: number[]): void {
		this.ledger.arrive(items);
	}

	leftOpen(items: number[]): void {
		this.ledger.doubt(items);
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

	private fail(items: number[], failure: Failure): void {
		if (failure.outcome === 'unknown') this.ledger.doubt(items);
		this.ledger.arrive(items);
		const { endpoint } = this.route;
		for (const item of items) {
			const isInDoubt = failure.outcome === 'rejected' && this.ledger.isUnknown(item);
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
		this.byItem[item] = { output };
		this.acceptedCount++;
		return true;
	}

	/** What MoEngage's report refuses of an accepted request, by item. */
	private reportedOn(pieces: ItemPiece[], answer: IDataObject): Map<number, ItemRefusal> {
		const { reportOn } = this.route;
		const refusals = new Map<number, ItemRefusal>();
		if (reportOn === undefined) return refusals;
		const elements = elementIndexes(pieces);
		pieces.forEach((piece, index) => {
			const refusal = reportOn(answer, piece, elements[index]);
			if (refusal !== undefined) refusals.set(piece.item, refusal);
		});
		return refusals;
	}
}

/** What became of one item: its output, or why it failed. */
type Settlement = { output: IDataObject[] } | { failure: Failure };

/** Output of an accepted item; an answer that is not as documented must not cost the others theirs. */
function outputOf(
	{ endpoint, paging, toOutput }: Route,
	answer: IDataObject,
	piece: ItemPiece | undefined,
): IDataObject[] | ItemRefusal {
	if (piece === undefined || toOutput === undefined) return [{ ...answer }];
	try {
		if (paging === undefined) return toOutput(answer, piece);
		const records = answer.records as IDataObject[];
		return toOutput({ records: records.slice(0, paging.limitOf(piece)) }, piece);
	} catch (error) {
		if (!endpoint.isRead) return [{ ...answer }];
		return new ItemRefusal(
			`MoEngage's response is not as documented: ${(error as Error).message}`,
			'Try again later. If it happens again, report it to the authors of the node',
		);
	}
}
