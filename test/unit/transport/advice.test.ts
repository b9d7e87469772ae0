import { adviceFor } from '../../../nodes/MoEngage/transport/advice';
import { SCOPES, type Cause } from '../../../nodes/MoEngage/transport/cause';
import type { Tile } from '../../../nodes/MoEngage/transport/endpoints';

const CAUSES = Object.keys(SCOPES) as Cause[];
const TILES: Tile[] = ['data', 'campaign', 'personalize'];

const beyondOneRequest = CAUSES.filter((cause) => ['key', 'workspace'].includes(SCOPES[cause]));

test.each(beyondOneRequest)(
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

test('what concerns one request has no advice here', () => {
	const others = CAUSES.filter((cause) => !beyondOneRequest.includes(cause));
	expect(others.map((cause) => adviceFor(cause, 'data'))).toEqual(others.map(() => undefined));
});

describe('the key to look at', () => {
	test.each(['wrongKey', 'wrongKeyOrNotEnabled', 'keyScope', 'forbidden', 'notEnabled'] as const)(
		'of %s is the one that was sent, or both where that is not known',
		(cause) => {
			const ofTile = adviceFor(cause, 'personalize', 'tile');
			expect(ofTile).toContain('Personalize API Key');
			expect(ofTile).not.toMatch(/empty/);
			const ofApiKey = adviceFor(cause, 'personalize', 'apiKey');
			expect(ofApiKey).toContain('API Key');
			expect(ofApiKey).not.toContain('Personalize API Key');
			const ofEither = adviceFor(cause, 'personalize');
			expect(ofEither).toMatch(/Personalize API Key.*empty.*API Key/);
		},
	);

	test('of one that was never generated is the tile’s own', () => {
		for (const source of [undefined, 'tile', 'apiKey'] as const) {
			expect(adviceFor('keyNotGenerated', 'data', source)).toMatch(/"Data" tile.*Data API Key/);
		}
	});
});
