import type { IDataObject } from 'n8n-workflow';

import { goodItems, savedWorkflow, WRITES } from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const { engine, restartSimulator, run, simulator, withCredential } = useEngine();

const pairs = (finished: FinishedRun) =>
	finished.output('MoEngage').map(({ pairedItem }) => (pairedItem as { item: number }).item);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('user.get', () => {
	test('45 users are read in 3 requests, each handed back to the item that asked', async () => {
		// Not in the order in which MoEngage holds them, and one of them asked for twice.
		const items = upTo(45).map((index) => ({
			type: 'customer_id',
			user: `user-${(index * 7) % 44}@example.com`,
		}));
		const finished = await run('user.get', items);
		expect(simulator.requests.map(({ body }) => identifiersIn(body))).toEqual([20, 20, 4]);
		expect(pairs(finished)).toEqual(upTo(45));
		expect(finished.output('MoEngage').map(({ json }) => json.customer_id)).toEqual(
			items.map(({ user }) => user),
		);
	});

	test('a user not found fails alone, with a message that names the ID', async () => {
		const items = ['user-1@example.com', 'nobody@example.com', 'user-2@example.com'].map(
			(user) => ({ type: '', user }),
		);
		const finished = await run('user.get', items, { onError: 'continueRegularOutput' });
		expect(pairs(finished)).toEqual([0, 1, 2]);
		expect(finished.output('MoEngage')[1].json).toMatchObject({
			error: 'No MoEngage user has the customer ID "nobody@example.com"',
			details: { type: 'NotFound', target: 'identifier', retriable: false },
		});
		const stopped = await run('user.get', items);
		expect(stopped.error?.message).toContain('nobody@example.com');
		expect(stopped.error?.context?.itemIndex).toBe(1);
	});

	test('chosen fields come alone, although the ID has to be asked for as well', async () => {
		const items = [
			{ user: 'jane.doe@example.com' },
			{ user: 'customer-1001' },
			{ user: 'customer-1002' },
		];
		// The simulator's own users have attributes.
		await restartSimulator();
		const finished = await run('user.get', items, {
			parameters: { additionalFields: { fields: 'first_name, points' } },
		});
		expect(finished.output('MoEngage').map(({ json }) => json)).toEqual([
			{ first_name: 'Jane', points: 20 },
			{ first_name: 'Arjun', points: 340 },
			{ first_name: 'Mei' },
		]);
	});

	test('MoEngage IDs and customer IDs share a request', async () => {
		const [{ json: known }] = (
			await run('user.get', [{ type: 'customer_id', user: 'user-5@example.com' }])
		).output('MoEngage');
		const finished = await run('user.get', [
			{ type: 'moengage_id', user: known.id },
			{ type: 'customer_id', user: 'user-6@example.com' },
			{ type: 'customer_id', user: 'user-7@example.com' },
		]);
		expect(finished.output('MoEngage').map(({ json }) => json.customer_id)).toEqual([
			'user-5@example.com',
			'user-6@example.com',
			'user-7@example.com',
		]);
		expect(simulator.requests).toHaveLength(2);
	});
});

function identifiersIn(body: unknown): number {
	return (body as { data: { identifiers: [] } }).data.identifiers.length;
}

