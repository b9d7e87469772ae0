import type { IDataObject } from 'n8n-workflow';

import {
	caseOf,
	eventsOfManyUsers,
	goodItems,
	options,
	savedWorkflow,
	type NodeSettings,
	type OperationCase,
} from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, retry, simulator, withCredential } = useEngine();

/** Nothing of what is tested here takes half as long where it works. */
const LONG_MS = 3000;

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing leaves for MoEngage any more after the execution was cancelled. */
async function expectNoMoreRequests(): Promise<void> {
	const sent = simulator.requests.length;
	await pause(1500);
	expect(simulator.requests).toHaveLength(sent);
}

/** Users of the good events, each of whom has a request. */
const USERS = 7;

test.each([1, 100])(
	'the wait for a limit ends at once when the execution is cancelled, and nothing leaves later: %d at a time',
	async (maxConcurrency) => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 1, path: TRACK.path, times: 99 });
		const { endedAfterMs } = await engine.runAndCancel(
			savedWorkflow(TRACK.name, options({ maxConcurrency })),
			withCredential(goodItems(TRACK, 20)),
			// Those that leave side by side are all under way before the first is answered.
			() =>
				simulator.requests.filter(({ status }) => status === 429).length >=
				Math.min(maxConcurrency, USERS),
		);
		expect(endedAfterMs).toBeLessThan(LONG_MS);
		await expectNoMoreRequests();
		expect(simulator.accepted.events).toEqual([]);
	},
);

test.each([
	['a limit', { kind: 'status', status: 429, retryAfter: 100 }],
	['a retry', { kind: 'status', status: 503, retryAfter: 100 }],
] as const)('the wait for %s that takes long ends, too', async (_what, fault) => {
	simulator.inject({ ...fault, path: TRACK.path, times: 99 });
	const { endedAfterMs } = await engine.runAndCancel(
		savedWorkflow(TRACK.name),
		withCredential(goodItems(TRACK, 20)),
		() => simulator.requests.some(({ status }) => status > 0),
	);
	expect(endedAfterMs).toBeLessThan(LONG_MS);
});

test.each([1, 3])(
	'of many requests that wait their turn none leaves after the execution is cancelled: %d at a time',
	async (maxConcurrency) => {
		simulator.inject({ kind: 'timeout', path: TRIGGER.path, times: 99 });
		await engine.runAndCancel(
			savedWorkflow(TRIGGER.name, {
				...options({ maxConcurrency }),
				onError: 'continueRegularOutput',
			}),
			withCredential(goodItems(TRIGGER, 30)),
			() => simulator.requests.length === maxConcurrency,
		);
		// Those under way come to an end, so that it would be the turn of others.
		simulator.reset();
		await expectNoMoreRequests();
		expect(simulator.requests).toEqual([]);
	},
);

test('items that are still being read when the execution is cancelled are not sent', async () => {
	let isBeingRead = false;
	// Each item takes n8n a moment, as a long expression does.
	const eventName =
		'={{ (() => { for (const end = Date.now() + 10; Date.now() < end; ); return $json.name; })() }}';
	setTimeout(() => (isBeingRead = true), 500);
	const { endedAfterMs } = await engine.runAndCancel(
		savedWorkflow(TRACK.name, { parameters: { eventName } }),
		withCredential(goodItems(TRACK, 200)),
		() => isBeingRead,
	);
	expect(endedAfterMs).toBeLessThan(LONG_MS);
	// They take two seconds in all.
	await pause(2000);
	expect(simulator.requests).toEqual([]);
});

