import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Route } from '../../../../nodes/MoEngage/delivery/operation';
import type { ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { freshKeys } from '../../../../nodes/MoEngage/delivery/sending/compose';
import { openLine } from '../../../../nodes/MoEngage/delivery/sending/line';
import type { PageRequest } from '../../../../nodes/MoEngage/delivery/sending/ports';
import type { DeliverySettings } from '../../../../nodes/MoEngage/delivery/settings';
import { getMany } from '../../../../nodes/MoEngage/resources/campaign/getMany';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';

test('a read that needs a key has another one in every request, the same in all of its headers', () => {
	const requests = Array.from({ length: 5 }, () => freshKeys(getMany.route));
	for (const headers of requests) {
		expect(Object.keys(headers)).toEqual(['Idempotency-Key', 'X-MOE-Request-Id']);
		expect(new Set(Object.values(headers)).size).toBe(1);
	}
	expect(new Set(requests.map((headers) => headers['Idempotency-Key'])).size).toBe(5);
});

test('all other requests have none', () => {
	expect(freshKeys({})).toEqual({});
});

describe('a request on the line', () => {
	/** What n8n's helper is asked for, and what comes back. */
	async function transmitted(
		route: Partial<Route>,
		pieces: Array<Partial<ItemPiece>>,
		page?: PageRequest,
	) {
		const asked: IHttpRequestOptions[] = [];
		const context = {
			getExecutionCancelSignal: () => undefined,
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
					asked.push(options);
					return await Promise.resolve({ statusCode: 200, headers: {}, body: { status: 'ok' } });
				},
			},
		} as unknown as IExecuteFunctions;
		const all = pieces.map((piece, item) => ({
			...{ item, elementKey: String(item), element: { n: item }, lane: 'a' },
			...piece,
		}));
		const settings = { route, timeout: 1234 } as DeliverySettings;
		const line = openLine(context, { dataCenter: '01', workspaceId: 'WS' }, settings);
		const reply = await line.transmit(all, page);
		line.close();
		return { reply, asked };
	}

	test.each<[string, Partial<Route>, Array<Partial<ItemPiece>>, string]>([
		['a single element as it is', {}, [{}], '{"n":0}'],
		[
			'elements as its operation wraps them',
			{ toBody: (elements) => ({ elements }) },
			[{}, {}, {}],
			'{"elements":[{"n":0},{"n":1},{"n":2}]}',
		],
		['fields that hold for all', {}, [{ envelope: { body: { all: true } } }], '{"n":0,"all":true}'],
	])('has in its body %s', async (_what, route, pieces, body) => {
		const { asked, reply } = await transmitted(
			{ endpoint: ENDPOINTS.trackEvent, ...route },
			pieces,
		);
		expect(asked.map((one) => one.body)).toEqual([body]);
		expect(reply.kind).toBe('accepted');
		expect(asked[0].timeout).toBe(1234);
	});

	test('says what its items say besides the body, and what a further page says', async () => {
		const endpoint = { ...ENDPOINTS.trackEvent, path: '/v1/{name}' };
		const envelope = {
			path: { name: 'x y' },
			query: { a: '1', b: '1' },
			headers: { 'X-A': '1' },
			body: { c: 1, d: 1 },
		};
		const page = { query: { b: '2' }, body: { d: 2 } };
		const route = { endpoint, freshKeyHeaders: ['X-Key'] };
		const { asked } = await transmitted(route, [{ envelope }], page);
		expect(asked).toHaveLength(1);
		expect(asked[0].url).toMatch(/\/v1\/x%20y$/);
		expect(asked[0].qs).toEqual({ a: '1', b: '2' });
		expect(asked[0].headers).toMatchObject({ 'X-A': '1' });
		expect(asked[0].headers?.['X-Key']).toMatch(/^[\da-f-]{36}$/);
		expect(asked[0].body).toBe('{"n":0,"c":1,"d":2}');
	});

	test('that only reads has no body', async () => {
		const endpoint = { ...ENDPOINTS.trackEvent, method: 'GET' } as const;
		const { asked } = await transmitted({ endpoint }, [{ envelope: { query: { a: '1' } } }]);
		expect(asked.map(({ body, qs }) => [body, qs])).toEqual([[undefined, { a: '1' }]]);
	});

	test.each<[string, () => unknown]>([
		[
			'a circle',
			() => {
				const circle: unknown[] = [];
				circle.push(circle);
				return circle;
			},
		],
		['what cannot be turned into it', () => ({ toJSON: () => JSON.parse('{') as unknown })],
		[
			'a getter that throws',
			() => ({
				get x() {
					throw new Error('no');
				},
			}),
		],
	])('that JSON cannot hold is not sent, and breaks nothing off: %s', async (_what, value) => {
		const element = { value: value() } as unknown as ItemPiece['element'];
		const { asked, reply } = await transmitted({ endpoint: ENDPOINTS.trackEvent }, [{ element }]);
		expect(asked).toEqual([]);
		expect(reply).toMatchObject({
			kind: 'unanswered',
			mayHaveArrived: false,
			isPassing: false,
			reason: expect.stringMatching(/./) as unknown,
		});
	});
});

describe('a line whose execution is cancelled', () => {
	const open = (signal?: AbortSignal) =>
		openLine(
			{ getExecutionCancelSignal: () => signal } as unknown as IExecuteFunctions,
			{ dataCenter: '01', workspaceId: 'WS' },
			{ route: { endpoint: ENDPOINTS.trackEvent }, timeout: 1000 } as DeliverySettings,
		);

	test.each([1, 60_000, 86_400_000])('waits no longer: %d ms', async (ms) => {
		const cancel = new AbortController();
		const line = open(cancel.signal);
		expect(line.isCancelled()).toBe(false);
		const waits = [line.wait(ms + 60_000), line.wait(ms + 70_000)];
		cancel.abort();
		expect(await Promise.all(waits)).toEqual([false, false]);
		expect(await line.cancelled).toBe(false);
		expect(line.isCancelled()).toBe(true);
		// Nor does it begin to.
		expect(await line.wait(ms + 60_000)).toBe(false);
		line.close();
	});

	test('waits as long as it should otherwise, also where n8n has no signal', async () => {
		for (const signal of [undefined, new AbortController().signal, AbortSignal.any([])]) {
			const line = open(signal);
			expect(await line.wait(1)).toBe(true);
			expect(line.isCancelled()).toBe(false);
			line.close();
		}
	});

	test('leaves nothing behind on the execution, however many runs there were', () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		const remove = jest.spyOn(signal, 'removeEventListener');
		for (let nth = 1; nth <= 3; nth++) {
			open(signal).close();
			expect(remove.mock.calls).toEqual(add.mock.calls);
			expect(remove).toHaveBeenCalledTimes(nth);
		}
	});
});
