import { isUnknown, mayRepeat } from '../../../nodes/MoEngage/delivery/repeat';
import { readReply, type Reply, type Unanswered } from '../../../nodes/MoEngage/transport/answer';
import type { RepeatClass } from '../../../nodes/MoEngage/transport/endpoints';

const answer = (statusCode: number, headers = {}, body: unknown = {}): Reply =>
	readReply({ statusCode, headers, body });
const none = (mayHaveArrived: boolean, isPassing: boolean, code?: string): Unanswered => ({
	kind: 'unanswered',
	mayHaveArrived,
	isPassing,
	reason: 'broke',
	code,
});
const broken = none(true, true, 'ECONNRESET');
const notSent = none(false, true, 'ECONNREFUSED');
const cancelled = none(true, false, 'ERR_CANCELED');
const forbidden = none(false, false);

describe('what the node sends again by itself', () => {
	const CASES: Array<[string, Reply, Record<RepeatClass, boolean>]> = [
		[
			'429',
			answer(429),
			{ safe: true, safeForMinutes: true, countsTwice: true, reachesCustomers: true },
		],
		[
			'500',
			answer(500),
			{ safe: true, safeForMinutes: true, countsTwice: true, reachesCustomers: false },
		],
		[
			'a gateway page',
			answer(502, {}, '<html>'),
			{ safe: true, safeForMinutes: true, countsTwice: false, reachesCustomers: false },
		],
		[
			'a gateway page that says that nothing was passed on',
			answer(503, {}, '<html>'),
			{ safe: true, safeForMinutes: true, countsTwice: true, reachesCustomers: false },
		],
		[
			'a broken connection',
			broken,
			{ safe: true, safeForMinutes: true, countsTwice: false, reachesCustomers: false },
		],
		[
			'an unreadable success',
			answer(200, {}, '{"sta'),
			{ safe: true, safeForMinutes: true, countsTwice: false, reachesCustomers: false },
		],
		[
			'a connection never made',
			notSent,
			{ safe: true, safeForMinutes: true, countsTwice: true, reachesCustomers: true },
		],
		[
			'400',
			answer(400),
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
		[
			'401',
			answer(401),
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
		[
			'success',
			answer(200),
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
		[
			'a cancelled run',
			cancelled,
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
		[
			'a domain that n8n does not allow',
			forbidden,
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
	];

	test.each(CASES)('after %s', (_what, result, expected) => {
		for (const [repeat, allowed] of Object.entries(expected)) {
			expect([repeat, mayRepeat(result, repeat as RepeatClass, false)]).toEqual([repeat, allowed]);
		}
	});

	test('Resend If Outcome Unknown repeats 5xx and unknown outcomes as well, but never refusals and successes', () => {
		for (const result of [answer(500), broken, answer(200, {}, 'x')]) {
			expect(mayRepeat(result, 'reachesCustomers', true)).toBe(true);
		}
		for (const result of [answer(400), answer(403), answer(200), cancelled]) {
			expect(mayRepeat(result, 'reachesCustomers', true)).toBe(false);
		}
	});
});

test('what leaves open whether MoEngage accepted the request, by class', () => {
	const CASES: Array<[Reply, Record<RepeatClass, boolean>]> = [
		[broken, { safe: true, safeForMinutes: true, countsTwice: true, reachesCustomers: true }],
		[
			answer(200, {}, '<html>'),
			{ safe: true, safeForMinutes: true, countsTwice: true, reachesCustomers: true },
		],
		[
			answer(500),
			{ safe: false, safeForMinutes: true, countsTwice: false, reachesCustomers: true },
		],
		[notSent, { safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false }],
		[
			answer(400),
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
		[
			answer(429),
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
		[
			answer(200),
			{ safe: false, safeForMinutes: false, countsTwice: false, reachesCustomers: false },
		],
	];
	for (const [reply, expected] of CASES) {
		for (const [repeat, isOpen] of Object.entries(expected)) {
			expect([repeat, isUnknown(reply, { repeat: repeat as RepeatClass })]).toEqual([
				repeat,
				isOpen,
			]);
		}
	}
});

test('where MoEngage rejects the repeat of what took effect, a fault leaves it open, and a rejection does not', () => {
	const endpoint = { repeat: 'safe', rejectsRepeats: true } as const;
	const open = [answer(500), answer(503), answer(502, {}, '<html>'), broken];
	const settled = [answer(200), answer(400), answer(401), answer(429), notSent];
	expect(open.map((reply) => isUnknown(reply, endpoint))).toEqual(open.map(() => true));
	expect(settled.map((reply) => isUnknown(reply, endpoint))).toEqual(settled.map(() => false));
	for (const reply of [answer(500), broken]) {
		expect(mayRepeat(reply, endpoint.repeat, false)).toBe(true);
	}
});
