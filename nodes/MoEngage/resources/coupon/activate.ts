import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';
import {
	couponListField,
	couponListOf,
	expiresAtField,
	explainedBy,
	requiredExpiry,
} from './fields';

/** Activate Coupon List (OpenAPI): for archived lists; responds without a body. */
export const activate: Operation = {
	value: 'activate',
	name: 'Activate',
	action: 'Activate coupon list',
	description: 'Make an archived coupon list active again, with a new expiry',
	hint: 'An archived list has no codes: add some with uploadCodes.',
	route: {
		endpoint: ENDPOINTS.activateCouponList,
		...explainedBy('Only an archived list can be activated'),
	},
	fields: [
		notice(
			'activateNotice',
			'Campaigns can use an active list. This cannot be undone without losing its codes: archiving deletes them',
			'operations/coupon.md#activate',
		),
		couponListField,
		{ ...expiresAtField, required: true },
	],

	toPiece(parameters, { now, workflowZone }) {
		const expiresAt = requiredExpiry(parameters, now, workflowZone);
		const list = couponListOf(parameters);
		return {
			...list,
			about: { ...list.about, activated: true, expires_at: expiresAt },
			element: { expires_at: expiresAt },
		};
	},
};
