import axios, { type AxiosResponse } from 'axios';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';

import {
	startSimulator,
	type Fault,
	type RecordedRequest,
	type Simulator,
	type SimulatorOptions,
} from '../simulator';
import { shortId } from '../simulator/ids';
import { RateLimits } from '../simulator/rateLimit';

const WORKSPACE = 'DEMO_WORKSPACE_01';
const ACCEPTED = {
	status: 'success',
	message: 'Your request has been accepted and will be processed soon.',
};

const client = axios.create({
	validateStatus: () => true,
	maxRedirects: 0,
	timeout: 5000,
	proxy: false,
});

type Headers = Record<string, string>;
type Key = 'dataApiKey' | 'campaignApiKey' | 'personalizeApiKey' | 'pushApiKey' | 'informApiKey';

interface Sent {
	headers?: Headers;
	params?: Record<string, string>;
	timeout?: number;
}

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});

afterAll(async () => {
	await simulator.close();
});

beforeEach(() => {
	simulator.reset();
	simulator.latencyMs = 0;
	simulator.rateLimits = false;
});

function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function keyHeader(key: Key): Headers {
	return { Authorization: basic(WORKSPACE, simulator.credential[key]) };
}

function api(path: string, body: unknown, key: Key, sent: Sent = {}): Promise<AxiosResponse> {
	return client.post(simulator.baseUrls.api + path, body, {
		...sent,
		headers: { 'Content-Type': 'application/json', ...keyHeader(key), ...sent.headers },
	});
}

function data(path: string, body: unknown, sent?: Sent): Promise<AxiosResponse> {
	return api(path, body, 'dataApiKey', sent);
}

function byAppId(path: string, body: unknown): Promise<AxiosResponse> {
	return data(path, body, { params: { app_id: WORKSPACE } });
}

function business(path: string, body: unknown, sent?: Sent): Promise<AxiosResponse> {
	return api(`/v1.0/business_event${path}`, body, 'campaignApiKey', sent);
}

function personalize(path: string, body: unknown, sent: Sent = {}): Promise<AxiosResponse> {
	return client.post(`${simulator.baseUrls.sdk}/v1/experiences${path}`, body, {
		...sent,
		headers: {
			'Content-Type': 'application/json',
			'MOE-APPKEY': WORKSPACE,
			...keyHeader('personalizeApiKey'),
			...sent.headers,
		},
	});
}

function metadata(params: Record<string, string> = {}): Promise<AxiosResponse> {
	return client.get(`${simulator.baseUrls.sdk}/v1/experiences/metadata`, {
		params,
		headers: { 'MOE-APPKEY': WORKSPACE, ...keyHeader('personalizeApiKey') },
	});
}

const trackEvent = (body: unknown, sent?: Sent) => data(`/v1/event/${WORKSPACE}`, body, sent);
const importBulk = (body: unknown, sent?: Sent) => data(`/v1/transition/${WORKSPACE}`, body, sent);
const trackUser = (body: unknown) => data(`/v1/customer/${WORKSPACE}`, body);
const trackDevice = (body: unknown) => data(`/v1/device/${WORKSPACE}`, body);

function eventOf(customerId: string, ...names: string[]): Record<string, unknown> {
	return {
		type: 'event',
		customer_id: customerId,
		actions: names.map((action, index) => ({ action, attributes: { index } })),
	};
}

function withAction(extra: Record<string, unknown>): Record<string, unknown> {
	return { type: 'event', customer_id: 'c1', actions: [{ action: 'Bought', ...extra }] };
}

const CONTEXT = {
	cid: '66d55ae445921e4d35ae4368_F_T_WP_AB_2_P_0_AU_5A',
	experience: 'Homepage Banner',
	moe_locale_id: '0',
	moe_variation_id: '2',
	audience_name: 'All Users',
	audience_id: '5A',
	type: 'Web Personalization',
};

function shown(customerId: string, action: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		customer_id: customerId,
		actions: [
			{
				action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
				moe_event_uuid: randomUUID(),
				event_time: 1725258666,
				platform: 'web',
				attributes: CONTEXT,
				...action,
			},
		],
	};
}

async function failure(request: Promise<unknown>): Promise<string> {
	try {
		await request;
	} catch (error) {
		return (error as { code?: string }).code ?? 'no code';
	}
	return 'no failure';
}

