import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { identifier, userNamedBy } from '../../mapping/users';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given, oneOf } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields, identifierField, identifierTypeField, rowsNamedBy } from '../fields';

/** What a device can be told by (Device Opt-out, OpenAPI). */
const DEVICE_IDENTIFIERS = ['device_unique_id', 'moe_gaid', 'push_id', 'unique_id'] as const;

/** Device Opt-out (OpenAPI): blocking and unblocking differ in a word only. */
function optOut(
	action: 'block' | 'unblock',
	texts: Pick<Operation, 'name' | 'action' | 'description'>,
): Operation {
	return {
		value: action,
		...texts,
		route: { endpoint: ENDPOINTS.manageDevices },
		fields: [
			identifierTypeField,
			identifierField,
			additionalFields([
				{
					displayName: 'Client Reference ID',
					name: 'clientReferenceId',
					type: 'string',
					default: '',
					placeholder: 'e.g. ticket-4711',
					description: 'Your own reference for this request',
				},
				deviceIdentifiersField(action),
				{
					displayName: 'Reason',
					name: 'reason',
					type: 'string',
					default: '',
					placeholder: 'e.g. Reported as lost',
					description: `Reason to ${action} the devices`,
				},
			]),
		],

		toPiece(parameters) {
			const { type, value } = identifier(parameters);
			const additional = parameters.collection('additionalFields');
			const namesDevices = 'deviceIdentifiers' in (parameters.object('additionalFields') ?? {});
			return {
				lane: value,
				about: { [type]: value },
				element: {
					user_identifier_type: type,
					user_identifier_value: value,
					action_type: action,
					...given({
						reason: additional.text('reason'),
						client_reference_id: additional.text('clientReferenceId'),
						device_identifiers: namesDevices ? deviceIdentifiers(additional) : undefined,
					}),
				},
			};
		},
	};
}

function deviceIdentifiersField(action: 'block' | 'unblock'): INodeProperties {
	return {
		displayName: 'Device Identifiers',
		name: 'deviceIdentifiers',
		type: 'fixedCollection',
		typeOptions: rowsNamedBy('value'),
		placeholder: 'Add Device',
		default: {},
		description: `Devices to ${action}. Without this field, MoEngage ${action}s all current devices of the user.`,
		options: [
			{
				displayName: 'Device',
				name: 'identifier',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'options',
						options: [
							{ name: 'Device ID', value: 'device_unique_id' },
							{ name: 'Google Advertising ID', value: 'moe_gaid' },
							{ name: 'Push ID', value: 'push_id' },
							{ name: 'Unique ID', value: 'unique_id' },
						],
						default: 'device_unique_id',
						description: 'Type of device identifier',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. 9774d56d682e549c',
						description: 'Value of the device identifier',
					},
				],
			},
		],
	};
}

/**
 * One object per device. Without any identifier MoEngage takes all devices of the user, so that a field which was added
 * must not be empty, nor hold what cannot be read.
 */
function deviceIdentifiers(additional: Reader): IDataObject[] {
	const parameter = additional.path('deviceIdentifiers');
	const devices = additional.rows('deviceIdentifiers', 'identifier').map((entry) => {
		const name = oneOf(entry.name, DEVICE_IDENTIFIERS, `${parameter}.identifier.name`);
		if (name === undefined) {
			throw new InvalidInput(
				parameter,
				'has an entry without a name',
				`Set Name to one of ${DEVICE_IDENTIFIERS.join(', ')}`,
			);
		}
		return { [name]: userNamedBy('other', entry.value, `${parameter}.identifier.value`) };
	});
	if (devices.length > 0) return devices;
	throw new InvalidInput(
		parameter,
		'has no device for this item, which would stand for all devices of the user',
		'Check that the expression finds devices. For all devices, remove the field',
	);
}

export const block = optOut('block', {
	name: 'Block',
	action: 'Block devices of user',
	description: 'Stop push notifications to devices of a user',
});

export const unblock = optOut('unblock', {
	name: 'Unblock',
	action: 'Unblock devices of user',
	description: 'Allow push notifications to blocked devices of a user again',
});
