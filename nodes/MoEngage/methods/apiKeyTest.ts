import type { ICredentialTestFunctions } from 'n8n-workflow';

import { API_KEY, baseUrl, TILES, type MoEngageCredential } from '../transport/credential';
import type { Host, Tile } from '../transport/endpoints';
import { testKey, TILE_READS, type Verdict } from './keyTest';

/**
 * Asks every tile with the key that may open several APIs, all at once. A tile is left out where a custom data
 * center has no base URL for it.
 */
export async function testApiKey(
	context: ICredentialTestFunctions,
	credential: MoEngageCredential,
): Promise<TileVerdict[]> {
	const tiles = Object.values(TILES).map(({ field }) => [field, '']);
	const alone = { ...credential, ...Object.fromEntries(tiles) } as MoEngageCredential;
	return await Promise.all(
		TILE_READS.filter(({ endpoint }) => isReachable(credential, endpoint.host)).map(
			async (read) => ({
				tile: read.endpoint.tile,
				verdict: await testKey(context, alone, read),
			}),
		),
	);
}

export type TileVerdict = { tile: Tile; verdict: Verdict };

/** A custom data center needs only the base URLs of the tiles in use. */
export function isReachable(credential: MoEngageCredential, host: Host): boolean {
	try {
		return baseUrl(credential, host) !== '';
	} catch {
		return false;
	}
}

/** The tiles whose harmless request the key opens. */
export function openedTiles(verdicts: TileVerdict[]): Tile[] {
	return verdicts.filter(({ verdict }) => verdict.kind === 'accepted').map(({ tile }) => tile);
}

/**
 * What to say about a key that opens something: of the other tiles those matter whose requests go out with it.
 * @param hasOwnKey whether the credential has a key of the tile itself
 */
export function limitsOf(verdicts: TileVerdict[], hasOwnKey: (tile: Tile) => boolean): string[] {
	const closed = verdicts.filter(
		({ tile, verdict }) => verdict.kind !== 'accepted' && !hasOwnKey(tile),
	);
	const untold = closed.filter(({ verdict }) => verdict.kind === 'other');
	const refused = closed.filter(({ verdict }) => verdict.kind !== 'other');
	return [
		...(refused.length > 0
			? [
					`${API_KEY.label}: no access to ${namesOf(refused)}. To use these, add access to the key, or fill in the keys of their tiles`,
				]
			: []),
		...otherSentences(untold),
	];
}

/** Why a key opens nothing: one sentence for each reason. */
export function refusalsOf(verdicts: TileVerdict[]): string[] {
	const wrong = verdicts.filter(
		({ verdict }) => verdict.kind === 'wrongKey' || verdict.kind === 'unknownWorkspace',
	);
	const [first] = wrong.map(({ verdict }) => ('words' in verdict ? verdict.words : ''));
	const ofScope = verdicts.filter(({ verdict }) => verdict.kind === 'noPermission');
	const [scope] = ofScope.map(({ verdict }) => ('advice' in verdict ? verdict.advice : ''));
	return [
		...(wrong.length > 0
			? [
					`${API_KEY.label}: rejected for ${namesOf(wrong)} (${first}). Check the Workspace ID, the Data Center, and that the key is active and has access to these APIs in Settings > Account > API keys`,
				]
			: []),
		...(ofScope.length > 0 ? [`${API_KEY.label}, ${namesOf(ofScope)}: ${scope}`] : []),
		...otherSentences(verdicts.filter(({ verdict }) => verdict.kind === 'other')),
	];
}

/** One sentence for all tiles of the same advice. */
function otherSentences(others: TileVerdict[]): string[] {
	const byAdvice = new Map<string, TileVerdict[]>();
	for (const one of others) {
		const advice = 'advice' in one.verdict ? one.verdict.advice : '';
		byAdvice.set(advice, [...(byAdvice.get(advice) ?? []), one]);
	}
	return [...byAdvice].map(
		([advice, ofAdvice]) => `${API_KEY.label}, ${namesOf(ofAdvice)}: ${advice}`,
	);
}

/** As the labels of the fields call the tiles. */
export function namesOf(verdicts: Array<Pick<TileVerdict, 'tile'>>): string {
	return verdicts.map(({ tile }) => TILES[tile].label.replace(/ API Key$/, '')).join(', ');
}
