import type { Operation } from '../../delivery/operation';
import { userNamedBy, type UserNamedBy } from '../../mapping/users';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField } from '../fields';
import { notice } from '../notice';

/** What the API finds users by (`api/gdpr-ccpa/gdpr-ccpa.yaml`). It erases all users who share a value. */
const IDENTITY_TYPES: Record<string, UserNamedBy> = {
	ID: 'customerId',
	email: 'email',
	mobile: 'phone',
	google_advertising_id: 'other',
	advertising_identifier: 'other',
	user_secondary_id: 'other',
};

/** GDPR/CCPA request: one identity a request; cannot be undone. Its only documented request type is the erasure. */
export const erase: Operation = {
	value: 'erase',
	name: 'Erase',
	action: 'Erase personal data of user',
	description:
		'Request the erasure of all personal data of a user (GDPR, CCPA), which takes up to 7 days',
	hint: 'For requests under GDPR or CCPA. Put a human approval before it.',
	route: { endpoint: ENDPOINTS.requestErasure },
	fields: [
		notice(
			'eraseNotice',
			'An erasure cannot be undone. An email, like every other identifier, erases every user who has it',
			'operations/user.md#erase',
		),
		{
			displayName: 'Identifier Type',
			name: 'identifierType',
			type: 'options',
			options: [
				{
					name: 'Apple Advertising ID',
					value: 'advertising_identifier',
					description: 'IDFA of an anonymous user',
				},
				{ name: 'Customer ID', value: 'ID' },
				{ name: 'Email', value: 'email', description: 'Erases every user with this email' },
				{
					name: 'Google Advertising ID',
					value: 'google_advertising_id',
					description: 'GAID of an anonymous user',
				},
				{ name: 'Phone', value: 'mobile', description: 'Erases every user with this number' },
				{ name: 'Secondary ID', value: 'user_secondary_id' },
			],
			default: 'ID',
			description: 'Type of the identifier below',
		},
		{
			...identifierField,
			description: 'Customer ID, email, phone number or other identifier of the user',
		},
	],

	toPiece(parameters, { now }) {
		const type = parameters.oneOf('identifierType', Object.keys(IDENTITY_TYPES)) ?? 'ID';
		const value = userNamedBy(IDENTITY_TYPES[type], ...parameters.at('identifier'));
		return {
			lane: value,
			about: { [type === 'ID' ? 'customer_id' : type]: value, deleted: true },
			element: {
				request_type: 'erasure',
				submitted_time: new Date(now).toISOString().replace(/\.\d+/, ''),
				identities: [{ identity_type: type, identity_value: value }],
				api_version: '1.0',
			},
		};
	},
};
