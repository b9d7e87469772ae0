import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { Exchange } from '../../../../nodes/MoEngage/delivery/sending/exchange';
import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import { Gate, type Ticket } from '../../../../nodes/MoEngage/delivery/limits/gate';
import { windowsOf } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { Pool } from '../../../../nodes/MoEngage/delivery/limits/pool';
import { RunLimits } from '../../../../nodes/MoEngage/delivery/limits/runLimits';
import type { SendOutcomes, SendRules } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import {
	countsItems,
	ENDPOINTS,
	type Endpoint,
} from '../../../../nodes/MoEngage/transport/endpoints';
import { settled, VirtualClock } from '../virtualClock';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const { trackEvent, getUsers, searchBusinessEvents }: Record<string, Endpoint> = ENDPOINTS;

const answer = (statusCode: number, headers: Record<string, unknown> = {}): Reply =>
	readReply({ statusCode, headers, body: {} });
const ACCEPTED = answer(200);
const REFUSED = answer(429);
const BROKEN: Reply = {
	kind: 'unanswered',
	mayHaveArrived: false,
	isPassing: true,
	reason: 'broke',
};

const pieces = (count: number): ItemPiece[] =>
	Array.from({ length: count }, (_, item) => pieceOfItem({ element: {} }, item));

/** A run whose requests take 50 ms each, in time that passes only in the test. */
class Run {
	/** When requests were sent. */
	readonly sent: number[] = [];

	readonly patience: Patience;

	readonly exchange: Exchange;

	private cancel: () => void = () => undefined;

	private isCancelled = false;

	constructor(
		clock: VirtualClock,
		gate: Pick<Gate, 'take'>,
		replyTo: (nth: number) => Reply,
		{
			endpoint = trackEvent,
			maxRetries = 0,
			maxWait = 15 * MINUTE_MS,
			onSent = () => undefined as void,
			mayStillLeave = (() => true) as (items: number[]) => boolean,
		} = {},
	) {
		this.patience = new Patience(maxWait);
		const windows = windowsOf(endpoint.limits.rate);
		const fairUse = new FairUse('account', []);
		const limits = new RunLimits(this.patience, fairUse, {
			gateOf: () => gate as Gate,
			windows,
			countsItems: countsItems(endpoint),
		});
		const rules = { route: { endpoint }, maxRetries, retryUnsafe: false, limits } as SendRules;
		const cancelled = new Promise<false>((resolve) => {
			this.cancel = () => resolve(false);
		});
		this.exchange = new Exchange(rules, {
			transmit: async () => {
				this.sent.push(clock.now);
				onSent();
				const reply = replyTo(this.sent.length);
				await clock.pause(50);
				return reply;
			},
			wait: async (ms) => await Promise.race([clock.pause(ms).then(() => true), cancelled]),
			claim: async (going) => ({ going, sent: [], unrecorded: [] }),
			isCancelled: () => this.isCancelled,
			cancelled,
			outcomes: {
				departing: () => undefined,
				mayStillLeave,
				areInDoubt: () => false,
				leftOpen: () => undefined,
				withheld: () => undefined,
			} as unknown as SendOutcomes,
		});
	}

	/** n8n cancels the execution. */
	end(): void {
		this.isCancelled = true;
		this.cancel();
	}
}

function newWay(): { clock: VirtualClock; gate: Gate } {
	const clock = new VirtualClock();
	jest.spyOn(performance, 'now').mockImplementation(clock.read);
	return { clock, gate: new Gate(new Pool(() => 0.5), clock.read, clock.pause) };
}

afterEach(() => {
	jest.restoreAllMocks();
});

