import { pieceOfItem, type PackedRequest } from '../../../../nodes/MoEngage/delivery/piece';
import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import { Gate } from '../../../../nodes/MoEngage/delivery/limits/gate';
import { windowsOf } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { Pool } from '../../../../nodes/MoEngage/delivery/limits/pool';
import { RunLimits } from '../../../../nodes/MoEngage/delivery/limits/runLimits';
import type { SendOutcomes } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { send } from '../../../../nodes/MoEngage/delivery/sending/send';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';
import { filled } from '../../../fixtures/filled';
import { VirtualClock } from '../virtualClock';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

const answer = (statusCode: number, headers: Record<string, unknown> = {}): Reply =>
	readReply({ statusCode, headers, body: {} });

/** So many requests for users, with so many users in each. */
function requestsOf(count: number, size: number): PackedRequest[] {
	return Array.from({ length: count }, (_, nth) => ({
		pieces: Array.from({ length: size }, (__, one) =>
			pieceOfItem({ element: {} }, nth * size + one),
		),
		bytes: 0,
	}));
}

type Fate =
	| 'accepted'
	| 'failed'
	| 'halted'
	| 'not sent'
	| 'refused by the limit'
	| 'unsent by the limit';

/** Sends requests in time that passes only here. @returns what became of each item, in each case once */
async function fatesOf(
	requests: PackedRequest[],
	replyTo: (items: number, at: number) => Reply,
	{ stopsOnFailure = false, maxWait = 15 * MINUTE_MS, runsFor = 60 * MINUTE_MS } = {},
) {
	const clock = new VirtualClock();
	jest.spyOn(performance, 'now').mockImplementation(clock.read);
	const endpoint = ENDPOINTS.getUsers;
	const fates = new Map<number, Fate[]>();
	const note = (items: number[], fate: Fate) => {
		for (const item of items) fates.set(item, [...(fates.get(item) ?? []), fate]);
	};
	const sizes: number[] = [];
	let isOver = false;
	const gate = new Gate(new Pool(() => 0.5), clock.read, clock.pause);
	const sent = send(
		requests,
		{
			route: { endpoint },
			maxConcurrency: 10,
			maxRetries: 0,
			retryUnsafe: false,
			stopsOnFailure,
			limits: new RunLimits(new Patience(maxWait), new FairUse('account', []), {
				gateOf: () => gate,
				windows: windowsOf(endpoint.limits.rate),
				countsItems: false,
			}),
		},
		{
			transmit: async (pieces) => {
				sizes.push(pieces.length);
				await clock.pause(50);
				return replyTo(pieces.length, clock.now);
			},
			wait: async (ms) => await clock.pause(ms).then(() => true),
			claim: async (going) => ({ going, sent: [], unrecorded: [] }),
			isCancelled: () => false,
			cancelled: new Promise(() => undefined),
			outcomes: {
				departing: () => undefined,
				mayStillLeave: () => true,
				areInDoubt: () => false,
				splitting: () => undefined,
				leftOpen: () => undefined,
				withheld: () => undefined,
				accepted: (pieces) => {
					note(
						pieces.map(({ item }) => item),
						'accepted',
					);
					return false;
				},
				failed: (items) => note(items, 'failed'),
				unsent: (items, why) => {
					if (why.because === 'halted') note(items, 'halted');
					else if (why.because !== 'limit') note(items, 'not sent');
					else note(items, why.wasRefused ? 'refused by the limit' : 'unsent by the limit');
				},
			} satisfies SendOutcomes,
		},
	).then(() => {
		isOver = true;
	});
	while (!isOver && clock.now < runsFor) await clock.pass(10 * SECOND_MS);
	expect(isOver).toBe(true);
	await sent;
	const counts = new Map<Fate, number>();
	for (const those of filled(fates.values())) {
		expect(those).toHaveLength(1);
		counts.set(those[0], (counts.get(those[0]) ?? 0) + 1);
	}
	return { counts: Object.fromEntries(counts), sizes, took: clock.now };
}

afterEach(() => {
	jest.restoreAllMocks();
});

describe('items of a run whose limit is used up', () => {
	test.each([5, 10, 40])(
		'fail all once its patience is over, the unsent ones unsent: %d requests',
		async (count) => {
			const { counts, took } = await fatesOf(requestsOf(count, 1), () => answer(429), {
				maxWait: 2 * MINUTE_MS,
			});
			expect(took).toBeLessThanOrEqual(2 * MINUTE_MS + 20 * SECOND_MS);
			const {
				'refused by the limit': refused,
				'unsent by the limit': unsent = 0,
				...rest
			} = counts;
			expect(rest).toEqual({});
			expect(refused + unsent).toBe(count);
			expect(refused).toBeLessThanOrEqual(10);
		},
	);

	test('fail at once where MoEngage names a time that is too late', async () => {
		for (const hours of [1, 5, 24]) {
			const { counts, took, sizes } = await fatesOf(requestsOf(50, 2), () =>
				answer(429, { 'retry-after': String(3600 * hours) }),
			);
			expect(took).toBeLessThanOrEqual(10 * SECOND_MS);
			expect(sizes.length).toBeLessThanOrEqual(10);
			expect(counts['refused by the limit']).toBe(2 * sizes.length);
			expect(counts['unsent by the limit']).toBe(100 - 2 * sizes.length);
		}
	});

	test.each([30, 60, 180])(
		'are all accepted once each where it opens again after %d s',
		async (seconds) => {
			const { counts } = await fatesOf(requestsOf(60, 3), (_items, at) =>
				answer(at < seconds * SECOND_MS ? 429 : 200),
			);
			expect(counts).toEqual({ accepted: 180 });
		},
	);

	test('keep a run that stops on failures from sending anything more', async () => {
		for (const count of [12, 30, 100]) {
			const { counts, sizes } = await fatesOf(
				requestsOf(count, 1),
				() => answer(429, { 'retry-after': '7200' }),
				{ stopsOnFailure: true },
			);
			expect(sizes.length).toBeLessThanOrEqual(10);
			expect(counts['refused by the limit']).toBeGreaterThanOrEqual(1);
			expect(counts).not.toHaveProperty('accepted');
		}
	});

	test.each([1, 3, 7])(
		'go in parts where others leave room for %d of 20 at a time',
		async (most) => {
			const { counts, sizes } = await fatesOf(requestsOf(1, 20), (items) =>
				answer(items > most ? 429 : 200),
			);
			expect(counts).toEqual({ accepted: 20 });
			expect(Math.min(...sizes)).toBeLessThanOrEqual(most);
			// The whole was tried for more than a minute before.
			expect(sizes.slice(0, 3)).toEqual([20, 20, 20]);
		},
	);
});

describe('a packed request that is too large for MoEngage', () => {
	test.each([
		[10, [20, 10, 10]],
		[5, [20, 10, 5, 5, 10, 5, 5]],
		[3, [20, 10, 5, 3, 2, 5, 3, 2, 10, 5, 3, 2, 5, 3, 2]],
	])(
		'is sent in halves until they fit, with no item alone before: %d fit',
		async (most, expected) => {
			const { counts, sizes } = await fatesOf(requestsOf(1, 20), (items) =>
				answer(items > most ? 413 : 200),
			);
			expect(sizes).toEqual(expected);
			expect(counts).toEqual({ accepted: 20 });
		},
	);

	test('fails item by item where even one is too large, each once', async () => {
		for (const size of [1, 2, 7]) {
			const { counts } = await fatesOf(requestsOf(1, size), () => answer(413));
			expect(counts).toEqual({ failed: size });
		}
	});
});
