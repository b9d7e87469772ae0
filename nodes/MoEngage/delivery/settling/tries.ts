import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../operation';
import type { RunMode } from '../runMode';
import { hasRecord, leaveMark, Ledger, subjectOf, type NodeContext } from './ledger';

/**
 * The ledger of this run of the node; in a loop each run has its own.
 * @param account host and workspace; without it nothing can be sent, and the ledger is kept nowhere
 */
export function openLedger(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
	mode: RunMode,
	account: string | undefined,
): Ledger {
	if (account === undefined) return new Ledger({}, 0, '', '');
	const { nodeContext, runIndex } = memoryOf(context, mode);
	const subject = subjectOf(nameOf(context, operation), items);
	const ledger = new Ledger(nodeContext, runIndex, subject, account);
	if (ledger.isNew && (ledger.followsBrokenOffTry || mode.wasBrokenOff())) {
		ledger.breakOff(items.map((_, item) => item));
	}
	return ledger;
}

/** Resource and operation, by which tries and keys of different operations are kept apart. */
export function nameOf(context: IExecuteFunctions, { value }: Operation): string {
	return `${context.getNodeParameter('resource', 0) as string}.${value}`;
}

/** A try that nothing can be sent in must neither hide that an earlier try was lost, nor look lost itself. */
export function noteTry(context: IExecuteFunctions, mode: RunMode): void {
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
