import { randomUUID } from 'crypto';

import { sleep, UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { NodeRecord } from './record';

/** So often keys are added that others have written over. */
const MOST_ROUNDS = 20;

/** Keys that are added to n8n's record together: whoever has one takes the batch that waits for its turn. */
export class Batch {
	readonly keys: string[] = [];

	/** Of those, keys of items that an earlier try of the execution has sent. */
	readonly own = new Set<string>();

	/** A value that nobody else has: while n8n's record has it, nobody has written over the batch. */
	readonly mark = randomUUID();

	/** Which of the keys others have sent, or are about to send. */
	readonly known: Promise<Set<string>>;

	/** @param onTurn called when its turn has come: it takes no more keys then */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly record: NodeRecord,
		private readonly most: number,
		private readonly onTurn: () => Promise<void>,
	) {
		this.known = this.add();
	}

	/**
	 * Adds the keys, and looks a moment later whether another process has written over them. If so, those that the record
	 * has are that one's, and the others are added again.
	 */
	private async add(): Promise<Set<string>> {
		const known = new Set<string>();
		let open = this.keys;
		for (let round = 0; round < MOST_ROUNDS; round++) {
			const had = await this.record.inTurn(async () => {
				if (round === 0) await this.onTurn();
				// The mark comes last: n8n drops the oldest, so that it never has a key of the batch without the mark.
				return await this.record.add(this.context, [...open, this.mark], this.most + 1);
			});
			if (had.has(this.mark)) return known;
			for (const key of open) if (had.has(key) && !this.own.has(key)) known.add(key);
			open = open.filter((key) => !known.has(key));
			if (open.length === 0) return known;
			await sleep(this.record.untilLook);
		}
		throw new UserError('Other processes of n8n keep writing over it');
	}
}
