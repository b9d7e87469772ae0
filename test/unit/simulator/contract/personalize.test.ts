import { ACCEPTED, CONTEXT, shown, useSimulator } from '../useSimulator';

const { metadata, personalize, simulator } = useSimulator();

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
