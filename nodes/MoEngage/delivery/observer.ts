import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { ToldRun } from '../mapping/told';
import { monotonicNow } from './clock';
import {
	hintAtAbsentExclusions,
	hintAtExecuteOnce,
	hintAtFailures,
	hintAtFairUse,
	hintAtFewerRequests,
	hintAtTold,
	hintAtWait,
	logLongWait,
	logProgress,
} from './hints';
import type { RunLimits, WaitsFor } from './limits';
import { hintAtKeys, hintAtShortHistory, type KeyReport } from './once';
import type { Operation } from './operation';
import type { ItemPiece, PackedRequest } from './piece';
import type { DeliverySettings } from './settings';
import { hintAtDryRun, type FailedItem, type Outcomes } from './settling';

/** A run says so often how far it is. */
const PROGRESS_EVERY_MS = 10_000;

/** So soon it notices that it has ended. */
const LOOK_EVERY_MS = 250;

/**
 * Is told what happens in a run, and tells the user: in n8n's log at once and every ten seconds, and in hints at the
 * output when the run has ended. What is worth a hint, and in which words, is in `hints.ts`.
 */
export class Observer {
	private readonly hints: Array<() => void> = [];

	private outcomes?: Outcomes;

	private limits?: { settings: DeliverySettings; patience: RunLimits['patience'] };

	private readItems = 0;

	private hasEnded = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly operation: Operation,
		private readonly items: INodeExecutionData[],
	) {
		void this.tellProgress();
	}

	/** Looks from now on into these outcomes of the items. */
	of(outcomes: Outcomes): Outcomes {
		this.outcomes = outcomes;
		return outcomes;
	}

	/** So many items are read. */
	readSoFar(items: number): void {
		this.readItems = items;
	}

	/**
	 * The items are read and packed.
	 * @param pieces of all items that can be sent
	 * @param packed those that an earlier try has not settled: to be sent, or to be shown (Dry Run)
	 * @param told what MoEngage changes in their values
	 */
	packed(
		settings: DeliverySettings,
		pieces: ItemPiece[],
		{ requests, shown }: { requests: PackedRequest[]; shown: PackedRequest[] },
		told: ToldRun,
	): void {
		const { context, operation, items } = this;
		this.hints.push(
			() => hintAtDryRun(context, shown, items.length),
			() => hintAtFewerRequests(context, operation, settings, requests),
			() => hintAtExecuteOnce(context, settings, pieces, items),
			() => hintAtAbsentExclusions(context, items),
			() => hintAtTold(context, told),
		);
	}

	/** Sending begins, within these limits. */
	sending(settings: DeliverySettings, { fairUse, patience }: RunLimits, pieces: ItemPiece[]): void {
		this.limits = { settings, patience };
		// Before the first request: n8n may be stopped in what can take hours.
		hintAtFairUse(this.context, fairUse);
		hintAtShortHistory(this.context, settings, pieces);
		this.hints.push(() => hintAtWait(this.context, settings, patience));
	}

	/** The keys of the run are as n8n keeps them. */
	keysClosed(report: KeyReport): void {
		this.hints.push(() => hintAtKeys(this.context, report, this.items.length));
	}

	/** Hears what the run has to wait long for. */
	ofWaits(settings: DeliverySettings): (waitsFor: WaitsFor) => void {
		return (waitsFor) => logLongWait(this.context, settings, waitsFor);
	}

	/** These items failed in a run that continues. */
	failed(failures: FailedItem[]): void {
		this.hints.push(() => hintAtFailures(this.context, failures, this.items.length));
	}

	/** The run has ended. */
	ended(): void {
		this.hasEnded = true;
		for (const hint of this.hints.splice(0)) hint();
	}

	private logProgress(): void {
		const { context, operation, items, readItems, outcomes, limits } = this;
		logProgress(context, operation, { total: items.length, read: readItems }, outcomes, limits);
	}

	/** Beside the run, which never waits for it. */
	private async tellProgress(): Promise<void> {
		let told = monotonicNow();
		for (;;) {
			await sleep(LOOK_EVERY_MS);
			if (this.hasEnded) return;
			const now = monotonicNow();
			if (now - told < PROGRESS_EVERY_MS) continue;
			told = now;
			try {
				this.logProgress();
			} catch {
				// A line that n8n's log does not take must not end n8n, as a rejection that nobody awaits does.
			}
		}
	}
}
