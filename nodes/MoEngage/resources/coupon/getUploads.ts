import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { couponListField, couponListOf } from './fields';
import { recordsOf } from './getMany';

/** Fetch All Coupon Files From Coupon List (OpenAPI): all in one response. */
export const getUploads: Operation = {
	value: 'getUploads',
	name: 'Get Many Uploads',
	action: 'Get many uploads of coupon list',
	description: 'Get the files of codes that were uploaded to a coupon list, with their status',
	hint: 'Says after uploadCodes how many codes MoEngage has added: added_coupons.',
	route: { endpoint: ENDPOINTS.listCouponFiles, toOutput: recordsOf },
	fields: [couponListField],

	toPiece(parameters) {
		const { envelope, lane } = couponListOf(parameters);
		return { envelope, elementKey: lane, lane, element: {} };
	},
};
