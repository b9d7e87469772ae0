import { ACCEPTED, useSimulator } from '../useSimulator';

const { byAppId, trackDevice, simulator } = useSimulator();

describe('devices', () => {
	const device = {
		type: 'device',
		customer_id: 'u1',
		device_id: 'd1',
		attributes: { platform: 'ANDROID', push_id: 'token', model: 'M1' },
	};

	it('records three devices', async () => {
		for (const platform of ['ANDROID', 'iOS', 'web']) {
			const { status, data: answer } = await trackDevice({
				...device,
				device_id: `d-${platform}`,
				attributes: { ...device.attributes, platform },
			});
			expect([status, answer]).toEqual([200, ACCEPTED]);
		}
		expect(simulator.accepted.devices.map(({ deviceId }) => deviceId)).toEqual([
			'd-ANDROID',
			'd-iOS',
			'd-web',
		]);
	});

	it('drops attributes that devices do not have, without a word', async () => {
		for (const extra of [{ color: 'red' }, { moe_ip_city: 'Pune' }, { carrier: 'x', idfv: 'i' }]) {
			const attributes = { ...device.attributes, ...extra };
			expect((await trackDevice({ ...device, attributes })).status).toBe(200);
		}
		expect(simulator.accepted.devices.map(({ attributes }) => attributes)).toEqual([
			device.attributes,
			device.attributes,
			{ ...device.attributes, idfv: 'i' },
		]);
	});

	it.each<[string, Record<string, unknown>, string]>([
		['no user', { customer_id: undefined }, "'customer_id' is not found in the payload"],
		['no attributes', { attributes: undefined }, "'attributes' is not found in the payload"],
		['no platform', { attributes: { push_id: 'p' } }, "'platform' is not found in payload"],
		['no push_id', { attributes: { platform: 'iOS' } }, "'push_id' is not found in payload"],
		[
			'another platform',
			{ attributes: { platform: 'Palm', push_id: 'p' } },
			"'platform' is not a valid platform.",
		],
	])('refuses a device with %s', async (_case, fields, message) => {
		const { status, data: answer } = await trackDevice({ ...device, ...fields });
		expect([status, answer.error.message]).toEqual([400, message]);
		expect(simulator.accepted.devices).toEqual([]);
	});

	it('blocks and unblocks all or some devices of a user', async () => {
		const base = { user_identifier_type: 'customer_id', user_identifier_value: 'u1' };
		const some = { device_identifiers: [{ push_id: 'token' }] };
		const answers = [
			await byAppId('/v1/devices/manage', { ...base, action_type: 'block', reason: 'theft' }),
			await byAppId('/v1/devices/manage', { ...base, ...some, action_type: 'unblock' }),
			await byAppId('/v1/devices/manage', {
				...base,
				action_type: 'block',
				client_reference_id: 'r1',
			}),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(simulator.accepted.deviceActions).toEqual([
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: 'u1',
				actionType: 'block',
				reason: 'theft',
			},
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: 'u1',
				actionType: 'unblock',
				deviceIdentifiers: [{ push_id: 'token' }],
			},
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: 'u1',
				actionType: 'block',
				clientReferenceId: 'r1',
			},
		]);
		const wrong = [
			{ ...base },
			{ ...base, action_type: 'remove' },
			{ user_identifier_type: 'customer_id', action_type: 'block' },
			{ ...base, action_type: 'block', device_identifiers: [{ imei: '1' }] },
		];
		for (const body of wrong) {
			expect((await byAppId('/v1/devices/manage', body)).status).toBe(400);
		}
	});
});
