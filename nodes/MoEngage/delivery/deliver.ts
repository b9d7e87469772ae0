import { randomUUID } from 'crypto';

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../resources/operation';
import { isAccepted, isUnreadable } from '../transport/answer';
import { baseUrl, tileKey, workspaceId, type MoEngageCredential } from '../transport/credential';
import { isNoAnswer, sendRequest } from '../transport/request';
import {
	failedOutput,
	failedRun,
	invalidItem,
	refused,
	unanswered,
	unreadable,
	unusableCredential,
	type Failure,
} from './failure';
import { pack, wrapperBytes } from './pack';
import { toElements, type PackedRequest } from './piece';
import { readItems } from './read';

/** Milliseconds to wait for an answer where the user sets no timeout. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** What became of one item. */
type Settlement = { output: IDataObject[] } | { failure: Failure };

/**
 * Takes all input items of the node through read → validate → group and pack → send → settle.
 *
 * When the node stops on failures, every item is validated before the first request leaves, and nothing is
 * sent after the first refusal. When it continues, a failed item becomes an output item of its own.
 * @returns one output item per accepted item or found record and one per failed item, in input order, paired
 * @throws NodeOperationError for bad input and NodeApiError for a refusal, when the node does not continue
 */
export async function deliver(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const stops = !context.continueOnFail();
	const settlements: Array<Settlement | undefined> = new Array<undefined>(items.length);
	const fail = (item: number, failure: Failure) => {
		settlements[item] = { failure };
		if (stops) throw failedRun(context.getNode(), failure, item);
	};

	const credential = await context.getCredentials<MoEngageCredential>('moEngageApi');
	const gap = credentialGap(credential, operation);
	if (gap !== undefined) {
		if (stops) throw failedRun(context.getNode(), gap, undefined);
		return items.map((_, item) => failedOutput(gap, item));
	}

	const { pieces, invalid } = await readItems(context, items, operation, () => randomUUID());
	for (const [item, reason] of invalid) fail(item, invalidItem(reason, item, operation.fields));

	const requests = pack(pieces, {
		...operation.endpoint.limits,
		overhead: wrapperBytes(operation),
	});
	const timeout = readTimeout(context);
	for (const request of requests) {
		const result = await send(context, credential, operation, request, timeout);
		for (const piece of request.pieces) {
			if ('failure' in result) {
				fail(piece.item, result.failure);
			} else {
				const output = operation.toOutput?.(result.answer, piece) ?? [{ ...result.answer }];
				settlements[piece.item] = { output };
			}
		}
	}
	return toOutputItems(settlements);
}

async function send(
	context: IExecuteFunctions,
	credential: MoEngageCredential,
	operation: Operation,
	request: PackedRequest,
	timeout: number,
): Promise<{ answer: IDataObject } | { failure: Failure }> {
	const { endpoint } = operation;
	const body = JSON.stringify(operation.toBody(toElements(request.pieces)));
	const envelope = request.pieces[0].envelope ?? {};
	const result = await sendRequest(context, credential, endpoint, body, envelope, timeout);
	if (isNoAnswer(result)) return { failure: unanswered(result, endpoint) };
	if (isAccepted(result)) return { answer: result.body };
	if (isUnreadable(result)) return { failure: unreadable(result, endpoint) };
	return { failure: refused(result, endpoint) };
}

function credentialGap(
	credential: MoEngageCredential,
	{ endpoint }: Operation,
): Failure | undefined {
	try {
		workspaceId(credential);
		baseUrl(credential, endpoint.host);
		tileKey(credential, endpoint.tile);
		return undefined;
	} catch (error) {
		return unusableCredential((error as Error).message);
	}
}

function readTimeout(context: IExecuteFunctions): number {
	const timeout = Number(context.getNodeParameter('options.timeout', 0, DEFAULT_TIMEOUT_MS));
	return Number.isFinite(timeout) && timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS;
}

function toOutputItems(settlements: Array<Settlement | undefined>): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	settlements.forEach((settlement, item) => {
		if (settlement === undefined) return;
		if ('failure' in settlement) {
			output.push(failedOutput(settlement.failure, item));
		} else {
			for (const json of settlement.output) output.push({ json, pairedItem: { item } });
		}
	});
	return output;
}
