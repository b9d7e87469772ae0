import {
	Gate,
	gateOf,
	settledBy,
	type Ticket,
	type UsedUp,
} from '../../../../nodes/MoEngage/delivery/limits/gate';
import { windowsOf } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { Pool } from '../../../../nodes/MoEngage/delivery/limits/pool';
import type { RateLimit } from '../../../../nodes/MoEngage/transport/endpoints';
import {
	readReply,
	type Reply,
	type Unanswered,
} from '../../../../nodes/MoEngage/transport/answer';
import { settled, VirtualClock } from '../virtualClock';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const EPOCH = Date.UTC(2026, 7, 1, 12);
const NEVER = new Promise<unknown>(() => undefined);

const answer = (statusCode: number, headers: Record<string, unknown> = {}, body: unknown = {}) =>
	readReply({ statusCode, headers, body });
const ACCEPTED = answer(200);
const REFUSED = answer(429);
const broken: Unanswered = {
	kind: 'unanswered',
	mayHaveArrived: true,
	isPassing: true,
	reason: 'broke',
};

type Outcome = Ticket | UsedUp | undefined;

/** A gate in time that passes only in the test. */
class Way {
	readonly clock = new VirtualClock();

	readonly gate = new Gate(new Pool(() => 0.5), this.clock.read, this.clock.pause);

	/** Names of the requests that have left, and when. */
	readonly left: Array<[name: string, at: number]> = [];

	/** Names of those that wait no longer, why, and when. */
	readonly ended: Array<[name: string, outcome: UsedUp | undefined, at: number]> = [];

	private readonly windows;

	constructor(
		rate: Partial<RateLimit>,
		/** The answer to a request; `undefined`: none comes. */
		public answerTo: (name: string) => Reply | undefined = () => ACCEPTED,
		private readonly latency = 50,
	) {
		this.windows = windowsOf({ counts: 'requests', ...rate });
	}

	take(patience: Patience, halted = NEVER): Promise<Outcome> {
		return this.gate.take({ cost: 1, windows: this.windows }, patience, halted);
	}

	/** Sends a request as a run does: again for as long as the limit refuses it. */
	async send(name: string, patience = new Patience(15 * MINUTE_MS), halted = NEVER): Promise<void> {
		for (;;) {
			const outcome = await this.take(patience, halted);
			if (outcome === undefined || !('giveBack' in outcome)) {
				this.ended.push([name, outcome, this.clock.now]);
				return;
			}
			this.left.push([name, this.clock.now]);
			await this.clock.pause(this.latency);
			const reply = this.answerTo(name);
			if (reply === undefined) return;
			outcome.giveBack(reply);
			if (reply !== REFUSED && settledBy(reply) !== 'refused') {
				patience.noteAccepted();
				return;
			}
			patience.noteRefused(this.clock.now);
		}
	}

	/** The pool knows its limit, and was refused just now. */
	async isRefused(reply = REFUSED): Promise<void> {
		for (const last of [ACCEPTED, reply]) {
			((await this.take(new Patience(Infinity))) as Ticket).giveBack(last);
		}
	}
}

beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(EPOCH);
});

afterEach(() => {
	jest.restoreAllMocks();
});

