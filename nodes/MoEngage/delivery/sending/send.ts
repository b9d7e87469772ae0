import type { IDataObject } from 'n8n-workflow';

import type { Reply, Unaccepted } from '../../transport/answer';
import { countsItems } from '../../transport/endpoints';
import type { Envelope } from '../../transport/request';
import type { Route } from '../operation';
import type { ItemPiece, PackedRequest } from '../piece';
import { isUnknown, mayRepeat } from '../repeat';
import type { Limit, Window } from './limit';
import { readPages } from './pages';
import { nextDelay } from './retry';

/**
 * Sends packed requests: several at a time, below MoEngage's limits, again where that is allowed, and in
 * halves where one item spoils the others. Requests that share a lane leave one after the other.
 *
 * Items of requests that were not sent, because sending stopped or the execution was cancelled, are
 * reported to none of the ports.
 * @param requests in the order in which they have to be sent
 */
export async function send(
	requests: PackedRequest[],
	rules: SendRules,
	ports: SendPorts,
): Promise<void> {
	const sender = new Sender(rules, ports);
	const predecessors = lanePredecessors(requests);
	const done: Array<Promise<void>> = [];
	let next = 0;
	const work = async () => {
		while (next < requests.length) {
			const index = next++;
			const turn = async () => {
				for (const predecessor of predecessors[index]) await done[predecessor];
				await sender.carry(requests[index].pieces);
			};
			done[index] = turn();
			await done[index];
		}
	};
	const workers = Math.max(1, Math.min(rules.maxConcurrency, requests.length));
	await Promise.all(Array.from({ length: workers }, work));
}

/** How requests are sent, as the node's options and the endpoint say. */
export type SendRules = {
	route: Pick<Route, 'endpoint' | 'paging'>;
	maxConcurrency: number;
	maxRetries: number;
	retryUnsafe: boolean;
	/** After the first refusal no new request starts. */
	stopsOnFailure: boolean;
	/**
	 * The limits to keep and what their windows may hold, in what the endpoint counts: MoEngage's, which all
	 * runs share, and the user's own below it.
	 */
	limits: Array<{ limit: Limit; windows: Window[] }>;
};

/** What sending needs from outside. */
export type SendPorts = {
	/**
	 * Sends the pieces as one request, once.
	 * @param page what the request for a further page says besides
	 */
	transmit(pieces: ItemPiece[], page?: PageRequest): Promise<Reply>;
	/** Waits; resolves at once with `false` when the execution is cancelled. */
	wait(ms: number): Promise<boolean>;
	isCancelled(): boolean;
	outcomes: SendOutcomes;
};

/** Takes down what becomes of each request. */
export type SendOutcomes = {
	/** The request with these items is about to leave. */
	departing(items: number[]): void;
	/**
	 * MoEngage accepted the request.
	 * @returns whether one of its items came to nothing all the same
	 */
	accepted(pieces: ItemPiece[], answer: IDataObject): boolean;
	/** MoEngage refused a request with these items, which will be sent again in two halves. */
	splitting(items: number[]): void;
	/** The reply leaves open whether these items were accepted; the request may be sent again. */
	leftOpen(items: number[]): void;
	/** The request with these items has this last reply: it was not accepted, or nobody knows. */
	failed(items: number[], reply: Unaccepted): void;
	/** These items were not sent, since an earlier request was refused with a reply that concerns all. */
	notSent(items: number[], reply: Unaccepted): void;
};

type PageRequest = Pick<Envelope, 'query' | 'body'>;

/** For each request, the nearest earlier ones with which it shares a lane. */
function lanePredecessors(requests: PackedRequest[]): Array<Set<number>> {
	const newest = new Map<string, number>();
	return requests.map(({ pieces }, index) => {
		const predecessors = new Set<number>();
		for (const { lane } of pieces) {
			const predecessor = newest.get(lane);
			if (predecessor !== undefined && predecessor !== index) predecessors.add(predecessor);
			newest.set(lane, index);
		}
		return predecessors;
	});
}

