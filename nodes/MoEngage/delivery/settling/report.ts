import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { BEFORE_EXPRESSION } from '../../mapping/times';
import { INVALID_INPUT, unforeseen, type FailedItem, type Failure } from './failure';

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
	const { message, description, httpCode, type, target, requestId, retriable, retryAt } = failure;
	const details: IDataObject = { httpCode, type, retriable };
	if (target !== undefined) details.target = target;
	if (requestId !== undefined) details.requestId = requestId;
	if (retryAt !== undefined) details.retryAt = retryAt;
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
 * that is not enumerable does not come along. Most versions of n8n 1 empty the property, which has to be writable.
 */
function routeToErrorOutput(output: INodeExecutionData, message: string): void {
	Object.defineProperty(output, 'error', {
		value: { message },
		enumerable: false,
		writable: true,
	});
}

/** Most item numbers of a reason, and most reasons, that a message names. */
const MOST_NUMBERS = 10;
const MOST_GROUPS = 10;

/**
 * The exception of a run in stop mode that these items failed: all of them where nothing was sent because of them,
 * else the first one.
 * @param failures at least one, in input order
 */
export function failedRunOf(
	node: INode,
	failures: FailedItem[],
	progress: { accepted?: number; total: number },
): Error {
	const [{ item, failure }] = failures;
	const invalid = failures.filter((one) => one.failure.outcome === 'invalid');
	// A retry of the execution may follow a run that has sent some.
	const nothing = (progress.accepted ?? 0) > 0 ? 'nothing more' : 'nothing';
	if (invalid.length < 2) {
		const isAlone = invalid.length === 1 && failures.length === 1 && progress.total > 1;
		const description = `This run sent ${nothing}. ${failure.description}`;
		return failedRun(node, isAlone ? { ...failure, description } : failure, item, progress);
	}
	const summary = {
		...invalid[0].failure,
		message: `${invalid.length} of ${progress.total} items cannot be sent, and ${nothing} was sent: ${invalid[0].failure.message}`,
		description: describeGroups(invalid),
	};
	return failedRun(node, summary, invalid[0].item, progress);
}

/** One line for each reason, with the numbers of its items. */
function describeGroups(failures: FailedItem[]): string {
	const groups = new Map<string, FailedItem[]>();
	for (const one of failures) {
		const { target, description, message } = one.failure;
		// The values differ from item to item, and the reason is the same.
		const reason = message
			.replace(/(Attribute )?"[^"]*"/g, (all, name) => (name ? all : '…'))
			.replace(/\b\d[\w.:+-]*/g, '…');
		const [advice] = description.split(BEFORE_EXPRESSION);
		const key = JSON.stringify([target, advice.replace(/[. ]+$/, ''), reason]);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [one]);
		else group.push(one);
	}
	const lines = [...groups.values()].slice(0, MOST_GROUPS).map((group) => {
		const numbers = group.slice(0, MOST_NUMBERS).map(({ item }) => item);
		const more = group.length > MOST_NUMBERS ? ` and ${group.length - MOST_NUMBERS} more` : '';
		const [{ failure }] = group;
		return `Item${group.length > 1 ? 's' : ''} ${numbers.join(', ')}${more}: ${failure.message}. ${failure.description}`;
	});
	const others = groups.size - lines.length;
	return [...lines, ...(others > 0 ? [`And ${others} more reasons.`] : [])].join('\n');
}

/** What n8n is given for an unforeseen exception; an exception of this module as it is. */
export function nodeErrorOf(node: INode, error: unknown): Error {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return failedRun(node, unforeseen(error));
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
	// n8n replaces messages that happen to contain the letters of a system code such as EACCES.
	error.message = message;
	error.description = description;
	return error;
}

function progress(accepted: number, total: number): string {
	const retry = accepted === 0 ? '' : '; a retry sends only the rest';
	return `MoEngage accepted ${accepted} of ${total} items${retry}.`;
}
