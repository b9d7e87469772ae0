import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';
import { couponListField, couponListOf, explainedBy } from './fields';

/** Archive Coupon List (OpenAPI): deletes its codes; without a body in both directions. */
export const archive: Operation = {
	value: 'archive',
	name: 'Archive',
	action: 'Archive coupon list',
	description: 'Archive a coupon list, and delete its codes',
	route: {
		endpoint: ENDPOINTS.archiveCouponList,
		...explainedBy('Only an active list can be archived'),
	},
	fields: [
		notice(
			'archiveNotice',
			'Archiving deletes the codes of the list, which cannot be undone. Campaigns that use the list can no longer send its codes',
			'operations/coupon.md#archive',
		),
		couponListField,
	],

	toPiece(parameters) {
		const list = couponListOf(parameters);
		return { ...list, about: { ...list.about, archived: true }, element: {} };
	},
};
