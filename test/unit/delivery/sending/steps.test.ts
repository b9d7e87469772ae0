import type { Paging } from '../../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { Exchange } from '../../../../nodes/MoEngage/delivery/sending/exchange';
import type { SendPorts, SendRules } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS, type Endpoint } from '../../../../nodes/MoEngage/transport/endpoints';

const answer = (statusCode: number, body: unknown = {}): Reply =>
	readReply({ statusCode, headers: {}, body });
const ACCEPTED = answer(200);
const LIMITED = answer(429);
const FAULT = answer(500);
const REJECTED = answer(400);
const BROKEN: Reply = {
	...{ kind: 'unanswered', mayHaveArrived: true, isPassing: true },
	reason: 'broke',
};

type Wait = (ms: number) => Promise<boolean>;

type Choices = {
	endpoint?: Endpoint;
	paging?: Paging;
	maxRetries?: number;
	fairUse?: (wait: Wait) => Promise<boolean>;
	own?: (wait: Wait) => Promise<boolean>;
	/** What happens while the run waits. */
	onWait?: (run: { exchange: Exchange; cancel: () => void }) => void;
};

/** What the requests of a run go through, step by step. No wait takes any time. */
function runWith(
	replies: Reply[],
	{ endpoint = ENDPOINTS.upsertUser, paging, maxRetries = 4, ...choices }: Choices = {},
) {
	const steps: string[] = [];
	const pages: unknown[] = [];
	let isCancelled = false;
	const cancel = () => {
		isCancelled = true;
	};
	const { fairUse = async () => true, own, onWait = () => undefined } = choices;
	const limits = {
		fairUse: {
			take: async (pieces: ItemPiece[], wait: Wait) => {
				steps.push(`fair use of ${pieces.map(({ item }) => item).join()}`);
				return await fairUse(wait);
			},
		},
		own: own && {
			take: async (cost: number, wait: Wait) => {
				steps.push(`own pace for ${cost}`);
				return await own(wait);
			},
		},
		gate: {
			take: async ({ cost }: { cost: number }) => {
				steps.push(`limit for ${cost}`);
				return { giveBack: () => undefined };
			},
		},
		patience: {
			begin: () => steps.push('waits for the limit'),
			noteAccepted: () => steps.push('waits no longer'),
		},
		windows: [],
	} as unknown as SendRules['limits'];
	const exchange: Exchange = new Exchange(
		{
			...{ route: { endpoint, paging }, limits, maxRetries },
			...{ maxConcurrency: 1, retryUnsafe: false, stopsOnFailure: false },
		},
		{
			transmit: async (pieces: ItemPiece[], page?: unknown) => {
				steps.push(`sends ${pieces.map(({ item }) => item).join()}`);
				pages.push(page);
				return replies.shift();
			},
			wait: async () => {
				steps.push('waits');
				onWait({ exchange, cancel });
				return true;
			},
			isCancelled: () => isCancelled,
			cancelled: new Promise(() => undefined),
			outcomes: {
				departing: (items: number[]) => steps.push(`departing ${items.join()}`),
				mayStillLeave: () => true,
				areInDoubt: () => false,
				leftOpen: (items: number[]) => steps.push(`left open ${items.join()}`),
			},
		} as unknown as SendPorts,
	);
	const send = async (...items: number[]) =>
		await exchange.send(items.map((item) => pieceOfItem({ element: {}, memo: { item } }, item)));
	return { exchange, send, steps, pages, cancel };
}

describe('a request', () => {
	test.each<[string, Reply[], string[]]>([
		['that is accepted', [ACCEPTED], ['waits no longer']],
		['that is rejected', [REJECTED], ['waits no longer']],
		['that the limit refuses', [LIMITED, ACCEPTED], ['waits for the limit', 'waits no longer']],
		['that has no response', [BROKEN, ACCEPTED], ['left open 3,4', 'waits no longer']],
		['that meets a fault', [FAULT, ACCEPTED], ['waits no longer']],
		['that meets nothing else', [FAULT, FAULT, FAULT, FAULT, FAULT], []],
	])('%s departs once, and says of the limit only what it tells', async (_what, replies, said) => {
		const { send, steps } = runWith([...replies]);
		expect(await send(3, 4)).toBe(replies[replies.length - 1]);
		expect(steps.filter((step) => step.startsWith('departing'))).toEqual(['departing 3,4']);
		expect(steps.filter((step) => step === 'sends 3,4')).toHaveLength(replies.length);
		expect(steps.indexOf('departing 3,4')).toBeLessThan(steps.indexOf('sends 3,4'));
		expect(steps.filter((step) => /waits (no|for)|open/.test(step))).toEqual(said);
	});

	test.each<[string, Endpoint, number[], string[]]>([
		['items', ENDPOINTS.trackEvent, [7, 8, 9], ['own pace for 3', 'limit for 3']],
		['an item', ENDPOINTS.trackEvent, [7], ['own pace for 1', 'limit for 1']],
		['requests', ENDPOINTS.sendAlert, [7, 8, 9], ['own pace for 1', 'limit for 1']],
	])('takes room for what MoEngage counts: %s', async (_what, endpoint, items, room) => {
		const { send, steps } = runWith([ACCEPTED], { endpoint, own: async () => true });
		expect(await send(...items)).toBe(ACCEPTED);
		const name = items.join();
		expect(steps).toEqual([
			`fair use of ${name}`,
			...room,
			...[`departing ${name}`, `sends ${name}`, 'waits no longer'],
		]);
	});

	test.each<[string, Choices, string[]]>([
		['its users have no room', { fairUse: async () => false }, ['fair use of 5']],
		[
			"the run's own pace has none",
			{ own: async () => false },
			['fair use of 5', 'own pace for 1'],
		],
	])('does not leave where %s', async (_why, choices, expected) => {
		const { send, steps } = runWith([ACCEPTED], choices);
		expect(await send(5)).toBeUndefined();
		expect(steps).toEqual(expected);
	});

	test.each(['fairUse', 'own'] as const)('waits as long as it has to: %s', async (which) => {
		for (const times of [1, 2, 5]) {
			const { send, steps } = runWith([ACCEPTED], {
				[which]: async (wait: Wait) => {
					for (let nth = 0; nth < times; nth++) if (!(await wait(1000))) return false;
					return true;
				},
			});
			expect(await send(5)).toBe(ACCEPTED);
			expect(steps.filter((step) => step === 'waits')).toHaveLength(times);
		}
	});
});