test('a business event that was under way when the execution was cancelled counts as unknown', async () => {
	const items = goodItems(TRIGGER, 3);
	simulator.inject({ kind: 'timeout', path: TRIGGER.path, times: 99 });
	const { endedAfterMs, finished } = await engine.runAndCancel(
		savedWorkflow(TRIGGER.name),
		withCredential(items),
		() => simulator.requests.length === 3,
	);
	expect(endedAfterMs).toBeLessThan(LONG_MS);
	await expectNoMoreRequests();
	simulator.clearFaults();
	// What n8n keeps of the node says so to a retry.
	const again = await retry(finished, TRIGGER.name, items);
	expect(simulator.requests).toHaveLength(3);
	expect(again.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
});

/** Has the limit refused something, and is no request under way any more? */
function waitsForTheLimit(): () => boolean {
	let since = Date.now();
	let sent = 0;
	return () => {
		const { requests } = simulator;
		const isQuiet = requests.length === sent && requests.every(({ status }) => status > 0);
		if (!isQuiet || !requests.some(({ status }) => status === 429)) since = Date.now();
		sent = requests.length;
		return Date.now() - since > 500;
	};
}

/** Runs that wait for a limit with a part of their items accepted, in the middle of which n8n ends them. */
const INTERRUPTED: Array<[total: number, OperationCase, items: IDataObject[], part: number]> = [
	[90, TRIGGER, goodItems(TRIGGER, 90), 85],
	[300, TRACK, eventsOfManyUsers(300), 290],
	[300, REPORT, goodItems(REPORT, 300), 200],
];

describe.each(
	INTERRUPTED.map(
		([total, operation, ...rest]) => [total, operation.name, operation, ...rest] as const,
	),
)(
	'%d items of %s, whose execution n8n ends in the middle',
	(total, _name, operation, items, part) => {
		async function interrupt(settings: NodeSettings): Promise<FinishedRun> {
			const { path } = operation;
			const after = operation === REPORT ? part / 100 : part;
			simulator.inject({ kind: 'status', status: 429, retryAfter: 2, path, after, times: 9999 });
			const { finished } = await engine.runAndCancel(
				savedWorkflow(operation.name, settings),
				withCredential(items),
				waitsForTheLimit(),
			);
			return finished;
		}

		/** What n8n keeps of the last run of the node. */
		const keptOf = ({ run }: FinishedRun) => run.data.resultData.runData.MoEngage?.at(-1);

		test('stop mode: the node fails, and a retry sends the rest', async () => {
			const finished = await interrupt({});
			const accepted = operation.accepted(simulator);
			expect(accepted.length).toBeGreaterThanOrEqual(part);
			expect(accepted.length).toBeLessThan(total);
			// n8n runs a node again in a retry only if it finds an exception of it.
			const error = keptOf(finished)?.error as (Error & { description?: string }) | undefined;
			expect(error?.message).toBe('The run ended before the item was sent');
			expect(error?.description).toContain(
				`MoEngage accepted ${accepted.length} of ${total} items; a retry sends only the rest.`,
			);
			simulator.clearFaults();
			const again = await retry(finished, operation.name, items);
			expect(again.error).toBeUndefined();
			expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
		});

		test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'%s: each item is an output, accepted or failed as not sent',
			async (onError) => {
				const finished = await interrupt({ onError });
				const accepted = operation.accepted(simulator).length;
				expect(accepted).toBeLessThan(total);
				const branches = [finished.output('MoEngage', 0), finished.output('MoEngage', 1)];
				const all = branches.flat();
				const numbers = all.map(({ pairedItem }) => (pairedItem as { item: number }).item);
				expect(numbers.sort((a, b) => a - b)).toEqual(items.map((_, item) => item));
				const failed = all.filter(({ json }) => json.error !== undefined);
				expect(failed).toHaveLength(total - accepted);
				for (const { json } of failed) {
					expect(json.error).toBe('The run ended before the item was sent');
					expect(json.details).toMatchObject({ type: 'NotSent', httpCode: null, retriable: true });
				}
				if (onError === 'continueErrorOutput') expect(branches[1]).toHaveLength(failed.length);
				const hints = keptOf(finished)?.hints?.map(({ message }) => message) ?? [];
				expect(hints).toContainEqual(
					expect.stringContaining(`${failed.length} of ${total} items not sent. The fields error`),
				);
			},
		);
	},
);