describe('writing users', () => {
	const [, , , , UPSERT, MERGE] = WRITES;

	test('120 merges travel in 3 requests, each pair answered and paired', async () => {
		const items = goodItems(MERGE, 120);
		const finished = await run(MERGE.name, items);
		expect(
			simulator.requests.map(({ body }) => (body as { merge_data: [] }).merge_data.length),
		).toEqual([50, 50, 20]);
		expect(pairs(finished)).toEqual(upTo(120));
		expect(finished.output('MoEngage')[119].json).toMatchObject({
			status: 'success',
			note: expect.stringMatching(/skips pairs/) as string,
		});
	});

	test('a user merged into itself is refused before anything is sent', async () => {
		const items = [MERGE.item(0), { from: 'a@example.com', to: 'a@example.com' }, MERGE.item(1)];
		const finished = await run(MERGE.name, items);
		expect(finished.error?.message).toMatch(
			/^User to Merge and Delete is the same user .*\[item 1\]$/,
		);
		expect(simulator.requests).toHaveLength(0);
	});

	test('40 users are created or updated, in order where one comes twice', async () => {
		const items = [...goodItems(UPSERT, 39), { ...UPSERT.item(0), plan: 'last' }];
		await run(UPSERT.name, items);
		expect(simulator.accepted.users).toHaveLength(40);
		const first = simulator.accepted.users.filter(
			({ customerId }) => customerId === 'user-0@example.com',
		);
		expect(first.map(({ attributes }) => attributes.plan)).toEqual(['plan-0', 'last']);
		expect(simulator.accepted.users[1].raw).toEqual({
			type: 'customer',
			customer_id: 'user-1@example.com',
			attributes: { plan: 'plan-1', points: 1.5 },
			update_existing_only: false,
		});
	});

	test('identifiers of Identity Resolution leave as attributes, platforms with their state as text', async () => {
		await run(UPSERT.name, goodItems(UPSERT, 3), {
			parameters: {
				identifyBy: 'userIdentifiers',
				userIdentifiers: { identifier: [{ name: 'moe_mobile', value: '={{ $json.points }}0001' }] },
				additionalFields: {
					platforms: { platform: [{ platform: 'web', active: false }, { platform: 'iOS' }] },
				},
			},
		});
		expect(simulator.accepted.users[2].raw).toEqual({
			type: 'customer',
			attributes: { plan: 'plan-2', points: 3, moe_mobile: '30001' },
			platforms: [
				{ platform: 'web', active: 'false' },
				{ platform: 'iOS', active: 'true' },
			],
		});
	});

	test('a deletion calls the MoEngage ID what this endpoint calls it', async () => {
		await run('user.delete', [{ user: 'x1' }, { user: 'x2' }, { user: 'x3' }], {
			parameters: { identifierType: 'moengage_id' },
			onError: 'continueRegularOutput',
		});
		expect(simulator.requests.map(({ body }) => body)).toEqual(
			['x1', 'x2', 'x3'].map((value) => ({ identity_type: 'id', identity_value: value })),
		);
	});
});

describe('devices', () => {
	test('a device carries its platform in the spelling of MoEngage, beside its other attributes', async () => {
		const [, , , , , , , DEVICE] = WRITES;
		await run(DEVICE.name, goodItems(DEVICE, 3));
		expect(simulator.accepted.devices.map(({ attributes }) => attributes)).toEqual([
			{ model: 'Pixel', platform: 'ANDROID', push_id: 'push-0' },
			{ model: 'Pixel', platform: 'iOS', push_id: 'push-1' },
			{ model: 'Pixel', platform: 'web', push_id: 'push-2' },
		]);
	});

	test('single devices are named, and a name without its value never blocks all of them', async () => {
		const given = [
			['device_unique_id', 'd1'],
			['push_id', ''],
			['', 'd3'],
			['', ''],
			['PUSH_ID', 'p5'],
		];
		const finished = await run(
			'device.block',
			given.map(([name, value], index) => ({ user: `user-${index}@example.com`, name, value })),
			{
				onError: 'continueRegularOutput',
				parameters: {
					additionalFields: {
						deviceIdentifiers: {
							identifier: [{ name: '={{ $json.name }}', value: '={{ $json.value }}' }],
						},
					},
				},
			},
		);
		expect(finished.output('MoEngage').map(({ json }) => json.status ?? json.error)).toEqual([
			'success',
			expect.stringMatching(/\[Item 1\] Value is empty/) as string,
			expect.stringMatching(/\[Item 2\] Device Identifiers has an entry without a name/) as string,
			expect.stringMatching(/\[Item 3\] Device Identifiers has an entry without a name/) as string,
			'success',
		]);
		expect(
			simulator.accepted.deviceActions.map(({ deviceIdentifiers }) => deviceIdentifiers),
		).toEqual([[{ device_unique_id: 'd1' }], [{ push_id: 'p5' }]]);
	});
});

