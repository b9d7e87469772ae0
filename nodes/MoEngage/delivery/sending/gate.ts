import { sleep } from 'n8n-workflow';

import type { Reply } from '../../transport/answer';
import { monotonicNow } from './clock';
import type { WindowUnit } from './limit';
import type { Patience } from './patience';
import { Pool, type Ask, type Flight, type Settled } from './pool';
import { readRateHeaders } from './rateHeaders';

/** Nobody waits longer without looking whether somebody's patience is over. */
const LOOK_AGAIN_MS = 1000;

type Waiter = {
	ask: Ask;
	patience: Patience;
	resolve: (outcome: Ticket | UsedUp | undefined) => void;
	isGone: boolean;
};

/**
 * The way to the endpoints of one pool, for all runs of the process: who comes first leaves first, as room is
 * known, and not all at once when a pause ends.
 */
export class Gate {
	private readonly waiters: Waiter[] = [];

	private isWatched = false;

	/** Ends the present pause of the watch. */
	private nudge: () => void = () => undefined;

	constructor(
		private readonly pool = new Pool(),
		private readonly clock: () => number = monotonicNow,
		private readonly pause: (ms: number) => Promise<unknown> = sleep,
	) {}

	/**
	 * Waits until the request may leave.
	 * @param halted settles when the run is to send nothing any more
	 * @returns `undefined` if that happened first
	 */
	async take(
		ask: Ask,
		patience: Patience,
		halted: Promise<unknown>,
	): Promise<Ticket | UsedUp | undefined> {
		const now = this.clock();
		if (this.waiters.length === 0 && this.pool.nextOpening(ask, now).wait <= 0) {
			return this.ticket(ask, now);
		}
		patience.begin(now);
		return await new Promise((resolve) => {
			const waiter: Waiter = { ask, patience, resolve, isGone: false };
			this.waiters.push(waiter);
			void halted.then(() => this.letGo(waiter, undefined));
			if (!this.isWatched) void this.watch();
		});
	}

	/** Serves those who wait, first come, first served, until nobody does. */
	private async watch(): Promise<void> {
		this.isWatched = true;
		for (let waiter = this.next(); waiter !== undefined; waiter = this.next()) {
			const now = this.clock();
			const { wait, until = 0 } = this.pool.nextOpening(waiter.ask, now);
			if (wait <= 0) {
				this.letGo(waiter, this.ticket(waiter.ask, now));
			} else if (!this.dismissImpatient(waiter, { wait, until }, now)) {
				const nudged = new Promise<void>((resolve) => {
					this.nudge = resolve;
				});
				await Promise.race([this.pause(Math.min(wait, LOOK_AGAIN_MS)), nudged]);
			}
		}
		this.isWatched = false;
	}

	private next(): Waiter | undefined {
		while (this.waiters[0]?.isGone) this.waiters.shift();
		return this.waiters[0];
	}

	/** Whose patience ends before room can come waits no longer. @returns whether there was anybody */
	private dismissImpatient(
		first: Waiter,
		{ wait, until }: { wait: number; until: number },
		now: number,
	): boolean {
		const impatient = this.waiters.filter((waiter) => {
			if (waiter.isGone) return false;
			// What was accepted meanwhile of the run has ended its wait, though not that of this request.
			waiter.patience.begin(now);
			const { endsAt } = waiter.patience;
			// Who waits for an answer alone does not wait for a limit.
			return (endsAt <= now && wait < Infinity) || (waiter === first && until > endsAt);
		});
		for (const waiter of impatient) {
			const { unit, until: end } = this.pool.usedUp(waiter.ask.windows, now);
			const epoch = end === undefined ? undefined : Date.now() + end - now;
			this.letGo(waiter, { unit, until: epoch, maxWait: waiter.patience.longest });
		}
		for (const { patience } of this.waiters) patience.look(now);
		return impatient.length > 0;
	}

	private letGo(waiter: Waiter, outcome: Ticket | UsedUp | undefined): void {
		if (waiter.isGone) return;
		waiter.isGone = true;
		waiter.resolve(outcome);
		this.nudge();
	}

	private ticket(ask: Ask, now: number): Ticket {
		const flight: Flight = this.pool.depart(ask, now);
		return {
			giveBack: (reply) => {
				const headers = reply !== undefined && 'headers' in reply ? reply.headers : {};
				const told = readRateHeaders(headers, Date.now());
				this.pool.settle(flight, settledBy(reply), told, this.clock());
				this.nudge();
			},
		};
	}
}

/** What a request gets that may leave; it has to be given back with what became of the request. */
export type Ticket = {
	/** @param reply `undefined`: the request was not sent after all */
	giveBack(reply: Reply | undefined): void;
};

/** The patience of a run is over: which limit it waited for. */
export type UsedUp = {
	unit: WindowUnit;
	/** Epoch milliseconds until which MoEngage takes nothing, where that is known. */
	until?: number;
	/** How long the run may wait without any acceptance, milliseconds. */
	maxWait: number;
};

/** What MoEngage refuses for another reason than the limit has passed the limit. */
export function settledBy(reply: Reply | undefined): Settled {
	switch (reply?.kind) {
		case 'accepted':
			return 'accepted';
		case 'refused':
			if (reply.concerns === 'limit') return 'refused';
			return reply.concerns === 'server' || reply.cause === 'gateway' ? 'lost' : 'accepted';
		default:
			return 'lost';
	}
}

/** One gate per workspace, host and pool for the whole process: all workflows share MoEngage's limit. */
const gates = new Map<string, Gate>();

/**
 * The gate of an endpoint of a workspace.
 * @param account workspace and host
 * @param pool the same for endpoints that share a limit
 */
export function gateOf(account: string, pool: string): Gate {
	const key = JSON.stringify([account, pool]);
	const gate = gates.get(key) ?? new Gate();
	gates.set(key, gate);
	return gate;
}
