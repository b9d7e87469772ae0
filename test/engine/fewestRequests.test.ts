import { filled } from '../fixtures/filled';
import { caseOf, goodItems } from './cases';
import { useEngine } from './useEngine';

const [TRACK, REPORT] = ['event.track', 'experience.report'].map(caseOf);

const { run, simulator } = useEngine();

describe('the fewest requests', () => {
	test('250 experience reports of 250 users travel in 3 requests', async () => {
		const finished = await run(REPORT.name, goodItems(REPORT, 250));
		expect(
			simulator.requests.map(({ body }) => (body as { elements: [] }).elements.length),
		).toEqual([100, 100, 50]);
		expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 250 }, (_, item) => ({ item })),
		);
		const uuids = finished.output('MoEngage').map(({ json }) => json.moe_event_uuid);
		expect(new Set(uuids).size).toBe(250);
		expect(simulator.accepted.experienceEvents.map(({ uuid }) => uuid).sort()).toEqual(
			uuids.sort(),
		);
	});

	test('500 events of one user travel in 1 request, in the order of the items', async () => {
		const items = goodItems(TRACK, 500).map((item) => ({ ...item, user: 'one@example.com' }));
		await run(TRACK.name, items);
		expect(simulator.requests).toHaveLength(1);
		expect(TRACK.accepted(simulator)).toEqual(items.map(TRACK.mark));
	});

	test('events of many users mixed: a request per user, the order of each user kept', async () => {
		const items = goodItems(TRACK, 70);
		await run(TRACK.name, items);
		expect(simulator.requests).toHaveLength(7);
		for (const user of filled(new Set(items.map((item) => item.user)))) {
			const sent = simulator.accepted.events.filter(({ customerId }) => customerId === user);
			expect(sent.map(({ attributes }) => attributes.order)).toEqual(
				items.filter((item) => item.user === user).map(({ order }) => order),
			);
		}
	});

	test('bodies stay below 128 KB, and an item too large alone fails alone', async () => {
		const items = goodItems(TRACK, 30).map((item, index) => ({
			...item,
			user: 'one@example.com',
			order: `order-${index}-${'é'.repeat(index === 4 ? 70_000 : 10_000)}`,
		}));
		const finished = await run(TRACK.name, items, { onError: 'continueRegularOutput' });
		const output = finished.output('MoEngage');
		expect(output[4].json.error).toMatch(/\[Item 4\] The item needs a request of 141 KB.*128 KB/);
		expect(output.filter(({ json }) => json.error !== undefined)).toHaveLength(1);
		expect(simulator.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		expect(simulator.accepted.events).toHaveLength(29);
	});

	test('items that ask the same are refused with one request, which has no halves', async () => {
		simulator.inject({ kind: 'status', status: 400, path: 'search', times: 99 });
		const items = Array.from({ length: 20 }, () => ({ names: 'Price Drop' }));
		const finished = await run('businessEvent.search', items, { onError: 'continueRegularOutput' });
		expect(simulator.requests).toHaveLength(1);
		expect(finished.output('MoEngage')).toHaveLength(20);
	});

	test('a bad item among 64 costs at most 2·log2(64) + 2 further requests, and fails alone', async () => {
		for (const [operation, most] of [
			[REPORT, 14],
			[TRACK, 14],
		] as const) {
			const items = goodItems(operation, 64).map((item) =>
				operation === TRACK ? { ...item, user: 'one@example.com' } : item,
			);
			operation.poison(items[37], 'p0ison');
			const from = simulator.requests.length;
			simulator.inject({ kind: 'poison', text: 'p0ison', path: operation.path });
			const finished = await run(operation.name, items, { onError: 'continueRegularOutput' });
			expect(simulator.requests.length - from).toBeLessThanOrEqual(1 + most);
			const failed = finished.output('MoEngage').filter(({ json }) => json.error !== undefined);
			expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 37 }]);
			simulator.clearFaults();
		}
		expect(simulator.accepted.experienceEvents).toHaveLength(63);
		expect(TRACK.accepted(simulator)).toHaveLength(63);
		expect(TRACK.accepted(simulator)).toEqual(
			goodItems(TRACK, 64)
				.map(TRACK.mark)
				.filter((mark) => mark !== 'order-37'),
		);
	});
});
