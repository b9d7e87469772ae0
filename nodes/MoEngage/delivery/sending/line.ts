import { randomUUID } from 'crypto';

import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type { MoEngageCredential } from '../../transport/credential';
import { sendRequest } from '../../transport/request';
import { bodyOf, type Route } from '../operation';
import { toElements } from '../piece';
import type { DeliverySettings } from '../settings';
import { withFiles } from './files';
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
		async transmit(pieces, page = {}) {
			const envelope = pieces[0].envelope ?? {};
			const shared = { ...envelope.body, ...page.body };
			const query = { ...envelope.query, ...page.query };
			const headers = { ...envelope.headers, ...freshKeys(route) };
			const sent = { ...envelope, query, headers };
			try {
				const body =
					endpoint.method === 'GET'
						? undefined
						: JSON.stringify(
								bodyOf(route, toElements(await withFiles(context, route, pieces)), shared),
							);
				return await sendRequest(context, credential, endpoint, body, sent, timeout);
			} catch (error) {
				// A body that JSON cannot hold after all, or a file that is gone, costs its items, and not the run.
				const reason = (error as Error).message;
				return { kind: 'unanswered', mayHaveArrived: false, isPassing: false, reason };
			}
		},
		wait: async (ms) => await Promise.race([sleep(ms).then(() => true), cancelled]),
		isCancelled: () => signal?.aborted === true,
		cancelled,
		// The signal lives as long as the execution, which may run this node many times.
		close: () => signal?.removeEventListener('abort', onCancel),
	};
}

/** The headers of a route that carry a new UUID in every request. */
export function freshKeys({
	freshKeyHeaders = [],
}: Pick<Route, 'freshKeyHeaders'>): Record<string, string> {
	const uuid = randomUUID();
	return Object.fromEntries(freshKeyHeaders.map((name) => [name, uuid]));
}