describe('a request that the limit refuses', () => {
	test.each([1, 5, 20])(
		'is sent until it is accepted, without any retry: refused %d times',
		async (refusals) => {
			const { clock, gate } = newWay();
			const run = new Run(clock, gate, (nth) => (nth <= refusals ? REFUSED : ACCEPTED));
			const reply = run.exchange.send(pieces(1));
			await clock.pass(15 * MINUTE_MS);
			expect(await reply).toBe(ACCEPTED);
			expect(run.sent).toHaveLength(refusals + 1);
		},
	);

	test('has all of its retries left after the wait, and their time', async () => {
		for (const minutes of [2, 6, 14]) {
			const { clock, gate } = newWay();
			const replies = [
				answer(429, { 'retry-after': String(60 * minutes) }),
				answer(503),
				answer(503),
			];
			const run = new Run(clock, gate, (nth) => replies[nth - 1] ?? ACCEPTED, { maxRetries: 2 });
			// The time named is asked for each five minutes all the same.
			while (replies.length < 3 + Math.ceil(minutes / 5) - 1) {
				const after = 60 * minutes - 300 * (replies.length - 2);
				replies.splice(replies.length - 2, 0, answer(429, { 'retry-after': String(after) }));
			}
			const reply = run.exchange.send(pieces(1));
			await clock.pass(15 * MINUTE_MS);
			expect(await reply).toBe(ACCEPTED);
			expect(run.sent).toHaveLength(replies.length + 1);
		}
	});

	test('is given up when the patience of the run is over, and with it all others, unsent', async () => {
		for (const minutes of [1, 3, 10]) {
			const { clock, gate } = newWay();
			const maxWait = minutes * MINUTE_MS;
			const run = new Run(clock, gate, () => REFUSED, { maxWait });
			const replies = [1, 2, 3].map(() => run.exchange.send(pieces(1)));
			await clock.pass(maxWait + 2 * SECOND_MS);
			const sent = run.sent.length;
			const limit = expect.objectContaining({ maxWait }) as object;
			const unsent = { kind: 'unsent', because: 'limit', limit };
			const outcomes = await Promise.all(replies);
			expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining(unsent) as object));
			expect(outcomes).toContainEqual({ ...unsent, wasRefused: true });
			// Not even when the limit has room again: what has failed may stand before it in its lane.
			for (const passed of [0, 5 * MINUTE_MS]) {
				await clock.pass(passed);
				const late = run.exchange.send(pieces(1));
				await clock.pass(SECOND_MS);
				expect(await late).toEqual(unsent);
			}
			expect(run.sent).toHaveLength(sent);
		}
	});

	test('is given up at once where MoEngage names a time beyond the patience of the run', async () => {
		for (const minutes of [16, 60, 600]) {
			const { clock, gate } = newWay();
			const refusal = answer(429, { 'retry-after': String(60 * minutes) });
			const run = new Run(clock, gate, () => refusal);
			const reply = run.exchange.send(pieces(1));
			await clock.pass(SECOND_MS);
			const limit = { unit: minutes > 60 ? 'day' : 'hour' };
			expect(await reply).toMatchObject({ because: 'limit', limit, wasRefused: true });
			expect(run.sent).toHaveLength(1);
		}
	});

	test('has room in parts where others leave less of a window than it holds', async () => {
		for (const [endpoint, items, isGivenUp] of [
			[getUsers, 20, true],
			[getUsers, 2, true],
			[getUsers, 1, false],
			[searchBusinessEvents, 5, false],
		] as Array<[Endpoint, number, boolean]>) {
			const { clock, gate } = newWay();
			const run = new Run(clock, gate, () => REFUSED, { endpoint });
			const reply = run.exchange.send(pieces(items));
			await clock.pass(3 * MINUTE_MS);
			const isOver = await Promise.race([reply.then(() => true), settled().then(() => false)]);
			expect([endpoint.path, items, isOver]).toEqual([endpoint.path, items, isGivenUp]);
			if (isGivenUp) expect(await reply).toBe(REFUSED);
			run.end();
		}
	});
});

describe('a request that MoEngage cannot finish', () => {
	test.each([
		[60, [0, 60, 120, 180, 240]],
		[100, [0, 100, 200]],
		// No wait is longer than two minutes, whatever MoEngage names.
		[1000, [0, 120, 240]],
	])(
		'is given up once its retries have lasted five minutes, however many are left: waits of %d s',
		async (seconds, expected) => {
			const { clock, gate } = newWay();
			const fault = answer(503, { 'retry-after': String(seconds) });
			const run = new Run(clock, gate, () => fault, { maxRetries: 1000, endpoint: getUsers });
			const reply = run.exchange.send(pieces(1));
			await clock.pass(15 * MINUTE_MS);
			expect(await Promise.race([reply, settled().then(() => 'still sending')])).toBe(fault);
			// Each response takes 50 ms.
			expect(run.sent.map((at) => Math.floor(at / SECOND_MS))).toEqual(expected);
			run.end();
		},
	);

	test('has five minutes of its own, however late it was sent in the run', async () => {
		const { clock, gate } = newWay();
		const fault = answer(503, { 'retry-after': '100' });
		const run = new Run(clock, gate, () => fault, { maxRetries: 1000, endpoint: getUsers });
		for (const request of [1, 2, 3]) {
			const reply = run.exchange.send(pieces(1));
			await clock.pass(5 * MINUTE_MS);
			expect(await reply).toBe(fault);
			expect(run.sent).toHaveLength(3 * request);
		}
	});
});

