import type { INodeProperties } from 'n8n-workflow';

import type { InvalidInput } from '../../mapping/invalidInput';
import type { Refused, Unaccepted, Unanswered } from '../../transport/answer';
import type { Endpoint } from '../../transport/endpoints';
import type { Refusal } from '../../transport/refusal';
import type { ItemRefusal } from '../operation';
import { isUnknown, REPEATS } from '../repeat';
import { displayName } from './displayName';
import { refusalAdvice } from './refusalAdvice';

/** Why an item was not accepted, in the words that the user gets. */
export type Failure = {
	/**
	 * `invalid`: cannot be sent as it is; `unsent`: was not sent, although it could have been; `rejected`: MoEngage
	 * rejected it; `unknown`: MoEngage may have accepted it.
	 */
	outcome: 'invalid' | 'unsent' | 'rejected' | 'unknown';
	/** What happened; for a refusal MoEngage's own words. */
	message: string;
	/** What to do about it, and where. */
	description: string;
	/** `null` where there was no answer. */
	httpCode: number | null;
	type: string;
	/** Parameter, field or attribute. */
	target?: string;
	requestId?: string;
	/** Whether sending the same again may help. */
	retriable: boolean;
	/** When it may, as an ISO 8601 time. */
	retryAt?: string;
};

/** A failure with the index of the input item. */
export type FailedItem = { item: number; failure: Failure };

/** `type` of every failure that leaves open whether MoEngage accepted the item. */
const UNKNOWN_OUTCOME = 'UnknownOutcome';

/** `type` of every failure of an item that cannot be sent as it is. */
export const INVALID_INPUT = 'InvalidInput';

/** The failure of an item that cannot be sent as it is. */
export function invalidItem(invalid: InvalidInput, fields: INodeProperties[]): Failure {
	const name = displayName(invalid.parameter, fields);
	return {
		outcome: 'invalid',
		message: name === '' || invalid.isSentence ? invalid.reason : `${name} ${invalid.reason}`,
		description: `${invalid.advice}.`,
		httpCode: null,
		type: INVALID_INPUT,
		target: invalid.parameter === '' ? undefined : invalid.parameter,
		retriable: false,
	};
}

/** The failure of a credential or an option that cannot be used, the same for every item. */
export function unusableSetup(message: string): Failure {
	return {
		outcome: 'invalid',
		message,
		description: 'The node sent nothing.',
		httpCode: null,
		type: 'InvalidSetup',
		retriable: false,
	};
}

/** The failure of items that an exception kept from being sent. */
export function unforeseen(error: unknown): Failure {
	return {
		...unusableSetup(`The node could not send the items: ${(error as Error).message}`),
		description: 'Report this to the authors of the node.',
	};
}

/** The failure of an item whose run ended before its turn, because n8n ended the execution. */
export function notSentInTime(): Failure {
	return {
		outcome: 'unsent',
		message: 'The run ended before the item was sent',
		description:
			'n8n stopped the execution, or its timeout passed. Nothing of the item was sent. Resend it.',
		httpCode: null,
		type: 'NotSent',
		retriable: true,
	};
}

/** What happened to an item that was sent, and whose run ended before its outcome was known. */
export const ENDED_EARLY = 'The run ended before MoEngage responded';

/** The failure of an item that MoEngage did not accept although it accepted the request. */
export function refusedItem({ message, advice, target, facts }: ItemRefusal): Failure {
	return {
		outcome: 'rejected',
		message,
		description: `${advice}.`,
		httpCode: 200,
		type: facts.type ?? 'NotFound',
		target,
		requestId: facts.requestId,
		retriable: facts.retriable ?? false,
	};
}

/** The failure of every item in a request that has this last reply. */
export function failureOf(reply: Unaccepted, endpoint: Endpoint): Failure {
	switch (reply.kind) {
		case 'refused':
			return refused(reply, endpoint);
		case 'unreadable':
			return {
				...unknownOutcome(whatHappened(reply), endpoint),
				httpCode: reply.statusCode,
			};
		case 'unanswered':
			return unanswered(reply, endpoint);
	}
}

function refused(reply: Refused, endpoint: Endpoint): Failure {
	const { refusal, concerns } = reply;
	const unknown = isUnknown(reply, endpoint)
		? unknownOutcome(refusal.message, endpoint)
		: undefined;
	return {
		outcome: unknown?.outcome ?? 'rejected',
		message: unknown?.message ?? refusal.message,
		description: describeRefusal(refusal, unknown?.description ?? refusalAdvice(reply, endpoint)),
		httpCode: refusal.httpCode,
		type: unknown?.type ?? refusal.type ?? 'Rejected',
		target: refusal.target,
		requestId: refusal.requestId,
		retriable: unknown?.retriable ?? (concerns === 'limit' || concerns === 'server'),
	};
}

