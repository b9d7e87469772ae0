import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { BARRING, OF_ONE_REQUEST, PASSING, WITH_STATUS_200 } from '../fixtures/refusals';
import { someOf } from '../fixtures/share';
import type { Fault } from '../simulator';
import { OTHER_ROUTES, READS, WRITES, type OperationCase } from './cases';
import { isUnknown, MODES, runUnderFaults, type Mode } from './faults';
import { useEngine } from './useEngine';

const WORKFLOWS = someOf(800, 200);
const SEED = 20260601;
/** Workflows that run at the same time: most of their time is waiting. */
const AT_ONCE = 60;

/** What may happen to requests of a run, each to one of the first few. */
const fault: fc.Arbitrary<Fault> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<Fault>({ kind: 'status', status: 429, retryAfter: 0 }) },
	{
		weight: 3,
		arbitrary: fc
			.constantFrom(400, 403, 413, 500, 503)
			.map((status): Fault => ({ kind: 'status', status })),
	},
	fc.constantFrom<Fault[]>(
		{ kind: 'html' },
		{ kind: 'empty' },
		{ kind: 'resetBefore' },
		{ kind: 'resetAfter' },
		{ kind: 'malformedJson' },
		{ kind: 'latency', delayMs: 30 },
		{ kind: 'timeout' },
		{ kind: 'acceptThenTimeout' },
		{ kind: 'html', status: 403 },
		{ kind: 'html', status: 504 },
		{ kind: 'empty', status: 429, headers: { 'x-envoy-ratelimited': 'true' } },
	),
	// What MoEngage itself says, in the shapes of its other services.
	fc
		.constantFrom(
			...[...BARRING, ...OF_ONE_REQUEST, ...WITH_STATUS_200, ...PASSING].filter(
				({ body }) => typeof body !== 'string',
			),
		)
		.chain(({ status, body }) =>
			fc.constantFrom(1, 2, 1000).map((times): Fault => ({ kind: 'answer', status, body, times })),
		),
	// Nobody answers any more.
	{ weight: 1, arbitrary: fc.constant<Fault>({ kind: 'timeout', times: 1000 }) },
);

/** MoEngage says "duplicate" only of an alert that it has. */
function isLieAbout({ name }: OperationCase, { body }: Fault): boolean {
	return name === 'alert.send' && (body as IDataObject | undefined)?.status_code === 120105;
}

/** What an item spoils is looked for in a body. */
const hasRoom = ({ hasNoBody }: OperationCase) => hasNoBody !== true;

const isList = ({ facts }: OperationCase) => facts.isRead && facts.empty !== undefined;

type RandomWorkflow = {
	operation: OperationCase;
	items: IDataObject[];
	/** Items that the node has to refuse before sending. */
	invalid: number[];
	/** Items of a list whose filter finds nothing, so that they put out nothing. */
	fruitless: number[];
	faults: Fault[];
	mode: Mode;
	options: IDataObject;
};

const workflow: fc.Arbitrary<RandomWorkflow> = fc
	.record({
		operation: fc.constantFrom(...WRITES, ...OTHER_ROUTES, ...READS.filter(hasRoom)),
		kinds: fc.array(
			fc.constantFrom('good', 'good', 'good', 'good', 'good', 'good', 'invalid', 'poison', 'large'),
			{ minLength: 1, maxLength: 14 },
		),
		faults: fc.array(fc.record({ fault, after: fc.nat({ max: 4 }) }), { maxLength: 3 }),
		mode: fc.constantFrom(...MODES),
		maxConcurrency: fc.integer({ min: 1, max: 6 }),
		maxRetries: fc.integer({ min: 0, max: 2 }),
		// No, a short or a somewhat longer wait for limits.
		maxWait: fc.constantFrom(0, 0.005, 0.03),
	})
	.map(({ operation, kinds, faults, mode, maxConcurrency, maxRetries, maxWait }) => ({
		operation,
		items: kinds.map((kind, index) => {
			const item = operation.item(index);
			if (kind === 'poison') operation.poison(item, 'p0ison');
			if (kind === 'large') operation.poison(item, 'x'.repeat(40_000));
			return kind === 'invalid' ? { ...item, ...operation.invalidChange } : item;
		}),
		invalid: kinds.flatMap((kind, index) => (kind === 'invalid' ? [index] : [])),
		fruitless: kinds.flatMap((kind, index) =>
			isList(operation) && (kind === 'poison' || kind === 'large') ? [index] : [],
		),
		faults: [
			...faults
				.filter(({ fault: one }) => !isLieAbout(operation, one))
				.map(({ fault: one, after }) => ({ ...one, after, path: operation.path })),
			{ kind: 'poison' as const, text: 'p0ison', path: operation.path },
		],
		mode,
		options: { maxConcurrency, maxRetries, maxWait },
	}));

const { engine } = useEngine();

async function check(random: RandomWorkflow): Promise<void> {
	const { operation, items, invalid, fruitless, faults, mode, options } = random;
	const { finished, acceptedTimes, succeeded, failed } = await runUnderFaults(
		engine,
		operation,
		items,
		faults,
		mode,
		// A busy machine only makes more outcomes unknown, which the checks below allow for.
		{ options, timeout: 1000 },
	);
	const isUsersRetry = mode.retriesExecution === true || mode.settings.retryOnFail === true;
	// The user's own retry may repeat calls that count twice: at most once per try.
	const most = operation.repeat === 'countsTwice' && isUsersRetry ? 3 : 1;
	for (const times of acceptedTimes) expect(times).toBeLessThanOrEqual(most);
	for (const index of invalid) expect(acceptedTimes[index]).toBe(0);
	// In stop mode one invalid item means that nothing was sent.
	if (invalid.length > 0 && mode.settings.onError === undefined) {
		expect(acceptedTimes.filter((times) => times > 0)).toEqual([]);
	}
	for (const index of succeeded) expect(acceptedTimes[index]).toBeGreaterThanOrEqual(1);
	for (const [index, details] of failed) {
		// With repeats allowed, an item may have been accepted in one try and be refused in the next. A read may fail
		// after its first page, or because MoEngage does not know what it asks for: that leaves nothing behind.
		if (!isUnknown(details) && most === 1 && operation.isRead !== true)
			expect([index, acceptedTimes[index]]).toEqual([index, 0]);
	}
	if (mode.settings.onError !== undefined) {
		expect(finished.error).toBeUndefined();
		const silent = fruitless.filter((item) => !succeeded.includes(item) && !failed.has(item));
		expect(succeeded.length + failed.size + silent.length).toBe(items.length);
	} else if (finished.error === undefined) {
		const settled = new Set([...succeeded, ...fruitless]);
		expect([...settled].sort((a, b) => a - b)).toEqual(items.map((_, index) => index));
	} else {
		expect(finished.error.context?.itemIndex).toEqual(expect.any(Number));
	}
}

test(`${WORKFLOWS} random workflows: nothing lost, doubled, unpaired or on the wrong branch`, async () => {
	const workflows = fc.sample(workflow, { seed: SEED, numRuns: WORKFLOWS });
	const broken: string[] = [];
	let next = 0;
	const work = async () => {
		while (next < workflows.length) {
			const one = workflows[next++];
			try {
				await check(one);
			} catch (error) {
				const { operation, mode, faults, options, items } = one;
				const kinds = items.map((item) => JSON.stringify(item).slice(0, 120));
				broken.push(
					`${operation.name}, ${mode.name}, ${JSON.stringify({ faults, options })}\n${kinds.join('\n')}\n${String((error as Error).message)}`,
				);
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	expect(broken.slice(0, 3)).toEqual([]);
}, 900_000);
