import type { Run } from '../../../../nodes/MoEngage/delivery/limits/runLimits';
import type { Paging } from '../../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { Exchange } from '../../../../nodes/MoEngage/delivery/sending/exchange';
import type { SendPorts, SendRules } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS, type Endpoint } from '../../../../nodes/MoEngage/transport/endpoints';

const answer = (statusCode: number, body: unknown = {}): Reply =>
	readReply({ statusCode, headers: {}, body });
const ACCEPTED = answer(200);
const HALTED = { kind: 'unsent', because: 'halted' };
const LIMITED = answer(429);
const FAULT = answer(500);
const REJECTED = answer(400);
const BROKEN: Reply = {
	...{ kind: 'unanswered', mayHaveArrived: true, isPassing: true },
	reason: 'broke',
};

type Choices = {
	endpoint?: Endpoint;
	paging?: Paging;
	maxRetries?: number;
	/** How often the limits let it wait. */
	waits?: number;
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
	const { waits = 0, onWait = () => undefined } = choices;
	const limits = {
		async take(pieces: ItemPiece[], { wait, mayLeave }: Run) {
			steps.push(`limits for ${pieces.map(({ item }) => item).join()}`);
			for (let nth = 0; nth < waits; nth++) if (!(await wait(1000))) steps.push('waited in vain');
			return mayLeave() ? { giveBack: () => undefined } : undefined;
		},
		patience: {
			noteRefused: () => steps.push('waits for the limit'),
			noteAccepted: () => steps.push('waits no longer'),
		},
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

	test('asks the limits first, each time that it leaves', async () => {
		const { send, steps } = runWith([FAULT, ACCEPTED]);
		expect(await send(7, 8, 9)).toBe(ACCEPTED);
		const asks = ['limits for 7,8,9', 'sends 7,8,9'];
		expect(steps.filter((step) => asks.includes(step))).toEqual([...asks, ...asks]);
	});

	test.each([1, 2, 5])('waits as long as the limits let it: %d times', async (waits) => {
		const { send, steps } = runWith([ACCEPTED], { waits });
		expect(await send(5)).toBe(ACCEPTED);
		expect(steps.filter((step) => step === 'waits')).toHaveLength(waits);
		expect(steps).not.toContain('waited in vain');
	});
});

describe('a run that is to send nothing any more', () => {
	const ends: Array<[string, (run: { exchange: Exchange; cancel: () => void }) => void]> = [
		['stopped', ({ exchange }) => exchange.stop()],
		['cancelled', ({ cancel }) => cancel()],
	];

	test.each(ends)('lets nothing leave: %s', async (_how, end) => {
		const run = runWith([ACCEPTED, ACCEPTED, ACCEPTED]);
		end(run);
		for (const item of [0, 1, 2]) expect(await run.send(item)).toEqual(HALTED);
		expect(run.steps).toEqual([]);
	});

	test.each(ends)('ends the wait that it is in, though its time is over: %s', async (_how, end) => {
		const { send, steps } = runWith([ACCEPTED], { onWait: end, waits: 3 });
		expect(await send(5)).toEqual(HALTED);
		// None of the further waits is begun.
		expect(steps.slice(1)).toEqual(['waits', ...Array<string>(3).fill('waited in vain')]);
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
		idOf: ({ id }) => id,
	};
	const page = (id: number, next?: number) => answer(200, { records: [{ id }], next });

	test('takes room for each page, and tells of one request', async () => {
		const { send, steps, pages } = runWith([page(1, 2), page(2, 3), page(3)], { paging });
		const all = [{ id: 1 }, { id: 2 }, { id: 3 }];
		expect(await send(5)).toEqual({ kind: 'accepted', body: { records: all }, headers: {} });
		expect(pages).toEqual([undefined, { body: { page: 2 } }, { body: { page: 3 } }]);
		expect(steps.filter((step) => step === 'limits for 5')).toHaveLength(3);
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
		expect(await send(5)).toEqual(HALTED);
	});

	test('is no matter of requests that have no pages', async () => {
		const { send } = runWith([page(1, 2)]);
		expect(await send(5)).toMatchObject({ body: { records: [{ id: 1 }], next: 2 } });
	});
});
