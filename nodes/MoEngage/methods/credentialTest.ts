import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { readRefusal, type Answer } from '../transport/answer';
import {
	authenticate,
	baseUrl,
	TILES,
	workspaceId,
	type MoEngageCredential,
} from '../transport/credential';
import type { Host, Tile } from '../transport/endpoints';

/** A request that changes and sends nothing, and that only the key of its tile opens. */
type TileRead = { tile: Tile; host: Host; request: Omit<IHttpRequestOptions, 'url'>; path: string };

/**
 * One harmless request per tile. The identifiers asked for belong to nobody, so the answers carry no
 * personal data. Push has none: `sendpush` answers 401 to a body that it cannot use as well as to a wrong
 * key, and the live activities name the key of another tile in their 401 (MoEngage's OpenAPI documents), so
 * neither tells anything about the key for certain.
 */
function tileReads(workspace: string): TileRead[] {
	return [
		{
			tile: 'data',
			host: 'api',
			path: '/v1/customers/export',
			request: {
				method: 'POST',
				qs: { app_id: workspace },
				body: {
					data: {
						identifiers: [{ identifier_type: 'customer_id', identifier: 'n8n-credential-test' }],
					},
				},
			},
		},
		{
			tile: 'campaign',
			host: 'api',
			path: '/v1.0/business_event/search',
			request: { method: 'POST', body: { event_ids: ['000000000000000000000000'] } },
		},
		{
			tile: 'personalize',
			host: 'sdk',
			path: '/v1/experiences/metadata',
			request: { method: 'GET', qs: { status: 'Active' } },
		},
		{
			// Without alert, transaction and recipient there is nothing to send: 400 once the key is accepted.
			tile: 'inform',
			host: 'api',
			path: '/v1.0/alerts/send',
			request: { method: 'POST', body: {} },
		},
	];
}

const TIMEOUT_MS = 10_000;

/** What became of one key. */
type Verdict =
	| { kind: 'accepted' }
	/** MoEngage does not know the workspace, in its own words. */
	| { kind: 'unknownWorkspace'; words: string }
	/** `mayBeWorkspace`: the words leave open whether it is the workspace or the key. */
	| { kind: 'wrongKey'; words: string; mayBeWorkspace: boolean }
	| { kind: 'other'; advice: string };

type Tested = { read: TileRead; verdict: Verdict };

/**
 * The Test button of the credential: asks each tile whose key is filled in for something harmless, all at
 * once, and names the keys that were not accepted and why. It never rejects: what is missing in the
 * credential comes back as the result's message, too.
 */
export async function moEngageApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const credential = data as MoEngageCredential;
	const isFilledIn = (tile: Tile) => String(credential[TILES[tile].field] ?? '').trim() !== '';
	try {
		const reads = tileReads(workspaceId(credential));
		const hasUntested = isFilledIn('push');
		// Where nothing is asked, the base URL is at least looked at.
		if (hasUntested) baseUrl(credential, 'pushapi');
		const tested = await Promise.all(
			reads
				.filter(({ tile }) => isFilledIn(tile))
				.map(async (read) => ({ read, verdict: await askTile(this, credential, read) })),
		);
		if (tested.length === 0 && !hasUntested) {
			return {
				status: 'Error',
				message:
					'There is no key to test. Fill in the API key of each tile that you use, from Settings > Account > APIs in the MoEngage dashboard',
			};
		}
		const refusals = await explain(this, credential, reads, tested);
		return refusals.length > 0
			? { status: 'Error', message: refusals.join(' · ') }
			: { status: 'OK', message: summary(tested, hasUntested) };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}

function summary(tested: Tested[], hasUntested: boolean): string {
	const labels = tested.map(({ read }) => `the ${TILES[read.tile].label}`);
	return [
		...(labels.length > 0 ? [`MoEngage accepts ${labels.join(', ')}`] : []),
		...(hasUntested
			? [`${TILES.push.label}: not tested, because MoEngage has no harmless request for it`]
			: []),
	].join(' · ');
}

