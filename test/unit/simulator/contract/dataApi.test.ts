import { ACCEPTED, basic, eventOf, useSimulator, withAction, WORKSPACE } from '../useSimulator';

const { byAppId, data, importBulk, trackEvent, simulator } = useSimulator();

describe('track event', () => {
	it('takes a body of 128 KB and refuses one byte more with 413', async () => {
		const frame = JSON.stringify(withAction({ attributes: { text: '' } }));
		const sized = (bytes: number) =>
			withAction({ attributes: { text: 'x'.repeat(bytes - frame.length) } });
		expect((await trackEvent(sized(131_072))).status).toBe(200);
		const { status, data: answer } = await trackEvent(sized(131_073));
		expect(status).toBe(413);
		expect(answer.error).toMatchObject({
			message: 'Payload size exceeds 128 KB',
			type: 'PayloadTooLarge',
		});
		expect(simulator.accepted.events).toHaveLength(1);
		expect(simulator.requests.map(({ bytes }) => bytes)).toEqual([131_072, 131_073]);
	});
});

describe('bulk import', () => {
	it('answers 200, records what is valid and drops what is not', async () => {
		const user = { type: 'customer', customer_id: 'u1', attributes: { name: 'Ann' } };
		const identified = { type: 'customer', attributes: { moe_mobile: '+65123' } };
		const device = {
			type: 'device',
			customer_id: 'u1',
			device_id: 'd1',
			attributes: { platform: 'iOS', push_id: 'p1' },
		};
		const { status, data: answer } = await importBulk({
			type: 'transition',
			elements: [
				user,
				eventOf('u1', 'A', 'B'),
				eventOf('', 'dropped'),
				{ type: 'customer', attributes: { name: 'nobody' } },
				device,
				{ ...device, attributes: { platform: 'Windows', push_id: 'p2' } },
				identified,
				{ type: 'something' },
				'text',
			],
		});
		expect([status, answer]).toEqual([200, ACCEPTED]);
		expect(simulator.accepted.events).toMatchObject([
			{ customerId: 'u1', action: 'A', via: 'transition' },
			{ customerId: 'u1', action: 'B', via: 'transition' },
		]);
		expect(simulator.accepted.users).toMatchObject([
			{ customerId: 'u1', attributes: { name: 'Ann' }, raw: user, via: 'transition' },
			{ attributes: { moe_mobile: '+65123' }, via: 'transition' },
		]);
		expect(simulator.accepted.devices).toMatchObject([{ deviceId: 'd1', via: 'transition' }]);
	});

	it('refuses a body without type or elements, and one of more than 100 KB', async () => {
		expect((await importBulk({ elements: [] })).status).toBe(400);
		expect((await importBulk({ type: 'transition' })).status).toBe(400);
		const frame = JSON.stringify({ type: 'transition', elements: [''] });
		const sized = (bytes: number) => ({
			type: 'transition',
			elements: ['x'.repeat(bytes - frame.length)],
		});
		expect((await importBulk(sized(102_400))).status).toBe(200);
		expect((await importBulk(sized(102_401))).status).toBe(413);
	});
});

describe('users', () => {
	it('exports at most 20 users a request', async () => {
		const request = (count: number) =>
			byAppId('/v1/customers/export', {
				data: {
					identifiers: Array.from({ length: count }, (_, i) => ({
						identifier_type: 'customer_id',
						identifier: `u${i}`,
					})),
				},
			});
		expect((await request(20)).status).toBe(200);
		const { status, data: answer } = await request(21);
		expect(status).toBe(400);
		expect(answer.error).toMatchObject({
			attribute: 'users',
			message: 'max limit allowed is 20',
			type: 'LimitBreached',
		});
		const misplaced = await byAppId('/v1/customers/export', { identifiers: [] });
		expect(misplaced.data.error.message).toBe('data is not found in the payload');
	});

	it('merges up to 50 pairs a request', async () => {
		const pairs = (count: number) => ({
			merge_data: Array.from({ length: count }, (_, i) => ({
				merged_user: `old${i}`,
				retained_user: `new${i}`,
			})),
		});
		const { status, data: answer } = await byAppId('/v1/customer/merge', pairs(50));
		expect([status, answer]).toEqual([200, { status: 'success', operation: 'created' }]);
		expect(simulator.accepted.mergedPairs).toHaveLength(50);
		expect(simulator.accepted.mergedPairs[2]).toEqual({
			mergedUser: 'old2',
			retainedUser: 'new2',
		});
		expect((await byAppId('/v1/customer/merge', pairs(51))).status).toBe(400);
		const number = await byAppId('/v1/customer/merge', {
			merge_data: [{ merged_user: 1, retained_user: 'b' }],
		});
		expect(number.data.error.message).toBe(
			'merged_user is expected to be String or Unicode String.',
		);
		expect(simulator.accepted.mergedPairs).toHaveLength(50);
	});

	it('deletes known users only, and words 429 and 500 with title and description', async () => {
		const remove = (value: string) =>
			byAppId('/v1/customer/delete', { identity_type: 'customer_id', identity_value: value });
		const done = await remove('customer-1001');
		expect([done.status, done.data]).toEqual([200, ACCEPTED]);
		const unknown = await remove('nobody');
		expect([unknown.status, unknown.data.error]).toEqual([
			400,
			{
				message: "User doesn't exists with customer id nobody",
				type: 'Not Found',
				request_id: expect.any(String),
			},
		]);
		expect(simulator.accepted.deletedUsers).toEqual([
			{ identityType: 'customer_id', identityValue: 'customer-1001' },
		]);
		simulator.inject({ kind: 'status', status: 429 });
		expect((await remove('customer-1001')).data).toEqual({
			status: 'fail',
			title: 'Rate limit exceeded',
			description: 'Exceeded rate limit for this url',
		});
	});
});

describe('test connection', () => {
	it('compares workspace and Data key, and asks for MOE-APPKEY', async () => {
		const path = '/v1/integrations/authentication';
		const body = {
			app_id: WORKSPACE,
			app_secret: simulator.credential.dataApiKey,
			source: 'test',
			region: '01',
		};
		const headers = { 'MOE-APPKEY': WORKSPACE };
		const good = await data(path, body, { headers });
		expect([good.status, good.data]).toEqual([200, { status: 'success', app_name: WORKSPACE }]);
		const wrong = await data(path, { ...body, app_secret: 'x' }, { headers });
		expect(wrong.status).toBe(401);
		const withoutHeader = await data(path, body);
		expect([withoutHeader.status, withoutHeader.data.error.message]).toEqual([
			401,
			'MOE-APPKEY is missing in Header',
		]);
		expect((await data(path, { ...body, region: undefined }, { headers })).status).toBe(400);
	});

	it('takes a key that opens the Data API among others, in header and body alike', async () => {
		const path = '/v1/integrations/authentication';
		const { key } = simulator.apiKey;
		const headers = { 'MOE-APPKEY': WORKSPACE, Authorization: basic(WORKSPACE, key) };
		const body = { app_id: WORKSPACE, app_secret: key, source: 'test', region: '01' };
		expect((await data(path, body, { headers })).status).toBe(200);
		const other = { ...body, app_secret: simulator.credential.dataApiKey };
		expect((await data(path, other, { headers })).status).toBe(401);
		simulator.apiKey.opens = ['campaign'];
		expect((await data(path, body, { headers })).status).toBe(401);
	});
});
