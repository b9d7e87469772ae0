import { ACCEPTED, eventOf, useSimulator, withAction } from '../useSimulator';

const { trackEvent, simulator } = useSimulator();

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

	it('drops a payload that comes again with the same dedup_id, whole or not at all', async () => {
		const order = (total: number, dedup_id?: unknown) => ({
			...withAction({ action: 'Order', attributes: { total } }),
			dedup_id,
		});
		for (const payload of [order(1, 'd-1'), order(1, 'd-1'), order(2, 'd-1'), order(1, 'd-2')]) {
			expect((await trackEvent(payload)).status).toBe(200);
		}
		expect(simulator.accepted.events.map(({ attributes }) => attributes.total)).toEqual([1, 2, 1]);
		for (const payload of [order(3), order(3)]) await trackEvent(payload);
		expect(simulator.accepted.events).toHaveLength(5);
		const refused = [await trackEvent(order(1, 7)), await trackEvent(order(1, ''))];
		expect(refused.map(({ data }) => data.error.attribute)).toEqual(['dedup_id', 'dedup_id']);
	});

	it.each<[string, unknown, string | undefined, string]>([
		['another type', { ...eventOf('c1', 'A'), type: 'Event' }, 'type', 'type should be event'],
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
			{ ...eventOf('c1', 'A'), customer_id: 7 },
			'customer_id',
			'customer_id is expected to be String or Unicode String.',
		],
		['no actions', eventOf('c1'), 'actions', 'actions can not be empty Array'],
		[
			'an action without a name',
			{ type: 'event', customer_id: 'c1', actions: [{ attributes: {} }] },
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
});
