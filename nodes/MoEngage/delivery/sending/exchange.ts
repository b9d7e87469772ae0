import type { Reply, Unaccepted } from '../../transport/answer';
import { countsItems } from '../../transport/endpoints';
import type { ItemPiece } from '../piece';
import { isUnknown, mayRepeat } from '../repeat';
import { Breaker } from './breaker';
import { readPages } from './pages';
import type { PageRequest, SendPorts, SendRules } from './ports';
import { nextDelay } from './retry';

/** Sends single requests of a run, each until it is settled: below the limits, and again where that is allowed. */
export class Exchange {
	/** Settled when the first failure stops the run: whoever waits for a retry waits no longer. */
	private readonly stopped: Promise<false>;

	private resolveStopped: () => void = () => undefined;

	private isStopped = false;

	/** Ends when no request of this run waits for a limit. */
	private limitQueue: Promise<unknown> = Promise.resolve();

	private readonly breaker = new Breaker((ms) => this.waitUnlessHalted(ms));

	constructor(
		private readonly rules: SendRules,
		private readonly ports: SendPorts,
	) {
		this.stopped = new Promise((resolve) => {
			this.resolveStopped = () => resolve(false);
		});
	}

	/** Is nothing to be sent any more? */
	get isHalted(): boolean {
		return this.ports.isCancelled() || this.isStopped;
	}

	/** The outage that nothing could be sent through any more. */
	get shutBy(): Unaccepted | undefined {
		return this.breaker.shutBy;
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
		const { repeat } = route.endpoint;
		const { outcomes, transmit } = this.ports;
		const items = pieces.map(({ item }) => item);
		const request = Symbol('request');
		let started = 0;
		let last: Reply | undefined;
		for (let tries = 1; ; tries++) {
			if (this.isHalted || !(await this.takeRoom(pieces.length))) return last;
			const pass = await this.breaker.pass(request);
			if (pass === 'shut') return last;
			if (last === undefined) {
				started = Date.now();
				outcomes.departing(items);
			}
			last = await transmit(pieces, page);
			this.breaker.note(pass, last);
			if (isUnknown(last, repeat)) outcomes.leftOpen(items);
			if (!mayRepeat(last, repeat, retryUnsafe)) return last;
			const now = Date.now();
			const progress = { tries, elapsed: now - started, maxRetries };
			const delay = nextDelay(last, progress, now, Math.random());
			if (delay === undefined) return last;
			if (last.kind === 'refused' && last.concerns === 'limit') {
				for (const { limit } of limits) limit.pauseUntil(now + delay);
			}
			if (!(await this.waitUnlessHalted(delay))) return last;
		}
	}

	/**
	 * Waits until the request may leave. One after the other: a run that reserved the future for all of its
	 * requests would keep every other run of the process waiting behind them.
	 */
	private async takeRoom(pieces: number): Promise<boolean> {
		const { route, limits } = this.rules;
		const cost = countsItems(route.endpoint) ? pieces : 1;
		const wait = (ms: number) => this.waitUnlessHalted(ms);
		const turn = this.limitQueue.then(async () => {
			for (const { limit, windows } of limits) {
				if (this.isHalted || !(await limit.take(cost, windows, wait))) return false;
			}
			return !this.isHalted;
		});
		this.limitQueue = turn;
		return await turn;
	}

	private async waitUnlessHalted(ms: number): Promise<boolean> {
		if (this.isHalted) return false;
		return (await Promise.race([this.ports.wait(ms), this.stopped])) && !this.isHalted;
	}
}
