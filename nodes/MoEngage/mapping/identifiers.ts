import { InvalidInput, quote } from './invalidInput';
import type { Reader } from './reader';
import { isGiven, namedRows, requiredText } from './values';

/**
 * Customer ids that MoEngage refuses because many people would share them (Data Overview), and what broken
 * expressions and exports produce. MoEngage does not say whether case matters, so any case is refused.
 */
const PLACEHOLDERS = new Set([
	'unknown',
	'guest',
	'null',
	'0',
	'1',
	'2',
	'-1',
	'-2',
	'true',
	'false',
	'user_attribute_unique_id',
	'(empty)',
	'na',
	'n/a',
	'none',
	'dummy_seller_code',
	'user_id',
	'userid',
	'customer_id',
	'uid',
	'id',
	'""',
	"''",
	'undefined',
	'[object object]',
]);

/**
 * The customer id of one item.
 * @throws InvalidInput when it is empty, not text, of one character, or a placeholder that stands for many people
 */
export function customerId(value: unknown, parameter = 'customerId'): string {
	const id = requiredText(typeof value === 'boolean' ? String(value) : value, parameter);
	if (PLACEHOLDERS.has(id.toLowerCase())) {
		throw new InvalidInput(
			parameter,
			`${quote(id)} is a placeholder that MoEngage rejects as a customer ID`,
			'Use the ID of a real user, or filter out such items before this node',
		);
	}
	if ([...id].length < 2) {
		throw new InvalidInput(
			parameter,
			`${quote(id)} has one character, but MoEngage accepts only customer IDs of two or more`,
			'Use the whole ID of the user',
		);
	}
	return id;
}

/** What devices whose owner does not want to be tracked have in place of an advertising ID, all alike. */
const NOBODY = /^[0-]+$/;

/**
 * Refuses what many users may have where MoEngage would take all of them for one.
 * @throws InvalidInput
 */
export function assertNamesOneUser(value: string, parameter: string): void {
	if (!PLACEHOLDERS.has(value.toLowerCase()) && !NOBODY.test(value)) return;
	throw new InvalidInput(
		parameter,
		`${quote(value)} is a placeholder that many users may have`,
		'Use the identifier of one user, or filter out such items before this node',
	);
}

/** The two kinds of ID that MoEngage's endpoints take. */
export const IDENTIFIER_TYPES = ['customer_id', 'moengage_id'] as const;

/** Reads `identifierType` and `identifier`; a customer ID is checked as {@link customerId} does. */
export function identifier(parameters: Reader): {
	type: (typeof IDENTIFIER_TYPES)[number];
	value: string;
} {
	const type = parameters.oneOf('identifierType', IDENTIFIER_TYPES) ?? 'customer_id';
	const value =
		type === 'customer_id'
			? customerId(...parameters.at('identifier'))
			: parameters.requiredText('identifier');
	return { type, value };
}

/** Who did it: `customer_id`, or `user_identifiers` where Identity Resolution is on (Track Event, S3). */
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

/**
 * Names and values of user identifiers, from a fixed collection (`identifier`: `name`, `value`), a list of
 * pairs, or an object, as text too; `undefined` when none is filled in.
 * @throws InvalidInput when a name lacks its value or a value its name
 */
export function userIdentifiers(
	value: unknown,
	parameter: string,
): Record<string, string> | undefined {
	const pairs = namedRows(value, parameter, { rows: 'identifier', valueField: 'value' })
		.filter((pair) => isGiven(pair.name) || isGiven(pair.value))
		.map((pair) => [
			requiredText(pair.name, `${parameter}.identifier.name`),
			requiredText(pair.value, `${parameter}.identifier.value`),
		]);
	return pairs.length > 0 ? (Object.fromEntries(pairs) as Record<string, string>) : undefined;
}
