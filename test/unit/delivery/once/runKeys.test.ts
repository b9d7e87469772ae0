import type { IExecuteFunctions } from 'n8n-workflow';

import { RunKeys } from '../../../../nodes/MoEngage/delivery/once';
import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { ProcessedData } from '../../../fixtures/processedData';
import { someOf } from '../../../fixtures/share';
import { randomFrom } from '../../../simulation/random';

const store = new ProcessedData();

const open: RunKeys[] = [];

beforeEach(() => store.clear());

// A process knows the keys of runs that are not over.
afterEach(async () => {
	jest.useRealTimers();
	jest.restoreAllMocks();
	for (const run of open.splice(0)) await run.close();
});

/** A run of the same node. Runs of different processes know nothing of each other but n8n's record. */
function runIn(process: string, { most = 100, scope = ['workspace', 'event.track'] } = {}) {
	const place = { workflow: { id: 'workflow' }, node: { id: 'node' } };
	const context = {
		getNode: () => ({ id: process, name: 'Send' }),
		getWorkflow: () => ({ id: 'workflow' }),
		logger: { warn: () => undefined },
		helpers: {
			checkProcessedAndRecord: async (
				keys: string[],
				where: string,
				options: { mode: string; maxEntries?: number },
			) => await store.checkProcessedAndRecord(keys, where, place, options),
			removeProcessed: async (keys: string[], where: string) =>
				await store.removeProcessed(keys, where, place),
		},
	};
	const run = new RunKeys(context as unknown as IExecuteFunctions, most, scope);
	open.push(run);
	return run;
}

const piece = (item: number, onceKey?: string): ItemPiece => ({
	...pieceOfItem({ element: {} }, item),
	onceKey,
});

const pieces = (...keys: string[]) => keys.map((key, item) => piece(item, key));

async function claimed(run: RunKeys, some: ItemPiece[]) {
	const { going, sent, unrecorded } = await run.claim(some);
	const keysOf = (list: ItemPiece[]) => list.map(({ onceKey }) => onceKey);
	return { going: keysOf(going), sent: keysOf(sent), unrecorded: keysOf(unrecorded) };
}

const goes = (...going: string[]) => ({ going, sent: [], unrecorded: [] });
const skips = (...sent: string[]) => ({ going: [], sent, unrecorded: [] });

test('a key goes once, and may pass again for the same item of the same run', async () => {
	const run = runIn('p');
	expect(await claimed(run, pieces('a', 'b', 'c'))).toEqual(goes('a', 'b', 'c'));
	expect(await claimed(run, pieces('a', 'b', 'c'))).toEqual(goes('a', 'b', 'c'));
	expect(await claimed(run, [piece(3, 'b'), piece(4, 'd')])).toEqual({
		...{ going: ['d'], sent: ['b'], unrecorded: [] },
	});
	expect(await run.close()).toEqual({ skipped: 1, ofThisRun: 1, notRemoved: 0 });
	expect(await claimed(runIn('p'), pieces('d', 'e', 'a'))).toEqual({
		...{ going: ['e'], sent: ['d', 'a'], unrecorded: [] },
	});
});

test.each([1, 2, 3, 7])('%p kept keys skip no item of a larger batch', async (most) => {
	const run = runIn('p', { most });
	expect(await claimed(run, pieces('a', 'b', 'c', 'd', 'e'))).toEqual(
		goes('a', 'b', 'c', 'd', 'e'),
	);
	await run.close();
	expect(store.size).toBe(Math.min(most, 5));
});

test('items without a key pass, and leave nothing', async () => {
	const run = runIn('p');
	expect((await run.claim([piece(0), piece(1)])).going).toHaveLength(2);
	run.release([0]);
	expect(await run.close()).toEqual({ skipped: 0, ofThisRun: 0, notRemoved: 0 });
	expect(store.calls).toEqual([]);
});

test('what came to nothing may go again: in this run, in another one, and in another process', async () => {
	const run = runIn('p');
	await run.claim(pieces('a', 'b', 'c'));
	run.release([0, 1]);
	expect(await claimed(run, [piece(3, 'a')])).toEqual(goes('a'));
	await run.close();
	expect(await claimed(runIn('q'), pieces('a', 'b', 'c'))).toEqual({
		...{ going: ['b'], sent: ['a', 'c'], unrecorded: [] },
	});
});

test('releasing an item twice takes no key from another', async () => {
	const run = runIn('p');
	await run.claim([piece(0, 'a')]);
	run.release([0]);
	await run.claim([piece(1, 'a')]);
	run.release([0]);
	await run.close();
	expect(await claimed(runIn('q'), pieces('a'))).toEqual(skips('a'));
});

