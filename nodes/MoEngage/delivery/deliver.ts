import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { credentialGap, type MoEngageCredential } from '../transport/credential';
import type { Operation } from './operation';
import type { PackedRequest } from './piece';
import { readItems } from './reading/readItems';
import { runModeOf, type RunMode } from './runMode';
import { openLine } from './sending/line';
import { limitsToKeep } from './sending/limit';
import { pack, packLimits } from './sending/pack';
import { send } from './sending/send';
import { unusableSetup, type Failure } from './settling/failure';
import { Ledger, subjectOf, type NodeContext } from './settling/ledger';
import { Outcomes } from './settling/outcomes';
import { failedOutput, failedRun } from './settling/report';
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
	const items = context.getInputData();
	const mode = runModeOf(context);
	// Before anything can go wrong, so that a try that ended in the usual way always leaves a record.
	const ledger = openLedger(context, operation, items, mode);
	if (ledger.isNew && (ledger.followsBrokenOffTry || mode.wasBrokenOff())) {
		ledger.breakOff(items.map((_, item) => item));
	}
	const ready = await prepare(context, operation);
	if ('outcome' in ready) {
		if (mode.stops) throw failedRun(context.getNode(), ready);
		if (ledger.isNew) ledger.clear();
		return items.map((_, item) => failedOutput(ready, item, mode.hasErrorOutput));
	}
	const { settings, credential } = ready;
	const { route } = settings;

	const withNewUuid = new Set<number>();
	const { pieces, invalid } = await readItems(context, items, operation, route, (item) => {
		if (ledger.isBrokenOff) withNewUuid.add(item);
		return ledger.uuid(item);
	});
	const outcomes = new Outcomes(items.length, route, ledger);
	outcomes.settleEarlier(pieces, settings.retryUnsafe, withNewUuid);
	outcomes.settleInvalid(invalid, operation.fields);
	const isInvalid = [...invalid.keys()].some((item) => ledger.answerFor(item) === undefined);

	if (!(mode.stops && isInvalid)) {
		const unsettled = pieces.filter(({ item }) => !outcomes.isSettled(item));
		const requests = pack(unsettled, packLimits(settings));
		hintAtFewerRequests(context, operation, settings, requests);
		const line = openLine(context, credential, settings);
		const rules = {
			...settings,
			stopsOnFailure: mode.stops,
			limits: limitsToKeep(credential, settings),
		};
		try {
			await send(requests, rules, { ...line, outcomes });
		} finally {
			line.close();
		}
	}

	const failed = outcomes.firstFailure();
	outcomes.closeLedger(mode.mayBeRetried(failed?.item));
	if (mode.stops && failed !== undefined) {
		throw failedRun(context.getNode(), failed.failure, failed.item, {
			accepted: route.endpoint.isRead ? undefined : outcomes.countAccepted,
			total: items.length,
		});
	}
	return outcomes.toOutput(mode.hasErrorOutput);
}

/**
 * Everything that has to stand before the first item is read.
 * @returns why nothing can be sent at all, where n8n or the credential does not allow it: thrown in a mode
 *   that continues, it would make n8n pass the input on as if it had been delivered
 */
async function prepare(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<{ settings: DeliverySettings; credential: MoEngageCredential } | Failure> {
	try {
		const settings = readSettings(context, operation);
		const credential = await context.getCredentials<MoEngageCredential>('moEngageApi');
		const gap = credentialGap(credential, settings.route.endpoint);
		return gap === undefined ? { settings, credential } : unusableSetup(gap);
	} catch (error) {
		return unusableSetup((error as Error).message);
	}
}

/** The ledger of this run of the node; in a loop each run has its own. */
function openLedger(
	context: IExecuteFunctions,
	{ value }: Operation,
	items: INodeExecutionData[],
	{ isToolCall }: RunMode,
): Ledger {
	const nodeContext = isToolCall ? {} : context.getContext('node');
	const { $runIndex } = context.getWorkflowDataProxy(0) as { $runIndex?: number };
	const resource = context.getNodeParameter('resource', 0) as string;
	return new Ledger(
		nodeContext as IDataObject & NodeContext,
		$runIndex ?? 0,
		subjectOf(`${resource}.${value}`, items),
	);
}

/** From this many requests on, a hint names the way to send that needs fewer. */
const MANY_REQUESTS = 300;

/** Says so when another way to send would need far fewer requests, with the numbers. */
function hintAtFewerRequests(
	context: IExecuteFunctions,
	{ otherRoutes }: Operation,
	{ route }: DeliverySettings,
	requests: PackedRequest[],
): void {
	const bulk = otherRoutes?.bulkImport;
	if (bulk === undefined || route === bulk || requests.length <= MANY_REQUESTS) return;
	const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
	const fewer = Math.ceil(bytes / bulk.endpoint.limits.bytes);
	context.addExecutionHints({
		message: `These items took ${requests.length} requests. With the option Send Via set to Bulk Import, they would take about ${fewer}. MoEngage then does not confirm single items.`,
		location: 'outputPane',
	});
}
