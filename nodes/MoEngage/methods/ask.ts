import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { credentialGap } from '../delivery/deliver';
import { failedRun, refused, unanswered, type Failure } from '../delivery/failure';
import {
	isAccepted,
	isNoAnswer,
	isUnreadable,
	type Answer,
	type NoAnswer,
} from '../transport/answer';
import { TILES, type MoEngageCredential } from '../transport/credential';
import type { Endpoint } from '../transport/endpoints';
import { sendRequest } from '../transport/request';

/** A user waits for the drop-down to open. */
const TIMEOUT_MS = 10_000;

/**
 * The credential that the user chose in the editor.
 * @throws NodeOperationError that names the key and its tile, when it is not filled in
 */
export async function usableCredential(
	context: ILoadOptionsFunctions,
	endpoint: Endpoint,
): Promise<MoEngageCredential> {
	const credential = await context.getCredentials<MoEngageCredential>('moEngageApi');
	const gap = credentialGap(credential, endpoint);
	if (gap !== undefined) throw failedList(context, { ...gap, description: '' });
	return credential;
}

/**
 * Asks MoEngage for what a drop-down shows.
 * @returns the body of MoEngage's answer
 * @throws NodeApiError with a short message, naming the key and its tile when MoEngage refuses it
 */
export async function ask(
	context: ILoadOptionsFunctions,
	credential: MoEngageCredential,
	endpoint: Endpoint,
	{ body, query }: { body?: IDataObject; query?: Record<string, string> },
): Promise<IDataObject> {
	const text = body === undefined ? undefined : JSON.stringify(body);
	const result = await sendRequest(context, credential, endpoint, text, { query }, TIMEOUT_MS);
	if (!isNoAnswer(result) && isAccepted(result)) return result.body;
	throw failedList(context, listFailure(result, endpoint));
}

/** The editor's drop-downs show every plain quotation mark of a message with a backslash. */
function failedList(context: ILoadOptionsFunctions, failure: Failure): Error {
	const message = failure.message.replace(/"([^"]*)"/g, '“$1”');
	return failedRun(context.getNode(), { ...failure, message });
}

/** The pipeline's failures speak of items that were sent; here nothing was, and asking again is safe. */
function listFailure(result: Answer | NoAnswer, endpoint: Endpoint): Failure {
	if (isNoAnswer(result)) {
		const code = result.code === undefined ? '' : ` (${result.code})`;
		return {
			...unanswered(result, endpoint),
			message: `${result.reason.charAt(0).toUpperCase()}${result.reason.slice(1)}${code}`,
			description:
				'Check the Data Center or the base URL of the credential, and the network of this n8n.',
		};
	}
	const failure = refused(result, endpoint);
	if (isUnreadable(result)) {
		return {
			...failure,
			message: "The response is not in MoEngage's format",
			description: 'Check the Data Center or the base URL of the credential.',
		};
	}
	if (failure.httpCode === 401) {
		const { label, name } = TILES[endpoint.tile];
		return {
			...failure,
			message: `MoEngage rejected the ${label}: ${failure.message.replace(/\.$/, '')}. Check that it is the key of the "${name}" tile`,
		};
	}
	return failure.retriable
		? { ...failure, description: `HTTP ${failure.httpCode}. Open the list again in a minute.` }
		: failure;
}
