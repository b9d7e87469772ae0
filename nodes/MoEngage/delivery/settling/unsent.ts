import type { IDataObject } from 'n8n-workflow';

import type { Endpoint } from '../../transport/endpoints';
import type { ItemPiece } from '../piece';
import type { Unsent } from '../sending';
import { notSentAfter, type Failure } from './failure';
import { limitUsedUp } from './limitFailure';

/** The failure of items that were not sent; `undefined` where another item's is the reason, or they are settled. */
export function whyUnsent(why: Unsent, endpoint: Endpoint): Failure | undefined {
	switch (why.because) {
		case 'limit':
			return limitUsedUp(
				why.limit,
				why.wasRefused === true,
				Date.now(),
				endpoint.limits.onceInMinutes,
			);
		case 'outage':
		case 'refusal':
			return notSentAfter(why.reply, endpoint);
		default:
			return undefined;
	}
}

/** The output of an item whose key was sent before. */
export function skippedOutput({ about, onceKey }: ItemPiece): IDataObject {
	return { ...about, skipped: true, key: onceKey };
}

/** The failure of an item whose key n8n could not record: it is not sent, since nothing would keep it from going twice. */
export function notRecorded(reason = ''): Failure {
	return {
		outcome: 'unsent',
		message: `n8n could not record the key of the item: ${reason}`,
		description:
			'The node did not send the item, because Send Once Per needs the record of keys in the database of n8n. Check that the workflow is saved and that the database works. Then run again. If the next run skips the item, give it another key.',
		httpCode: null,
		type: 'NotRecorded',
		retriable: true,
	};
}
