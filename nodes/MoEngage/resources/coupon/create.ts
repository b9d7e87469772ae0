import type { Operation } from '../../delivery/operation';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import { alertFields, alerts, expiresAtField, requiredExpiry } from './fields';
import { sameName } from './sameName';

/** Create a Coupon List (OpenAPI): without codes, which Upload Codes adds. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create coupon list',
	description: 'Create a list of coupon codes, which has no codes yet',
	hint: 'Then add codes with uploadCodes.',
	route: { endpoint: ENDPOINTS.createCouponList, ...sameName },
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Welcome coupons',
			description: 'Name of the list. No other list has it.',
		},
		{
			displayName: 'Label',
			name: 'label',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. welcome_coupons',
			description: 'Name of the list in the content of campaigns. No other list has it.',
		},
		{ ...expiresAtField, required: true },
		{
			displayName: 'Created By',
			name: 'createdBy',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. jane.doe@example.com',
			description: 'Email address or name of the person who creates the list',
		},
		additionalFields(alertFields),
	],

	toPiece(parameters, { now, workflowZone }) {
		const name = parameters.requiredText('name');
		return {
			lane: name,
			element: {
				name,
				label: parameters.requiredText('label'),
				expires_at: requiredExpiry(parameters, now, workflowZone),
				created_by: parameters.requiredText('createdBy'),
				...alerts(parameters.collection('additionalFields')),
			},
		};
	},
};
