import type { Reply } from '../../transport/answer';
import { countsItems } from '../../transport/endpoints';
import type { ItemPiece } from '../piece';
import { isUnknown, mayRepeat } from '../repeat';
import { Breaker, type Pass } from './breaker';
import { monotonicNow } from '../clock';
import { settledBy, type Ticket, type UsedUp } from '../limits';
import { ifKnownAgain } from './knownAgain';
import { Oversize } from './oversize';
import { readPages } from './pages';
import type { PageRequest, SendPorts, SendRules, Unsent } from './ports';
import { nextDelay } from './backoff';

/** Sends single requests of a run, each until it is settled: below the limits, and again where that is allowed. */
export class Exchange {
	/** Settled when the first failure stops the run: whoever waits for a retry waits no longer. */
	private readonly stopped: Promise<false>;

	/** Settled when nothing may be sent any more. */
	private readonly halted: Promise<false>;

	private resolveStopped: () => void = () => undefined;

	private isStopped = false;

	/** The limit that the run has waited for as long as it may: nothing else of the run is sent. */
	private usedUp?: UsedUp;

	private readonly breaker = new Breaker(
		async (ms) => this.usedUp === undefined && (await this.waitUnlessHalted(ms)),
	);

	constructor(
		private readonly rules: SendRules,
		private readonly ports: SendPorts,
	) {
		this.stopped = new Promise((resolve) => {
			this.resolveStopped = () => resolve(false);
		});
		this.halted = Promise.race([this.stopped, ports.cancelled]);
	}

	/** No new request starts from now on. */
	stop(): void {
		this.isStopped = true;
		this.resolveStopped();
	}

	/** @returns the last reply, or why nothing was sent that MoEngage could have accepted */
	async send(pieces: ItemPiece[]): Promise<Reply | Unsent> {
		const { paging, otherwise } = this.rules.route;
		const first = await this.sendUntilSettled(pieces);
		if (first.kind === 'refused' && first.concerns === 'request') {
			const other = otherwise?.(first.refusal, pieces[0]);
			if (other !== undefined) return await this.sendUntilSettled(pieces, other);
		}
		if (paging === undefined || first.kind !== 'accepted') return first;
		return await readPages(paging, pieces, first, (page) => this.sendUntilSettled(pieces, page));
	}

	private async sendUntilSettled(pieces: ItemPiece[], page?: PageRequest): Promise<Reply | Unsent> {
		const { route, maxRetries, retryUnsafe, limits } = this.rules;
		const { outcomes } = this.ports;
		const { repeat } = route.endpoint;
		const items = pieces.map(({ item }) => item);
		const request = Symbol('request');
		const oversize = new Oversize();
		let started: number | undefined;
		let last: Reply | undefined;
		let tries = 0;
		for (;;) {
			const leave = await this.leave(pieces, request);
			if (leave.kind === 'unsent') return lastOr(leave, last);
			const { pass, ticket } = leave;
			const held = await this.heldByKeys(pieces);
			if (held !== undefined) {
				this.breaker.release(pass);
				ticket.giveBack(undefined);
				return lastOr(held, last);
			}
			if (last === undefined) outcomes.departing(items);
			started ??= monotonicNow();
			const since = Date.now();
			const reply: Reply = await this.ports.transmit(pieces, page);
			ticket.giveBack(reply);
			this.breaker.note(pass, reply);
			last = ifKnownAgain(route, pieces[0], reply, () => outcomes.areInDoubt(items));
			const now = monotonicNow();
			if (isOfLimit(last)) {
				limits.patience.noteRefused(now);
				if (oversize.note(now) && pieces.length > 1 && countsItems(route.endpoint)) return last;
				// Waiting for a limit is no retry: neither the number of those nor their time is used for it.
				started = undefined;
				continue;
			}
			if (settledBy(last) === 'accepted') limits.patience.noteAccepted();
			if (isUnknown(last, route.endpoint)) outcomes.leftOpen(items, since);
			if (!mayRepeat(last, repeat, retryUnsafe)) return last;
			tries++;
			const progress = { tries, elapsed: now - started, maxRetries };
			const delay = nextDelay(last, progress, Date.now(), Math.random());
			if (delay === undefined || !(await this.waitUnlessHalted(delay))) return last;
		}
	}

