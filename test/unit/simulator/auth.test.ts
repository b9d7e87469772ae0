import { basic, client, eventOf, shown, useSimulator, WORKSPACE, type Key } from './useSimulator';

const { business, keyHeader, personalize, trackEvent, simulator } = useSimulator();

describe('keys', () => {
	it('refuses a request without Authorization, with another scheme, workspace or key: Data API', async () => {
		const attempts: Array<[string | undefined, string]> = [
			[undefined, 'Authentication Header Required'],
			[
				'Bearer abc',
				"Invalid authorization used. MoEngage only supports 'Basic Auth' authorization.",
			],
			[
				basic('OTHER', simulator.credential.dataApiKey),
				'App key mismatch in params and authentication.',
			],
			[
				basic(WORKSPACE, 'wrong'),
				'App Secret key mismatch. Please login to the dashboard to verify key',
			],
		];
		for (const [authorization, message] of attempts) {
			const { status, data: body } = await client.post(
				`${simulator.baseUrls.api}/v1/event/${WORKSPACE}`,
				eventOf('c1', 'A'),
				{ headers: authorization ? { Authorization: authorization } : {} },
			);
			expect(status).toBe(401);
			expect(body).toEqual({
				status: 'fail',
				error: {
					message,
					type: 'Authentication required',
					request_id: expect.stringMatching(/^[A-Za-z]{8}$/),
				},
			});
		}
		expect(simulator.accepted.events).toEqual([]);
	});

	it('refuses the keys of all other tiles', async () => {
		const keys: Key[] = [
			'dataApiKey',
			'campaignApiKey',
			'personalizeApiKey',
			'pushApiKey',
			'informApiKey',
		];
		expect(new Set(keys.map((key) => simulator.credential[key])).size).toBe(keys.length);
		for (const key of keys) {
			const headers = keyHeader(key);
			const statuses = [
				(await trackEvent(eventOf('c1', 'A'), { headers })).status,
				(await business('/search', {}, { headers })).status,
				(await personalize('/events', { elements: [shown('c1')] }, { headers })).status,
			];
			expect(statuses).toEqual([
				key === 'dataApiKey' ? 200 : 401,
				key === 'campaignApiKey' ? 200 : 401,
				key === 'personalizeApiKey' ? 200 : 401,
			]);
		}
	});

	it('words the 401 of business events as documented', async () => {
		const missing = await client.post(`${simulator.baseUrls.api}/v1.0/business_event/search`, {});
		expect(missing.status).toBe(401);
		expect(missing.data).toEqual({
			error: {
				code: '401 Authentication error',
				message: 'Authentication required',
				details: [
					{
						code: 'InvalidValue',
						target: 'Authorization',
						message: {
							code: 'MissingValue',
							target: 'Authorization',
							message: 'APP_ID and APP_SECRET_KEY is missing in Authorization Header.',
						},
					},
				],
				request_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			},
		});
		const wrong = await business('/search', {}, { headers: keyHeader('dataApiKey') });
		expect(wrong.data.error.details).toEqual([
			{
				code: 'InvalidValue',
				target: 'APP_SECRET_KEY',
				message: [
					{
						code: 'InvalidValue',
						target: 'APP_SECRET_KEY',
						message: 'Invalid APP_SECRET_KEY is provided.',
					},
				],
			},
		]);
	});
});
