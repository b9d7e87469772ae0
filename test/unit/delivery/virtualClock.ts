/** Times that the clock may be read while it stands still. */
const MOST_READS = 200_000;

/** Time that passes only where a test lets it, in milliseconds from 0. */
export class VirtualClock {
	now = 0;

	private pauses: Array<{ at: number; end: () => void }> = [];

	private reads = { at: 0, count: 0 };

	/** Whoever reads it again and again without any time passing would never end. */
	readonly read = (): number => {
		if (this.reads.at !== this.now) this.reads = { at: this.now, count: 0 };
		if (++this.reads.count > MOST_READS) throw new Error(`Time stands still at ${this.now}`);
		return this.now;
	};

	/** Waits for one who waits alone: the time passes at once. */
	readonly skip = async (ms: number): Promise<boolean> => {
		this.now += ms;
		return await Promise.resolve(true);
	};

	/** Waits until {@link pass} has come so far; as in a timer, no less than 1, which counts for what is no number, too. */
	readonly pause = async (ms: number): Promise<void> => {
		const at = this.now + (ms >= 1 ? ms : 1);
		await new Promise<void>((end) => this.pauses.push({ at, end }));
	};

	/** Lets time pass, and ends the pauses in it in their order. */
	async pass(ms: number): Promise<void> {
		const end = this.now + ms;
		for (;;) {
			await settled();
			const at = Math.min(...this.pauses.map((pause) => pause.at));
			if (at > end) break;
			this.now = Math.max(this.now, at);
			const over = this.pauses.filter((pause) => pause.at <= this.now);
			this.pauses = this.pauses.filter((pause) => pause.at > this.now);
			for (const pause of over) pause.end();
		}
		this.now = end;
	}
}

/** Lets everything happen that waits for no time. */
export async function settled(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
