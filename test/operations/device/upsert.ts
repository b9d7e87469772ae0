import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'upsertDevice',
		address: 'POST api /v1/device/{workspaceId}',
		tile: 'data',
		rate: 'requests 10000/minute',
		repeat: 'safe',
		tracksUsers: true,
	},
	workflow: {
		customerId: json('user'),
		deviceId: json('device'),
		platform: json('platform'),
		pushId: json('push'),
		attributes: { assignments: [{ id: '1', name: 'model', value: json('model'), type: 'string' }] },
	},
	toolNotice: 'attributes',
	names: {
		fields: [
			'customerId',
			'deviceId',
			'platform',
			'pushId',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
		],
		options: ['excludeFields', 'keepDates'],
	},
	item: (index) => ({
		user: `user-${index}@example.com`,
		device: `device-${index}`,
		platform: ['ANDROID', 'ios', 'Web'][index % 3],
		push: `push-${index}`,
		model: 'Pixel',
	}),
	mark: 'device',
	arrived: ({ devices }) => devices.map(({ deviceId }) => deviceId),
	lastWins: true,
	invalidChange: { platform: 'windows' },
	invalidParameter: 'Platform',
	poison(item, text) {
		item.model = text;
	},
	answer: { status: 'success' },
	row: ['customer_id', 'device_id'],
	tools: [
		{
			parameters: {
				customerId: ai('customer'),
				deviceId: ai('device'),
				platform: ai('platform'),
				pushId: ai('push'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
			},
			calls: [
				{
					customer: 'a@example.com',
					device: 'd-1',
					platform: 'android',
					push: 't-1',
					attributes: '',
				},
				{ customer: 4711, device: 2, platform: 'IOS', push: 3, attributes: { model: 'X' } },
				{
					customer: 'c@example.com',
					device: 'd-3',
					platform: 'web',
					push: 't-3',
					attributes: '{"app_version": 2}',
				},
			],
			expected: [
				{ device: 'd-1', attributes: { platform: 'ANDROID', push_id: 't-1' } },
				{ device: '2', attributes: { model: 'X', platform: 'iOS', push_id: '3' } },
				{ device: 'd-3', attributes: { app_version: 2, platform: 'web', push_id: 't-3' } },
			],
			arrived: ({ devices }) =>
				devices.map(({ deviceId, attributes }) => ({ device: deviceId, attributes })),
			wrong: [
				{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web, TV/] },
				{ args: { platform: '' }, says: [/Platform is empty/, /ANDROID, iOS, web, TV/] },
				{ args: { push: null }, says: [/Push ID is empty/] },
				{ args: { attributes: { color: 'red' } }, says: [/"color"/, /app_version, idfv, model/] },
			],
		},
	],
});
