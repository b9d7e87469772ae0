import { goodItems, options, savedWorkflow, WRITES } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK] = WRITES;

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
