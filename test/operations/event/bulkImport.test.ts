import { caseOf, goodItems } from '../../engine/cases';
import type { FinishedRun } from '../../engine/engine';
import { useEngine } from '../../engine/useEngine';

const [TRACK_IN_BULK, TRACK] = ['event.track by bulk import', 'event.track'].map(caseOf);

const { run, simulator } = useEngine();

describe('bulk import', () => {
	test('takes events of many users per request below 100 KB, and says what it does not confirm', async () => {
		const items = goodItems(TRACK, 600).map((item, index) => ({
			...item,
			user: `user-${index}@example.com`,
		}));
		const finished = await run(TRACK.name, items, { parameters: TRACK_IN_BULK.parameters });
		expect(simulator.requests.map(({ path }) => path.includes('/transition/'))).toEqual([
			true,
			true,
		]);
		for (const { bytes } of simulator.requests) expect(bytes).toBeLessThanOrEqual(100_000);
		expect(simulator.accepted.events).toHaveLength(600);
		const output = finished.output('MoEngage');
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(output[599].json.note).toMatch(/does not confirm single items/);
	});

	test('is suggested with the numbers once a run needs more than 300 requests', async () => {
		const items = goodItems(TRACK, 301).map((item, index) => ({
			...item,
			user: `user-${index}@example.com`,
		}));
		const many = await run(TRACK.name, items);
		const hints = (finished: FinishedRun) =>
			finished.run.data.resultData.runData.MoEngage[0].hints?.map(({ message }) => message);
		expect(hints(many)).toEqual([expect.stringMatching(/301 requests.*Bulk Import.*about 1\./)]);
		expect(hints(await run(TRACK.name, items.slice(0, 300)))).toEqual([]);
		expect(hints(await run(TRACK.name, items, { parameters: TRACK_IN_BULK.parameters }))).toEqual(
			[],
		);
	});
});
