import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';

import { isPlainObject } from '../mapping/values';
import { adviceFor } from '../transport/advice';
import { readReply, type Answer, type Reply } from '../transport/answer';
import { authenticate } from '../transport/authenticate';
import {
	baseUrl,
	keySource,
	tileKey,
	workspaceId,
	type KeySource,
	type MoEngageCredential,
} from '../transport/credential';
import { ENDPOINTS, type Endpoint } from '../transport/endpoints';
import { hideKeys } from '../transport/hideKeys';
import type { Refusal } from '../transport/refusal';
import { fillPath } from '../transport/request';
import { answeredByProxy, unanswered } from '../transport/unanswered';

/** Asks a tile with the key that the credential has for it. */
export async function testKey(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	read: TileRead,
): Promise<Verdict> {
	const { host, tile } = read.endpoint;
	const base = baseUrl(credential, host);
	const reply = await askOnce(context, credential, read);
	if (typeof reply === 'string') {
		return {
			kind: 'other',
			advice: `n8n cannot reach ${base} (${reply}). Check the Data Center, or the base URL and the network of this n8n`,
		};
	}
	return judge(base, read, reply, keySource(credential, tile));
}

/** What became of one key. */
export type Verdict =
	| { kind: 'accepted' }
	/** MoEngage does not know the workspace, in its own words. */
	| { kind: 'unknownWorkspace'; words: string }
	/** `mayBeWorkspace`: the words leave open whether it is the workspace or the key. */
	| { kind: 'wrongKey'; words: string; mayBeWorkspace: boolean }
	/** MoEngage knows the key, which was not made for this API. */
	| { kind: 'noPermission'; advice: string }
	| { kind: 'other'; advice: string };

/** A request that changes and sends nothing, and that only a key of its tile opens. */
export type TileRead = {
	endpoint: Endpoint;
	query?: IDataObject;
	body?: (credential: MoEngageCredential) => IDataObject;
	/**
	 * Status with which MoEngage rejects the request itself, by the document of the API, once it has accepted the key.
	 * Left out where the document has none.
	 */
	rejectedWith?: number;
};

/**
 * One harmless request per tile, of those that every workspace has. None asks for anybody's data. Push has none:
 * `sendpush` answers 401 to a body that it cannot use as well as to a wrong key, and the live activities name
 * the key of another tile in their 401 (MoEngage's OpenAPI documents), so neither tells anything about the
 * key for certain.
 */
export const TILE_READS: TileRead[] = [
	{
		endpoint: ENDPOINTS.testConnection,
		body: (credential) => ({
			app_id: workspaceId(credential),
			app_secret: tileKey(credential, 'data'),
			source: 'n8n',
			// Which data center is behind a gateway is not known here; this is the one of MoEngage's example.
			region: credential.dataCenter === 'custom' ? '01' : credential.dataCenter,
		}),
	},
	{
		endpoint: ENDPOINTS.searchBusinessEvents,
		body: () => ({ event_ids: ['000000000000000000000000'] }),
		rejectedWith: 400,
	},
	{ endpoint: ENDPOINTS.listExperiences, query: { status: 'Active' } },
	// Without alert, transaction and recipient there is nothing to send: 400 once the key is accepted, and no success.
	{ endpoint: { ...ENDPOINTS.sendAlert, answersWith: [] }, body: () => ({}), rejectedWith: 400 },
];

/** Does the reply prove that the key was accepted? Stricter than {@link testKey}: nothing else can bring it. */
export function provesKey({ endpoint }: TileRead, reply: ReadReply | string): boolean {
	if (typeof reply === 'string') return false;
	if (endpoint.tile !== 'inform') return reply.kind === 'accepted';
	return reply.kind === 'refused' && reply.refusal.httpCode === 400;
}

type ReadReply = Exclude<Reply, { kind: 'unanswered' }>;

const TIMEOUT_MS = 10_000;

