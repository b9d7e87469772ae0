import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { readAttributes, withFields } from '../../mapping/attributes';
import { customerId, keyOfUser } from '../../mapping/users';
import { InvalidInput } from '../../mapping/invalidInput';
import { ENDPOINTS } from '../../transport/endpoints';
import {
	attributesField,
	attributesJsonField,
	excludeFieldsOption,
	keepDatesOption,
	specifyAttributesField,
	wholeItemFields,
} from '../attributeFields';
import { customerIdField } from '../fields';

const PLATFORMS = ['ANDROID', 'iOS', 'web', 'TV'] as const;

/** Track Device (OpenAPI): one device of an existing user a request; the last write wins. */
export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update device',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	route: { endpoint: ENDPOINTS.upsertDevice },
	fields: [
		customerIdField,
		{
			displayName: 'Device ID',
			name: 'deviceId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 9774d56d682e549c',
			description: 'ID of the device, assigned by the MoEngage SDK or your systems',
		},
		{
			displayName: 'Platform',
			name: 'platform',
			type: 'options',
			options: [
				{ name: 'Android', value: 'ANDROID' },
				{ name: 'iOS', value: 'iOS' },
				{ name: 'TV', value: 'TV' },
				{ name: 'Web', value: 'web' },
			],
			default: 'ANDROID',
			required: true,
			description: 'Platform of the device',
		},
		{
			displayName: 'Push ID',
			name: 'pushId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. fGhT9…:APA91bH…',
			description: 'Push token of the device',
		},
		specifyAttributesField('fields', 'json', 'keptItem'),
		attributesField,
		attributesJsonField,
		...wholeItemFields,
	],
	options: [excludeFieldsOption, keepDatesOption],

	toPiece(parameters, { json }) {
		const id = customerId(...parameters.at('customerId'));
		const deviceId = parameters.requiredText('deviceId');
		const platform = parameters.oneOf('platform', PLATFORMS);
		if (platform === undefined) {
			throw new InvalidInput('platform', 'is empty', `Use one of ${PLATFORMS.join(', ')}`);
		}
		const names = { fields: 'attributes', json: 'attributesJson' };
		const attributes = withFields(
			withOptIns(readAttributes(parameters, json, names, 'device')),
			{ platform, push_id: parameters.requiredText('pushId') },
			parameters,
		) as IDataObject;
		return {
			lane: id,
			user: keyOfUser({ customer_id: id }),
			about: { customer_id: id, device_id: deviceId },
			element: { type: 'device', customer_id: id, device_id: deviceId, attributes },
		};
	},
};

/** MoEngage wants "True" and "False" as text here (Track Device, OpenAPI). */
function withOptIns(attributes: Record<string, unknown>): IDataObject {
	const written = { ...attributes } as IDataObject;
	for (const name of ['moe_push_opted', 'moe_push_provisional_opted']) {
		const value = String(written[name]).toLowerCase();
		if (value === 'true' || value === 'false') written[name] = value === 'true' ? 'True' : 'False';
	}
	return written;
}
