import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { limitsToKeep } from './limits';
import { Observer } from './observer';
import type { Operation } from './operation';
import type { ItemPiece } from './piece';
import { readItems } from './reading';
import { runModeOf, type RunMode } from './runMode';
import { openLine, pack, packLimits, send } from './sending';
import { disagreements, fixedExpressions, wholeCollections } from './settings';
import { openMemory, prepare, type Memory, type Setup } from './setup';
import {
	failedOutput,
	failedRun,
	failedRunOf,
	nodeErrorOf,
	noteTry,
	showRequests,
	unforeseen,
	type Failure,
	type Outcomes,
} from './settling';

/**
 * Takes all input items of the node through read → validate → group and pack → send → settle.
 *
 * When the node stops on failures, every item is validated before the first request leaves, and no new
 * request starts after the first refusal. When it continues, each failed item becomes an output item.
 * Whatever was accepted is remembered in the execution, so that a retry sends only the rest.
 * @returns one output item per accepted item or found record and one per failed item, in input order, paired
 * @throws NodeOperationError for bad input and NodeApiError for a refusal, when the node does not continue
 */
export async function deliver(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const observer = new Observer(context, operation, items);
	try {
		return await runOnce({ context, operation, items, mode: runModeOf(context), observer });
	} finally {
		observer.ended();
	}
}

/** One run of the node. */
type Run = {
	context: IExecuteFunctions;
	operation: Operation;
	items: INodeExecutionData[];
	mode: RunMode;
	observer: Observer;
};

async function runOnce(run: Run): Promise<INodeExecutionData[]> {
	const { context, mode, operation, items, observer } = run;
	let memory: Memory | undefined;
	try {
		const setup = await prepare(context, operation, items, mode);
		if ('outcome' in setup) {
			noteTry(context, mode);
			if (mode.stops) throw failedRun(context.getNode(), setup);
			return allFailed(run, setup);
		}
		memory = openMemory(context, operation, items, mode, setup);
		observer.of(memory.outcomes);
		await sendItems(run, setup, memory);
		// In stop mode the failure that has stopped the run is the reason why others were not sent.
		const { outcomes } = memory;
		if (!mode.stops || outcomes.failures().length === 0) outcomes.failUnsettled();
	} catch (error) {
		// Thrown in a mode that continues, it would make n8n pass the input on as if it had been delivered.
		if (mode.stops) throw nodeErrorOf(context.getNode(), error);
		const failure = unforeseen(error);
		if (memory === undefined) return allFailed(run, failure);
		memory.outcomes.failUnsettled(failure, failure.message);
	} finally {
		if (memory !== undefined) observer.keysClosed(await memory.keys.close());
	}
	return conclude(run, memory.outcomes);
}

/** The output of a run that could send nothing. */
function allFailed({ items, mode, observer }: Run, failure: Failure): INodeExecutionData[] {
	observer.failed(items.map((_, item) => ({ item, failure })));
	return items.map((_, item) => failedOutput(failure, item, mode.hasErrorOutput));
}

/** Reads all items, and packs and sends those that an earlier try has not settled. */
async function sendItems(run: Run, setup: Setup, memory: Memory): Promise<void> {
	const { ledger, keys, outcomes } = memory;
	const { context, operation, items, mode, observer } = run;
	const { settings, credential, gap } = setup;
	const withNewUuid = new Set<number>();
	const { pieces, invalid, told } = await readItems(context, items, operation, settings.route, {
		newUuid(item) {
			// Whether an item may be resent with another idempotency key is up to the class of the endpoint.
			if (ledger.isBrokenOff && settings.route.keyHeader === undefined) withNewUuid.add(item);
			return ledger.uuid(item);
		},
		disagreement: disagreements(context, operation, items, settings),
		choices: setup.choices,
		collections: wholeCollections(context, operation),
		fixed: fixedExpressions(context, operation),
		readSoFar: (count) => observer.readSoFar(count),
	});
	if (gap !== undefined && pieces.some(({ isDry }) => isDry !== true)) {
		noteTry(context, mode);
		if (mode.stops) throw failedRun(context.getNode(), gap);
	}
	outcomes.settleEarlier(pieces, settings.retryUnsafe, withNewUuid);
	outcomes.settleInvalid(invalid);
	const isInvalid = [...invalid.keys()].some((item) => ledger.answerFor(item) === undefined);
	if (mode.stops && isInvalid) return;

	const unsettled = pieces.filter(({ item }) => !outcomes.isSettled(item));
	const toSend = unsettled.filter(({ isDry }) => isDry !== true);
	const [requests, shown] = [toSend, unsettled.filter(({ isDry }) => isDry === true)].map((some) =>
		pack(some, packLimits(settings)),
	);
	observer.packed(settings, pieces, { requests, shown }, told);
	// What an earlier try has left open keeps no other item from being sent.
	const heldBack = outcomes.failures().length;
	await showRequests(context, shown, setup, outcomes);
	if (mode.stops && outcomes.failures().length > heldBack) return;
	if (gap !== undefined) return outcomes.failUnsettled(gap);

	const line = openLine(context, credential, settings);
	const limits = limitsToKeep(credential, settings, toSend, observer.ofWaits(settings));
	observer.sending(settings, limits, toSend);
	try {
		const rules = { ...settings, stopsOnFailure: mode.stops, limits };
		const claim = async (some: ItemPiece[]) => await keys.claim(some);
		await send(requests, rules, { ...line, claim, outcomes });
	} finally {
		line.close();
	}
}

/** Closes the ledger, and gives n8n the outputs, or the failure that ends the run. */
function conclude({ context, mode, observer }: Run, outcomes: Outcomes): INodeExecutionData[] {
	const failures = outcomes.failures();
	outcomes.closeLedger(mode.mayBeRetried(failures[0]?.item));
	if (mode.stops && failures.length > 0) {
		throw failedRunOf(context.getNode(), failures, outcomes.progress);
	}
	observer.failed(failures);
	return outcomes.toOutput(mode.hasErrorOutput);
}
