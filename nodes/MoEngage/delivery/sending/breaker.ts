import type { Reply, Unaccepted } from '../../transport/answer';

/**
 * After this many outages in a row, with no answer of MoEngage between them, the breaker opens: three requests with all
 * of their five tries, so that it takes more than one that MoEngage always fails at.
 */
const OUTAGES_TO_OPEN = 15;

/** Milliseconds before the first trial. Each further wait is twice as long: five trials take 15.5 s, and their timeouts. */
const FIRST_WAIT_MS = 500;

/** After this many failed trials, of as many different requests, nothing more is sent. */
const MOST_TRIALS = 5;

/**
 * Stops asking a MoEngage that does not respond: after a few outages in a row one request at a time goes, as a
 * trial and after doubling waits, until one is answered or the trials are used up. One request that MoEngage
 * always fails at says nothing about others: if it was every trial so far, it is given up and others follow.
 */
export class Breaker {
	private outages = 0;

	private trials = 0;

	private isOpen = false;

	/** Requests whose trials failed. */
	private readonly tried = new Set<unknown>();

	private lastOutage?: Unaccepted;

	/** Others wait here until the trial under way has its reply. */
	private waiting: Array<() => void> = [];

	private hasTrial = false;

	/** @param wait waits so many milliseconds; `false` when nothing may be sent any more */
	constructor(private readonly wait: (ms: number) => Promise<boolean>) {}

	/** The last outage, once the trials are used up. */
	get shutBy(): Unaccepted | undefined {
		const isUsedUp = this.trials >= MOST_TRIALS && this.tried.size >= MOST_TRIALS;
		return this.isOpen && isUsedUp ? this.lastOutage : undefined;
	}

	/**
	 * Waits until a request may be sent; {@link note} or {@link release} has to follow unless it is `shut`.
	 * @param request the same for all its tries
	 */
	async pass(request: unknown = Symbol('request')): Promise<Pass> {
		while (this.isOpen && this.shutBy === undefined) {
			if (this.trials >= MOST_TRIALS && this.tried.has(request)) return 'shut';
			if (!this.hasTrial) {
				this.hasTrial = true;
				if (await this.wait(FIRST_WAIT_MS * 2 ** (this.trials % MOST_TRIALS))) {
					this.tried.add(request);
					return 'trial';
				}
				this.endTrial();
				return 'shut';
			}
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		return this.shutBy === undefined ? 'free' : 'shut';
	}

	/** May a request still be sent that {@link pass} let go a while ago? */
	isValid(pass: Pass): boolean {
		return pass === 'trial' || !this.isOpen;
	}

	/** A request that {@link pass} let go is not sent after all. */
	release(pass: Pass): void {
		if (pass === 'trial') this.endTrial();
	}

	/** Records the reply to a request that {@link pass} let go. */
	note(pass: Pass, reply: Reply): void {
		if (isOutage(reply)) {
			this.outages++;
			this.lastOutage = reply;
			if (pass === 'trial') this.trials++;
			else if (this.outages >= OUTAGES_TO_OPEN) this.isOpen = true;
		} else {
			this.outages = 0;
			this.trials = 0;
			this.tried.clear();
			this.isOpen = false;
		}
		if (pass === 'trial' || !this.isOpen) this.endTrial();
	}

	private endTrial(): void {
		this.hasTrial = false;
		for (const resume of this.waiting.splice(0)) resume();
	}
}

/** May a request be sent: with the others, as a trial, or not any more. */
export type Pass = 'free' | 'trial' | 'shut';

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
