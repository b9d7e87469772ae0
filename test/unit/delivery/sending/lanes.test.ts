import fc from 'fast-check';

import { pieceOfItem, type PackedRequest } from '../../../../nodes/MoEngage/delivery/piece';
import { Lanes } from '../../../../nodes/MoEngage/delivery/sending/lanes';

const requestOf = (lanes: string[], index: number): PackedRequest => ({
	bytes: 1,
	pieces: lanes.map((lane) => pieceOfItem({ lane, element: {} }, index)),
});

/** What happened, in this order: a request was taken, or was done. */
type Step = { index: number; what: 'taken' | 'done' };

/** Works through requests with some workers, each of which needs so many turns of the event loop for one. */
async function work(requests: PackedRequest[], workers: number, turns: number[]): Promise<Step[]> {
	const lanes = new Lanes(requests);
	const steps: Step[] = [];
	const worker = async () => {
		for (;;) {
			const index = await lanes.take();
			if (index === undefined) return;
			steps.push({ index, what: 'taken' });
			for (let turn = 0; turn < turns[index % turns.length]; turn++) await Promise.resolve();
			steps.push({ index, what: 'done' });
			lanes.done(index);
		}
	};
	await Promise.all(Array.from({ length: workers }, worker));
	return steps;
}

const runs = fc.record({
	requests: fc.array(
		fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
		{ maxLength: 40 },
	),
	workers: fc.integer({ min: 1, max: 8 }),
	turns: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 }),
});

test('each request is handed out once, and after those before it in its lanes are done', async () => {
	await fc.assert(
		fc.asyncProperty(runs, async ({ requests, workers, turns }) => {
			const steps = await work(requests.map(requestOf), workers, turns);
			const placeOf = (index: number, what: Step['what']) =>
				steps.findIndex((step) => step.index === index && step.what === what);
			expect(steps.filter(({ what }) => what === 'taken')).toHaveLength(requests.length);
			requests.forEach((lanes, index) => {
				expect(placeOf(index, 'taken')).toBeGreaterThanOrEqual(0);
				requests.slice(0, index).forEach((earlier, before) => {
					if (!earlier.some((lane) => lanes.includes(lane))) return;
					expect(placeOf(before, 'done')).toBeLessThan(placeOf(index, 'taken'));
				});
			});
		}),
		{ seed: 11, numRuns: 300 },
	);
});

test('one worker takes everything in input order', async () => {
	const requests = ['a', 'a', 'b', 'a', 'b', 'c'].map((lane, index) => requestOf([lane], index));
	const steps = await work(requests, 1, [3]);
	const taken = steps.filter(({ what }) => what === 'taken').map(({ index }) => index);
	expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
});

test('whoever is free passes over a lane that is taken, so that sorted input keeps all workers busy', async () => {
	const sorted = Array.from({ length: 200 }, (_, index) =>
		requestOf([`user ${Math.floor(index / 50)}`], index),
	);
	const steps = await work(sorted, 4, [5]);
	const taken = steps.filter(({ what }) => what === 'taken').map(({ index }) => index);
	expect(taken.slice(0, 4)).toEqual([0, 50, 100, 150]);
	let underWay = 0;
	const counts = steps.map(({ what }) => (underWay += what === 'taken' ? 1 : -1));
	expect(counts.filter((count) => count === 4)).toHaveLength(50);
});

test('20,000 requests of one lane, and of as many lanes, are handed out in a moment', async () => {
	for (const laneOf of [() => 'all', (index: number) => String(index)]) {
		const requests = Array.from({ length: 20_000 }, (_, index) =>
			requestOf([laneOf(index)], index),
		);
		const start = Date.now();
		const steps = await work(requests, 10, [0]);
		expect(steps).toHaveLength(40_000);
		expect(Date.now() - start).toBeLessThan(10_000);
	}
});