describe('a run that waits for a limit', () => {
	test.each(['stopped', 'cancelled'])('sends nothing more once it is %s', async (how) => {
		for (const waited of [0, 1, 100]) {
			const { clock, gate } = newWay();
			const run = new Run(clock, gate, () => answer(429, { 'retry-after': '600' }));
			const first = run.exchange.send(pieces(1));
			await clock.pass(60);
			const others = [1, 2].map(() => run.exchange.send(pieces(1)));
			await clock.pass(waited * SECOND_MS);
			if (how === 'stopped') run.exchange.stop();
			else run.end();
			await settled();
			// Of the first, too, MoEngage accepted nothing.
			const halted = { kind: 'unsent', because: 'halted' };
			expect(await first).toEqual(halted);
			expect(await Promise.all(others)).toEqual([halted, halted]);
			await clock.pass(15 * MINUTE_MS);
			expect(run.sent).toEqual([0]);
		}
	});

	test('takes turns with other runs, however many requests it has', async () => {
		const { clock, gate } = newWay();
		const order: string[] = [];
		const runs = [
			{ name: 'a', count: 30 },
			{ name: 'b', count: 6 },
			{ name: 'c', count: 6 },
		].map(({ name, count }) => {
			const onSent = () => void order.push(name);
			const run = new Run(clock, gate, () => ACCEPTED, { onSent, endpoint: searchBusinessEvents });
			return { run, count };
		});
		// What they wait for is the limit.
		const used = await gate.take(
			{ cost: 100, windows: windowsOf(searchBusinessEvents.limits.rate) },
			new Patience(Infinity),
			new Promise(() => undefined),
		);
		(used as Ticket).giveBack(ACCEPTED);
		for (const { run, count } of runs) {
			for (let request = 0; request < count; request++) void run.exchange.send(pieces(1));
		}
		await clock.pass(MINUTE_MS);
		expect(order).toEqual([]);
		await clock.pass(10 * SECOND_MS);
		expect(order).toHaveLength(42);
		for (const name of ['b', 'c']) {
			expect(order.lastIndexOf(name)).toBeLessThan(18);
		}
	});

	test('waits on although others of its requests are accepted meanwhile', async () => {
		const { clock, gate } = newWay();
		const run = new Run(clock, gate, () => ACCEPTED, { endpoint: searchBusinessEvents });
		const replies = Array.from({ length: 250 }, () => run.exchange.send(pieces(1)));
		await clock.pass(3 * MINUTE_MS);
		expect(await Promise.all(replies)).toEqual(Array(250).fill(ACCEPTED));
		expect(run.sent.filter((at) => at < 62_000)).toHaveLength(100);
		expect(run.sent.filter((at) => at < 124_000)).toHaveLength(200);
		// It is what the hint at the output says.
		expect(run.patience.waited('limit')).toBeGreaterThanOrEqual(120 * SECOND_MS);
	});
});

describe('what a request gets to leave', () => {
	test.each<[string, (nth: number) => Reply]>([
		['accepted', () => ACCEPTED],
		['refused, then accepted', (nth) => (nth % 3 === 0 ? ACCEPTED : REFUSED)],
		['rejected', () => answer(400)],
		['faulty now and then', (nth) => (nth % 2 === 0 ? ACCEPTED : answer(503))],
		['broken for good', () => BROKEN],
	])('is given back just once, with the reply: %s', async (_what, replyTo) => {
		const { clock, gate } = newWay();
		let taken = 0;
		const back: Array<Reply | undefined> = [];
		const counting: Pick<Gate, 'take'> = {
			async take(...all) {
				const outcome = await gate.take(...all);
				if (outcome === undefined || !('giveBack' in outcome)) return outcome;
				taken++;
				return {
					giveBack(reply) {
						back.push(reply);
						outcome.giveBack(reply);
					},
				};
			},
		};
		const run = new Run(clock, counting, replyTo, { maxRetries: 3 });
		const replies = Array.from({ length: 40 }, () => run.exchange.send(pieces(1)));
		await clock.pass(20 * MINUTE_MS);
		await Promise.all(replies);
		expect(taken).toBeGreaterThanOrEqual(40);
		expect(back).toHaveLength(taken);
		expect(back.filter((reply) => reply !== undefined)).toHaveLength(run.sent.length);
	});
});

test('an item that may no longer leave while it tries out an outage makes room for the others', async () => {
	const { clock, gate } = newWay();
	let isLate = false;
	const run = new Run(clock, gate, (nth) => (nth <= 15 ? BROKEN : ACCEPTED), {
		mayStillLeave: ([item]) => !(isLate && item === 0),
	});
	const [late, other] = pieces(2);
	for (let outage = 0; outage < 15; outage++) {
		const sending = run.exchange.send([other]);
		await clock.pass(SECOND_MS);
		await sending;
	}
	isLate = true;
	const replies = [run.exchange.send([late]), run.exchange.send([other])];
	await clock.pass(MINUTE_MS);
	const waits = settled().then(() => 'waits');
	expect(await Promise.race([replies[0], waits])).toEqual({ kind: 'unsent', because: 'late' });
	expect(await Promise.race([replies[1], waits])).toBe(ACCEPTED);
	expect(run.sent).toHaveLength(16);
});
