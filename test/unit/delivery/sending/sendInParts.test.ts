import { pieceOfItem, type ItemPiece, type Piece } from '../../../../nodes/MoEngage/delivery/piece';
import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import type { Gate, UsedUp } from '../../../../nodes/MoEngage/delivery/limits/gate';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { RunLimits } from '../../../../nodes/MoEngage/delivery/limits/runLimits';
import type { SendPorts } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { send } from '../../../../nodes/MoEngage/delivery/sending/send';
import {
	readReply,
	type Reply,
	type Unaccepted,
} from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';
import { VirtualClock } from '../virtualClock';

const answer = (statusCode: number, body: unknown = {}) =>
	readReply({ statusCode, headers: {}, body });
const rejected = (message: string) =>
	answer(400, { error: { message, type: 'Bad Request' } }) as Unaccepted;
const ACCEPTED = answer(200);
const BAD = rejected('Wrong price');
const OTHERWISE_BAD = rejected('Wrong size');
const WRONG_KEY = answer(401) as Unaccepted;
const SUSPENDED = answer(403, { error: { message: 'Suspended', type: 'suspended' } }) as Unaccepted;
const FAULT = answer(500) as Unaccepted;
const LIMITED = answer(429);
const UNREADABLE = answer(200, '<html>') as Unaccepted;
const BROKEN: Unaccepted = {
	...{ kind: 'unanswered', mayHaveArrived: true, isPassing: true },
	reason: 'broke',
};
const USED_UP: UsedUp = { of: 'limit', unit: 'hour', maxWait: 1000 };

/** What was told of which items: the reply where nothing was accepted. */
type Told = [what: string, items: number[], why?: Unaccepted | UsedUp];

/** What MoEngage says to a request with these items, and after how many milliseconds: 50 where it says nothing. */
type ReplyTo = (
	items: number[],
	run: { nth: number; cancel: () => void },
) => Reply | [Reply, number];

type Choices = {
	maxConcurrency?: number;
	stopsOnFailure?: boolean;
	/** How many requests the limit lets leave before it is used up. */
	room?: number;
	/** Items that come to nothing although their request is accepted. */
	lost?: number[];
};

/** Pieces of items from the first one on, each of which is its own element, in its own lane. */
const own = (count: number, from = 0): ItemPiece[] =>
	Array.from({ length: count }, (_, nth) => pieceOfItem({ element: {} }, from + nth));

/** Sends requests that nothing holds up but what the choices say. */
async function sendAll(
	requests: ItemPiece[][],
	replyTo: ReplyTo,
	{ maxConcurrency = 1, stopsOnFailure = false, room = Infinity, lost = [] }: Choices = {},
) {
	const clock = new VirtualClock();
	const sent: Array<{ at: number; items: number[] }> = [];
	const told: Told[] = [];
	const halted: number[] = [];
	let isCancelled = false;
	let left = 0;
	const itemsOf = (pieces: ItemPiece[]) => pieces.map(({ item }) => item);
	const cancel = () => {
		isCancelled = true;
	};
	const gate = {
		take: async () => (left++ < room ? { giveBack: () => undefined } : USED_UP),
	};
	const ports = {
		transmit: async (pieces) => {
			const items = itemsOf(pieces);
			const said = replyTo(items, { nth: sent.push({ at: clock.now, items }), cancel });
			const [reply, ms] = Array.isArray(said) ? said : [said, 50];
			await clock.pause(ms);
			return reply;
		},
		wait: async () => true,
		claim: async (going) => ({ going, sent: [], unrecorded: [] }),
		isCancelled: () => isCancelled,
		cancelled: new Promise(() => undefined),
		outcomes: {
			departing: () => undefined,
			mayStillLeave: () => true,
			areInDoubt: () => false,
			leftOpen: () => undefined,
			withheld: () => undefined,
			splitting: (items) => told.push(['splitting', items]),
			accepted: (pieces) => {
				told.push(['accepted', itemsOf(pieces)]);
				return pieces.some(({ item }) => lost.includes(item));
			},
			failed: (items, reply) => told.push(['failed', items, reply]),
			unsent: (items, why) => {
				if (why.because === 'halted') halted.push(...items);
				else if (why.because !== 'limit') {
					told.push(['not sent', items, 'reply' in why ? why.reply : undefined]);
				} else {
					const what = why.wasRefused ? 'refused by the limit' : 'unsent by the limit';
					told.push([what, items, why.limit]);
				}
			},
		},
	} as SendPorts;
	const rules = {
		...{ route: { endpoint: ENDPOINTS.trackEvent }, maxConcurrency, maxRetries: 0 },
		...{ retryUnsafe: false, stopsOnFailure },
		limits: new RunLimits(new Patience(Infinity), new FairUse('account', []), {
			...{ gateOf: () => gate as unknown as Gate, windows: [], countsItems: true },
		}),
	};
	let isOver = false;
	const sending = send(
		requests.map((pieces) => ({ pieces, bytes: 1 })),
		rules,
		ports,
	).finally(() => {
		isOver = true;
	});
	while (!isOver && clock.now < 1_000_000) await clock.pass(1000);
	expect(isOver).toBe(true);
	await sending;
	// Whatever has ended the run, each item has an outcome.
	const settled = told.filter(([what]) => what !== 'splitting').flatMap(([, items]) => items);
	const byNumber = (a: number, b: number) => a - b;
	const all = requests.flatMap(itemsOf);
	expect([...settled, ...halted].sort(byNumber)).toEqual(all.sort(byNumber));
	return { sent: sent.map(({ items }) => items), times: sent, told };
}

