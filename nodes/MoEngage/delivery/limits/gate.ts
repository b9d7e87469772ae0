import { sleep } from 'n8n-workflow';

import type { Reply } from '../../transport/answer';
import { monotonicNow } from '../clock';
import { LastUsed } from '../lastUsed';
import { LOOK_AGAIN_MS, type Patience, type WaitsFor } from './patience';
import type { Ask, Opening, Settled } from './pause';
import { Pool } from './pool';
import { readRateHeaders } from './rateHeaders';
import type { WindowUnit } from './slidingWindow';

type Waiter = {
	ask: Ask;
	patience: Patience;
	resolve: (outcome: Ticket | UsedUp | undefined) => void;
	reject: (error: unknown) => void;
	/** It waits for a limit, rather than for MoEngage's first answers. */
	waitsForLimit: boolean;
	isGone: boolean;
};

/**
 * The way to the endpoints of one pool, for all runs of the process: first come, first served, as room is known, and
 * not all at once when a pause ends.
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
	 * @param halted settles when the run may send nothing any more
	 * @returns `undefined` if that happened first
	 */
	async take(
		ask: Ask,
		patience: Patience,
		halted: Promise<unknown>,
	): Promise<Ticket | UsedUp | undefined> {
		const now = this.clock();
		const opening = this.pool.nextOpening(ask, now);
		if (this.waiters.length === 0 && opening.wait <= 0) return this.ticket(ask, now);
		return await new Promise((resolve, reject) => {
			const waiter = { ask, patience, resolve, reject, waitsForLimit: false, isGone: false };
			this.waiters.push(waiter);
			if (!opening.isFirstFlight) noteWait(waiter, now);
			void halted.then(() => this.letGo(waiter, undefined));
			if (!this.isWatched) void this.watch();
		});
	}

	/** Serves those who wait, first come, first served, until nobody does. */
	private async watch(): Promise<void> {
		this.isWatched = true;
		try {
			for (let waiter = this.next(); waiter !== undefined; waiter = this.next()) {
				await this.serve(waiter);
			}
		} catch (error) {
			// Whoever waits here would wait for good.
			for (const { reject } of this.waiters.splice(0)) reject(error);
		} finally {
			this.isWatched = false;
		}
	}

	/** Lets the first in line leave, or gives up who waits too long, or pauses until something may have changed. */
	private async serve(first: Waiter): Promise<void> {
		const now = this.clock();
		const opening = this.pool.nextOpening(first.ask, now);
		if (opening.wait <= 0) {
			this.letGo(first, this.ticket(first.ask, now));
		} else if (!this.dismissImpatient(first, opening, now)) {
			const nudged = new Promise<void>((resolve) => {
				this.nudge = resolve;
			});
			await Promise.race([this.pause(Math.min(opening.wait, LOOK_AGAIN_MS)), nudged]);
		}
	}

	private next(): Waiter | undefined {
		while (this.waiters[0]?.isGone) this.waiters.shift();
		return this.waiters[0];
	}

	/** Whose patience ends before room can come waits no longer. @returns whether there was anybody */
	private dismissImpatient(
		first: Waiter,
		{ wait, until = 0, isFirstFlight }: Opening,
		now: number,
	): boolean {
		if (isFirstFlight) return false;
		const waiters = this.waiters.filter(({ isGone }) => !isGone);
		for (const waiter of waiters) {
			noteWait(waiter, now);
			waiter.patience.look('limit', now);
		}
		const impatient = waiters.filter((waiter) => {
			const { endsAt } = waiter.patience;
			// While an answer is awaited, it may let them all go.
			return (endsAt <= now && wait < Infinity) || (waiter === first && until > endsAt);
		});
		for (const waiter of impatient) {
			const { unit, until: end } = this.pool.usedUp(waiter.ask.windows, now);
			const epoch = end === undefined ? undefined : Date.now() + end - now;
			const { longest } = waiter.patience;
			this.letGo(waiter, { of: 'limit', unit, until: epoch, maxWait: longest });
		}
		return impatient.length > 0;
	}

	private letGo(waiter: Waiter, outcome: Ticket | UsedUp | undefined): void {
		if (waiter.isGone) return;
		waiter.isGone = true;
		if (waiter.waitsForLimit) waiter.patience.end('limit', this.clock());
		waiter.resolve(outcome);
		this.nudge();
	}

	private ticket(ask: Ask, now: number): Ticket {
		const flight = this.pool.depart(ask, now);
		return {
			giveBack: (reply) => {
				if (reply === undefined) {
					this.pool.takeBack(flight);
				} else {
					const told = readRateHeaders('headers' in reply ? reply.headers : {}, Date.now());
					this.pool.settle(flight, settledBy(reply), told, this.clock());
				}
				this.nudge();
			},
		};
	}
}

function noteWait(waiter: Waiter, now: number): void {
	if (!waiter.waitsForLimit) waiter.patience.begin('limit', now);
	waiter.waitsForLimit = true;
}

/** What a request gets that may leave; it has to be given back with what became of the request. */
export type Ticket = {
	/** @param reply `undefined`: the request was not sent after all, so that its place is free again */
	giveBack(reply: Reply | undefined): void;
};

/** The patience of a run is over: what it waited for. */
export type UsedUp = {
	/** MoEngage's rate limit, or how much it takes of one user. */
	of: WaitsFor;
	unit: WindowUnit;
	/** Epoch milliseconds until which MoEngage takes nothing, where that is known. */
	until?: number;
	/** How long the run may wait without any acceptance, milliseconds. */
	maxWait: number;
};

/** What MoEngage refuses for another reason than the limit has passed the limit. */
export function settledBy(reply: Reply): Settled {
	switch (reply.kind) {
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
const gates = new LastUsed(() => new Gate());

/**
 * The gate of an endpoint of a workspace.
 * @param account workspace and host
 * @param pool the same for endpoints that share a limit
 */
export function gateOf(account: string, pool: string): Gate {
	return gates.of(account, pool);
}
