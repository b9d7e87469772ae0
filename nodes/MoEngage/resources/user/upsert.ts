import type { IDataObject } from 'n8n-workflow';

import { readAttributes } from '../../mapping/attributes';
import { userIdentity } from '../../mapping/identifiers';
import {
	asBoolean,
	collection,
	isGiven,
	isPlainObject,
	oneOf,
	parseJson,
	textList,
} from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { bulkImportRoute, sendViaOption } from '../bulkImport';
import {
	attributesField,
	attributesJsonField,
	identifyByFields,
	optionsField,
	specifyAttributesField,
} from '../fields';
import type { Operation } from '../operation';

const PLATFORMS = ['ANDROID', 'iOS', 'web'] as const;

/** Track User (OpenAPI): one user a request; the last write wins. */
export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update a user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	route: { endpoint: ENDPOINTS.upsertUser, toBody: ([user]) => user },
	otherRoutes: { bulkImport: bulkImportRoute },
	fields: [
		...identifyByFields,
		specifyAttributesField('fields', 'json', 'item'),
		attributesField,
		attributesJsonField,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Platforms',
					name: 'platforms',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
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
				{
					displayName: 'Update Existing Only',
					name: 'updateExistingOnly',
					type: 'boolean',
					default: false,
					description:
						'Whether to update existing users only, so that MoEngage skips new users instead of creating them',
				},
			],
		},
		optionsField(ENDPOINTS.upsertUser, [sendViaOption('users')], { excludeFields: true }),
	],

	toPiece(parameters, { json, item }) {
		const { customer_id: id, user_identifiers: identifiers } = userIdentity(parameters);
		const additional = collection(parameters, 'additionalFields');
		// Track User has no field for identifiers: they are attributes of the user.
		const attributes = {
			...readAttributes(parameters, json, { fields: 'attributes', json: 'attributesJson' }, 'user'),
			...identifiers,
		};
		const platforms = readPlatforms(additional.platforms);
		const updateExistingOnly = asBoolean(
			additional.updateExistingOnly,
			'additionalFields.updateExistingOnly',
		);
		const element: IDataObject = { type: 'customer' };
		if (id !== undefined) element.customer_id = id;
		if (Object.keys(attributes).length > 0) element.attributes = attributes as IDataObject;
		if (platforms.length > 0) element.platforms = platforms;
		if (updateExistingOnly !== undefined) element.update_existing_only = updateExistingOnly;
		return {
			elementKey: String(item),
			lane: JSON.stringify(id ?? identifiers),
			element,
		};
	},
};

const PLATFORMS_FIELD = 'additionalFields.platforms';

/** MoEngage wants "true" and "false" as text here. */
function readPlatforms(value: unknown): IDataObject[] {
	return platformEntries(value).flatMap(({ platform, active }) => {
		const isActive = asBoolean(active, `${PLATFORMS_FIELD}.platform.active`) ?? true;
		const parameter = `${PLATFORMS_FIELD}.platform.platform`;
		return (textList(platform, parameter) ?? []).map((name) => ({
			platform: oneOf(name, PLATFORMS, parameter),
			active: String(isActive),
		}));
	});
}

/** From the fixed collection, a list of names or entries, or an object of names to whether active. */
function platformEntries(value: unknown): Array<{ platform?: unknown; active?: unknown }> {
	const isJson = typeof value === 'string' && /^\s*[{[]/.test(value);
	const given = isJson ? parseJson(value, PLATFORMS_FIELD) : value;
	if (!isGiven(given)) return [];
	if (!isPlainObject(given)) {
		const list = Array.isArray(given) ? (given as unknown[]) : [given];
		return list.map((entry) => (isPlainObject(entry) ? entry : { platform: entry }));
	}
	if (Array.isArray(given.platform)) return platformEntries(given.platform);
	if ('platform' in given) return [given];
	return Object.entries(given).map(([platform, active]) => ({ platform, active }));
}
