import type { IDataObject } from 'n8n-workflow';

import { ai, json, write, type DocumentedEndpoint } from '../operation';

// MoEngage knows a transaction_id again for five minutes.
const ALERTS: DocumentedEndpoint = {
	name: 'sendAlert',
	address: 'POST api /v1.0/alerts/send',
	tile: 'inform',
	rate: 'requests 10000/minute',
	repeat: 'safeForMinutes',
};

const SANDBOX = { ...ALERTS, name: 'sendTestAlert', address: 'POST sandbox-api /v1.0/alerts/send' };

export default write({
	endpoint: ALERTS,
	workflow: {
		alertId: json('alert'),
		userId: json('user'),
		channels: {
			channel: [
				{
					channel: 'EMAIL',
					recipient: json('email'),
					personalizedAttributes: '={{ { order_id: $json.order, note: $json.note } }}',
				},
				{ channel: 'SMS', recipient: json('phone') },
			],
		},
	},
	hasBuilderHint: true,
	toolNotice: 'approval',
	names: {
		fields: ['alertBy', 'alertId', 'alertReferenceName', 'userId', 'channels', 'additionalFields'],
		additional: ['transactionId'],
		options: ['sandbox'],
	},
	furtherEndpoints: [SANDBOX],
	item: (index) => ({
		alert: '636b77e6e2cf83277195fb60',
		user: index % 2 === 0 ? `user-${index}@example.com` : '',
		email: `user-${index}@example.com`,
		phone: 4915123450000 + index,
		order: `order-${index}`,
	}),
	mark: 'order',
	arrived: ({ alerts }) =>
		alerts.map(({ payloads }) => (payloads.EMAIL.personalized_attributes as IDataObject).order_id),
	invalidChange: { alert: ' ' },
	invalidParameter: 'Alert ID',
	poison(item, text) {
		item.note = text;
	},
	answer: { message: 'Successfully Received' },
	// Its rows have their transaction, and the user if there is one.
	row: [],
	forbidden: { hasRequestId: false },
	documented: [
		// `api/inform/inform.yaml`: the channels, if MoEngage has enabled them.
		{
			message: 'Successfully Received',
			request_id: '64a54b0f633fda13b6681259',
			...Object.fromEntries(
				['SMS', 'EMAIL', 'PUSH'].map((channel) => [
					channel,
					{ message: 'Rate Limit', err_code: 'RATE_LIMIT', status_code: 140110 },
				]),
			),
		},
	],
	tools: [
		{
			parameters: {
				alertBy: ai('by'),
				alertId: ai('id'),
				alertReferenceName: ai('name'),
				userId: ai('user'),
				channels: {
					channel: [
						{
							channel: ai('channel'),
							recipient: ai('to'),
							personalizedAttributes: ai('values'),
							attachments: ai('files'),
						},
						{ channel: ai('channel2'), recipient: ai('to2') },
					],
				},
				additionalFields: { transactionId: ai('transaction') },
			},
			calls: [
				{
					by: 'ID',
					id: '636b77e6e2cf83277195fb60',
					name: '',
					user: '',
					channel: 'email',
					to: ' a@example.com ',
					values: '{"order_id": 7}',
					transaction: 'order-7',
				},
				{
					by: 'referenceName',
					name: 'delivery_update',
					user: 4711,
					channel: 'SMS',
					to: null,
					values: '',
					channel2: 'whatsapp',
					to2: 4915123,
					transaction: 8,
				},
				{
					by: 'referencename',
					name: 'invoice',
					user: 'c@example.com',
					channel: 'EMAIL',
					to: '',
					values: { total: 9.5 },
					files: '',
					transaction: 'order-9',
				},
			],
			expected: [
				{
					alert: '636b77e6e2cf83277195fb60',
					transactionId: 'order-7',
					payloads: {
						EMAIL: { recipient: 'a@example.com', personalized_attributes: { order_id: 7 } },
					},
				},
				{
					alert: 'delivery_update',
					userId: '4711',
					transactionId: '8',
					payloads: { SMS: {}, WHATSAPP: { recipient: '4915123' } },
				},
				{
					alert: 'invoice',
					userId: 'c@example.com',
					transactionId: 'order-9',
					payloads: { EMAIL: { personalized_attributes: { total: 9.5 } } },
				},
			],
			arrived: ({ alerts }) => alerts,
			wrong: [
				{ args: { id: '' }, says: [/Alert ID is empty/] },
				{ args: { by: 'name' }, says: [/Identify Alert By "name"/, /id, referenceName/] },
				{ args: { channel: 'fax' }, says: [/Channel "fax"/, /EMAIL, PUSH, RCS, SMS, WHATSAPP/] },
				{ args: { to: 'Jane' }, says: [/Recipient "Jane" is not an email address/] },
				{ args: { to: '' }, says: [/Recipient is empty for EMAIL/, /Customer ID/] },
				{ args: { channel: '', to: '' }, says: [/Channels has no channel/, /Add a row/] },
				{
					args: { channel2: 'EMAIL', to2: 'b@example.com' },
					says: [/Channel EMAIL is in two rows/],
				},
				{
					args: { files: 'invoice' },
					says: [/Attachments names "invoice"/, /no file of that name/],
				},
				{ args: { values: '[1]' }, says: [/Personalized Attributes is a list/] },
				{ args: { transaction: 'x'.repeat(51) }, says: [/Transaction ID/, /at most 50/] },
				{ args: { id: 'unknown' }, says: [/Invalid Alert ID/] },
			],
		},
	],
});
