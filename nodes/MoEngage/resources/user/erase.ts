import type { Operation } from '../../delivery/operation';
import { assertNamesOneUser, customerId } from '../../mapping/identifiers';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { emailAddress } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField } from '../fields';
import { notice } from '../notice';

/** What the API finds users by (`api/gdpr-ccpa/gdpr-ccpa.yaml`). */
const IDENTITY_TYPES = [
	'ID',
	'email',
	'mobile',
	'google_advertising_id',
	'advertising_identifier',
	'user_secondary_id',
] as const;

/** Fewer digits are no phone number, but an expression gone wrong. */
const PHONE = /^\+?(?:[\s().-]*\d){6,}[\s().-]*$/;

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
			'operations.md#user-erase',
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
		const type = parameters.oneOf('identifierType', IDENTITY_TYPES) ?? 'ID';
		const value = identityValue(type, parameters);
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

/** Whatever several users may share is refused: MoEngage would erase all of them. */
function identityValue(type: (typeof IDENTITY_TYPES)[number], parameters: Reader): string {
	if (type === 'ID') return customerId(...parameters.at('identifier'));
	const value = parameters.requiredText('identifier');
	assertNamesOneUser(value, 'identifier');
	if (type === 'email') return emailAddress(value, 'identifier');
	if (type === 'mobile' && !PHONE.test(value)) {
		throw new InvalidInput(
			'identifier',
			`${quote(value)} is not a phone number`,
			'Use the phone number of one user as MoEngage has it, such as +919876500000',
		);
	}
	return value;
}