describe('access', () => {
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

	it('asks for MOE-APPKEY on the Personalize host: 400 without it, 401 for a wrong key', async () => {
		const headers = keyHeader('personalizeApiKey');
		const url = `${simulator.baseUrls.sdk}/v1/experiences/metadata`;
		const unknown = {
			title: 'Request Error',
			description:
				'MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME',
		};
		const without = await client.get(url, { headers });
		expect([without.status, without.data]).toEqual([400, unknown]);
		const other = await client.get(url, { headers: { ...headers, 'MOE-APPKEY': 'OTHER' } });
		expect([other.status, other.data]).toEqual([400, unknown]);
		const wrongKey = await client.get(url, {
			headers: { ...keyHeader('dataApiKey'), 'MOE-APPKEY': WORKSPACE },
		});
		expect([wrongKey.status, wrongKey.data]).toEqual([
			401,
			{
				title: 'Authentication required',
				description: 'Invalid API_KEY used in Authentication Header',
			},
		]);
	});

	it('compares the workspace id of path and app_id, URL-decoded', async () => {
		expect((await data('/v1/event/OTHER', eventOf('c1', 'A'))).status).toBe(401);
		expect((await data('/v1/event/%E0%A4%A', eventOf('c1', 'A'))).status).toBe(401);
		const merge = { merge_data: [{ merged_user: 'a', retained_user: 'b' }] };
		const otherApp = await data('/v1/customer/merge', merge, { params: { app_id: 'OTHER' } });
		expect(otherApp.status).toBe(401);
		const noApp = await data('/v1/customer/merge', merge);
		expect([noApp.status, noApp.data.error.type]).toEqual([400, 'ParamsRequired']);

		const odd = await startSimulator({ workspaceId: 'A/B ünï' });
		const { apiBaseUrl, workspaceId, dataApiKey } = odd.credential;
		const answer = await client.post(
			`${apiBaseUrl}/v1/event/${encodeURIComponent(workspaceId)}`,
			eventOf('c1', 'A'),
			{ headers: { Authorization: basic(workspaceId, dataApiKey) } },
		);
		expect(answer.status).toBe(200);
		await odd.close();
	});

	it('asks Inform for its own key and MOE-APPKEY, and knows no alert', async () => {
		const send = (key: Key, appKey: string) =>
			api('/v1.0/alerts/send', {}, key, { headers: { 'MOE-APPKEY': appKey } });
		const refused = {
			message: 'Invalid App Key or Basic Auth',
			err_code: 'UNAUTHORIZED',
			status_code: 120001,
		};
		const answers = [
			await send('dataApiKey', WORKSPACE),
			await send('informApiKey', 'OTHER'),
			await send('informApiKey', WORKSPACE),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401, 400]);
		expect([answers[0].data, answers[1].data]).toEqual([refused, refused]);
		expect(answers[2].data).toMatchObject({ message: 'Invalid Alert ID', err_code: 'BAD_REQUEST' });
	});

	it('answers 404 for an unknown path and 405 for a wrong method', async () => {
		expect((await data('/v1/nothing', {})).status).toBe(404);
		expect((await data('/v1/event/', {})).status).toBe(404);
		expect((await personalize('/nothing', {})).data).toEqual({
			title: 'Not Found',
			description: 'Not Found',
		});
		const push = await client.post(`${simulator.baseUrls.push}/v2/transaction/sendpush`, {});
		expect([push.status, push.data.status]).toEqual([404, 'error']);
		const get = await client.get(`${simulator.baseUrls.api}/v1/event/${WORKSPACE}`);
		expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
	});

	it('answers 415 for a body that is not declared as JSON', async () => {
		const headers = { 'Content-Type': 'text/plain' };
		const body = JSON.stringify(eventOf('c1', 'A'));
		expect((await trackEvent(body, { headers })).data.error.type).toBe('Unsupported media type');
		expect((await business('/trigger', '{}', { headers })).status).toBe(415);
		expect((await personalize('/events', '{}', { headers })).status).toBe(415);
		const charset = { 'Content-Type': 'application/json; charset=utf-8' };
		expect((await trackEvent(body, { headers: charset })).status).toBe(200);
	});

	it('answers 400 "Malformed JSON" for a body that cannot be read', async () => {
		const description =
			'Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.';
		// As buffers, because axios quotes a text that is not JSON.
		for (const body of [Buffer.from('{"type": "event"'), Buffer.from([0x22, 0xff, 0x22])]) {
			const event = await trackEvent(body);
			expect([event.status, event.data.error.type]).toEqual([400, 'Malformed JSON']);
			const events = await personalize('/events', body);
			expect([events.status, events.data]).toEqual([400, { title: 'Malformed JSON', description }]);
			const trigger = await business('/trigger', body);
			expect([trigger.status, trigger.data.error.message]).toEqual([400, description]);
		}
		expect((await trackEvent('[]')).data.error.type).toBe('Body type is not JSON');
	});
});

