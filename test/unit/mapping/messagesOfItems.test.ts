import { withAttributeChanges } from '../../../nodes/MoEngage/mapping/attributes/attributeChanges';
import { checkAttributeNames } from '../../../nodes/MoEngage/mapping/attributes/attributeNames';
import { readAttributes } from '../../../nodes/MoEngage/mapping/attributes/attributes';
import { asSent } from '../../../nodes/MoEngage/mapping/attributes/asSent';
import {
	customerId,
	identifier,
	userIdentity,
	userNamedBy,
} from '../../../nodes/MoEngage/mapping/users/identifiers';
import type { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { parseJson } from '../../../nodes/MoEngage/mapping/json';
import { mappedAttributes } from '../../../nodes/MoEngage/mapping/attributes/mappedAttributes';
import { listedObjectId, objectId } from '../../../nodes/MoEngage/mapping/objectIds';
import {
	notFuture,
	readTime,
	readTimeZone,
	requiredDay,
} from '../../../nodes/MoEngage/mapping/times';
import { webAddress } from '../../../nodes/MoEngage/mapping/urls';
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
		() => parseJson('city = Berlin', 'a'),
		'a',
		'is not valid JSON: it breaks at line 1, column 1, at "city = Berlin" (unexpected token \'c\')',
		'Use JSON such as { "name": "value" }, with double quotes around names and texts',
	],
	[
		() => parseJson('{ "order_id": {{ $json.id }} }', 'a'),
		'a',
		expect.stringMatching(/^is not valid JSON: it breaks at line 1, column 16/),
		'n8n evaluates {{ }} only in an expression: switch the field from Fixed to Expression',
	],
	[
		() => parseJson('{ "order_id": A-1 }', 'a'),
		'a',
		'is not valid JSON: it breaks at line 1, column 15, at "A-1 }" (unexpected token \'A\')',
		'Put names and texts in double quotes, such as { "name": "value" }',
	],
	[
		() => parseJson("{ 'order_id': 1 }", 'a'),
		'a',
		expect.stringMatching(/^is not valid JSON: it breaks at line 1, column 3/),
		'Put names and texts in double quotes, such as { "name": "value" }',
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
		'"5.25" is not the offset of a time zone in seconds',
		'Multiply minutes by 60, or use an offset such as +05:30 or a name such as Asia/Kolkata',
	],
	[
		() => readTimeZone('-330', 'a'),
		'a',
		'"-330" may be minutes, or hours and minutes',
		'Use an offset with a colon such as +05:30, a name such as Asia/Kolkata, or seconds from UTC',
	],
	[
		() => readTime('Invalid DateTime', 'a'),
		'a',
		'"Invalid DateTime" is no time: the expression in this field could not read the value of this item',
		'Make its format match this value, or let it return values of other formats as they are',
	],
	[
		() => requiredDay('31/12/1985x', 'a', { offsetAt: () => 0 }),
		'a',
		'"31/12/1985x" cannot be read as a date',
		'Use year, month and day, such as 2026-01-31',
	],
	[
		() => notFuture(Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1), 'a'),
		'a',
		'2026-01-02T00:00:00Z is in the future, but MoEngage does not accept future times',
		'Use the time of the event, or leave the field empty to use the time of sending',
	],
	[
		() => requiredDay('', 'a', { offsetAt: () => 0 }),
		'a',
		'is empty for this item',
		'Use a date such as 2026-01-31',
	],
	[
		() => asSent({ at: new Date(NaN) }, { owner: 'event', parameter: 'a', tell: () => {} }),
		'a',
		'Attribute "at" has a date that does not exist (Invalid DateTime)',
		'Check the expression and the format of the date that it reads',
	],
	[
		() => customerId('guest'),
		'customerId',
		'"guest" is a placeholder that many users may have',
		'Use what belongs to one user, or filter out such items before this node',
	],
	[
		() => customerId('1.00E+11'),
		'customerId',
		'"1.00E+11" is an ID that a spreadsheet shortened: its digits are lost',
		'Format the column as text, and export it again',
	],
	[
		() => userNamedBy('phone', '9.19877E+11', 'a'),
		'a',
		'"9.19877E+11" is a phone number that a spreadsheet shortened: its digits are lost',
		'Format the column as text, and export it again',
	],
	[
		() => customerId('{{ $json.id }}'),
		'customerId',
		'"{{ $json.id }}" is an expression that nothing has evaluated',
		'Switch the field to Expression, or check the node that made the value',
	],
	[
		() => customerId('jos\ufffd-7'),
		'customerId',
		'"jos\ufffd-7" is an ID with a character that was lost on its way (\ufffd)',
		'Check how the source cuts and encodes text',
	],
	[
		() => customerId('x'),
		'customerId',
		'"x" has one character, but MoEngage accepts only customer IDs of two or more',
		'Use the whole ID of the user',
	],
	[
		() => userNamedBy('email', 'noemail@example.com', 'a'),
		'a',
		'"noemail@example.com" is an email address of nobody',
		'Use what belongs to one user, or filter out such items before this node',
	],
	[
		() => userNamedBy('phone', '1111111111', 'a'),
		'a',
		'"1111111111" is not the phone number of a user',
		'Use the whole number, such as +919876500000',
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
		() => listedObjectId('Sale', 'a', 'campaign'),
		'a',
		'"Sale" is not the ID of a campaign, which has 24 digits and letters from a to f',
		'Choose the campaign from the list, or use its ID from Get Many',
	],
	[
		() => objectId('Sale', 'a', 'campaign'),
		'a',
		'"Sale" is not the ID of a campaign, which has 24 digits and letters from a to f',
		'Use the ID that Get Many has of the campaign, not its name',
	],
	[
		() => webAddress('codes.csv', 'a'),
		'a',
		'"codes.csv" is not an http or https URL',
		'Use the whole address, such as https://example.com/files/4711',
	],
	[
		() => webAddress('{{ $execution.resumeUrl }}', 'a'),
		'a',
		'"{{ $execution.resumeUrl }}" is not an http or https URL',
		'Switch the field from Fixed to Expression, so that n8n evaluates it',
	],
	[
		() => webAddress('http://localhost:5678/webhook-waiting/7', 'a'),
		'a',
		'"http://localhost:5678/webhook-waiting/7" cannot be reached from the internet, and so not by MoEngage',
		'Use an address that the internet knows. For a URL of this n8n, set its WEBHOOK_URL',
	],
	[
		() => checkAttributeNames(many(101), 'event', 'a'),
		'a',
		'has 101 attributes, but MoEngage allows at most 100 per event',
		'Remove attributes that no campaign or segment uses',
	],
	[
		() => asSent({ ' ': 1 }, { owner: 'user', parameter: 'a', tell: () => {} }),
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
		'has "tags" where name and values are expected',
		'Use a list such as [{ "name": …, "values": … }]',
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

test.each([
	'http://127.0.0.1:5678/webhook',
	'https://192.168.1.20/codes.csv',
	'https://172.20.0.3/codes.csv',
	'http://10.0.0.7/codes.csv',
	'http://n8n.internal/webhook-waiting/7',
	'http://[::1]:5678/webhook',
	...['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/x', 'http://[febf::1]/x'],
	...['http://[::ffff:127.0.0.1]/', 'http://[::ffff:10.0.0.1]/', 'http://[::ffff:a9fe:1]/'],
	...['http://[::127.0.0.1]/', 'http://[64:ff9b::a00:1]/', 'http://[::]/', 'http://0.0.0.0/'],
	...['http://0/', 'http://127.1/', 'http://2130706433/', 'http://0177.0.0.1/', 'http://0x7f.1/'],
	...['http://100.64.0.1/', 'http://100.127.255.255/', 'http://198.18.0.1/', 'http://192.0.0.8/'],
	...['http://224.0.0.1/', 'http://255.255.255.255/', 'http://[ff02::1]/', 'http://[fd00::1]/'],
	...['http://localhost./', 'http://n8n.local./', 'http://LOCALHOST/', 'http://n8n:5678/webhook'],
	...['http://nas.lan/codes.csv', 'http://nas.home.arpa/codes.csv', 'http://shop.localdomain/a'],
])('MoEngage cannot fetch %s', (address) => {
	expect(() => webAddress(address, 'a')).toThrow('cannot be reached from the internet');
});

test.each([
	'https://shop.example.com/codes.csv',
	'http://172.32.0.3/codes.csv',
	'https://110.0.0.7/codes.csv',
	'https://localhost.example.com/codes.csv',
	'https://[2001:db8::1]/codes.csv',
	...['http://[::ffff:8.8.8.8]/', 'http://[64:ff9b::808:808]/', 'http://8.8.8.8/codes.csv'],
	...['http://100.63.0.1/', 'http://100.128.0.1/', 'http://169.253.0.1/', 'http://198.20.0.1/'],
	...['http://223.1.1.1/', 'https://fdb.example.com/', 'https://example.com./codes.csv'],
])('MoEngage may fetch %s', (address) => {
	expect(webAddress(address, 'a')).toBe(address);
});
