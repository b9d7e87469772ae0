import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { absentExclusionHint } from '../mapping/attributes';
import type { ToldRun } from '../mapping/told';
import type { Operation } from './operation';
import type { ItemPiece, PackedRequest } from './piece';
import { ParameterReader } from './reading';
import { LONG_WAIT_MS, type FairUse, type Patience, type WaitsFor } from './limits';
import { INVALID_INPUT, type FailedItem, type Failure, type Outcomes } from './settling';
import type { DeliverySettings } from './settings';

/** From this many requests on, a hint names the way to send that needs fewer. */
const MANY_REQUESTS = 300;

/** Says so when another way to send would need far fewer requests, with the numbers. */
export function hintAtFewerRequests(
	context: IExecuteFunctions,
	{ otherRoutes }: Operation,
	{ route }: DeliverySettings,
	requests: PackedRequest[],
): void {
	const bulk = otherRoutes?.bulkImport;
	if (bulk === undefined || route === bulk || requests.length <= MANY_REQUESTS) return;
	const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
	const fewer = Math.ceil(bytes / bulk.endpoint.limits.bytes);
	context.addExecutionHints?.({
		message: `These items took ${requests.length} requests. With the option Send Via set to Bulk Import, they would take about ${fewer}. MoEngage then does not confirm single items.`,
		location: 'outputPane',
	});
}

/**
 * Says so when all items ask a read the same and want the same of it, so that each record comes out once per item.
 * Items that share an element of a request may want other days, fields or numbers of records, which Execute Once
 * would lose.
 * @param pieces of the items that can be sent; the one that runs once may be another
 */
export function hintAtExecuteOnce(
	context: IExecuteFunctions,
	{ route }: DeliverySettings,
	pieces: ItemPiece[],
	items: INodeExecutionData[],
): void {
	if (route.endpoint.isRead !== true || items.length < 2 || pieces.length < items.length) return;
	const first = whatComesOut(pieces[0]);
	if (pieces.some((piece) => whatComesOut(piece) !== first)) return;
	context.addExecutionHints?.({
		message: `All ${pieces.length} items ask MoEngage for the same, so the output has each record ${pieces.length} times. To get each once, turn on Execute Once in the Settings of this node.`,
		location: 'outputPane',
	});
}

/** Everything of a read's piece that decides about its output: all but its place among the others. */
function whatComesOut(piece: ItemPiece): string {
	return JSON.stringify({ ...piece, item: undefined, lane: undefined });
}

/** How many of a run's items failed, why, and where to look, where the run goes on and looks as if all were well. */
export function hintAtFailures(
	context: IExecuteFunctions,
	failures: FailedItem[],
	total: number,
): void {
	if (failures.length === 0) return;
	const reasons = reasonsOf(failures);
	const what =
		reasons.length === 1
			? `items ${FAILED[failures[0].failure.outcome]}`
			: `items failed: ${reasons.join(', ')}`;
	const isRouted = context.getNode().onError === 'continueErrorOutput';
	const where = isRouted ? ': see the last columns of the Error Branch' : '';
	context.addExecutionHints?.({
		message: `${failures.length} of ${total} ${what}. The fields error and message say why${where}.${rowOf(failures)}`,
		type: 'warning',
		location: 'outputPane',
	});
}

const FAILED: Record<Failure['outcome'], string> = {
	invalid: 'could not be sent',
	unsent: 'not sent',
	rejected: 'rejected',
	unknown: 'with an unknown outcome',
};

/** How many items failed in each way. */
function reasonsOf(failures: FailedItem[]): string[] {
	return Object.entries(FAILED).flatMap(([outcome, words]) => {
		const { length } = failures.filter(({ failure }) => failure.outcome === outcome);
		return length === 0 ? [] : [`${length} ${words}`];
	});
}

/** Numbers in messages count from 0, and people from 1. */
function rowOf(failures: FailedItem[]): string {
	const numbered = failures.find(({ failure }) => failure.type === INVALID_INPUT);
	if (numbered === undefined) return '';
	return ` Items count from 0: [Item ${numbered.item}] is row ${numbered.item + 1} of the input.`;
}

/** Says so when a name in Exclude Fields is in no item, since the field that it was meant for is sent. */
export function hintAtAbsentExclusions(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): void {
	if (items.length === 0) return;
	let message: string | undefined;
	try {
		const json = items.map((item) => item.json as Record<string, unknown>);
		message = absentExclusionHint(new ParameterReader(context, items).at(0), json);
	} catch {
		// What cannot be evaluated for the first item is that item's failure.
		return;
	}
	if (message !== undefined) context.addExecutionHints?.({ message, location: 'outputPane' });
}

