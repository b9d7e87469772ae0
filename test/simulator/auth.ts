import type { AuthFailure } from './answers';
import type { Tile } from './contract/endpoint';

/** API keys by tile; each opens its own tile only. */
export const tileKeys: Record<Tile, string> = {
	data: 'sim-data-key-4f1c9a',
	campaign: 'sim-campaign-key-b27e03',
	personalize: 'sim-personalize-key-8d56f1',
	inform: 'sim-inform-key-35c8d2',
};

/** Key of the tile that the simulator has no endpoint of; a wrong tile's key must still differ. */
export const otherKeys = { push: 'sim-push-key-e90a77' };

const BASIC = /^Basic +(\S+)$/i;

/** HTTP Basic: user name is the workspace id, password the key of the endpoint's own tile. */
export function authFailure(
	header: string | undefined,
	workspaceId: string,
	key: string,
): AuthFailure | undefined {
	if (!header) return 'missing';
	const token = BASIC.exec(header)?.[1];
	if (token === undefined) return 'notBasic';
	const pair = Buffer.from(token, 'base64').toString('utf8');
	const colon = pair.indexOf(':');
	if (pair.slice(0, Math.max(colon, 0)) !== workspaceId) return 'workspace';
	return pair.slice(colon + 1) === key ? undefined : 'key';
}
