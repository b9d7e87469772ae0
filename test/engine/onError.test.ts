import { ownTime } from '../fixtures/ownTime';
import { caseOf, goodItems, options, savedWorkflow } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK] = ['businessEvent.trigger', 'event.track'].map(caseOf);

const { engine, retry, run, simulator, withCredential } = useEngine();

describe('stop mode', () => {
	test('after a refusal no new request starts, what is under way is recorded', async () => {
		const items = goodItems(TRIGGER, 30);
		simulator.latencyMs = 50;
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, after: 2 });
		const settings = options({ maxConcurrency: 5 });
		const failed = await run(TRIGGER.name, items, settings);
		expect(failed.error?.context?.itemIndex).toBe(2);
		expect(simulator.requests.length).toBeLessThanOrEqual(7);
		const accepted = TRIGGER.accepted(simulator);
		expect(failed.error?.description).toContain(`MoEngage accepted ${accepted.length} of 30 items`);
		await retry(failed, TRIGGER.name, items, settings);
		expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});

	test('throws for the failed item that comes first in the input, not first in time', async () => {
		const items = goodItems(TRIGGER, 6);
		simulator.inject({ kind: 'poison', text: '"sku-1"', path: TRIGGER.path, delayMs: 150 });
		simulator.inject({ kind: 'poison', text: '"sku-4"', path: TRIGGER.path });
		const failed = await run(TRIGGER.name, items);
		expect(failed.error?.context?.itemIndex).toBe(1);
	});

	test('whoever waits for a retry does not hold up the end of the run', async () => {
		const items = goodItems(TRIGGER, 3);
		simulator.inject({ kind: 'status', status: 429, retryAfter: 60, path: TRIGGER.path });
		simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, delayMs: 100 });
		const sinceStart = ownTime();
		const failed = await run(TRIGGER.name, items);
		expect(sinceStart()).toBeLessThan(30_000);
		expect(failed.error?.httpCode).toMatch(/400|429/);
	});
});

describe('what cannot even be started', () => {
	test.each([
		[
			'an option that cannot be evaluated',
			{ options: { clientIp: '={{ $("Absent").first().json.ip }}' } },
		],
		['a credential that is gone', {}],
	])(
		'%s fails every item in a mode that continues, and passes none on as delivered',
		async (what, parameters) => {
			const workflow = savedWorkflow(TRACK.name, { onError: 'continueErrorOutput', parameters });
			if (what.includes('credential')) delete workflow.nodes[1].credentials;
			const finished = await engine.run(workflow, withCredential(goodItems(TRACK, 3)));
			expect(finished.output('Done')).toEqual([]);
			expect(finished.output('MoEngage', 1).map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2].map((item) => ({ item })),
			);
			expect(simulator.requests).toHaveLength(0);
		},
	);
});
