import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { fileOf } from '../operation';
import type { FailedItem, Failure } from './failure';
import { failedOutput } from './report';

/** The outcome of one item: its output, or why it failed. */
export type Settlement = { output: IDataObject[] } | { failure: Failure };

/** The failed items, in input order. */
export function failuresOf(settlements: Array<Settlement | undefined>): FailedItem[] {
	return settlements.flatMap((settlement, item) =>
		settlement && 'failure' in settlement ? [{ item, failure: settlement.failure }] : [],
	);
}

/**
 * Output items in input order, each paired with its input item.
 * @param isRouted whether n8n sends failed items to an error output
 */
export function outputsOf(
	settlements: Array<Settlement | undefined>,
	isRouted: boolean,
): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	settlements.forEach((settlement, item) => {
		if (settlement === undefined) return;
		if ('failure' in settlement) output.push(failedOutput(settlement.failure, item, isRouted));
		else {
			for (const json of settlement.output) {
				const binary = fileOf(json);
				output.push({ json, ...(binary && { binary }), pairedItem: { item } });
			}
		}
	});
	return output;
}
