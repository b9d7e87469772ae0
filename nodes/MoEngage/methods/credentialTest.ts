import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import {
	API_KEY,
	baseUrl,
	keySource,
	TILES,
	workspaceId,
	type MoEngageCredential,
} from '../transport/credential';
import type { Tile } from '../transport/endpoints';
import {
	isReachable,
	limitsOf,
	namesOf,
	openedTiles,
	refusalsOf,
	testApiKey,
	type TileVerdict,
} from './apiKeyTest';
import { askOnce, provesKey, testKey, TILE_READS, type Verdict } from './keyTest';

/**
 * The Test button of the credential: asks each tile whose key is filled in for something harmless, and every tile
 * with the key that may open several APIs, all at once. It names the keys that were not accepted and why, and never
 * rejects: what is missing in the credential comes back as the result's message, too.
 */
export async function moEngageApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const credential = data as MoEngageCredential;
	try {
		workspaceId(credential);
		// Where nothing is asked, the base URL is at least looked at.
		if (hasOwnKey(credential, 'push')) baseUrl(credential, 'pushapi');
		const results = await testKeys(this, credential);
		const { ofTiles, ofApiKey } = results;
		if (ofTiles.length + ofApiKey.length === 0 && !hasOwnKey(credential, 'push')) {
			return withoutKey(credential);
		}
		const refusals = await explain(this, credential, results);
		return refusals.length > 0
			? { status: 'Error', message: numbered(refusals) }
			: { status: 'OK', message: summary(credential, results) };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}

/** n8n shows the message without line breaks. */
function numbered(sentences: string[]): string {
	if (sentences.length === 1) return sentences[0];
	return sentences.map((sentence, index) => `${index + 1}. ${sentence}.`).join(' ');
}

/** Such a credential is of use for a trigger at most, whose secret MoEngage shows to n8n, never n8n to MoEngage. */
function withoutKey({ webhookSecret = '' }: MoEngageCredential): INodeCredentialTestResult {
	return webhookSecret.trim() === ''
		? {
				status: 'Error',
				message: `There is no key to test. Fill in the API key of each tile that you use, from Settings > Account > APIs in the MoEngage dashboard. Or fill in ${API_KEY.label}, if your dashboard has Settings > Account > API keys`,
			}
		: {
				status: 'OK',
				message:
					'There is no API key to test. The Webhook Secret is enough for the MoEngage Trigger only',
			};
}

type Results = {
	/** Of the tiles that have a key of their own. */
	ofTiles: TileVerdict[];
	/** Of every tile, asked with the key that may open several APIs; none without such a key. */
	ofApiKey: TileVerdict[];
};

function hasOwnKey(credential: MoEngageCredential, tile: Tile): boolean {
	return keySource(credential, tile) === 'tile';
}

async function testKeys(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
): Promise<Results> {
	const reads = TILE_READS.filter(({ endpoint }) => hasOwnKey(credential, endpoint.tile));
	const hasApiKey = String(credential[API_KEY.field] ?? '').trim() !== '';
	const [ofTiles, ofApiKey] = await Promise.all([
		Promise.all(
			reads.map(async (read) => ({
				tile: read.endpoint.tile,
				verdict: await testKey(context, credential, read),
			})),
		),
		hasApiKey ? testApiKey(context, credential) : [],
	]);
	return { ofTiles, ofApiKey };
}

function summary(credential: MoEngageCredential, { ofTiles, ofApiKey }: Results): string {
	const opened = openedTiles(ofApiKey).map((tile) => ({ tile }));
	const accepted = [
		...ofTiles.map(({ tile }) => `the ${TILES[tile].label}`),
		...(opened.length > 0 ? [`the ${API_KEY.label} (for ${namesOf(opened)})`] : []),
	];
	return [
		...(accepted.length > 0 ? [`MoEngage accepts ${accepted.join(', ')}`] : []),
		...limitsOf(ofApiKey, (tile) => hasOwnKey(credential, tile)),
		...(hasOwnKey(credential, 'push')
			? [`${TILES.push.label}: not tested, because MoEngage has no harmless request for it`]
			: []),
	].join(' · ');
}