test('a key that was found is not released with the item that was skipped for it', async () => {
	const first = runIn('p');
	await first.claim(pieces('a'));
	await first.close();
	const second = runIn('p');
	await second.claim(pieces('a'));
	second.release([0]);
	await second.close();
	expect(await claimed(runIn('p'), pieces('a'))).toEqual(skips('a'));
});

test('an item that an earlier try has sent passes by its own key, and no other item does', async () => {
	const first = runIn('p');
	await first.claim(pieces('a', 'b'));
	await first.close();
	const retry = runIn('p');
	retry.reopen(0);
	retry.noteSent(piece(1, 'b'));
	expect(await claimed(retry, [piece(0, 'a'), piece(2, 'a'), piece(3, 'b')])).toEqual({
		...{ going: ['a'], sent: ['a', 'b'], unrecorded: [] },
	});
});

test('workspaces and operations have keys of their own', async () => {
	const send = async (...scope: string[]) => {
		const run = runIn('p', { scope });
		const claim = await claimed(run, pieces('a'));
		await run.close();
		return claim;
	};
	expect(await send('one', 'event.track')).toEqual(goes('a'));
	expect(await send('two', 'event.track')).toEqual(goes('a'));
	expect(await send('one', 'alert.send')).toEqual(goes('a'));
	expect(await send('one', 'event.track')).toEqual(skips('a'));
});

describe('runs of one process at the same time', () => {
	test('send each key once, whatever the order of their calls', async () => {
		store.delay = 5;
		const runs = [runIn('p'), runIn('p'), runIn('p')];
		const claims = await Promise.all(
			runs.flatMap((run) => [
				claimed(run, [piece(0, 'a'), piece(1, 'b')]),
				claimed(run, [piece(2, 'c')]),
			]),
		);
		expect(claims.flatMap(({ going }) => going).sort()).toEqual(['a', 'b', 'c']);
		expect(store.mostAtOnce).toBe(1);
	});

	test('a run sees what another one has released, and not before', async () => {
		store.delay = 5;
		const [one, other] = [runIn('p'), runIn('p')];
		await one.claim(pieces('a'));
		expect(await claimed(other, pieces('a'))).toEqual(skips('a'));
		one.release([0]);
		expect(await claimed(other, [piece(1, 'a')])).toEqual(goes('a'));
	});

	test('keys under way are known however few n8n keeps', async () => {
		const [one, other] = [runIn('p', { most: 1 }), runIn('p', { most: 1 })];
		await one.claim(pieces('a', 'b', 'c'));
		expect(await claimed(other, pieces('a', 'b', 'c'))).toEqual(skips('a', 'b', 'c'));
		await one.close();
		expect(store.size).toBe(1);
	});

	test('nothing is left in the process after the last of them', async () => {
		const run = runIn('p');
		await run.claim(pieces('a'));
		await run.close();
		store.clear();
		expect(await claimed(runIn('p'), pieces('a'))).toEqual(goes('a'));
	});
});

test('requests share a call: those that come while another is under way', async () => {
	store.delay = 20;
	const run = runIn('p', { most: 1000 });
	await Promise.all(
		Array.from({ length: 200 }, (_, item) => run.claim([piece(item, `key ${item}`)])),
	);
	// The keys and a mark, and a look whether the mark is still there.
	expect(store.calls).toEqual([
		{ what: 'add', values: 201 },
		{ what: 'add', values: 201 },
	]);
	await run.close();
	expect(store.size).toBe(200);
});

test('a database that stood still once slows down only what follows soon after', async () => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
	const run = runIn('p', { most: 1000 });
	const timeOf = async (item: number) => {
		const began = performance.now();
		const claim = run.claim([piece(item, `key ${item}`)]).then(() => performance.now() - began);
		await jest.advanceTimersByTimeAsync(60_000);
		return await claim;
	};
	store.delay = 2000;
	const slow = await timeOf(0);
	store.delay = 5;
	const soonAfter = await timeOf(1);
	for (let item = 2; item < 30; item++) await timeOf(item);
	expect(slow).toBeGreaterThan(6000);
	expect(soonAfter).toBeGreaterThan(4000);
	expect(await timeOf(30)).toBeLessThan(100);
});

