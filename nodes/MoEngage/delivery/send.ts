import type { IDataObject } from 'n8n-workflow';

import {
	isAccepted,
	isNoAnswer,
	isUnreadable,
	type Answer,
	type NoAnswer,
} from '../transport/answer';
import { countsItems, type Endpoint } from '../transport/endpoints';
import { notSentAfter, refused, unanswered, unreadable, type Failure } from './failure';
import type { Pace } from './pace';
import type { ItemPiece, PackedRequest } from './piece';
import { mayRepeat, nextDelay } from './retry';

/**
 * Requests under way at the same time where the user sets no number. A hundred reach MoEngage's limit of
 * 30,000 events a minute when an answer takes 200 ms. What reaches customers has far lower limits, and the
 * fewer of those are under way, the fewer are unknown if something breaks.
 */
export function defaultConcurrency({ repeat }: Pick<Endpoint, 'repeat'>): number {
	return repeat === 'reachesCustomers' ? 10 : 100;
}

/** How requests are sent, as the node's options and the endpoint say. */
export type SendRules = {
	endpoint: Endpoint;
	maxConcurrency: number;
	maxRetries: number;
	retryUnsafe: boolean;
	/** After the first refusal no new request starts. */
	stopsOnFailure: boolean;
	/**
	 * The paces to keep and what a minute may hold in each, in what the endpoint counts: MoEngage's limit,
	 * which all runs share, and the user's own below it.
	 */
	paces: Array<{ pace: Pace; perMinute: number }>;
};

/** What sending needs from outside. */
export type SendPorts = {
	/** Sends the pieces as one request, once. */
	transmit(pieces: ItemPiece[]): Promise<Answer | NoAnswer>;
	/** The request with these items is about to leave. */
	onDeparture(items: number[]): void;
	/**
	 * MoEngage accepted these items.
	 * @returns whether one of them came to nothing all the same
	 */
	onAccepted(items: number[], answer: IDataObject): boolean;
	/** MoEngage refused a request with these items, which will be sent again in two halves. */
	onSplit(items: number[]): void;
	/** A request with these items got no usable answer; it may be sent again. */
	onUnknown(items: number[]): void;
	/** These items were not accepted, or nobody knows. */
	onFailed(items: number[], failure: Failure): void;
	/** Waits; resolves at once with `false` when the execution is cancelled. */
	wait(ms: number): Promise<boolean>;
	isCancelled(): boolean;
};

/**
 * Sends packed requests: several at a time, below MoEngage's limits, again where that is allowed, and in
 * halves where one item spoils the others. Requests that share a lane leave one after the other.
 *
 * Items of requests that were not sent, because sending stopped or the execution was cancelled, are
 * reported to none of the ports.
 * @param requests in the order in which they have to be sent
 */
export async function sendAll(
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
	private barred?: Failure;

	/** Settled when the first failure stops the run: whoever waits for a retry waits no longer. */
	private readonly stopped: Promise<false>;

	private stop: () => void = () => undefined;

	/** Ends when no request of this run waits for the pace. */
	private paceQueue: Promise<unknown> = Promise.resolve();

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
		const items = pieces.map(({ item }) => item);
		if (this.barred !== undefined) {
			this.ports.onFailed(items, this.barred);
			return;
		}
		const result = await this.sendUntilSettled(pieces);
		if (result === undefined) return;
		if (!isNoAnswer(result) && isAccepted(result)) {
			if (this.ports.onAccepted(items, result.body)) this.noteFailure();
			return;
		}
		if (canSplit(pieces) && !isNoAnswer(result) && [400, 413].includes(result.statusCode)) {
			this.ports.onSplit(items);
			const middle = Math.ceil(pieces.length / 2);
			// One after the other, so that the items of a lane keep their order.
			await this.carry(pieces.slice(0, middle));
			await this.carry(pieces.slice(middle));
			return;
		}
		const failure = this.failureOf(result);
		this.ports.onFailed(items, failure);
		if ([401, 403].includes(failure.httpCode ?? 0)) this.barred = notSentAfter(failure);
		this.noteFailure();
	}

	private noteFailure(): void {
		this.hasFailed = true;
		if (this.rules.stopsOnFailure) this.stop();
	}

	/** @returns the last answer, or `undefined` if the request was not to be sent any more */
	private async sendUntilSettled(pieces: ItemPiece[]): Promise<Answer | NoAnswer | undefined> {
		const { endpoint, maxRetries, retryUnsafe, paces } = this.rules;
		const items = pieces.map(({ item }) => item);
		const wait = (ms: number) => this.waitUnlessHalted(ms);
		let started = 0;
		let last: Answer | NoAnswer | undefined;
		for (let tries = 1; ; tries++) {
			if (this.isHalted || !(await this.takePace(pieces.length, wait))) return last;
			if (last === undefined) {
				started = Date.now();
				this.ports.onDeparture(items);
			}
			last = await this.ports.transmit(pieces);
			if (isNoAnswer(last) ? last.mayHaveArrived : isUnreadable(last)) this.ports.onUnknown(items);
			if (!mayRepeat(last, endpoint.repeat, retryUnsafe)) return last;
			const now = Date.now();
			const progress = { tries, elapsed: now - started, maxRetries };
			const delay = nextDelay(last, progress, now, Math.random());
			if (delay === undefined) return last;
			if (!isNoAnswer(last) && last.statusCode === 429) {
				for (const { pace } of paces) pace.pauseUntil(now + delay);
			}
			if (!(await wait(delay))) return last;
		}
	}

	/**
	 * Waits until the request may leave. One after the other: a run that reserved the future for all of its
	 * requests would keep every other run of the process waiting behind them.
	 */
	private async takePace(pieces: number, wait: (ms: number) => Promise<boolean>): Promise<boolean> {
		const { endpoint, paces } = this.rules;
		const cost = countsItems(endpoint) ? pieces : 1;
		const turn = this.paceQueue.then(async () => {
			for (const { pace, perMinute } of paces) {
				if (this.isHalted || !(await pace.take(cost, perMinute, wait))) return false;
			}
			return !this.isHalted;
		});
		this.paceQueue = turn;
		return await turn;
	}

	private async waitUnlessHalted(ms: number): Promise<boolean> {
		if (this.isHalted) return false;
		return (await Promise.race([this.ports.wait(ms), this.stopped])) && !this.isHalted;
	}

	private failureOf(result: Answer | NoAnswer): Failure {
		const { endpoint } = this.rules;
		if (isNoAnswer(result)) return unanswered(result, endpoint);
		if (isUnreadable(result)) return unreadable(result, endpoint);
		return refused(result, endpoint);
	}
}
