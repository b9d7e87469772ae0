import { ai, json, write, type DocumentedEndpoint } from '../operation';

const ENDPOINT: DocumentedEndpoint = {
	name: 'manageDevices',
	address: 'POST api /v1/devices/manage?app_id={workspaceId}',
	tile: 'data',
	rate: 'requests 1000/minute',
	repeat: 'safe',
};

/** Block or Unblock. */
export const manages = (action: 'block' | 'unblock') =>
	write({
		endpoint: ENDPOINT,
		workflow: { identifier: json('user'), additionalFields: { reason: json('reason') } },
		isOwn: ({ action_type: type }) => type === action,
		names: {
			fields: ['identifierType', 'identifier', 'additionalFields'],
			additional: ['clientReferenceId', 'deviceIdentifiers', 'reason'],
		},
		item: (index) => ({ user: `user-${index}@example.com`, reason: `Report ${index}` }),
		mark: 'user',
		arrived: ({ deviceActions }) =>
			deviceActions
				.filter(({ actionType }) => actionType === action)
				.map(({ userIdentifierValue }) => userIdentifierValue),
		lastWins: true,
		invalidChange: { user: ' ' },
		invalidParameter: 'Identifier',
		poison(item, text) {
			item.reason = text;
		},
		answer: { status: 'success' },
		row: ['customer_id'],
		tools: [
			{
				parameters: {
					identifierType: ai('kind'),
					identifier: ai('user'),
					additionalFields: {
						deviceIdentifiers: { identifier: [{ name: ai('device_kind'), value: ai('device') }] },
						clientReferenceId: ai('reference'),
						reason: ai('reason'),
					},
				},
				calls: [
					{
						kind: '',
						user: 'a@example.com',
						device_kind: 'push_id',
						device: 't-1',
						reference: '',
						reason: 'Lost',
					},
					{
						kind: 'MOENGAGE_ID',
						user: '64f1',
						device_kind: 'DEVICE_UNIQUE_ID',
						device: 7,
						reference: 12,
						reason: null,
					},
					{
						kind: null,
						user: 4711,
						device_kind: 'moe_gaid',
						device: 'g-1',
						reference: null,
						reason: '',
					},
				],
				expected: [
					{
						userIdentifierType: 'customer_id',
						userIdentifierValue: 'a@example.com',
						actionType: action,
						reason: 'Lost',
						deviceIdentifiers: [{ push_id: 't-1' }],
					},
					{
						userIdentifierType: 'moengage_id',
						userIdentifierValue: '64f1',
						actionType: action,
						clientReferenceId: '12',
						deviceIdentifiers: [{ device_unique_id: '7' }],
					},
					{
						userIdentifierType: 'customer_id',
						userIdentifierValue: '4711',
						actionType: action,
						deviceIdentifiers: [{ moe_gaid: 'g-1' }],
					},
				],
				arrived: ({ deviceActions }) => deviceActions,
				wrong: [
					{
						args: { device_kind: 'imei' },
						says: [/Name "imei"/, /device_unique_id, moe_gaid, push_id, unique_id/],
					},
					// Without any device, all devices of the user would be meant.
					{ args: { device: '' }, says: [/Value is empty/] },
					{ args: { device_kind: '', device: '' }, says: [/Device Identifiers/, /push_id/] },
					{
						args: { kind: 'email' },
						says: [/Identifier Type "email"/, /customer_id, moengage_id/],
					},
				],
			},
		],
	});

export default manages('block');