/** Rejects requests with one of these items. */
const rejecting =
	(...bad: number[]): ReplyTo =>
	(items) =>
		items.some((item) => bad.includes(item)) ? BAD : ACCEPTED;

const range = (from: number, end: number) =>
	Array.from({ length: end - from }, (_, nth) => from + nth);

describe('a rejected request', () => {
	const piece = (item: number, more: Partial<Piece>) => pieceOfItem({ element: {}, ...more }, item);

	test.each<[string, ItemPiece[], number[][]]>([
		['of one item goes once', own(1), [[0]]],
		['of one action goes once', [piece(0, { action: {} })], [[0]]],
		[
			'of items that ask for the same goes once',
			[0, 1, 2].map((n) => piece(n, { elementKey: 'x' })),
			[[0, 1, 2]],
		],
		['of two items goes in two', own(2), [[0, 1], [0], [1]]],
		[
			'of two actions of one element goes in two',
			[0, 1].map((n) => piece(n, { elementKey: 'x', action: {} })),
			[[0, 1], [0], [1]],
		],
		[
			'of two elements, one of which two items share, goes in two',
			['x', 'x', 'y'].map((elementKey, n) => piece(n, { elementKey })),
			[[0, 1, 2], [0, 1], [2]],
		],
		[
			'whose first item alone has an action goes in two',
			[piece(0, { elementKey: 'x', action: {} }), piece(1, { elementKey: 'x' })],
			[[0, 1], [0], [1]],
		],
	])('%s', async (_what, pieces, expected) => {
		const { sent, told } = await sendAll([pieces], () => BAD);
		expect(sent).toEqual(expected);
		const parts = expected.length === 1 ? expected : expected.slice(1);
		const whole: Told[] = expected.length === 1 ? [] : [['splitting', expected[0]]];
		expect(told).toEqual([...whole, ...parts.map((items) => ['failed', items, BAD])]);
	});

	test.each<[string, Unaccepted]>([
		['a wrong key', WRONG_KEY],
		['a suspended account', SUSPENDED],
		['a missing record', answer(404) as Unaccepted],
		['a fault', FAULT],
		["a gateway's page", answer(403, '<html>') as Unaccepted],
		['a log-in page', UNREADABLE],
		['a broken connection', BROKEN],
	])('goes in no parts because of %s', async (_why, reply) => {
		const { sent, told } = await sendAll([own(4)], () => reply);
		expect(sent).toEqual([[0, 1, 2, 3]]);
		expect(told).toEqual([['failed', [0, 1, 2, 3], reply]]);
	});

	test.each<[string, number[], number[][]]>([
		// The first one alone is good: one of the rest must be bad, so the rest goes in halves.
		['the first one is good', [2], [[0], [1, 2], [1], [2], [3]]],
		['the first one is bad', [0], [[0], [2], [1, 3]]],
		['two are bad, and both found', [0, 2], [[0], [2], [1], [3]]],
		['two are bad, and one found', [0, 3], [[0], [2], [1, 3], [1], [3]]],
		['all are bad', [0, 1, 2, 3], [[0], [2], [1], [3]]],
	])('is taken apart with few requests where %s', async (_which, bad, parts) => {
		const { sent, told } = await sendAll([own(4)], rejecting(...bad));
		expect(sent).toEqual([[0, 1, 2, 3], ...parts]);
		const failed = told.filter(([what]) => what === 'failed').map(([, items]) => items);
		expect(failed.flat().sort()).toEqual(bad);
		const accepted = told.filter(([what]) => what === 'accepted').map(([, items]) => items);
		expect(accepted.flat().sort()).toEqual([0, 1, 2, 3].filter((item) => !bad.includes(item)));
	});

	test('that is too large goes in halves, whatever the others found out', async () => {
		for (const size of [2, 3, 8]) {
			const replyTo: ReplyTo = (items) => (items.length === size ? answer(413) : ACCEPTED);
			const { sent, told } = await sendAll([own(size)], replyTo);
			const middle = Math.ceil(size / 2);
			expect(sent).toEqual([range(0, size), range(0, middle), range(middle, size)]);
			expect(told[0]).toEqual(['splitting', range(0, size)]);
		}
	});

	test('leads to no search where items were accepted before: the next go in halves at once', async () => {
		const { sent } = await sendAll([own(1), own(4, 1)], rejecting(4));
		expect(sent).toEqual([[0], [1, 2, 3, 4], [1, 2], [3, 4], [3], [4]]);
	});
});

