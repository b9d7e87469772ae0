import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { failedOutput, type Failure } from './failure';

/** What became of one item: its output, or why it failed. */
type Settlement = { output: IDataObject[] } | { failure: Failure };

/** Collects what became of each item, by the index of the input item, in whatever order it becomes known. */
export class Settlements {
	private readonly byItem: Array<Settlement | undefined>;

	private acceptedCount = 0;

	constructor(readonly total: number) {
		this.byItem = new Array<undefined>(total);
	}

	get accepted(): number {
		return this.acceptedCount;
	}

	get areAllAccepted(): boolean {
		return this.acceptedCount === this.total;
	}

	accept(item: number, output: IDataObject[]): void {
		this.byItem[item] = { output };
		this.acceptedCount++;
	}

	fail(item: number, failure: Failure): void {
		this.byItem[item] = { failure };
	}

	isSettled(item: number): boolean {
		return this.byItem[item] !== undefined;
	}

	/** The failed item that comes first in the input. */
	firstFailure(): { item: number; failure: Failure } | undefined {
		for (let item = 0; item < this.total; item++) {
			const settlement = this.byItem[item];
			if (settlement !== undefined && 'failure' in settlement) {
				return { item, failure: settlement.failure };
			}
		}
		return undefined;
	}

	/**
	 * Output items in input order, each paired with its input item.
	 * @param isRouted whether n8n is to send failed items to an error output
	 */
	toOutput(isRouted: boolean): INodeExecutionData[] {
		const output: INodeExecutionData[] = [];
		this.byItem.forEach((settlement, item) => {
			if (settlement === undefined) return;
			if ('failure' in settlement) {
				output.push(failedOutput(settlement.failure, item, isRouted));
			} else {
				for (const json of settlement.output) output.push({ json, pairedItem: { item } });
			}
		});
		return output;
	}
}
