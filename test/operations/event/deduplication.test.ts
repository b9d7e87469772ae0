import type { IDataObject } from 'n8n-workflow';

import { caseOf, type NodeSettings } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const { run, retry, simulator } = useEngine();

const [TRACK, IN_BULK] = ['event.track', 'event.track by bulk import'].map(caseOf);

/** Of the elements of all requests, their Deduplication ID and the number of their actions. */
function elements(): unknown[][] {
	return simulator.requests
		.map(({ body }) => body as IDataObject)
		.flatMap((body) => (body.elements ?? [body]) as IDataObject[])
		.map(({ dedup_id: id, actions }) => [id, (actions as unknown[]).length]);
}

function withIds(parameters: IDataObject = {}): NodeSettings {
	const saved = { ...TRACK.parameters, ...parameters } as { additionalFields?: IDataObject };
	const additionalFields = { ...saved.additionalFields, dedupId: '={{ $json.dedup }}' };
	return { parameters: { ...parameters, additionalFields } };
}

describe.each([
	['Track Event', {}, 200],
	['Bulk Import', IN_BULK.parameters, 1],
] as const)('events with a Deduplication ID, by %s', (_way, parameters, requests) => {
	test('are each an element of their own, whosever they are, and need the fewest requests', async () => {
		const items = Array.from({ length: 200 }, (_, index) => ({
			...TRACK.item(index),
			dedup: `order-${index}`,
		}));
		const finished = await run('event.track', items, withIds(parameters));
		expect(finished.error).toBeUndefined();
		const sent = elements();
		expect(sent).toHaveLength(200);
		expect(new Set(sent.map(([id]) => id))).toEqual(new Set(items.map(({ dedup }) => dedup)));
		expect(new Set(sent.map(([, actions]) => actions))).toEqual(new Set([1]));
		expect(simulator.requests).toHaveLength(requests);
		expect(simulator.accepted.events).toHaveLength(200);
		expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	test('share nothing with events of the same user that have none, which still share one', async () => {
		const items = ['', null, undefined, 'd-1', 'd-2', ' d-1 '].map((dedup, index) => ({
			...TRACK.item(index),
			user: 'jane@example.com',
			dedup,
		}));
		await run('event.track', items as IDataObject[], withIds(parameters));
		const sent = elements();
		expect(sent).toHaveLength(4);
		expect(sent.filter(([id]) => id === undefined)).toEqual([[undefined, 3]]);
		expect(sent.map(([id]) => id).filter((id) => id !== undefined)).toEqual(['d-1', 'd-2', 'd-1']);
	});

	test('reach MoEngage in the order of the items of a user', async () => {
		simulator.handlingMs = (before) => Math.max(0, 20 - before * 5);
		const items: IDataObject[] = [0, 1, 2, 3, 4].map((index) => ({
			...TRACK.item(index),
			user: 'jane@example.com',
			dedup: `d-${index}`,
		}));
		await run('event.track', items, withIds(parameters));
		expect(simulator.accepted.events.map(({ attributes }) => attributes.order)).toEqual(
			items.map(({ order }) => order),
		);
	});
});

test('an event whose response was lost counts once if a retry sends it again', async () => {
	const items = [0, 1, 2].map((index) => ({ ...TRACK.item(index), dedup: `order-${index}` }));
	simulator.inject({ kind: 'resetAfter', path: TRACK.path, times: 3 });
	const failed = await run('event.track', items, withIds());
	expect(failed.error?.message).toMatch(/unknown whether/);
	const again = await retry(failed, 'event.track', items, withIds());
	expect(again.error).toBeUndefined();
	expect(simulator.requests.length).toBeGreaterThan(3);
	expect(simulator.accepted.events).toHaveLength(3);
});

test('a Deduplication ID that is no text is told before anything is sent', async () => {
	const items = [{ a: 1 }, ['x'], true].map((dedup, index) => ({ ...TRACK.item(index), dedup }));
	const finished = await run('event.track', items as unknown as IDataObject[], {
		...withIds(),
		onError: 'continueRegularOutput',
	});
	for (const { json } of finished.output('MoEngage')) {
		expect(json.error).toMatch(/Deduplication ID .* is not text/);
	}
	expect(simulator.requests).toEqual([]);
});
