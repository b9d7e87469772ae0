import { withAttributeChanges } from '../../../nodes/MoEngage/mapping/attributeChanges';
import { checkAttributeNames } from '../../../nodes/MoEngage/mapping/attributeNames';
import { readAttributes } from '../../../nodes/MoEngage/mapping/attributes';
import { datesOf } from '../../../nodes/MoEngage/mapping/dates';
import { requiredDay } from '../../../nodes/MoEngage/mapping/days';
import {
	assertNamesOneUser,
	customerId,
	identifier,
	userIdentity,
} from '../../../nodes/MoEngage/mapping/identifiers';
import type { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { parseJson } from '../../../nodes/MoEngage/mapping/json';
import { mappedAttributes } from '../../../nodes/MoEngage/mapping/mappedAttributes';
import { objectId } from '../../../nodes/MoEngage/mapping/objectIds';
import { notFuture, readTime, readTimeZone } from '../../../nodes/MoEngage/mapping/time';
import {
	asBoolean,
	emailAddress,
	jsonObject,
	oneOf,
	optionalText,
	requiredText,
} from '../../../nodes/MoEngage/mapping/values';
import { additionalFieldsOf, parametersOf } from '../parametersOf';

const NAMES = { fields: 'attributes', json: 'attributesJson' };

function many(count: number) {
	return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, index]));
}

function changes(additional: object, attributes = {}) {
	return withAttributeChanges(additionalFieldsOf({ ...additional }), attributes, [], false);
}

function typed(type: string, value: unknown) {
	const attributes = { assignments: [{ name: 'it', value, type }] };
	const parameters = parametersOf({ specifyAttributes: 'fields', attributes });
	return readAttributes(parameters, {}, NAMES, 'event');
}

