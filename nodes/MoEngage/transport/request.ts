import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { readReply, type Answer, type Refused, type Reply } from './answer';
import { causeIfEnabledBySupport, SCOPES } from './cause';
import { baseUrl, workspaceId, type MoEngageCredential } from './credential';
import type { Endpoint } from './endpoints';
import { hideKeys } from './hideKeys';
import { signatureFor, withStoredFile } from './signedFile';
import { answeredByProxy, unanswered } from './unanswered';

/**
 * Sends one request through n8n's HTTP helper, which adds the authentication of the credential.
 * @param body JSON text; none for GET
 * @param timeout milliseconds until the whole answer must be there
 * @returns the answer, whatever its status, or why there is none; it does not throw
 */
export async function sendRequest(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credential: MoEngageCredential,
	endpoint: Endpoint,
	body: string | undefined,
	envelope: Envelope,
	timeout: number,
): Promise<Reply> {
	const { signedFile } = endpoint;
	const signed = signedFile && String(envelope.path?.[signedFile]);
	const options = (): IHttpRequestOptions => ({
		method: endpoint.method,
		url: baseUrl(credential, endpoint.host) + pathOf(endpoint, envelope, workspaceId(credential)),
		qs: envelope.query,
		// As text: n8n's helper would leave out an empty object, and the size is the one that was packed.
		body,
		headers: {
			...headersOf(envelope, body),
			...(signed && signatureFor(credential, endpoint, signed)),
		},
		...(signed ? { encoding: 'arraybuffer' } : { json: true }),
		timeout,
		returnFullResponse: true,
		// Refusals come back as answers: n8n's own wrapper loses MoEngage's message and repeats every 401.
		ignoreHttpStatusErrors: true,
	});
	const overdue = AbortSignal.timeout(Math.min(timeout + TO_CONNECT_MS, LONGEST_TIMER_MS));
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			endedBy(overdue, context),
			'moEngageApi',
			options(),
		)) as { statusCode: number; headers: IDataObject; body: unknown };
		const received: Answer = {
			statusCode: response.statusCode,
			headers: Object.fromEntries(
				Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
			),
			body: response.body,
		};
		const answer = signed
			? await withStoredFile(context, credential, received, signed)
			: hideKeys(credential, received);
		const reply =
			answeredByProxy(answer) ??
			readReply(withBody(answer, endpoint.answersEmpty), endpoint.answersWith);
		return reply.kind === 'refused' && endpoint.enabledBySupport === true
			? orNotEnabled(reply)
			: reply;
	} catch (error) {
		return hideKeys(credential, unanswered(error, overdue.aborted));
	}
}

/** A success without a body, where the endpoint has none, as one with an empty one. */
function withBody(answer: Answer, answersEmpty?: true): Answer {
	return answersEmpty && answer.statusCode === 204 ? { ...answer, body: {} } : answer;
}

/** Before its answer, a request reads the credential and connects. Silence is noticed by n8n's client, which tells more. */
const TO_CONNECT_MS = 2000;

/** Longer timers end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The context for one request that also ends when its time is over: n8n's client counts the time of silence alone, and
 * an answer that drips would keep it waiting for ever.
 */
function endedBy<Context extends IExecuteFunctions | ILoadOptionsFunctions>(
	overdue: AbortSignal,
	context: Context,
): Context {
	const cancelled =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const ended = cancelled === undefined ? overdue : AbortSignal.any([cancelled, overdue]);
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => ended },
	}) as Context;
}

function orNotEnabled(reply: Refused): Refused {
	const cause = causeIfEnabledBySupport(reply.cause, reply.refusal.httpCode);
	return { ...reply, cause, concerns: SCOPES[cause] };
}

/** What one request carries besides its endpoint. */
export type Envelope = {
	/** Values of the names in braces in the endpoint's path, besides the workspace ID. */
	path?: Record<string, string>;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** Fields of the body that apply to all of its elements. */
	body?: IDataObject;
};

/** The path of a request, below its host. */
export function pathOf(
	{ path }: Pick<Endpoint, 'path'>,
	envelope: Pick<Envelope, 'path'>,
	workspace: string,
): string {
	return fillPath(path, { ...envelope.path, workspaceId: workspace });
}

/** The headers of a request, besides those of authentication. */
export function headersOf(
	{ headers }: Pick<Envelope, 'headers'>,
	body: string | undefined,
): Record<string, string> {
	return { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers };
}

/**
 * A path with its names in braces filled in, each as one URL-encoded segment.
 * @throws UserError for a name that has no value: a path with a gap could be another endpoint's
 */
export function fillPath(path: string, values: Record<string, string>): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined || value === '')
			throw new UserError(`The path ${path} needs a ${name}`);
		// A browser-like client would resolve these two, encoded or not, and ask for another path.
		if (value === '.' || value === '..')
			throw new UserError(`"${value}" cannot be a part of a path`);
		return encodeURIComponent(value);
	});
}
