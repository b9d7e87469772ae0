import type { IDataObject } from 'n8n-workflow';

import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { erase } from '../../../nodes/MoEngage/resources/user/erase';
import { parametersOf } from '../parametersOf';

function elementOf(identifierType: unknown, identifier: unknown): IDataObject {
	const facts = {
		json: {},
		item: 0,
		now: Date.UTC(2026, 5, 1, 12, 30, 15, 250),
		workflowZone: { offsetAt: () => 0 },
		newUuid: () => '',
		hasFile: () => false,
		files: () => [],
	};
	return erase.toPiece(parametersOf({ identifierType, identifier }), facts).element;
}

test('asks for the erasure of one identity, with the time of the request', () => {
	expect(elementOf('email', ' jane@example.com ')).toEqual({
		request_type: 'erasure',
		submitted_time: '2026-06-01T12:30:15Z',
		identities: [{ identity_type: 'email', identity_value: 'jane@example.com' }],
		api_version: '1.0',
	});
});

test.each([
	[undefined, 'customer-1', 'ID', 'customer-1'],
	['id', 4711, 'ID', '4711'],
	['Mobile', 919876500000, 'mobile', '919876500000'],
	['mobile', '+91 (98765) 000-00', 'mobile', '+91 (98765) 000-00'],
	['user_secondary_id', 'crm-7', 'user_secondary_id', 'crm-7'],
	['GOOGLE_ADVERTISING_ID', '38400000-8cf0', 'google_advertising_id', '38400000-8cf0'],
])('%j with %j is %s', (type, value, identityType, identityValue) => {
	expect(elementOf(type, value).identities).toEqual([
		{ identity_type: identityType, identity_value: identityValue },
	]);
});

// MoEngage erases every user who has the value.
test.each([
	['ID', 'guest'],
	['ID', 'x'],
	['ID', ''],
	['email', 'jane'],
	['email', 'n/a'],
	['mobile', 'unknown'],
	['mobile', '0000000000'],
	['mobile', '+91'],
	['mobile', 'call me at 919876500000'],
	['user_secondary_id', 'null'],
	['advertising_identifier', '00000000-0000-0000-0000-000000000000'],
	['google_advertising_id', 0],
])('%s %j, which may be that of many users or of none, is refused', (type, value) => {
	expect(() => elementOf(type, value)).toThrow(
		expect.objectContaining({ parameter: 'identifier' }) as InvalidInput,
	);
});
