import type { Reply, Unaccepted } from '../../transport/answer';
import { countsItems } from '../../transport/endpoints';
import type { ItemPiece } from '../piece';
import { isUnknown, mayRepeat } from '../repeat';
import { Breaker } from './breaker';
import { monotonicNow } from './clock';
import { settledBy, type Ticket, type UsedUp } from './gate';
import { ifKnownAgain } from './knownAgain';
import { Oversize } from './oversize';
import { readPages } from './pages';
import type { PageRequest, SendPorts, SendRules } from './ports';
import { nextDelay } from './retry';

/** Sends single requests of a run, each until it is settled: below the limits, and again where that is allowed. */
export class Exchange {
	/** Settled when the first failure stops the run: whoever waits for a retry waits no longer. */
	private readonly stopped: Promise<false>;

	/** Settled when nothing is to be sent any more. */
	private readonly halted: Promise<false>;

	private resolveStopped: () => void = () => undefined;

	private isStopped = false;

	/** Ends when no request of this run waits for a limit. */
	private limitQueue: Promise<unknown> = Promise.resolve();

	/** The limit that the run has waited for as long as it may. */
	private spentLimit?: UsedUp;

	private readonly breaker = new Breaker((ms) => this.waitUnlessHalted(ms));

	constructor(
		private readonly rules: SendRules,
		private readonly ports: SendPorts,
	) {
		this.stopped = new Promise((resolve) => {
			this.resolveStopped = () => resolve(false);
		});
		this.halted = Promise.race([this.stopped, ports.cancelled]);
	}

	/** Is nothing to be sent any more? */
	get isHalted(): boolean {
		return this.ports.isCancelled() || this.isStopped;
	}

	/** The outage that nothing could be sent through any more. */
	get shutBy(): Unaccepted | undefined {
		return this.breaker.shutBy;
	}

	/** The limit that keeps everything else of the run from being sent: it was waited for as long as allowed. */
	get usedUp(): UsedUp | undefined {
		return this.spentLimit;
	}

	/** No new request starts from now on. */
	stop(): void {
		this.isStopped = true;
		this.resolveStopped();
	}

	/** @returns the last reply, or `undefined` if the request was not to be sent any more */
	async send(pieces: ItemPiece[]): Promise<Reply | undefined> {
		const { paging } = this.rules.route;
		const first = await this.sendUntilSettled(pieces);
		if (paging === undefined || first?.kind !== 'accepted') return first;
		return await readPages(paging, pieces, first, (page) => this.sendUntilSettled(pieces, page));
	}

	private async sendUntilSettled(
		pieces: ItemPiece[],
		page?: PageRequest,
	): Promise<Reply | undefined> {
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
			const ticket = await this.takeRoom(pieces);
			if (ticket === undefined) return last;
			const pass = await this.breaker.pass(request);
			if (pass === 'shut') {
				ticket.giveBack(undefined);
				return last;
			}
			if (!retryUnsafe && !outcomes.mayStillLeave(items)) {
				this.breaker.release(pass);
				ticket.giveBack(undefined);
				return last;
			}
			if (last === undefined) outcomes.departing(items);
			started ??= monotonicNow();
			const since = Date.now();
			const reply: Reply = await this.ports.transmit(pieces, page);
			ticket.giveBack(reply);
			this.breaker.note(pass, reply);
			last = ifKnownAgain(route, pieces[0], reply, () => outcomes.areInDoubt(items));
			const now = monotonicNow();
			if (last.kind === 'refused' && last.concerns === 'limit') {
				limits.patience.begin(now);
				if (oversize.note(now) && pieces.length > 1 && countsItems(route.endpoint)) return last;
				// Waiting for a limit is no retry: neither the number of those nor their time is used for it.
				started = undefined;
				continue;
			}
			if (settledBy(last) === 'accepted') limits.patience.noteAccepted(now);
			if (isUnknown(last, route.endpoint)) outcomes.leftOpen(items, since);
			if (!mayRepeat(last, repeat, retryUnsafe)) return last;
			tries++;
			const progress = { tries, elapsed: now - started, maxRetries };
			const delay = nextDelay(last, progress, Date.now(), Math.random());
			if (delay === undefined || !(await this.waitUnlessHalted(delay))) return last;
		}
	}

	/**
	 * Waits until the request may leave: for its users, for the run's own pace, and for MoEngage's limit. One after
	 * the other, so that a run with many requests takes turns with the other runs of the process.
	 */
	private async takeRoom(pieces: ItemPiece[]): Promise<Ticket | undefined> {
		const { route, limits } = this.rules;
		const cost = countsItems(route.endpoint) ? pieces.length : 1;
		const wait = (ms: number) => this.waitUnlessHalted(ms);
		if (this.isHalted || !(await limits.fairUse.take(pieces, wait))) return undefined;
		const turn = this.limitQueue.then(async () => {
			if (this.isHalted || this.spentLimit !== undefined) return undefined;
			if (limits.own !== undefined && !(await limits.own.take(cost, wait))) return undefined;
			const ask = { cost, windows: limits.windows };
			const outcome = await limits.gate.take(ask, limits.patience, this.halted);
			if (outcome === undefined || 'giveBack' in outcome) return outcome;
			this.spentLimit = outcome;
			return undefined;
		});
		this.limitQueue = turn;
		return await turn;
	}

	private async waitUnlessHalted(ms: number): Promise<boolean> {
		if (this.isHalted) return false;
		return (await Promise.race([this.ports.wait(ms), this.stopped])) && !this.isHalted;
	}
}
