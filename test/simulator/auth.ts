import type { AuthFailure } from './answers';
import type { Tile } from './contract/endpoint';
import type { SimulatedApiKey } from './types';

/** API keys by tile; each opens its own tile only. */
export const tileKeys: Record<Tile, string> = {
	data: 'sim-data-key-4f1c9a',
	campaign: 'sim-campaign-key-b27e03',
	personalize: 'sim-personalize-key-8d56f1',
	inform: 'sim-inform-key-35c8d2',
};

/** Key of the tile that the simulator has no endpoint of, since a wrong tile's key must still differ; and one of no tile. */
export const otherKeys = { push: 'sim-push-key-e90a77', dashboard: 'sim-dashboard-key-c1744d' };

/** A key of the API key dashboard, which opens everything unless a test says otherwise. */
export const defaultApiKey: SimulatedApiKey = {
	key: otherKeys.dashboard,
	opens: ['data', 'campaign', 'personalize', 'inform'],
	elsewhere: 401,
};

const BASIC = /^Basic +(\S+)$/i;

/** User name and password; undefined if the header has none. */
function pairOf(header: string): { user: string; password: string } | undefined {
	const token = BASIC.exec(header)?.[1];
	if (token === undefined) return undefined;
	const pair = Buffer.from(token, 'base64').toString('utf8');
	const colon = pair.indexOf(':');
	return { user: pair.slice(0, Math.max(colon, 0)), password: pair.slice(colon + 1) };
}

/** The key that a request was sent with. */
export function keyIn(header: string | undefined): string {
	return pairOf(header ?? '')?.password ?? '';
}

/**
 * HTTP Basic: user name is the workspace id, password the key of the endpoint's own tile, or one that opens it among
 * other APIs. `scope`: the key is known, and does not open this API.
 */
export function authFailure(
	header: string | undefined,
	workspaceId: string,
	tile: Tile,
	{ key, opens }: SimulatedApiKey,
): AuthFailure | 'scope' | undefined {
	if (!header) return 'missing';
	const pair = pairOf(header);
	if (pair === undefined) return 'notBasic';
	if (pair.user !== workspaceId) return 'workspace';
	if (pair.password === tileKeys[tile]) return undefined;
	if (pair.password !== key) return 'key';
	return opens.includes(tile) ? undefined : 'scope';
}