describe('the way to an endpoint', () => {
	test('who comes first leaves first, whichever run it is of', async () => {
		const way = new Way({ perMinute: 3 });
		const runs = ['a', 'b', 'c'].map((name) => ({ name, patience: new Patience(HOUR_MS) }));
		const names: string[] = [];
		for (const number of [1, 2, 3, 4]) {
			for (const { name, patience } of runs) {
				names.push(`${name}${number}`);
				void way.send(`${name}${number}`, patience);
			}
		}
		await way.clock.pass(5 * MINUTE_MS);
		expect(way.left.map(([name]) => name)).toEqual(names);
		const minutes = way.left.map(([, at]) => Math.floor(at / 62_000));
		expect(minutes).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
	});

	test('who comes when there is room passes nobody who waits', async () => {
		for (const late of [61_999, 62_000, 62_500]) {
			const way = new Way({ perMinute: 2 });
			for (const name of ['a', 'b', 'c', 'd', 'e']) void way.send(name);
			await way.clock.pass(late - 1);
			// It comes just when there is room, before those who wait have noticed.
			way.clock.now = late;
			void way.send('late');
			await way.clock.pass(3 * MINUTE_MS);
			expect(way.left.map(([name]) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'late']);
		}
	});

	test('it serves anew, each time somebody comes after all have left', async () => {
		const way = new Way({ perMinute: 1 });
		for (const name of ['a', 'b', 'c', 'd']) {
			void way.send(name);
			await way.clock.pass(10 * SECOND_MS);
			void way.send(`${name}2`);
			await way.clock.pass(3 * MINUTE_MS);
		}
		expect(way.left.map(([name]) => name)).toEqual('a a2 b b2 c c2 d d2'.split(' '));
	});

	test('one pause at a time is for all who wait, however many they are', async () => {
		for (const count of [1, 20, 300]) {
			const clock = new VirtualClock();
			const pauses: number[] = [];
			const gate = new Gate(new Pool(() => 0.5), clock.read, async (ms) => {
				pauses.push(ms);
				await clock.pause(ms);
			});
			const take = () =>
				gate.take({ cost: 1, windows: [] }, new Patience(HOUR_MS), NEVER) as Promise<Ticket>;
			(await take()).giveBack(answer(429, { 'retry-after': '30' }));
			for (let request = 0; request < count; request++) void take();
			await clock.pass(2500);
			expect(pauses).toEqual([1000, 1000, 1000]);
		}
	});

	test.each([0, 1, 2])(
		'a run that is cancelled ends its wait at once: number %d of three',
		async (nth) => {
			const way = new Way({ perMinute: 2 });
			await way.isRefused(answer(429, { 'retry-after': '30' }));
			const cancel: Array<() => void> = [];
			for (const name of ['a', 'b', 'c']) {
				const halted = new Promise<void>((resolve) => cancel.push(resolve));
				void way.send(name, undefined, halted);
			}
			await way.clock.pass(10 * SECOND_MS);
			cancel[nth]();
			await settled();
			const name = 'abc'[nth];
			expect(way.ended).toEqual([[name, undefined, 10 * SECOND_MS]]);
			await way.clock.pass(5 * MINUTE_MS);
			expect(way.left.map(([other]) => other)).toEqual(
				['a', 'b', 'c'].filter((one) => one !== name),
			);
			expect(way.left[0][1]).toBe(62_000);
		},
	);

	test('a run that is cancelled already waits for nothing', async () => {
		for (const reply of [
			REFUSED,
			answer(429, { 'retry-after': '30' }),
			answer(429, { 'retry-after': '7200' }),
		]) {
			const way = new Way({ perMinute: 100 });
			await way.isRefused(reply);
			void way.send('a', new Patience(24 * HOUR_MS), Promise.resolve());
			await settled();
			expect([way.left, way.ended]).toEqual([[], [['a', undefined, 0]]]);
		}
	});

	test('a ticket that is given back without a reply makes way for the next, at once', async () => {
		const way = new Way({ perMinute: 100 });
		const tickets: Ticket[] = [];
		for (let first = 0; first < 10; first++) {
			tickets.push((await way.take(new Patience(HOUR_MS))) as Ticket);
		}
		for (const name of ['a', 'b', 'c']) void way.send(name);
		await settled();
		expect(way.left).toEqual([]);
		for (const [nth, name] of ['a', 'b', 'c'].entries()) {
			tickets[nth].giveBack(undefined);
			await settled();
			expect(way.left[nth]).toEqual([name, 0]);
		}
	});

	test('what is said with an answer holds for the next', async () => {
		for (const [headers, wait] of [
			[{ 'retry-after': '20' }, 20_000],
			[{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '12' }, 12_000],
			[{ 'x-ratelimit-reset': EPOCH / 1000 + 33 }, 33_000],
			[{ 'retry-after': new Date(EPOCH + 8000).toUTCString() }, 8000],
		] as Array<[Record<string, unknown>, number]>) {
			const way = new Way({ perMinute: 100 });
			await way.isRefused(answer(429, headers));
			void way.send('a');
			await way.clock.pass(2 * MINUTE_MS);
			expect(way.left).toEqual([['a', wait]]);
		}
	});
});