/** Tells of values that MoEngage will cut or drop, by its documents. */
export function hintAtTold(context: IExecuteFunctions, told: ToldRun): void {
	const message = told.hint();
	if (message !== undefined) context.addExecutionHints?.({ message, location: 'outputPane' });
}

/** Warns of MoEngage's Fair Usage Policy, before the first request, when one user has too many items. */
export function hintAtFairUse(context: IExecuteFunctions, { heaviest }: FairUse): void {
	if (heaviest === undefined) return;
	const { items, minutes } = heaviest;
	const message = `${items} items are for one user. MoEngage's Fair Usage Policy drops all data of a user with more than 5,000 data requests a minute, 10,000 in 5 minutes or 50,000 an hour. The node therefore sends them over at least ${minutes} minute${minutes === 1 ? '' : 's'}.`;
	context.logger.warn(`MoEngage node "${context.getNode().name}": ${message}`);
	context.addExecutionHints?.({ message, location: 'outputPane' });
}

/** Says in n8n's log that a run waits for a limit. */
export function logLongWait(
	context: IExecuteFunctions,
	settings: DeliverySettings,
	waitsFor: WaitsFor,
): void {
	const { method, path } = settings.route.endpoint;
	context.logger.info(
		`MoEngage node "${context.getNode().name}" waits for MoEngage's ${nameOf(waitsFor, settings)} (${method} ${path})`,
	);
}

/**
 * Says how far a run is: in n8n's log, and for a run by hand in the console of the browser. n8n has no other place
 * for what a node says before it has ended.
 * @param items how many there are, and how many of them are read
 * @param outcomes of the items; none before they are read
 * @param limits that the run keeps, once it sends
 */
export function logProgress(
	context: IExecuteFunctions,
	{ route }: Operation,
	{ total, read }: { total: number; read: number },
	outcomes?: Outcomes,
	limits?: { settings: DeliverySettings; patience: Patience },
): void {
	const count = (number: number) => number.toLocaleString('en-US');
	const failures = outcomes?.failures() ?? [];
	let open = 0;
	for (let item = 0; item < total; item++) if (outcomes?.isSettled(item) !== true) open++;
	const taken = total - open - failures.length;
	const parts = [
		`${count(taken)} of ${count(total)} items ${route.endpoint.isRead ? 'answered' : 'accepted'}`,
		...reasonsOf(failures),
		`${count(open)} to go`,
	];
	const wait = limits && waitOf(limits);
	const text = limits
		? [...parts, ...(wait ? [wait] : [])].join(', ')
		: `${count(read)} of ${count(total)} items read and checked`;
	context.logger.info(`MoEngage node "${context.getNode().name}": ${text}`);
	context.sendMessageToUI?.(text);
}

function waitOf({
	settings,
	patience,
}: {
	settings: DeliverySettings;
	patience: Patience;
}): string | undefined {
	const { waitsFor } = patience;
	if (waitsFor !== undefined) return `waiting for MoEngage's ${nameOf(waitsFor, settings)}`;
	const { ownPerMinute } = settings;
	return ownPerMinute === undefined
		? undefined
		: `at the pace of ${ownPerMinute} per minute in Options`;
}

/** Says how long the run has waited for limits, and for which. */
export function hintAtWait(
	context: IExecuteFunctions,
	settings: DeliverySettings,
	patience: Patience,
): void {
	for (const waitsFor of ['limit', 'fairUse'] as const) {
		const waited = patience.waited(waitsFor);
		if (waited < LONG_WAIT_MS) continue;
		const seconds = Math.round(waited / 1000);
		context.addExecutionHints?.({
			message: `The node waited ${seconds} seconds for MoEngage's ${nameOf(waitsFor, settings)}. All systems that send to the workspace share it.`,
			location: 'outputPane',
		});
	}
}

function nameOf(waitsFor: WaitsFor, settings: DeliverySettings): string {
	return waitsFor === 'limit'
		? limitOf(settings)
		: "Fair Usage Policy, which limits one user's data";
}

/** A rate limit with its documented numbers. */
function limitOf({ rate }: DeliverySettings): string {
	const { counts, perSecond, perMinute, perHour, perDay } = rate ?? {};
	const numbers = Object.entries({
		second: perSecond,
		minute: perMinute,
		hour: perHour,
		day: perDay,
	})
		.filter(([, most]) => most !== undefined)
		.map(([unit, most]) => `${Number(most).toLocaleString('en-US')} ${counts} per ${unit}`);
	return numbers.length === 0 ? 'rate limit' : `rate limit of ${numbers.join(', ')}`;
}