describe('requests that are all rejected in the same words', () => {
	const isRefused: ReplyTo = () => BAD;

	test('are given up once 18 items alone had the same fate', async () => {
		for (const size of [19, 30, 100]) {
			const { sent, told } = await sendAll([own(size)], isRefused);
			expect(sent.map(({ length }) => length)).toEqual([size, ...Array(18).fill(1)]);
			const alone = sent.slice(1).flat();
			expect(told).toEqual([
				['splitting', range(0, size)],
				...alone.map((item) => ['failed', [item], BAD]),
				['not sent', range(0, size).filter((item) => !alone.includes(item)), BAD],
			]);
		}
	});

	test('have all items sent where there are no more', async () => {
		for (const size of [3, 17, 18]) {
			const { sent, told } = await sendAll([own(size)], isRefused);
			expect(sent).toHaveLength(1 + size);
			expect(told.filter(([what]) => what === 'failed')).toHaveLength(size);
			expect(told.filter(([what]) => what === 'not sent')).toEqual([]);
		}
	});

	test('have one item each sent alone after that', async () => {
		const { sent, told } = await sendAll([own(20), own(3, 20), own(2, 23)], isRefused);
		expect(sent.slice(19)).toEqual([[20, 21, 22], [20], [23, 24], [23]]);
		expect(told.slice(-6)).toEqual([
			['splitting', [20, 21, 22]],
			['failed', [20], BAD],
			['not sent', [21, 22], BAD],
			['splitting', [23, 24]],
			['failed', [23], BAD],
			['not sent', [24], BAD],
		]);
	});

	test('are searched on where the one that is sent alone is accepted, or rejected in other words', async () => {
		for (const [reply, rest] of [
			// One of the rest must be bad, then, so it goes in halves.
			[ACCEPTED, [[21], [22]]],
			[OTHERWISE_BAD, [[21, 22], [21], [22]]],
		] as Array<[Reply, number[][]]>) {
			const { sent } = await sendAll([own(20), own(3, 20)], (items) =>
				items.length === 1 && items[0] === 20 ? reply : BAD,
			);
			expect(sent.slice(19)).toEqual([[20, 21, 22], [20], ...rest]);
		}
	});

	test('have one item alone under way at a time until that is settled', async () => {
		const requests = [own(12), own(12, 12), own(12, 24)];
		const { times } = await sendAll(requests, isRefused, { maxConcurrency: 3 });
		const atOnce = new Map<number, number>();
		for (const { at, items } of times) {
			if (items.length === 1) atOnce.set(at, (atOnce.get(at) ?? 0) + 1);
		}
		expect([...atOnce]).toEqual(range(1, 19).map((nth) => [50 * nth, 1]));
	});

	test('wait for nobody once enough are known: each has an item of its own under way', async () => {
		// The others share lanes with the first, and so leave after it.
		const lanes = ['a', 'b', 'c'];
		const first = [...own(18), ...lanes.map((lane, n) => ({ ...own(1, 18 + n)[0], lane }))];
		const others = lanes.map((lane, n) => own(3, 30 + 10 * n).map((one) => ({ ...one, lane })));
		const { times } = await sendAll([first, ...others], isRefused, { maxConcurrency: 3 });
		const [end] = times.slice(-1);
		expect(times.slice(-3).map(({ at, items }) => [at, items])).toEqual([
			[end.at, [30]],
			[end.at, [40]],
			[end.at, [50]],
		]);
	});
});