describe('when a pause ends', () => {
	test.each([2, 30, 100])(
		'after %d s one request leaves, and others as it is accepted',
		async (seconds) => {
			const way = new Way({ perMinute: 1000 }, undefined, 400);
			await way.isRefused(answer(429, { 'retry-after': String(seconds) }));
			for (let request = 0; request < 100; request++) {
				void way.send(String(request), new Patience(HOUR_MS));
			}
			await way.clock.pass(seconds * SECOND_MS - 1);
			expect(way.left).toEqual([]);
			await way.clock.pass(400);
			expect(way.left).toEqual([['0', seconds * SECOND_MS]]);
			await way.clock.pass(100);
			expect(way.left.length).toBeLessThanOrEqual(12);
			await way.clock.pass(2 * MINUTE_MS);
			expect(way.left.map(([name]) => Number(name))).toEqual(
				Array.from({ length: 100 }, (_, n) => n),
			);
		},
	);

	test('while it does not end after all, one asks after the other', async () => {
		let isOpen = false;
		const way = new Way({ perMinute: 1000 }, () => (isOpen ? ACCEPTED : REFUSED));
		await way.isRefused();
		for (const name of ['a', 'b', 'c', 'd']) void way.send(name, new Patience(HOUR_MS));
		await way.clock.pass(MINUTE_MS);
		const asked = way.left.length;
		expect(asked).toBeLessThan(12);
		// Who was refused asks again after all others.
		expect(way.left.slice(0, 5).map(([name]) => name)).toEqual(['a', 'b', 'c', 'd', 'a']);
		way.left.forEach(([, at], nth) => {
			if (nth > 0) expect(at - way.left[nth - 1][1]).toBeGreaterThanOrEqual(150);
		});
		isOpen = true;
		await way.clock.pass(MINUTE_MS);
		expect(way.left).toHaveLength(asked + 4);
	});

	test('a request that is lost ends no pause', async () => {
		const way = new Way({ perMinute: 1000 }, (name) => (name === 'lost' ? broken : REFUSED));
		await way.isRefused();
		for (const name of ['lost', 'a', 'b']) void way.send(name, new Patience(MINUTE_MS));
		await way.clock.pass(MINUTE_MS / 2);
		for (const [nth, [, at]] of way.left.entries()) {
			if (nth > 0) expect(at - way.left[nth - 1][1]).toBeGreaterThanOrEqual(50);
		}
		expect(way.left.length).toBeLessThan(12);
	});

	test('other endpoints and workspaces never waited', async () => {
		const used = new Way({ perMinute: 100 });
		await used.isRefused(answer(429, { 'retry-after': '60' }));
		void used.send('a');
		for (const rate of [{ perMinute: 100 }, { perMinute: 30_000 }, {}]) {
			const other = new Way(rate);
			for (const name of ['a', 'b', 'c']) void other.send(name);
			await settled();
			expect(other.left.map(([, at]) => at)).toEqual([0, 0, 0]);
		}
		expect(used.left).toEqual([]);
	});
});

