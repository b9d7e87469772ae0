import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { readRefusal } from '../transport/answer';
import {
	authenticate,
	baseUrl,
	TILES,
	workspaceId,
	type MoEngageCredential,
} from '../transport/credential';
import type { Host, Tile } from '../transport/endpoints';

/** A read that changes nothing and that only the key of its tile opens. */
type TileRead = { tile: Tile; host: Host; request: Omit<IHttpRequestOptions, 'url'>; path: string };

/** The identifiers asked for belong to nobody, so the answers carry no personal data. */
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
	];
}

const TIMEOUT_MS = 10_000;

/**
 * The Test button of the credential: asks each tile whose key is filled in for something harmless, all at
 * once, and names those that did not accept their key.
 */
export async function moEngageApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const credential = data as MoEngageCredential;
	try {
		const reads = tileReads(workspaceId(credential)).filter(
			({ tile }) => (credential[TILES[tile].field] ?? '').trim() !== '',
		);
		if (reads.length === 0) {
			return {
				status: 'Error',
				message:
					'There is no key to test. Fill in the Data, Campaign or Personalize API key from Settings > Account > APIs in the MoEngage dashboard',
			};
		}
		const verdicts = await Promise.all(reads.map((read) => askTile(this, credential, read)));
		const refusals = verdicts.filter((verdict) => verdict !== undefined);
		return refusals.length > 0
			? { status: 'Error', message: refusals.join(' · ') }
			: { status: 'OK', message: `MoEngage accepts ${listKeys(reads)}` };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}

function listKeys(reads: TileRead[]): string {
	return `the ${reads.map(({ tile }) => TILES[tile].label).join(', the ')}`;
}

/** @returns `undefined` when the tile accepts its key, else a sentence that says why it does not */
async function askTile(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	{ tile, host, path, request }: TileRead,
): Promise<string | undefined> {
	const { label } = TILES[tile];
	const base = baseUrl(credential, host);
	const { headers, url } = authenticate(credential, { ...request, url: base + path });
	try {
		const response = (await context.helpers.request({
			...request,
			uri: url,
			headers,
			json: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		})) as { statusCode: number; body: unknown };
		return verdict(label, base, response.statusCode, response.body);
	} catch {
		return `${label}: ${base} cannot be reached. Check the Data Center, or the base URL and the network of this n8n`;
	}
}

/** MoEngage checks the key before the request itself, so that every other answer means it is accepted. */
function verdict(
	label: string,
	base: string,
	statusCode: number,
	body: unknown,
): string | undefined {
	if (statusCode === 401) {
		const { message } = readRefusal({ statusCode, headers: {}, body });
		return `${label}: refused (${message}). Check the key, that it is from this tile, the Workspace ID and the Data Center`;
	}
	if (statusCode === 403) {
		return `${label}: MoEngage has blocked or suspended the workspace. Ask MoEngage support`;
	}
	if (statusCode === 404 || (statusCode >= 300 && statusCode < 400) || statusCode >= 500) {
		return `${label}: ${base} does not answer as MoEngage does (HTTP ${statusCode}). Check the Data Center, or the base URL, or try again later`;
	}
	return undefined;
}
