import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { baseUrl, TILES, workspaceId, type MoEngageCredential } from '../transport/credential';
import type { Host, Tile } from '../transport/endpoints';
import { askOnce, provesKey, testKey, TILE_READS, type TileRead, type Verdict } from './keyTest';

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
		workspaceId(credential);
		const hasUntested = isFilledIn('push');
		// Where nothing is asked, the base URL is at least looked at.
		if (hasUntested) baseUrl(credential, 'pushapi');
		const tested = await Promise.all(
			TILE_READS.filter(({ endpoint }) => isFilledIn(endpoint.tile)).map(async (read) => ({
				read,
				verdict: await testKey(this, credential, read),
			})),
		);
		if (tested.length === 0 && !hasUntested) {
			return {
				status: 'Error',
				message:
					'There is no key to test. Fill in the API key of each tile that you use, from Settings > Account > APIs in the MoEngage dashboard',
			};
		}
		const refusals = await explain(this, credential, tested);
		return refusals.length > 0
			? { status: 'Error', message: refusals.join(' · ') }
			: { status: 'OK', message: summary(tested, hasUntested) };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}

type Tested = { read: TileRead; verdict: Verdict };

function summary(tested: Tested[], hasUntested: boolean): string {
	const labels = tested.map(({ read }) => `the ${TILES[read.endpoint.tile].label}`);
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
	tested: Tested[],
): Promise<string[]> {
	const first = tested.find(({ verdict }) => verdict.kind === 'unknownWorkspace')?.verdict;
	const isWorkspace = tested.every(
		({ verdict }) =>
			verdict.kind === 'unknownWorkspace' ||
			(verdict.kind === 'wrongKey' && verdict.mayBeWorkspace),
	);
	if (first?.kind === 'unknownWorkspace' && isWorkspace) {
		const labels = tested.map(({ read }) => TILES[read.endpoint.tile].label).join(', ');
		return [
			`${labels}: rejected, because MoEngage cannot find the workspace (${first.words}). Check the Workspace ID or the Data Center`,
		];
	}
	const sentences = tested.map(async ({ read, verdict }) => {
		const { label, name } = TILES[read.endpoint.tile];
		if (verdict.kind === 'accepted') return undefined;
		if (verdict.kind === 'other') return `${label}: ${verdict.advice}`;
		if (verdict.kind === 'unknownWorkspace') {
			return `${label}: rejected (${verdict.words}). Check the Workspace ID or the Data Center`;
		}
		const opened = await tilesOpenedBy(context, credential, read.endpoint.tile);
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

/** A custom data center needs only the base URLs of the tiles in use. */
function isReachable(credential: MoEngageCredential, host: Host): boolean {
	try {
		return baseUrl(credential, host) !== '';
	} catch {
		return false;
	}
}