describe('an item alone whose reply takes long', () => {
	test('keeps nobody waiting once something was accepted', async () => {
		const replyTo: ReplyTo = (items) => {
			if (items.join() === '0') return [BAD, 5000];
			if (items.join() === '2') return [ACCEPTED, 500];
			return items.join() === '3,4' ? BAD : items.join() === '0,1' ? BAD : ACCEPTED;
		};
		const requests = [own(2), own(1, 2), own(2, 3)];
		const { times } = await sendAll(requests, replyTo, { maxConcurrency: 2 });
		expect(times.map(({ at, items }) => [at, items])).toEqual([
			[0, [0, 1]],
			[0, [2]],
			[50, [0]],
			[500, [3, 4]],
			[550, [3]],
			[600, [4]],
			[5050, [1]],
		]);
	});

	test('has others that search wait for it while nothing is known', async () => {
		const replyTo: ReplyTo = (items) => (items.join() === '0' ? [BAD, 5000] : BAD);
		const { times } = await sendAll([own(2), own(2, 2)], replyTo, { maxConcurrency: 2 });
		expect(times.map(({ at, items }) => [at, items])).toEqual([
			[0, [0, 1]],
			[0, [2, 3]],
			[50, [0]],
			[5050, [2]],
			[5100, [1]],
			[5150, [3]],
		]);
	});
});

describe('a reply that concerns all', () => {
	test.each<[string, Unaccepted]>([
		['a wrong key', WRONG_KEY],
		['a suspended account', SUSPENDED],
	])('keeps everything else from being sent: %s', async (_what, reply) => {
		for (const good of [0, 1, 3]) {
			const requests = range(0, good + 4).map((item) => own(1, item));
			const { sent, told } = await sendAll(requests, (_items, { nth }) =>
				nth > good ? reply : ACCEPTED,
			);
			expect(sent).toHaveLength(good + 1);
			expect(told.slice(good)).toEqual([
				['failed', [good], reply],
				...[1, 2, 3].map((more) => ['not sent', [good + more], reply]),
			]);
		}
	});

	test.each<[string, Unaccepted]>([
		['a rejection', BAD],
		['a missing record', answer(404) as Unaccepted],
		['a fault', FAULT],
		['a broken connection', BROKEN],
		['a log-in page', UNREADABLE],
	])('is no %s', async (_what, reply) => {
		const { told } = await sendAll([own(1), own(1, 1), own(1, 2)], (items) =>
			items[0] === 0 ? reply : ACCEPTED,
		);
		expect(told).toEqual([
			['failed', [0], reply],
			['accepted', [1]],
			['accepted', [2]],
		]);
	});

	test('ends the search for a bad item', async () => {
		for (const after of [1, 2, 4]) {
			const { sent, told } = await sendAll([own(6)], (_items, { nth }) =>
				nth > after ? WRONG_KEY : BAD,
			);
			expect(sent).toHaveLength(after + 1);
			const alone = sent.slice(1).flat();
			expect(told).toEqual([
				['splitting', [0, 1, 2, 3, 4, 5]],
				...alone.map((item, nth) => ['failed', [item], nth === after - 1 ? WRONG_KEY : BAD]),
				['not sent', [0, 1, 2, 3, 4, 5].filter((item) => !alone.includes(item)), WRONG_KEY],
			]);
		}
	});

	test('is the reason of what it kept from being sent, although enough items had the same fate before', async () => {
		// The wrong key comes while the last of the 18 is under way.
		const replyTo: ReplyTo = (items) => (items[0] === 50 ? [WRONG_KEY, 930] : BAD);
		const { sent, told } = await sendAll([own(30), own(1, 50)], replyTo, { maxConcurrency: 2 });
		expect(sent.filter(({ length }) => length === 1)).toHaveLength(19);
		expect(told.filter(([what]) => what === 'not sent').map(([, , why]) => why)).toEqual([
			WRONG_KEY,
		]);
	});
});

describe('an outage that lasts', () => {
	test('is the reason of what could not be sent through it', async () => {
		const requests = range(0, 25).map((item) => own(1, item));
		const { sent, told } = await sendAll(requests, () => FAULT);
		expect(sent).toHaveLength(20);
		expect(told).toEqual([
			...range(0, 20).map((item) => ['failed', [item], FAULT]),
			...range(20, 25).map((item) => ['not sent', [item], FAULT]),
		]);
	});
});