describe('experiences', () => {
	test('Fetch gives one item per experience, simplified, with the context and the user', async () => {
		const finished = await run('experience.fetch', [
			{ user: 'user-1@example.com', keys: 'homepage-banner, cart-upsell' },
			{ user: 'nomatch@example.com', keys: ['homepage-banner'] },
			{ user: '', keys: 'promo-strip' },
		]);
		expect(pairs(finished)).toEqual([0, 0, 2]);
		expect(finished.output('MoEngage')[1].json).toEqual({
			experience_key: 'cart-upsell',
			customer_id: 'user-1@example.com',
			payload: { discount: 12.5, layout: { columns: 3, products: ['A1', 'B2'] } },
			experience_context: expect.objectContaining({ audience_id: '42D' }) as object,
		});
		expect(finished.output('MoEngage')[2].json).not.toHaveProperty('customer_id');
		const raw = await run(
			'experience.fetch',
			[{ user: 'user-1@example.com', keys: 'promo-strip' }],
			{
				parameters: { simplify: false },
			},
		);
		expect(raw.output('MoEngage')[0].json.payload).toEqual({
			visible: { value: true, data_type: 'boolean' },
		});
	});

	test('Fetch sends what depends on session, day, hour and place, and refuses 26 keys', async () => {
		await run(
			'experience.fetch',
			[{ user: 'user-1@example.com', session: '{"utm_medium": "email"}' }],
			{
				parameters: {
					experienceKeys: ['promo-strip'],
					additionalFields: {
						sessionAttributes: '={{ $json.session }}',
						dayOfWeek: 'sunday',
						timeOfDay: 7,
						userIp: '203.0.113.195',
						userAgent: 'Mozilla/5.0',
						userIdentifiers: '{"u_em": "jane@example.com"}',
					},
				},
			},
		);
		expect(simulator.requests[0].body).toEqual({
			utm_medium: 'email',
			identifiers: {
				customer_id: 'user-1@example.com',
				user_identifiers: { u_em: 'jane@example.com' },
			},
			experience_key: ['promo-strip'],
			DAY_OF_THE_WEEK: 'Sunday',
			TIME_OF_THE_DAY: '07',
			USER_IP_ADDRESS: '203.0.113.195',
			USER_AGENT: 'Mozilla/5.0',
		});
		const keys = upTo(26).map((index) => `key-${index}`);
		const many = await run('experience.fetch', [{ user: 'user-1@example.com', keys }]);
		expect(many.error?.message).toMatch(/has 26 keys.*at most 25/);
	});

	test('Fetch → Report on 1,000 users needs nothing but the customer ID', async () => {
		const workflow = savedWorkflow('experience.fetch', {
			parameters: { experienceKeys: ['homepage-banner'], additionalFields: {} },
		});
		workflow.nodes.push({
			...workflow.nodes[1],
			id: 'report',
			name: 'Report',
			parameters: {
				resource: 'experience',
				operation: 'report',
				customerId: '={{ $json.customer_id }}',
			},
		});
		workflow.connections.MoEngage = { main: [[{ node: 'Report', type: 'main', index: 0 }]] };
		const items = upTo(1000).map((index) => ({
			user: index % 10 === 0 ? `nomatch-${index}@example.com` : `user-${index}@example.com`,
		}));
		const finished = await engine.run(workflow, withCredential(items));
		expect(finished.error).toBeUndefined();
		expect(simulator.accepted.experienceEvents).toHaveLength(900);
		expect(simulator.requests.filter(({ path }) => path.endsWith('/events'))).toHaveLength(9);
		expect(finished.output('Report')).toHaveLength(900);
	});

	test('Get Many filters by status and keeps to the limit', async () => {
		const list = async (status: string | string[], parameters: IDataObject = {}) =>
			(await run('experience.getMany', [{ status }], { parameters }))
				.output('MoEngage')
				.map(({ json }) => json.status);
		expect(await list(['Active'])).toEqual(['Active', 'Active', 'Active']);
		expect(await list('paused, Scheduled')).toEqual(['Paused', 'Scheduled']);
		expect(await list('')).toHaveLength(5);
		expect(await list('', { returnAll: false, limit: 2 })).toHaveLength(2);
		const wrong = await run('experience.getMany', [{ status: 'Archived' }]);
		expect(wrong.error?.message).toMatch(/Status "Archived" is not a value that MoEngage accepts/);
	});
});

describe('businessEvent.create', () => {
	test('a name that exists is refused in the words of MoEngage', async () => {
		const [, , , CREATE] = WRITES;
		const finished = await run(CREATE.name, [
			CREATE.item(1),
			{ ...CREATE.item(2), name: 'Price Drop' },
			CREATE.item(3),
		]);
		expect(finished.error?.context?.itemIndex).toBe(1);
		expect(finished.error?.httpCode).toBe('400');
	});
});
