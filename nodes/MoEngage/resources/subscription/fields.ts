import type { INodeProperties } from 'n8n-workflow';

import { userNamedBy, type UserNamedBy } from '../../mapping/users';
import type { Reader } from '../../mapping/reader';
import { identifierField } from '../fields';
import { projectCodeOption } from '../portfolio';

const IDENTIFIER_TYPES = ['email', 'moe_user_id', 'uid'] as const;

const NAMED_BY: Record<(typeof IDENTIFIER_TYPES)[number], UserNamedBy> = {
	email: 'email',
	moe_user_id: 'moengageId',
	uid: 'customerId',
};

export const identifierFields: INodeProperties[] = [
	{
		displayName: 'Identifier Type',
		name: 'identifierType',
		type: 'options',
		options: [
			{ name: 'Customer ID', value: 'uid' },
			{
				name: 'Email',
				value: 'email',
				description:
					'If several users have the address, MoEngage rejects it, unless email-based unsubscribe is on',
			},
			{
				name: 'MoEngage ID',
				value: 'moe_user_id',
				description: 'ID that MoEngage assigned to the user, with or without usr_',
			},
		],
		default: 'uid',
		description: 'Type of the identifier below',
	},
	{ ...identifierField, description: 'Customer ID, email address or MoEngage ID of the user' },
];

/** Who it is about, as the query of Get and the body of Update name it. */
export type UserIdentifier = {
	user_identifier_type: (typeof IDENTIFIER_TYPES)[number];
	user_identifier_value: string;
};

/** Reads `identifierType` and `identifier`. */
export function userIdentifier(parameters: Reader): UserIdentifier {
	const type = parameters.oneOf('identifierType', IDENTIFIER_TYPES) ?? 'uid';
	const value = userNamedBy(NAMED_BY[type], ...parameters.at('identifier'));
	return { user_identifier_type: type, user_identifier_value: value };
}

/** The newest document has email alone. Workflows saved before may say `sms`: MoEngage decides about it. */
const CHANNELS = ['email', 'sms'] as const;

/** @param description what it means if nothing is chosen */
export function channelField(description: string): INodeProperties {
	return {
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: [{ name: 'Email', value: 'email' }],
		default: 'email',
		description,
	};
}

/** Reads `channel` of a collection; `undefined` if nothing is chosen. */
export function channel(collection: Reader): (typeof CHANNELS)[number] | undefined {
	return collection.oneOf('channel', CHANNELS);
}

/** Workspaces with Portfolio need it in all operations (`subscription-categories-v5.yaml`). */
export const projectOption = projectCodeOption(
	'Project of the subscriptions. Required in workspaces with Portfolio.',
);
