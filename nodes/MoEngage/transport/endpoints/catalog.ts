import type { Endpoint } from './endpoint';

/** The documents say 5 MB, "only when Content-Length header is provided"; the smaller reading of MB is safe. */
const CATALOG_BODY = 5_000_000;

/**
 * "A COMBINED limit across all Catalog APIs". The description counts requests, each operation its items; a limit of
 * items would show as 429, which the node waits for.
 */
const limits = {
	elements: 50,
	bytes: CATALOG_BODY,
	rate: { counts: 'requests', perMinute: 100, perHour: 1000 },
	pool: 'catalog',
} as const;

/**
 * Items of a catalog that was created by API (`api/catalog/catalog.yaml`): the tile Campaign report/Business
 * events/Custom templates/Catalog API/Inform Report. At most 50 items a request.
 */
export const catalog = {
	/** Add Items: an item that the catalog has is refused, so that a repeat changes nothing. */
	createCatalogItems: {
		method: 'POST',
		host: 'api',
		path: '/v1/catalog/{catalogId}/items',
		tile: 'campaign',
		limits,
		repeat: 'safe',
	},
	/** Update Items: the last write wins. */
	updateCatalogItems: {
		method: 'PATCH',
		host: 'api',
		path: '/v1/catalog/{catalogId}/items',
		tile: 'campaign',
		limits,
		repeat: 'safe',
	},
	/** Delete Items: an item that is gone stays gone. */
	deleteCatalogItems: {
		method: 'POST',
		host: 'api',
		path: '/v1/catalog/{catalogId}/items/bulk-delete',
		tile: 'campaign',
		limits,
		repeat: 'safe',
		rejectsRepeats: true,
	},
	/** Get Items: `items` holds the ones that the catalog has (`GetItemDetailsResponse`). */
	getCatalogItems: {
		method: 'POST',
		host: 'api',
		path: '/v1/catalog/{catalogId}/items/search',
		tile: 'campaign',
		limits,
		repeat: 'safe',
		answersWith: ['items'],
		isRead: true,
	},
} as const satisfies Record<string, Endpoint>;