/** Halves of a request differ only where its pieces do: items that ask the same share one element. */
function canSplit(pieces: ItemPiece[]): boolean {
	return (
		pieces.some(
			({ action, elementKey }) => action !== undefined || elementKey !== pieces[0].elementKey,
		) && pieces.length > 1
	);
}

class Sender {
	private hasFailed = false;

	/** MoEngage refuses the key or the whole workspace: nothing else would be accepted either. */
	private barredBy?: Unaccepted;

	/** Settled when the first failure stops the run: whoever waits for a retry waits no longer. */
	private readonly stopped: Promise<false>;

	private stop: () => void = () => undefined;

	/** Ends when no request of this run waits for a limit. */
	private limitQueue: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly rules: SendRules,
		private readonly ports: SendPorts,
	) {
		this.stopped = new Promise((resolve) => {
			this.stop = () => resolve(false);
		});
	}

	private get isHalted(): boolean {
		return this.ports.isCancelled() || (this.rules.stopsOnFailure && this.hasFailed);
	}

	/** Sends pieces as one request and, if MoEngage refuses that because of some of them, in halves. */
	async carry(pieces: ItemPiece[]): Promise<void> {
		const { outcomes } = this.ports;
		const items = pieces.map(({ item }) => item);
		if (this.barredBy !== undefined) {
			outcomes.notSent(items, this.barredBy);
			return;
		}
		const reply = await this.exchange(pieces);
		if (reply === undefined) return;
		if (reply.kind === 'accepted') {
			if (outcomes.accepted(pieces, reply.body)) this.noteFailure();
			return;
		}
		if (reply.kind === 'refused' && reply.mayBeOneItem && canSplit(pieces)) {
			outcomes.splitting(items);
			const middle = Math.ceil(pieces.length / 2);
			// One after the other, so that the items of a lane keep their order.
			await this.carry(pieces.slice(0, middle));
			await this.carry(pieces.slice(middle));
			return;
		}
		outcomes.failed(items, reply);
		const concernsAll =
			reply.kind === 'refused' && (reply.concerns === 'key' || reply.concerns === 'workspace');
		if (concernsAll) this.barredBy = reply;
		this.noteFailure();
	}

	private noteFailure(): void {
		this.hasFailed = true;
		if (this.rules.stopsOnFailure) this.stop();
	}

	/** @returns the last reply, or `undefined` if the request was not to be sent any more */
	private async exchange(pieces: ItemPiece[]): Promise<Reply | undefined> {
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
		const wait = (ms: number) => this.waitUnlessHalted(ms);
		let started = 0;
		let last: Reply | undefined;
		for (let tries = 1; ; tries++) {
			if (this.isHalted || !(await this.takeRoom(pieces.length, wait))) return last;
			if (last === undefined) {
				started = Date.now();
				outcomes.departing(items);
			}
			last = await transmit(pieces, page);
			if (isUnknown(last, repeat)) outcomes.leftOpen(items);
			if (!mayRepeat(last, repeat, retryUnsafe)) return last;
			const now = Date.now();
			const progress = { tries, elapsed: now - started, maxRetries };
			const delay = nextDelay(last, progress, now, Math.random());
			if (delay === undefined) return last;
			if (last.kind === 'refused' && last.concerns === 'limit') {
				for (const { limit } of limits) limit.pauseUntil(now + delay);
			}
			if (!(await wait(delay))) return last;
		}
	}

	/**
	 * Waits until the request may leave. One after the other: a run that reserved the future for all of its
	 * requests would keep every other run of the process waiting behind them.
	 */
	private async takeRoom(pieces: number, wait: (ms: number) => Promise<boolean>): Promise<boolean> {
		const { route, limits } = this.rules;
		const cost = countsItems(route.endpoint) ? pieces : 1;
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
