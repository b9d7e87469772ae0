import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../mapping/invalidInput';
import type { Reader } from '../mapping/reader';
import type { Piece } from '../delivery/piece';

/** What comes out where the user sets no limit, as the field says. */
const DEFAULT_LIMIT = 50;

/** How much of a list the user wants. */
export const howManyFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** Reads `returnAll` and `limit`; `null`: all. */
export function limitOf(parameters: Reader): number | null {
	if (parameters.flag('returnAll') === true) return null;
	const given = parameters.get('limit');
	const limit = parameters.isGiven('limit') ? Number(given) : DEFAULT_LIMIT;
	if (!Number.isInteger(limit) || limit < 1) {
		throw new InvalidInput('limit', `${quote(given)} is not a number of results`, 'Use 1 or more');
	}
	return limit;
}

/** How many records an item wants, from the `limit` in its memo. */
export function wantedBy({ memo = {} }: Piece): number | undefined {
	return typeof memo.limit === 'number' ? memo.limit : undefined;
}
