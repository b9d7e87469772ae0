import { getCategories } from '../../../nodes/MoEngage/resources/subscription/getCategories';
import { get } from '../../../nodes/MoEngage/resources/subscription/get';
import { update } from '../../../nodes/MoEngage/resources/subscription/update';
import { parametersOf } from '../parametersOf';

const FACTS = {
	json: {},
	item: 0,
	now: 0,
	workflowZone: { offsetAt: () => 0 },
	newUuid: () => '',
	hasFile: () => false,
	files: () => [],
};

function elementOf(parameters: Record<string, unknown>) {
	const given = { identifier: 'jane@example.com', globallyUnsubscribed: true, ...parameters };
	return update.toPiece(parametersOf(given), FACTS).element;
}

test.each<[what: string, given: unknown, sent: unknown]>([
	[
		'the fixed collection',
		{
			category: [
				{ name: 'news', subscribed: false },
				{ name: ' sale ', subscribed: 'true' },
			],
		},
		{ news: false, sale: true },
	],
	['names and states', { news: 'false', sale: true }, { news: false, sale: true }],
	['JSON in a text', '{"news": false}', { news: false }],
	['rows that nobody filled in', { category: [{ name: '', subscribed: '' }, {}] }, undefined],
	['nothing', {}, undefined],
	['an empty text', '', undefined],
])('categories are read from %s', (_what, given, sent) => {
	expect(elementOf({ categories: given }).categories).toEqual(sent);
});

test.each<[what: string, given: unknown, reason: RegExp]>([
	[
		'one twice',
		[
			{ name: 'a', subscribed: true },
			{ name: 'a ', subscribed: false },
		],
		/"a" twice/,
	],
	['one without a state', { news: '' }, /is empty for a category/],
	['a state without a name', [{ name: '', subscribed: true }], /is empty for this item/],
	['a state that is none', { news: 'perhaps' }, /neither true nor false/],
])('categories with %s are refused', (_what, given, reason) => {
	expect(() => elementOf({ categories: given })).toThrow(reason);
});

test.each(['', null, undefined])('%p is neither value of Globally Unsubscribed', (value) => {
	expect(() => elementOf({ globallyUnsubscribed: value })).toThrow(/no neutral value/);
});

test.each([undefined, {}, '', { category: [] }, { category: [{ name: '', subscribed: '' }] }])(
	'off with the categories %j changes nothing but an opt-out, and is refused',
	(categories) => {
		for (const globallyUnsubscribed of [false, 'false']) {
			expect(() => elementOf({ globallyUnsubscribed, categories })).toThrow(/nothing to change/);
		}
		expect(elementOf({ globallyUnsubscribed: true, categories }).categories).toBeUndefined();
		expect(elementOf({ globallyUnsubscribed: false, categories: { news: true } })).toMatchObject({
			is_globally_unsubscribed: false,
			categories: { news: true },
		});
	},
);

test('a notice above the switch says what off does', () => {
	const at = update.fields.findIndex(({ name }) => name === 'globallyUnsubscribed');
	expect(update.fields[at - 1]).toMatchObject({
		type: 'notice',
		displayName: expect.stringMatching(/off cancels an earlier global unsubscribe/) as string,
	});
});

test('an update names the user, the channel and only what is given', () => {
	expect(elementOf({})).toEqual({
		user_identifier_type: 'uid',
		user_identifier_value: 'jane@example.com',
		is_globally_unsubscribed: true,
	});
	expect(
		elementOf({
			identifierType: 'moe_user_id',
			identifier: 'usr_64f0a1b2c3d4e5f600112233',
			globallyUnsubscribed: 'true',
			additionalFields: { channel: 'SMS', eventAttributes: { a: 1, b: true, c: '', d: null } },
		}),
	).toEqual({
		user_identifier_type: 'moe_user_id',
		user_identifier_value: 'usr_64f0a1b2c3d4e5f600112233',
		channel: 'sms',
		is_globally_unsubscribed: true,
		event_attributes: { a: '1', b: 'true' },
	});
});

test.each([
	[get, { data: null }],
	[get, {}],
	[getCategories, { data: {} }],
])('a response that is not as documented is no empty result', (operation, answer) => {
	expect(() => operation.route.toOutput?.(answer, { element: {} })).toThrow(/it has no/);
});

test.each([
	[50, 255, true],
	[51, 255, false],
	[50, 256, false],
])('an event attribute of %i characters in its name and %i in its value', (name, value, fits) => {
	const eventAttributes = { ['n'.repeat(name)]: 'v'.repeat(value) };
	const send = () =>
		elementOf({ globallyUnsubscribed: true, additionalFields: { eventAttributes } });
	if (fits) expect(JSON.stringify(send())).toContain(JSON.stringify(eventAttributes));
	else expect(send).toThrow(`${name} characters in its name and ${value} in its value`);
});
