import { DATA_API_BODY, type Endpoint } from './endpoint';

/** Experiences: the tile Personalize. */
export const personalize = {
	/** Fetch Experience (OpenAPI): one user and at most 25 experience keys a request, 10,000 a minute. No match: `{}` in `experiences`. */
	fetchExperiences: {
		method: 'POST',
		host: 'sdk',
		path: '/v1/experiences/fetch',
		tile: 'personalize',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 10_000 },
		},
		repeat: 'safe',
		answersWith: ['experiences'],
		isRead: true,
	},
	/** Fetch Experience Metadata (OpenAPI). Without a match: `metadata` with the count 0 and no experiences. */
	listExperiences: {
		method: 'GET',
		host: 'sdk',
		path: '/v1/experiences/metadata',
		tile: 'personalize',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
		answersWith: ['metadata'],
		isRead: true,
	},
	/** Report Experience Events API (Personalize): at most 100 users a request, de-duplicated by `moe_event_uuid`. */
	reportExperienceEvents: {
		method: 'POST',
		host: 'sdk',
		path: '/v1/experiences/events',
		tile: 'personalize',
		limits: { elements: 100, bytes: DATA_API_BODY },
		repeat: 'safe',
	},
} as const satisfies Record<string, Endpoint>;
