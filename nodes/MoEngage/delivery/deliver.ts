import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { ItemRefusal, type Operation, type Route } from '../resources/operation';
import { baseUrl, tileKey, workspaceId, type MoEngageCredential } from '../transport/credential';
import { countsItems, REPEATS, type Endpoint } from '../transport/endpoints';
import { sendRequest } from '../transport/request';
import { isTool, wasBrokenOff } from './brokenOff';
import {
	failedOutput,
	failedRun,
	heldBack,
	invalidItem,
	refusedInDoubt,
	refusedItem,
	unusableSetup,
	type Failure,
} from './failure';
import { Ledger, subjectOf, type NodeContext } from './ledger';
import { paceOf } from './pace';
import { pack, wrapperBytes } from './pack';
import { toElements, type ItemPiece, type PackedRequest } from './piece';
import { readItems } from './read';
import { sendAll } from './send';
import { readSettings, type DeliverySettings } from './settings';
import { Settlements } from './settle';

/** From this many requests on, a hint names the way to send that needs fewer. */
const MANY_REQUESTS = 300;

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
	const stops = stopsOnFailure(context);
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	// Before anything can go wrong, so that a try that ended in the usual way always leaves a record.
	const ledger = openLedger(context, operation, items);
	if (ledger.isNew && (ledger.followsBrokenOffTry || wasBrokenOff(context))) {
		ledger.breakOff(items.map((_, item) => item));
	}
	const ready = await prepare(context, operation);
	if ('outcome' in ready) {
		if (stops) throw failedRun(context.getNode(), ready);
		if (ledger.isNew) ledger.clear();
		return items.map((_, item) => failedOutput(ready, item, hasErrorOutput));
	}
	const { settings, credential } = ready;
	const { endpoint } = settings.route;

	const withNewUuid = new Set<number>();
	const { pieces, invalid } = await readItems(context, items, operation, settings, (item) => {
		if (ledger.isBrokenOff) withNewUuid.add(item);
		return ledger.uuid(item);
	});
	const settlements = new Settlements(items.length);
	const pieceOf = new Map(pieces.map((piece) => [piece.item, piece]));
	const accept = (item: number, answer: IDataObject) => {
		const output = outputOf(settings.route, answer, pieceOf.get(item));
		if (output instanceof ItemRefusal) settlements.fail(item, refusedItem(output));
		else settlements.accept(item, output);
		return output instanceof ItemRefusal;
	};
	settleFromEarlierTries(items.length, ledger, settings, accept, settlements, withNewUuid);
	for (const [item, reason] of invalid) {
		if (settlements.isSettled(item)) continue;
		settlements.fail(item, invalidItem(reason, operation.fields));
	}
	const isInvalid = [...invalid.keys()].some((item) => ledger.answerFor(item) === undefined);

	if (!(stops && isInvalid)) {
		const requests = pack(
			pieces.filter(({ item }) => !settlements.isSettled(item)),
			{
				elements: endpoint.limits.elements,
				bytes: endpoint.limits.bytes,
				pieces:
					settings.ownPerMinute ?? (countsItems(endpoint) ? settings.limitPerMinute : undefined),
				overhead: wrapperBytes(settings.route),
			},
		);
		hintAtFewerRequests(context, operation, settings, requests);
		await send(context, credential, settings, requests, { ledger, settlements, accept });
	}

	const failed = settlements.firstFailure();
	if (settlements.areAllAccepted || !mayBeRetried(context, failed?.item)) ledger.clear();
	else ledger.compact();
	if (stops && failed !== undefined) {
		throw failedRun(context.getNode(), failed.failure, failed.item, {
			accepted: endpoint.isRead ? undefined : settlements.accepted,
			total: items.length,
		});
	}
	return settlements.toOutput(hasErrorOutput);
}

/**
 * Whether a failure ends the run, as an exception.
 *
 * As the tool of an AI agent only where the user has chosen that: a model can mend its call if it learns what is
 * wrong with it. Of an exception, agents up to version 2 tell it nothing, and in n8n 1 the whole run ends.
 */
function stopsOnFailure(context: IExecuteFunctions): boolean {
	const node = context.getNode();
	return isTool(node) ? node.onError === 'stopWorkflow' : !context.continueOnFail();
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
		return credentialGap(credential, settings.route.endpoint) ?? { settings, credential };
	} catch (error) {
		return unusableSetup((error as Error).message);
	}
}

/** Output of an accepted item; an answer that is not as documented must not cost the others theirs. */
function outputOf(
	{ endpoint, toOutput }: Route,
	answer: IDataObject,
	piece: ItemPiece | undefined,
): IDataObject[] | ItemRefusal {
	if (piece === undefined || toOutput === undefined) return [{ ...answer }];
	try {
		return toOutput(answer, piece);
	} catch (error) {
		if (!endpoint.isRead) return [{ ...answer }];
		return new ItemRefusal(
			`MoEngage's response is not as documented: ${(error as Error).message}`,
			'Try again later. If it happens again, report it to the authors of the node',
		);
	}
}

