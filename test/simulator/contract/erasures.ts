import type { DataRefusal } from '../answers';
import type { JsonObject } from '../types';
import type { Workspace } from '../workspace';
import { empty, expected, missing, notAllowed, textRefusal } from './refusals';
import { isObject, readTime } from './values';

const IDENTITY_TYPES: readonly unknown[] = [
	...['ID', 'user_secondary_id', 'email', 'mobile'],
	...['google_advertising_id', 'advertising_identifier'],
];

function identityRefusal(identity: unknown): DataRefusal | undefined {
	if (!isObject(identity)) return expected('identities', 'Array of JSON Objects');
	const { identity_type: type, identity_value: value } = identity;
	const refusal = textRefusal('identity_type', type) ?? textRefusal('identity_value', value);
	if (refusal) return refusal;
	return IDENTITY_TYPES.includes(type)
		? undefined
		: notAllowed('identity_type', 'identity_type is not valid');
}

/** Why Submit a GDPR / CCPA Data Request refuses this payload, if it does. */
export function erasureRefusal(payload: JsonObject): DataRefusal | undefined {
	for (const field of ['request_type', 'submitted_time', 'identities', 'api_version']) {
		if (payload[field] === undefined) return missing(field);
	}
	const { request_type: type, submitted_time: time, identities, api_version: version } = payload;
	if (type !== 'erasure') return notAllowed('request_type', 'request_type is not valid');
	if (typeof time !== 'string' || readTime(time) === undefined) {
		return notAllowed('submitted_time', 'submitted_time should be ISO 8601');
	}
	if (version !== '1.0') return notAllowed('api_version', 'api_version should be 1.0');
	if (!Array.isArray(identities)) return expected('identities', 'Array');
	if (identities.length === 0) return empty('identities', 'Array');
	// "Multiple users cannot be deleted using this API in a single payload."
	if (identities.length > 1) {
		return notAllowed('identities', 'Multiple users can not be erased in a single payload');
	}
	return identityRefusal(identities[0]);
}

/** Records a payload that `erasureRefusal` let pass. MoEngage takes unknown identities as well. */
export function recordErasure({ identities }: JsonObject, workspace: Workspace): void {
	const [identity] = identities as JsonObject[];
	workspace.accepted.erasures.push({
		identityType: identity.identity_type as string,
		identityValue: identity.identity_value as string,
	});
}