describe('a run that stops on failures', () => {
	const STOPS = { stopsOnFailure: true };

	test.each<[string, ItemPiece[][], ReplyTo, Choices, Told[]]>([
		['a failed request', [own(1), own(1, 1)], () => FAULT, STOPS, [['failed', [0], FAULT]]],
		[
			'an item that came to nothing in an accepted request',
			[own(2), own(1, 2)],
			() => ACCEPTED,
			{ ...STOPS, lost: [1] },
			[['accepted', [0, 1]]],
		],
		[
			'the first bad item of a request',
			[own(4), own(1, 4)],
			rejecting(0, 1, 2, 3),
			STOPS,
			[
				['splitting', [0, 1, 2, 3]],
				['failed', [0], BAD],
			],
		],
	])(
		'sends nothing after %s, and tells nothing of the rest',
		async (_what, requests, replyTo, choices, expected) => {
			const { told } = await sendAll(requests, replyTo, choices);
			expect(told).toEqual(expected);
			const other = await sendAll(requests, replyTo, { ...choices, stopsOnFailure: false });
			expect(other.told.length).toBeGreaterThan(expected.length);
		},
	);
});

describe('a cancelled run', () => {
	test.each([1, 2, 3, 18])(
		'gives items that were not sent no other reason, cancelled as %d items were sent alone',
		async (alone) => {
			const { sent, told } = await sendAll([own(30), own(3, 30)], (_items, { nth, cancel }) => {
				if (nth === alone + 1) cancel();
				return BAD;
			});
			expect(sent).toHaveLength(alone + 1);
			// After 18 the reason is known why the others of this request would be rejected.
			const others = alone === 18 ? ['not sent'] : [];
			expect(told.map(([what]) => what)).toEqual([
				'splitting',
				...Array<string>(alone).fill('failed'),
				...others,
			]);
		},
	);

	test('sends none of the parts of a request that is rejected meanwhile', async () => {
		for (const reply of [BAD, answer(413)]) {
			const { sent, told } = await sendAll([own(4)], (_items, { cancel }) => {
				cancel();
				return reply;
			});
			expect(sent).toEqual([[0, 1, 2, 3]]);
			expect(told).toEqual([['splitting', [0, 1, 2, 3]]]);
		}
	});
});

describe('a limit that is used up', () => {
	const requests = [own(2), own(1, 2), own(1, 3)];

	test.each<[string, Reply, Told[]]>([
		['accepted', ACCEPTED, [['accepted', [0, 1]]]],
		['without a response', BROKEN, [['failed', [0, 1], BROKEN]]],
		['with a fault', FAULT, [['failed', [0, 1], FAULT]]],
		['with a wrong key', WRONG_KEY, [['failed', [0, 1], WRONG_KEY]]],
		['refused by the limit', LIMITED, [['refused by the limit', [0, 1], USED_UP]]],
	])('changes nothing for a request under way that ends %s', async (_how, reply, expected) => {
		const { sent, told } = await sendAll(requests, () => reply, { maxConcurrency: 2, room: 1 });
		expect(sent).toEqual([[0, 1]]);
		expect(told).toEqual([
			['unsent by the limit', [2], USED_UP],
			['unsent by the limit', [3], USED_UP],
			...expected,
		]);
	});

	test.each([1, 2, 4])(
		'ends the search for a bad item, after %d items alone: the rest is told of at once',
		async (alone) => {
			const { sent, told } = await sendAll([own(6)], () => BAD, { room: 1 + alone });
			expect(sent).toHaveLength(1 + alone);
			const rest = range(0, 6).filter((item) => !sent.slice(1).flat().includes(item));
			const held = told.slice(1 + alone);
			expect(held.map(([what]) => what)).toEqual(['unsent by the limit', 'unsent by the limit']);
			// The next one that was to go alone, and all others.
			expect(held.map(([, items]) => items.length)).toEqual([1, rest.length - 1]);
			expect(held.flatMap(([, items]) => items).sort()).toEqual(rest);
		},
	);

	test('is told of all that waits for it, also in a run that stops on failures', async () => {
		const { told } = await sendAll([own(1), own(1, 1), own(1, 2)], () => ACCEPTED, {
			...{ stopsOnFailure: true, room: 1 },
		});
		expect(told).toEqual([
			['accepted', [0]],
			['unsent by the limit', [1], USED_UP],
			['unsent by the limit', [2], USED_UP],
		]);
	});
});

test('as many requests are under way as the run may have, and never more than there are', async () => {
	for (const [maxConcurrency, count, first] of [
		[1, 5, 1],
		[3, 5, 3],
		[10, 5, 5],
		[4, 0, 0],
	]) {
		const requests = range(0, count).map((item) => own(1, item));
		const { times } = await sendAll(requests, () => ACCEPTED, { maxConcurrency });
		expect(times.filter(({ at }) => at === 0)).toHaveLength(first);
		expect(times).toHaveLength(count);
	}
});