/** What an item's failure says: where, why, and what the user can do. */
const MESSAGES: Array<[() => unknown, where: string, why: string, advice: string]> = [
	[
		() => optionalText([1], 'a'),
		'a',
		'[1] is not text',
		'Use text, or an expression that returns text',
	],
	[
		() => optionalText(2 ** 53, 'a'),
		'a',
		'9007199254740992 is too large for a number and has already lost digits',
		'Have the data source provide it as text',
	],
	[
		() => requiredText(' ', 'a'),
		'a',
		'is empty for this item',
		'Fill it in, or check that the expression finds a value in every item',
	],
	[
		() => oneOf('x', ['a', 'b'], 'a'),
		'a',
		'"x" is not a value that MoEngage accepts',
		'Use one of a, b',
	],
	[
		() => jsonObject([], 'a'),
		'a',
		'is a list, not an object',
		'Use an object such as { "name": "value" }',
	],
	[
		() => jsonObject(true, 'a'),
		'a',
		'is a boolean, not an object',
		'Use an object such as { "name": "value" }',
	],
	[() => asBoolean('yes', 'a'), 'a', '"yes" is neither true nor false', 'Use true or false'],
	[
		() => emailAddress('jane', 'a'),
		'a',
		'"jane" is not an email address',
		'Use the email address of a person',
	],
	[
		() => parseJson('{"a" 1}', 'a'),
		'a',
		'is not valid JSON: it breaks at line 1, column 6, at "1}" (expected \':\' after property name)',
		'Check quotes, commas and brackets there',
	],
	[
		() => parseJson('{"a":  ', 'a'),
		'a',
		'is not valid JSON: it ends too early',
		'Check quotes, commas and brackets there',
	],
	[
		() => parseJson('[90071992547409931]', 'a'),
		'a',
		'has 90071992547409931, which has more digits than a number can hold',
		'Put the digits in quotes, so that they are text',
	],
	[
		() => readTime('soon', 'a'),
		'a',
		'"soon" cannot be read as a time',
		'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
	],
	[
		() => readTimeZone('Mars', 'a'),
		'a',
		'"Mars" is not a time zone',
		'Use a name such as Europe/Berlin, an offset such as +05:30, or seconds from UTC',
	],
	[
		() => readTimeZone(60_000, 'a'),
		'a',
		'60000 is outside the range that MoEngage accepts',
		'Use an offset from -54000 to 54000 seconds (15 hours either side of UTC)',
	],
	[
		() => readTimeZone('5.25', 'a'),
		'a',
		'"5.25" is not a whole number of minutes in seconds',
		'Use seconds such as 19800, an offset such as +05:30, or a name such as Asia/Kolkata',
	],
	[
		() => notFuture(Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1), 'a'),
		'a',
		'2026-01-02T00:00:00Z is in the future, but MoEngage does not accept future times',
		'Use the time of the event, or leave the field empty to use the time of sending',
	],
	[() => requiredDay('', 'a'), 'a', 'is empty for this item', 'Use a date such as 2026-01-31'],
	[
		() => datesOf({ at: new Date(NaN) }, false, 'a'),
		'a',
		'Attribute "at" has a date that does not exist (Invalid DateTime)',
		'Check the expression and the format of the date that it reads',
	],
	[
		() => customerId('guest'),
		'customerId',
		'"guest" is a placeholder that MoEngage rejects as a customer ID',
		'Use the ID of a real user, or filter out such items before this node',
	],
	[
		() => customerId('x'),
		'customerId',
		'"x" has one character, but MoEngage accepts only customer IDs of two or more',
		'Use the whole ID of the user',
	],
	[
		() => assertNamesOneUser('00000000-0000', 'a'),
		'a',
		'"00000000-0000" is a placeholder that many users may have',
		'Use the identifier of one user, or filter out such items before this node',
	],
	[
		() => identifier(parametersOf({ identifierType: 'moengage_id', identifier: '' })),
		'identifier',
		'is empty for this item',
		'Fill it in, or check that the expression finds a value in every item',
	],
	[
		() => identifier(parametersOf({ identifierType: 'email', identifier: 'x' })),
		'identifierType',
		'"email" is not a value that MoEngage accepts',
		'Use one of customer_id, moengage_id',
	],
	[
		() => userIdentity(parametersOf({ identifyBy: 'userIdentifiers' })),
		'userIdentifiers',
		'has no identifier for this item',
		'Add at least one, for example moe_mobile with a phone number',
	],
	[
		() => userIdentity(parametersOf({ identifyBy: 'userIdentifiers', userIdentifiers: { a: '' } })),
		'userIdentifiers.identifier.value',
		'is empty for this item',
		'Fill it in, or check that the expression finds a value in every item',
	],
	[
		() =>
			userIdentity(
				parametersOf({ identifyBy: 'userIdentifiers', userIdentifiers: [{ value: 'x' }] }),
			),
		'userIdentifiers.identifier.name',
		'is empty for this item',
		'Fill it in, or check that the expression finds a value in every item',
	],
	[
		() => objectId('Sale', 'a', 'campaign'),
		'a',
		'"Sale" is not the ID of a campaign, which has 24 digits and letters from a to f',
		'Choose the campaign from the list, or use its ID from Get Many',
	],
	[
		() => checkAttributeNames(many(101), 'event', 'a'),
		'a',
		'has 101 attributes, but MoEngage allows at most 100 per event',
		'Remove attributes that no campaign or segment uses',
	],
	[
		() => checkAttributeNames({ ' ': 1 }, 'user', 'a'),
		'a',
		'has an attribute with an empty name',
		'Give every attribute a name',
	],
	[
		() => checkAttributeNames({ INSTALL: 1 }, 'user', 'a'),
		'a',
		'"INSTALL" is a name that MoEngage reserves',
		'Choose another name for it, or leave it out',
	],
	[
		() => checkAttributeNames({ color: 1 }, 'device', 'a'),
		'a',
		'has "color", which MoEngage does not store for devices',
		'Remove it, or use one of app_version, idfv, model, moe_gaid, moe_push_opted, moe_push_provisional_opted, os_version, platform, push_id',
	],
	[
		() => checkAttributeNames({ moe_x: 1 }, 'event', 'a'),
		'a',
		'"moe_x" begins with moe_, the prefix that MoEngage reserves for itself',
		'Choose a name without that prefix, or MoEngage may block the workspace',
	],
	[
		() => changes({ addToArrays: ['tags'] }),
		'additionalFields.addToArrays',
		'has "tags" where a name with values is expected',
		'Use a list such as [{ "name": "interests", "values": ["sports"] }]',
	],
	[
		() => changes({ addToArrays: { tags: [{}] } }),
		'additionalFields.addToArrays.attribute.values',
		'has {} where a single value is expected',
		'Use comma-separated values, or an expression that returns an array of texts or numbers',
	],
	[
		() => changes({ unsetAttributes: { plan: true } }),
		'additionalFields.unsetAttributes',
		'has {"plan":true} where a name is expected',
		'Use comma-separated names, or an expression that returns an array of names',
	],
	[
		() => changes({ unsetAttributes: 'uid' }),
		'additionalFields.unsetAttributes',
		'has "uid", which MoEngage does not change in this way',
		'Leave it out: users keep their ID',
	],
	[
		() => changes({ addToArrays: { platforms: 'iOS' } }),
		'additionalFields.addToArrays',
		'has "platforms", which MoEngage does not change in this way',
		'Use the field Platforms for it',
	],
	[
		() => changes({ unsetAttributes: 'tags' }, { tags: 1 }),
		'additionalFields.unsetAttributes',
		'has "tags", which is also in the attributes to set',
		'Keep it in one of the two: MoEngage does one thing with an attribute at a time',
	],
	[
		() => changes({ unsetAttributes: 'tags', addToArrays: { tags: 'a' } }),
		'additionalFields.addToArrays',
		'has "tags", which is also in Unset Attributes',
		'Keep it in one of the two: MoEngage does one thing with an attribute at a time',
	],
	[
		() => changes({ addToArrays: { tags: 'a' }, removeFromArrays: { tags: 'a' } }),
		'additionalFields.removeFromArrays',
		'has "tags", which is also in Add to Arrays',
		'Keep it in one of the two: MoEngage does one thing with an attribute at a time',
	],
	[
		() => changes({ removeFromArrays: { tags: 'a' } }, { addValueToArrayField: { tags: [] } }),
		'additionalFields.removeFromArrays',
		'has "tags", which is also in addValueToArrayField',
		'Keep it in one of the two: MoEngage does one thing with an attribute at a time',
	],
	...(
		[
			['array', 5, 'Array', '5 is not an array'],
			['boolean', 'yes', 'Boolean', '"yes" is neither true nor false'],
			['dateTime', 'soon', 'Date & Time', '"soon" is not a date'],
			['number', 'x', 'Number', '"x" is not a number'],
			['object', 'x', 'Object', '"x" is not an object'],
			['string', NaN, 'String', 'NaN is not text'],
		] as const
	).map(([type, value, label, why]): (typeof MESSAGES)[number] => [
		() => typed(type, value),
		'attributes',
		`Attribute "it" is set to ${label}, but ${why}`,
		{
			array: 'Use JSON such as ["S", "M"], or an expression that returns an array',
			boolean: 'Use true or false, or set the type of the attribute to String',
			dateTime: 'Use ISO 8601 such as 2026-01-31T16:30:00Z, or epoch seconds or milliseconds',
			number: 'Use digits with a point for decimals, or an expression that returns a number',
			object: 'Use JSON such as { "size": "M" }, or an expression that returns an object',
			string: 'Use text, or an expression that returns text',
		}[type],
	]),
	[
		() => typed('number', '2026-01-31T10:00:00Z'),
		'attributes',
		'Attribute "it" is set to Number, but "2026-01-31T10:00:00Z" is a date',
		'Set the type of the attribute to String',
	],
	[
		() => typed('object', '{"a": 90071992547409931}'),
		'attributes',
		'Attribute "it" is set to Object, but 90071992547409931 in it has more digits than a number can hold',
		'Put the digits in quotes, so that they are text',
	],
	[
		() =>
			mappedAttributes(
				{ mappingMode: 'defineBelow', value: { it: [] }, schema: [{ id: 'it', type: 'dateTime' }] },
				{},
				'a',
			),
		'a',
		'has no value for this item',
		'Check that the expressions find values in this item. To send the event without attributes, set Specify Attributes to Using JSON and enter {}',
	],
	[
		() =>
			mappedAttributes(
				{ mappingMode: 'defineBelow', value: { it: 'x' }, schema: [{ id: 'it', type: 'number' }] },
				{},
				'a',
			),
		'a',
		'Attribute "it" is a number in MoEngage, but "x" is not a number',
		'Use digits with a point for decimals, or an expression that returns a number',
	],
];

test.each(MESSAGES.map(([run, where, why, advice]) => ({ run, where, why, advice })))(
	'$where: $why. $advice',
	({ run, where, why, advice }) => {
		let thrown: unknown;
		try {
			run();
		} catch (error) {
			thrown = error;
		}
		const { parameter, reason, advice: given } = thrown as InvalidInput;
		expect({ parameter, reason, advice: given }).toEqual({
			parameter: where,
			reason: why,
			advice,
		});
	},
);

test.each(['665f0a1b2c3d4e5f60718293', 'AAAAAAAAAAAAAAAAAAAAAAAA'])('%s is an ID', (text) => {
	expect(objectId(text, 'a', 'flow')).toBe(text.toLowerCase());
});

test.each([
	'x665f0a1b2c3d4e5f60718293',
	'665f0a1b2c3d4e5f607182933',
	'a',
	'gggggggggggggggggggggggg',
])('%s is none', (text) => {
	expect(() => objectId(text, 'a', 'flow')).toThrow('is not the ID of a flow');
});
