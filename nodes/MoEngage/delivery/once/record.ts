import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { monotonicNow } from '../clock';

/** Conflicts of two processes that write at the same time: nothing was written, and the next try finds the other's. */
const CONFLICT = /unique|duplicate|busy|locked/i;

/** Tries of a write that meets the write of another process, and milliseconds between them. */
const MOST_TRIES = 5;
const BETWEEN_TRIES_MS = 50;

/**
 * A write of another process that had read before this one's must have ended by the time that this one looks again. It
 * takes as long as the slowest of this process, or a few times as long: what slows a database down slows all down.
 */
const CALLS_TO_LOOK = 3;
const SHORTEST_LOOK_MS = 50;

/** A node may run all day: without it, a database that stood still once would slow down the rest of the day. */
const KEPT_PER_CALL = 0.9;

/** Keys that n8n removes in one go: it looks through its record for each, and nothing else runs meanwhile. */
const MOST_REMOVED = 500;

/** How n8n compares values: each against all of a list, of which the oldest go. */
const MODE = { mode: 'entries' } as const;

/**
 * The record of sent keys of one node, for all runs of the process. Keys are hashes: neither this nor n8n's database
 * holds the ID of a customer.
 */
export class NodeRecord {
	/** Who has a key under way, or has sent it in a run that is not over. */
	private readonly holders = new Map<string, unknown>();

	private users = 0;

	/** Milliseconds that the slowest addition took; the longer ago, the less. */
	private slowest = 0;

	/** Ends when nobody reads or writes n8n's record. */
	private queue: Promise<unknown> = Promise.resolve();

	/** The record of the node that runs; {@link leave} has to follow. */
	static enter(context: IExecuteFunctions): NodeRecord {
		const name = nameOf(context);
		const record = RECORDS.get(name) ?? new NodeRecord();
		RECORDS.set(name, record);
		record.users++;
		return record;
	}

	leave(context: IExecuteFunctions): void {
		this.users--;
		if (this.users === 0) RECORDS.delete(nameOf(context));
	}

	holderOf(key: string): unknown {
		return this.holders.get(key);
	}

	hold(key: string, holder: unknown): void {
		this.holders.set(key, holder);
	}

	letGo(key: string, holder: unknown): void {
		if (this.holders.get(key) === holder) this.holders.delete(key);
	}

	/** Milliseconds after which it shows whether another process has written over an addition. */
	get untilLook(): number {
		return Math.max(SHORTEST_LOOK_MS, CALLS_TO_LOOK * this.slowest);
	}

	/**
	 * Adds keys to what n8n keeps. To be called {@link inTurn}.
	 * @param most how many n8n keeps
	 * @returns those that it had
	 */
	async add({ helpers }: IExecuteFunctions, keys: string[], most: number): Promise<Set<string>> {
		const options = { ...MODE, maxEntries: most };
		return await withTries(async () => {
			const began = monotonicNow();
			const { processed } = await helpers.checkProcessedAndRecord(keys, 'node', options);
			this.slowest = Math.max(monotonicNow() - began, this.slowest * KEPT_PER_CALL);
			return new Set(processed as string[]);
		});
	}

	/** Has n8n's record for as long as the work takes, in the order of the calls. */
	async inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.queue.then(work);
		this.queue = turn.catch(() => undefined);
		return await turn;
	}
}

/** By workflow and node, as n8n keeps its records; only those of nodes that run. */
const RECORDS = new Map<string, NodeRecord>();

function nameOf(context: IExecuteFunctions): string {
	return JSON.stringify([context.getWorkflow().id, context.getNode().id]);
}

/** Removes keys from n8n's record. */
export async function removeKeys({ helpers }: IExecuteFunctions, keys: string[]): Promise<void> {
	for (let from = 0; from < keys.length; from += MOST_REMOVED) {
		const some = keys.slice(from, from + MOST_REMOVED);
		await withTries(async () => await helpers.removeProcessed(some, 'node', MODE));
	}
}

async function withTries<T>(write: () => Promise<T>, tries = 1): Promise<T> {
	return await write().catch(async (error: Error) => {
		// After anything else it is unknown whether the keys were written: a second try would find its own.
		if (!CONFLICT.test(error.message) || tries >= MOST_TRIES) return await Promise.reject(error);
		await sleep(BETWEEN_TRIES_MS * tries * (0.5 + Math.random()));
		return await withTries(write, tries + 1);
	});
}
