import { OTHER_ROUTES, READS, WRITES, type OperationCase } from './cases';
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

// Which engine evaluates expressions makes no difference to delivery; this one starts fastest.
const engine = Engine.start('legacy');

afterAll(async () => await (await engine).stop());

const OPERATIONS = [...WRITES, ...OTHER_ROUTES, ...READS];

/** What an item spoils is looked for in a body. */
const FITS = (operation: OperationCase, fault: FaultCase) =>
	fault.spoil === undefined || operation.hasNoBody !== true;

/** What the node mends by itself ends without an exception, as the mode "stop" shows: there is no execution to retry. */
const IS_ANOTHER_RUN = (
	{ repeat }: OperationCase,
	{ recovers }: FaultCase,
	{ retriesExecution }: Mode,
) => !(retriesExecution && recovers.includes(repeat));

const MATRIX = OPERATIONS.flatMap((operation) =>
	FAULTS.filter((fault) => FITS(operation, fault)).flatMap((fault) =>
		MODES.filter((mode) => IS_ANOTHER_RUN(operation, fault, mode)).map((mode) => ({
			title: `${operation.name} × ${fault.name} × ${mode.name}`,
			operation,
			fault,
			mode,
		})),
	),
);

/** Items of which the simulator may hold two: the table allows the user's own retry of such a call. */
function mayDouble({ operation, fault, mode }: (typeof MATRIX)[number]): boolean {
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

/** Those that wait long are neighbours: spread, they wait while others run. */
const SPREAD = MATRIX.map((one, index) => ({ one, place: (index * 1009) % MATRIX.length }))
	.sort((a, b) => a.place - b.place)
	.map(({ one }) => one);

// Most of the time is waiting, so many run at once.
test.concurrent.each(SPREAD)('$title', async (combination) => {
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
	checkEveryItem(account, mayDouble(combination));

	if (fault.recovers.includes(operation.repeat)) {
		// The node mends this by itself: the user sees nothing of it, in any mode.
		expect(finished.error).toBeUndefined();
		expect(succeeded.sort((a, b) => a - b)).toEqual(all);
		expect(acceptedTimes).toEqual(all.map(() => 1));
		return;
	}
	const continues = mode.settings.onError !== undefined;
	if (continues) {
		// Every item comes out exactly once, on its own branch; `runUnderFaults` throws otherwise.
		expect(finished.error).toBeUndefined();
		expect([...succeeded, ...failed.keys()].sort((a, b) => a - b)).toEqual(all);
	} else if (finished.error !== undefined) {
		expect(finished.error.context?.itemIndex).toEqual(expect.any(Number));
		expect(finished.error.description).toMatch(/\.$/);
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
	for (const operation of OPERATIONS.filter((one) => FITS(one, poison))) {
		const account = await runUnderFaults(
			await engine,
			operation,
			matrixItems(operation, poison),
			poison.faults.map((one) => ({ ...one, path: operation.path })),
			MODES[2],
		);
		expect([...account.failed.keys()]).toEqual([bad]);
		expect(account.acceptedTimes).toEqual(
			account.acceptedTimes.map((_, item) => Number(item !== bad)),
		);
	}
});
