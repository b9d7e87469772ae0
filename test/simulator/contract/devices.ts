import type { DataRefusal } from '../answers';
import type { AcceptedDevice, AcceptedDeviceAction, JsonObject } from '../types';
import type { Workspace } from '../workspace';
import { expected, missing, notAllowed, textRefusal, typeRefusal } from './refusals';
import { isObject, isOneOf } from './values';

const PLATFORMS = ['ANDROID', 'iOS', 'web', 'TV'];
const DEVICE_IDENTIFIERS = ['moe_gaid', 'push_id', 'unique_id', 'device_unique_id'];

/** The documented texts of Track Device put the missing field in quotes. */
function absent(attribute: string, where = 'the payload'): DataRefusal {
	return { ...missing(attribute), message: `'${attribute}' is not found in ${where}` };
}

/** Why Track Device refuses this payload, if it does (`/device/{app_id}`). */
export function deviceRefusal(payload: JsonObject): DataRefusal | undefined {
	const refusal = typeRefusal('device', payload.type);
	if (refusal) return refusal;
	for (const field of ['customer_id', 'device_id']) {
		if (payload[field] === undefined) return absent(field);
		const wrongText = textRefusal(field, payload[field]);
		if (wrongText) return wrongText;
	}
	const { attributes } = payload;
	if (attributes === undefined) return absent('attributes');
	if (!isObject(attributes)) return expected('attributes', 'JSON Object');
	if (attributes.platform === undefined) return absent('platform', 'payload');
	if (!isOneOf(PLATFORMS, attributes.platform)) {
		return notAllowed('platform', "'platform' is not a valid platform.");
	}
	if (attributes.push_id === undefined) return absent('push_id', 'payload');
	const { moe_push_opted: opted } = attributes;
	if (opted !== undefined && opted !== 'True' && opted !== 'False') {
		return notAllowed('moe_push_opted', 'moe_push_opted should be "True" or "False"');
	}
	return textRefusal('push_id', attributes.push_id);
}

/** What the schema `DeviceAttributes` lists; the rest is dropped without a word. */
const STORED = [
	...['platform', 'push_id', 'model', 'app_version', 'os_version', 'idfv', 'moe_gaid'],
	...['moe_push_opted', 'moe_push_provisional_opted'],
];

/** Records a payload that `deviceRefusal` let pass. */
export function recordDevice(
	payload: JsonObject,
	workspace: Workspace,
	via: AcceptedDevice['via'],
): void {
	const sent = Object.entries(payload.attributes as JsonObject);
	const attributes = Object.fromEntries(sent.filter(([name]) => STORED.includes(name)));
	workspace.store('device', attributes);
	workspace.accepted.devices.push({
		customerId: payload.customer_id as string,
		deviceId: payload.device_id as string,
		attributes,
		raw: payload,
		via,
	});
}

function identifiersRefusal(identifiers: unknown): DataRefusal | undefined {
	const field = 'device_identifiers';
	if (identifiers === undefined) return undefined;
	if (!Array.isArray(identifiers)) return expected(field, 'Array');
	if (identifiers.length === 0) {
		return { ...missing(field), message: `${field} is missing in the payload` };
	}
	for (const identifier of identifiers) {
		if (!isObject(identifier)) return expected(field, 'Array of JSON Objects');
		const names = Object.keys(identifier);
		if (names.length === 0 || names.some((name) => !DEVICE_IDENTIFIERS.includes(name))) {
			const list = DEVICE_IDENTIFIERS.map((name) => `'${name}'`).join(', ');
			return notAllowed(field, `device identifier can only be in [${list}] `);
		}
	}
	return undefined;
}

/** Why Device Opt-out refuses this payload, if it does (`/devices/manage`). */
export function deviceActionRefusal(payload: JsonObject): DataRefusal | undefined {
	const { user_identifier_type: type, user_identifier_value: value, action_type: action } = payload;
	if (type === undefined) {
		// The document names another field in this message than the one that is missing.
		const message = 'customer_identifier_type is not found in the payload';
		return { ...missing('user_identifier_type'), message };
	}
	if (action === undefined) {
		return { ...missing('action_type'), message: 'Action_type is not found in the payload' };
	}
	const refusal =
		textRefusal('user_identifier_type', type) ?? textRefusal('user_identifier_value', value);
	if (refusal) return refusal;
	if (action !== 'block' && action !== 'unblock') {
		return notAllowed('action_type', "action_type can only be in ['block', 'unblock']");
	}
	for (const field of ['reason', 'client_reference_id']) {
		if (payload[field] !== undefined && typeof payload[field] !== 'string') {
			return expected(field, 'String or Unicode String');
		}
	}
	return identifiersRefusal(payload.device_identifiers);
}

/** Records a payload that `deviceActionRefusal` let pass. */
export function recordDeviceAction(payload: JsonObject, workspace: Workspace): void {
	workspace.accepted.deviceActions.push({
		userIdentifierType: payload.user_identifier_type as string,
		userIdentifierValue: payload.user_identifier_value as string,
		actionType: payload.action_type as AcceptedDeviceAction['actionType'],
		reason: payload.reason as string | undefined,
		clientReferenceId: payload.client_reference_id as string | undefined,
		deviceIdentifiers: payload.device_identifiers as JsonObject[] | undefined,
	});
}
