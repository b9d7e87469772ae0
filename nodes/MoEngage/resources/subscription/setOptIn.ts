import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { userNamedBy } from '../../mapping/users';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField } from '../fields';
import { projectHeader } from '../portfolio';
import { categories, categoriesField } from './categories';
import { projectOption } from './fields';

/** How the API names the user of each kind of identifier. */
const NAMED_BY = {
	uid: { key: 'customer_id', by: 'customerId' },
	email: { key: 'email_id', by: 'email' },
} as const;

const STATUSES = [
	['Double Opted In', 'DOUBLE_OPTED_IN', 'The user has confirmed the subscription'],
	['Opt-In Pending', 'OPT_IN_PENDING', 'The user still has to confirm it'],
	['Opted Out', 'OPTED_OUT', 'The user gets no emails'],
] as const;

const VALUES = STATUSES.map(([, value]) => value);

/** Update User Email Opt-in Preferences (`api/email-subscription/email-subscription.yaml`): one user a request; the last write wins. */
export const setOptIn: Operation = {
	value: 'setOptIn',
	name: 'Set Opt-In Status',
	action: 'Set opt in status of user',
	description: 'Set whether a user has confirmed to get emails (double opt-in)',
	hint: 'For the click in a double opt-in email. To change categories alone, use update.',
	route: {
		endpoint: ENDPOINTS.setOptInStatus,
		toBody: ([preferences]) => ({ user_preferences: preferences }),
	},
	fields: [
		{
			displayName: 'Identifier Type',
			name: 'identifierType',
			type: 'options',
			options: [
				{ name: 'Customer ID', value: 'uid' },
				{
					name: 'Email',
					value: 'email',
					description: 'Changes every user with this address',
				},
			],
			default: 'uid',
			description: 'Type of the identifier below',
		},
		{ ...identifierField, description: 'Customer ID or email address of the user' },
		{
			displayName: 'Opt-In Status',
			name: 'optInStatus',
			type: 'options',
			options: STATUSES.map(([name, value, description]) => ({ name, value, description })),
			default: 'DOUBLE_OPTED_IN',
			description: 'Status that the user gets for emails',
		},
		{
			...categoriesField,
			description:
				'Categories to change as well. If none of them is on, MoEngage opts the user out, whatever the status says.',
		},
	],

	options: [projectOption],

	toPiece(parameters) {
		const type = parameters.oneOf('identifierType', ['uid', 'email'] as const) ?? 'uid';
		const { key, by } = NAMED_BY[type];
		const value = userNamedBy(by, ...parameters.at('identifier'));
		return {
			envelope: given({ headers: projectHeader(parameters.collection('options')) }),
			lane: JSON.stringify([type, value]),
			about: { [type === 'email' ? 'email' : key]: value },
			element: { [key]: value, ...preferences(parameters), channel: 'email' },
		};
	},
};

function preferences(parameters: Reader): IDataObject {
	const status = parameters.oneOf('optInStatus', VALUES);
	if (status === undefined) {
		throw new InvalidInput(
			'optInStatus',
			'is empty for this item',
			`Use one of ${VALUES.join(', ')}`,
		);
	}
	const chosen = categories(parameters);
	const isOff = chosen !== undefined && !Object.values(chosen).includes(true);
	if (isOff && status !== 'OPTED_OUT') {
		throw new InvalidInput(
			'optInStatus',
			`is ${status}, but Categories subscribes the user to none: MoEngage would store OPTED_OUT`,
			'Use OPTED_OUT, or subscribe the user to a category',
		);
	}
	return { opt_in_status: status, ...given({ categories: chosen }) };
}
