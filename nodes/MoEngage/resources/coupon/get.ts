import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { couponListField, couponListOf } from './fields';

/** Fetch a Coupon List (OpenAPI). */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get coupon list',
	description: 'Get a coupon list, with the number of codes that are left',
	route: { endpoint: ENDPOINTS.getCouponList, toOutput: (answer) => [{ ...answer }] },
	fields: [couponListField],

	toPiece(parameters) {
		const { envelope, lane } = couponListOf(parameters);
		return { envelope, elementKey: lane, lane, element: {} };
	},
};
