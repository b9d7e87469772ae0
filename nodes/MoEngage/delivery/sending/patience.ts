/** How long a run has waited for limits, and how long it still may without anything being accepted. */
export class Patience {
	/** When the run began to wait with nothing accepted since. */
	private since?: number;

	private waits = 0;

	/** When the present wait of the run began. */
	private waitingSince?: number;

	private isLong = false;

	/**
	 * @param longest milliseconds without any acceptance
	 * @param onLongWait called once, when a wait gets long
	 */
	constructor(
		readonly longest: number,
		private readonly onLongWait: () => void = () => undefined,
	) {}

	/** When the run waits no longer. */
	get endsAt(): number {
		return this.since === undefined ? Infinity : this.since + this.longest;
	}

	/** Milliseconds waited so far. */
	get waited(): number {
		return this.waits;
	}

	/** The run waits for a limit from now on, or was refused because of one. */
	begin(now: number): void {
		this.since ??= now;
		this.waitingSince ??= now;
	}

	/** The run still waits. */
	look(now: number): void {
		if (this.isLong || this.waitingSince === undefined) return;
		this.isLong = now - this.waitingSince >= LONG_WAIT_MS;
		if (this.isLong) this.onLongWait();
	}

	/** Something of the run was accepted. */
	noteAccepted(now: number): void {
		if (this.waitingSince !== undefined) this.waits += now - this.waitingSince;
		this.since = undefined;
		this.waitingSince = undefined;
	}

	/** The run has ended. */
	end(now: number): void {
		this.noteAccepted(now);
	}
}

/** From here on a wait is worth a line in n8n's log, and a hint in the execution. */
export const LONG_WAIT_MS = 5000;
