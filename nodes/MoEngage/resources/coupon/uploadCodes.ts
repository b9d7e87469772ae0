import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { webAddress } from '../../mapping/urls';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields, callbackUrlField, fileUrlField } from '../fields';
import { notice } from '../notice';
import { couponListField, couponListOf, explainedBy } from './fields';

/** Upload a Coupon File to the Coupon List (OpenAPI): MoEngage fetches the file a little later. */
export const uploadCodes: Operation = {
	value: 'uploadCodes',
	name: 'Upload Codes',
	action: 'Upload codes to coupon list',
	description: 'Add the codes of a file to a coupon list',
	hint: 'Wait, and read added_coupons with getUploads.',
	route: {
		endpoint: ENDPOINTS.uploadCoupons,
		...explainedBy('Only an active list takes codes'),
	},
	fields: [
		notice(
			'uploadCodesNotice',
			'An upload cannot be undone one code at a time. MoEngage does not say what it does with codes that come twice',
			'operations/coupon.md#upload-codes',
		),
		couponListField,
		{
			...fileUrlField,
			description:
				'Address from which MoEngage downloads the file of codes, at most 100 MB. It must be reachable from the internet.',
		},
		additionalFields([
			callbackUrlField,
			{
				displayName: 'Created By',
				name: 'createdBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. jane.doe@example.com',
				description: 'Email address or name of the person who uploads the codes',
			},
			{
				displayName: 'File Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. codes of week 48',
				description: 'Name that the file gets in MoEngage',
			},
			{
				displayName: 'Password',
				name: 'password',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				placeholder: 'e.g. the password of the file server',
				description: 'Password with which MoEngage downloads the file',
			},
			{
				displayName: 'User Name',
				name: 'username',
				type: 'string',
				default: '',
				placeholder: 'e.g. moengage',
				description: 'User with which MoEngage downloads the file',
			},
		]),
	],

	toPiece(parameters) {
		const additional = parameters.collection('additionalFields');
		const { envelope, lane, about } = couponListOf(parameters);
		return {
			...{ envelope, lane },
			about: { coupons_list_id: about._id },
			element: {
				file_url: webAddress(parameters.requiredText('fileUrl'), 'fileUrl'),
				...given({
					name: additional.text('name'),
					file_url_auth_username: additional.text('username'),
					file_url_auth_password: additional.text('password'),
					created_by: additional.text('createdBy'),
					callback_url: optionalAddress(
						additional.text('callbackUrl'),
						additional.path('callbackUrl'),
					),
				}),
			} as IDataObject,
		};
	},
};

const optionalAddress = (text: string | undefined, parameter: string) =>
	text === undefined ? undefined : webAddress(text, parameter);