/** @returns one sentence per key that was not accepted; one for all if the workspace is the reason */
async function explain(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	{ ofTiles, ofApiKey }: Results,
): Promise<string[]> {
	const words = unknownWorkspace([...ofTiles, ...ofApiKey]);
	if (words !== undefined) {
		const labels = [
			...ofTiles.map(({ tile }) => TILES[tile].label),
			...(ofApiKey.length > 0 ? [API_KEY.label] : []),
		];
		return [
			`${labels.join(', ')}: rejected, because MoEngage cannot find the workspace (${words}). Check the Workspace ID or the Data Center`,
		];
	}
	const opened = openedTiles(ofApiKey);
	const sentences = ofTiles.map(async ({ tile, verdict }) => {
		const sentence = await explainTile(context, credential, tile, verdict);
		return sentence !== undefined && opened.includes(tile)
			? `${sentence}. Or leave the field empty: MoEngage accepts the ${API_KEY.label} here`
			: sentence;
	});
	return [
		...(await Promise.all(sentences)).filter((sentence) => sentence !== undefined),
		...(opened.length > 0 ? [] : refusalsOf(ofApiKey)),
	];
}

/** MoEngage's words, if it does not know the workspace whatever the key is. */
function unknownWorkspace(tested: TileVerdict[]): string | undefined {
	const first = tested.find(({ verdict }) => verdict.kind === 'unknownWorkspace')?.verdict;
	const isWorkspace = tested.every(
		({ verdict }) =>
			verdict.kind === 'unknownWorkspace' ||
			(verdict.kind === 'wrongKey' && verdict.mayBeWorkspace),
	);
	return first?.kind === 'unknownWorkspace' && isWorkspace ? first.words : undefined;
}

/** Why the key of a tile was not accepted; `undefined` if it was. */
async function explainTile(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	tile: Tile,
	verdict: Verdict,
): Promise<string | undefined> {
	const { label, name } = TILES[tile];
	switch (verdict.kind) {
		case 'accepted':
			return undefined;
		case 'noPermission':
		case 'other':
			return `${label}: ${verdict.advice}`;
		case 'unknownWorkspace':
			return `${label}: Check the Workspace ID or the Data Center (rejected: ${verdict.words})`;
		case 'wrongKey': {
			const opened = await tilesOpenedBy(context, credential, tile);
			return `${label}: ${adviceAboutKey(name, opened)} (rejected: ${verdict.words})`;
		}
	}
}

/** @param opened the other tiles that the key opens */
function adviceAboutKey(name: string, opened: Tile[]): string {
	const names = opened.map((tile) => `"${TILES[tile].name}"`).join(', ');
	switch (opened.length) {
		case 0:
			return `Check the Workspace ID, the Data Center, and that the key is from the "${name}" tile`;
		case 1:
			return `This is the key of the ${names} tile. Fill in the key of the "${name}" tile here`;
		default:
			// No tile's key opens another tile.
			return `This key opens ${names}, so it is from Settings > Account > API keys. Fill it in as ${API_KEY.label}`;
	}
}

/** The other tiles that the key of a tile opens: it was copied from there. */
async function tilesOpenedBy(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
	tile: Tile,
): Promise<Tile[]> {
	const key = credential[TILES[tile].field];
	const opened = TILE_READS.filter(
		({ endpoint }) => endpoint.tile !== tile && isReachable(credential, endpoint.host),
	).map(async (read) => {
		const other = read.endpoint.tile;
		const reply = await askOnce(context, { ...credential, [TILES[other].field]: key }, read);
		return provesKey(read, reply) ? other : undefined;
	});
	return (await Promise.all(opened)).filter((one) => one !== undefined);
}
