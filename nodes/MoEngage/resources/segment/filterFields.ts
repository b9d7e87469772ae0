import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readObjectOfAttributes } from '../../mapping/attributes';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { trimmed } from '../../mapping/text';
import { given, isGiven, isPlainObject, optionalText } from '../../mapping/values';
import { additionalFields } from '../fields';
import { nameField, segmentName } from './fields';

/** What the dashboard makes, in short (`api/custom-segments/custom-segments.yaml`). */
const EXAMPLE =
	'{ "included_filters": { "filter_operator": "and", "filters": [{ "filter_type": "user_attributes", "name": "city", "data_type": "string", "operator": "in", "value": ["Berlin"], "negate": false, "case_sensitive": false }] } }';

/**
 * The name and the filters of a segment, to create or to update it.
 * @param more additional fields
 */
export const filterFields = (more: INodeProperties[] = []): INodeProperties[] => [
	{
		...nameField,
		description: 'Name of the segment. If empty, the one in Filters.',
	},
	{
		displayName: 'Filters',
		name: 'filtersJson',
		type: 'json',
		default: '{}',
		required: true,
		placeholder: `e.g. ${EXAMPLE}`,
		description:
			"What MoEngage's dashboard generates in Test & Debug > Segment Payload: all of it, or its included_filters alone",
	},
	additionalFields([
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
			placeholder: 'e.g. Customers with more than 10 orders',
			description: 'Description of the segment',
		},
		{
			displayName: 'Excluded Filters',
			name: 'excludedFiltersJson',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. { "filter_operator": "and", "filters": [ … ] }',
			description:
				'Filters of the users to exclude, as Filters. If empty, the excluded_filters in Filters.',
		},
		...more,
	]),
];

/**
 * Reads {@link filterFields}.
 * @throws InvalidInput for what are no filters, with an example of some
 */
export function filterSegment(parameters: Reader): IDataObject {
	const additional = parameters.collection('additionalFields');
	assertObject(...parameters.at('filtersJson'));
	const payload = objectOf(parameters, 'filtersJson');
	const isWhole = 'included_filters' in payload;
	const name = parameters.text('name') ?? optionalText(payload.name, 'name');
	if (name === undefined) {
		throw new InvalidInput(
			'name',
			'is empty, and Filters has no name',
			'Fill in the name of the segment',
		);
	}
	assertObject(...additional.at('excludedFiltersJson'));
	const excluded = objectOf(additional, 'excludedFiltersJson');
	const ofPayload = isPlainObject(payload.excluded_filters) ? payload.excluded_filters : {};
	const chosen = Object.keys(excluded).length > 0 ? excluded : ofPayload;
	return {
		name: segmentName(name),
		included_filters: filtersIn(isWhole ? payload.included_filters : payload, 'filtersJson'),
		...given({
			excluded_filters:
				Object.keys(chosen).length > 0
					? filtersIn(chosen, additional.path('excludedFiltersJson'))
					: undefined,
			description:
				additional.text('description') ?? optionalText(payload.description, 'filtersJson'),
		}),
	};
}

const objectOf = (parameters: Reader, name: string) =>
	readObjectOfAttributes(parameters, name, 'message');

/** Whoever has not seen the dashboard's filters writes `city = Berlin`, where no comma would help. */
function assertObject(value: unknown, parameter: string): void {
	const isObject =
		typeof value === 'string' ? trimmed(value).startsWith('{') : isPlainObject(value);
	if (isGiven(value) && !isObject) throw noFilters(value, parameter);
}

/** A group of filters: with an operator, and at least one filter. */
function filtersIn(value: unknown, parameter: string): IDataObject {
	const filters = isPlainObject(value) ? value.filters : undefined;
	const isGroup =
		isPlainObject(value) &&
		/^(and|or)$/.test(String(value.filter_operator)) &&
		Array.isArray(filters) &&
		filters.length > 0 &&
		filters.every((filter) => isPlainObject(filter) && typeof filter.filter_type === 'string');
	if (isGroup) return value as IDataObject;
	throw noFilters(value, parameter);
}

function noFilters(value: unknown, parameter: string): InvalidInput {
	const isEmpty = isPlainObject(value) && Object.keys(value).length === 0;
	return new InvalidInput(
		parameter,
		isEmpty
			? 'is empty for this item'
			: `${quote(value)} has no filters as MoEngage's dashboard generates them`,
		`Paste what Test & Debug > Segment Payload generates, such as ${EXAMPLE}`,
	);
}
