import { Breaker, type Pass } from '../../../../nodes/MoEngage/delivery/sending/breaker';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import { settled } from '../virtualClock';

const answer = (statusCode: number, body: unknown = {}): Reply =>
	readReply({ statusCode, headers: {}, body });
const broken: Reply = {
	kind: 'unanswered',
	mayHaveArrived: true,
	isPassing: true,
	reason: 'broke',
	code: 'ECONNRESET',
};
const OUTAGES: Array<[string, Reply]> = [
	['a broken connection', broken],
	['a connection never made', { ...broken, mayHaveArrived: false, code: 'ECONNREFUSED' }],
	['a fault of MoEngage', answer(500)],
	["a gateway's page", answer(502, '<html>')],
	["a firewall's page", answer(403, '<html>')],
	['a log-in page', answer(200, '<html>')],
];
const ANSWERS: Array<[string, Reply]> = [
	['an acceptance', answer(200)],
	['a rejected item', answer(400)],
	['a wrong key', answer(401)],
	['a used up limit', answer(429)],
];

/** A breaker whose time passes only by its own waits. */
function breakerWithClock() {
	const clock = { now: 0 };
	const breaker = new Breaker(async (ms) => {
		clock.now += ms;
		return await Promise.resolve(true);
	});
	return { breaker, clock };
}

/** Lets one request after the other through until the breaker is shut, or so many have gone. */
async function sendAlone(breaker: Breaker, reply: Reply, most: number): Promise<Pass[]> {
	const passes: Pass[] = [];
	while (passes.length < most) {
		const pass = await breaker.pass();
		if (pass === 'shut') break;
		passes.push(pass);
		breaker.note(pass, reply);
	}
	return passes;
}

