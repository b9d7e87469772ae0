import { InvalidInput, quote } from './invalidInput';
import { isGiven, requiredText, type Parameters } from './values';

/**
 * Customer ids that MoEngage refuses because many people would share them (help centre, "ID" policy), and
 * two that only a broken expression produces.
 */
const PLACEHOLDERS = new Set([
	'unknown',
	'guest',
	'null',
	'0',
	'1',
	'true',
	'false',
	'user_attribute_unique_id',
	'undefined',
	'[object object]',
]);

/**
 * The customer id of one item.
 * @throws InvalidInput when it is empty, not text, or a placeholder that stands for many people
 */
export function customerId(value: unknown, parameter = 'customerId'): string {
	const id = requiredText(typeof value === 'boolean' ? String(value) : value, parameter);
	if (PLACEHOLDERS.has(id.toLowerCase())) {
		throw new InvalidInput(
			parameter,
			`${quote(id)} is a placeholder that MoEngage does not accept as a user`,
			'Use the ID of a real user, or leave such items out before this node',
		);
	}
	return id;
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
export function userIdentity(parameters: Parameters): UserIdentity {
	if (parameters.get('identifyBy') !== 'userIdentifiers') {
		return { customer_id: customerId(parameters.get('customerId')) };
	}
	const identifiers = identifierPairs(parameters.get('userIdentifiers'))
		.filter(({ name, value }) => isGiven(name) || isGiven(value))
		.map(({ name, value }) => [
			requiredText(name, 'userIdentifiers.identifier.name'),
			requiredText(value, 'userIdentifiers.identifier.value'),
		]);
	if (identifiers.length === 0) {
		throw new InvalidInput(
			'userIdentifiers',
			'has no identifier for this item',
			'Add at least one, for example moe_mobile with a phone number',
		);
	}
	return { user_identifiers: Object.fromEntries(identifiers) as Record<string, string> };
}

function identifierPairs(value: unknown): Array<{ name?: unknown; value?: unknown }> {
	if (typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) return value as Array<{ name?: unknown; value?: unknown }>;
	if ('identifier' in value) {
		const { identifier } = value as { identifier: unknown };
		return (Array.isArray(identifier) ? identifier : [identifier]) as Array<{
			name?: unknown;
			value?: unknown;
		}>;
	}
	return Object.entries(value).map(([name, entry]) => ({ name, value: entry as unknown }));
}
