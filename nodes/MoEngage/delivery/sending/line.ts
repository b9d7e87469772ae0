import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type { Unanswered } from '../../transport/answer';
import type { MoEngageCredential } from '../../transport/credential';
import { sendRequest } from '../../transport/request';
import type { DeliverySettings } from '../settings';
import { compose } from './compose';
import type { SendPorts } from './ports';

/** The way out of this execution to MoEngage, until it is closed. */
export type Line = Pick<SendPorts, 'transmit' | 'wait' | 'isCancelled' | 'cancelled'> & {
	/** Listens no more for the execution to be cancelled. */
	close(): void;
};

/** Sends through n8n's HTTP helper, with the body that the route makes; waits end when n8n cancels the execution. */
export function openLine(
	context: IExecuteFunctions,
	credential: MoEngageCredential,
	{ route, timeout }: DeliverySettings,
): Line {
	const { endpoint } = route;
	const signal = context.getExecutionCancelSignal();
	let onCancel = () => undefined as void;
	const cancelled = new Promise<false>((resolve) => {
		onCancel = () => resolve(false);
	});
	signal?.addEventListener('abort', onCancel);
	return {
		async transmit(pieces, page) {
			try {
				const { envelope, body } = await compose(context, route, pieces, page);
				return await sendRequest(context, credential, endpoint, body, envelope, timeout);
			} catch (error) {
				return notSendable(error);
			}
		},
		wait: async (ms) => await Promise.race([sleep(ms).then(() => true), cancelled]),
		isCancelled: () => signal?.aborted === true,
		cancelled,
		// The signal lives as long as the execution, which may run this node many times.
		close: () => signal?.removeEventListener('abort', onCancel),
	};
}

/** A body that JSON cannot hold after all, or a file that is gone, costs its items, and not the run. */
export function notSendable(error: unknown): Unanswered {
	const reason = (error as Error).message;
	return { kind: 'unanswered', mayHaveArrived: false, isPassing: false, reason };
}