/** @returns MoEngage's reply, or, when there is none, what happened: a code, or a few words */
export async function askOnce(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	{ endpoint, body, query }: TileRead,
): Promise<ReadReply | string> {
	const path = fillPath(endpoint.path, { workspaceId: workspaceId(credential) });
	const request = { method: endpoint.method, body: body?.(credential), qs: query };
	const { headers, url } = authenticate(credential, {
		...request,
		url: baseUrl(credential, endpoint.host) + path,
	});
	try {
		const answering = context.helpers.request({
			...request,
			uri: url,
			headers,
			json: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		}) as Promise<Answer>;
		const { statusCode, headers: received = {}, body: answer } = await inTime(answering);
		const fromProxy = answeredByProxy({ statusCode, headers: received, body: answer });
		if (fromProxy !== undefined) return fromProxy.reason;
		const reply = readReply(
			hideKeys(credential, { statusCode, body: answer, headers: received }),
			endpoint.answersWith,
		);
		return isForeign(reply, answer) ? { kind: 'unreadable', statusCode } : reply;
	} catch (error) {
		const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
		const { mayHaveArrived, reason } = unanswered(error);
		return String(code ?? cause?.code ?? (mayHaveArrived ? 'no response' : reason));
	}
}

/** The answer, if it is complete in time: the HTTP client counts the time of silence alone. */
async function inTime(answering: Promise<Answer>): Promise<Answer> {
	const overdue = AbortSignal.timeout(TIMEOUT_MS);
	return await new Promise((resolve, reject) => {
		overdue.addEventListener('abort', () =>
			reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
		);
		answering.then(resolve, reject);
	});
}

/**
 * A rejection of MoEngage's is JSON, and has a `status` where it comes with 200 (Test Connection). Only the 429 of its
 * gateway may have no body.
 */
function isForeign(reply: ReadReply, body: unknown): boolean {
	if (reply.kind !== 'refused' || reply.concerns === 'limit') return false;
	return !isPlainObject(body) || (reply.refusal.httpCode === 200 && !('status' in body));
}

/**
 * How MoEngage's documents say that the Workspace ID is not known: as app ID, app key or client. The key
 * is the "app secret key" there.
 */
const UNKNOWN_WORKSPACE = /\bapp[ _]?id\b|\bapp[ _]key\b|\bclient not found/i;

/** MoEngage checks the key before the request itself, so that its rejection of that means the key is accepted. */
function judge(base: string, read: TileRead, reply: ReadReply, source?: KeySource): Verdict {
	if (reply.kind === 'accepted') return { kind: 'accepted' };
	if (reply.kind === 'unreadable') return notLikeMoEngage(base, reply.statusCode);
	const { httpCode, message: words } = reply.refusal;
	const isUnknown = UNKNOWN_WORKSPACE.test(words);
	const advice = `${adviceFor(reply.cause, read.endpoint.tile, source)?.replace(/\.$/, '')} (${words})`;
	switch (reply.concerns) {
		case 'key': {
			if (reply.cause === 'keyScope') return { kind: 'noPermission', advice };
			if (reply.cause !== 'wrongKey') return { kind: 'other', advice };
			// Inform has one answer for both: "Invalid App Key or Basic Auth".
			const mayBeWorkspace = isUnknown && /basic auth/i.test(words);
			return isUnknown && !mayBeWorkspace
				? { kind: 'unknownWorkspace', words }
				: { kind: 'wrongKey', words, mayBeWorkspace };
		}
		case 'workspace':
			return isUnknown ? { kind: 'unknownWorkspace', words } : { kind: 'other', advice };
		case 'limit':
			return {
				kind: 'other',
				advice: `not tested, because the workspace has used up its requests for now (${words}). Try again in a minute`,
			};
		case 'server':
			return notLikeMoEngage(base, httpCode);
		case 'request':
			return judgeRequest(base, read, reply.refusal, isUnknown);
	}
}

function judgeRequest(
	base: string,
	{ rejectedWith }: TileRead,
	{ httpCode, message: words }: Refusal,
	isUnknown: boolean,
): Verdict {
	// Personalize looks at MOE-APPKEY first and answers 400 to one that it does not know.
	if (httpCode === 400 && isUnknown) return { kind: 'unknownWorkspace', words };
	// Test Connection says so with status 200 as well ("error", OpenAPI), without a reason.
	if (httpCode === 200) return { kind: 'wrongKey', words, mayBeWorkspace: true };
	return httpCode === rejectedWith ? { kind: 'accepted' } : notLikeMoEngage(base, httpCode);
}

function notLikeMoEngage(base: string, httpCode: number): Verdict {
	return {
		kind: 'other',
		advice: `${base} does not respond like MoEngage (HTTP ${httpCode}). Check the Data Center, or the base URL, or try again later`,
	};
}