	/**
	 * Waits until the request may leave. The breaker comes first: a request that an outage keeps back must not use up
	 * a place in a limit, nor wait for one.
	 */
	private async leave(pieces: ItemPiece[], request: symbol): Promise<Leave | Unsent> {
		const items = pieces.map(({ item }) => item);
		// An outage may begin while the request waits for its place.
		for (;;) {
			const pass = await this.breaker.pass(request);
			if (pass === 'shut') return this.whyShut();
			const room = await this.takeRoom(pieces, pass);
			if (room?.kind !== 'leave') {
				this.breaker.release(pass);
				if (room !== undefined) return room;
				continue;
			}
			const isLate = !this.rules.retryUnsafe && !this.ports.outcomes.mayStillLeave(items);
			if (!isLate && this.breaker.isValid(pass)) return room;
			this.breaker.release(pass);
			room.ticket.giveBack(undefined);
			if (isLate) return { kind: 'unsent', because: 'late' };
		}
	}

	/**
	 * Records the keys of the items at the last moment: what is killed while it waits is not taken for sent. After a refusal
	 * by a limit they stay: a removal may get lost between processes, and the item would be skipped.
	 * @returns why the request must not leave
	 */
	private async heldByKeys(pieces: ItemPiece[]): Promise<Unsent | undefined> {
		if (pieces.every(({ onceKey }) => onceKey === undefined)) return undefined;
		const claim = await this.ports.claim(pieces);
		if (claim.going.length < pieces.length) return { kind: 'unsent', because: 'keys', claim };
		return this.overBecause;
	}

	private whyShut(): Unsent {
		const { shutBy: reply } = this.breaker;
		if (reply !== undefined) return { kind: 'unsent', because: 'outage', reply };
		return this.overBecause ?? HALTED;
	}

	/** Why the run sends nothing any more; `undefined` as long as it does. */
	private get overBecause(): Unsent | undefined {
		const { usedUp: limit } = this;
		if (limit !== undefined) return { kind: 'unsent', because: 'limit', limit };
		return this.isHalted ? HALTED : undefined;
	}

	/**
	 * Waits until the limits let the request leave.
	 * @returns `undefined` if an outage began meanwhile
	 */
	private async takeRoom(pieces: ItemPiece[], pass: Pass): Promise<Leave | Unsent | undefined> {
		if (this.overBecause !== undefined) return this.overBecause;
		const outcome = await this.rules.limits.take(pieces, {
			wait: (ms) => this.waitUnlessHalted(ms),
			halted: this.halted,
			mayLeave: () => this.overBecause === undefined && this.breaker.isValid(pass),
		});
		if (outcome === undefined) return this.overBecause;
		if ('giveBack' in outcome) return { kind: 'leave', pass, ticket: outcome };
		// What one user has used up keeps no other from being sent.
		if (outcome.of === 'limit') this.usedUp = outcome;
		return { kind: 'unsent', because: 'limit', limit: outcome };
	}

	private get isHalted(): boolean {
		return this.ports.isCancelled() || this.isStopped;
	}

	private async waitUnlessHalted(ms: number): Promise<boolean> {
		if (this.isHalted) return false;
		return (await Promise.race([this.ports.wait(ms), this.stopped])) && !this.isHalted;
	}
}

/** What a request has when it may leave; the ticket has to be given back, and the breaker be told the reply. */
type Leave = { kind: 'leave'; pass: Pass; ticket: Ticket };

const HALTED: Unsent = { kind: 'unsent', because: 'halted' };

/** The reply to an earlier try says more of a request than why it was not sent again, unless a limit refused it. */
function lastOr(unsent: Unsent, last: Reply | undefined): Reply | Unsent {
	if (last === undefined) return unsent;
	if (!isOfLimit(last) || unsent.because === 'late') return last;
	return unsent.because === 'limit' ? { ...unsent, wasRefused: true } : unsent;
}

/** Was the request refused because of a limit? */
export function isOfLimit(reply: Reply): boolean {
	return reply.kind === 'refused' && reply.concerns === 'limit';
}
