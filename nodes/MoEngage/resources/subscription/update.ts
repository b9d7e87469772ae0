import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { asBoolean, given, isGiven, requiredText } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields, rowsNamedBy } from '../fields';
import { channel, channelField, identifierFields, userIdentifier } from './fields';

const categoriesField: INodeProperties = {
	displayName: 'Categories',
	name: 'categories',
	type: 'fixedCollection',
	typeOptions: rowsNamedBy('name'),
	placeholder: 'Add Category',
	default: {},
	description: 'Categories to change. MoEngage leaves all others as they are.',
	options: [
		{
			displayName: 'Category',
			name: 'category',
			values: [
				{
					displayName: 'Category Name or ID',
					name: 'name',
					type: 'options',
					typeOptions: {
						loadOptionsMethod: 'getSubscriptionCategories',
						loadOptionsDependsOn: ['additionalFields.channel'],
					},
					default: '',
					description:
						'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				{
					displayName: 'Subscribed',
					name: 'subscribed',
					type: 'boolean',
					default: true,
					description: 'Whether the user is subscribed to the category',
				},
			],
		},
	],
};

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
			channelField('Channel of the categories. If empty, MoEngage changes those of email.'),
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

	toPiece(parameters) {
		const user = userIdentifier(parameters);
		const { user_identifier_type: type, user_identifier_value: value } = user;
		const additional = parameters.collection('additionalFields');
		return {
			lane: JSON.stringify(user),
			about: { [OUTPUT_KEYS[type]]: value },
			element: {
				...user,
				...given({ channel: channel(additional) }),
				is_globally_unsubscribed: globallyUnsubscribed(parameters),
				...given({
					categories: categories(parameters),
					event_attributes: eventAttributes(additional),
				}),
			},
		};
	},
};

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

function categories(parameters: Reader): Record<string, boolean> | undefined {
	const parameter = parameters.path('categories');
	const chosen = new Map<string, boolean>();
	for (const row of parameters.rows('categories', 'category', 'subscribed')) {
		if (!isGiven(row.name) && !isGiven(row.value)) continue;
		const name = requiredText(row.name, `${parameter}.category.name`);
		if (chosen.has(name)) {
			throw new InvalidInput(
				parameter,
				`has the category ${quote(name)} twice`,
				'Keep one row for each category',
			);
		}
		chosen.set(name, isSubscribed(row.value, `${parameter}.category.subscribed`));
	}
	return chosen.size > 0 ? Object.fromEntries(chosen) : undefined;
}

/** An empty cell is no consent. */
function isSubscribed(value: unknown, parameter: string): boolean {
	const subscribed = asBoolean(value, parameter);
	if (subscribed !== undefined) return subscribed;
	throw new InvalidInput(
		parameter,
		'is empty for a category',
		'Use true to subscribe the user to it, or false to unsubscribe',
	);
}

const MOST_ATTRIBUTES = 5;
const LONGEST_NAME = 50;
const LONGEST_VALUE = 255;

/** As text, as which MoEngage stores them. */
function eventAttributes(additional: Reader): Record<string, string> | undefined {
	const parameter = additional.path('eventAttributes');
	const entries = Object.entries(additional.object('eventAttributes') ?? {})
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
