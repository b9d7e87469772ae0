import type { WriteFacts } from '../operations/operation';
import { caseOf, goodItems, WRITES, type OperationCase } from './cases';
import { Engine } from './engine';
import { useEngine } from './useEngine';

const { run } = useEngine({ startEngine: () => Engine.start() });

/** The fields that tell the rows of a write apart, in its output. */
const rowOf = ({ facts }: OperationCase) => (facts as WriteFacts).row;

test.each(WRITES.filter((operation) => rowOf(operation).length > 0))(
	'$name: each row of the output says whose it is',
	async (operation) => {
		const items = goodItems(operation, 4);
		const finished = await run(operation.name, items);
		expect(finished.error).toBeUndefined();
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output).toHaveLength(4);
		for (const [index, json] of output.entries()) {
			for (const key of rowOf(operation)) {
				expect(JSON.stringify(items[index])).toContain(JSON.stringify(json[key]));
			}
		}
	},
);

test('every write is looked at, but for alerts below, and changes of status, whose responses have an ID', () => {
	const others = WRITES.filter((operation) => rowOf(operation).length === 0);
	expect(others.map(({ name }) => name)).toEqual([
		'alert.send',
		'campaign.changeStatus',
		'flow.changeStatus',
	]);
});

test.each([
	['user.delete', ['customer_id', 'deleted', 'message', 'status']],
	['user.erase', ['deleted', 'email', 'message', 'request_id']],
	['catalogItem.delete', ['catalog_id', 'deleted', 'id', 'message']],
])("%s outputs deleted: true beside MoEngage's response", async (name, keys) => {
	const finished = await run(name, goodItems(caseOf(name), 3));
	const output = finished.output('MoEngage').map(({ json }) => json);
	expect(output.map(({ deleted }) => deleted)).toEqual([true, true, true]);
	for (const json of output) expect(Object.keys(json).sort()).toEqual(expect.arrayContaining(keys));
});

test('alert.send: each row has its transaction, and the user if there is one', async () => {
	const items = goodItems(caseOf('alert.send'), 4);
	const finished = await run('alert.send', items);
	const output = finished.output('MoEngage').map(({ json }) => json);
	expect(output.map(({ user_id }) => user_id ?? '')).toEqual(items.map(({ user }) => user));
	expect(new Set(output.map(({ transaction_id }) => transaction_id)).size).toBe(4);
});