describe('when the patience of a run is over', () => {
	test.each([
		[1, 'minute'],
		[15, 'hour'],
		[70, 'day'],
	])(
		'after %d minutes without any acceptance it hears of the limit per %s',
		async (minutes, unit) => {
			const way = new Way({ perMinute: 100 }, () => REFUSED);
			await way.isRefused();
			void way.send('a', new Patience(minutes * MINUTE_MS));
			await way.clock.pass((minutes + 2) * MINUTE_MS);
			const maxWait = minutes * MINUTE_MS;
			expect(way.ended.map(([, outcome]) => outcome)).toEqual([
				{ of: 'limit', unit, until: undefined, maxWait },
			]);
			expect(way.ended[0][2]).toBeGreaterThanOrEqual(maxWait);
			expect(way.ended[0][2]).toBeLessThanOrEqual(maxWait + 1500);
		},
	);

	test.each([
		[20 * MINUTE_MS, 'hour'],
		[HOUR_MS, 'hour'],
		[5 * HOUR_MS, 'day'],
	])(
		'it does not even begin to wait for a time %d ms ahead that it cannot reach',
		async (ms, unit) => {
			const way = new Way({ perMinute: 100 });
			await way.isRefused(answer(429, { 'retry-after': String(ms / 1000) }));
			for (const name of ['a', 'b', 'c']) void way.send(name);
			await settled();
			const usedUp = { of: 'limit', unit, until: EPOCH + ms, maxWait: 15 * MINUTE_MS };
			expect(way.ended).toEqual(['a', 'b', 'c'].map((name) => [name, usedUp, 0]));
		},
	);

	test('the time to try again is that of the clock on the wall, whenever it is asked', async () => {
		for (const passed of [0, 60, 200]) {
			const way = new Way({ perMinute: 100 });
			await way.isRefused(answer(429, { 'retry-after': '3600' }));
			way.clock.now = passed * SECOND_MS;
			jest.spyOn(Date, 'now').mockReturnValue(EPOCH + way.clock.now);
			void way.send('a');
			await settled();
			expect(way.ended[0][1]?.until).toBe(EPOCH + HOUR_MS);
		}
	});

	test('a documented limit that is used up for long is named, with its end', async () => {
		for (const [rate, unit, length] of [
			[{ perMinute: 100, perHour: 5 }, 'hour', 3_602_000],
			[{ perMinute: 100, perDay: 5 }, 'day', 86_402_000],
			[{ perHour: 5, perDay: 5 }, 'day', 86_402_000],
		] as const) {
			const way = new Way(rate);
			for (let request = 0; request < 7; request++) void way.send(String(request));
			await way.clock.pass(SECOND_MS);
			const usedUp = { of: 'limit', unit, until: EPOCH + length, maxWait: 15 * MINUTE_MS };
			expect(way.ended.map(([name, outcome]) => [name, outcome])).toEqual([
				['5', usedUp],
				['6', usedUp],
			]);
		}
	});

	test('others with more patience wait on, and leave as before', async () => {
		for (const [order, end] of [
			// What the first one waits for may be given up any time, so nobody behind it is turned away for that.
			[['patient', 'impatient'], MINUTE_MS],
			[['impatient', 'patient'], 0],
		] as Array<[string[], number]>) {
			const way = new Way({ perMinute: 100 });
			await way.isRefused(answer(429, { 'retry-after': '120' }));
			const patience = { patient: 10 * MINUTE_MS, impatient: MINUTE_MS };
			for (const name of order) {
				void way.send(name, new Patience(patience[name as keyof typeof patience]));
			}
			await way.clock.pass(3 * MINUTE_MS);
			expect(way.ended.map(([name]) => name)).toEqual(['impatient']);
			expect(way.ended[0][2]).toBe(end);
			expect(way.left).toEqual([['patient', 120_000]]);
		}
	});

	test('a cancelled run is not dismissed again when its patience would be over', async () => {
		for (const cancelled of ['b', 'c', 'd']) {
			const way = new Way({ perMinute: 100 });
			await way.isRefused(answer(429, { 'retry-after': '120' }));
			for (const name of ['a', 'b', 'c', 'd']) {
				const [longest, halted] =
					name === cancelled ? [MINUTE_MS, way.clock.pause(SECOND_MS)] : [HOUR_MS, NEVER];
				void way.send(name, new Patience(longest), halted);
			}
			await way.clock.pass(3 * MINUTE_MS);
			expect(way.ended).toEqual([[cancelled, undefined, SECOND_MS]]);
			expect(way.left.map(([name]) => name)).toEqual(
				['a', 'b', 'c', 'd'].filter((name) => name !== cancelled),
			);
		}
	});

	test('what is accepted for one run does not lengthen the patience of another', async () => {
		let accepted = 0;
		const way = new Way({ perMinute: 100 }, (name) =>
			name === 'a' ? REFUSED : accepted++ % 2 === 0 ? ACCEPTED : REFUSED,
		);
		await way.isRefused();
		void way.send('a', new Patience(2 * MINUTE_MS));
		for (let other = 0; other < 100; other++) void way.send(`b${other}`, new Patience(HOUR_MS));
		await way.clock.pass(4 * MINUTE_MS);
		expect(way.ended).toHaveLength(1);
		expect(way.ended[0].slice(0, 1)).toEqual(['a']);
		expect(way.ended[0][2]).toBeLessThanOrEqual(2 * MINUTE_MS + 2 * SECOND_MS);
	});

	test.each([1, 2, 5])(
		'it ends, too, where a request of the run is accepted while another waits for an hour: %d s later',
		async (seconds) => {
			const way = new Way({ perHour: 2 }, undefined, seconds * SECOND_MS);
			const patient = new Patience(2 * HOUR_MS);
			const impatient = new Patience(15 * MINUTE_MS);
			void way.send('sent by the patient', patient);
			void way.send('sent by the impatient', impatient);
			void way.send('patient', patient);
			void way.send('impatient', impatient);
			await way.clock.pass(16 * MINUTE_MS);
			expect(way.ended.map(([name]) => name)).toEqual(['impatient']);
			expect(way.ended[0][2]).toBeGreaterThanOrEqual(15 * MINUTE_MS);
		},
	);

	test('a run that may not wait at all still sends what nothing keeps from leaving', async () => {
		for (const rate of [{ perMinute: 100 }, { perMinute: 1000 }, {}]) {
			const way = new Way(rate);
			const patience = new Patience(0);
			for (let request = 0; request < 40; request++) void way.send(String(request), patience);
			await way.clock.pass(MINUTE_MS);
			expect(way.ended).toEqual([]);
			expect(way.left).toHaveLength(40);
		}
	});
});

