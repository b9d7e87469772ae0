import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { readAttributes, withAttributeChanges, withFields } from '../../mapping/attributes';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { rowsOf } from '../../mapping/rows';
import { keyOfUser, userIdentity } from '../../mapping/users';
import { asBoolean, given, isGiven, isPlainObject, oneOf, textList } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import {
	attributesField,
	attributesJsonField,
	excludeFieldsOption,
	keepDatesOption,
	specifyAttributesField,
	wholeItemFields,
} from '../attributeFields';
import { bulkImportRoute, sendViaOption } from '../bulkImport';
import { additionalFields, identifyByFields, rowsNamedBy } from '../fields';
import { projectCodeOption, projectQuery } from '../portfolio';
import { addToArraysField, removeFromArraysField, unsetAttributesField } from './attributeChanges';
import { standardAttributes, standardAttributesField } from './standardAttributes';

const PLATFORMS = ['ANDROID', 'iOS', 'web'] as const;

/** Track User (OpenAPI): one user a request; the last write wins. */
export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	hint: 'For more than a few hundred users at once, set options.sendVia to bulkImport.',
	route: { endpoint: ENDPOINTS.upsertUser },
	otherRoutes: { bulkImport: bulkImportRoute },
	fields: [
		...identifyByFields,
		standardAttributesField,
		specifyAttributesField('fields', 'json', 'item'),
		attributesField,
		attributesJsonField,
		...wholeItemFields,
		additionalFields([
			addToArraysField,
			{
				displayName: 'Platforms',
				name: 'platforms',
				type: 'fixedCollection',
				typeOptions: rowsNamedBy('platform'),
				placeholder: 'Add Platform',
				default: {},
				description: 'Platforms of the user, active or not',
				options: [
					{
						displayName: 'Platform',
						name: 'platform',
						values: [
							{
								displayName: 'Platform',
								name: 'platform',
								type: 'options',
								options: [
									{ name: 'Android', value: 'ANDROID' },
									{ name: 'iOS', value: 'iOS' },
									{ name: 'Web', value: 'web' },
								],
								default: 'ANDROID',
								description: 'Platform that the user has or had',
							},
							{
								displayName: 'Active',
								name: 'active',
								type: 'boolean',
								default: true,
								description: 'Whether the user is active on this platform',
							},
						],
					},
				],
			},
			removeFromArraysField,
			unsetAttributesField,
			{
				displayName: 'Update Existing Only',
				name: 'updateExistingOnly',
				type: 'boolean',
				default: false,
				description:
					'Whether to update existing users only, so that MoEngage skips new users instead of creating them',
			},
		]),
	],
	options: [
		excludeFieldsOption,
		keepDatesOption,
		projectCodeOption(
			'Project of the user, for workspaces with Portfolio. If empty, MoEngage stores the attributes for the whole portfolio.',
		),
		sendViaOption('users'),
	],

	toPiece(parameters, { json, workflowZone }) {
		const identity = userIdentity(parameters);
		const { customer_id: id, user_identifiers: identifiers } = identity;
		const additional = parameters.collection('additionalFields');
		const options = parameters.collection('options');
		const identifierNames = Object.keys(identifiers ?? {});
		const names = { fields: 'attributes', json: 'attributesJson' };
		const { attributes, unset } = withAttributeChanges(
			additional,
			// Track User has no field for identifiers: they are attributes of the user.
			{
				...withFields(
					readAttributes(parameters, json, names, 'user', identifierNames),
					standardAttributes(parameters, workflowZone),
					parameters,
				),
				...identifiers,
			},
			identifierNames,
			options.flag('keepDates') ?? false,
		);
		const platforms = readPlatforms(additional);
		return {
			envelope: given({ query: projectQuery(options) }),
			lane: JSON.stringify(id ?? identifiers),
			user: keyOfUser(identity),
			about: identity,
			element: {
				type: 'customer',
				...given({
					customer_id: id,
					attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
					unset_attributes: unset,
					platforms: platforms.length > 0 ? platforms : undefined,
					update_existing_only: additional.flag('updateExistingOnly'),
				}),
			} as IDataObject,
		};
	},
};

/** MoEngage wants "true" and "false" as text here. */
function readPlatforms(additional: Reader): IDataObject[] {
	const path = additional.path('platforms');
	const platforms = platformRows(additional.parsed('platforms'), path).flatMap((row) => {
		const isActive = asBoolean(row.active, `${path}.platform.active`) ?? true;
		const parameter = `${path}.platform.platform`;
		return (textList(row.platform, parameter) ?? []).map((name) => ({
			platform: oneOf(name, PLATFORMS, parameter),
			active: String(isActive),
		}));
	});
	const names = platforms.map(({ platform }) => platform);
	const twice = names.find((name, index) => names.indexOf(name) < index);
	if (twice === undefined) return platforms;
	throw new InvalidInput(path, `has ${twice} twice`, 'Keep one row for each platform');
}

/** From the fixed collection, a list of names or rows, or an object of names to whether active. */
function platformRows(value: unknown, parameter: string): Array<Record<string, unknown>> {
	const isText = typeof value === 'string' && isGiven(value);
	// The rows of the fixed collection have its name: a row that stands alone has text there.
	const rows = isPlainObject(value) && typeof value.platform === 'string' ? [value] : value;
	const named = (isText ? [rows] : rows) as unknown;
	const listed = Array.isArray(named)
		? named.map((row: unknown) => (typeof row === 'string' ? { platform: row } : row))
		: named;
	return rowsOf(listed, parameter, { rows: 'platform', fields: ['platform', 'active'] });
}
