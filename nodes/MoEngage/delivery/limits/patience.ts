/**
 * How long a run has waited for limits, and how long it still may without anything being accepted. All times are
 * milliseconds of the clock that only goes forward.
 */
export class Patience {
	/** Since when nothing of the run was accepted although it waits, or was refused because of a limit. */
	private since?: number;

	private readonly waits = { limit: new Waits(), fairUse: new Waits() };

	/**
	 * @param longest milliseconds without any acceptance
	 * @param onLongWait called once for each thing that a run waits long for
	 */
	constructor(
		readonly longest: number,
		private readonly onLongWait: (waitsFor: WaitsFor) => void = () => undefined,
	) {}

	/** When the run waits no longer. */
	get endsAt(): number {
		return this.since === undefined ? Infinity : this.since + this.longest;
	}

	/** Milliseconds for which requests of the run waited, up to the last wait that has ended. */
	waited(waitsFor: WaitsFor): number {
		return this.waits[waitsFor].total;
	}

	/** What a request of the run waits for at this moment. */
	get waitsFor(): WaitsFor | undefined {
		const { limit, fairUse } = this.waits;
		if (limit.isWaiting) return 'limit';
		return fairUse.isWaiting ? 'fairUse' : undefined;
	}

	/** A request of the run waits from now on; {@link end} has to follow. */
	begin(waitsFor: WaitsFor, now: number): void {
		this.since ??= now;
		this.waits[waitsFor].begin(now);
	}

	/** A request of the run still waits. */
	look(waitsFor: WaitsFor, now: number): void {
		// What was accepted meanwhile of the run has ended its wait, though not that of this request.
		this.since ??= now;
		if (this.waits[waitsFor].turnsLong(this.since, now)) this.tell(waitsFor);
	}

	private tell(waitsFor: WaitsFor): void {
		try {
			this.onLongWait(waitsFor);
		} catch {
			// A line that n8n's log does not take must not keep the runs of the process from sending.
		}
	}

	/** A request of the run waits no longer. */
	end(waitsFor: WaitsFor, now: number): void {
		this.waits[waitsFor].end(now);
	}

	/** A limit refused a request of the run. */
	noteRefused(now: number): void {
		this.since ??= now;
	}

	/** Something of the run was accepted. */
	noteAccepted(): void {
		this.since = undefined;
	}
}

/** The waits of a run's requests for one thing: times in which several wait count once. */
class Waits {
	total = 0;

	private waiting = 0;

	private since = 0;

	private isLong = false;

	get isWaiting(): boolean {
		return this.waiting > 0;
	}

	begin(now: number): void {
		if (this.waiting === 0) this.since = now;
		this.waiting++;
	}

	end(now: number): void {
		this.waiting--;
		if (this.waiting === 0) this.total += now - this.since;
	}

	/**
	 * Has the present wait become long, the first of the run to do so?
	 * @param unaccepted since when nothing was accepted: refusals only part one wait in several
	 */
	turnsLong(unaccepted: number, now: number): boolean {
		const since = Math.min(this.since, unaccepted);
		if (this.isLong || this.waiting === 0 || now - since < LONG_WAIT_MS) return false;
		this.isLong = true;
		return true;
	}
}

/** What a run may wait for. */
export type WaitsFor = 'limit' | 'fairUse';

/** Nobody waits longer without looking whether the patience of a run is over. */
export const LOOK_AGAIN_MS = 1000;

/** From here on a wait is worth a line in n8n's log, and a hint in the execution. */
export const LONG_WAIT_MS = 5000;
