import { validateFieldType, type FieldType } from 'n8n-workflow';

import { InvalidInput, quote } from './invalidInput';
import { mappedAttributes } from './mappedAttributes';
import type { Reader } from './reader';
import { isGiven, jsonObject } from './values';

/** MoEngage's policy allows this many attributes per event (help centre). */
const MAX_ATTRIBUTES = 100;

/** Standard user attributes whose names begin with the system prefix (Track User, OpenAPI). */
const STANDARD_USER_ATTRIBUTES = new Set([
	'moe_wa_subscription',
	'moe_em_unsub_categories',
	'moe_sub_w',
	'moe_spam',
	'moe_unsubscribe',
	'moe_hard_bounce',
	'moe_sms_subscription',
	'moe_email_optin_status',
	'moe_gaid',
	'moe_mobile',
]);

/** Standard device attributes whose names begin with the system prefix (Track Device, OpenAPI). */
const STANDARD_DEVICE_ATTRIBUTES = new Set([
	'moe_push_opted',
	'moe_push_provisional_opted',
	'moe_gaid',
]);

/** Names that MoEngage blocks for user attributes (Track User, OpenAPI). */
const BLOCKED_USER_ATTRIBUTES = new Set(['id', '_id']);

/**
 * Refuses a name that begins with MoEngage's system prefix, in any letter case: MoEngage's own events and
 * attributes use both, and a violation can get the workspace blacklisted (Track Event, S3).
 * @throws InvalidInput
 */
export function assertNoSystemPrefix(name: string, parameter: string): void {
	if (/^moe_/i.test(name)) {
		throw new InvalidInput(
			parameter,
			`${quote(name)} begins with moe_, the prefix that MoEngage reserves for itself`,
			'Choose a name without that prefix, or MoEngage may block the workspace',
		);
	}
}

/** What the attributes belong to: the rules for names differ. */
export type AttributeOwner = 'businessEvent' | 'event' | 'user' | 'device';

/**
 * Checks names and number of attributes; the values pass through with their types.
 * @throws InvalidInput naming the first attribute that MoEngage would refuse
 */
export function checkAttributes(
	attributes: Record<string, unknown>,
	owner: AttributeOwner,
	parameter: string,
): Record<string, unknown> {
	const names = Object.keys(attributes);
	const isOfEvent = owner === 'event' || owner === 'businessEvent';
	if (isOfEvent && names.length > MAX_ATTRIBUTES) {
		throw new InvalidInput(
			parameter,
			`has ${names.length} attributes, but MoEngage allows at most ${MAX_ATTRIBUTES} per event`,
			'Remove attributes that no campaign or segment uses',
		);
	}
	for (const name of names) {
		if (name.trim() === '') {
			throw new InvalidInput(
				parameter,
				'has an attribute with an empty name',
				'Give every attribute a name',
			);
		}
		if (owner === 'user' && STANDARD_USER_ATTRIBUTES.has(name)) continue;
		if (owner === 'device' && STANDARD_DEVICE_ATTRIBUTES.has(name)) continue;
		if (owner === 'user' && BLOCKED_USER_ATTRIBUTES.has(name)) {
			throw new InvalidInput(
				parameter,
				`has an attribute named ${quote(name)}, which MoEngage blocks`,
				'Choose another name for it',
			);
		}
		assertNoSystemPrefix(name, parameter);
	}
	return attributes;
}

/**
 * Parameter names an operation uses for its three ways to give attributes. Its fields are either an
 * assignment collection (`fields`) or a resource mapper (`mapped`).
 */
export type AttributeParameters = { fields?: string; mapped?: string; json: string };

/**
 * The attributes of one item, as `specifyAttributes` says: typed fields, JSON, or the whole item without
 * the names in `options.excludeFields`.
 * @param item the input item's JSON
 * @throws InvalidInput for broken JSON, a value that is not of its declared type, and refused names
 */
export function readAttributes(
	parameters: Reader,
	item: Record<string, unknown>,
	names: AttributeParameters,
	owner: AttributeOwner,
): Record<string, unknown> {
	const how = parameters.get('specifyAttributes');
	if (how === 'item') {
		const excluded = new Set(parameters.collection('options').list('excludeFields'));
		const kept = Object.entries(item).filter(([name]) => !excluded.has(name));
		return checkAttributes(Object.fromEntries(kept), owner, 'specifyAttributes');
	}
	if (how !== 'json' && names.mapped !== undefined) {
		const attributes = mappedAttributes(parameters.get(names.mapped), item, names.mapped);
		return checkAttributes(attributes, owner, names.mapped);
	}
	if (how === 'json' || names.fields === undefined) {
		const attributes = parameters.object(names.json) ?? {};
		return checkAttributes(attributes, owner, names.json);
	}
	return checkAttributes(
		assignments(parameters.get(names.fields), names.fields),
		owner,
		names.fields,
	);
}

/**
 * Reads n8n's assignment collection (`{assignments: [{name, value, type}]}`), each value converted to the
 * type that the user picked. A plain object is taken as it is, since AI agents send one.
 */
function assignments(value: unknown, parameter: string): Record<string, unknown> {
	const given = jsonObject(value, parameter) ?? {};
	if (!Array.isArray(given.assignments)) return given;
	const attributes: Array<[string, unknown]> = [];
	for (const entry of given.assignments as Array<Record<string, unknown>>) {
		const name = String(entry.name ?? '').trim();
		// The editor keeps a new row that nobody filled in.
		if (name === '' && !isGiven(entry.value)) continue;
		attributes.push([name, typedValue(name, entry.value, entry.type, parameter)]);
	}
	return Object.fromEntries(attributes);
}

function typedValue(name: string, value: unknown, type: unknown, parameter: string): unknown {
	if (value === null || value === undefined || typeof type !== 'string') return value;
	const result = validateFieldType(name, value, type as FieldType, { parseStrings: true });
	if (!result.valid) {
		throw new InvalidInput(
			parameter,
			`has attribute ${quote(name)} of type ${type}, but ${quote(value)} is not of that type`,
			'Change the type of the attribute, or fix the expression',
		);
	}
	return result.newValue;
}
