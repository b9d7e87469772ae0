import type { Fault } from '../../simulator';
import {
	client,
	eventOf,
	failure,
	shown,
	useSimulator,
	WORKSPACE,
	type Sent,
} from './useSimulator';

const { business, keyHeader, metadata, personalize, trackEvent, simulator } = useSimulator();

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

	it('answer with any status, body and headers, and accept nothing', async () => {
		const refused = { response_id: 'r-1', error: { code: 'VALIDATION_FAILED', message: 'No' } };
		const headers = { 'x-envoy-ratelimited': 'true' };
		simulator.inject({ kind: 'answer', body: { status: 'failure' } });
		simulator.inject({ kind: 'answer', status: 409, body: refused, headers });
		simulator.inject({ kind: 'empty', status: 429, headers, retryAfter: 3 });
		simulator.inject({ kind: 'html', status: 403 });
		const answers = [await send(), await send('c2'), await send('c3'), await send('c4')];
		expect(answers.map(({ status }) => status)).toEqual([200, 409, 429, 403]);
		expect(answers.map(({ data }) => data)).toEqual([
			{ status: 'failure' },
			refused,
			'',
			expect.stringContaining('<h1>403</h1>'),
		]);
		expect(answers[1].headers['x-envoy-ratelimited']).toBe('true');
		expect(answers[2].headers).toMatchObject({ 'retry-after': '3', ...headers });
		expect(simulator.accepted.events).toEqual([]);
		expect((await send()).status).toBe(200);
	});

	it('give each bad element a reason of its own when told to', async () => {
		// A random UUID beside them may have "bad-3" in it.
		for (const bad of ['spoilt-1', 'spoilt-2', 'spoilt-3']) {
			const body = { title: 'Invalid Field Value', description: `No ${bad}` };
			simulator.inject({ kind: 'answer', status: 400, body, text: bad, times: Infinity });
		}
		const batch = async (...ids: string[]) => {
			const { status, data } = await personalize('/events', {
				elements: ids.map((id) => shown(id)),
			});
			return [status, (data as { description?: string }).description];
		};
		expect(await batch('a', 'spoilt-3', 'spoilt-2')).toEqual([400, 'No spoilt-2']);
		expect(await batch('a', 'spoilt-3')).toEqual([400, 'No spoilt-3']);
		expect(await batch('spoilt-1')).toEqual([400, 'No spoilt-1']);
		expect(await batch('a', 'b', 'c')).toEqual([200, undefined]);
	});

	it('last as long as they are told from the first request on, and no longer', async () => {
		simulator.inject({ kind: 'empty', lastsMs: 1500 });
		await new Promise((resolve) => setTimeout(resolve, 1600));
		const statuses = [(await send()).status, (await send()).status, (await send()).status];
		await new Promise((resolve) => setTimeout(resolve, 1600));
		statuses.push((await send()).status);
		expect(statuses).toEqual([503, 503, 503, 200]);
		simulator.inject({ kind: 'status', status: 500, lastsMs: 60_000, times: 1 });
		expect([(await send()).status, (await send()).status]).toEqual([500, 200]);
	});

	it.each<[Fault['kind'], string, number]>([
		['timeout', 'ECONNABORTED', 0],
		['acceptThenTimeout', 'ECONNABORTED', 1],
		['resetBefore', 'ECONNRESET', 0],
		['resetAfter', 'ECONNRESET', 1],
	])('%s: the client sees %s and MoEngage holds %i', async (kind, code, held) => {
		simulator.inject({ kind });
		expect(await failure(send('c1', { timeout: 1000 }))).toBe(code);
		expect(simulator.accepted.events).toHaveLength(held);
		expect(simulator.requests).toMatchObject([
			{ status: 0, fault: kind, body: { customer_id: 'c1' } },
		]);
		expect((await send()).status).toBe(200);
	});

	it('acceptThenStatus: the client sees a fault, and MoEngage holds the event', async () => {
		for (const [status, expected] of [
			[undefined, 500],
			[503, 503],
			[504, 504],
		] as const) {
			simulator.reset();
			simulator.inject({ kind: 'acceptThenStatus', status });
			expect((await send('c1')).status).toBe(expected);
			expect(simulator.accepted.events).toHaveLength(1);
			expect((await send('c1')).status).toBe(200);
		}
	});

	it('hold an answer back without delaying what is accepted', async () => {
		simulator.inject({ kind: 'latency', delayMs: 1200 });
		const start = Date.now();
		let isAnswered = false;
		const pending = send().finally(() => (isAnswered = true));
		while (simulator.accepted.events.length < 1) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(isAnswered).toBe(false);
		expect((await pending).status).toBe(200);
		expect(Date.now() - start).toBeGreaterThanOrEqual(1195);
		simulator.latencyMs = 60;
		const slow = Date.now();
		await send();
		expect(Date.now() - slow).toBeGreaterThanOrEqual(55);
	});

	it('leave status 0 when the client gave up before the answer', async () => {
		simulator.latencyMs = 2500;
		expect(await failure(send('c1', { timeout: 1000 }))).toBe('ECONNABORTED');
		await new Promise((resolve) => setTimeout(resolve, 2000));
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
