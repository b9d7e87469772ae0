import type { IDataObject } from 'n8n-workflow';

import { deliver } from '../../../nodes/MoEngage/delivery/deliver';
import type { Operation } from '../../../nodes/MoEngage/delivery/operation';
import { track } from '../../../nodes/MoEngage/resources/event/track';
import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';
import { fakeRun } from './fakeRun';

const LONG = 'x'.repeat(513);

/** The hints of a run over items, and what it sent. */
async function run(operation: Operation, items: IDataObject[], parameters: IDataObject) {
	const { context, requests, hints } = fakeRun({
		items,
		parameters: {
			customerId: (item: number) => items[item].user,
			eventName: (item: number) => items[item].event ?? 'Order Placed',
			...parameters,
		},
		node: { onError: 'continueRegularOutput' },
	});
	const output = await deliver(context, operation);
	const failed = output.filter(({ json }) => json.error !== undefined);
	return { sent: JSON.stringify(requests), hints, failed: failed.length };
}

const WAYS: Array<[string, IDataObject]> = [
	['Using JSON', { specifyAttributes: 'json' }],
	['Using JSON, as text', { specifyAttributes: 'json', isText: true }],
	['Whole Input Item', { specifyAttributes: 'item' }],
	['Using Fields Below', { specifyAttributes: 'fields' }],
];

/** The same attribute in each way. */
function given(how: IDataObject, items: IDataObject[]): IDataObject {
	const valueOf = (item: number) => items[item].note as string;
	const { isText, ...parameters } = how;
	return {
		...parameters,
		attributesJson: (item: number) =>
			isText === true ? JSON.stringify({ note: valueOf(item) }) : { note: valueOf(item) },
		attributes: (item: number) => ({
			assignments: [{ name: 'note', type: 'string', value: valueOf(item) }],
		}),
	} as unknown as IDataObject;
}

describe.each(WAYS)('%s', (_way, how) => {
	test.each([
		['event.track', track],
		['user.upsert', upsert],
	])(
		'one hint a run of %s names the attribute, the first items and the limit; all items are sent',
		async (_name, operation) => {
			const items = Array.from({ length: 60 }, (_, index) => ({
				...{ user: `cust-${index}`, note: index % 10 === 7 ? LONG : 'short', points: index },
			}));
			const { hints, sent, failed } = await run(operation, items, given(how, items));
			expect(failed).toBe(0);
			expect(hints).toEqual([
				'MoEngage cuts text after 512 characters: "note" (item 7, 17, 27 and 3 more).',
			]);
			expect(sent.split(LONG)).toHaveLength(1 + 6);
		},
	);
});

test('names of events, attributes and standard attributes share the one hint', async () => {
	const items = [
		{ user: 'cust-0', event: 'orders/create', attributes: { 'address.city': 'Pune' } },
		{ user: 'cust-1', event: 'INSTALL', attributes: { skus: [1, '2', null] } },
		{ user: 'cust-2', attributes: { plan: 'pro' } },
	];
	const parameters = {
		specifyAttributes: 'json',
		attributesJson: (item: number) => items[item].attributes,
	};
	const { hints } = await run(track, items as IDataObject[], parameters as unknown as IDataObject);
	expect(hints).toHaveLength(1);
	for (const words of [
		/names of events: "orders\/create" \(item 0\)/,
		/names of attributes: "address\.city" \(item 0\)/,
		/keeps these names of events for itself: "INSTALL" \(item 1\)/,
		/may not store arrays .*: "skus" \(item 1\)/,
	]) {
		expect(hints[0]).toMatch(words);
	}

	const people = [0, 1, 2].map((index) => ({ user: `cust-${index}` }));
	const standardAttributes = (item: number) => ({ fullName: item === 1 ? LONG : 'Jane' });
	const told = await run(upsert, people, { standardAttributes } as unknown as IDataObject);
	expect(told.hints).toEqual(['MoEngage cuts text after 512 characters: "u_n" (item 1).']);
});

test('a run with nothing to tell has no hint, and a file of text alone has its own', async () => {
	const items = [0, 1, 2].map((index) => ({
		user: `cust-${index}`,
		points: String(index),
		plan: 'pro',
	}));
	const whole = { specifyAttributes: 'item' };
	const { hints } = await run(track, items, whole);
	expect(hints).toEqual([
		expect.stringMatching(
			/^MoEngage stores text as text: .*"points" \(item 0, 1, 2\)\.$/,
		) as string,
	]);
	const numbers = items.map((item, index) => ({ ...item, points: index }));
	expect((await run(track, numbers, whole)).hints).toEqual([]);
});
