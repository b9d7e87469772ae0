import { Agent, request } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';

import {
	startSimulator,
	type RecordedRequest,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator';
import { basic, client, eventOf, failure, useSimulator, WORKSPACE } from './useSimulator';

const { business, keyHeader, personalize, trackEvent, simulator } = useSimulator();

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
});

describe('what MoEngage takes its time for', () => {
	const customers = () => simulator.accepted.events.map(({ customerId }) => customerId);

	it('is held only when MoEngage has looked at it, so that a fast request overtakes a slow one', async () => {
		const times = [2400, 1200, 0];
		simulator.handlingMs = (arrivedBefore) => times[arrivedBefore];
		const pending = [trackEvent(eventOf('slow', 'A'))];
		while (simulator.requests.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
		pending.push(trackEvent(eventOf('slower than none', 'A')));
		while (simulator.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		pending.push(trackEvent(eventOf('fast', 'A')));
		expect(customers()).toEqual([]);
		const answers = await Promise.all(pending);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(customers()).toEqual(['fast', 'slower than none', 'slow']);
		expect(
			simulator.requests.map(({ body }) => (body as { customer_id: string }).customer_id),
		).toEqual(['slow', 'slower than none', 'fast']);
	});

	it('is held although the client has given up, but not after a reset', async () => {
		simulator.handlingMs = 2500;
		expect(await failure(trackEvent(eventOf('c1', 'A'), { timeout: 1000 }))).toBe('ECONNABORTED');
		expect(customers()).toEqual([]);
		while (customers().length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
		expect(customers()).toEqual(['c1']);
		expect(simulator.requests).toMatchObject([{ status: 0 }]);

		const pending = failure(trackEvent(eventOf('c2', 'A')));
		while (simulator.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		await new Promise((resolve) => setTimeout(resolve, 20));
		simulator.reset();
		expect(await pending).toBe('ECONNRESET');
		await new Promise((resolve) => setTimeout(resolve, 1500));
		expect(customers()).toEqual([]);
	});

	it('can still be hit by a fault, which is counted on arrival', async () => {
		simulator.handlingMs = 50;
		simulator.inject({ kind: 'status', status: 429, after: 1 });
		const answers = await Promise.all(['aa', 'bb', 'cc'].map((id) => trackEvent(eventOf(id, 'A'))));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
		expect(simulator.requests.map(({ fault }) => fault)).toEqual([undefined, 'status', undefined]);
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
		await Promise.all([own.close(), own.close()]);
		// If the simulator waited, the client would end the request, after five seconds.
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

	it('answers 2,000 requests with little work', async () => {
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

		// Usually less than one second of a processor, over half of it for this client; on a busy machine twice that.
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
		expect((user + system) / 1_000_000).toBeLessThan(5);
	});
});
