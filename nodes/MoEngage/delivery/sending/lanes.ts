import type { ItemPiece, PackedRequest } from '../piece';

/**
 * Hands out requests in input order, passing over those that share a lane with one that is not done: who has a
 * free hand takes the next request whose lane is free.
 */
export class Lanes {
	/** For each request, how many of the nearest earlier ones in its lanes are not done. */
	private readonly open: number[];

	private readonly successors: number[][];

	/** The first request that was not looked at yet. */
	private fresh = 0;

	/** Requests that were passed over and have become free, in input order. */
	private readonly freed: number[] = [];

	private undone: number;

	private readonly waiting: Array<() => void> = [];

	constructor(requests: PackedRequest[]) {
		const newest = new Map<string, number>();
		this.successors = requests.map(() => []);
		this.open = requests.map(({ pieces }, index) => {
			const predecessors = new Set<number>();
			for (const lane of pieces.flatMap(lanesOf)) {
				const predecessor = newest.get(lane);
				if (predecessor !== undefined && predecessor !== index) predecessors.add(predecessor);
				newest.set(lane, index);
			}
			for (const predecessor of predecessors) this.successors[predecessor].push(index);
			return predecessors.size;
		});
		this.undone = requests.length;
	}

	/** The index of the next request, as soon as there is one; `undefined` when all are done. */
	async take(): Promise<number | undefined> {
		for (;;) {
			const index = this.next();
			if (index !== undefined || this.undone === 0) return index;
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
	}

	/** The request is done: those behind it in its lanes may follow. */
	done(index: number): void {
		this.undone--;
		for (const successor of this.successors[index]) {
			this.open[successor]--;
			if (this.open[successor] === 0 && successor < this.fresh) this.insert(successor);
		}
		for (const resume of this.waiting.splice(0)) resume();
	}

	private next(): number | undefined {
		// All of them were passed over, so each comes before those that were not looked at yet.
		const freed = this.freed.shift();
		if (freed !== undefined) return freed;
		while (this.fresh < this.open.length && this.open[this.fresh] > 0) this.fresh++;
		return this.fresh < this.open.length ? this.fresh++ : undefined;
	}

	private insert(index: number): void {
		let at = this.freed.length;
		while (at > 0 && this.freed[at - 1] > index) at--;
		this.freed.splice(at, 0, index);
	}
}

/** Pieces with one key wait for each other too: the later one is sent only if the earlier one came to nothing. */
function lanesOf({ lane, onceKey }: ItemPiece): string[] {
	return onceKey === undefined ? [lane] : [lane, JSON.stringify({ onceKey })];
}
