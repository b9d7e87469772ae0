import type { Cause } from './cause';
import { TILES } from './credential';
import type { Tile } from './endpoints';

/**
 * What a user can do about a rejection that concerns more than one request, and where; `undefined` for any other.
 * Sources: `api/data/data-overview.mdx` (response codes) and `user-guide/settings/account/security/*.mdx` of
 * MoEngage's documentation.
 */
export function adviceFor(cause: Cause, tile: Tile): string | undefined {
	const { name, label } = TILES[tile];
	switch (cause) {
		case 'wrongKey':
			return `Check the Workspace ID, the Data Center and the ${label} of the credential. MoEngage accepts only the key of the "${name}" tile.`;
		case 'keyNotGenerated':
			return `MoEngage has no key for this API yet. Generate it in the "${name}" tile in Settings > Account > APIs, and copy it into the ${label} of the credential.`;
		case 'keyScope':
			return `The ${label} of the credential has no permission for this API. Add the permission to the key in Settings > Account > API keys, or use another key.`;
		case 'featureOff':
			return 'This feature is not enabled in the MoEngage workspace. Ask MoEngage support to enable it.';
		case 'ipNotListed':
			return 'The IP address of this n8n is not on the list of the MoEngage workspace. Add it in Settings > Account > Security > IP whitelisting.';
		case 'suspended':
			return 'MoEngage has blocked or suspended this workspace. Ask MoEngage support.';
		case 'unknownWorkspace':
			return 'MoEngage does not know this workspace, or has blocked it. Check the Workspace ID and the Data Center of the credential.';
		case 'workspaceMismatch':
			return 'The key belongs to another workspace. Check the Workspace ID and the keys of the credential.';
		case 'forbidden':
			return `MoEngage does not allow this request with the ${label}. Check the key and its permissions, the IP list of the workspace, and that the feature is enabled. If all are correct, ask MoEngage support.`;
		default:
			return undefined;
	}
}
