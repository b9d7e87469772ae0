import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import {
	failedRun,
	failureOf,
	unusableSetup,
	whatHappened,
	type Failure,
} from '../delivery/settling';
import type { Unaccepted } from '../transport/answer';
import {
	API_KEY,
	credentialGap,
	keySource,
	TILES,
	type KeySource,
	type MoEngageCredential,
} from '../transport/credential';
import type { Endpoint } from '../transport/endpoints';
import { sendRequest } from '../transport/request';

/** A user waits for the drop-down to open. */
const TIMEOUT_MS = 10_000;

/**
 * Asks MoEngage for what a drop-down shows.
 * @returns the body of MoEngage's answer
 * @throws NodeApiError with a short message, naming the key and its tile when MoEngage refuses it
 */
export async function ask(
	context: ILoadOptionsFunctions,
	credential: MoEngageCredential,
	endpoint: Endpoint,
	{ body, query, headers }: Question,
): Promise<IDataObject> {
	const text = body === undefined ? undefined : JSON.stringify(body);
	const reply = await sendRequest(
		context,
		credential,
		endpoint,
		text,
		{ query, headers },
		TIMEOUT_MS,
	);
	if (reply.kind === 'accepted') return reply.body;
	throw failedList(context, listFailure(reply, endpoint, keySource(credential, endpoint.tile)));
}

/** What a list is asked for with. */
export type Question = {
	body?: IDataObject;
	query?: Record<string, string>;
	headers?: Record<string, string>;
};

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
	if (gap !== undefined) throw failedList(context, { ...unusableSetup(gap), description: '' });
	return credential;
}

/** The drop-down is empty because MoEngage has nothing to list, which "No results" does not tell from a typo. */
export function emptyList(context: ILoadOptionsFunctions, message: string): Error {
	return failedList(context, { ...unusableSetup(message), description: '' });
}

/** MoEngage's response has no list in it, or another server gave it. */
export function foreignList(context: ILoadOptionsFunctions, endpoint: Endpoint): Error {
	return failedList(context, listFailure({ kind: 'unreadable', statusCode: 200 }, endpoint));
}

/**
 * The editor's drop-downs show every plain quotation mark of a message with a backslash, and a status code before the
 * message.
 */
function failedList(context: ILoadOptionsFunctions, failure: Failure): Error {
	const message = failure.message.replace(/"([^"]*)"/g, '“$1”');
	return failedRun(context.getNode(), { ...failure, message, httpCode: null });
}

/** The pipeline's failures speak of items that were sent; here nothing was, and asking again is safe. */
function listFailure(reply: Unaccepted, endpoint: Endpoint, source?: KeySource): Failure {
	const failure = failureOf(reply, endpoint);
	if (reply.kind === 'unanswered') {
		return {
			...failure,
			message: whatHappened(reply),
			description:
				'Check the Data Center or the base URL of the credential, and the network of this n8n.',
		};
	}
	if (reply.kind === 'unreadable') {
		return {
			...failure,
			message: whatHappened(reply),
			description: 'Check the Data Center or the base URL of the credential.',
		};
	}
	if (reply.cause === 'wrongKey') {
		const { label, name } = TILES[endpoint.tile];
		const check =
			source === 'apiKey'
				? `the ${API_KEY.label} has access to this API, or fill in ${label}`
				: `the ${label} is the key of the "${name}" tile`;
		return {
			...failure,
			message: `Check that ${check}: MoEngage rejected it (${failure.message.replace(/\.$/, '')})`,
		};
	}
	return reply.concerns === 'limit' || reply.concerns === 'server'
		? {
				...failure,
				message: whatHappened(reply),
				description: `Open the list again in a minute. (HTTP ${failure.httpCode})`,
			}
		: failure;
}