describe('business events', () => {
	const drop = {
		event_name: 'Price Drop',
		event_attributes: { product_id: 'P-1', new_price: 19.9 },
		triggered_by: 'jane@example.com',
	};

	it('triggers three different events and records each', async () => {
		const episode = {
			event_name: 'New Episode',
			event_attributes: { season: 2, cast: ['A', 'B'], released_on: '2024-01-01' },
		};
		const delay = { event_name: 'Flight Delayed', event_attributes: {} };
		for (const body of [drop, episode, delay]) {
			const { status, data: answer } = await business('/trigger', body);
			expect([status, answer]).toEqual([200, { message: 'The business event has been triggered' }]);
		}
		expect(simulator.accepted.businessEvents).toEqual([
			{
				eventName: 'Price Drop',
				attributes: drop.event_attributes,
				triggeredBy: 'jane@example.com',
			},
			{ eventName: 'New Episode', attributes: episode.event_attributes },
			{ eventName: 'Flight Delayed', attributes: {} },
		]);
		const { data: found } = await business('/search', { event_names: ['Price Drop'] });
		expect(found.data[0].total_trigger).toBe(1);
	});

	it.each([
		[
			'an event that does not exist',
			{ ...drop, event_name: 'Nope' },
			'Business event does not exists',
			{
				code: 'InvalidValue',
				target: 'event_name',
				message: 'Business event does not exist',
			},
		],
		[
			'an attribute of another event',
			{ ...drop, event_attributes: { product_id: 'P', rating1: 5 } },
			'Wrong business event attribute passed in api request',
			{
				code: 'InvalidValue',
				target: 'rating1',
				message: 'Wrong business event attribute passed in api request',
			},
		],
		[
			'an event without an active campaign',
			{ event_name: 'Season Finale', event_attributes: { series: 'S' } },
			'No active campaign found for business event name',
			{
				code: 'InvalidValue',
				target: 'event_name',
				message: 'No active campaign found for business event name',
			},
		],
		[
			'an invalid e-mail in triggered_by',
			{ ...drop, triggered_by: 'abc' },
			'Business event does not exists',
			{
				code: 'MissingValue',
				target: 'triggered_by',
				message: "triggered_by - Invalid email address : 'abc'",
			},
		],
		[
			'a missing required field',
			{ event_name: 'Price Drop' },
			'Bad request',
			{
				code: 'MissingValue',
				target: 'event_attributes',
				message: 'event_attributes - Field is required but value is None : None',
			},
		],
		[
			'an additional field',
			{ ...drop, note: 'x' },
			'Additional fields are not allowed document schema for class BusinessEventTriggerRequest:note',
			{
				code: 'InvalidValue',
				target: 'note',
				message:
					'Additional fields are not allowed document schema for class BusinessEventTriggerRequest:note',
			},
		],
	])('refuses to trigger %s', async (_case, body, message, detail) => {
		const { status, data: answer } = await business('/trigger', body);
		expect(status).toBe(400);
		expect(answer).toEqual({
			error: {
				code: '400 Bad Request',
				message,
				details: [detail],
				request_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			},
		});
		expect(simulator.accepted.businessEvents).toEqual([]);
	});

	it('finds all events without a filter, and by id or name with one', async () => {
		const { data: all } = await business('/search', {});
		expect(all.data.map((record: { event_name: string }) => record.event_name)).toEqual([
			'Price Drop',
			'Back In Stock',
			'New Episode',
			'Flight Delayed',
			'Store Opened',
			'Season Finale',
		]);
		expect(all.data[1]).toEqual({
			db_name: WORKSPACE,
			event_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			event_name: 'Back In Stock',
			event_attributes: [
				{ attribute_name: 'product_id', attribute_data_type: 'string' },
				{ attribute_name: 'sizes', attribute_data_type: 'array' },
				{ attribute_name: 'units', attribute_data_type: 'int' },
			],
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
			total_trigger: 0,
			users_in_segment: 0,
			usage_count: 1,
			created_by: expect.stringContaining('@'),
			last_received_time: expect.any(String),
			_id: expect.stringMatching(/^[0-9a-f]{24}$/),
		});
		const { data: some } = await business('/search', {
			event_ids: [all.data[0].event_id],
			event_names: ['Store Opened'],
		});
		expect(some.data).toHaveLength(2);
		const { data: none } = await business('/search', { event_names: ['Nope'] });
		expect(none).toEqual({ data: [] });
	});

	it('refuses other search fields and filters that are no lists of strings', async () => {
		const message =
			'Additional fields are not allowed document schema for class BusinessEventSearchRequest:event_name';
		const { status, data: answer } = await business('/search', { event_name: 'Price Drop' });
		expect(status).toBe(400);
		expect(answer.error.message).toBe(message);
		expect(answer.error.details).toEqual([{ code: 'InvalidValue', target: 'event_name', message }]);
		expect((await business('/search', { event_ids: 'x' })).status).toBe(400);
		expect((await business('/search', { event_names: [1] })).status).toBe(400);
	});

	it('creates events up to 50, each name once, and without a campaign', async () => {
		const definition = (name: string) => ({
			event_name: name,
			event_attributes: [
				{ attribute_name: 'season', attribute_data_type: 'string' },
				{ attribute_name: 'episodes', attribute_data_type: 'int' },
				{ attribute_name: 'cast', attribute_data_type: 'array' },
			],
			created_by: 'john.doe@example.com',
		});
		const first = await business('', definition('Premiere'));
		expect([first.status, first.data]).toEqual([
			200,
			{
				message: 'The business event has been created',
				event_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			},
		]);
		expect(simulator.accepted.createdBusinessEvents).toEqual([
			{
				eventId: first.data.event_id,
				eventName: 'Premiere',
				attributes: { season: 'string', episodes: 'int', cast: 'array' },
				createdBy: 'john.doe@example.com',
			},
		]);
		expect((await business('', definition('Premiere'))).status).toBe(400);
		const trigger = await business('/trigger', { event_name: 'Premiere', event_attributes: {} });
		expect(trigger.data.error.message).toBe('No active campaign found for business event name');

		for (let i = 0; i < 43; i++) {
			expect((await business('', definition(`Event ${i}`))).status).toBe(200);
		}
		expect((await business('', definition('One too many'))).status).toBe(400);
	});

	it('refuses to create with a wrong data type, a missing or an additional field', async () => {
		const wrongType = await business('', {
			event_name: 'X',
			event_attributes: [{ attribute_name: 'brand', attribute_data_type: 'String' }],
			created_by: 'john.doe@example.com',
		});
		expect(wrongType.data.error.details).toEqual([
			{
				code: 'MissingValue',
				target: ['brand'],
				message: "['brand'] - Wrong Attribute data type is passed : 'String'",
			},
		]);
		const noCreator = await business('', { event_name: 'X', event_attributes: [] });
		expect(noCreator.data.error.details[0].target).toBe('created_by');
		const extra = await business('', { event_name: 'X', event_attribute: [] });
		expect(extra.data.error.message).toContain('BusinessEventCreateRequest:event_attribute');
		expect(simulator.accepted.createdBusinessEvents).toEqual([]);
	});
});

