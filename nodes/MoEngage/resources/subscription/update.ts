import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { readObjectOfAttributes } from '../../mapping/attributes';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given, isGiven, requiredText } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import { notice } from '../notice';
import { projectHeader } from '../portfolio';
import { categories, categoriesField } from './categories';
import { channel, channelField, identifierFields, projectOption, userIdentifier } from './fields';

/** What the output calls each kind of identifier: the same as other operations do. */
const OUTPUT_KEYS = { email: 'email', moe_user_id: 'moengage_id', uid: 'customer_id' };

/** Update Subscription Preferences V5: one user a request, applied by MoEngage a little later. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update subscriptions of user',
	description: 'Subscribe a user to categories, or unsubscribe the user',
	hint: 'Put subscription with get before it, and map is_globally_unsubscribed: the field has no neutral value.',
	route: { endpoint: ENDPOINTS.updateSubscriptionPreferences, keyHeader: 'Idempotency-Key' },
	fields: [
		...identifierFields,
		notice(
			'updateNotice',
			'Globally Unsubscribed set to off cancels an earlier global unsubscribe of the user. To keep it, read the user with Get first, and map the same field of its output',
			'operations/subscription.md#update',
		),
		{
			displayName: 'Globally Unsubscribed',
			name: 'globallyUnsubscribed',
			type: 'boolean',
			default: false,
			required: true,
			description:
				'Whether to unsubscribe the user from all categories of the channel. On: MoEngage ignores Categories. Off: MoEngage also cancels an earlier global unsubscribe of the user. No value leaves it as it is: to keep it, map is_globally_unsubscribed of Get.',
		},
		categoriesField,
		additionalFields([
			channelField('Channel of the categories. MoEngage has email alone, also if this is empty.'),
			{
				displayName: 'Event Attributes',
				name: 'eventAttributes',
				type: 'json',
				default: '{}',
				placeholder: 'e.g. { "source": "preference_center" }',
				description:
					'Up to 5 attributes of the event that MoEngage records for the update, as one JSON object',
			},
		]),
	],

	options: [projectOption],

	toPiece(parameters) {
		const user = userIdentifier(parameters);
		const { user_identifier_type: type, user_identifier_value: value } = user;
		const additional = parameters.collection('additionalFields');
		return {
			envelope: given({ headers: projectHeader(parameters.collection('options')) }),
			lane: JSON.stringify(user),
			about: { [OUTPUT_KEYS[type]]: value },
			element: {
				...user,
				...given({ channel: channel(additional) }),
				...changes(parameters),
				...given({ event_attributes: eventAttributes(additional) }),
			},
		};
	},
};

/**
 * What the update changes. Off without categories looks like nothing, and cancels an opt-out: nobody must do so without
 * knowing.
 */
function changes(parameters: Reader): IDataObject {
	const isUnsubscribed = globallyUnsubscribed(parameters);
	const chosen = categories(parameters);
	if (!isUnsubscribed && chosen === undefined) {
		throw new InvalidInput(
			'globallyUnsubscribed',
			'is off, and Categories is empty: there is nothing to change but an earlier global unsubscribe, which MoEngage would cancel',
			'Add a category. To cancel a global unsubscribe on purpose, add one that the user is to have',
		);
	}
	return { is_globally_unsubscribed: isUnsubscribed, ...given({ categories: chosen }) };
}

/** Neither value leaves things as they are, so that an empty cell must not stand for one of them. */
function globallyUnsubscribed(parameters: Reader): boolean {
	const value = parameters.flag('globallyUnsubscribed');
	if (value !== undefined) return value;
	throw new InvalidInput(
		'globallyUnsubscribed',
		'is empty for this item, and MoEngage has no neutral value for it',
		'Use true to unsubscribe the user from everything, or false to cancel a global unsubscribe',
	);
}

const MOST_ATTRIBUTES = 5;
const LONGEST_NAME = 50;
const LONGEST_VALUE = 255;

/** As text, as which MoEngage stores them. */
function eventAttributes(additional: Reader): Record<string, string> | undefined {
	const parameter = additional.path('eventAttributes');
	const entries = Object.entries(readObjectOfAttributes(additional, 'eventAttributes', 'message'))
		.filter(([, value]) => isGiven(value))
		.map(([name, value]) => [name, textOf(value, parameter)] as const);
	if (entries.length > MOST_ATTRIBUTES) {
		throw new InvalidInput(
			parameter,
			`has ${entries.length} attributes, but MoEngage accepts at most ${MOST_ATTRIBUTES}`,
			'Remove some of them',
		);
	}
	for (const [name, value] of entries) {
		if (name.length <= LONGEST_NAME && value.length <= LONGEST_VALUE) continue;
		throw new InvalidInput(
			parameter,
			`has the attribute ${quote(name)} with ${name.length} characters in its name and ${value.length} in its value, but MoEngage accepts ${LONGEST_NAME} and ${LONGEST_VALUE}`,
			'Shorten it',
		);
	}
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function textOf(value: unknown, parameter: string): string {
	return requiredText(typeof value === 'boolean' ? String(value) : value, parameter);
}
