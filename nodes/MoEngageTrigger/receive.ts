import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { faultOf, gapOf } from './activation';
import { isAuthentic, secretsFor, showsProof } from './authentication/authenticity';
import { filterOf, type Filter } from './filters';
import { formFault, parsedBody } from './form';
import { freshCredential } from './authentication/freshCredential';
import { ipAllowlist, isIpAllowed, NO_ADDRESS } from './authentication/ipAllowlist';
import { alertItems, connectorItems, streamItems } from './items';
import { includeRequest, safeHeaders, safeQuery } from './request';
import { listKeys, missingLists, segmentItems, type ListKeys } from './segmentSync';
import type { Authentication, Source } from './source';

type Options = { splitEntities?: boolean; includeRequest?: boolean };

/**
 * Takes a call of MoEngage. n8n answers it with 200 before the workflow runs: MoEngage sends a batch again that was
 * answered otherwise, and gives a Connector campaign five seconds. A call that does not prove where it comes from, or
 * is not of the chosen source's form, is refused here and starts nothing.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const admission = await admit(context);
	if ('status' in admission) return refuse(context, admission);

	const { source, options, secrets } = admission;
	const request = context.getRequestObject();
	const contentType = request.headers['content-type'];
	const body = parsedBody(request.body, contentType, request.rawBody);
	const fault = formFault(source, body, contentType);
	if (fault !== undefined) return refuse(context, { status: 400, reason: fault });

	const items = itemsOf(context, admission, body);
	// n8n answers this with 200, too, and starts no execution.
	if (items.length === 0) return {};
	if (options.includeRequest === true) {
		includeRequest(items, {
			method: request.method,
			headers: safeHeaders(request.headers, secrets),
			query: safeQuery(request.query, secrets),
		});
	}
	return { workflowData: [items] };
}

/** A call that may come in. */
type Admission = {
	source: Source;
	options: Options;
	passes: Filter;
	/** Of a segment sync. */
	keys: ListKeys;
	/** What must not get into an item. */
	secrets: string[];
};

type Refusal = { status: number; reason?: string };

/**
 * Decides whether a call may come in. Whatever cannot be read keeps it out: if this threw, n8n would start an
 * execution for whoever called.
 */
async function admit(context: IWebhookFunctions): Promise<Admission | Refusal> {
	try {
		const { ip, ips = [] } = context.getRequestObject();
		const allowed = ipAllowlist(context);
		if (allowed?.length === 0) warn(context, `rejected a call: ${NO_ADDRESS}`);
		// As n8n's Webhook node answers.
		if (!isIpAllowed(allowed, [ip, ...ips])) return { status: 403 };

		const source = context.getNodeParameter('source') as Source;
		const secrets = await provenBy(context, source);
		if (secrets === undefined) return { status: 401 };
		const options = context.getNodeParameter('options', {}) as Options;
		const filters = context.getNodeParameter('filters', {}) as IDataObject;
		const keys = listKeys(options);
		return { source, options, passes: filterOf(source, filters), keys, secrets };
	} catch (error) {
		warn(context, `rejected a call: ${faultOf(error)}`);
		return { status: 401 };
	}
}

/**
 * The secrets of the credential, one of which the call shows; none if it needs none. `undefined` if it proves nothing.
 * The credential is read last, since that asks n8n's database.
 */
async function provenBy(context: IWebhookFunctions, source: Source): Promise<string[] | undefined> {
	const authentication = context.getNodeParameter('authentication', 'secret') as Authentication;
	if (source !== 'alert' && authentication === 'none') return [];
	const request = context.getRequestObject();
	if (!showsProof(source, request)) return undefined;
	const credential = await freshCredential(context);
	const secrets = secretsFor(source, credential);
	if (isAuthentic(source, request, secrets)) return secrets;
	const gap = gapOf(source, credential);
	if (gap !== undefined) warn(context, `rejected a call: ${gap}`);
	return undefined;
}

/** A trigger that starts nothing looks like one that nobody calls, so n8n's log says why. */
function warn(context: IWebhookFunctions, what: string): void {
	context.logger.warn(`"${context.getNode().name}" ${what}`, {
		workflowId: context.getWorkflow().id,
	});
}

function refuse(context: IWebhookFunctions, { status, reason }: Refusal): IWebhookResponseData {
	context.getResponseObject().status(status).end(reason);
	return { noWebhookResponse: true };
}

function itemsOf(
	context: IWebhookFunctions,
	{ source, options, passes, keys, secrets }: Admission,
	body: unknown,
): INodeExecutionData[] {
	const { body: received, headers, query, rawBody } = context.getRequestObject();
	if (source === 'connector') {
		return connectorItems(received, headers['content-type'], safeQuery(query, secrets), rawBody);
	}
	if (source === 'segmentSync') {
		const missing = missingLists(body as IDataObject, keys);
		if (missing !== undefined) warn(context, missing);
		return segmentItems(body as IDataObject, keys, passes);
	}
	return source === 'stream'
		? streamItems(body as IDataObject, passes)
		: alertItems(body as IDataObject, passes, options.splitEntities === true);
}
