import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import {
	alertFields,
	alerts,
	couponListField,
	couponListOf,
	expiresAtField,
	expiry,
} from './fields';
import { sameName } from './sameName';

/** Update a Coupon List (OpenAPI): what is left out stays as it is. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update coupon list',
	description: 'Change the name, the expiry or the alerts of a coupon list',
	route: { endpoint: ENDPOINTS.updateCouponList, ...sameName },
	fields: [
		couponListField,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Welcome coupons',
			description: 'New name of the list. If empty, it stays as it is.',
		},
		{
			...expiresAtField,
			description: 'New last day on which the list can be used. If empty, it stays as it is.',
		},
		additionalFields(alertFields),
	],

	toPiece(parameters, { now, workflowZone }) {
		const changes = given({
			name: parameters.text('name'),
			expires_at: expiry(parameters, now, workflowZone),
			...alerts(parameters.collection('additionalFields')),
		});
		const list = couponListOf(parameters);
		if (Object.keys(changes).length > 0) return { ...list, element: changes };
		throw new InvalidInput(
			'name',
			'is empty, and so are all other fields: there is nothing to change',
			'Fill in what is to change',
		);
	},
};
