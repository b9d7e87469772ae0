import { caseOf, goodItems, WRITES } from './cases';
import { useEngine } from './useEngine';

const { run } = useEngine();

/** What tells the rows of each write apart, in its output. */
const IDENTIFIERS: Record<string, string[]> = {
	'businessEvent.create': ['event_name'],
	'businessEvent.trigger': ['event_name'],
	'catalogItem.create': ['id'],
	'catalogItem.delete': ['id'],
	'catalogItem.update': ['id'],
	'cohort.addUsers': ['customer_id'],
	'cohort.removeUsers': ['customer_id'],
	'device.block': ['customer_id'],
	'device.unblock': ['customer_id'],
	'device.upsert': ['customer_id', 'device_id'],
	'event.track': ['customer_id'],
	'experience.report': ['customer_id'],
	'subscription.update': ['customer_id'],
	'user.delete': ['customer_id'],
	'user.erase': ['email'],
	'user.merge': ['merged_user', 'retained_user'],
	'user.upsert': ['customer_id'],
};

test.each(WRITES.filter(({ name }) => name in IDENTIFIERS))(
	'$name: each row of the output says whose it is',
	async (operation) => {
		const items = goodItems(operation, 4);
		const finished = await run(operation.name, items);
		expect(finished.error).toBeUndefined();
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output).toHaveLength(4);
		for (const [index, json] of output.entries()) {
			for (const key of IDENTIFIERS[operation.name]) {
				expect(JSON.stringify(items[index])).toContain(JSON.stringify(json[key]));
			}
		}
	},
);

test('every write is looked at, but for alerts below, and changes of status, whose responses have an ID', () => {
	const others = new Set(WRITES.map(({ name }) => name).filter((name) => !(name in IDENTIFIERS)));
	expect([...others]).toEqual(['alert.send', 'campaign.changeStatus', 'flow.changeStatus']);
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
