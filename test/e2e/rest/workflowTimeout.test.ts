import { caseOf, goodItems, pinnedWorkflow, type NodeSettings } from '../../engine/cases';
import type { SavedWorkflow } from '../../engine/engine';
import { useInstance } from '../n8n/useInstance';

const TRIGGER = caseOf('businessEvent.trigger');

const instance = useInstance();

const TOTAL = 300;
const ITEMS = goodItems(TRIGGER, TOTAL);

/** MoEngage takes 100 business events a minute, so that the timeout comes while the node waits for the limit. */
const TIMEOUT_SECONDS = 12;

function workflow(settings: NodeSettings = {}): SavedWorkflow {
	const saved = pinnedWorkflow(TRIGGER.name, ITEMS, settings);
	return { ...saved, settings: { ...saved.settings, executionTimeout: TIMEOUT_SECONDS } };
}

/** The business events that arrived, of which none may have come twice. */
function accepted(): number {
	const arrived = TRIGGER.accepted(instance().simulator);
	expect(new Set(arrived).size).toBe(arrived.length);
	return arrived.length;
}

describe('a workflow whose timeout passes while the node waits for a limit', () => {
	test('fails in the node in stop mode, so that a retry sends the rest', async () => {
		const execution = await instance().run(workflow());
		expect(execution.status).toBe('canceled');
		const before = accepted();
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(TOTAL);
		const [run] = execution.data.resultData.runData.MoEngage;
		expect(run.error?.message).toBe('The run ended before the item was sent');
		expect(run.error?.description).toContain(
			`MoEngage accepted ${before} of ${TOTAL} items; a retry sends only the rest.`,
		);
		expect(execution.data.resultData.runData.Done).toBeUndefined();

		// The timeout applies to the retry, too. Each sends more, and nothing twice.
		await new Promise((resolve) => setTimeout(resolve, 45_000));
		// n8n responds to it with a 500, as the timeout ends the retry as well.
		await instance()
			.client.retry(execution.id, false)
			.catch(() => undefined);
		expect(accepted()).toBeGreaterThan(before);
	}, 180_000);

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'gives each item an output: %s',
		async (onError) => {
			const execution = await instance().run(workflow({ onError }));
			expect(execution.status).toBe('canceled');
			const outputs = [0, 1].flatMap((branch) => execution.output('MoEngage', branch));
			const items = outputs.map(({ pairedItem }) => (pairedItem as { item: number }).item);
			expect(items.sort((a, b) => a - b)).toEqual(ITEMS.map((_, item) => item));
			const failed = outputs.filter(({ json }) => json.error !== undefined);
			expect(failed).toHaveLength(TOTAL - accepted());
			for (const { json } of failed) {
				expect(json.error).toBe('The run ended before the item was sent');
				expect(json.details).toMatchObject({ type: 'NotSent', retriable: true });
			}
			expect(execution.hints('MoEngage')).toContainEqual(
				expect.stringContaining(`${failed.length} of ${TOTAL} items not sent. The fields error`),
			);
		},
	);
});
