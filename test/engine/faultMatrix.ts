import { filled } from '../fixtures/filled';
import { processHasTime } from '../fixtures/processHasTime';
import { share } from '../fixtures/share';
import type { OperationCase } from './cases';
import { Engine } from './engine';
import {
	FAULTS,
	isUnknown,
	matrixItems,
	MODES,
	runUnderFaults,
	type Account,
	type FaultCase,
	type Mode,
} from './faults';

/** An operation under a fault in a mode. */
type Combination = { title: string; operation: OperationCase; fault: FaultCase; mode: Mode };

const [ERROR_OUTPUT] = MODES.filter(({ name }) => name === 'error output');

/**
 * Tests operations under each fault in each mode. Half of all operations fill a file: in one file, they would keep one
 * processor busy when all other files have ended.
 */
export function testUnderFaults(operations: OperationCase[]): void {
	// Which engine evaluates expressions makes no difference to delivery; this one starts fastest.
	const engine = Engine.start('legacy');

	afterAll(async () => await (await engine).stop());

	const combinations = combinationsOf(operations);

	test('each kind of operation meets each fault, and each operation and each mode meets some', () => {
		const met = combinations.map(({ operation, fault }) => `${kindOf(operation)} ${fault.name}`);
		const all = operations.flatMap((operation) =>
			FAULTS.filter((fault) => FITS(operation, fault)).map(
				(fault) => `${kindOf(operation)} ${fault.name}`,
			),
		);
		expect(new Set(met)).toEqual(new Set(all));
		expect(new Set(combinations.map(({ operation }) => operation))).toEqual(new Set(operations));
		expect(new Set(combinations.map(({ mode }) => mode))).toEqual(new Set(MODES));
	});

	// Most of the time is waiting, so many run at once.
	test.concurrent.each(spread(combinations))('$title', async (combination) => {
		await processHasTime();
		const { operation, fault, mode } = combination;
		const items = matrixItems(operation, fault);
		const faults = fault.faults.map((one) => ({ ...one, path: operation.path }));
		const account = await runUnderFaults(await engine, operation, items, faults, mode, {
			credential: fault.credential,
			timeout: fault.timeout,
			options: fault.options,
		});
		const { finished, acceptedTimes, succeeded, failed } = account;
		const all = items.map((_, item) => item);
		expect(acceptedTimes).toHaveLength(all.length);
		checkEveryItem(account, mayDouble(combination));

		if (fault.recovers.includes(operation.repeat)) {
			// The node mends this by itself: the user sees nothing of it, in any mode.
			expect(finished.error).toBeUndefined();
			expect(succeeded.sort((a, b) => a - b)).toEqual(all);
			expect(acceptedTimes).toEqual(all.map(() => 1));
			return;
		}
		const continues = mode.settings.onError !== undefined;
		if (continues) expect(finished.error).toBeUndefined();
		if (finished.error === undefined) {
			// Every item comes out exactly once, on its own branch; `runUnderFaults` throws otherwise.
			expect([...succeeded, ...failed.keys()].sort((a, b) => a - b)).toEqual(all);
		} else {
			expect(finished.error.context?.itemIndex).toEqual(expect.any(Number));
			// Sentences, and what MoEngage may ask for in brackets.
			expect(finished.error.description).toMatch(/\.( \([^)]+\))?$/);
		}
		// Without a retry of the user's the trouble shows; with one, transient trouble is over, unless a repeat
		// could reach customers twice.
		const isMended =
			(mode.retriesExecution || (mode.settings.retryOnFail && (!continues || !failed.has(0)))) &&
			!fault.isPermanent &&
			operation.repeat !== 'reachesCustomers';
		if (isMended) {
			expect(finished.error).toBeUndefined();
			acceptedTimes.forEach((times) => expect(times).toBeGreaterThanOrEqual(1));
		} else {
			expect(failed.size > 0 || finished.error !== undefined).toBe(true);
		}
	});

	test.each([
		['poison element', 3],
		['400 of version 5 about one body', 5],
	])('%s: all other items are delivered, in every mode that continues', async (what, bad) => {
		const poison = FAULTS.find(({ name }) => name === what);
		if (!poison) throw new Error('no such fault');
		for (const operation of filled(operations.filter((one) => FITS(one, poison)))) {
			const items = matrixItems(operation, poison);
			const account = await runUnderFaults(
				await engine,
				operation,
				items,
				poison.faults.map((one) => ({ ...one, path: operation.path })),
				ERROR_OUTPUT,
			);
			expect([...account.failed.keys()]).toEqual([bad]);
			expect(account.acceptedTimes).toEqual(items.map((_, item) => Number(item !== bad)));
		}
	});
}