function unanswered(reply: Unanswered, endpoint: Endpoint): Failure {
	const what = whatHappened(reply);
	if (isUnknown(reply, endpoint)) return unknownOutcome(what, endpoint);
	return {
		outcome: 'unsent',
		message: what,
		description: reply.isPassing
			? 'The item did not reach MoEngage. Check the Data Center of the credential and the network of this n8n.'
			: 'The node did not send the item. Fix the reason, then run again.',
		httpCode: null,
		type: reply.code ?? 'NotSent',
		retriable: true,
	};
}

/** The failure of an item that MoEngage may have accepted or not. */
export function unknownOutcome(what: string, { repeat }: Endpoint): Failure {
	return {
		outcome: 'unknown',
		message: `${what}, so it is unknown whether MoEngage accepted the item`,
		description: REPEATS[repeat].adviceIfUnknown,
		httpCode: null,
		type: UNKNOWN_OUTCOME,
		retriable: REPEATS[repeat].isSafe,
	};
}

/** The failure of an item that was not sent any more, because of the reply to earlier requests. */
export function notSentAfter(reply: Unaccepted, endpoint: Endpoint): Failure {
	const failure = failureOf(reply, endpoint);
	if (reply.kind === 'refused' && reply.concerns !== 'server' && reply.cause !== 'gateway') {
		const rejected =
			reply.concerns === 'request'
				? 'the request with it, and many items in a row for the same reason'
				: 'an earlier request for the same reason';
		return {
			...failure,
			description: `${failure.description} The node did not send this item, because MoEngage rejected ${rejected}.`,
			requestId: undefined,
		};
	}
	return {
		...failure,
		outcome: 'unsent',
		message: `MoEngage does not respond: ${whatHappened(reply)}`,
		description:
			'The node did not send this item, because many requests in a row got no usable response. Check the Data Center of the credential and the network of this n8n. Then run again.',
		type: reply.kind === 'unanswered' && !reply.mayHaveArrived ? failure.type : 'NotSent',
		requestId: undefined,
		retriable: true,
	};
}

/** What happened to a request, in a few words and without what follows from it for the item. */
export function whatHappened(reply: Unaccepted): string {
	switch (reply.kind) {
		case 'refused':
			return reply.refusal.message;
		case 'unreadable':
			return "The response is not in MoEngage's format";
		case 'unanswered': {
			const code = reply.code === undefined ? '' : ` (${reply.code})`;
			return `${reply.reason.charAt(0).toUpperCase()}${reply.reason.slice(1)}${code}`;
		}
	}
}

/**
 * The failure of an item that was refused in the end, but that an earlier sending, which got no answer or
 * a fault, may have brought to MoEngage.
 */
export function refusedInDoubt(refusal: Failure, { repeat }: Endpoint): Failure {
	const { adviceIfUnknown, isSafe } = REPEATS[repeat];
	return {
		...refusal,
		outcome: 'unknown',
		message: `${refusal.message}; an earlier request got no usable response, so it is unknown whether MoEngage accepted the item`,
		description: `${refusal.description} ${adviceIfUnknown}`,
		type: UNKNOWN_OUTCOME,
		retriable: isSafe,
	};
}

/** What is safe to send again is held back for this reason alone. */
const LOST_UUID =
	'The UUID of the earlier request is lost, so the item may count twice. Map Event UUID to be able to resend items.';

/** The failure of an item whose outcome was unknown when an earlier try of this execution ended. */
export function heldBack({ repeat }: Endpoint): Failure {
	const { adviceIfUnknown, isSafe } = REPEATS[repeat];
	return {
		outcome: 'unknown',
		message:
			'An earlier try ended before MoEngage responded, so it is unknown whether MoEngage accepted the item. The node did not resend it',
		description: `${isSafe ? LOST_UUID : adviceIfUnknown} To resend it anyway, turn on the option Resend If Outcome Unknown.`,
		httpCode: null,
		type: UNKNOWN_OUTCOME,
		retriable: false,
	};
}

/** What to do comes first: tables and messages cut off what comes last. */
function describeRefusal(refusal: Refusal, advice: string): string {
	const facts = [
		refusal.target === undefined ? undefined : `Target: ${refusal.target}`,
		refusal.requestId === undefined ? undefined : `Request ID: ${refusal.requestId}`,
		`HTTP ${refusal.httpCode}`,
	].filter((fact) => fact !== undefined);
	return `${advice} (${facts.join(' · ')})`;
}
