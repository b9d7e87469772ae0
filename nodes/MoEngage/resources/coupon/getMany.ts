import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters } from '../fields';

const STATUSES = ['ACTIVE', 'ARCHIVED', 'EXPIRED'] as const;

/** Fetch All Coupon Lists (OpenAPI): all in one response. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many coupon lists',
	description: 'Get the coupon lists of the workspace, with the number of codes that are left',
	hint: 'available_coupons says how many codes are left.',
	route: { endpoint: ENDPOINTS.listCouponLists, toOutput: recordsOf },
	fields: [
		filters([
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Active', value: 'ACTIVE' },
					{ name: 'Archived', value: 'ARCHIVED' },
					{ name: 'Expired', value: 'EXPIRED' },
				],
				default: 'ACTIVE',
				description:
					"Status of the lists. If empty, MoEngage's documents do not agree on whether all or the active ones are returned.",
			},
		]),
	],

	toPiece(parameters) {
		const status = parameters.collection('filters').oneOf('status', STATUSES);
		const question = status ?? '';
		return {
			envelope: { query: (status === undefined ? {} : { status }) as Record<string, string> },
			elementKey: question,
			lane: question,
			element: {},
		};
	},
};

/** The records of a list of coupon lists or of their files. */
export function recordsOf({ data }: IDataObject): IDataObject[] {
	if (!Array.isArray(data)) throw new Error('it has no list');
	return data.filter(isPlainObject).map((record) => ({ ...record }) as IDataObject);
}
