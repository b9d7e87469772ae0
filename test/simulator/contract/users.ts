import type { DataRefusal } from '../answers';
import type { AcceptedUser, JsonObject } from '../types';
import type { Workspace } from '../workspace';
import { customerIdRefusal, expected, notAllowed, textRefusal, typeRefusal } from './refusals';
import { isObject, isOneOf, isSystemName } from './values';

const PLATFORMS = ['ANDROID', 'iOS', 'web'];
/** Reserved keywords; `source` is one, too, but MoEngage's own samples send it. */
const BLOCKED_NAMES = [
	...['id', '_id', '', 'status', 'user_id', 'INSTALL', 'UPDATE'],
	...['UNIQUE_ID', 'OLD_ID', 'USER_EMAIL', 'USER_MOBILE', 'USER_NAME', 'USER_GENDER'].map(keyword),
	...['USER_FIRST_NAME', 'USER_LAST_NAME', 'USER_BDAY', 'NOTIFICATION_PREF'].map(keyword),
	...['DND_START_TIME', 'DND_END_TIME'].map(keyword),
];

function keyword(name: string): string {
	return `USER_ATTRIBUTE_${name}`;
}

/** Standard attributes with the system prefix (schema `UserAttributes`). */
const STANDARD_NAMES = new Set([
	'moe_wa_subscription',
	'moe_em_unsub_categories',
	'moe_sub_w',
	'moe_spam',
	'moe_unsubscribe',
	'moe_hard_bounce',
	'moe_sms_subscription',
	'moe_email_optin_status',
	'moe_email_open_tracking_consent',
	'moe_gaid',
	'moe_mweb',
]);

/** How `unset_attributes` finds attributes. */
const MATCHES = ['equals', 'prefix', 'suffix', 'contains'];

const ADD = 'addValueToArrayField';
const REMOVE = 'removeValueFromArrayField';

function platformsRefusal(platforms: unknown): DataRefusal | undefined {
	if (platforms === undefined) return undefined;
	if (!Array.isArray(platforms)) return expected('platforms', 'Array');
	for (const entry of platforms) {
		if (!isObject(entry)) return expected('platforms', 'Array of JSON Objects');
		if (!isOneOf(PLATFORMS, entry.platform)) {
			return notAllowed('platform', "'platform' is not a valid platform.");
		}
		if (entry.active !== 'true' && entry.active !== 'false') {
			return notAllowed('active', 'active should be "true" or "false"');
		}
	}
	return undefined;
}

function arrayFieldRefusal(attributes: JsonObject): DataRefusal | undefined {
	const { [ADD]: add, [REMOVE]: remove } = attributes;
	if (add !== undefined && !isObject(add)) return expected(ADD, 'JSON Object');
	if (remove !== undefined && !isObject(remove)) return expected(REMOVE, 'JSON Object');
	const both = Object.keys(add ?? {}).find((name) => Object.keys(remove ?? {}).includes(name));
	return both === undefined
		? undefined
		: {
				attribute: ADD,
				message: `Cannot add and remove '${both}' at the same time`,
				type: 'ArrayFieldError',
			};
}

/** Unset User Attributes; `attr` may not be the user's ID. */
function unsetRefusal(unset: unknown): DataRefusal | undefined {
	if (unset === undefined) return undefined;
	if (!Array.isArray(unset)) return expected('unset_attributes', 'Array');
	for (const entry of unset) {
		if (!isObject(entry)) return expected('unset_attributes', 'Array of JSON Objects');
		if (!isOneOf(MATCHES, entry.type)) return notAllowed('type', 'type is not valid');
		const refusal = textRefusal('attr', entry.attr);
		if (refusal) return refusal;
		if (entry.attr === 'customer_id') return notAllowed('attr', 'customer_id can not be unset');
	}
	return undefined;
}

function attributesRefusal(attributes: unknown, identifiers: string[]): DataRefusal | undefined {
	if (attributes === undefined) return undefined;
	if (!isObject(attributes)) return expected('attributes', 'JSON Object');
	for (const name of Object.keys(attributes)) {
		if (BLOCKED_NAMES.includes(name)) {
			return notAllowed(name, `'${name}' can not be used as an attribute name`);
		}
		if (isSystemName(name) && !STANDARD_NAMES.has(name) && !identifiers.includes(name)) {
			return notAllowed(name, `moe_ is a system prefix and can not be used in ${name}`);
		}
	}
	return arrayFieldRefusal(attributes) ?? platformsRefusal(attributes.platforms);
}

/**
 * Why Track User refuses this payload, if it does (`/customer/{app_id}`). A user without
 * `customer_id` has to be named by one of the workspace's identifiers among the attributes.
 */
export function customerRefusal(
	payload: JsonObject,
	workspace: Workspace,
): DataRefusal | undefined {
	const { customer_id: customerId, attributes, update_existing_only: existingOnly } = payload;
	const named =
		customerId === undefined && isObject(attributes) && workspace.identifies(attributes);
	const refusal =
		typeRefusal('customer', payload.type) ??
		(named ? undefined : customerIdRefusal(customerId)) ??
		attributesRefusal(attributes, workspace.identifiers) ??
		platformsRefusal(payload.platforms) ??
		unsetRefusal(payload.unset_attributes);
	if (refusal) return refusal;
	return existingOnly !== undefined && typeof existingOnly !== 'boolean'
		? expected('update_existing_only', 'Boolean')
		: undefined;
}

/** The attributes after values were added to and taken from array attributes. */
function withArrayChanges(attributes: JsonObject, current: JsonObject): JsonObject {
	const { [ADD]: add = {}, [REMOVE]: remove = {}, ...plain } = attributes;
	const held = (name: string): unknown[] => {
		const value = current[name];
		return Array.isArray(value) ? value : [];
	};
	for (const [name, values] of Object.entries(add as JsonObject)) {
		plain[name] = [...new Set(held(name).concat(values))];
	}
	for (const [name, values] of Object.entries(remove as JsonObject)) {
		const gone = new Set(([] as unknown[]).concat(values));
		plain[name] = held(name).filter((value) => !gone.has(value));
	}
	return plain;
}

/** Removes attributes, also those that the same payload sets: unsetting wins. */
function unsetAttributes(held: JsonObject, unset: JsonObject[]): void {
	for (const { type, attr, case_sensitive: isCaseSensitive = true } of unset) {
		const spell = (name: string) => (isCaseSensitive === true ? name : name.toLowerCase());
		const wanted = spell(String(attr));
		for (const name of Object.keys(held)) {
			const is = {
				equals: spell(name) === wanted,
				prefix: spell(name).startsWith(wanted),
				suffix: spell(name).endsWith(wanted),
				contains: spell(name).includes(wanted),
			}[String(type)];
			if (is === true) delete held[name];
		}
	}
}

/** Records a payload that `customerRefusal` let pass; unknown users only if they may be created. */
export function recordCustomer(
	payload: JsonObject,
	workspace: Workspace,
	via: AcceptedUser['via'],
): void {
	const customerId = payload.customer_id as string | undefined;
	const attributes = (payload.attributes as JsonObject | undefined) ?? {};
	const current = workspace.matchUser(customerId, attributes);
	if (payload.update_existing_only === true && !current) return;

	const changed = withArrayChanges(attributes, current?.attributes ?? {});
	const user = workspace.upsertUser(customerId, changed);
	unsetAttributes(user.attributes, (payload.unset_attributes ?? []) as JsonObject[]);
	workspace.store('user', attributes);
	workspace.accepted.users.push({
		customerId,
		attributes,
		platforms: payload.platforms as unknown[] | undefined,
		raw: payload,
		via,
	});
}
