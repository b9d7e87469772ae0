import {
	causeIfEnabledBySupport,
	causeOf,
	SCOPES,
	type Cause,
} from '../../../nodes/MoEngage/transport/cause';
import { readRefusal } from '../../../nodes/MoEngage/transport/refusal';

function causeFor(statusCode: number, body: unknown): Cause {
	const answer = { statusCode, body };
	return causeOf(answer, readRefusal(answer));
}

/** The Data API's shape; a target is what the rejection is about. */
function error(message: string, type = 'X', target?: string) {
	return { status: 'fail', error: { message, type, attribute: target } };
}

describe('what MoEngage says of a workspace or a key is told from what it says of an item', () => {
	test.each<[number, object, Cause]>([
		[400, error('Sorry', 'Blacklisted'), 'suspended'],
		[400, error('Sorry', 'Account Suspended'), 'suspended'],
		[400, error('Sorry', 'Account Temporarily Suspended'), 'suspended'],
		[400, error('Sorry', 'NotBlacklisted'), 'request'],
		[400, error('Sorry', 'BlockedClient'), 'suspended'],
		[400, error('Sorry', 'BlockedClients'), 'request'],
		[400, error('Your account is suspended.'), 'suspended'],
		[400, error('Your account is temporarily suspended.'), 'suspended'],
		[400, error('Your account is blacklisted, please ask.'), 'suspended'],
		[400, error('Your account is not suspended.'), 'request'],
		[400, error('MoEngage client not found'), 'unknownWorkspace'],
		[400, error('Given appid is invalid.'), 'unknownWorkspace'],
		[400, error('Given app_id is invalid.'), 'unknownWorkspace'],
		[400, error('The appid in the path has to be sent', 'InvalidParams'), 'unknownWorkspace'],
		[400, error('app_id is required', 'ParamsRequired'), 'unknownWorkspace'],
		[400, error('The appid is required', 'ValueError'), 'request'],
		[403, error('Your IP has failed the validation'), 'ipNotListed'],
		[403, error('IP whitelist'), 'ipNotListed'],
		[403, error('This IP is not allowed'), 'ipNotListed'],
		[403, error('The shipment was not allowed'), 'forbidden'],
		[403, error('Forbidden operation'), 'request'],
		[403, error('No', 'ARCHIVED_OFFERING'), 'request'],
		[403, error('The appid is invalid'), 'unknownWorkspace'],
		[403, error('This app_id has been blocked'), 'unknownWorkspace'],
		[403, error('Account suspended'), 'suspended'],
		[403, error('The feature is not functional'), 'featureOff'],
		[403, error('Permission missing'), 'keyScope'],
		[403, error('The key lacks permissions'), 'keyScope'],
		[403, error('The key has no scope for it'), 'keyScope'],
		[403, error('The scopes do not suffice'), 'keyScope'],
		[403, error('No', 'X', 'Authorization'), 'keyScope'],
		[403, error('No', 'X', 'Authorizations'), 'forbidden'],
		[403, error('No', 'X', 'No authorization'), 'forbidden'],
		[409, error('App key mismatch'), 'workspaceMismatch'],
		[409, error('Secret is not configured'), 'keyNotGenerated'],
		[409, error('The name exists'), 'request'],
		[401, error('Your account is suspended.'), 'wrongKey'],
		[429, error('Your account is suspended.'), 'limit'],
		[500, error('Your account is suspended.'), 'server'],
		[499, error('Something else'), 'request'],
	])('%i %j: %s', (statusCode, body, cause) => {
		expect(causeFor(statusCode, body)).toBe(cause);
	});

	test.each<[object | string, Cause]>([
		[{ message: 'Forbidden' }, 'gateway'],
		[{ Message: 'Your account is suspended' }, 'gateway'],
		['Your account is suspended', 'gateway'],
		[{}, 'gateway'],
		[{ message: 'Forbidden', request_id: 'r' }, 'forbidden'],
		[{ request_id: 'r' }, 'forbidden'],
	])('a 403 with the body %j comes from something in between, or not: %s', (body, cause) => {
		expect(causeFor(403, body)).toBe(cause);
	});
});

describe('the code of a 401 or 403 tells why MoEngage does not take the key', () => {
	const told = (statusCode: number, code: unknown, body: unknown = '') => {
		const answer = { statusCode, body, headers: { 'moengage-auth-error-code': code } };
		return causeOf(answer, readRefusal(answer));
	};

	test.each<[number, unknown, Cause]>([
		[403, 'ER007', 'keyScope'],
		[401, 'ER008', 'keyExpired'],
		[401, 'ER003', 'keyMalformed'],
		[401, ' er004 ', 'keyMalformed'],
		[401, 'ER007', 'keyScope'],
		[401, 'ER022', 'wrongKey'],
		[401, undefined, 'wrongKey'],
		[403, 'ER999', 'gateway'],
		[400, 'ER003', 'request'],
		[429, 'ER008', 'limit'],
		[500, 'ER008', 'server'],
	])('%i with %p: %s', (statusCode, code, cause) => {
		expect(told(statusCode, code)).toBe(cause);
	});

	test('whatever the words of the response are', () => {
		expect(told(403, 'ER007', error('Your account is suspended.'))).toBe('keyScope');
		expect(told(401, 'ER008', error('App Secret key mismatch'))).toBe('keyExpired');
		expect(told(403, 'ER999', error('Your account is suspended.'))).toBe('suspended');
	});
});

test.each<[Cause, number, Cause]>([
	['wrongKey', 401, 'wrongKeyOrNotEnabled'],
	['featureOff', 403, 'notEnabled'],
	['forbidden', 403, 'notEnabled'],
	['request', 404, 'notEnabled'],
	['request', 400, 'request'],
	['gateway', 404, 'gateway'],
	['suspended', 403, 'suspended'],
	['limit', 429, 'limit'],
])(
	'an API that support has to enable: %s with status %i may mean %s',
	(cause, httpCode, expected) => {
		expect(causeIfEnabledBySupport(cause, httpCode)).toBe(expected);
		expect(Object.keys(SCOPES)).toContain(expected);
	},
);