describe('track event', () => {
	it('accepts several actions of a user and of another who has identifiers only', async () => {
		const first = {
			type: 'event',
			customer_id: 'john@example.com',
			device_id: 'd-1',
			actions: [
				{ action: 'Product Added', attributes: { product: 'Shoe', price: 3999 } },
				{ action: 'Flight Booked', attributes: { premium: true }, platform: 'Android' },
			],
		};
		const second = {
			type: 'event',
			user_identifiers: { moe_mobile: '+919876500000' },
			actions: [{ action: 'Watched', platform: 'TV', moe_os_type: 'Xbox' }],
		};
		const one = await trackEvent(first);
		expect([one.status, one.data]).toEqual([200, ACCEPTED]);
		expect((await trackEvent(second)).status).toBe(200);
		expect(simulator.accepted.events).toEqual([
			{
				customerId: 'john@example.com',
				deviceId: 'd-1',
				action: 'Product Added',
				attributes: { product: 'Shoe', price: 3999 },
				raw: first.actions[0],
				via: 'event',
			},
			{
				customerId: 'john@example.com',
				deviceId: 'd-1',
				action: 'Flight Booked',
				attributes: { premium: true },
				raw: first.actions[1],
				via: 'event',
			},
			{
				userIdentifiers: { moe_mobile: '+919876500000' },
				action: 'Watched',
				attributes: {},
				raw: second.actions[0],
				via: 'event',
			},
		]);
	});

	it.each<[string, unknown, string | undefined, string]>([
		['another type', { ...eventOf('c', 'A'), type: 'Event' }, 'type', 'type should be event'],
		[
			'no user',
			{ type: 'event', actions: [{ action: 'A' }] },
			'customer_id',
			'customer_id is not found in the payload',
		],
		[
			'an empty customer_id',
			eventOf('', 'A'),
			'customer_id',
			'customer_id can not be empty Unicode String',
		],
		[
			'a customer_id that is a number',
			{ ...eventOf('c', 'A'), customer_id: 7 },
			'customer_id',
			'customer_id is expected to be String or Unicode String.',
		],
		['no actions', eventOf('c'), 'actions', 'actions can not be empty Array'],
		[
			'an action without a name',
			{ type: 'event', customer_id: 'c', actions: [{ attributes: {} }] },
			'action',
			'action is not found in the payload',
		],
		[
			'an action whose name is no string',
			withAction({ action: 5 }),
			'action',
			'Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.',
		],
		[
			'attributes that are no object',
			withAction({ attributes: ['a'] }),
			'attributes',
			'attributes is expected to be JSON Object.',
		],
	])('refuses %s as documented', async (_case, body, attribute, message) => {
		const { status, data: answer } = await trackEvent(body);
		expect(status).toBe(400);
		expect(answer.status).toBe('fail');
		expect(answer.error).toMatchObject({
			attribute,
			message,
			request_id: expect.stringMatching(/^[A-Za-z]{8}$/),
		});
		expect(simulator.accepted.events).toEqual([]);
	});

	it.each<[string, Record<string, unknown>]>([
		['an unknown platform', { platform: 'Windows' }],
		['a TV system without platform TV', { moe_os_type: 'Xbox', platform: 'iOS' }],
		['an unknown TV system', { moe_os_type: 'GoogleTV', platform: 'TV' }],
		['an offset beyond 15 hours', { user_timezone_offset: 54001 }],
		['an offset as text', { user_timezone_offset: '19800' }],
		['an event name with the system prefix', { action: 'moe_thing' }],
		['an attribute name with the system prefix', { attributes: { moe_thing: 1 } }],
		['a time that is none', { current_time: 'yesterday' }],
		['a day that does not exist', { current_time: '2023-02-30T00:00:00Z' }],
		['milliseconds as a number', { current_time: 1708939453396 }],
		['a time in the future', { current_time: Math.floor(Date.now() / 1000) + 120 }],
		['a future time as ISO 8601', { current_time: '2999-01-01T00:00:00Z' }],
		['a local time beyond every zone', { user_time: Math.floor(Date.now() / 1000) + 60_000 }],
	])('refuses %s', async (_case, action) => {
		expect((await trackEvent(withAction(action))).status).toBe(400);
		expect(simulator.accepted.events).toEqual([]);
	});

	it.each<[string, Record<string, unknown>]>([
		['ISO 8601 in UTC', { current_time: '2020-05-31T16:33:35Z' }],
		['ISO 8601 with zone and fraction', { current_time: '2020-05-31T16:33:35.123+05:30' }],
		['epoch seconds', { current_time: 1590404615 }],
		['epoch seconds as text', { current_time: '1590404615' }],
		['epoch milliseconds as text', { current_time: '1708939453396' }],
		['a clock half a minute ahead', { current_time: Math.floor(Date.now() / 1000) + 30 }],
		[
			'local time ahead of UTC by the offset',
			{ user_time: Math.floor(Date.now() / 1000) + 19_800, user_timezone_offset: 19_800 },
		],
		[
			'the same instant for both times, west of Greenwich',
			{ user_time: Math.floor(Date.now() / 1000), user_timezone_offset: -18_000 },
		],
	])('accepts %s', async (_case, action) => {
		expect((await trackEvent(withAction(action))).status).toBe(200);
		expect(simulator.accepted.events).toHaveLength(1);
	});

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
	it('creates and updates users, and exports them', async () => {
		const users = [
			{ type: 'customer', customer_id: 'u1', attributes: { first_name: 'Ann', tags: ['a'] } },
			{ type: 'customer', customer_id: 'u2', attributes: { first_name: 'Bob', points: 5 } },
			{
				type: 'customer',
				customer_id: 'u1',
				attributes: { points: 7, addValueToArrayField: { tags: ['b'] } },
				platforms: [{ platform: 'ANDROID', active: 'true' }],
			},
		];
		for (const user of users) {
			const { status, data: answer } = await trackUser(user);
			expect([status, answer]).toEqual([200, ACCEPTED]);
		}
		expect(simulator.accepted.users.map(({ customerId }) => customerId)).toEqual([
			'u1',
			'u2',
			'u1',
		]);
		const { status, data: answer } = await byAppId('/v1/customers/export', {
			data: {
				identifiers: [
					{ identifier_type: 'customer_id', identifier: 'u1' },
					{ identifier_type: 'customer_id', identifier: 'nobody' },
					{ identifier_type: 'customer_id', identifier: 'u2' },
				],
			},
		});
		expect(status).toBe(200);
		expect(answer).toEqual({
			status: 'success',
			type: 'export_users',
			data: {
				users_not_found: [{ identifier_type: 'customer_id', identifier: 'nobody' }],
				users: [
					{
						user_attributes: {
							first_name: 'Ann',
							points: 7,
							tags: ['a', 'b'],
							customer_id: 'u1',
							id: expect.stringMatching(/^[0-9a-f]{24}$/),
						},
					},
					{
						user_attributes: {
							first_name: 'Bob',
							points: 5,
							customer_id: 'u2',
							id: expect.any(String),
						},
					},
				],
			},
		});

		const { id } = answer.data.users[1].user_attributes;
		for (const type of ['moengage_id', 'id']) {
			const { data: byId } = await byAppId('/v1/customers/export', {
				data: {
					identifiers: [{ identifier_type: type, identifier: id }],
					user_fields_to_export: ['points', 'constructor'],
				},
			});
			expect(byId.data.users).toEqual([{ user_attributes: { points: 5 } }]);
		}
	});

	it('knows the users of the seed', async () => {
		const seeded = await startSimulator({
			users: [{ customerId: 'vip', moengageId: 'm1', attributes: { tier: 'gold' } }],
		});
		const { apiBaseUrl, dataApiKey } = seeded.credential;
		const { data: answer } = await client.post(
			`${apiBaseUrl}/v1/customers/export`,
			{ data: { identifiers: [{ identifier_type: 'moengage_id', identifier: 'm1' }] } },
			{
				params: { app_id: WORKSPACE },
				headers: { Authorization: basic(WORKSPACE, dataApiKey) },
			},
		);
		expect(answer.data.users).toEqual([
			{ user_attributes: { tier: 'gold', customer_id: 'vip', id: 'm1' } },
		]);
		await seeded.close();
	});

	it('refuses names, platforms and array changes that are not allowed', async () => {
		const attempts: Array<[Record<string, unknown>, string]> = [
			[{ attributes: { id: 1 } }, 'id'],
			[{ attributes: { _id: 1 } }, '_id'],
			[{ attributes: { '': 1 } }, ''],
			[{ attributes: { moe_custom: 1 } }, 'moe_custom'],
			[{ platforms: [{ platform: 'Symbian', active: 'true' }] }, 'platform'],
			[{ platforms: [{ platform: 'iOS', active: true }] }, 'active'],
			[{ update_existing_only: 'true' }, 'update_existing_only'],
		];
		for (const [fields, attribute] of attempts) {
			const { status, data: answer } = await trackUser({
				type: 'customer',
				customer_id: 'u',
				...fields,
			});
			expect([status, answer.error.attribute]).toEqual([400, attribute]);
		}
		const both = await trackUser({
			type: 'customer',
			customer_id: 'u',
			attributes: {
				addValueToArrayField: { first_name: ['a'] },
				removeValueFromArrayField: { first_name: ['b'] },
			},
		});
		expect(both.data.error).toMatchObject({
			attribute: 'addValueToArrayField',
			message: "Cannot add and remove 'first_name' at the same time",
			type: 'ArrayFieldError',
		});
		const standard = await trackUser({
			type: 'customer',
			customer_id: 'u',
			attributes: { moe_unsubscribe: true },
		});
		expect(standard.status).toBe(200);
	});

	it('does not create anybody when only existing users are to be updated', async () => {
		const update = (customerId: string) =>
			trackUser({
				type: 'customer',
				customer_id: customerId,
				update_existing_only: true,
				attributes: { points: 1 },
			});
		expect((await update('stranger')).status).toBe(200);
		expect((await update('customer-1001')).status).toBe(200);
		expect(simulator.accepted.users.map(({ customerId }) => customerId)).toEqual(['customer-1001']);
	});

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
});

