import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation, Route } from '../../../../nodes/MoEngage/delivery/operation';
import type { Piece } from '../../../../nodes/MoEngage/delivery/piece';
import { readItems } from '../../../../nodes/MoEngage/delivery/reading/readItems';
import { bytesAlone, wrapperBytes } from '../../../../nodes/MoEngage/delivery/sizes';
import { uuidOf } from '../../../../nodes/MoEngage/delivery/uuid';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import type { TimeZone } from '../../../../nodes/MoEngage/mapping/times';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';
import { filled } from '../../../fixtures/filled';

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
	return await readItems(context, itemsOf(count), operation, operation.route, {
		newUuid: () => 'uuid',
		disagreement: () => undefined,
	});
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

describe('an item that cannot be read costs itself alone', () => {
	const levels = (count: number): Record<string, unknown> =>
		count === 0 ? {} : { in: levels(count - 1), x: 1, none: null };

	/** Reads items whose pieces are these. */
	async function readPieces(pieces: Piece[], more: Partial<Route> = {}) {
		const operation = operationWith(() => undefined);
		const endpoint = { ...ENDPOINTS.trackEvent, limits: { elements: 1, bytes: 1000 } };
		operation.route = { endpoint, ...more };
		operation.toPiece = (_parameters, { item }) => pieces[item];
		const { pieces: read, invalid } = await read_(operation, pieces.length);
		return {
			read: read.map(({ item }) => item),
			envelopes: read.map(({ envelope }) => envelope),
			invalid: [...invalid].map(([item, { reason, advice, parameter }]) => ({
				...{ item, reason, advice, parameter },
			})),
		};
	}

	async function read_(operation: Operation, count: number) {
		const context = execution();
		return await readItems(context, itemsOf(count), operation, operation.route, {
			newUuid: (item) => uuidOf(String(item)),
			disagreement: () => undefined,
		});
	}

	test('because it is nested too deeply', async () => {
		const { read, invalid } = await readPieces([
			{ element: levels(100) as IDataObject },
			{ element: levels(101) as IDataObject },
			{ element: {}, action: levels(101) as IDataObject },
			{ element: {}, action: levels(3) as IDataObject },
		]);
		expect(read).not.toContain(1);
		expect(read).not.toContain(2);
		expect(read).toContain(3);
		for (const item of [1, 2]) {
			expect(invalid).toContainEqual({
				item,
				parameter: '',
				reason: 'The item is nested more than 100 levels deep',
				advice: 'Send the values that campaigns use as attributes of their own',
			});
		}
	});

	test('because no request may be so large', async () => {
		const of = (length: number): Piece => ({ element: { text: 'x'.repeat(length) } });
		// A few bytes are for what stands around the element.
		const { read, invalid } = await readPieces([of(0), of(900), of(990), of(4500)]);
		expect(read).toEqual([0, 1]);
		expect(invalid).toEqual([
			{
				item: 2,
				parameter: '',
				reason: 'The item needs a request of 2 KB, but MoEngage accepts at most 1 KB',
				advice: 'Remove large values, or attributes that nobody uses',
			},
			{
				item: 3,
				parameter: '',
				reason: 'The item needs a request of 5 KB, but MoEngage accepts at most 1 KB',
				advice: 'Remove large values, or attributes that nobody uses',
			},
		]);
	});

	test.each<[what: string, piece: (text: string) => Piece, more: Partial<Route>]>([
		['alone', (text) => ({ element: { text } }), {}],
		['in a list', (text) => ({ element: { text } }), { toBody: (users) => ({ users }) }],
		['as an action', (text) => ({ element: { id: 1 }, action: { text } }), {}],
	])('but not if it has exactly the size that a request may have: %s', async (_, of, more) => {
		const sizeOf = (piece: Piece) => bytesAlone(piece, wrapperBytes(more));
		const pieces = [999, 1000, 1001].map((size) => of('x'.repeat(size - sizeOf(of('')))));
		expect(pieces.map(sizeOf)).toEqual([999, 1000, 1001]);
		const { read, invalid } = await readPieces(pieces, more);
		expect(read).toEqual([0, 1]);
		expect(invalid.map(({ item }) => item)).toEqual([2]);
	});

	test('because of a case that nobody foresaw', async () => {
		const operation = operationWith((item) => {
			if (item === 1) throw new Error('no such thing');
			if (item === 2) throw new InvalidInput('user', 'is odd', 'Fix it');
		});
		const { pieces, invalid } = await read_(operation, 4);
		expect(pieces.map(({ item }) => item)).toEqual([0, 3]);
		expect(invalid.get(1)).toMatchObject({
			parameter: '',
			reason: 'The node could not read the item: no such thing',
			advice: 'Check the data of the item, and report this to the authors of the node',
		});
		expect(invalid.get(2)).toMatchObject({ parameter: 'user', reason: 'is odd' });
	});

	test('and each has its own key where the endpoint knows repeats by it', async () => {
		const pieces = [1, 2, 3].map((id) => ({ element: { id } }));
		const keyed = await readPieces(pieces, { keyHeader: 'Idempotency-Key' });
		const keys = keyed.envelopes.map((envelope) => envelope?.headers?.['Idempotency-Key']);
		expect(new Set(keys).size).toBe(3);
		for (const key of filled(keys)) expect(key).toMatch(/^[\da-f-]{36}$/);
		const plain = await readPieces(pieces);
		expect(plain.envelopes).toEqual([undefined, undefined, undefined]);
	});
});

test('an item has the files that n8n has for it, and no others', async () => {
	const context = execution();
	const files: Record<string, unknown> = {
		photo: { data: 'x', mimeType: 'image/png' },
		empty: {},
		constructor: Object,
		text: 'data',
	};
	context.helpers.assertBinaryData = (item: number, name: string) => {
		if (item === 1 || !(name in files)) throw new Error('no file');
		return files[name] as never;
	};
	const found: boolean[][] = [];
	const operation = operationWith(() => undefined);
	operation.toPiece = (_parameters, { item, hasFile }) => {
		found.push(['photo', 'empty', 'constructor', 'text', 'other'].map(hasFile));
		return { element: { item } };
	};
	await read(context, operation, 2);
	expect(found).toEqual([
		[true, false, false, false, false],
		[false, false, false, false, false],
	]);
});
