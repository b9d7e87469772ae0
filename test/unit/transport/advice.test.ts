import { adviceFor } from '../../../nodes/MoEngage/transport/advice';
import type { Cause } from '../../../nodes/MoEngage/transport/cause';
import type { Tile } from '../../../nodes/MoEngage/transport/endpoints';

const TILES: Tile[] = ['data', 'campaign', 'personalize', 'push', 'inform'];

/** Whether a cause is beyond the one request, so that a user has to change key, workspace or settings. */
const IS_BEYOND_ONE_REQUEST: Record<Cause, boolean> = {
	wrongKey: true,
	wrongKeyOrNotEnabled: true,
	keyNotGenerated: true,
	keyExpired: true,
	keyMalformed: true,
	keyScope: true,
	featureOff: true,
	notEnabled: true,
	ipNotListed: true,
	suspended: true,
	unknownWorkspace: true,
	workspaceMismatch: true,
	forbidden: true,
	limit: false,
	server: false,
	gateway: false,
	request: false,
};

const causesThatAre = (beyond: boolean) =>
	(Object.keys(IS_BEYOND_ONE_REQUEST) as Cause[]).filter(
		(cause) => IS_BEYOND_ONE_REQUEST[cause] === beyond,
	);

test.each(causesThatAre(true))(
	'%s has advice in full sentences, which avoids n8n’s words',
	(cause) => {
		for (const tile of TILES) {
			for (const source of [undefined, 'tile', 'apiKey'] as const) {
				const advice = adviceFor(cause, tile, source);
				expect(advice).toMatch(/^[A-Z].*\.$/);
				expect(advice).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
			}
		}
	},
);

test.each(causesThatAre(false))('%s has no advice here', (cause) => {
	for (const tile of TILES) expect(adviceFor(cause, tile)).toBeUndefined();
});

describe('the key to look at', () => {
	test.each([
		...(['wrongKey', 'wrongKeyOrNotEnabled', 'keyExpired', 'keyMalformed', 'keyScope'] as const),
		...(['forbidden', 'notEnabled'] as const),
	])('of %s is the one that was sent, or both where that is not known', (cause) => {
		const ofTile = adviceFor(cause, 'personalize', 'tile');
		expect(ofTile).toContain('Personalize API Key');
		expect(ofTile).not.toMatch(/empty/);
		const ofApiKey = adviceFor(cause, 'personalize', 'apiKey');
		expect(ofApiKey).toContain('API Key');
		expect(ofApiKey).not.toContain('Personalize API Key');
		const ofEither = adviceFor(cause, 'personalize');
		expect(ofEither).toMatch(/Personalize API Key.*empty.*API Key/);
	});

	test('of one that was never generated is the tile’s own', () => {
		for (const source of [undefined, 'tile', 'apiKey'] as const) {
			expect(adviceFor('keyNotGenerated', 'data', source)).toMatch(/"Data" tile.*Data API Key/);
		}
	});
});

const TILE_KEY = 'Personalize API Key';
const EITHER_KEY = 'Personalize API Key (if empty: API Key)';

/** The whole text for the key of the Personalize tile, and for either key. */
const TEXTS: Array<[Cause, (key: string) => string]> = [
	[
		'keyExpired',
		(key) =>
			`MoEngage says that the ${key} of the credential has expired. Create a key in Settings > Account > API keys, and copy it into the credential.`,
	],
	[
		'keyMalformed',
		(key) =>
			`MoEngage cannot read the ${key} of the credential. Copy the key from MoEngage again, whole and without quotes. It has to be a key for Basic authentication, not an OAuth token.`,
	],
	[
		'keyScope',
		(key) =>
			`The ${key} of the credential has no permission for this API. Add the permission to the key in Settings > Account > API keys, or use another key.`,
	],
	[
		'featureOff',
		() =>
			'This feature is not enabled in the MoEngage workspace. Ask MoEngage support to enable it.',
	],
	[
		'notEnabled',
		(key) =>
			`MoEngage support has to enable this API for each workspace before its first use. Ask them to. If it is enabled, check the ${key}, its permissions, the IP list of the workspace, and the Data Center.`,
	],
	[
		'ipNotListed',
		() =>
			'The IP address of this n8n is not on the list of the MoEngage workspace. Add it in Settings > Account > Security > IP whitelisting.',
	],
	['suspended', () => 'MoEngage has blocked or suspended this workspace. Ask MoEngage support.'],
	[
		'unknownWorkspace',
		() =>
			'MoEngage does not know this workspace, or has blocked it. Check the Workspace ID and the Data Center of the credential.',
	],
	[
		'workspaceMismatch',
		() =>
			'The key belongs to another workspace. Check the Workspace ID and the keys of the credential.',
	],
	[
		'forbidden',
		(key) =>
			`MoEngage does not allow this request with the ${key}. Check the key and its permissions, the IP list of the workspace, and that the feature is enabled. If all are correct, ask MoEngage support.`,
	],
];

test.each(TEXTS)('%s has its own advice', (cause, text) => {
	expect(adviceFor(cause, 'personalize', 'tile')).toBe(text(TILE_KEY));
	expect(adviceFor(cause, 'personalize', 'apiKey')).toBe(text('API Key'));
	expect(adviceFor(cause, 'personalize')).toBe(text(EITHER_KEY));
});

test('a wrong key has the advice for where it came from', () => {
	const check = 'Check the Workspace ID, the Data Center and the Push API Key of the credential.';
	const tile = 'MoEngage accepts only the key of the "Push" tile.';
	const dashboard = 'API Key needs access to this API in Settings > Account > API keys.';
	const support =
		' If other operations work with this key, ask MoEngage support to enable this API for the workspace.';
	const texts = [
		['tile', `${check} ${tile}`],
		[undefined, `${check} ${tile} If that field is empty, ${dashboard}`],
		[
			'apiKey',
			`Check the Workspace ID, the Data Center and the API Key of the credential. ${dashboard}`,
		],
	] as const;
	for (const [source, text] of texts) {
		expect(adviceFor('wrongKey', 'push', source)).toBe(text);
		expect(adviceFor('wrongKeyOrNotEnabled', 'push', source)).toBe(text + support);
	}
});
