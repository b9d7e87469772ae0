import type { MoEngageCredential } from '../../nodes/MoEngage/transport/credential';

/** Environment variables and the fields of the credential that they stand for. */
const VARIABLES: Record<string, keyof MoEngageCredential> = {
	MOENGAGE_DATA_CENTER: 'dataCenter',
	MOENGAGE_WORKSPACE_ID: 'workspaceId',
	MOENGAGE_DATA_API_KEY: 'dataApiKey',
	MOENGAGE_CAMPAIGN_API_KEY: 'campaignApiKey',
	MOENGAGE_PERSONALIZE_API_KEY: 'personalizeApiKey',
	MOENGAGE_PUSH_API_KEY: 'pushApiKey',
	MOENGAGE_INFORM_API_KEY: 'informApiKey',
	MOENGAGE_API_KEY: 'apiKey',
	MOENGAGE_API_BASE_URL: 'apiBaseUrl',
	MOENGAGE_PERSONALIZE_BASE_URL: 'personalizeBaseUrl',
	MOENGAGE_PUSH_BASE_URL: 'pushBaseUrl',
};

/** What the probe takes from the environment, for its help. */
export const USAGE = `Usage: npm run probe [-- --write USER_ID]

Asks a MoEngage workspace what MoEngage's documents leave open, and prints a report to paste into an issue.
It changes nothing, unless --write names a user: then it also sends one event and one attribute of that user.

Environment variables; nothing is stored:
  MOENGAGE_DATA_CENTER          01 to 06 or 101, from the address of your dashboard; or custom
  MOENGAGE_WORKSPACE_ID
  MOENGAGE_DATA_API_KEY, MOENGAGE_CAMPAIGN_API_KEY, MOENGAGE_PERSONALIZE_API_KEY,
  MOENGAGE_PUSH_API_KEY, MOENGAGE_INFORM_API_KEY
                                keys of the tiles; those of the tiles that it is to ask
  MOENGAGE_API_KEY              a key of Settings > Account > API keys, for every tile without a key of its own
  MOENGAGE_API_BASE_URL, MOENGAGE_PERSONALIZE_BASE_URL, MOENGAGE_PUSH_BASE_URL
                                for the data center custom only`;

/** The credential as the environment has it; what is not set is left out. */
export function readEnvironment(
	environment: Record<string, string | undefined>,
): MoEngageCredential {
	const given = Object.entries(VARIABLES).flatMap(([variable, field]): Array<[string, string]> => {
		const value = environment[variable]?.trim() ?? '';
		return value === '' ? [] : [[field, value]];
	});
	return { dataCenter: '', workspaceId: '', ...Object.fromEntries(given) };
}
