import type { IDataObject } from 'n8n-workflow';

import { filled } from '../fixtures/filled';
import type { ReadFacts } from '../operations/operation';
import {
	caseOf,
	failedItems,
	goodItems,
	ONE_AT_A_TIME,
	options,
	READS,
	type NodeSettings,
	type OperationCase,
} from './cases';
import { useEngine } from './useEngine';

const [TRACK_IN_BULK, TRIGGER_V5] = [
	'event.track by bulk import',
	'businessEvent.trigger by V5',
].map(caseOf);

const { retry, run, simulator } = useEngine();

const CONTINUE = { onError: 'continueRegularOutput' } as const;
/** What servers in between say with 200; none of it is a response of MoEngage's. */
const FOREIGN = [
	{ message: 'Service under maintenance' },
	{ hello: 'world' },
	{},
	{ results: [], total: 0 },
];
const NOT_OF_MOENGAGE =
	"The response is not in MoEngage's format, so it is unknown whether MoEngage accepted the item";

async function runCase(operation: OperationCase, items: IDataObject[], settings: NodeSettings) {
	const { workflow, parameters } = operation;
	const merged = {
		...parameters,
		options: {
			...(parameters?.options as IDataObject),
			...(settings.parameters?.options as object),
		},
	};
	return await run(workflow, items, { ...settings, parameters: merged });
}

describe('a JSON response of another server, with status 200, to a read', () => {
	test.each(READS)('is no empty result: $name', async (operation) => {
		for (const body of FOREIGN) {
			simulator.clearFaults();
			simulator.inject({ kind: 'answer', body, path: operation.path, times: Infinity });
			const items = goodItems(operation, 3);
			const finished = await runCase(operation, items, { ...CONTINUE, ...ONE_AT_A_TIME });
			const output = finished.output('MoEngage').map(({ json }) => json);
			expect(output).toHaveLength(3);
			for (const { error, details } of output) {
				expect(error).toBe(NOT_OF_MOENGAGE);
				expect(details).toEqual({ httpCode: 200, type: 'UnknownOutcome', retriable: true });
			}
		}
	});

	test.each(READS)(
		'is asked again, and costs nothing where MoEngage is back: $name',
		async (operation) => {
			simulator.inject({ kind: 'answer', body: FOREIGN[0], path: operation.path });
			const finished = await runCase(operation, goodItems(operation, 3), CONTINUE);
			expect(failedItems(finished)).toEqual([]);
			expect(finished.output('MoEngage').length).toBeGreaterThan(0);
		},
	);
});

describe('an empty result, as MoEngage documents it,', () => {
	const bodiesOf = (kind: 'empty' | 'notFound') =>
		READS.flatMap((operation) => {
			const { [kind]: bodies = [] } = operation.facts as ReadFacts;
			return bodies.map((body) => ({ name: operation.name, body, operation }));
		});

	async function runRead(operation: OperationCase, body: IDataObject) {
		simulator.inject({ kind: 'answer', body, path: operation.path, times: Infinity });
		return await run(operation.name, goodItems(operation, 3), CONTINUE);
	}

	test.each(bodiesOf('empty'))(
		'puts out no item, and fails none: $name $body',
		async ({ operation, body }) => {
			const finished = await runRead(operation, body);
			expect(finished.error).toBeUndefined();
			expect(finished.output('MoEngage')).toEqual([]);
		},
	);

	test.each(bodiesOf('notFound'))(
		'says that there is no such item: $name $body',
		async ({ operation, body }) => {
			const finished = await runRead(operation, body);
			expect(failedItems(finished)).toEqual([0, 1, 2]);
			for (const { json } of filled(finished.output('MoEngage'))) {
				expect(json.details).toMatchObject({ type: 'NotFound', retriable: false });
			}
		},
	);
});

describe('a JSON response of another server, with status 200, to a write', () => {
	test.each(FOREIGN)('is no started business event, and no retry repeats it: %j', async (body) => {
		const items = goodItems(TRIGGER_V5, 3);
		const settings = {
			parameters: {
				options: { ...(TRIGGER_V5.parameters?.options as IDataObject), maxConcurrency: 1 },
			},
		};
		simulator.inject({ kind: 'answer', body, path: TRIGGER_V5.path, after: 1 });
		const failed = await run('businessEvent.trigger', items, settings);
		expect(failed.error?.message).toBe(NOT_OF_MOENGAGE);
		expect(failed.error?.context?.itemIndex).toBe(1);
		expect(simulator.requests).toHaveLength(2);
		const again = await retry(failed, 'businessEvent.trigger', items, settings);
		expect(again.error?.message).toMatch(/The node did not resend it/);
		expect(TRIGGER_V5.accepted(simulator)).not.toContain(TRIGGER_V5.mark(items[1]));
	});

	test.each([caseOf('event.track'), TRACK_IN_BULK])(
		'is no accepted event, and the user’s retry sends it: $name',
		async (operation) => {
			const items = goodItems(operation, 3);
			for (const body of FOREIGN.slice(1)) {
				simulator.reset();
				simulator.inject({ kind: 'answer', body, path: operation.path });
				const settings = options({
					...(operation.parameters?.options as object),
					maxConcurrency: 1,
				});
				const failed = await run('event.track', items, settings);
				expect(failed.error?.message).toBe(NOT_OF_MOENGAGE);
				expect(failed.error?.description).toMatch(/it may count twice/);
				expect(simulator.requests).toHaveLength(1);
				const again = await retry(failed, 'event.track', items, settings);
				expect(again.error).toBeUndefined();
				expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
			}
		},
	);
});
