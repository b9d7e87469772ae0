import type { IExecuteFunctions } from 'n8n-workflow';

import type { ItemPiece } from '../piece';
import type { DeliverySettings } from '../settings';
import type { KeyReport } from './runKeys';

/** Warns, before the first request, when n8n cannot keep the keys of all items that are sent once. */
export function hintAtShortHistory(
	context: IExecuteFunctions,
	{ onceHistory }: DeliverySettings,
	pieces: ItemPiece[],
): void {
	const { size } = new Set(pieces.flatMap(({ onceKey }) => onceKey ?? []));
	if (size <= onceHistory) return;
	const message = `The items have ${size} keys, but n8n keeps only ${onceHistory} for this node. Items whose keys it drops can be sent again. Set Send Once History to ${2 * size} or more.`;
	context.logger.warn(`MoEngage node "${context.getNode().name}": ${message}`);
	context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
}

/** Says how many items were not sent because of their keys, and which keys n8n keeps although it should not. */
export function hintAtKeys(
	context: IExecuteFunctions,
	{ skipped, ofThisRun, notRemoved }: KeyReport,
	total: number,
): void {
	if (skipped > 0) {
		const same =
			ofThisRun === 0 ? '' : ` ${ofThisRun} of them have the same key as another item of this run.`;
		context.addExecutionHints?.({
			message: `${skipped} of ${total} item${total === 1 ? '' : 's'} skipped, because this node has sent their keys before (Send Once Per).${same}`,
			location: 'outputPane',
		});
	}
	if (notRemoved > 0) {
		context.addExecutionHints?.({
			message: `n8n could not remove ${notRemoved} key${notRemoved === 1 ? '' : 's'} of items that were not accepted. The next execution will skip these items. To send them, give them other keys.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
}
