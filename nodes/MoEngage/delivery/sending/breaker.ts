import type { Reply, Unaccepted } from '../../transport/answer';

/** So many outages in a row, with no answer of MoEngage between them, are no coincidence. */
const OUTAGES_TO_OPEN = 15;

/** The first probe waits so long, each further one twice as long as the one before. */
const FIRST_WAIT_MS = 500;

/** After so many probes in vain nothing is sent any more, if as many requests were among them. */
const MOST_PROBES = 5;

/**
 * Stops asking a MoEngage that does not respond: after a few outages in a row one request at a time goes, as a
 * probe and after doubling waits, until one is answered or the probes are used up. One request that MoEngage
 * always fails at says nothing about others: if it was every probe so far, it is given up and others follow.
 */
export class Breaker {
	private outages = 0;

	private probes = 0;

	private isOpen = false;

	/** Requests that were probes in vain. */
	private readonly probed = new Set<unknown>();

	private lastOutage?: Unaccepted;

	/** Others wait here until the probe under way has its reply. */
	private waiting: Array<() => void> = [];

	private isProbing = false;

	/** @param wait waits so many milliseconds; `false` when nothing is to be sent any more */
	constructor(private readonly wait: (ms: number) => Promise<boolean>) {}

	/** The last outage, once the probes are used up. */
	get shutBy(): Unaccepted | undefined {
		const isUsedUp = this.probes >= MOST_PROBES && this.probed.size >= MOST_PROBES;
		return this.isOpen && isUsedUp ? this.lastOutage : undefined;
	}

	/**
	 * Waits until a request may be sent; {@link note} or {@link release} has to follow unless it is `shut`.
	 * @param request the same for all its tries
	 */
	async pass(request: unknown = Symbol('request')): Promise<Pass> {
		while (this.isOpen && this.shutBy === undefined) {
			if (this.probes >= MOST_PROBES && this.probed.has(request)) return 'shut';
			if (!this.isProbing) {
				this.isProbing = true;
				if (await this.wait(FIRST_WAIT_MS * 2 ** (this.probes % MOST_PROBES))) {
					this.probed.add(request);
					return 'probe';
				}
				this.endProbe();
				return 'shut';
			}
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		return this.shutBy === undefined ? 'free' : 'shut';
	}

	/** A request that {@link pass} let go is not sent after all. */
	release(pass: Pass): void {
		if (pass === 'probe') this.endProbe();
	}

	/** Takes down what became of a request that {@link pass} let go. */
	note(pass: Pass, reply: Reply): void {
		if (isOutage(reply)) {
			this.outages++;
			this.lastOutage = reply;
			if (pass === 'probe') this.probes++;
			else if (this.outages >= OUTAGES_TO_OPEN) this.isOpen = true;
		} else {
			this.outages = 0;
			this.probes = 0;
			this.probed.clear();
			this.isOpen = false;
		}
		if (pass === 'probe' || !this.isOpen) this.endProbe();
	}

	private endProbe(): void {
		this.isProbing = false;
		for (const resume of this.waiting.splice(0)) resume();
	}
}

/** May a request be sent: with the others, as a probe, or not any more. */
export type Pass = 'free' | 'probe' | 'shut';

/**
 * No answer of MoEngage's own: none at all, a fault, or the page of something in between. What n8n itself keeps
 * from being sent says nothing about MoEngage.
 */
function isOutage(reply: Reply): reply is Unaccepted {
	switch (reply.kind) {
		case 'accepted':
			return false;
		case 'refused':
			return reply.concerns === 'server' || reply.cause === 'gateway';
		case 'unreadable':
			return true;
		case 'unanswered':
			return reply.isPassing;
	}
}
