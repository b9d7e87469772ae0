import { UNDECODABLE, type DataRefusal } from '../answers';
import type { AcceptedEvent, JsonObject } from '../types';
import type { Workspace } from '../workspace';
import {
	customerIdRefusal,
	empty,
	expected,
	missing,
	notAllowed,
	textRefusal,
	typeRefusal,
} from './refusals';
import { isObject, isOneOf, isSystemName, isText, isTimezoneOffset, readTime } from './values';

const PLATFORMS = ['ANDROID', 'iOS', 'web', 'TV', 'unknown'];
const TV_SYSTEMS: readonly unknown[] = [
	'ROKU',
	'WebOS',
	'AndroidTV',
	'tvOS',
	'Tizen',
	'FireOS',
	'VizioTV',
	'Xbox',
];

/** Clocks differ; MoEngage does not say by how much they may. */
const CLOCK_TOLERANCE_MS = 60_000;
const LARGEST_OFFSET_SECONDS = 54_000;

function namesRefusal(attributes: JsonObject): DataRefusal | undefined {
	const name = Object.keys(attributes).find(isSystemName);
	return name === undefined
		? undefined
		: notAllowed(name, `moe_ is a system prefix and can not be used in ${name}`);
}

/**
 * Future-dated events are not accepted (Track Event reference). `user_time` is local time: it may run ahead of
 * UTC by the offset, or by the largest one if none is given, and is only refused if it lies in the
 * future whichever way it is read.
 */
function timeRefusal(
	field: 'current_time' | 'user_time',
	action: JsonObject,
	now: number,
): DataRefusal | undefined {
	const value = action[field];
	if (value === undefined) return undefined;
	const time = readTime(value);
	if (time === undefined) {
		return notAllowed(field, `${field} should be ISO 8601 or epoch time in seconds`);
	}
	const offset = action.user_timezone_offset;
	const ahead = typeof offset === 'number' ? Math.max(offset, 0) : LARGEST_OFFSET_SECONDS;
	const earliest = field === 'user_time' ? time - ahead * 1000 : time;
	return earliest > now + CLOCK_TOLERANCE_MS
		? notAllowed(field, 'Future dated events are not accepted')
		: undefined;
}

function nameRefusal({ action }: JsonObject): DataRefusal | undefined {
	if (action === undefined) return missing('action');
	if (typeof action !== 'string') {
		return { attribute: 'action', message: UNDECODABLE, type: 'Malformed JSON' };
	}
	if (action === '') return empty('action', 'Unicode String');
	return isSystemName(action)
		? notAllowed('action', `moe_ is a system prefix and can not be used in ${action}`)
		: undefined;
}

function actionRefusal(action: unknown, now: number): DataRefusal | undefined {
	if (!isObject(action)) return { message: UNDECODABLE, type: 'Malformed JSON' };
	const refusal = nameRefusal(action);
	if (refusal) return refusal;

	const { attributes, platform, moe_os_type: tvSystem, app_version: appVersion } = action;
	if (attributes !== undefined) {
		if (!isObject(attributes)) return expected('attributes', 'JSON Object');
		const wrongName = namesRefusal(attributes);
		if (wrongName) return wrongName;
	}
	if (platform !== undefined && !isOneOf(PLATFORMS, platform)) {
		return notAllowed('platform', "'platform' is not a valid platform.");
	}
	if (tvSystem !== undefined) {
		if (!TV_SYSTEMS.includes(tvSystem)) {
			return notAllowed('moe_os_type', 'moe_os_type is not a valid TV operating system');
		}
		if (!isOneOf(['TV'], platform)) {
			return notAllowed('moe_os_type', 'moe_os_type is only allowed with platform TV');
		}
	}
	if (appVersion !== undefined && typeof appVersion !== 'string') {
		return expected('app_version', 'String or Unicode String');
	}
	const offset = action.user_timezone_offset;
	if (offset !== undefined && !isTimezoneOffset(offset)) {
		return notAllowed(
			'user_timezone_offset',
			'user_timezone_offset should be between -54000 and 54000',
		);
	}
	return timeRefusal('current_time', action, now) ?? timeRefusal('user_time', action, now);
}

function userRefusal(payload: JsonObject): DataRefusal | undefined {
	const { customer_id: customerId, user_identifiers: identifiers } = payload;
	if (identifiers !== undefined) {
		if (!isObject(identifiers)) return expected('user_identifiers', 'JSON Object');
		if (Object.keys(identifiers).length === 0) return missing('user_identifiers');
	}
	if (customerId === undefined && identifiers !== undefined) return undefined;
	return customerIdRefusal(customerId);
}

/** Why Track Event (both references) refuses this payload, if it does. */
export function eventRefusal(payload: JsonObject, now: number): DataRefusal | undefined {
	const refusal = typeRefusal('event', payload.type) ?? userRefusal(payload);
	if (refusal) return refusal;

	const { device_id: deviceId, dedup_id: dedupId, actions } = payload;
	if (deviceId !== undefined && !isText(deviceId)) return textRefusal('device_id', deviceId);
	if (dedupId !== undefined && !isText(dedupId)) return textRefusal('dedup_id', dedupId);
	if (actions === undefined) return missing('actions');
	if (!Array.isArray(actions)) return expected('actions', 'Array');
	if (actions.length === 0) return empty('actions', 'Array');
	for (const action of actions) {
		const wrongAction = actionRefusal(action, now);
		if (wrongAction) return wrongAction;
	}
	return undefined;
}

/**
 * Records every action of a payload that `eventRefusal` let pass. One that has come before with the same `dedup_id` is
 * dropped (`api/data/data.yaml` of September 2026, early access).
 */
export function recordEvent(
	payload: JsonObject,
	workspace: Workspace,
	via: AcceptedEvent['via'],
): void {
	if (payload.dedup_id !== undefined && !workspace.isFirst(JSON.stringify(payload))) return;
	const user = {
		customerId: payload.customer_id as string | undefined,
		userIdentifiers: payload.user_identifiers as JsonObject | undefined,
		deviceId: payload.device_id as string | undefined,
	};
	for (const raw of payload.actions as JsonObject[]) {
		workspace.store('event', (raw.attributes as JsonObject | undefined) ?? {});
		workspace.accepted.events.push({
			...user,
			action: raw.action as string,
			attributes: (raw.attributes as JsonObject | undefined) ?? {},
			raw,
			via,
		});
	}
}

/** How many events a payload carries, valid or not: what the limit per minute counts. */
export function countEvents({ actions }: JsonObject): number {
	return Array.isArray(actions) ? actions.length : 0;
}
