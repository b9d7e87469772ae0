import { createHash, randomBytes } from 'crypto';

import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../uuid';

/**
 * What is known of one run of the node, as n8n keeps it in the execution's data. It is plain JSON and small:
 * equal answers are kept once, accepted items as ranges, and UUIDs as the seed they are made from.
 */
type RunRecord = {
	/** Operation and input that the record is about; another input has nothing to do with it. */
	subject: string;
	uuidSeed: string;
	answers: IDataObject[];
	/** For each of `answers`, the items it was for: `[first, last, first, last, …]`. */
	accepted: number[][];
	/**
	 * Items whose outcome is unknown, as names of fields: one can be added or taken away at once. The value is when the
	 * first request with the item was sent, epoch milliseconds, or 1 where that time is of no use.
	 */
	unknown: Record<string, number>;
	/** An earlier try was lost with everything that was known of it. */
	brokenOff?: true;
};

/**
 * Remembers in the execution's data which items MoEngage accepted, so that "Retry On Fail" and "Retry
 * execution" send only the others. Both run the whole node again with all items.
 */
export class Ledger {
	private readonly record: RunRecord;

	private readonly answerIndex = new Map<string, number>();

	/** Item → index of its answer. */
	private readonly acceptedItems = new Map<number, number>();

	/** Unknown only because their request is under way. */
	private readonly underWay = new Set<number>();

	/** Is nothing known of this run from an earlier try? */
	readonly isNew: boolean;

	private readonly key: string;

	/**
	 * @param context n8n's node context, which is kept with the execution
	 * @param runIndex which run of the node this is: in a loop each has a record of its own
	 * @param subject see {@link subjectOf}
	 * @param account host and workspace: what one workspace has accepted, another has not
	 */
	constructor(
		private readonly context: IDataObject & NodeContext,
		runIndex: number,
		subject: string,
		account: string,
	) {
		this.key = `${runIndex} ${createHash('sha256').update(account).digest('base64').slice(0, 12)}`;
		this.isNew = !hasRecord(context, runIndex);
		const { [runIndex]: ofVersion1, ...runs } = context.runs ?? {};
		delete runs[markOf(runIndex)];
		const found = runs[this.key] ?? ofVersion1;
		this.record =
			found?.subject === subject
				? found
				: {
						subject,
						uuidSeed: randomBytes(16).toString('hex'),
						answers: [],
						accepted: [],
						unknown: {},
					};
		this.record.answers.forEach((answer, index) => {
			this.answerIndex.set(JSON.stringify(answer), index);
			for (const item of itemsOf(this.record.accepted[index])) this.acceptedItems.set(item, index);
		});
		context.runs = { ...runs, [this.key]: this.record };
	}

	/** MoEngage's answer to the request that carried the item, when it was accepted in this or an earlier try. */
	answerFor(item: number): IDataObject | undefined {
		const index = this.acceptedItems.get(item);
		return index === undefined ? undefined : this.record.answers[index];
	}

	/** Was an earlier try lost with everything that was known of it, even the UUIDs of its items? */
	get isBrokenOff(): boolean {
		return this.record.brokenOff === true;
	}

	/** Has another run of the node found out that an earlier try was lost? */
	get followsBrokenOffTry(): boolean {
		return this.context.brokenOff === true;
	}

	/** Was the outcome of the item unknown when an earlier try ended? */
	isUnknown(item: number): boolean {
		return this.record.unknown[item] !== undefined;
	}

	/**
	 * When a request with the item was sent whose outcome is unknown, epoch milliseconds or {@link LONG_AGO}; `undefined`
	 * if there was none. A request that is under way does not count.
	 */
	inDoubtSince(item: number): number | undefined {
		return this.underWay.has(item) ? undefined : this.record.unknown[item];
	}

	/** The UUID v4 of an item, the same in every try. */
	uuid(item: number): string {
		return uuidOf(`${this.record.uuidSeed}:${item}`);
	}

	/** MoEngage accepted these items with this answer. */
	accept(items: number[], answer: IDataObject): void {
		const key = JSON.stringify(answer);
		let index = this.answerIndex.get(key);
		if (index === undefined) {
			index = this.record.answers.push(answer) - 1;
			this.record.accepted.push([]);
			this.answerIndex.set(key, index);
		}
		for (const item of items) {
			this.acceptedItems.set(item, index);
			this.underWay.delete(item);
			delete this.record.unknown[item];
			addItem(this.record.accepted[index], item);
		}
	}

