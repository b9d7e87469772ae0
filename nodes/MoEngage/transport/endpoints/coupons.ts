import { DATA_API_BODY, type Endpoint } from './endpoint';

const OF_READS = {
	elements: 1,
	bytes: DATA_API_BODY,
	rate: { counts: 'requests', perDay: 10_000 },
} as const;

const OF_CHANGES = {
	elements: 1,
	bytes: DATA_API_BODY,
	rate: { counts: 'requests', perDay: 100 },
} as const;

/**
 * Coupon lists and their codes (OpenAPI, which is all that MoEngage has published of them): the tile Campaign report/
 * Business events/Custom templates/Catalog API/Inform Report. Each limit is one of its own.
 */
export const coupons = {
	listCouponLists: {
		method: 'GET',
		host: 'api',
		path: '/v1/coupon-list',
		tile: 'campaign',
		limits: OF_READS,
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	getCouponList: {
		method: 'GET',
		host: 'api',
		path: '/v1/coupon-list/{couponListId}',
		tile: 'campaign',
		limits: OF_READS,
		repeat: 'safe',
		answersWith: ['_id'],
		isRead: true,
	},
	/** A second list of the same name is refused, so that a repeat changes nothing. */
	createCouponList: {
		method: 'POST',
		host: 'api',
		path: '/v1/coupon-list',
		tile: 'campaign',
		limits: OF_CHANGES,
		repeat: 'safe',
	},
	/** The last write wins. */
	updateCouponList: {
		method: 'PATCH',
		host: 'api',
		path: '/v1/coupon-list/{couponListId}',
		tile: 'campaign',
		limits: OF_CHANGES,
		repeat: 'safe',
	},
	/** Reactivates archived lists; what it responds for a list that is active is not documented. */
	activateCouponList: {
		method: 'PUT',
		host: 'api',
		path: '/v1/coupon-list/{couponListId}/activate',
		tile: 'campaign',
		limits: OF_CHANGES,
		repeat: 'reachesCustomers',
		answersEmpty: true,
	},
	/** "Upon archival, the coupon codes within the list are deleted." */
	archiveCouponList: {
		method: 'PUT',
		host: 'api',
		path: '/v1/coupon-list/{couponListId}/archive',
		tile: 'campaign',
		limits: OF_CHANGES,
		repeat: 'reachesCustomers',
		takesNoBody: true,
		answersEmpty: true,
	},
	/** "5 coupon files to a coupon list per minute"; no document says what a file does that comes twice. */
	uploadCoupons: {
		method: 'POST',
		host: 'api',
		path: '/v1/coupon-list/{couponListId}/files',
		tile: 'campaign',
		limits: {
			elements: 1,
			bytes: DATA_API_BODY,
			rate: { counts: 'requests', perMinute: 5, perDay: 50 },
			perPath: true,
		},
		repeat: 'reachesCustomers',
	},
	listCouponFiles: {
		method: 'GET',
		host: 'api',
		path: '/v1/coupon-list/{couponListId}/files',
		tile: 'campaign',
		limits: OF_READS,
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
} as const satisfies Record<string, Endpoint>;
