import { randomUUID } from 'node:crypto';

import {
	accepted,
	bulkErrors,
	dataError,
	dataUnauthorized,
	deleteErrors,
	eventErrors,
	ok,
	userErrors,
	type Answer,
	type DataRefusal,
} from '../answers';
import type { JsonObject } from '../types';
import type { KnownUser } from '../workspace';
import { deviceActionRefusal, deviceRefusal, recordDevice, recordDeviceAction } from './devices';
import type { Call, Endpoint } from './endpoint';
import { erasureRefusal, recordErasure } from './erasures';
import { countEvents, eventRefusal, recordEvent } from './events';
import {
	empty,
	expected,
	missing,
	notAllowed,
	textRefusal,
	tooMany,
	typeRefusal,
} from './refusals';
import { customerRefusal, recordCustomer } from './users';
import { isObject, isTextList } from './values';

const KB = 1024;
const MAX_BYTES = 128 * KB;
const MAX_BULK_BYTES = 100 * KB;
const MAX_ERASURE_BYTES = 100 * KB;
const MAX_EXPORTED_USERS = 20;
const MAX_MERGED_PAIRS = 50;

const CONNECTION_FIELDS = ['app_id', 'app_secret', 'source', 'region'];

/** Get User and Delete User spell the second type in two ways; both are taken. */
const IDENTIFIER_TYPES: readonly unknown[] = ['customer_id', 'moengage_id', 'id'];

function refuse(refusal: DataRefusal): Answer {
	return dataError(400, refusal);
}

function trackEvent({ body, workspace, now }: Call): Answer {
	const refusal = eventRefusal(body, now);
	if (refusal) return refuse(refusal);
	recordEvent(body, workspace, 'event');
	return accepted();
}

function trackUser({ body, workspace }: Call): Answer {
	const refusal = customerRefusal(body, workspace);
	if (refusal) return refuse(refusal);
	recordCustomer(body, workspace, 'customer');
	return accepted();
}

function trackDevice({ body, workspace }: Call): Answer {
	const refusal = deviceRefusal(body);
	if (refusal) return refuse(refusal);
	recordDevice(body, workspace, 'device');
	return accepted();
}

/** The answer says nothing about single elements, so that a bad one is left out without a word. */
function importInBulk({ body, workspace, now }: Call): Answer {
	const refusal = typeRefusal('transition', body.type);
	if (refusal) return refuse(refusal);
	if (body.elements === undefined) return refuse(missing('elements'));
	if (!Array.isArray(body.elements)) return refuse(expected('elements', 'Array'));

	for (const element of body.elements) {
		if (!isObject(element)) continue;
		if (element.type === 'event' && !eventRefusal(element, now)) {
			recordEvent(element, workspace, 'transition');
		} else if (element.type === 'customer' && !customerRefusal(element, workspace)) {
			recordCustomer(element, workspace, 'transition');
		} else if (element.type === 'device' && !deviceRefusal(element)) {
			recordDevice(element, workspace, 'transition');
		}
	}
	return accepted();
}

function bulkCounts({ elements }: JsonObject): { users: number; events: number } {
	let users = 0;
	let events = 0;
	for (const element of Array.isArray(elements) ? elements : []) {
		if (!isObject(element)) continue;
		if (element.type === 'customer') users++;
		if (element.type === 'event') events += countEvents(element);
	}
	return { users, events };
}

function exportRefusal(data: unknown): DataRefusal | undefined {
	if (data === undefined) return missing('data');
	if (!isObject(data)) return expected('data', 'JSON Object');
	const { identifiers, user_fields_to_export: fields } = data;
	if (identifiers === undefined) return missing('identifiers');
	if (!Array.isArray(identifiers)) return expected('identifiers', 'Array');
	if (identifiers.length === 0) return empty('identifiers', 'Array');
	if (identifiers.length > MAX_EXPORTED_USERS) return tooMany('users', MAX_EXPORTED_USERS);
	for (const entry of identifiers) {
		if (!isObject(entry)) return expected('identifiers', 'Array of JSON Objects');
		if (!IDENTIFIER_TYPES.includes(entry.identifier_type)) {
			return notAllowed('identifier_type', 'identifier_type is not valid');
		}
		const refusal = textRefusal('identifier', entry.identifier);
		if (refusal) return refusal;
	}
	return fields === undefined || isTextList(fields)
		? undefined
		: expected('user_fields_to_export', 'Array of Strings');
}