describe('a wait for the first answers', () => {
	test.each([6, 60, 600])('is no wait for a limit: they take %d s', async (seconds) => {
		const onLongWait = jest.fn();
		const way = new Way({ perMinute: 100 }, undefined, seconds * SECOND_MS);
		const patience = new Patience(SECOND_MS, onLongWait);
		for (let request = 0; request < 20; request++) void way.send(String(request), patience);
		await way.clock.pass((2 * seconds + 1) * SECOND_MS);
		expect([way.left.length, way.ended]).toEqual([20, []]);
		expect([onLongWait.mock.calls.length, patience.waited('limit')]).toEqual([0, 0]);
	});
});

describe('an exception while others wait', () => {
	test.each([1, 2, 5])('ends their wait, and nobody else is stuck: %d wait', async (count) => {
		const clock = new VirtualClock();
		const pool = new Pool(() => 0.5);
		const gate = new Gate(pool, clock.read, clock.pause);
		const take = () =>
			gate.take(
				{ cost: 1, windows: windowsOf({ counts: 'requests', perMinute: 1 }) },
				new Patience(HOUR_MS),
				NEVER,
			);
		((await take()) as Ticket).giveBack(ACCEPTED);
		const ends = Array.from({ length: count }, () => take().catch(({ message }: Error) => message));
		await clock.pass(SECOND_MS);
		const broken = jest.spyOn(pool, 'nextOpening').mockImplementation(() => {
			throw new Error('out of order');
		});
		await clock.pass(2 * SECOND_MS);
		expect(await Promise.all(ends)).toEqual(Array(count).fill('out of order'));
		broken.mockRestore();
		const later = take();
		await clock.pass(2 * MINUTE_MS);
		expect(await later).toHaveProperty('giveBack');
	});
});

