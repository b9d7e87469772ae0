import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { absentExclusionHint } from '../mapping/wholeItem';
import type { Operation } from './operation';
import type { ItemPiece, PackedRequest } from './piece';
import { ParameterReader } from './reading/parameters';
import { monotonicNow } from './sending/clock';
import type { FairUse } from './sending/fairUse';
import { LONG_WAIT_MS, type Patience } from './sending/patience';
import type { FailedItem, Failure } from './settling/failure';
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
	context.addExecutionHints({
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
	context.addExecutionHints({
		message: `All ${pieces.length} items ask MoEngage for the same, so the output has each record ${pieces.length} times. To get each once, turn on Execute Once in the Settings of this node.`,
		location: 'outputPane',
	});
}

/** Everything of a read's piece that decides about its output: all but its place among the others. */
function whatComesOut(piece: ItemPiece): string {
	return JSON.stringify({ ...piece, item: undefined, lane: undefined });
}

/** How many of a run's items failed and why, where the run goes on and looks as if all were well. */
export function hintAtFailures(
	context: IExecuteFunctions,
	failures: FailedItem[],
	total: number,
): void {
	if (failures.length === 0) return;
	const count = (outcome: Failure['outcome'], words: string) => {
		const { length } = failures.filter(({ failure }) => failure.outcome === outcome);
		return length === 0 ? [] : [`${length} ${words}`];
	};
	const reasons = [
		...count('invalid', 'could not be sent'),
		...count('rejected', 'rejected'),
		...count('unknown', 'with an unknown outcome'),
	];
	context.addExecutionHints({
		message: `${failures.length} of ${total} items failed: ${reasons.join(', ')}. Each failed item says why.`,
		type: 'warning',
		location: 'outputPane',
	});
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
	if (message !== undefined) context.addExecutionHints({ message, location: 'outputPane' });
}

/** Warns of MoEngage's Fair Usage Policy, before the first request, when one user has too many items. */
export function hintAtFairUse(context: IExecuteFunctions, { heaviest }: FairUse): void {
	if (heaviest === undefined) return;
	const { items, minutes } = heaviest;
	const message = `${items} items are for one user. MoEngage's Fair Usage Policy drops all data of a user with more than 5,000 data requests a minute, 10,000 in 5 minutes or 50,000 an hour. The node therefore sends them over at least ${minutes} minute${minutes === 1 ? '' : 's'}.`;
	context.logger.warn(`MoEngage node "${context.getNode().name}": ${message}`);
	context.addExecutionHints({ message, location: 'outputPane' });
}

/** Says in n8n's log that a run waits for a limit. */
export function logLongWait(context: IExecuteFunctions, settings: DeliverySettings): void {
	const { method, path } = settings.route.endpoint;
	context.logger.info(
		`MoEngage node "${context.getNode().name}" waits for MoEngage's ${limitOf(settings)} (${method} ${path})`,
	);
}

/** Says how long the run has waited for a limit, and for which. */
export function hintAtWait(
	context: IExecuteFunctions,
	settings: DeliverySettings,
	patience: Patience,
): void {
	patience.end(monotonicNow());
	if (patience.waited < LONG_WAIT_MS) return;
	const seconds = Math.round(patience.waited / 1000);
	context.addExecutionHints({
		message: `The node waited ${seconds} seconds for MoEngage's ${limitOf(settings)}. All systems that send to the workspace share it.`,
		location: 'outputPane',
	});
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
