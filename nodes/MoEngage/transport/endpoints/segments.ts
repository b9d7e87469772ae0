import { DATA_API_BODY, type Endpoint } from './endpoint';

/** Custom segments, and the cohorts that become some: the tile Data. */
export const segments = {
	/** Cohort Sync (`api/cohort-audience/cohort-audience.yaml`): at most 128 KB a request, 300 requests a minute. */
	syncCohort: {
		method: 'POST',
		host: 'api',
		path: '/v1/integrations/cohortsync',
		tile: 'data',
		limits: {
			elements: Infinity,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 300 },
		},
		repeat: 'safe',
	},
	/** List Segments (`api/custom-segments/custom-segments.yaml`): without a match, `data` is empty. */
	listSegments: {
		method: 'GET',
		host: 'api',
		path: '/v3/custom-segments',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 50, perHour: 200, perDay: 1000 },
		},
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
} as const satisfies Record<string, Endpoint>;
