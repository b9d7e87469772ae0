import { filled } from '../fixtures/filled';
import {
	failedItems,
	goodItems,
	OTHER_ROUTES,
	READS,
	savedWorkflow,
	startCaseSimulator,
	tileOf,
	WRITES,
	type OperationCase,
} from './cases';
import { Engine } from './engine';
import { useEngine } from './useEngine';

/** As MoEngage has none, but as a path and a query have to survive it. */
const WORKSPACE_ID = 'WS/1 a&b=ä';

const { engine, simulator, withCredential } = useEngine({
	startEngine: () => Engine.start('legacy'),
	startSimulator: () => startCaseSimulator(WORKSPACE_ID),
});

const NO_KEYS = {
	dataApiKey: '',
	campaignApiKey: '',
	personalizeApiKey: '',
	pushApiKey: '',
	informApiKey: '',
	apiKey: '',
};

/** Runs three good items of an operation with the key of its own tile and no other. */
async function runWithOwnKey(operation: OperationCase) {
	const field = tileOf(operation).field as keyof typeof NO_KEYS & 'dataApiKey';
	const items = goodItems(operation, 3);
	const { parameters, workflow } = operation;
	const finished = await engine.run(
		savedWorkflow(workflow, { parameters }),
		withCredential(items, { ...NO_KEYS, [field]: simulator.credential[field] }),
	);
	expect(finished.error).toBeUndefined();
	expect(failedItems(finished)).toEqual([]);
	for (const { headers, status } of filled(simulator.requests)) {
		expect([200, 201, 202, 204]).toContain(status);
		if (operation.endpoint.signedFile !== undefined) {
			// The simulator has accepted its signature.
			expect(headers.authorization).toBeUndefined();
			continue;
		}
		const [user, key] = Buffer.from(headers.authorization.split(' ')[1], 'base64')
			.toString('utf8')
			.split(/:(?=[^:]*$)/);
		expect([user, key]).toEqual([WORKSPACE_ID, simulator.credential[field]]);
	}
	return { items, finished };
}

describe('with no key but the one of its own tile, in a workspace whose ID has to be encoded', () => {
	test.each([...WRITES, ...OTHER_ROUTES])('$name delivers every item', async (operation) => {
		const { items } = await runWithOwnKey(operation);
		expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
	});

	test.each(READS)('$name answers every item', async (operation) => {
		const { finished } = await runWithOwnKey(operation);
		const answered = finished.output('MoEngage').map(({ pairedItem }) => pairedItem);
		for (const item of [0, 1, 2]) expect(answered).toContainEqual({ item });
	});
});
