import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import type { InvalidInput } from '../mapping/invalidInput';
import type { ItemRefusal } from '../resources/operation';
import { readRefusal, type Answer, type NoAnswer, type Refusal } from '../transport/answer';
import { TILES } from '../transport/credential';
import type { Endpoint } from '../transport/endpoints';

/** Why an item was not accepted, in the words and the shape that the user gets. */
export type Failure = {
	/** `invalid`: never sent; `rejected`: MoEngage refused it; `unknown`: nobody can say. */
	outcome: 'invalid' | 'rejected' | 'unknown';
	/** What happened; for a refusal MoEngage's own words. */
	message: string;
	/** Where, and what to do about it. */
	description: string;
	/** `null` where there was no answer. */
	httpCode: number | null;
	type: string;
	/** Parameter, field or attribute. */
	target?: string;
	requestId?: string;
	/** Whether sending the same again may help. */
	retriable: boolean;
};

/** `type` of every failure that leaves open whether MoEngage accepted the item. */
const UNKNOWN_OUTCOME = 'UnknownOutcome';

/** `type` of every failure of an item that cannot be sent as it is. */
const INVALID_INPUT = 'InvalidInput';

/** The failure of an item that cannot be sent as it is. */
export function invalidItem(invalid: InvalidInput, fields: INodeProperties[]): Failure {
	const name = displayName(invalid.parameter, fields);
	return {
		outcome: 'invalid',
		message: name === '' ? invalid.reason : `${name} ${invalid.reason}`,
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

/** The failure of an item that came to nothing although its request was accepted. */
export function refusedItem({ message, advice, target }: ItemRefusal): Failure {
	return {
		outcome: 'rejected',
		message,
		description: `${advice}.`,
		httpCode: 200,
		type: 'NotFound',
		target,
		retriable: false,
	};
}

/** The failure of every item in a request that was answered, but not with an acceptance. */
export function refused(answer: Answer, endpoint: Endpoint): Failure {
	const refusal = readRefusal(answer);
	// A 5xx says that MoEngage did not finish; what reaches customers may have started nevertheless.
	const isUnknown = refusal.httpCode >= 500 && endpoint.repeat === 'reachesCustomers';
	return {
		outcome: isUnknown ? 'unknown' : 'rejected',
		message: isUnknown
			? `${refusal.message}, so it is unknown whether MoEngage accepted the item`
			: refusal.message,
		description: describeRefusal(
			refusal,
			isUnknown ? unknownAdvice(endpoint) : undefined,
			endpoint,
		),
		httpCode: refusal.httpCode,
		type: isUnknown ? UNKNOWN_OUTCOME : (refusal.type ?? 'Rejected'),
		target: refusal.target,
		requestId: refusal.requestId,
		retriable: refusal.httpCode === 429 || (refusal.httpCode >= 500 && !isUnknown),
	};
}

/** The failure of every item in a request whose success status came with a body that cannot be read. */
export function unreadable(answer: Answer, endpoint: Endpoint): Failure {
	return {
		outcome: 'unknown',
		message:
			"The response is not in MoEngage's format, so it is unknown whether MoEngage accepted the item",
		description: unknownAdvice(endpoint),
		httpCode: answer.statusCode,
		type: UNKNOWN_OUTCOME,
		retriable: endpoint.repeat === 'safe',
	};
}

/** The failure of every item in a request that got no answer. */
export function unanswered(no: NoAnswer, endpoint: Endpoint): Failure {
	const reason = `${no.reason.charAt(0).toUpperCase()}${no.reason.slice(1)}`;
	const code = no.code === undefined ? '' : ` (${no.code})`;
	if (!no.mayHaveArrived) {
		return {
			outcome: 'rejected',
			message: `${reason}${code}`,
			description:
				'The item did not reach MoEngage. Check the Data Center of the credential and the network of this n8n.',
			httpCode: null,
			type: no.code ?? 'NotSent',
			retriable: true,
		};
	}
	return {
		outcome: 'unknown',
		message: `${reason}${code}, so it is unknown whether MoEngage accepted the item`,
		description: unknownAdvice(endpoint),
		httpCode: null,
		type: UNKNOWN_OUTCOME,
		retriable: endpoint.repeat === 'safe',
	};
}

/** The failure of an item that was not sent any more, because MoEngage had refused the key or workspace. */
export function notSentAfter(refusal: Failure): Failure {
	return {
		...refusal,
		description: `${refusal.description} The node did not send this item, because MoEngage rejected an earlier request for the same reason.`,
		requestId: undefined,
	};
}

/**
 * The failure of an item that was refused in the end, but that an earlier sending, which got no answer, may
 * have brought to MoEngage.
 */
export function refusedInDoubt(refusal: Failure, endpoint: Endpoint): Failure {
	return {
		...refusal,
		outcome: 'unknown',
		message: `${refusal.message}; an earlier request got no response, so it is unknown whether MoEngage accepted the item`,
		description: `${refusal.description} ${unknownAdvice(endpoint)}`,
		type: UNKNOWN_OUTCOME,
		retriable: endpoint.repeat === 'safe',
	};
}

/** What is safe to send again is held back for this reason alone. */
const LOST_UUID =
	'The UUID of the earlier request is lost, so the item may count twice. Map Event UUID to be able to resend items.';

/** The failure of an item whose outcome was unknown when an earlier try of this execution ended. */
export function heldBack(endpoint: Endpoint): Failure {
	return {
		outcome: 'unknown',
		message:
			'An earlier try ended before MoEngage responded, so it is unknown whether MoEngage accepted the item. The node did not resend it',
		description: `${endpoint.repeat === 'safe' ? LOST_UUID : unknownAdvice(endpoint)} To resend it anyway, turn on the option Resend If Outcome Unknown.`,
		httpCode: null,
		type: UNKNOWN_OUTCOME,
		retriable: false,
	};
}

function unknownAdvice({ repeat }: Endpoint): string {
	if (repeat === 'safe') return 'Resending it is safe.';
	if (repeat === 'countsTwice') {
		return "Before you resend it, check the user's profile in the MoEngage dashboard: it may count twice.";
	}
	return 'Before you resend it, check in the MoEngage dashboard whether it happened (Engage > Campaigns for a business event). It may reach customers twice.';
}

function describeRefusal(refusal: Refusal, advice: string | undefined, endpoint: Endpoint): string {
	const facts = [
		refusal.target === undefined ? undefined : `Target: ${refusal.target}`,
		refusal.requestId === undefined ? undefined : `Request ID: ${refusal.requestId}`,
		`HTTP ${refusal.httpCode}`,
	].filter((fact) => fact !== undefined);
	return `${facts.join(' · ')}. ${advice ?? refusalAdvice(refusal, endpoint)}`;
}

function refusalAdvice({ httpCode, message }: Refusal, { tile, path }: Endpoint): string {
	const { name, label } = TILES[tile];
	if (httpCode === 401) {
		return `Check the Workspace ID, the Data Center and the ${label} of the credential. MoEngage accepts only the key of the "${name}" tile.`;
	}
	if (httpCode === 403) {
		return 'MoEngage has blocked or suspended this workspace. Ask MoEngage support.';
	}
	if (httpCode === 404) {
		const parts = path.includes('{workspaceId}')
			? 'the Workspace ID and the Data Center'
			: 'the Data Center';
		return `Check ${parts} of the credential.`;
	}
	if (httpCode === 413) return 'Remove large values, or attributes that nobody uses.';
	if (httpCode === 429) {
		return 'The workspace has reached its rate limit for this API. Resend the item later.';
	}
	if (httpCode >= 500) return 'MoEngage could not finish the request. Resend the item later.';
	if (httpCode >= 300 && httpCode < 400) {
		return 'Check the Data Center and the base URLs of the credential.';
	}
	if (/no active campaign/i.test(message)) {
		return 'Activate a campaign or flow for this business event in MoEngage, then resend the item.';
	}
	return 'Fix the item and resend it.';
}

type Named = { name: string; displayName?: string };

/** `additionalFields.eventTime` → "Event Time". */
function displayName(parameter: string, fields: INodeProperties[]): string {
	let level: Named[] = fields;
	let name = '';
	for (const step of parameter.split('.')) {
		const field = level.find((candidate) => candidate.name === step);
		if (field === undefined) break;
		name = field.displayName ?? name;
		const { options = [], values = [] } = field as {
			options?: Array<INodePropertyOptions | INodeProperties | INodePropertyCollection>;
			values?: INodeProperties[];
		};
		level = [...options, ...values];
	}
	return name;
}

/**
 * The output of a failed item in the continue modes. n8n 2 routes it to the error output only when its JSON
 * has no other keys than these three.
 * @param isRouted whether the node has an error output
 */
export function failedOutput(
	failure: Failure,
	item: number,
	isRouted: boolean,
): INodeExecutionData {
	const { message, description, httpCode, type, target, requestId, retriable } = failure;
	const details: IDataObject = { httpCode, type, retriable };
	if (target !== undefined) details.target = target;
	if (requestId !== undefined) details.requestId = requestId;
	const error = type === INVALID_INPUT ? `[Item ${item}] ${message}` : message;
	const output = {
		json: { error, message: description, details },
		pairedItem: { item },
	};
	if (isRouted) routeToErrorOutput(output, `${error}. ${description}`);
	return output;
}

/**
 * Versions of n8n before 2.34 do not know the key `details`, and would pass the item on as delivered. Every
 * version looks at an `error` of the item itself first when it routes items; but where it still finds one when
 * it keeps the output, it replaces the JSON by that message. n8n routes a copy of the item, to which a property
 * that is not enumerable does not come along.
 */
function routeToErrorOutput(output: INodeExecutionData, message: string): void {
	Object.defineProperty(output, 'error', { value: { message }, enumerable: false });
}

/**
 * The exception of a failed run in stop mode, with how far it got. Built from plain data, so that nothing of
 * the HTTP request, and no key, gets into n8n's execution data.
 */
export function failedRun(
	node: INode,
	failure: Failure,
	item?: number,
	{ accepted, total = 0 }: { accepted?: number; total?: number } = {},
): Error {
	// At the end and in the editor's own form: there, n8n adds it to every message that does not have it.
	const place = item === undefined || failure.type !== INVALID_INPUT ? '' : ` [item ${item}]`;
	const message = failure.message + place;
	const description =
		accepted === undefined || (accepted === 0 && failure.outcome === 'invalid')
			? failure.description
			: `${failure.description} ${progress(accepted, total)}`;
	const error =
		failure.outcome === 'invalid'
			? new NodeOperationError(node, message, { description, itemIndex: item })
			: new NodeApiError(
					node,
					{ message, description },
					{
						message,
						description,
						httpCode: failure.httpCode === null ? undefined : String(failure.httpCode),
						itemIndex: item,
					},
				);
	// n8n replaces messages that happen to hold the letters of a system code such as EACCES.
	error.message = message;
	error.description = description;
	return error;
}

function progress(accepted: number, total: number): string {
	const retry = accepted === 0 ? '' : '; a retry sends only the rest';
	return `MoEngage accepted ${accepted} of ${total} items${retry}.`;
}
