import type { IDataObject } from 'n8n-workflow';

import { identifier } from '../../mapping/identifiers';
import { InvalidInput } from '../../mapping/invalidInput';
import { collection, namedRows, oneOf, optionalText, requiredText } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { identifierField, identifierTypeField, optionsField } from '../fields';
import type { Operation } from '../operation';

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
		route: { endpoint: ENDPOINTS.manageDevices, toBody: ([user]) => user },
		fields: [
			identifierTypeField,
			identifierField,
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add Field',
				default: {},
				options: [
					{
						displayName: 'Client Reference ID',
						name: 'clientReferenceId',
						type: 'string',
						default: '',
						placeholder: 'e.g. ticket-4711',
						description: 'Your own reference for this request',
					},
					{
						displayName: 'Device Identifiers',
						name: 'deviceIdentifiers',
						type: 'fixedCollection',
						typeOptions: { multipleValues: true },
						placeholder: 'Add Device',
						default: {},
						description: `Devices to ${action}. If empty, MoEngage ${action}s all current devices of the user.`,
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
					},
					{
						displayName: 'Reason',
						name: 'reason',
						type: 'string',
						default: '',
						placeholder: 'e.g. Reported as lost',
						description: `Reason to ${action} the devices`,
					},
				],
			},
			optionsField(ENDPOINTS.manageDevices),
		],

		toPiece(parameters, { item }) {
			const { type, value } = identifier(parameters);
			const additional = collection(parameters, 'additionalFields');
			const reason = optionalText(additional.reason, 'additionalFields.reason');
			const reference = optionalText(
				additional.clientReferenceId,
				'additionalFields.clientReferenceId',
			);
			const devices = deviceIdentifiers(additional.deviceIdentifiers);
			return {
				elementKey: String(item),
				lane: value,
				element: {
					user_identifier_type: type,
					user_identifier_value: value,
					action_type: action,
					...(reason === undefined ? {} : { reason }),
					...(reference === undefined ? {} : { client_reference_id: reference }),
					...(devices === undefined ? {} : { device_identifiers: devices }),
				},
			};
		},
	};
}

/**
 * One object per device. What is filled in but cannot be read is refused rather than left out: without any
 * identifier MoEngage takes all devices of the user.
 */
function deviceIdentifiers(value: unknown): IDataObject[] | undefined {
	const parameter = 'additionalFields.deviceIdentifiers';
	const entries = namedRows(value, parameter, { rows: 'identifier', valueField: 'value' });
	const devices = entries.map((entry) => {
		const name = oneOf(entry.name, DEVICE_IDENTIFIERS, `${parameter}.identifier.name`);
		if (name === undefined) {
			throw new InvalidInput(
				parameter,
				'has an entry without a name',
				`Set Name to one of ${DEVICE_IDENTIFIERS.join(', ')}`,
			);
		}
		return { [name]: requiredText(entry.value, `${parameter}.identifier.value`) };
	});
	return devices.length > 0 ? devices : undefined;
}

export const block = optOut('block', {
	name: 'Block',
	action: 'Block devices of a user',
	description: 'Stop push notifications to devices of a user',
});

export const unblock = optOut('unblock', {
	name: 'Unblock',
	action: 'Unblock devices of a user',
	description: 'Allow push notifications to blocked devices of a user again',
});
