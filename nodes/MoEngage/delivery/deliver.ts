import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { accountOf, credentialGap, type MoEngageCredential } from '../transport/credential';
import {
	hintAtAbsentExclusions,
	hintAtExecuteOnce,
	hintAtFailures,
	hintAtFairUse,
	hintAtFewerRequests,
	hintAtWait,
	logLongWait,
} from './hints';
import type { Operation } from './operation';
import { readItems } from './reading/readItems';
import { runModeOf, type RunMode } from './runMode';
import { openLine } from './sending/line';
import { pack, packLimits } from './sending/pack';
import { limitsToKeep } from './sending/runLimits';
import { send } from './sending/send';
import { unforeseen, unusableSetup, type Failure } from './settling/failure';
import { hasRecord, leaveMark, Ledger, subjectOf, type NodeContext } from './settling/ledger';
import { Outcomes } from './settling/outcomes';
import { failedOutput, failedRun, failedRunOf, nodeErrorOf } from './settling/report';
import { readSettings, type DeliverySettings } from './settings';

/**
 * Takes all input items of the node through read → validate → group and pack → send → settle.
 *
 * When the node stops on failures, every item is validated before the first request leaves, and no new
 * request starts after the first refusal. When it continues, a failed item becomes an output item of its
 * own. Whatever was accepted is remembered in the execution, so that a retry sends only the rest.
 * @returns one output item per accepted item or found record and one per failed item, in input order, paired
 * @throws NodeOperationError for bad input and NodeApiError for a refusal, when the node does not continue
 */
export async function deliver(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const mode = runModeOf(context);
	const items = context.getInputData();
	let outcomes: Outcomes | undefined;
	try {
		const ready = await prepare(context, operation, items);
		if ('outcome' in ready) {
			noteTry(context, mode);
			if (mode.stops) throw failedRun(context.getNode(), ready);
			return allFailed(context, mode, items, ready);
		}
		const ledger = openLedger(context, operation, items, mode, ready);
		outcomes = new Outcomes(items.length, operation.fields, ready.settings.route, ledger);
		await sendItems(context, operation, items, mode, ready, ledger, outcomes);
	} catch (error) {
		// Thrown in a mode that continues, it would make n8n pass the input on as if it had been delivered.
		if (mode.stops) throw nodeErrorOf(context.getNode(), error);
		if (outcomes === undefined) {
			return allFailed(context, mode, items, unforeseen(error));
		}
		outcomes.failUnsettled(unforeseen(error));
	}
	return conclude(context, mode, outcomes);
}

/** The output of a run that could send nothing. */
function allFailed(
	context: IExecuteFunctions,
	mode: RunMode,
	items: INodeExecutionData[],
	failure: Failure,
): INodeExecutionData[] {
	const failures = items.map((_, item) => ({ item, failure }));
	hintAtFailures(context, failures, items.length);
	return items.map((_, item) => failedOutput(failure, item, mode.hasErrorOutput));
}

/** What has to stand before the first item is read. */
type Ready = { settings: DeliverySettings; credential: MoEngageCredential };

/** @returns why nothing can be sent at all, where n8n or the credential does not allow it */
async function prepare(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
): Promise<Ready | Failure> {
	try {
		const settings = readSettings(context, operation, items);
		const credential = await context.getCredentials<MoEngageCredential>('moEngageApi');
		const gap = credentialGap(credential, settings.route.endpoint);
		return gap === undefined ? { settings, credential } : unusableSetup(gap);
	} catch (error) {
		return unusableSetup((error as Error).message);
	}
}

/** Reads all items, and sends those that an earlier try has not settled. */
async function sendItems(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
	mode: RunMode,
	{ settings, credential }: Ready,
	ledger: Ledger,
	outcomes: Outcomes,
): Promise<void> {
	const withNewUuid = new Set<number>();
	const { pieces, invalid } = await readItems(context, items, operation, settings.route, (item) => {
		// What becomes of a repeat with another key, the endpoint's class says.
		if (ledger.isBrokenOff && settings.route.keyHeader === undefined) withNewUuid.add(item);
		return ledger.uuid(item);
	});
	outcomes.settleEarlier(pieces, settings.retryUnsafe, withNewUuid);
	outcomes.settleInvalid(invalid);
	const isInvalid = [...invalid.keys()].some((item) => ledger.answerFor(item) === undefined);
	if (mode.stops && isInvalid) return;

	const unsettled = pieces.filter(({ item }) => !outcomes.isSettled(item));
	const requests = pack(unsettled, packLimits(settings));
	hintAtFewerRequests(context, operation, settings, requests);
	hintAtExecuteOnce(context, settings, pieces, items);
	hintAtAbsentExclusions(context, items);
	const line = openLine(context, credential, settings);
	const onLongWait = () => logLongWait(context, settings);
	const limits = limitsToKeep(credential, settings, unsettled, onLongWait);
	hintAtFairUse(context, limits.fairUse);
	try {
		await send(
			requests,
			{ ...settings, stopsOnFailure: mode.stops, limits },
			{ ...line, outcomes },
		);
	} finally {
		line.close();
		hintAtWait(context, settings, limits.patience);
	}
}

/** Closes the ledger, and gives n8n the outputs, or the failure that ends the run. */
function conclude(
	context: IExecuteFunctions,
	mode: RunMode,
	outcomes: Outcomes,
): INodeExecutionData[] {
	const failures = outcomes.failures();
	outcomes.closeLedger(mode.mayBeRetried(failures[0]?.item));
	if (mode.stops && failures.length > 0) {
		throw failedRunOf(context.getNode(), failures, outcomes.progress);
	}
	hintAtFailures(context, failures, outcomes.progress.total);
	return outcomes.toOutput(mode.hasErrorOutput);
}

/** The ledger of this run of the node for the workspace; in a loop each run has its own. */
function openLedger(
	context: IExecuteFunctions,
	{ value }: Operation,
	items: INodeExecutionData[],
	mode: RunMode,
	{ credential, settings }: Ready,
): Ledger {
	const { nodeContext, runIndex } = memoryOf(context, mode);
	const resource = context.getNodeParameter('resource', 0) as string;
	const subject = subjectOf(`${resource}.${value}`, items);
	const account = accountOf(credential, settings.route.endpoint.host);
	const ledger = new Ledger(nodeContext, runIndex, subject, account);
	if (ledger.isNew && (ledger.followsBrokenOffTry || mode.wasBrokenOff())) {
		ledger.breakOff(items.map((_, item) => item));
	}
	return ledger;
}

/** A try that nothing can be sent in must neither hide that an earlier try was lost, nor look lost itself. */
function noteTry(context: IExecuteFunctions, mode: RunMode): void {
	const { nodeContext, runIndex } = memoryOf(context, mode);
	if (hasRecord(nodeContext, runIndex)) return;
	if (mode.wasBrokenOff()) nodeContext.brokenOff = true;
	else if (mode.stops) leaveMark(nodeContext, runIndex);
}

function memoryOf(
	context: IExecuteFunctions,
	{ isToolCall }: RunMode,
): { nodeContext: IDataObject & NodeContext; runIndex: number } {
	const { $runIndex } = context.getWorkflowDataProxy(0) as { $runIndex?: number };
	return {
		nodeContext: isToolCall ? {} : (context.getContext('node') as IDataObject & NodeContext),
		runIndex: $runIndex ?? 0,
	};
}