/** What an item spoils is looked for in a body. */
const FITS = (operation: OperationCase, fault: FaultCase) =>
	fault.spoil === undefined || operation.hasNoBody !== true;

/** What the node mends by itself ends without an exception, as the mode "stop" shows: there is no execution to retry. */
const IS_ANOTHER_RUN = (
	{ repeat }: OperationCase,
	{ recovers }: FaultCase,
	{ retriesExecution }: Mode,
) => !(retriesExecution && recovers.includes(repeat));

/** Items of which the simulator may hold two: the table allows the user's own retry of such a call. */
function mayDouble({ operation, fault, mode }: Combination): boolean {
	const isUsersRetry = mode.retriesExecution === true || mode.settings.retryOnFail === true;
	return operation.repeat === 'countsTwice' && fault.isAcceptedUnseen === true && isUsersRetry;
}

function checkEveryItem(account: Account, doubles: boolean): void {
	const { acceptedTimes, succeeded, failed } = account;
	acceptedTimes.forEach((times) => expect(times).toBeLessThanOrEqual(doubles ? 2 : 1));
	// Nothing is called a success that MoEngage does not hold …
	succeeded.forEach((item) => expect(acceptedTimes[item]).toBeGreaterThanOrEqual(1));
	// … and nothing a refusal that it does.
	for (const [item, details] of failed) {
		if (!isUnknown(details)) expect([item, acceptedTimes[item]]).toEqual([item, 0]);
	}
}

/** What decides how an operation is delivered. */
const kindOf = ({ endpoint, packs, hasNoBody }: OperationCase) =>
	JSON.stringify([endpoint.repeat, endpoint.rejectsRepeats, packs, hasNoBody]);

/**
 * Every operation meets every fault, and every kind of operation meets every fault in every mode: those of a kind share
 * the modes among them. A share of them has each kind with each fault.
 */
function combinationsOf(operations: OperationCase[]): Combination[] {
	const kinds = [...new Set(operations.map(kindOf))];
	return kinds.flatMap((kind) => {
		const ofKind = operations.filter((operation) => kindOf(operation) === kind);
		const sharing = Math.min(ofKind.length, MODES.length);
		return FAULTS.flatMap((fault, turn) => {
			const combinations = ofKind
				.filter((operation) => FITS(operation, fault))
				.flatMap((operation, rank) =>
					MODES.filter((_, index) => (index + turn + rank) % sharing === 0)
						.filter((mode) => IS_ANOTHER_RUN(operation, fault, mode))
						.map((mode) => ({
							title: `${operation.name} × ${fault.name} × ${mode.name}`,
							operation,
							fault,
							mode,
						})),
				);
			// With each fault, the share begins with another operation and mode.
			return share(6, combinations, turn);
		});
	});
}

/** Those that wait long are neighbours: spread, they wait while others run. */
function spread(combinations: Combination[]): Combination[] {
	return combinations
		.map((one, index) => ({ one, place: (index * 1009) % combinations.length }))
		.sort((a, b) => a.place - b.place)
		.map(({ one }) => one);
}
