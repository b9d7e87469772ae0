import { caseOf } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const { run, simulator } = useEngine();

describe('businessEvent.create', () => {
	test('a name that exists is refused in the words of MoEngage', async () => {
		const CREATE = caseOf('businessEvent.create');
		const finished = await run(CREATE.name, [
			CREATE.item(1),
			{ ...CREATE.item(2), name: 'Price Drop' },
			CREATE.item(3),
		]);
		expect(finished.error?.context?.itemIndex).toBe(1);
		expect(finished.error?.httpCode).toBe('400');
	});
});

describe('businessEvent.search', () => {
	test('answers each item with the records it asked for, one output each, paired', async () => {
		const finished = await run('businessEvent.search', [
			{ names: 'Price Drop, New Episode' },
			{ names: 'No Such Event' },
			{ names: ['Flight Delayed'] },
		]);
		expect(
			finished.output('MoEngage').map(({ json, pairedItem }) => [json.event_name, pairedItem]),
		).toEqual([
			['Price Drop', { item: 0 }],
			['New Episode', { item: 0 }],
			['Flight Delayed', { item: 2 }],
		]);
	});

	test('without a filter it finds all events of the workspace', async () => {
		const finished = await run('businessEvent.search', [{ names: '' }, { names: null }, {}]);
		const names = finished.output('MoEngage').map(({ json }) => json.event_name);
		expect(names.length).toBeGreaterThanOrEqual(15);
		expect(simulator.requests.map(({ body }) => body)).toEqual([{}]);
	});

	test('answers an unknown filter value and a refusal item by item', async () => {
		simulator.inject({ kind: 'status', status: 400, path: 'search', after: 1 });
		const finished = await run(
			'businessEvent.search',
			[{ names: 'Price Drop' }, { names: 'New Episode' }, { names: { a: 1 } }],
			{ onError: 'continueRegularOutput' },
		);
		const output = finished.output('MoEngage');
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(output[0].json.event_name).toBe('Price Drop');
		expect(output[1].json.details).toMatchObject({ httpCode: 400 });
		expect(output[2].json.error).toMatch(/\[Item 2\] Event Names .*is not text/);
	});
});