/** The ledger of this run of the node; in a loop each run has its own. */
function openLedger(
	context: IExecuteFunctions,
	{ value }: Operation,
	items: INodeExecutionData[],
): Ledger {
	// An agent's calls of a tool are separate requests, however alike they look.
	const nodeContext = (
		context.isToolExecution?.() ? {} : context.getContext('node')
	) as IDataObject & NodeContext;
	const { $runIndex } = context.getWorkflowDataProxy(0) as { $runIndex?: number };
	const resource = context.getNodeParameter('resource', 0) as string;
	return new Ledger(nodeContext, $runIndex ?? 0, subjectOf(`${resource}.${value}`, items));
}

/**
 * n8n runs the node again after an exception, and in the continue modes when Retry On Fail is on and the
 * first output item is a failure.
 */
function mayBeRetried(context: IExecuteFunctions, firstFailed: number | undefined): boolean {
	if (stopsOnFailure(context)) return true;
	return context.getNode().retryOnFail === true && firstFailed === 0;
}

/**
 * Settles what an earlier try has settled: accepted items, and unknown ones that must not be repeated. After a
 * try that was lost, all items are unknown, so that only those are repeated that count once however often
 * they are sent.
 * @param withNewUuid items that MoEngage would not know again if they were sent in a try that was lost
 */
function settleFromEarlierTries(
	total: number,
	ledger: Ledger,
	{ route, retryUnsafe }: DeliverySettings,
	accept: (item: number, answer: IDataObject) => boolean,
	settlements: Settlements,
	withNewUuid: Set<number>,
): void {
	const { afterUnknownOutcome, byUserAfterUnknown } = REPEATS[route.endpoint.repeat];
	const mayRepeat = ledger.isBrokenOff ? afterUnknownOutcome : byUserAfterUnknown;
	for (let item = 0; item < total; item++) {
		const answer = ledger.answerFor(item);
		if (answer !== undefined) accept(item, answer);
		else if (!retryUnsafe && ledger.isUnknown(item) && (!mayRepeat || withNewUuid.has(item))) {
			settlements.fail(item, heldBack(route.endpoint));
		}
	}
}

async function send(
	context: IExecuteFunctions,
	credential: MoEngageCredential,
	settings: DeliverySettings,
	requests: PackedRequest[],
	{
		ledger,
		settlements,
		accept,
	}: {
		ledger: Ledger;
		settlements: Settlements;
		accept: (item: number, answer: IDataObject) => boolean;
	},
): Promise<void> {
	const { route, timeout } = settings;
	const { endpoint, toBody } = route;
	const signal = context.getExecutionCancelSignal();
	let onCancel = () => undefined as void;
	const cancelled = new Promise<false>((resolve) => {
		onCancel = () => resolve(false);
	});
	signal?.addEventListener('abort', onCancel);
	const base = baseUrl(credential, endpoint.host);
	const workspace = workspaceId(credential);
	const { limitPerMinute = Infinity, ownPerMinute } = settings;
	const paces = [
		{
			pace: paceOf(base, workspace, endpoint.path),
			perMinute: Math.max(limitPerMinute, ownPerMinute ?? 0),
		},
	];
	if (ownPerMinute !== undefined && ownPerMinute < limitPerMinute) {
		const pace = paceOf(base, workspace, `${endpoint.path} at ${ownPerMinute}`);
		paces.unshift({ pace, perMinute: ownPerMinute });
	}
	await sendAll(
		requests,
		{ ...settings, endpoint, paces, stopsOnFailure: stopsOnFailure(context) },
		{
			transmit: async (pieces: ItemPiece[]) =>
				await sendRequest(
					context,
					credential,
					endpoint,
					endpoint.method === 'GET'
						? undefined
						: JSON.stringify(toBody(toElements(pieces), pieces[0].envelope?.body)),
					pieces[0].envelope ?? {},
					timeout,
				),
			onDeparture(items) {
				// If the execution ends before the answer comes, these must not go out again by themselves.
				if (!REPEATS[endpoint.repeat].byUserAfterUnknown) ledger.depart(items);
			},
			onAccepted(items, answer) {
				if (!endpoint.isRead) ledger.accept(items, answer);
				return items.filter((item) => accept(item, answer)).length > 0;
			},
			onSplit: (items) => ledger.arrive(items),
			onUnknown: (items) => ledger.doubt(items),
			onFailed(items, failure) {
				if (failure.outcome === 'unknown') ledger.doubt(items);
				ledger.arrive(items);
				for (const item of items) {
					const isInDoubt = failure.outcome === 'rejected' && ledger.isUnknown(item);
					settlements.fail(item, isInDoubt ? refusedInDoubt(failure, endpoint) : failure);
				}
			},
			wait: async (ms) => await Promise.race([sleep(ms).then(() => true), cancelled]),
			isCancelled: () => signal?.aborted === true,
		},
	);
	// The signal lives as long as the execution, which may run this node many times.
	signal?.removeEventListener('abort', onCancel);
}

/** What the credential lacks for requests to the endpoint; `undefined` when it has everything. */
export function credentialGap(
	credential: MoEngageCredential,
	endpoint: Endpoint,
): Failure | undefined {
	try {
		workspaceId(credential);
		baseUrl(credential, endpoint.host);
		tileKey(credential, endpoint.tile);
		return undefined;
	} catch (error) {
		return unusableSetup((error as Error).message);
	}
}

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
