import { InvalidInput, quote } from '../invalidInput';
import type { Reader } from '../reader';
import { trimmed } from '../text';
import { requiredText } from '../values';
import { RULES, toldOfEvent, toldOfName, type AttributeOwner } from './rules';

/**
 * Standard user attributes whose names begin with the system prefix and that may be written: the table of the
 * Data Overview, data.yaml and the release notes of July 2026.
 */
const STANDARD_USER_ATTRIBUTES = new Set([
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
	'moe_mobile',
]);

/** What a device has (Track Device, OpenAPI); MoEngage drops all other attributes without a word. */
const DEVICE_ATTRIBUTES = new Set([
	'app_version',
	'idfv',
	'model',
	'moe_gaid',
	'moe_push_opted',
	'moe_push_provisional_opted',
	'os_version',
	'platform',
	'push_id',
]);

/**
 * MoEngage's reserved keywords, spelled as it spells them (tracking policies, SDK guides). Its list has `source`,
 * `status` and `user_id` as well; but its own samples send the first, and columns of these names are common in
 * workflows that run, so MoEngage decides about the three. Those that begin with moe_ are refused for that.
 */
const RESERVED_USER_ATTRIBUTES = new Set([
	'id',
	'_id',
	'INSTALL',
	'UPDATE',
	'USER_ATTRIBUTE_UNIQUE_ID',
	'USER_ATTRIBUTE_USER_EMAIL',
	'USER_ATTRIBUTE_USER_MOBILE',
	'USER_ATTRIBUTE_USER_NAME',
	'USER_ATTRIBUTE_USER_GENDER',
	'USER_ATTRIBUTE_USER_FIRST_NAME',
	'USER_ATTRIBUTE_USER_LAST_NAME',
	'USER_ATTRIBUTE_USER_BDAY',
	'USER_ATTRIBUTE_NOTIFICATION_PREF',
	'USER_ATTRIBUTE_OLD_ID',
	'USER_ATTRIBUTE_DND_START_TIME',
	'USER_ATTRIBUTE_DND_END_TIME',
]);

/**
 * Checks names and number of attributes.
 * @param identifiers names that identify users in this workspace: they may begin with the system prefix
 * @throws InvalidInput naming the first attribute that MoEngage would refuse
 */
export function checkAttributeNames(
	attributes: Record<string, unknown>,
	owner: AttributeOwner,
	parameter: string,
	identifiers: string[] = [],
): void {
	const names = Object.keys(attributes);
	const { most = Infinity, names: allowed } = RULES[owner];
	if (names.length > most) {
		throw new InvalidInput(
			parameter,
			`has ${names.length} attributes, but MoEngage allows at most ${most} per event`,
			'Remove attributes that no campaign or segment uses',
		);
	}
	for (const name of names) {
		if (allowed === 'free') continue;
		if (allowed === 'device') {
			assertKept(name, parameter);
			continue;
		}
		if (allowed === 'user') {
			if (STANDARD_USER_ATTRIBUTES.has(name) || identifiers.includes(name)) continue;
			assertNotReserved(name, parameter);
		}
		assertNoSystemPrefix(name, parameter);
	}
}

function assertNotReserved(name: string, parameter: string): void {
	if (!RESERVED_USER_ATTRIBUTES.has(name)) return;
	throw new InvalidInput(
		parameter,
		`${quote(name)} is a name that MoEngage reserves`,
		'Choose another name for it, or leave it out',
	);
}

function assertKept(name: string, parameter: string): void {
	if (DEVICE_ATTRIBUTES.has(name)) return;
	throw new InvalidInput(
		parameter,
		`has ${quote(name)}, which MoEngage does not store for devices`,
		`Remove it, or use one of ${[...DEVICE_ATTRIBUTES].join(', ')}`,
	);
}

/**
 * The fields of an input item that are sent as attributes. Of a device, those that MoEngage stores: an item has more,
 * such as the columns of the device's ID and user, which nobody means as attributes.
 */
export function sendableFields(
	fields: Record<string, unknown>,
	owner: AttributeOwner,
): Record<string, unknown> {
	if (RULES[owner].names !== 'device') return fields;
	const kept = Object.entries(fields).filter(([name]) => DEVICE_ATTRIBUTES.has(trimmed(name)));
	return Object.fromEntries(kept);
}

/**
 * The name of an event.
 * @throws InvalidInput when it is empty, or begins with MoEngage's prefix
 */
export function eventName(parameters: Reader, field: string): string {
	const name = parameters.requiredText(field);
	assertNoSystemPrefix(name, parameters.path(field));
	const told = toldOfEvent(name);
	if (told !== undefined) parameters.tell(told, name);
	return name;
}

/**
 * The name of an attribute of a business event that is defined.
 * @throws InvalidInput when it is empty, or begins with MoEngage's prefix
 */
export function attributeName(value: unknown, parameter: string, tell: Reader['tell']): string {
	const name = requiredText(value, parameter);
	assertNoSystemPrefix(name, parameter);
	const told = toldOfName(name);
	if (told !== undefined) tell(told, name);
	return name;
}

/**
 * Refuses a name that begins with MoEngage's system prefix, in any letter case: MoEngage's own events and
 * attributes use both, and a violation can get the workspace blacklisted (Track Event reference).
 * @throws InvalidInput
 */
function assertNoSystemPrefix(name: string, parameter: string): void {
	if (name.charAt(3) !== '_' || !/^moe_/i.test(name)) return;
	throw new InvalidInput(
		parameter,
		`${quote(name)} begins with moe_, the prefix that MoEngage reserves for itself`,
		'Choose a name without that prefix, or MoEngage may block the workspace',
	);
}
