import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../../../../nodes/MoEngage/delivery/operation';
import { readItems } from '../../../../nodes/MoEngage/delivery/reading/readItems';
import type { TimeZone } from '../../../../nodes/MoEngage/mapping/time';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';

/** An execution whose workflow has a zone, and that may be cancelled. */
function execution({ signal, timezone = 'UTC' }: { signal?: AbortSignal; timezone?: string } = {}) {
	return {
		getExecutionCancelSignal: () => signal,
		getTimezone: () => timezone,
		getNode: () => ({ parameters: {} }),
		getNodeParameter: () => undefined,
		helpers: {},
	} as unknown as IExecuteFunctions;
}

const itemsOf = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { index } }));

/** An operation that tells of each item when it is read. */
function operationWith(onItem: (item: number, workflowZone: TimeZone) => void): Operation {
	return {
		value: 'test',
		name: 'Test',
		action: 'Test',
		description: 'Test',
		route: { endpoint: ENDPOINTS.trackEvent },
		fields: [],
		toPiece(_parameters, { item, workflowZone }) {
			onItem(item, workflowZone);
			return { element: { item } };
		},
	};
}

async function read(context: IExecuteFunctions, operation: Operation, count: number) {
	return await readItems(context, itemsOf(count), operation, operation.route, () => 'uuid');
}

/** Keeps the processor busy, as an expression does. */
function work(ms: number): void {
	for (const end = performance.now() + ms; performance.now() < end; );
}

test.each([0, 100, 499])(
	'once the execution is cancelled, no more than a few items are read: cancelled at item %d',
	async (at) => {
		const cancel = new AbortController();
		let last = 0;
		const operation = operationWith((item) => {
			last = item;
			work(2);
			if (item === at) cancel.abort();
		});
		const { pieces } = await read(execution({ signal: cancel.signal }), operation, 2000);
		expect(last).toBeGreaterThanOrEqual(at);
		expect(last).toBeLessThanOrEqual(at + 50);
		expect(pieces).toHaveLength(last + 1);
	},
);

test('others of the process get their turn while many items are read, however fast or slow these are', async () => {
	for (const [count, ms] of [
		[300, 2],
		[30_000, 0.01],
	]) {
		let turns = 0;
		const others = setInterval(() => turns++, 1);
		const { pieces } = await read(
			execution(),
			operationWith(() => work(ms)),
			count,
		);
		clearInterval(others);
		expect(pieces).toHaveLength(count);
		expect(turns).toBeGreaterThanOrEqual(3);
	}
});

test.each([
	['Europe/Berlin', [3600, 7200]],
	['America/New_York', [-18000, -14400]],
	['Asia/Kolkata', [19800, 19800]],
	['', [0, 0]],
])('items are read in the zone of the workflow: %s', async (timezone, expected) => {
	const zones: TimeZone[] = [];
	const operation = operationWith((_item, zone) => void zones.push(zone));
	await read(execution({ timezone }), operation, 3);
	const [winter, summer] = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];
	expect(zones).toHaveLength(3);
	for (const zone of zones)
		expect([zone.offsetAt(winter), zone.offsetAt(summer)]).toEqual(expected);
});
