import type { INodeProperties } from 'n8n-workflow';

import { displayName } from '../../../../nodes/MoEngage/delivery/settling/displayName';
import { refusalAdvice } from '../../../../nodes/MoEngage/delivery/settling/refusalAdvice';
import { uuidOf } from '../../../../nodes/MoEngage/delivery/uuid';
import { readReply, type Refused } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';
import { filled } from '../../../fixtures/filled';

const FIELDS: INodeProperties[] = [
	{ displayName: 'User ID', name: 'user', type: 'string', default: '' },
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		default: {},
		options: [
			{ displayName: 'Event Time', name: 'eventTime', type: 'dateTime', default: '' },
			{
				displayName: 'Identifiers',
				name: 'identifiers',
				type: 'fixedCollection',
				default: {},
				options: [
					{
						displayName: 'Identifier',
						name: 'identifier',
						values: [{ displayName: 'Name of It', name: 'name', type: 'string', default: '' }],
					},
				],
			},
		],
	},
];

test.each([
	['user', 'User ID'],
	['additionalFields.eventTime', 'Event Time'],
	['additionalFields.identifiers.identifier.name', 'Name of It'],
	['additionalFields.identifiers.identifier.other', 'Identifier'],
	['additionalFields.unknown', 'Additional Fields'],
	['unknown.eventTime', ''],
	['eventTime', ''],
	['', ''],
])('the parameter %s is called "%s"', (parameter, name) => {
	expect(displayName(parameter, FIELDS)).toBe(name);
});

describe('what a user can do about a rejection', () => {
	const BY_ID = { tile: 'data', path: '/v1/items/{itemId}' } as const;
	const OF_WORKSPACE = { tile: 'data', path: '/v1/event/{workspaceId}' } as const;
	const PLAIN = { tile: 'data', path: '/v1/customers' } as const;

	test.each([
		[401, {}, PLAIN, /^Check the Workspace ID, the Data Center and the Data API Key/],
		[
			429,
			{},
			PLAIN,
			/^The workspace has reached its rate limit for this API\. Resend the item later\.$/,
		],
		[500, {}, PLAIN, /^MoEngage could not finish the request\. Resend the item later\.$/],
		[403, 'x', PLAIN, /^A gateway or firewall between n8n and MoEngage rejected this request\. /],
		[404, {}, PLAIN, /^Check the Data Center of the credential\.$/],
		[404, {}, OF_WORKSPACE, /^Check the Workspace ID and the Data Center of the credential\.$/],
		[
			404,
			{ error: { target: 'flow' } },
			OF_WORKSPACE,
			/^MoEngage does not have it\. Check the ID in the item\. If it is correct, check the Workspace ID and the Data Center of the credential\.$/,
		],
		[
			404,
			{},
			BY_ID,
			/^MoEngage does not have it\. Check the ID in the item\. If it is correct, check the Data Center of the credential\.$/,
		],
		[413, {}, PLAIN, /^Remove large values, or attributes that nobody uses\.$/],
		[300, {}, PLAIN, /^Check the Data Center and the base URLs of the credential\.$/],
		[399, {}, PLAIN, /^Check the Data Center and the base URLs of the credential\.$/],
		[400, {}, PLAIN, /^Fix the item and resend it\.$/],
		[
			400,
			{ message: 'There is no Active Campaign' },
			PLAIN,
			/^Activate a campaign or flow for this business event in MoEngage, then resend the item\.$/,
		],
	])('with status %i and %j', (statusCode, body, endpoint, advice) => {
		const reply = readReply({ statusCode, headers: {}, body }) as Refused;
		expect(refusalAdvice(reply, { ...ENDPOINTS.trackEvent, ...endpoint })).toMatch(advice);
	});
});

test('a text has one UUID v4 of its own', () => {
	expect(['', 'a', 'b'].map(uuidOf)).toEqual([
		'e3b0c442-98fc-4c14-9afb-f4c8996fb924',
		'ca978112-ca1b-4dca-bac2-31b39a23dc4d',
		'3e23e816-0039-494a-b389-4f6564e1b134',
	]);
	const ids = Array.from({ length: 500 }, (_, index) => uuidOf(String(index)));
	const V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
	for (const id of filled(ids)) expect(id).toMatch(V4);
	expect(new Set(ids).size).toBe(500);
});