describe('experience events', () => {
	it('accepts three users in one request', async () => {
		const elements = [
			shown('a'),
			shown('b', { action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED', platform: 'iOS' }),
			{
				...shown('c', { attributes: { ...CONTEXT, b_id: 'Add to Cart' } }),
				user_attributes: { name: 'Cy' },
				user_timezone_offset: 19800,
			},
		];
		const { status, data: answer } = await personalize('/events', { elements });
		expect([status, answer]).toEqual([
			200,
			{ ...ACCEPTED, req_id: expect.stringMatching(/^[A-Za-z]{8}$/) },
		]);
		expect(simulator.accepted.experienceEvents).toMatchObject([
			{ customerId: 'a', action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN', attributes: CONTEXT },
			{ customerId: 'b', action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED', platform: 'iOS' },
			{
				customerId: 'c',
				attributes: { b_id: 'Add to Cart' },
				userAttributes: { name: 'Cy' },
				timezoneOffset: 19800,
				eventTime: 1725258666,
			},
		]);
	});

	it('counts a repeated uuid once', async () => {
		const elements = [shown('a'), shown('b'), shown('c')];
		expect((await personalize('/events', { elements })).status).toBe(200);
		const again = await personalize('/events', { elements: [elements[1], shown('d')] });
		expect(again.status).toBe(200);
		expect(simulator.accepted.experienceEvents.map(({ customerId }) => customerId)).toEqual([
			'a',
			'b',
			'c',
			'd',
		]);
		expect(simulator.accepted.duplicateExperienceEvents).toBe(1);
		simulator.reset();
		expect(simulator.accepted.duplicateExperienceEvents).toBe(0);
		await personalize('/events', { elements });
		expect(simulator.accepted.experienceEvents).toHaveLength(3);
	});

	it.each<[string, Record<string, unknown>, string]>([
		['no customer_id', { ...shown('a'), customer_id: undefined }, 'customer_id'],
		['no actions', { ...shown('a'), actions: [] }, 'actions'],
		['another action', shown('a', { action: 'MOE_SOMETHING' }), 'actions'],
		[
			'a uuid of version 1',
			shown('a', { moe_event_uuid: 'aa886712-4537-11c1-b126-2686efda2e26' }),
			'actions',
		],
		['no event_time', shown('a', { event_time: undefined }), 'actions'],
		['milliseconds', shown('a', { event_time: 1725258666000 }), 'actions'],
		['a fraction of a second', shown('a', { event_time: 1725258666.5 }), 'actions'],
		['a time as text', shown('a', { event_time: '1725258666' }), 'actions'],
		['an unknown platform', shown('a', { platform: 'Windows' }), 'actions'],
		[
			'a context without cid',
			shown('a', { attributes: { ...CONTEXT, cid: undefined } }),
			'actions',
		],
		['another type', shown('a', { attributes: { ...CONTEXT, type: 'Push' } }), 'actions'],
		[
			'an offset out of range',
			{ ...shown('a'), user_timezone_offset: -54001 },
			'user_timezone_offset',
		],
		['user attributes as list', { ...shown('a'), user_attributes: [] }, 'user_attributes'],
	])('refuses the whole request for one element with %s', async (_case, element, field) => {
		const { status, data: answer } = await personalize('/events', {
			elements: [shown('good 1'), element, shown('good 2')],
		});
		expect(status).toBe(400);
		expect(answer).toEqual({
			title: 'Invalid Field Value',
			description: `elements - Validators Failed : Validator: Element, Errored Field: ${field}`,
			code: expect.stringMatching(/^[A-Za-z]{8}$/),
		});
		expect(simulator.accepted.experienceEvents).toEqual([]);
	});

	it('takes 1 to 100 elements', async () => {
		const elements = Array.from({ length: 101 }, (_, i) => shown(`u${i}`));
		expect((await personalize('/events', { elements })).status).toBe(400);
		expect((await personalize('/events', { elements: [] })).status).toBe(400);
		expect((await personalize('/events', {})).status).toBe(400);
		expect((await personalize('/events', { elements: elements.slice(1) })).status).toBe(200);
		expect(simulator.accepted.experienceEvents).toHaveLength(100);
	});
});

describe('experiences', () => {
	it('serves what matches: by key, for everybody, or nothing', async () => {
		const known = { identifiers: { customer_id: 'user_8821' } };
		const keysOf = async (body: unknown) => {
			const { status, data: answer } = await personalize('/fetch', body);
			expect(status).toBe(200);
			return Object.keys(answer.experiences);
		};
		expect(await keysOf(known)).toEqual(['homepage-banner', 'cart-upsell', 'promo-strip']);
		expect(await keysOf({ ...known, experience_key: ['cart-upsell', 'nope'] })).toEqual([
			'cart-upsell',
		]);
		expect(await keysOf({ ...known, experience_key: ['winter-teaser'] })).toEqual([]);
		expect(await keysOf({ utm_medium: 'email' })).toEqual(['homepage-banner', 'promo-strip']);
		expect(await keysOf({ identifiers: { customer_id: 'x-nomatch' } })).toEqual([]);
		const keys = [...Array.from({ length: 25 }, (_, i) => `k${i}`), 'promo-strip'];
		expect(await keysOf({ ...known, experience_key: keys })).toEqual([]);
	});

	it('hands out a context that can be reported as it is', async () => {
		const { data: answer } = await personalize('/fetch', {
			identifiers: { customer_id: 'user_8821' },
		});
		const contexts = Object.values(
			answer.experiences as Record<string, { experience_context: unknown }>,
		).map((experience) => experience.experience_context);
		const { status } = await personalize('/events', {
			elements: contexts.map((attributes, i) => shown(`u${i}`, { attributes })),
		});
		expect(status).toBe(200);
		expect(simulator.accepted.experienceEvents).toHaveLength(3);
	});

	it('refuses what Fetch does not allow', async () => {
		const day = await personalize('/fetch', { DAY_OF_THE_WEEK: 'funday' });
		expect([day.status, day.data]).toEqual([
			400,
			{
				title: 'Invalid Field Value',
				description:
					'DAY_OF_THE_WEEK - Enum doesnt allow value: funday, allowed values: [Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday]',
				code: expect.any(String),
			},
		]);
		expect((await personalize('/fetch', { TIME_OF_THE_DAY: '7' })).status).toBe(400);
		expect((await personalize('/fetch', { experience_key: 'promo-strip' })).status).toBe(400);
		expect((await personalize('/fetch', {})).status).toBe(400);
	});

	it('lists experiences by status, case-sensitive, and nothing for an unknown one', async () => {
		const all = await metadata();
		expect(all.data.metadata.count).toBe(5);
		expect(all.data.metadata.experiences[0]).toEqual({
			experience_name: 'Homepage Banner',
			experience_key: 'homepage-banner',
			status: 'Active',
		});
		const counts = [];
		for (const status of ['Active', 'Paused,Scheduled', 'active']) {
			counts.push((await metadata({ status })).data.metadata.count);
		}
		expect(counts).toEqual([3, 2, 0]);
	});
});

describe('rate limits', () => {
	it('are not enforced unless they are switched on', async () => {
		for (let i = 0; i < 101; i++) {
			expect((await business('/search', {})).status).toBe(200);
		}
	});

	it('refuse the 101st search of a minute, and leave trigger alone', async () => {
		simulator.rateLimits = true;
		for (let i = 0; i < 100; i++) await business('/search', {});
		const { status, data: answer, headers } = await business('/search', {});
		expect(status).toBe(429);
		expect(answer).toEqual({
			status: 'error',
			data: {
				code: 429,
				title: 'rate limiter exception',
				description: 'Exceeded rate limit for this app',
			},
		});
		expect(Number(headers['retry-after'])).toBeGreaterThan(50);
		expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
		expect(headers['x-ratelimit-limit']).toBe('100');
		expect(headers['x-ratelimit-remaining']).toBe('0');
		expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(Date.now() / 1000);
		const trigger = { event_name: 'Price Drop', event_attributes: {} };
		expect((await business('/trigger', trigger)).status).toBe(200);
		simulator.reset();
		expect((await business('/search', {})).status).toBe(200);
	});

	it('count events by action and accept nothing of a refused request', async () => {
		simulator.rateLimits = true;
		const names = Array.from({ length: 2_000 }, () => 'A');
		for (let i = 0; i < 15; i++) {
			expect((await trackEvent(eventOf(`u${i}`, ...names))).status).toBe(200);
		}
		const { status, data: answer } = await trackEvent(eventOf('late', 'A'));
		expect([status, answer.error.type]).toEqual([429, 'Rate Limits Exceeded']);
		expect(simulator.accepted.events).toHaveLength(30_000);
		expect((await importBulk({ type: 'transition', elements: [] })).status).toBe(200);
	});

	it('count users, pairs and bulk elements rather than requests', async () => {
		simulator.rateLimits = true;
		const list = <T>(count: number, entry: T) => Array.from({ length: count }, () => entry);
		const bulk = (elements: unknown[]) => () => importBulk({ type: 'transition', elements });
		const identifier = { identifier_type: 'customer_id', identifier: 'u' };
		const pair = { merged_user: 'a', retained_user: 'b' };
		const attempts: Array<[() => Promise<AxiosResponse>, number, string]> = [
			[
				() => byAppId('/v1/customers/export', { data: { identifiers: list(20, identifier) } }),
				50,
				'1000',
			],
			[() => byAppId('/v1/customer/merge', { merge_data: list(50, pair) }), 20, '1000'],
			[bulk(list(4_000, { type: 'customer' })), 15, '60000'],
			[bulk([{ type: 'event', actions: list(30_000, 0) }]), 2, '60000'],
		];
		for (const [send, times, limit] of attempts) {
			for (let i = 0; i < times; i++) expect((await send()).status).toBe(200);
			const { status, headers } = await send();
			expect([status, headers['x-ratelimit-limit']]).toEqual([429, limit]);
		}
	});

	it('slide: what is older than a minute makes room again', () => {
		const limits = new RateLimits();
		const start = 1_700_000_000_000;
		const spend = (amount: number, seconds: number) =>
			limits.spend([{ limit: 'x', perMinute: 100, amount }], start + seconds * 1000);
		expect(spend(60, 0)).toBeUndefined();
		expect(spend(40, 20)).toBeUndefined();
		expect(spend(1, 30)).toEqual({ perMinute: 100, remaining: 0, waitMs: 30_000 });
		expect(spend(61, 30)).toMatchObject({ waitMs: 50_000 });
		expect(spend(60, 60)).toBeUndefined();
		expect(spend(1, 60)).toMatchObject({ waitMs: 20_000 });
		expect(spend(40, 80)).toBeUndefined();
		expect(spend(100, 1000)).toBeUndefined();
		expect(spend(101, 2000)).toMatchObject({ remaining: 100, waitMs: 60_000 });
	});

	it('take from several windows together or from none', () => {
		const limits = new RateLimits();
		const spend = (users: number, events: number) =>
			limits.spend(
				[
					{ limit: 'users', perMinute: 10, amount: users },
					{ limit: 'events', perMinute: 10, amount: events },
				],
				1_700_000_000_000,
			);
		expect(spend(5, 11)).toMatchObject({ remaining: 10 });
		expect(spend(10, 10)).toBeUndefined();
	});
});

describe('faults', () => {
	const send = (customerId = 'c1', sent?: Sent) => trackEvent(eventOf(customerId, 'A'), sent);

	it.each([400, 401, 403, 413, 415, 429, 500, 503])(
		'answer status %i in the shape of each endpoint, with nothing accepted',
		async (status) => {
			simulator.inject({ kind: 'status', status, times: 3 });
			const event = await send();
			const trigger = await business('/trigger', {
				event_name: 'Price Drop',
				event_attributes: {},
			});
			const report = await personalize('/events', { elements: [shown('a')] });
			expect([event.status, trigger.status, report.status]).toEqual([status, status, status]);
			expect(event.data).toEqual({
				status: 'fail',
				error: expect.objectContaining({
					message: expect.any(String),
					type: expect.any(String),
					request_id: expect.any(String),
				}),
			});
			expect(Object.keys(trigger.data)).toEqual(
				status === 429 ? ['status', 'data'] : status >= 500 ? ['title', 'message'] : ['error'],
			);
			expect(report.data).toMatchObject({
				title: expect.any(String),
				description: expect.any(String),
			});
			expect(simulator.accepted.events).toEqual([]);
			expect(simulator.accepted.businessEvents).toEqual([]);
			expect(simulator.accepted.experienceEvents).toEqual([]);
			expect(simulator.requests.map(({ fault }) => fault)).toEqual(['status', 'status', 'status']);
			expect((await send()).status).toBe(200);
		},
	);

	it('send Retry-After and x-ratelimit-reset with a 429 when told to', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 2, resetAfterSeconds: 5 });
		simulator.inject({ kind: 'status', status: 429 });
		const told = await send();
		expect(told.headers['retry-after']).toBe('2');
		const wait = Number(told.headers['x-ratelimit-reset']) - Date.now() / 1000;
		expect(wait).toBeGreaterThan(3);
		expect(wait).toBeLessThan(7);
		const plain = await send();
		expect(plain.headers['retry-after']).toBeUndefined();
		expect(plain.headers['x-ratelimit-reset']).toBeUndefined();
	});

	it('answer as a gateway does: HTML or nothing', async () => {
		simulator.inject({ kind: 'html' });
		simulator.inject({ kind: 'empty' });
		simulator.inject({ kind: 'html', status: 504 });
		const html = await send();
		expect([html.status, html.headers['content-type']]).toEqual([502, 'text/html']);
		expect(html.data).toContain('<html>');
		const empty = await send();
		expect([empty.status, empty.data]).toEqual([503, '']);
		expect((await send()).status).toBe(504);
		expect(simulator.accepted.events).toEqual([]);
	});

	it.each<[Fault['kind'], string, number]>([
		['timeout', 'ECONNABORTED', 0],
		['acceptThenTimeout', 'ECONNABORTED', 1],
		['resetBefore', 'ECONNRESET', 0],
		['resetAfter', 'ECONNRESET', 1],
	])('%s: the client sees %s and MoEngage holds %i', async (kind, code, held) => {
		simulator.inject({ kind });
		expect(await failure(send('c1', { timeout: 150 }))).toBe(code);
		expect(simulator.accepted.events).toHaveLength(held);
		expect(simulator.requests).toMatchObject([
			{ status: 0, fault: kind, body: { customer_id: 'c1' } },
		]);
		expect((await send()).status).toBe(200);
	});

	it('hold an answer back without delaying what is accepted', async () => {
		simulator.inject({ kind: 'latency', delayMs: 200 });
		const start = Date.now();
		const pending = send();
		await new Promise((resolve) => setTimeout(resolve, 80));
		expect(simulator.accepted.events).toHaveLength(1);
		expect((await pending).status).toBe(200);
		expect(Date.now() - start).toBeGreaterThanOrEqual(195);
		simulator.latencyMs = 60;
		const slow = Date.now();
		await send();
		expect(Date.now() - slow).toBeGreaterThanOrEqual(55);
	});

	it('leave status 0 when the client gave up before the answer', async () => {
		simulator.latencyMs = 300;
		expect(await failure(send('c1', { timeout: 50 }))).toBe('ECONNABORTED');
		await new Promise((resolve) => setTimeout(resolve, 350));
		expect(simulator.requests).toMatchObject([{ status: 0 }]);
	});

	it('break off the JSON of an accepted request', async () => {
		simulator.inject({ kind: 'malformedJson' });
		const { status, data: answer } = await client.post(
			`${simulator.baseUrls.api}/v1/event/${WORKSPACE}`,
			eventOf('c1', 'A'),
			{ headers: keyHeader('dataApiKey'), responseType: 'text' },
		);
		expect(status).toBe(200);
		expect(() => JSON.parse(answer as string)).toThrow();
		expect(simulator.accepted.events).toHaveLength(1);
	});

	it('redirect to where they are told', async () => {
		simulator.inject({ kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' });
		const { status, headers } = await send();
		expect([status, headers.location]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);
		expect(simulator.accepted.events).toEqual([]);
	});

	it('refuse every request that carries the poisoned text, and only those', async () => {
		simulator.inject({ kind: 'poison', text: 'bad-user' });
		const batch = (...ids: string[]) =>
			personalize('/events', { elements: ids.map((id) => shown(id)) });
		const statuses = [
			(await batch('a', 'bad-user', 'c')).status,
			(await batch('a')).status,
			(await batch('bad-user')).status,
			(await batch('c')).status,
			(await send('bad-user')).status,
		];
		expect(statuses).toEqual([400, 200, 400, 200, 400]);
		expect(simulator.accepted.experienceEvents.map(({ customerId }) => customerId)).toEqual([
			'a',
			'c',
		]);
		simulator.clearFaults();
		expect((await batch('bad-user')).status).toBe(200);
		expect(() => simulator.inject({ kind: 'poison' })).toThrow('text');
	});

	it('count poison down when told to', async () => {
		simulator.inject({ kind: 'poison', text: 'c1', times: 1 });
		expect((await send()).status).toBe(400);
		expect((await send()).status).toBe(200);
	});

	it('hit the requests that path, method and text select, after those that may pass', async () => {
		simulator.inject({ kind: 'status', status: 500, path: '/v1/event/', text: 'c2', after: 1 });
		simulator.inject({ kind: 'status', status: 503, method: 'get' });
		const statuses = [
			(await send('c1')).status,
			(await send('c2')).status,
			(await send('c2')).status,
			(await send('c2')).status,
			(await metadata()).status,
			(await metadata()).status,
		];
		expect(statuses).toEqual([200, 200, 500, 200, 503, 200]);
	});

	it('take effect in the order in which they were injected', async () => {
		simulator.inject({ kind: 'status', status: 429, times: 2 });
		simulator.inject({ kind: 'status', status: 500 });
		const statuses = [];
		for (let i = 0; i < 4; i++) statuses.push((await send()).status);
		expect(statuses).toEqual([429, 429, 500, 200]);
	});
});

describe('the record', () => {
	it('keeps every request in order of arrival, with headers as received', async () => {
		await trackEvent(eventOf('c1', 'A'), {
			params: { project_code: 'p 1' },
			headers: { 'X-Forwarded-For': '203.0.113.195' },
		});
		await personalize('/events', { elements: [] });
		await business('/search', Buffer.from('{broken'));
		await client.post(`${simulator.origin}/elsewhere`, {});
		const [event, report, search, outside] = simulator.requests;
		expect(event).toMatchObject({
			host: 'api',
			method: 'POST',
			path: `/v1/event/${WORKSPACE}`,
			query: { project_code: 'p 1' },
			body: eventOf('c1', 'A'),
			bytes: JSON.stringify(eventOf('c1', 'A')).length,
			status: 200,
		});
		expect(event.headers['x-forwarded-for']).toBe('203.0.113.195');
		expect(event.headers.authorization).toBe(basic(WORKSPACE, simulator.credential.dataApiKey));
		expect(Math.abs(event.at - Date.now())).toBeLessThan(5000);
		expect(report).toMatchObject({ host: 'sdk', path: '/v1/experiences/events', status: 400 });
		expect(report.headers['moe-appkey']).toBe(WORKSPACE);
		expect(search).toMatchObject({ body: '{broken', status: 400 });
		expect(outside).toMatchObject({ host: 'api', path: '/elsewhere', status: 404 });
	});

	it('is forgotten by reset, business events and users included', async () => {
		await trackUser({ type: 'customer', customer_id: 'temp', attributes: {} });
		await business('', {
			event_name: 'Temp',
			event_attributes: [],
			created_by: 'john.doe@example.com',
		});
		const { accepted, requests } = simulator;
		simulator.inject({ kind: 'status', status: 500 });
		simulator.reset();
		expect(requests).toEqual([]);
		expect(accepted.users).toEqual([]);
		expect(accepted.createdBusinessEvents).toEqual([]);
		const { data: found } = await business('/search', { event_names: ['Temp'] });
		expect(found.data).toEqual([]);
		const { data: exported } = await byAppId('/v1/customers/export', {
			data: { identifiers: [{ identifier_type: 'customer_id', identifier: 'temp' }] },
		});
		expect(exported.data.users_not_found).toHaveLength(1);
	});

	it('carries request ids that never repeat', () => {
		const ids = new Set(Array.from({ length: 50_000 }, () => shortId()));
		expect(ids.size).toBe(50_000);
	});
});

describe('the server', () => {
	async function running(options: SimulatorOptions, use: (own: Simulator) => Promise<void>) {
		const own = await startSimulator(options);
		try {
			await use(own);
		} finally {
			await own.close();
		}
	}

	it('closes at once while requests wait for an answer', async () => {
		const own = await startSimulator();
		own.inject({ kind: 'timeout' });
		const pending = failure(client.get(`${own.baseUrls.sdk}/v1/experiences/metadata`));
		while (own.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		const start = Date.now();
		await Promise.all([own.close(), own.close()]);
		expect(Date.now() - start).toBeLessThan(500);
		expect(await pending).toBe('ECONNRESET');
	});

	it('lets go of waiting requests on reset', async () => {
		await running({}, async (own) => {
			own.inject({ kind: 'timeout' });
			const pending = failure(client.get(`${own.origin}/api`));
			while (own.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			await new Promise((resolve) => setTimeout(resolve, 20));
			own.reset();
			expect(await pending).toBe('ECONNRESET');
		});
	});

	it('tells of each request once it is over', async () => {
		const heard: RecordedRequest[] = [];
		await running({ onRequest: (request) => heard.push(request) }, async (own) => {
			own.inject({ kind: 'resetBefore', after: 1 });
			await client.get(`${own.origin}/api/one`);
			await failure(client.get(`${own.origin}/api/two`));
			await client.get(`${own.origin}/api/three`);
		});
		expect(heard.map(({ path, status }) => [path, status])).toEqual([
			['/one', 404],
			['/two', 0],
			['/three', 404],
		]);
	});

	it('says which port is taken', async () => {
		const blocker: Server = createServer();
		await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
		const { port } = blocker.address() as AddressInfo;
		await expect(startSimulator({ port })).rejects.toThrow(String(port));
		await new Promise((resolve) => blocker.close(resolve));
	});

	it('answers at least 2,000 requests a second', async () => {
		// axios takes longer for a request than the simulator does.
		const agent = new Agent({ keepAlive: true, maxSockets: 20 });
		const url = `${simulator.baseUrls.api}/v1/event/${WORKSPACE}`;
		const headers = { 'Content-Type': 'application/json', ...keyHeader('dataApiKey') };
		const send = (body: string) =>
			new Promise<number | undefined>((resolve, reject) => {
				request(url, { agent, method: 'POST', headers }, (response) => {
					response.resume().once('end', () => resolve(response.statusCode));
				})
					.once('error', reject)
					.end(body);
			});

		// Processor time does not depend on what else runs; this client takes over half of it.
		const start = process.cpuUsage();
		let next = 0;
		const lane = async () => {
			while (next < 2_000) {
				expect(await send(JSON.stringify(eventOf(`c${next++}`, 'A')))).toBe(200);
			}
		};
		await Promise.all(Array.from({ length: 20 }, lane));
		const { user, system } = process.cpuUsage(start);
		agent.destroy();
		expect(simulator.accepted.events).toHaveLength(2_000);
		expect((user + system) / 1_000_000).toBeLessThan(2);
	});
});
