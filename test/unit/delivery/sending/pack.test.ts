import fc from 'fast-check';

import {
	pack,
	packLimits,
	type PackLimits,
} from '../../../../nodes/MoEngage/delivery/sending/pack';
import { bytesAlone, wrapperBytes } from '../../../../nodes/MoEngage/delivery/sizes';
import {
	toElements,
	type ItemPiece,
	type PackedRequest,
	type Piece,
} from '../../../../nodes/MoEngage/delivery/piece';
import type { Route } from '../../../../nodes/MoEngage/delivery/operation';
import type { DeliverySettings } from '../../../../nodes/MoEngage/delivery/settings';
import {
	ENDPOINTS,
	type Endpoint,
	type RateLimit,
} from '../../../../nodes/MoEngage/transport/endpoints';
import { cpuTime } from '../../../fixtures/cpuTime';

const wrap = (elements: unknown[]) => ({ elements });
const OVERHEAD = JSON.stringify(wrap([])).length;

function pieceOf(
	item: number,
	user: string,
	{ device = '', text = '', envelope = '' } = {},
): ItemPiece {
	const element = { customer_id: user, ...(device === '' ? {} : { device_id: device }) };
	return {
		item,
		elementKey: JSON.stringify(element),
		element,
		action: { action: 'Order Placed', item, text },
		lane: user,
		...(envelope === '' ? {} : { envelope: { query: { project_code: envelope } } }),
	};
}

const pieces = fc
	.array(
		fc.record({
			user: fc.constantFrom('a', 'b', 'c', 'd', 'é'),
			device: fc.constantFrom('', 'phone'),
			envelope: fc.constantFrom('', '', 'P1'),
			text: fc.string({ unit: 'grapheme', maxLength: 60 }),
		}),
		{ maxLength: 60 },
	)
	.map((list) => list.map(({ user, ...rest }, item) => pieceOf(item, user, rest)));

const limits: fc.Arbitrary<PackLimits> = fc.record({
	elements: fc.integer({ min: 1, max: 5 }),
	bytes: fc.integer({ min: 900, max: 3000 }),
	overhead: fc.constant(OVERHEAD),
});

function check(property: (input: ItemPiece[], bounds: PackLimits, out: PackedRequest[]) => void) {
	fc.assert(
		fc.property(pieces, limits, (input, bounds) => {
			const fitting = input.filter((piece) => bytesAlone(piece, OVERHEAD) <= bounds.bytes);
			property(fitting, bounds, pack(fitting, bounds));
		}),
		{ seed: 4711, numRuns: 1000 },
	);
}

