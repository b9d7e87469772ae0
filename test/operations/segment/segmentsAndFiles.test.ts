import { caseOf, goodItems, ONE_AT_A_TIME, options } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const { run, simulator } = useEngine();

const ONE_AT_A_TIME_WITH_RETRIES = options({ maxConcurrency: 1, maxRetries: 2 });

describe.each(['segment.create', 'segment.createFromFile'])('%s', (name) => {
	const operation = caseOf(name);

	test('succeeds if MoEngage says at a repeat that it has what the lost request made', async () => {
		const items = goodItems(operation, 3);
		simulator.inject({ kind: 'resetAfter', path: operation.path, after: 1 });
		const finished = await run(name, items, ONE_AT_A_TIME_WITH_RETRIES);
		expect(finished.error).toBeUndefined();
		expect(operation.accepted(simulator)).toEqual(items.map(operation.mark));
		expect(
			simulator.requests.map(({ status }) => status).filter((one) => one === 409),
		).toHaveLength(1);
		const notes = finished.output('Done').map(({ json }) => json.note);
		expect(notes).toEqual([undefined, expect.stringMatching(/sent this item twice/), undefined]);
	});

	test('fails if the segment was there before, with the words of MoEngage', async () => {
		const [first, second, third] = goodItems(operation, 3);
		await run(name, [first]);
		const finished = await run(name, [first, second, third], { onError: 'continueErrorOutput' });
		const failed = finished.output('Failed').map(({ json }) => json);
		expect(failed).toHaveLength(1);
		expect(failed[0].error).toMatch(/already exists/);
		expect(failed[0].details).toMatchObject({ httpCode: 409, retriable: false });
		expect(finished.output('Done')).toHaveLength(2);
	});

	test('fails if it was there before, also after a fault of MoEngage', async () => {
		const [first, second, third] = goodItems(operation, 3);
		await run(name, [first]);
		simulator.inject({ kind: 'status', status: 500, path: operation.path });
		const finished = await run(name, [first, second, third], {
			...ONE_AT_A_TIME_WITH_RETRIES,
			onError: 'continueErrorOutput',
		});
		expect(finished.output('Failed').map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/already exists/),
		]);
	});
});

test('three changes by file go to three addresses, each with the name of the database', async () => {
	const operation = caseOf('segment.updateFromFile');
	await run(operation.name, goodItems(operation, 3), ONE_AT_A_TIME);
	expect(
		simulator.requests.map(({ path, headers }) => [path.split('/').at(-1), headers['moe-dbname']]),
	).toEqual([
		['add-users', 'my_shop'],
		['remove-users', 'my_shop'],
		['replace', 'my_shop'],
	]);
});
