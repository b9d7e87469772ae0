import type { Cause } from './cause';
import { API_KEY, TILES, type KeySource } from './credential';
import type { Tile } from './endpoints';

/**
 * What a user can do about a rejection that concerns more than one request, and where; `undefined` for any other.
 * Sources: `api/data/data-overview.mdx` (response codes), `user-guide/settings/account/security/*.mdx` and, for the
 * API Key, `…/api-and-api-keys/api-key-dashboard.mdx` of MoEngage's documentation.
 * @param source where the key came from; without it, the advice holds for both
 */
export function adviceFor(cause: Cause, tile: Tile, source?: KeySource): string | undefined {
	const key = keyOf(tile, source);
	switch (cause) {
		case 'wrongKey':
			return wrongKey(tile, source);
		case 'wrongKeyOrNotEnabled':
			return `${wrongKey(tile, source)} If other operations work with this key, ask MoEngage support to enable this API for the workspace.`;
		case 'keyNotGenerated':
			return `MoEngage has no key for this API yet. Generate it in the "${TILES[tile].name}" tile in Settings > Account > APIs, and copy it into the ${TILES[tile].label} of the credential.`;
		case 'keyExpired':
			return `MoEngage says that the ${key} of the credential has expired. Create a key in Settings > Account > API keys, and copy it into the credential.`;
		case 'keyMalformed':
			return `MoEngage cannot read the ${key} of the credential. Copy the key from MoEngage again, whole and without quotes. It has to be a key for Basic authentication, not an OAuth token.`;
		case 'keyScope':
			return `The ${key} of the credential has no permission for this API. Add the permission to the key in Settings > Account > API keys, or use another key.`;
		case 'featureOff':
			return 'This feature is not enabled in the MoEngage workspace. Ask MoEngage support to enable it.';
		case 'notEnabled':
			return `MoEngage support has to enable this API for each workspace before its first use. Ask them to. If it is enabled, check the ${key}, its permissions, the IP list of the workspace, and the Data Center.`;
		case 'ipNotListed':
			return 'The IP address of this n8n is not on the list of the MoEngage workspace. Add it in Settings > Account > Security > IP whitelisting.';
		case 'suspended':
			return 'MoEngage has blocked or suspended this workspace. Ask MoEngage support.';
		case 'unknownWorkspace':
			return 'MoEngage does not know this workspace, or has blocked it. Check the Workspace ID and the Data Center of the credential.';
		case 'workspaceMismatch':
			return 'The key belongs to another workspace. Check the Workspace ID and the keys of the credential.';
		case 'forbidden':
			return `MoEngage does not allow this request with the ${key}. Check the key and its permissions, the IP list of the workspace, and that the feature is enabled. If all are correct, ask MoEngage support.`;
		default:
			return undefined;
	}
}

function wrongKey(tile: Tile, source: KeySource | undefined): string {
	const { name, label } = TILES[tile];
	const check = (key: string) =>
		`Check the Workspace ID, the Data Center and the ${key} of the credential.`;
	const ofDashboard = `${API_KEY.label} needs access to this API in Settings > Account > API keys.`;
	if (source === 'apiKey') return `${check(API_KEY.label)} ${ofDashboard}`;
	const ofTile = `${check(label)} MoEngage accepts only the key of the "${name}" tile.`;
	return source === 'tile' ? ofTile : `${ofTile} If that field is empty, ${ofDashboard}`;
}

function keyOf(tile: Tile, source: KeySource | undefined): string {
	const { label } = TILES[tile];
	if (source === 'tile') return label;
	return source === 'apiKey' ? API_KEY.label : `${label} (if empty: ${API_KEY.label})`;
}
