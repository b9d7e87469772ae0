import { goodItems, savedWorkflow, WRITES } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK] = WRITES;

const { engine, simulator, withCredential } = useEngine();

test('the wait for a limit ends at once when the execution is cancelled', async () => {
	simulator.inject({ kind: 'status', status: 429, retryAfter: 100, path: TRACK.path, times: 99 });
	const { endedAfterMs } = await engine.runAndCancel(
		savedWorkflow(TRACK.name),
		withCredential(goodItems(TRACK, 20)),
		() => simulator.requests.length > 0,
	);
	expect(endedAfterMs).toBeLessThan(2000);
});

test('a business event that was under way when the execution was cancelled counts as unknown', async () => {
	const items = goodItems(TRIGGER, 3);
	simulator.inject({ kind: 'timeout', path: TRIGGER.path, times: 99 });
	const { endedAfterMs } = await engine.runAndCancel(
		savedWorkflow(TRIGGER.name),
		withCredential(items),
		() => simulator.requests.length === 3,
	);
	expect(endedAfterMs).toBeLessThan(2000);
	expect(simulator.requests).toHaveLength(3);
});