describe('the circuit breaker', () => {
	test.each(OUTAGES)(
		'%s again and again ends after few requests and a bounded wait',
		async (_what, reply) => {
			const { breaker, clock } = breakerWithClock();
			const passes = await sendAlone(breaker, reply, 1000);
			expect(passes.length).toBeLessThanOrEqual(25);
			expect(passes.slice(-5)).toEqual(Array(5).fill('trial'));
			expect(clock.now).toBeLessThanOrEqual(20_000);
			expect(breaker.shutBy).toBe(reply);
			expect(await breaker.pass()).toBe('shut');
		},
	);

	test.each(ANSWERS)(
		'%s shows that MoEngage is there: nothing is held up',
		async (_what, reply) => {
			const { breaker, clock } = breakerWithClock();
			expect(await sendAlone(breaker, reply, 100)).toEqual(Array(100).fill('free'));
			// Not even where only every tenth request is answered.
			for (let request = 0; request < 100; request++) {
				const pass = await breaker.pass();
				breaker.note(pass, request % 10 === 0 ? reply : broken);
				expect(pass).toBe('free');
			}
			expect(clock.now).toBe(0);
		},
	);

	test('what n8n itself keeps from being sent says nothing about MoEngage', async () => {
		const { breaker } = breakerWithClock();
		const kept: Reply = {
			kind: 'unanswered',
			mayHaveArrived: false,
			isPassing: false,
			reason: 'no',
		};
		expect(await sendAlone(breaker, kept, 100)).toEqual(Array(100).fill('free'));
	});

	test('the first answer to a trial lets everything go again', async () => {
		const { breaker } = breakerWithClock();
		for (let trials = 0; trials < 4; trials++) {
			while ((await breaker.pass()) === 'free') breaker.note('free', broken);
			breaker.note('trial', broken);
			for (let failed = 0; failed < trials; failed++) {
				expect(await breaker.pass()).toBe('trial');
				breaker.note('trial', broken);
			}
			expect(await breaker.pass()).toBe('trial');
			breaker.note('trial', answer(200));
			expect(await sendAlone(breaker, answer(200), 3)).toEqual(['free', 'free', 'free']);
		}
	});

	test('while it is open one request at a time goes, and the others wait for its reply', async () => {
		const { breaker } = breakerWithClock();
		for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
		const passed: Pass[] = [];
		const waiting = Array.from({ length: 20 }, async () => passed.push(await breaker.pass()));
		await settled();
		expect(passed).toEqual(['trial']);
		breaker.note('trial', answer(200));
		await Promise.all(waiting);
		expect(passed).toEqual(['trial', ...Array<Pass>(19).fill('free')]);
	});

	test('waits twice as long before each further trial, and begins anew where they were one request', async () => {
		const waits: number[] = [];
		const breaker = new Breaker(async (ms) => await Promise.resolve(waits.push(ms) > 0));
		for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
		for (let trial = 0; trial < 5; trial++) breaker.note(await breaker.pass('same'), broken);
		for (let trial = 0; trial < 4; trial++) breaker.note(await breaker.pass(), broken);
		expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 500, 1000, 2000, 4000]);
		expect(breaker.shutBy).toBe(broken);
		// An answer to one that had left before begins all of it anew.
		breaker.note('free', answer(200));
		expect(breaker.shutBy).toBeUndefined();
		for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
		breaker.note(await breaker.pass(), broken);
		expect(waits.slice(9)).toEqual([500]);
	});

	describe('while a trial is under way', () => {
		/** The others wait for it, one of which is let go with `free` before. */
		async function probing(vain: number) {
			const { breaker } = breakerWithClock();
			for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
			for (let trial = 0; trial < vain; trial++) breaker.note(await breaker.pass(), broken);
			const passed: Pass[] = [];
			for (let request = 0; request < 4; request++) {
				void breaker.pass().then((pass) => passed.push(pass));
			}
			await settled();
			expect(passed).toEqual(['trial']);
			return { breaker, passed };
		}

		test.each<[string, (breaker: Breaker) => void, Pass[]]>([
			['has no response', (breaker) => breaker.note('free', broken), []],
			['is not sent after all', (breaker) => breaker.release('free'), []],
			['is accepted', (breaker) => breaker.note('free', answer(200)), ['free', 'free', 'free']],
			['is rejected', (breaker) => breaker.note('free', answer(400)), ['free', 'free', 'free']],
		])('a request that left before and %s says who may follow', async (_how, end, expected) => {
			for (const vain of [0, 1, 3]) {
				const { breaker, passed } = await probing(vain);
				end(breaker);
				await settled();
				expect(passed.slice(1)).toEqual(expected);
			}
		});

		test('nobody is given up before its reply, though it is the last one', async () => {
			for (const [reply, expected] of [
				[answer(200), ['free', 'free', 'free']],
				[answer(429), ['free', 'free', 'free']],
				[broken, ['shut', 'shut', 'shut']],
			] as Array<[Reply, Pass[]]>) {
				const { breaker, passed } = await probing(4);
				expect(breaker.shutBy).toBeUndefined();
				breaker.note('trial', reply);
				await settled();
				expect(passed.slice(1)).toEqual(expected);
			}
		});
	});

	test('nobody waits for a trial that the end of the run has kept from being sent', async () => {
		let isEnded = false;
		const breaker = new Breaker(async () => await Promise.resolve(!isEnded));
		for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
		isEnded = true;
		expect(await Promise.all(Array.from({ length: 10 }, () => breaker.pass()))).toEqual(
			Array(10).fill('shut'),
		);
	});

	test.each([
		['every trial was the same request', [1, 1, 1, 1, 1], 'free'],
		['the trials were two requests in turn', [1, 2, 1, 2, 1], 'free'],
		['each trial was another request', [1, 2, 3, 4, 5], 'shut'],
	] as const)('after as many trials as there are, where %s', async (_what, names, then) => {
		const { breaker, clock } = breakerWithClock();
		for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
		for (const name of names) {
			const pass = await breaker.pass(name);
			expect(pass).toBe('trial');
			breaker.note(pass, broken);
		}
		// Those that were trials in vain are not sent any more, whatever becomes of the others.
		expect(await breaker.pass(1)).toBe('shut');
		const passes = await sendAlone(breaker, answer(200), 3);
		expect(passes).toEqual(then === 'shut' ? [] : ['trial', 'free', 'free']);
		expect(clock.now).toBeLessThanOrEqual(17_000);
	});

	test('a trial that is not sent after all makes room for the next one', async () => {
		const { breaker } = breakerWithClock();
		for (let outage = 0; outage < 15; outage++) breaker.note(await breaker.pass(), broken);
		const passes: Pass[] = [];
		for (let trial = 0; trial < 3; trial++) {
			const pass = await breaker.pass();
			passes.push(pass);
			breaker.release(pass);
		}
		expect(passes).toEqual(['trial', 'trial', 'trial']);
		expect(breaker.shutBy).toBeUndefined();
	});
});