/** Only the fields that were asked for: an id that was not asked for does not come back. */
function profile(user: KnownUser, fields: string[] | undefined): JsonObject {
	const whole: JsonObject = { ...user.attributes, id: user.moengageId };
	if (user.customerId !== undefined) whole.customer_id = user.customerId;
	if (!fields) return whole;
	return Object.fromEntries(Object.entries(whole).filter(([name]) => fields.includes(name)));
}

function exportUsers({ body, workspace }: Call): Answer {
	const refusal = exportRefusal(body.data);
	if (refusal) return refuse(refusal);

	const data = body.data as JsonObject;
	const fields = data.user_fields_to_export as string[] | undefined;
	const users: JsonObject[] = [];
	const notFound: JsonObject[] = [];
	for (const entry of data.identifiers as JsonObject[]) {
		const { identifier_type: type, identifier } = entry;
		const user = workspace.findUser(type as string, identifier as string);
		if (user) users.push({ user_attributes: profile(user, fields) });
		else notFound.push({ identifier_type: type, identifier });
	}
	return ok({
		status: 'success',
		type: 'export_users',
		data: { users_not_found: notFound, users },
	});
}

function mergeUsers({ body, workspace }: Call): Answer {
	const { merge_data: pairs } = body;
	if (pairs === undefined) return refuse(missing('merge_data'));
	if (!Array.isArray(pairs)) return refuse(expected('merge_data', 'Array'));
	if (pairs.length === 0) return refuse(empty('merge_data', 'Array'));
	if (pairs.length > MAX_MERGED_PAIRS) return refuse(tooMany('merge_data', MAX_MERGED_PAIRS));
	for (const pair of pairs) {
		const refusal = isObject(pair)
			? (textRefusal('merged_user', pair.merged_user) ??
				textRefusal('retained_user', pair.retained_user))
			: expected('merge_data', 'Array of JSON Objects');
		if (refusal) return refuse(refusal);
	}
	for (const { merged_user: mergedUser, retained_user: retainedUser } of pairs) {
		workspace.accepted.mergedPairs.push({ mergedUser, retainedUser });
	}
	return ok({ status: 'success', operation: 'created' });
}

/** A deleted user stays known: MoEngage waits 24 hours before it deletes for good. */
function deleteUser({ body, workspace }: Call): Answer {
	const { identity_type: identityType, identity_value: identityValue } = body;
	const refusal =
		textRefusal('identity_type', identityType) ?? textRefusal('identity_value', identityValue);
	if (refusal) return refuse(refusal);
	if (identityType !== 'customer_id' && identityType !== 'moengage_id') {
		return refuse(notAllowed('identity_type', 'identity_type is not valid'));
	}
	const deleted = {
		identityType: identityType as string,
		identityValue: identityValue as string,
	};
	if (!workspace.findUser(deleted.identityType, deleted.identityValue)) {
		const kind = identityType === 'customer_id' ? 'customer id' : 'id';
		return refuse({
			message: `User doesn't exists with ${kind} ${deleted.identityValue}`,
			type: 'Not Found',
		});
	}
	workspace.accepted.deletedUsers.push(deleted);
	return accepted();
}

function requestErasure({ body, workspace }: Call): Answer {
	const refusal = erasureRefusal(body);
	if (refusal) return refuse(refusal);
	recordErasure(body, workspace);
	return accepted({ request_id: randomUUID() });
}

