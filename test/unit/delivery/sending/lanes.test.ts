import fc from 'fast-check';

import { pieceOfItem, type PackedRequest } from '../../../../nodes/MoEngage/delivery/piece';
import { Lanes } from '../../../../nodes/MoEngage/delivery/sending/lanes';
import { cpuTime } from '../../../fixtures/cpuTime';
import { settled } from '../virtualClock';

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
		fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
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

/** Lanes whose requests are taken and done one by one, by somebody with as many hands as it takes. */
class Desk {
	/** Requests that were taken, in this order. */
	readonly taken: Array<number | undefined> = [];

	private readonly lanes: Lanes;

	/** @param lanesOf those of each request, a letter for each piece */
	constructor(lanesOf: string[]) {
		this.lanes = new Lanes(lanesOf.map((lanes, index) => requestOf([...lanes], index)));
	}

	async take(times: number): Promise<void> {
		for (let hand = 0; hand < times; hand++) {
			void this.lanes.take().then((index) => this.taken.push(index));
		}
		await settled();
	}

	async done(...indexes: number[]): Promise<void> {
		for (const index of indexes) this.lanes.done(index);
		await settled();
	}
}

describe('requests that were passed over', () => {
	test.each<[string, number[], number[]]>([
		['in the order in which they were to be done', [0, 2, 4], [1, 3, 5]],
		['in the opposite order', [4, 2, 0], [1, 3, 5]],
		['the middle one first', [2, 0, 4], [1, 3, 5]],
		['the middle one last', [4, 0, 2], [1, 3, 5]],
		['the last two only', [4, 2], [3, 5, 6]],
		['the first only', [0], [1, 6, 7]],
		['none', [], [6, 7, 8]],
	])(
		'leave in input order, before those that were not looked at: those before them are done %s',
		async (_order, done, next) => {
			const desk = new Desk(['a', 'a', 'b', 'b', 'c', 'c', 'd', 'e', 'f']);
			await desk.take(3);
			expect(desk.taken).toEqual([0, 2, 4]);
			// Whoever looks for the next one has passed over all that are not free.
			await desk.done(...done);
			await desk.take(3);
			expect(desk.taken.slice(3)).toEqual(next);
		},
	);

	test('wait for the last of those before them, in whichever of its lanes it is', async () => {
		for (const done of [
			[0, 1, 2],
			[2, 1, 0],
			[1, 2, 0],
		]) {
			const desk = new Desk(['a', 'b', 'c', 'abc', 'd', 'ca']);
			await desk.take(6);
			expect(desk.taken).toEqual([0, 1, 2, 4]);
			await desk.done(done[0], done[1]);
			expect(desk.taken).toEqual([0, 1, 2, 4]);
			await desk.done(done[2]);
			expect(desk.taken).toEqual([0, 1, 2, 4, 3]);
			await desk.done(3);
			expect(desk.taken).toEqual([0, 1, 2, 4, 3, 5]);
		}
	});
});

describe('whoever asks for the next request', () => {
	test('waits until one is free, and hears when all are done', async () => {
		const desk = new Desk(['a', 'a', 'a']);
		await desk.take(3);
		for (const index of [0, 1, 2]) {
			expect(desk.taken).toEqual([0, 1, 2].slice(0, index + 1));
			await desk.done(index);
		}
		await desk.take(2);
		expect(desk.taken).toEqual([0, 1, 2, undefined, undefined]);
	});

	test('hears at once where there is none', async () => {
		const desk = new Desk([]);
		await desk.take(2);
		expect(desk.taken).toEqual([undefined, undefined]);
	});

	test('gets one with several pieces of the same lane, which does not wait for itself', async () => {
		const desk = new Desk(['aa', 'bab', 'bb', 'cc']);
		await desk.take(4);
		expect(desk.taken).toEqual([0, 3]);
		await desk.done(0);
		expect(desk.taken).toEqual([0, 3, 1]);
		await desk.done(1);
		expect(desk.taken).toEqual([0, 3, 1, 2]);
	});
});

test('20,000 requests of one lane, and of as many lanes, are handed out in a moment', async () => {
	for (const laneOf of [() => 'all', (index: number) => String(index)]) {
		const requests = Array.from({ length: 20_000 }, (_, index) =>
			requestOf([laneOf(index)], index),
		);
		const start = cpuTime();
		const steps = await work(requests, 10, [0]);
		expect(steps).toHaveLength(40_000);
		expect(cpuTime() - start).toBeLessThan(10_000);
	}
});
