import type { IDataObject } from 'n8n-workflow';

import { useEngine } from './useEngine';

const { run, simulator } = useEngine();

const good = (index: number): IDataObject => ({
	user: `user-${index}@example.com`,
	name: 'Order Placed',
	total: '33.50',
});

const PARAMETERS = {
	specifyAttributes: 'fields',
	attributes: {
		assignments: [{ id: '1', name: 'total', type: 'number', value: '={{ $json.total }}' }],
	},
};

const COMMA: IDataObject = { total: '33,50 €' };
const COMMA_REASON = /"total".*"33,50 €"/;
const GUEST: IDataObject = { user: 'guest' };
const GUEST_REASON = /Customer ID "guest" is a placeholder/;

/** Items 0 to `count` - 1, with some of them changed. */
function itemsWith(count: number, changes: Array<[number[], IDataObject]>): IDataObject[] {
	const items = Array.from({ length: count }, (_, index) => good(index));
	for (const [indexes, change] of changes) {
		for (const index of indexes) Object.assign(items[index], change);
	}
	return items;
}

const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function stopped(items: IDataObject[]) {
	const { error } = await run('event.track', items, { parameters: PARAMETERS });
	if (error === undefined) throw new Error('The run did not fail');
	expect(simulator.requests).toEqual([]);
	expect(error.name).toBe('NodeOperationError');
	return { message: error.message, description: error.description ?? '', context: error.context };
}

/** The reason of an item as a mode that continues gives it. */
async function reasonOf(items: IDataObject[], item: number): Promise<string> {
	const settings = { parameters: PARAMETERS, onError: 'continueRegularOutput' } as const;
	const finished = await run('event.track', items, settings);
	const error = String(finished.output('MoEngage')[item].json.error);
	simulator.reset();
	return error.replace(`[Item ${item}] `, '');
}

test('names how many items cannot be sent, that nothing was sent, and the first reason', async () => {
	const items = itemsWith(5, [[[0, 1, 3, 4], COMMA]]);
	const reason = await reasonOf(items, 0);
	expect(reason).toMatch(COMMA_REASON);
	const { message, description, context } = await stopped(items);
	expect(message.replace(/ \[item 0\]$/, '')).toBe(
		`4 of 5 items cannot be sent, and nothing was sent: ${reason}`,
	);
	expect(description).toContain('0, 1, 3, 4');
	expect(context?.itemIndex).toBe(0);
});

test('says that nothing was sent, too, where one item of many cannot be', async () => {
	const { message, description } = await stopped(itemsWith(5, [[[3], GUEST]]));
	expect(message).toMatch(/^Customer ID "guest" is a placeholder.* \[item 3\]$/);
	expect(description).toMatch(/^This run sent nothing\. Use what belongs to one user/);
	const alone = await stopped(itemsWith(1, [[[0], GUEST]]));
	expect(alone.description).toMatch(/^Use what belongs to one user/);
});

test('groups the items by reason in the description', async () => {
	const { message, description, context } = await stopped(
		itemsWith(12, [
			[[2, 5, 9], COMMA],
			[[3, 4, 11], GUEST],
			[[7], { total: 'many' }],
		]),
	);
	expect(message).toMatch(/^7 of 12 items cannot be sent, and nothing was sent: /);
	expect(message).toMatch(COMMA_REASON);
	expect(context?.itemIndex).toBe(2);
	for (const [reason, items] of [
		[COMMA_REASON, '2, 5, 7, 9'],
		[GUEST_REASON, '3, 4, 11'],
	] as const) {
		const line = description.split('\n').find((part) => reason.test(part)) ?? description;
		expect(line).toMatch(reason);
		expect(line).toContain(items);
	}
	// Each reason once.
	expect(description.split('"33,50 €"')).toHaveLength(2);
	expect(description).toMatch(/\.$/);
	expect(`${message} ${description}`).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
});

test('lists the first ten items of a reason only', async () => {
	const { message, description } = await stopped(
		itemsWith(2000, [
			[range(100, 1999), COMMA],
			[[3, 8, 50], GUEST],
		]),
	);
	expect(message).toMatch(/^1903 of 2000 items cannot be sent, and nothing was sent: /);
	expect(description).toContain(range(100, 109).join(', '));
	expect(description).not.toMatch(/\b110\b/);
	expect(description).toContain('3, 8, 50');
	expect(description.length).toBeLessThan(1500);
});

test('stays readable where every item has a reason of its own', async () => {
	const items = range(0, 299).map((index) => ({ ...good(index), total: `${index},50 €` }));
	const { message, description } = await stopped(items);
	expect(message).toMatch(/^300 of 300 items cannot be sent, and nothing was sent: /);
	expect(message).toMatch(/"total".*"0,50 €"/);
	expect(description.length).toBeLessThan(5000);
});

test.each([0, 2, 4])(
	'with exactly one bad item, number %i, says its reason as before',
	async (bad) => {
		const items = itemsWith(5, [[[bad], COMMA]]);
		const reason = await reasonOf(items, bad);
		const { message, context } = await stopped(items);
		expect(message).toBe(`${reason} [item ${bad}]`);
		expect(context?.itemIndex).toBe(bad);
	},
);

test('a run of one bad item alone says its reason as before', async () => {
	const { message } = await stopped(itemsWith(1, [[[0], GUEST]]));
	expect(message).toMatch(/^Customer ID "guest" is a placeholder.* \[item 0\]$/);
});