describe('a long wait', () => {
	test('is told of once, when it has lasted five seconds', async () => {
		const onLongWait = jest.fn();
		const way = new Way({ perMinute: 1 });
		const patience = new Patience(HOUR_MS, onLongWait);
		for (const name of ['a', 'b', 'c', 'd']) void way.send(name, patience);
		await way.clock.pass(4 * SECOND_MS);
		expect(onLongWait).not.toHaveBeenCalled();
		await way.clock.pass(2 * SECOND_MS);
		expect(onLongWait).toHaveBeenCalledTimes(1);
		await way.clock.pass(5 * MINUTE_MS);
		expect(onLongWait).toHaveBeenCalledTimes(1);
	});

	test.each([2, 10, 40])(
		'counts in full where %d requests that left before it are accepted meanwhile',
		async (limit) => {
			const onLongWait = jest.fn();
			const way = new Way({ perMinute: limit });
			const patience = new Patience(HOUR_MS, onLongWait);
			for (let request = 0; request <= limit; request++) void way.send(String(request), patience);
			await way.clock.pass(2 * MINUTE_MS);
			expect(way.left).toHaveLength(limit + 1);
			expect(onLongWait).toHaveBeenCalledTimes(1);
			expect(patience.waited('limit')).toBeGreaterThanOrEqual(61_000);
		},
	);

	test('is no matter of those who came when the limit had room', async () => {
		const onLongWait = jest.fn();
		const way = new Way({ perMinute: 100 });
		const patience = new Patience(HOUR_MS, onLongWait);
		for (let request = 0; request < 50; request++) {
			void way.send(String(request), patience);
			await way.clock.pass(SECOND_MS);
		}
		expect([way.left.length, onLongWait.mock.calls.length, patience.waited('limit')]).toEqual([
			50, 0, 0,
		]);
	});
});

test.each<[string, Reply, string]>([
	['an acceptance', ACCEPTED, 'accepted'],
	['a rejected item', answer(400), 'accepted'],
	['a wrong key', answer(401), 'accepted'],
	['a suspended account', answer(403, {}, { type: 'Account Suspended', title: 'x' }), 'accepted'],
	['something that exists already', answer(409), 'accepted'],
	['a body that is too large', answer(413), 'accepted'],
	['the limit', answer(429), 'refused'],
	['the limit without a body', answer(429, {}, ''), 'refused'],
	['a fault of MoEngage', answer(500), 'lost'],
	["a gateway's page", answer(502, {}, '<html>'), 'lost'],
	["a firewall's page", answer(403, {}, '<html>'), 'lost'],
	['a log-in page', answer(200, {}, '<html>'), 'lost'],
	['a broken connection', broken, 'lost'],
])('%s: what it says of the limit', (_what, reply, expected) => {
	expect(settledBy(reply)).toBe(expected);
});

test('workflows share the way of a workspace, host and pool, and of no other', () => {
	const gate = gateOf('https://api-01.moengage.com WS', 'catalog');
	expect(gateOf('https://api-01.moengage.com WS', 'catalog')).toBe(gate);
	for (const other of [
		gateOf('https://api-02.moengage.com WS', 'catalog'),
		gateOf('https://api-01.moengage.com WS2', 'catalog'),
		gateOf('https://api-01.moengage.com WS', '/v1/event'),
		gateOf('https://api-01.moengage.com WScatalog', ''),
	]) {
		expect(other).not.toBe(gate);
	}
});
