import { InvalidInput, quote } from '../invalidInput';
import type { Reader } from '../reader';
import { namedRows } from '../rows';
import { isGiven, requiredText } from '../values';
import { checkUser, type UserNamedBy } from './rules';

/** The names of identifiers and attributes of MoEngage that say what their values are. */
const NAMED_BY = new Map<string, UserNamedBy>([
	['customer_id', 'customerId'],
	['uid', 'customerId'],
	['moe_email', 'email'],
	['u_em', 'email'],
	['moe_mobile', 'phone'],
	['u_mb', 'phone'],
]);

/**
 * What an attribute names the user by, such as `u_em`, which holds the email address; `undefined` for all others.
 */
export function namedByAttribute(name: string): UserNamedBy | undefined {
	return NAMED_BY.get(name);
}

/**
 * Whatever names the user of one item, as text.
 * @throws InvalidInput when it is empty or no text, and for all that the rules for users reject
 */
export function userNamedBy(namedBy: UserNamedBy, value: unknown, parameter: string): string {
	const text = requiredText(typeof value === 'boolean' ? String(value) : value, parameter);
	// A spreadsheet puts an apostrophe in front of digits that are to stay text.
	const mended = namedBy === 'phone' ? text.replace(/^['’](?=[+(\d])/, '') : text;
	return checkUser(mended, namedBy, parameter);
}

/** The customer ID of one item. */
export function customerId(value: unknown, parameter = 'customerId'): string {
	return userNamedBy('customerId', value, parameter);
}

/** The two kinds of ID that MoEngage's endpoints take. */
export const IDENTIFIER_TYPES = ['customer_id', 'moengage_id'] as const;

/** Reads `identifierType` and `identifier`. */
export function identifier(parameters: Reader): {
	type: (typeof IDENTIFIER_TYPES)[number];
	value: string;
} {
	const type = parameters.oneOf('identifierType', IDENTIFIER_TYPES) ?? 'customer_id';
	const namedBy = type === 'customer_id' ? 'customerId' : 'moengageId';
	return { type, value: userNamedBy(namedBy, ...parameters.at('identifier')) };
}

/** Who did it: `customer_id`, or `user_identifiers` where Identity Resolution is on (Track Event reference). */
export type UserIdentity = {
	customer_id?: string;
	user_identifiers?: Record<string, string>;
};

/**
 * Reads `identifyBy` with `customerId` or the fixed collection `userIdentifiers` (`identifier`: `name`,
 * `value`). A list of pairs and a plain object are taken as well, since AI agents send those.
 * @throws InvalidInput when no identifier has both a name and a value
 */
export function userIdentity(parameters: Reader): UserIdentity {
	if (parameters.get('identifyBy') !== 'userIdentifiers') {
		return { customer_id: customerId(...parameters.at('customerId')) };
	}
	const identifiers = userIdentifiers(...parameters.at('userIdentifiers'));
	if (identifiers === undefined) {
		throw new InvalidInput(
			'userIdentifiers',
			'has no identifier for this item',
			'Add at least one, for example moe_mobile with a phone number',
		);
	}
	return { user_identifiers: identifiers };
}

/** The same text for the same user in all operations. */
export function keyOfUser({
	customer_id: id,
	user_identifiers: identifiers,
}: UserIdentity): string {
	return id ?? JSON.stringify(identifiers);
}

/**
 * Names and values of user identifiers, from a fixed collection (`identifier`: `name`, `value`), a list of
 * pairs, or an object, as text too; `undefined` when none is filled in.
 * @throws InvalidInput when a name lacks its value or a value its name
 */
export function userIdentifiers(
	value: unknown,
	parameter: string,
): Record<string, string> | undefined {
	const identifiers = new Map<string, string>();
	for (const row of namedRows(value, parameter, { rows: 'identifier', valueField: 'value' })) {
		if (!isGiven(row.name) && !isGiven(row.value)) continue;
		const name = requiredText(row.name, `${parameter}.identifier.name`);
		if (identifiers.has(name)) {
			throw new InvalidInput(parameter, `has ${quote(name)} twice`, 'Keep one row for each name');
		}
		const namedBy = namedByAttribute(name) ?? 'other';
		identifiers.set(name, userNamedBy(namedBy, row.value, `${parameter}.identifier.value`));
	}
	return identifiers.size > 0 ? Object.fromEntries(identifiers) : undefined;
}