describe('packing', () => {
	test('loses no item and doubles none', () => {
		check((input, _bounds, requests) => {
			const packed = requests.flatMap((request) => request.pieces.map(({ item }) => item));
			expect(packed.sort((a, b) => a - b)).toEqual(input.map(({ item }) => item));
		});
	});

	test("keeps the order of each user's items, within and across requests", () => {
		check((_input, _bounds, requests) => {
			const last = new Map<string, number>();
			for (const { pieces: sent } of requests) {
				for (const { lane, item } of sent) {
					expect(item).toBeGreaterThan(last.get(lane) ?? -1);
					last.set(lane, item);
				}
			}
		});
	});

	test('keeps both limits, counting bytes of UTF-8 and not characters', () => {
		check((_input, bounds, requests) => {
			for (const { pieces: sent, bytes } of requests) {
				const elements = toElements(sent);
				const real = Buffer.byteLength(JSON.stringify(wrap(elements)), 'utf8');
				expect(elements.length).toBeLessThanOrEqual(bounds.elements);
				expect(real).toBeLessThanOrEqual(bounds.bytes);
				expect(bytes).toBeGreaterThanOrEqual(real);
				expect(bytes - real).toBeLessThanOrEqual(2 * (sent.length + elements.length));
			}
		});
	});

	test('never mixes items that need another address or header', () => {
		check((_input, _bounds, requests) => {
			for (const { pieces: sent } of requests) {
				expect(new Set(sent.map(({ envelope }) => JSON.stringify(envelope))).size).toBe(1);
			}
		});
	});

	test.each<[string, Array<ItemPiece['envelope']>]>([
		[
			'query',
			[
				{ query: { project_code: 'A' } },
				{ query: { project_code: 'B' } },
				{ query: { other: 'A' } },
			],
		],
		[
			'header',
			[
				{ headers: { 'X-Forwarded-For': '203.0.113.1' } },
				{ headers: { 'X-Forwarded-For': '203.0.113.2' } },
				{ headers: { 'X-Real-IP': '203.0.113.1' } },
			],
		],
		[
			'body',
			[
				{ body: { user_fields_to_export: ['a'] } },
				{ body: { user_fields_to_export: ['a', 'b'] } },
				{ body: {} },
			],
		],
		['path', [{ path: { catalogId: 'a' } }, { path: { catalogId: 'b' } }, { path: {} }]],
	])('a request for items of one %s holds none of another', (_what, envelopes) => {
		const all = [undefined, ...envelopes];
		const input = Array.from({ length: 40 }, (_, item) => ({
			...pieceOf(item, `user ${item}`),
			envelope: all[item % all.length],
		}));
		const requests = pack(input, { elements: 100, bytes: 1e9, overhead: OVERHEAD });
		expect(requests.map(({ pieces: sent }) => sent.map(({ item }) => item % all.length))).toEqual(
			all.map((_, index) => Array<number>(10).fill(index)),
		);
	});

	test('makes no more requests than there are users, and as few as fit where only the count limits', () => {
		const users = Array.from({ length: 1000 }, (_, i) => pieceOf(i, `user ${i % 250}`));
		expect(pack(users, { elements: 100, bytes: 1e9, overhead: OVERHEAD })).toHaveLength(3);
		expect(pack(users, { elements: 1, bytes: 1e9, overhead: 0 })).toHaveLength(250);
	});

	test('an older request takes no item of a user whose events have moved on to a newer one', () => {
		const bounds = { elements: 1, bytes: 1e9, overhead: 0 };
		const requests = pack(
			[
				pieceOf(0, 'a', { device: 'phone' }),
				pieceOf(1, 'a', { device: 'tv' }),
				pieceOf(2, 'a', { device: 'phone' }),
			],
			bounds,
		);
		expect(requests.map(({ pieces: sent }) => sent.map(({ item }) => item))).toEqual([
			[0],
			[1],
			[2],
		]);
	});

	test('100,000 items take well under a second per 10,000', () => {
		const many = Array.from({ length: 100_000 }, (_, i) => pieceOf(i, `user ${i % 5000}`));
		const start = cpuTime();
		const requests = pack(many, { elements: 100, bytes: 128_000, overhead: OVERHEAD });
		expect(cpuTime() - start).toBeLessThan(10_000);
		expect(requests.reduce((sum, request) => sum + request.pieces.length, 0)).toBe(100_000);
	});
});

describe('bytes of a request', () => {
	const SMALL = { element: { id: 'a' }, lane: 'a' };

	test.each<[string, Piece, number, number]>([
		['an element and its comma', SMALL, 0, 11],
		['what is around it', SMALL, 5, 16],
		['UTF-8 and not characters', { ...SMALL, element: { id: 'é' } }, 0, 12],
		['an action, in a list of its own', { ...SMALL, action: { n: 1 } }, 5, 37],
		[
			'fields that hold for all',
			{ ...SMALL, action: { n: 1 }, envelope: { body: { b: 2 } } },
			5,
			45,
		],
		['no query, which is in no body', { ...SMALL, envelope: { query: { q: 'x' } } }, 5, 16],
	])('count %s', (_what, piece, overhead, expected) => {
		expect(bytesAlone(piece, overhead)).toBe(expected);
		const limits = { elements: 9, bytes: 1000, overhead };
		const [request] = pack([{ ...piece, item: 0, elementKey: 'a', lane: 'a' }], limits);
		expect(request.bytes).toBe(expected);
	});

	test.each<[string, string[], number, number[][]]>([
		['a second action fits just so', ['a', 'a'], 45, [[0, 1]]],
		['a second action is a byte too much', ['a', 'a'], 44, [[0], [1]]],
		['a second element fits just so', ['a', 'b'], 69, [[0, 1]]],
		['a second element is a byte too much', ['a', 'b'], 68, [[0], [1]]],
		['an action fits where an element does not', ['a', 'b', 'b'], 45, [[0], [1, 2]]],
		['a third of each is too much', ['a', 'b', 'a', 'b', 'a'], 85, [[0, 1, 2, 3], [4]]],
	])('are filled up, and no further: %s', (_what, ids, bytes, expected) => {
		const input = ids.map((id, item) => ({
			...{ item, elementKey: id, element: { id }, lane: id },
			action: { n: item },
		}));
		const requests = pack(input, { elements: 9, bytes, overhead: 5 });
		expect(requests.map(({ pieces: sent }) => sent.map(({ item }) => item))).toEqual(expected);
	});

	test.each<[string, string[]]>([
		['elements', ['a', 'b', 'c', 'd', 'e']],
		['actions of one element', ['a', 'a', 'a', 'a', 'a']],
		['both', ['a', 'a', 'b', 'b', 'b']],
	])('leave room that a limit of items forbids: %s', (_what, ids) => {
		const input = ids.map((id, item) => pieceOf(item, id));
		const bounds = { elements: 9, bytes: 1e9, overhead: 0, pieces: 2 };
		expect(pack(input, bounds).map(({ pieces: sent }) => sent.map(({ item }) => item))).toEqual([
			[0, 1],
			[2, 3],
			[4],
		]);
	});

	test.each<[string, Pick<Route, 'toBody'>, number]>([
		['nothing', {}, 0],
		['a list', { toBody: (elements) => ({ elements }) }, 15],
		['a field in UTF-8', { toBody: (elements) => ({ é: elements }) }, 9],
	])('that are around the elements: %s', (_what, route, expected) => {
		expect(wrapperBytes(route)).toBe(expected);
		const settings = { route: { ...route, endpoint: ENDPOINTS.trackEvent } } as DeliverySettings;
		expect(packLimits(settings).overhead).toBe(expected);
	});
});

