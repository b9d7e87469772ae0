import { startSimulator } from '../../simulator';
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

describe('a key of the API key dashboard', () => {
	function headers() {
		return { Authorization: basic(WORKSPACE, simulator.apiKey.key) };
	}

	/** Statuses of one request to each of three APIs, sent with the key. */
	async function statuses() {
		const sent = { headers: headers() };
		return [
			(await trackEvent(eventOf('c1', 'A'), sent)).status,
			(await business('/search', {}, sent)).status,
			(await personalize('/events', { elements: [shown('c1')] }, sent)).status,
		];
	}

	it('opens every API, until a test says otherwise', async () => {
		expect(await statuses()).toEqual([200, 200, 200]);
		simulator.apiKey.opens = ['campaign'];
		expect(await statuses()).toEqual([401, 200, 401]);
		simulator.apiKey.opens = ['data', 'personalize'];
		simulator.apiKey.elsewhere = 403;
		expect(await statuses()).toEqual([200, 403, 200]);
		expect(simulator.accepted.events).toHaveLength(2);
	});

	it('is refused elsewhere as a wrong key, or for its permission', async () => {
		simulator.apiKey.opens = ['campaign'];
		const wrong = await trackEvent(eventOf('c1', 'A'), { headers: headers() });
		expect(wrong.data.error.message).toMatch(/^App Secret key mismatch\./);
		simulator.apiKey.elsewhere = 403;
		const without = await trackEvent(eventOf('c1', 'A'), { headers: headers() });
		expect(without.data).toEqual({
			error: {
				code: 'FORBIDDEN',
				message: 'You do not have the required permission for this operation.',
				target: 'permission',
			},
			response_id: expect.stringMatching(/^resp_[0-9a-f]{24}$/),
		});
	});

	it('leaves the keys of the tiles as they are', async () => {
		simulator.apiKey.opens = [];
		expect((await trackEvent(eventOf('c1', 'A'))).status).toBe(200);
		const other = { Authorization: basic('OTHER', simulator.apiKey.key) };
		expect((await trackEvent(eventOf('c1', 'A'), { headers: other })).status).toBe(401);
		const chosen = await startSimulator({ apiKey: { key: 'mine', opens: ['data'] } });
		expect(chosen.apiKey).toEqual({ key: 'mine', opens: ['data'], elsewhere: 401 });
		await chosen.close();
	});
});