describe('a run that is to send nothing any more', () => {
	const ends: Array<[string, (run: { exchange: Exchange; cancel: () => void }) => void]> = [
		['stopped', ({ exchange }) => exchange.stop()],
		['cancelled', ({ cancel }) => cancel()],
	];

	test.each(ends)('does not even begin to ask for room: %s', async (_how, end) => {
		const run = runWith([ACCEPTED, ACCEPTED, ACCEPTED]);
		end(run);
		for (const item of [0, 1, 2]) expect(await run.send(item)).toBeUndefined();
		expect(run.steps).toEqual([]);
	});

	test.each(ends)('ends the wait that it is in, though its time is over: %s', async (_how, end) => {
		for (const which of ['fairUse', 'own'] as const) {
			const waited: boolean[] = [];
			const { send, steps } = runWith([ACCEPTED], {
				onWait: end,
				[which]: async (wait: Wait) => {
					waited.push(await wait(1000), await wait(1000), await wait(1000));
					return waited[2];
				},
			});
			expect(await send(5)).toBeUndefined();
			expect(waited).toEqual([false, false, false]);
			// None of the further waits is begun.
			expect(steps.filter((step) => step === 'waits')).toHaveLength(1);
		}
	});

	test.each(ends)('sends no retry: %s', async (_how, end) => {
		for (const reply of [FAULT, BROKEN, answer(503)]) {
			const { send, steps } = runWith([reply, ACCEPTED], { onWait: end });
			expect(await send(5)).toBe(reply);
			expect(steps.filter((step) => step === 'sends 5')).toHaveLength(1);
		}
	});
});

describe('a read in pages', () => {
	const paging: Paging = {
		recordsOf: ({ records }) => records as [],
		next: ({ next }) => (next === undefined ? undefined : { body: { page: next } }),
		limitOf: () => undefined,
	};
	const page = (id: number, next?: number) => answer(200, { records: [{ id }], next });

	test('takes room for each page, and tells of one request', async () => {
		const { send, steps, pages } = runWith([page(1, 2), page(2, 3), page(3)], { paging });
		const all = [{ id: 1 }, { id: 2 }, { id: 3 }];
		expect(await send(5)).toEqual({ kind: 'accepted', body: { records: all }, headers: {} });
		expect(pages).toEqual([undefined, { body: { page: 2 } }, { body: { page: 3 } }]);
		expect(steps.filter((step) => step === 'limit for 1')).toHaveLength(3);
	});

	test('has retries of its own for each page', async () => {
		const replies = [FAULT, FAULT, page(1, 2), FAULT, FAULT, page(2)];
		const { send, pages } = runWith(replies, { paging, maxRetries: 2 });
		expect(await send(5)).toMatchObject({ body: { records: [{ id: 1 }, { id: 2 }] } });
		expect(pages.filter((sent) => sent !== undefined)).toHaveLength(3);
	});

	test.each<[string, Reply]>([
		['rejected', REJECTED],
		['without a response', BROKEN],
		['no page at all', answer(200, '<html>')],
	])('comes to its first reply where that is %s', async (_what, reply) => {
		const { send, pages } = runWith([reply], { paging, maxRetries: 0 });
		expect(await send(5)).toBe(reply);
		expect(pages).toHaveLength(1);
	});

	test('comes to nothing where the run is to send nothing any more', async () => {
		const { send, exchange } = runWith([page(1)], { paging });
		exchange.stop();
		expect(await send(5)).toBeUndefined();
	});

	test('is no matter of requests that have no pages', async () => {
		const { send } = runWith([page(1, 2)]);
		expect(await send(5)).toMatchObject({ body: { records: [{ id: 1 }], next: 2 } });
	});
});
