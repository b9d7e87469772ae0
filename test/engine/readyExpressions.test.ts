import { Engine } from './engine';
import { useEngine } from './useEngine';

const { run, simulator } = useEngine({
	// In Jest, n8n does not know the dates of its isolate again; `test/e2e/rest/datesFromN8n.test.ts` has the isolate.
	startEngine: () => Engine.start('quickjs'),
});

const USER = { user: 'ann@example.com', name: 'Order Placed' };

/** An event whose attribute is a Number and whose time stands in a field, each with this expression. */
const tracked = (total: string, time: string) => ({
	onError: 'continueRegularOutput' as const,
	parameters: {
		specifyAttributes: 'fields',
		attributes: { assignments: [{ id: '1', name: 'total', type: 'number', value: total }] },
		additionalFields: { eventTime: time },
	},
});

/** The expression that a message offers. */
function offered(message: unknown): string {
	return `=${/converts it: (\{\{ .* \}\})/.exec(String(message))?.[1]}`;
}

test.each([
	['33,50 €', '21.11.2025 09:30', 33.5],
	['1.234,56', '21-11-2025 09:30', 1234.56],
	['$1,234,567.89', '11/21/2025 9:30 AM', 1234567.89],
	['1.234.567', '21/11/2025 9:30 AM', 1234567],
	['-₹1,23,456.78', '11-21-2025, 09:30:00', -123456.78],
	['CHF 1’234.50', '21.11.2025 09:30:00', 1234.5],
])('%s and %s are rejected with expressions that work when pasted', async (total, time, number) => {
	const items = [{ ...USER, total, time }];
	const plain = tracked('={{ $json.total }}', '={{ $json.time }}');
	const first = await run('event.track', items, plain);
	const sum = first.output('MoEngage')[0].json;
	expect(sum.error).toContain('Attribute "total" is set to Number, but');
	expect(sum.message).toContain('{{ $json.total && Number(String($json.total)');
	const pasted = offered(sum.message);
	const second = await run('event.track', items, tracked(pasted, '={{ $json.time }}'));
	const moment = second.output('MoEngage')[0].json;
	expect(moment.error).toContain(`Event Time "${time}" cannot be read as a time`);
	expect(moment.message).toContain('{{ DateTime.fromFormat($json.time,');
	expect(simulator.requests).toEqual([]);

	const third = await run('event.track', items, tracked(pasted, offered(moment.message)));
	expect(third.output('MoEngage')[0].json.error).toBeUndefined();
	const [event] = simulator.accepted.events;
	expect(event.attributes).toEqual({ total: number });
	expect(JSON.stringify(event)).toContain('2025-11-21T');
});

test('an expression that is pasted for one item makes no wrong number of the others', async () => {
	const totals = ['33,50 €', '10k', '(33,50)', '$5', '1.234,50 €', '33.5', 33.5, '', null];
	const items = totals.map((total, index) => ({
		...USER,
		total,
		user: `ann-${index}@example.com`,
	}));
	const first = await run('event.track', items, tracked('={{ $json.total }}', ''));
	const pasted = offered(first.output('MoEngage')[0].json.message);
	simulator.accepted.events.length = 0;

	const second = await run('event.track', items, tracked(pasted, ''));
	const failed = second.output('MoEngage').map(({ json }) => json.error !== undefined);
	expect(failed).toEqual([false, true, true, true, false, false, false, false, false]);
	expect(simulator.accepted.events.map(({ attributes }) => attributes)).toEqual([
		{ total: 33.5 },
		{ total: 1234.5 },
		{ total: 33.5 },
		{ total: 33.5 },
		{},
		{},
	]);
});
