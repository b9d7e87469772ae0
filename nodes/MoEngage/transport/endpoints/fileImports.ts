import { DATA_API_BODY, type Endpoint } from './endpoint';

/** "You can create 50 requests per minute", for each of the two. */
const RATE = { counts: 'requests', perMinute: 50 } as const;

/** Imports from files (`api/data/data.yaml`), on a host of their own: the tile Data. */
export const fileImports = {
	/** Trigger File Imports: once in five minutes for each import, which a repeat would run again. */
	startImport: {
		method: 'POST',
		host: 'fileimports-data-api',
		path: '/v1.0/data/fileimports/trigger/{scheduleId}',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, perPath: true, onceInMinutes: 5 },
		repeat: 'reachesCustomers',
		takesNoBody: true,
	},
	/** Import Details: 50 imports a page. */
	listImports: {
		method: 'POST',
		host: 'fileimports-data-api',
		path: '/v1.0/data/fileimports/import/status',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	/** Import File Run History: 50 files a page. */
	listImportRuns: {
		method: 'POST',
		host: 'fileimports-data-api',
		path: '/v1.0/data/fileimports/import/run/history',
		tile: 'data',
		limits: { elements: 1, bytes: DATA_API_BODY, rate: RATE },
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
} as const satisfies Record<string, Endpoint>;