describe('runs of two processes', () => {
	const closeAll = async (...runs: RunKeys[]) => {
		for (const run of runs) await run.close();
	};

	test('whose first calls meet: the later one tries again', async () => {
		store.delay = 20;
		const runs = [runIn('p'), runIn('q')];
		const claims = await Promise.all([
			claimed(runs[0], pieces('a', 'b')),
			claimed(runs[1], pieces('c', 'd')),
		]);
		expect(claims).toEqual([goes('a', 'b'), goes('c', 'd')]);
		await closeAll(...runs);
		expect(store.size).toBe(4);
	});

	test('that write over each other lose no key', async () => {
		const first = runIn('p');
		await first.claim(pieces('a'));
		store.delay = 20;
		const [one, other] = [runIn('q'), runIn('r')];
		expect(await Promise.all([claimed(one, pieces('b')), claimed(other, pieces('c'))])).toEqual([
			goes('b'),
			goes('c'),
		]);
		store.delay = 0;
		await closeAll(first, one, other);
		expect(store.size).toBe(3);
	});

	test.each([1, 2, 3, 4, 5])('with the same keys send each once (%p)', async (seed) => {
		// By a clock of its own: on a busy machine, Node runs timers that are overdue in another order.
		jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
		jest.spyOn(Math, 'random').mockImplementation(randomFrom(seed));
		Object.assign(store, { delay: 5, jitter: 20, random: randomFrom(seed + 100) });
		const recorded = runIn('p').claim([piece(0, 'known')]);
		await jest.advanceTimersByTimeAsync(1_000);
		await recorded;
		const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`);
		const runs = Array.from({ length: 2 + (seed % 3) }, (_, index) => runIn(`process ${index}`));
		const ended = Promise.all(
			runs.map(async (run) => {
				const all: Array<string | undefined> = [];
				for (let from = 0; from < keys.length; from += 8) {
					const some = keys.slice(from, from + 8).map((key, index) => piece(from + index, key));
					const claims = await Promise.all(some.map(async (one) => await claimed(run, [one])));
					all.push(...claims.flatMap((claim) => claim.going));
				}
				return all;
			}),
		);
		await jest.advanceTimersByTimeAsync(60_000);
		expect((await ended).flat().sort()).toEqual([...keys].sort());
	});

	const PAIRS = someOf(200, 100);

	/** What part of so many pairs of runs, each with keys of its own, have lost a key of each other. */
	async function partThatLost(times: Partial<ProcessedData>) {
		let lost = 0;
		for (let seed = 1; seed <= PAIRS; seed++) {
			store.clear();
			jest.spyOn(Math, 'random').mockImplementation(randomFrom(seed));
			const chance = randomFrom(seed + 200);
			Object.assign(store, { ...times, random: () => chance() ** 6 });
			const keysOf = (name: string) => Array.from({ length: 8 }, (_, n) => `${name} ${n}`);
			const ended = ['p', 'q'].map(async (name) => {
				const run = runIn(`${name} ${seed}`);
				const all = pieces(...keysOf(name));
				for (let item = 0; item < all.length; item += 2) {
					await Promise.all(all.slice(item, item + 2).map(async (one) => await run.claim([one])));
				}
				await run.close();
			});
			await jest.advanceTimersByTimeAsync(120_000);
			await Promise.all(ended);
			const again = claimed(runIn(`later ${seed}`), pieces(...keysOf('p'), ...keysOf('q')));
			await jest.advanceTimersByTimeAsync(60_000);
			if ((await again).going.length > 0) lost++;
		}
		return lost / PAIRS;
	}

	test.each([
		['nearly all of which take 5 to 20 ms, and a few up to 300', { delay: 5, jitter: 300 }],
		['of which a few take up to a second', { delay: 5, jitter: 1000 }],
	])('whose keys differ lose hardly any with writes %s', async (_, times) => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
		expect(await partThatLost(times)).toBeLessThanOrEqual(0.03);
	});
});

describe('a record that cannot be written', () => {
	test('keeps the items from going, and the next run may send them', async () => {
		store.broken = 'SQLITE_FULL: database or disk is full';
		const run = runIn('p');
		const claim = await run.claim([piece(0, 'a'), piece(1)]);
		expect(claim).toMatchObject({
			going: [{ item: 1 }],
			unrecorded: [{ item: 0 }],
			reason: 'SQLITE_FULL: database or disk is full',
		});
		expect(store.calls).toHaveLength(1);
		await run.close();
		store.broken = undefined;
		expect(await claimed(runIn('p'), pieces('a'))).toEqual(goes('a'));
	});

	test.each(['database is locked', 'UNIQUE constraint failed: processed_data.context'])(
		'%s: it is tried again before that',
		async (words) => {
			store.broken = words;
			const { unrecorded } = await runIn('p').claim(pieces('a'));
			expect([unrecorded.length, store.calls.length]).toEqual([1, 5]);
		},
	);

	test('is told if a key could not be taken back', async () => {
		const run = runIn('p');
		await run.claim(pieces('a', 'b'));
		store.broken = 'gone';
		run.release([0]);
		expect(await run.close()).toMatchObject({ notRemoved: 1 });
	});

	test('never leaves a key held in the process', async () => {
		const run = runIn('p');
		await run.claim(pieces('a'));
		store.broken = 'gone';
		await run.close();
		store.clear();
		expect(await claimed(runIn('p'), pieces('a'))).toEqual(goes('a'));
	});
});
