import { caseOf, goodItems, options } from '../../engine/cases';
import type { FinishedRun } from '../../engine/engine';
import { useEngine } from '../../engine/useEngine';

const { restartSimulator, run, simulator } = useEngine();

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
	const [UPSERT, MERGE] = ['user.upsert', 'user.merge'].map(caseOf);

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

	test.each([
		[
			'a chain',
			['A B', 'B C', 'X Z'],
			[/^\[Item 0\] User to Keep "BB" is also .* of item 1/, /"BB" is also User to Keep of item 0/],
		],
		[
			'a chain from its end',
			['B C', 'A B', 'X Z'],
			[/"BB" is also User to Keep of item 1/, /"BB" is also User to Merge/],
		],
		[
			'a circle',
			['A B', 'B A', 'X Z'],
			[/"AA" is also User to Keep of item 1/, /"BB" is also User to Keep of item 0/],
		],
		[
			'one user into two',
			['A B', 'A C', 'X Z'],
			[/"AA" also merges into "CC", in item 1/, /"AA" also merges into "BB", in item 0/],
		],
	])('%s loses no events: none of its pairs is merged', async (_what, pairs, reasons) => {
		const items = pairs.map((pair) => {
			const [from, to] = pair.split(' ').map((name) => name + name);
			return { from, to };
		});
		const finished = await run(MERGE.name, items, { onError: 'continueRegularOutput' });
		const errors = finished.output('MoEngage').map(({ json }) => json.error);
		expect(errors).toEqual([
			...reasons.map((reason) => expect.stringMatching(reason) as string),
			undefined,
		]);
		expect(simulator.accepted.mergedPairs).toEqual([{ mergedUser: 'XX', retainedUser: 'ZZ' }]);
	});

	test('a pair that is only shown is in no chain with those that are sent', async () => {
		const items = [
			{ from: 'AA', to: 'BB', dry: true },
			{ from: 'BB', to: 'CC', dry: false },
			{ from: 'CC', to: 'DD', dry: true },
			{ from: 'DD', to: 'EE', dry: true },
		];
		const settings = options({ dryRun: '={{ $json.dry }}' });
		const finished = await run(MERGE.name, items, {
			...settings,
			onError: 'continueRegularOutput',
		});
		const errors = finished.output('MoEngage').map(({ json }) => json.error);
		const chained = expect.stringMatching(/"DD" is also User to/) as string;
		expect(errors).toEqual([undefined, undefined, chained, chained]);
		expect(simulator.accepted.mergedPairs).toEqual([{ mergedUser: 'BB', retainedUser: 'CC' }]);
	});

	test('many users merge into one, and a pair may come twice', async () => {
		const items = [
			{ from: 'old-1', to: 'new-1' },
			{ from: 'old-2', to: 'new-1' },
			{ from: 'old-1', to: 'new-1' },
		];
		const finished = await run(MERGE.name, items);
		expect(finished.error).toBeUndefined();
		expect(simulator.accepted.mergedPairs).toHaveLength(3);
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
				userIdentifiers: {
					identifier: [{ name: 'moe_mobile', value: '=491{{ $json.points }}0001' }],
				},
				additionalFields: {
					platforms: { platform: [{ platform: 'web', active: false }, { platform: 'iOS' }] },
				},
			},
		});
		expect(simulator.accepted.users[2].raw).toEqual({
			type: 'customer',
			attributes: { plan: 'plan-2', points: 3, moe_mobile: '49130001' },
			platforms: [
				{ platform: 'web', active: 'false' },
				{ platform: 'iOS', active: 'true' },
			],
		});
	});

	test('a deletion names a MoEngage ID moengage_id, as the newest document does', async () => {
		await run('user.delete', [{ user: 'x1' }, { user: 'x2' }, { user: 'x3' }], {
			parameters: { identifierType: 'moengage_id' },
			onError: 'continueRegularOutput',
		});
		expect(simulator.requests.map(({ body }) => body)).toEqual(
			['x1', 'x2', 'x3'].map((value) => ({ identity_type: 'moengage_id', identity_value: value })),
		);
	});
});
