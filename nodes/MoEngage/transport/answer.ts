import type { IDataObject } from 'n8n-workflow';

import { isPlainObject } from '../mapping/values';
import { causeOf, SCOPES, type Cause, type Scope } from './cause';
import type { Endpoint } from './endpoints';
import { readRefusal, type Refusal } from './refusal';

/** What came back over HTTP. */
export type Answer = {
	statusCode: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON; text when the body is not JSON (a gateway's HTML page, an empty body). */
	body: unknown;
};

/** MoEngage took the request. */
export type Accepted = {
	kind: 'accepted';
	body: IDataObject;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
};

/** MoEngage, or something in between, says that it did not take the request. */
export type Refused = {
	kind: 'refused';
	cause: Cause;
	concerns: Scope;
	/** One of several items in the request may be the reason: without it, the others would be accepted. */
	mayBeOneItem: boolean;
	/**
	 * MoEngage may have accepted the request: a gateway has lost its answer, and responds with its own page.
	 */
	mayHaveArrived: boolean;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	refusal: Refusal;
};

/** A success status whose body is not MoEngage's: it is unknown whether the request was accepted. */
export type Unreadable = { kind: 'unreadable'; statusCode: number };

/** The request has no answer: it never left, or the connection ended before one came. */
export type Unanswered = {
	kind: 'unanswered';
	/** `false`: the request did not reach MoEngage; `true`: whether MoEngage accepted it is not known. */
	mayHaveArrived: boolean;
	/** The same request may fare better a moment later; not so if n8n itself keeps it from leaving. */
	isPassing: boolean;
	/** What happened, in a few words. */
	reason: string;
	/** Code of the HTTP client or operating system, e.g. `ECONNRESET`. */
	code?: string;
};

/** The outcome of one request. {@link readReply} is the only place that decides it. */
export type Reply = Accepted | Unaccepted;

/** The outcome of a request that was not accepted, or may not have been. */
export type Unaccepted = Refused | Unreadable | Unanswered;

/**
 * Decides what an answer means. A 200 with a body that is not JSON, or not MoEngage's, may come from something in
 * between.
 * @param answersWith what the endpoint says of its success; any JSON object if left out
 */
export function readReply(
	answer: Answer,
	answersWith?: Endpoint['answersWith'],
): Accepted | Refused | Unreadable {
	const { statusCode, headers, body } = answer;
	if (statusCode >= 200 && statusCode < 300) {
		if (!isPlainObject(body)) return { kind: 'unreadable', statusCode };
		if (!saysFailure(body)) {
			return answersWith?.some((field) => field in body) === false
				? { kind: 'unreadable', statusCode }
				: { kind: 'accepted', body: body as IDataObject, headers };
		}
	}
	const refusal = readRefusal(answer);
	const cause = causeOf(answer, refusal);
	return {
		kind: 'refused',
		cause,
		concerns: SCOPES[cause],
		mayBeOneItem: SCOPES[cause] === 'request' && (statusCode === 400 || statusCode === 413),
		mayHaveArrived: (statusCode === 502 || statusCode === 504) && !isPlainObject(body),
		headers,
		refusal,
	};
}

/**
 * Get User and Merge Users answer 200 with `failure`, message archival with `false`; no success of the node's endpoints
 * has `error` at its top (OpenAPI). Reports on single items name theirs otherwise.
 */
function saysFailure({ status, error }: Record<string, unknown>): boolean {
	if (isPlainObject(error) || (typeof error === 'string' && error.trim() !== '')) return true;
	return status === false || /^(fail|failed|failure|error)$/i.test(String(status));
}