/** @returns one sentence per key that was not accepted; one for all if the workspace is the reason */
async function explain(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	reads: TileRead[],
	tested: Tested[],
): Promise<string[]> {
	const first = tested.find(({ verdict }) => verdict.kind === 'unknownWorkspace')?.verdict;
	const isWorkspace = tested.every(
		({ verdict }) =>
			verdict.kind === 'unknownWorkspace' ||
			(verdict.kind === 'wrongKey' && verdict.mayBeWorkspace),
	);
	if (first?.kind === 'unknownWorkspace' && isWorkspace) {
		const labels = tested.map(({ read }) => TILES[read.tile].label).join(', ');
		return [
			`${labels}: rejected, because MoEngage cannot find the workspace (${first.words}). Check the Workspace ID or the Data Center`,
		];
	}
	const sentences = tested.map(async ({ read, verdict }) => {
		const { label, name } = TILES[read.tile];
		if (verdict.kind === 'accepted') return undefined;
		if (verdict.kind === 'other') return `${label}: ${verdict.advice}`;
		if (verdict.kind === 'unknownWorkspace') {
			return `${label}: rejected (${verdict.words}). Check the Workspace ID or the Data Center`;
		}
		const opened = await tilesOpenedBy(context, credential, read.tile, reads);
		const advice =
			opened.length > 0
				? `This is the key of the ${opened.map((tile) => `"${TILES[tile].name}"`).join(', ')} tile. Fill in the key of the "${name}" tile here`
				: `Check the Workspace ID, the Data Center, and that the key is from the "${name}" tile`;
		return `${label}: rejected (${verdict.words}). ${advice}`;
	});
	return (await Promise.all(sentences)).filter((sentence) => sentence !== undefined);
}

/** The other tiles that the key of a tile opens: it was copied from there. */
async function tilesOpenedBy(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	tile: Tile,
	reads: TileRead[],
): Promise<Tile[]> {
	const key = credential[TILES[tile].field];
	const opened = reads
		.filter((read) => read.tile !== tile && isReachable(credential, read.host))
		.map(async (read) => {
			const answer = await ask(context, { ...credential, [TILES[read.tile].field]: key }, read);
			// Stricter than the test of a tile's own key: only what an accepted key alone can bring.
			const isOpen =
				typeof answer !== 'string' &&
				(read.tile === 'inform' ? answer.statusCode === 400 : answer.statusCode === 200);
			return isOpen ? read.tile : undefined;
		});
	return (await Promise.all(opened)).filter((one) => one !== undefined);
}

/** A custom data center needs only the base URLs of the tiles in use. */
function isReachable(credential: MoEngageCredential, host: Host): boolean {
	try {
		return baseUrl(credential, host) !== '';
	} catch {
		return false;
	}
}

/** @returns MoEngage's answer, or, when there is none, the code of what happened */
async function ask(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	{ host, path, request }: TileRead,
): Promise<Answer | string> {
	const { headers, url } = authenticate(credential, {
		...request,
		url: baseUrl(credential, host) + path,
	});
	try {
		const { statusCode, body } = (await context.helpers.request({
			...request,
			uri: url,
			headers,
			json: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		})) as { statusCode: number; body: unknown };
		return { statusCode, headers: {}, body };
	} catch (error) {
		const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
		return String(code ?? cause?.code ?? 'no response');
	}
}

/** Asks a tile with its own key. */
async function askTile(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	read: TileRead,
): Promise<Verdict> {
	const base = baseUrl(credential, read.host);
	const answer = await ask(context, credential, read);
	if (typeof answer === 'string') {
		return {
			kind: 'other',
			advice: `n8n cannot reach ${base} (${answer}). Check the Data Center, or the base URL and the network of this n8n`,
		};
	}
	return judge(base, answer);
}

/**
 * How MoEngage's documents say that the Workspace ID is not known: as app ID, app key or client. The key
 * is the "app secret key" there.
 */
const UNKNOWN_WORKSPACE = /\bapp[ _]?id\b|\bapp[ _]key\b|\bclient not found/i;

/** MoEngage checks the key before the request itself, so that every other answer means it is accepted. */
function judge(base: string, answer: Answer): Verdict {
	const { statusCode } = answer;
	const { message: words } = readRefusal(answer);
	const isUnknown = UNKNOWN_WORKSPACE.test(words);
	if (statusCode === 401) {
		// Inform has one answer for both: "Invalid App Key or Basic Auth".
		const mayBeWorkspace = isUnknown && /basic auth/i.test(words);
		return isUnknown && !mayBeWorkspace
			? { kind: 'unknownWorkspace', words }
			: { kind: 'wrongKey', words, mayBeWorkspace };
	}
	// Personalize looks at MOE-APPKEY first and answers 400 to one that it does not know.
	if (statusCode === 400 && isUnknown) return { kind: 'unknownWorkspace', words };
	if (statusCode === 403) {
		return {
			kind: 'other',
			advice: `MoEngage has blocked or suspended the workspace (${words}). Ask MoEngage support`,
		};
	}
	if (statusCode === 429) {
		return {
			kind: 'other',
			advice: `not tested, because the workspace has used up its requests for now (${words}). Try again in a minute`,
		};
	}
	if (statusCode === 404 || (statusCode >= 300 && statusCode < 400) || statusCode >= 500) {
		return {
			kind: 'other',
			advice: `${base} does not respond like MoEngage (HTTP ${statusCode}). Check the Data Center, or the base URL, or try again later`,
		};
	}
	return { kind: 'accepted' };
}
