/** Something that is to happen at a time. */
export interface Happening {
	/** Milliseconds. */
	at: number;
	happen(): void;
}

/** Time that passes only from one happening to the next, however long lies between them. */
export class VirtualClock {
	/** Milliseconds. */
	now = 0;

	/** A binary heap, the next happening first; the times stand alone, because they are compared so often. */
	private readonly heap: Happening[] = [];

	private readonly times: number[] = [];

	/** Its time may not change until it has happened. */
	schedule(happening: Happening): void {
		const { heap, times } = this;
		const { at } = happening;
		let hole = heap.length;
		heap.push(happening);
		times.push(at);
		while (hole > 0) {
			const parent = (hole - 1) >> 1;
			if (times[parent] <= at) break;
			heap[hole] = heap[parent];
			times[hole] = times[parent];
			hole = parent;
		}
		heap[hole] = happening;
		times[hole] = at;
	}

	/** Lets everything happen up to a time. */
	runUntil(end: number): void {
		while (this.times.length > 0 && this.times[0] <= end) {
			this.now = this.times[0];
			this.takeFirst().happen();
		}
		this.now = end;
	}

	private takeFirst(): Happening {
		const { heap, times } = this;
		const first = heap[0];
		const last = heap.pop() as Happening;
		const at = times.pop() as number;
		if (heap.length > 0) this.sink(last, at);
		return first;
	}

	/** Puts a happening in place of the first, and down to where it belongs. */
	private sink(happening: Happening, at: number): void {
		const { heap, times } = this;
		const { length } = times;
		let hole = 0;
		for (;;) {
			let child = 2 * hole + 1;
			if (child >= length) break;
			if (child + 1 < length && times[child + 1] < times[child]) child++;
			if (times[child] >= at) break;
			heap[hole] = heap[child];
			times[hole] = times[child];
			hole = child;
		}
		heap[hole] = happening;
		times[hole] = at;
	}
}