function manageDevices({ body, workspace }: Call): Answer {
	const refusal = deviceActionRefusal(body);
	if (refusal) return refuse(refusal);
	recordDeviceAction(body, workspace);
	return accepted();
}

/** Says whether workspace id and Data API key belong together; the body repeats both. */
function testConnection({ body, workspace, apiKey }: Call): Answer {
	for (const field of CONNECTION_FIELDS) {
		const refusal = textRefusal(field, body[field]);
		if (refusal) return refuse(refusal);
	}
	if (body.app_id !== workspace.id || body.app_secret !== apiKey) {
		return eventErrors.unauthorized('key');
	}
	return ok({ status: 'success', app_name: workspace.id });
}

const common = { host: 'api', method: 'POST', tile: 'data', maxBytes: MAX_BYTES } as const;

/** Tile "Data": users, events, devices, bulk import and Test Connection. */
export const dataEndpoints: Endpoint[] = [
	{
		...common,
		path: '/v1/event/:workspace',
		errors: eventErrors,
		workspaceIn: 'path',
		charges: (body) => [{ limit: 'event', perMinute: 30_000, amount: countEvents(body) }],
		handle: trackEvent,
	},
	{
		...common,
		path: '/v1/transition/:workspace',
		errors: bulkErrors,
		workspaceIn: 'path',
		maxBytes: MAX_BULK_BYTES,
		charges: (body) => {
			const { users, events } = bulkCounts(body);
			return [
				{ limit: 'transition users', perMinute: 60_000, amount: users },
				{ limit: 'transition events', perMinute: 60_000, amount: events },
			];
		},
		handle: importInBulk,
	},
	{
		...common,
		path: '/v1/customer/:workspace',
		errors: userErrors,
		workspaceIn: 'path',
		charges: () => [{ limit: 'customer', perMinute: 10_000, amount: 1 }],
		handle: trackUser,
	},
	{
		...common,
		path: '/v1/customers/export',
		errors: userErrors,
		workspaceIn: 'query',
		charges: ({ data }) => {
			const identifiers = isObject(data) ? data.identifiers : undefined;
			const amount = Array.isArray(identifiers) ? identifiers.length : 0;
			return [{ limit: 'customers/export', perMinute: 1_000, amount }];
		},
		handle: exportUsers,
	},
	{
		...common,
		path: '/v1/customer/merge',
		errors: userErrors,
		workspaceIn: 'query',
		charges: ({ merge_data: pairs }) => {
			const amount = Array.isArray(pairs) ? pairs.length : 0;
			return [{ limit: 'customer/merge', perMinute: 1_000, amount }];
		},
		handle: mergeUsers,
	},
	{
		...common,
		path: '/v1/customer/delete',
		errors: deleteErrors,
		workspaceIn: 'query',
		charges: () => [{ limit: 'customer/delete', perMinute: 5_000, amount: 1 }],
		handle: deleteUser,
	},
	{
		...common,
		path: '/v1/opengdpr_requests/:workspace',
		errors: userErrors,
		workspaceIn: 'path',
		maxBytes: MAX_ERASURE_BYTES,
		handle: requestErasure,
	},
	{
		...common,
		path: '/v1/device/:workspace',
		errors: eventErrors,
		workspaceIn: 'path',
		charges: () => [{ limit: 'device', perMinute: 10_000, amount: 1 }],
		handle: trackDevice,
	},
	{
		...common,
		path: '/v1/devices/manage',
		errors: eventErrors,
		workspaceIn: 'query',
		charges: () => [{ limit: 'devices/manage', perMinute: 1_000, amount: 1 }],
		handle: manageDevices,
	},
	{
		...common,
		path: '/v1/integrations/authentication',
		errors: eventErrors,
		appKeyRefusal: (given) =>
			dataUnauthorized(
				given
					? "MOE_APPKEY doesn't match the Username (APP_KEY) used in Basic Auth authorization."
					: 'MOE-APPKEY is missing in Header',
			),
		handle: testConnection,
	},
];