	/**
	 * A request with these items is about to leave; until it is answered, their outcome is unknown.
	 * @param since now, where somebody may ask for it
	 */
	depart(items: number[], since?: number): void {
		const known = items.filter((item) => !this.isUnknown(item));
		this.doubt(known, since);
		known.forEach((item) => this.underWay.add(item));
	}

	/** The request with these items is answered: those that nothing else makes doubtful are no longer unknown. */
	arrive(items: number[]): void {
		for (const item of items) if (this.underWay.delete(item)) delete this.record.unknown[item];
	}

	/**
	 * It is unknown whether MoEngage accepted these items.
	 * @param since when the request with them was sent; what an earlier one has left open counts from that one
	 */
	doubt(items: number[], since?: number): void {
		const { unknown } = this.record;
		for (const item of items) {
			const isFirst = this.underWay.delete(item) || !this.isUnknown(item);
			if (isFirst && since !== undefined) unknown[item] = since;
			else unknown[item] ??= LONG_AGO;
		}
	}

	/** An earlier try was lost, so that it is unknown which of these items MoEngage accepted in it. */
	breakOff(items: number[]): void {
		this.record.brokenOff = true;
		this.context.brokenOff = true;
		this.doubt(items);
	}

	/** Makes the record as small as it can be, for the execution's data to keep. */
	compact(): void {
		const byAnswer: number[][] = this.record.answers.map(() => []);
		for (const [item, index] of this.acceptedItems) byAnswer[index].push(item);
		this.record.accepted = byAnswer.map(rangesOf);
	}

	/** Forgets this run: every item was accepted, or no retry can follow. */
	clear(): void {
		const others = { ...this.context.runs };
		delete others[this.key];
		if (Object.keys(others).length > 0) this.context.runs = others;
		else delete this.context.runs;
	}
}

/** In place of a time that is unknown or of no use. */
export const LONG_AGO = 1;

/** The part of n8n's node context that the ledger uses. */
export type NodeContext = {
	/** By run index and account; those of version 1.0 by run index alone. */
	runs?: Record<string, RunRecord>;
	/** An earlier try was lost, so that it is unknown which runs of the node it had. */
	brokenOff?: true;
};

/**
 * Leaves a mark of a try in which nothing could be sent: a retry that finds nothing of the try before it would
 * have to take that one for lost.
 */
export function leaveMark(context: NodeContext, runIndex: number): void {
	const record = { subject: '', uuidSeed: '', answers: [], accepted: [], unknown: {} };
	context.runs = { ...context.runs, [markOf(runIndex)]: record };
}

function markOf(runIndex: number): string {
	return `${runIndex} mark`;
}

/** Is anything known of the run from an earlier try, for whichever workspace? */
export function hasRecord({ runs = {} }: NodeContext, runIndex: number): boolean {
	return Object.keys(runs).some((key) => key.split(' ')[0] === String(runIndex));
}

/** Identifies what a run is about: the operation and all of its input. */
export function subjectOf(operation: string, items: Array<{ json: IDataObject }>): string {
	const hash = createHash('sha256').update(operation);
	for (const { json } of items) hash.update(jsonText(json)).update('\n');
	return hash.digest('base64');
}

/** JSON cannot contain everything that a node may put into an item, and no such item may end the run. */
function jsonText(json: IDataObject): string {
	try {
		return JSON.stringify(json) ?? '';
	} catch {
		return Object.keys(json).join();
	}
}

/** Adds an item to ranges; items mostly come in order, one after the other. */
function addItem(ranges: number[], item: number): void {
	if (ranges.length > 0 && ranges[ranges.length - 1] === item - 1) ranges[ranges.length - 1] = item;
	else ranges.push(item, item);
}

function rangesOf(items: number[]): number[] {
	const ranges: number[] = [];
	for (const item of items.sort((a, b) => a - b)) addItem(ranges, item);
	return ranges;
}

function* itemsOf(ranges: number[]): Generator<number> {
	for (let at = 0; at < ranges.length; at += 2) {
		for (let item = ranges[at]; item <= ranges[at + 1]; item++) yield item;
	}
}
