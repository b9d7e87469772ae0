import { DATA_API_BODY, type Endpoint } from './endpoint';

const RATE = { counts: 'requests', perMinute: 50, perHour: 200, perDay: 1000 } as const;

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
			rate: RATE,
		},
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Get Segment by ID: `data` has the segment. */
	getSegment: {
		method: 'GET',
		host: 'api',
		path: '/v3/custom-segments/{segmentId}',
		tile: 'data',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 100, perHour: 1000, perDay: 4000 },
		},
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Create Filter Segment: a second one with the same name or filters is refused, so that a repeat changes nothing. */
	createSegment: {
		method: 'POST',
		host: 'api',
		path: '/v3/custom-segments',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
	},
	/** Update Filter Segment: the last write wins. */
	updateSegment: {
		method: 'PATCH',
		host: 'api',
		path: '/v3/custom-segments/{segmentId}',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
	},
	/** Archive Segment: accepted as a request, whatever the segment is. */
	archiveSegment: {
		method: 'PATCH',
		host: 'api',
		path: '/v2/custom-segments/archive',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
	},
	/** Unarchive Segment: as to archive one. */
	unarchiveSegment: {
		method: 'PATCH',
		host: 'api',
		path: '/v2/custom-segments/unarchive',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
	},
	/** Create File Segment: a second one with the same name is refused. Of 10 files an hour and 100 a day, which count users, too,
	 * MoEngage's refusals tell. */
	createFileSegment: {
		method: 'POST',
		host: 'api',
		path: '/v2/custom-segments/file-segment',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
	},
	/** Add users, remove users or replace all of them: the same file again changes nothing. */
	updateFileSegment: {
		method: 'PUT',
		host: 'api',
		path: '/v2/custom-segments/file-segment/{change}',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY },
		repeat: 'safe',
	},
} as const satisfies Record<string, Endpoint>;
