import { createHash } from 'crypto';

import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type { ItemPiece } from '../piece';
import { Batch } from './batch';
import { NodeRecord, removeKeys } from './record';

/** Other processes may add so many keys that n8n drops those of this run as the oldest: then no look finds them. */
const LOOKS_AT_END = 4;

/**
 * The keys of one run. Before a request leaves, {@link claim} records those of its items; {@link release} takes back
 * those of items that surely came to nothing, and all others stay. {@link close} has to follow.
 */
export class RunKeys {
	private record?: NodeRecord;

	/** The item of this run that has a key, for as long as it may have been sent. */
	private readonly itemOf = new Map<string, number>();

	private readonly keyOf = new Map<number, string>();

	/** Keys that n8n's record had before this run. */
	private readonly found = new Set<string>();

	/** Items that a try before this one has sent: their own keys do not keep them from being sent again. */
	private readonly own = new Set<number>();

	private readonly toRemove: string[] = [];

	/** Takes keys until its turn at n8n's record has come, so that requests share it. */
	private batch?: Batch;

	/** What proves that a batch was not written over; n8n's record loses them with the end of the run. */
	private readonly marks: string[] = [];

	private readonly report: KeyReport = { skipped: 0, ofThisRun: 0, notRemoved: 0 };

	/**
	 * @param most keys that n8n keeps
	 * @param scope workspace and operation: what one has sent, another has not
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly most: number,
		private readonly scope: Array<string | undefined>,
	) {}

	/** An earlier try of the execution has sent this item, and this one may send it again. */
	reopen(item: number): void {
		this.own.add(item);
	}

	/** An earlier try of the execution has sent this item: no other item with its key is sent. */
	noteSent(piece: ItemPiece | undefined): void {
		const key = piece === undefined ? undefined : this.hashOf(piece);
		if (piece === undefined || key === undefined) return;
		if (this.entered.holderOf(key) === undefined) this.hold(key, piece.item);
	}

	/** Records the keys of items that are about to be sent. Those that it has recorded already may pass again. */
	async claim(pieces: ItemPiece[]): Promise<Claim> {
		const claim: Claim = { going: [], sent: [], unrecorded: [] };
		const fresh: Fresh[] = [];
		for (const piece of pieces) {
			const key = this.hashOf(piece);
			const holder = key === undefined ? undefined : this.entered.holderOf(key);
			if (key === undefined || (holder === this && this.itemOf.get(key) === piece.item)) {
				claim.going.push(piece);
			} else if (holder === undefined) {
				this.hold(key, piece.item);
				fresh.push({ key, piece });
			} else {
				claim.sent.push(piece);
				if (holder === this && !this.found.has(key)) this.report.ofThisRun++;
			}
		}
		if (fresh.length > 0) await this.addFresh(fresh, claim);
		this.report.skipped += claim.sent.length;
		return claim;
	}

	private async addFresh(fresh: Fresh[], claim: Claim): Promise<void> {
		try {
			const known = await this.add(fresh);
			for (const { key, piece } of fresh) {
				if (known.has(key)) this.found.add(key);
				(known.has(key) ? claim.sent : claim.going).push(piece);
			}
			claim.going.sort((a, b) => a.item - b.item);
		} catch (error) {
			claim.reason = (error as Error).message;
			for (const { key, piece } of fresh) {
				this.letGo(key);
				claim.unrecorded.push(piece);
			}
		}
	}

	/** These items surely came to nothing: whoever has their keys next may send them. */
	release(items: number[]): void {
		for (const item of items) {
			const key = this.keyOf.get(item);
			if (key === undefined || this.found.has(key)) continue;
			this.letGo(key);
			this.toRemove.push(key);
		}
		if (this.toRemove.length > 0) void this.entered.inTurn(async () => await this.remove());
	}

	/** Ends the run: n8n's record has what it sent, and nothing else of it. */
	async close(): Promise<KeyReport> {
		const { record } = this;
		if (record === undefined) return this.report;
		try {
			const sent = [...this.itemOf.keys()].filter((key) => !this.found.has(key)).slice(-this.most);
			await record.inTurn(async () => {
				await this.remove();
				await removeKeys(this.context, this.marks);
			});
			await this.keep(sent);
		} catch (error) {
			const { logger } = this.context;
			logger.warn(
				`MoEngage node "${this.context.getNode().name}" could not check n8n's record of sent keys: ${(error as Error).message}`,
			);
		} finally {
			for (const key of this.itemOf.keys()) record.letGo(key, this);
			record.leave(this.context);
			this.record = undefined;
		}
		return this.report;
	}

	/** Adds again what the calls of other processes have written over, until a look finds all of it. */
	private async keep(sent: string[]): Promise<void> {
		const record = this.entered;
		for (let looks = 0; sent.length > 0 && looks < LOOKS_AT_END; looks++) {
			const had = await record.inTurn(async () => await record.add(this.context, sent, this.most));
			if (had.size === sent.length) return;
			await sleep(record.untilLook);
		}
	}

	private get entered(): NodeRecord {
		this.record ??= NodeRecord.enter(this.context);
		return this.record;
	}

	private hold(key: string, item: number): void {
		this.entered.hold(key, this);
		this.itemOf.set(key, item);
		this.keyOf.set(item, key);
	}

	private letGo(key: string): void {
		this.entered.letGo(key, this);
		this.keyOf.delete(this.itemOf.get(key) ?? -1);
		this.itemOf.delete(key);
	}

	/** @returns which of the keys were sent by others before */
	private async add(fresh: Fresh[]): Promise<Set<string>> {
		this.batch ??= this.newBatch();
		for (const { key, piece } of fresh) {
			this.batch.keys.push(key);
			if (this.own.has(piece.item)) this.batch.own.add(key);
		}
		return await this.batch.known;
	}

	private newBatch(): Batch {
		const batch = new Batch(this.context, this.entered, this.most, async () => {
			this.batch = undefined;
			// An item may have the key of one that came to nothing.
			await this.remove();
		});
		this.marks.push(batch.mark);
		return batch;
	}

	private async remove(): Promise<void> {
		const keys = this.toRemove.splice(0);
		if (keys.length === 0) return;
		await removeKeys(this.context, keys).catch(() => {
			this.report.notRemoved += keys.length;
		});
	}

	private hashOf({ onceKey }: ItemPiece): string | undefined {
		if (onceKey === undefined) return undefined;
		return createHash('sha256')
			.update(JSON.stringify([...this.scope, onceKey]))
			.digest('base64');
	}
}

/** A key that no run of the process has, and the item that it is of. */
type Fresh = { key: string; piece: ItemPiece };

/** What came of the keys of a request's items. */
export type Claim = {
	/** These may be sent: their keys are recorded, or they have none. */
	going: ItemPiece[];
	/** The keys of these were sent before, or are being sent. */
	sent: ItemPiece[];
	/** The keys of these could not be recorded, so they may not be sent. */
	unrecorded: ItemPiece[];
	/** Why not. */
	reason?: string;
};

/** What a run did with its keys. */
export type KeyReport = {
	/** Items that were not sent because of their keys. */
	skipped: number;
	/** Of those, the items whose key another item of the run has. */
	ofThisRun: number;
	/** Keys of items that came to nothing, which n8n's record has kept nevertheless. */
	notRemoved: number;
};