describe('a request holds no more items than one window of a limit that counts them', () => {
	const limitsOf = (endpoint: Endpoint, rate?: RateLimit, ownPerMinute?: number) =>
		packLimits({ route: { endpoint }, rate, ownPerMinute } as DeliverySettings).pieces;

	test.each<[string, Endpoint, RateLimit | undefined, number | undefined, number]>([
		['events', ENDPOINTS.trackEvent, { counts: 'events', perMinute: 30_000 }, undefined, 30_000],
		['events at an own pace', ENDPOINTS.trackEvent, { counts: 'events', perMinute: 30_000 }, 7, 7],
		['bulk import', ENDPOINTS.bulkImport, { counts: 'events', perMinute: 60_000 }, 25, 25],
		['a second', ENDPOINTS.getUsers, { counts: 'users', perSecond: 5, perMinute: 100 }, 50, 5],
		['no limit', ENDPOINTS.bulkImport, undefined, undefined, Infinity],
		[
			'a limit of requests',
			ENDPOINTS.syncCohort,
			{ counts: 'requests', perMinute: 300 },
			undefined,
			Infinity,
		],
	])('%s', (_what, endpoint, rate, own, expected) => {
		expect(limitsOf(endpoint, rate, own)).toBe(expected);
	});
});

describe('pieces that stay apart from the others of their lane', () => {
	const apart = (item: number, id: string): ItemPiece => ({
		item,
		elementKey: String(item),
		element: { id, item },
		lane: id,
		isApart: true,
	});
	const packed = (ids: string[], elements = 50) =>
		pack(
			ids.map((id, item) => apart(item, id)),
			{ elements, bytes: 10_000, overhead: OVERHEAD },
		).map(({ pieces: one }) => one.map(({ item }) => item));

	test('share requests with pieces of other lanes only, in the fewest requests', () => {
		expect(packed(['a', 'b', 'c', 'd'])).toEqual([[0, 1, 2, 3]]);
		expect(packed(['a', 'b', 'a', 'c', 'a'])).toEqual([[0, 1], [2, 3], [4]]);
		expect(packed(['a', 'b', 'c', 'a', 'b'], 3)).toEqual([
			[0, 1, 2],
			[3, 4],
		]);
	});

	test('leave in the order of their lane, whatever the lanes are', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (ids) => {
				const requests = packed(ids, 3);
				expect(requests.flat().sort((a, b) => a - b)).toEqual(ids.map((_, item) => item));
				for (const request of requests) {
					const own = request.map((item) => ids[item]);
					expect(new Set(own).size).toBe(own.length);
				}
				const sent = requests.flat();
				for (const id of 'abcd') {
					const ofLane = sent.filter((item) => ids[item] === id);
					expect(ofLane).toEqual([...ofLane].sort((a, b) => a - b));
				}
			}),
			{ seed: 13, numRuns: 300 },
		);
	});
});
