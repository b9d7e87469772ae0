import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import { Exchange } from '../../../../nodes/MoEngage/delivery/sending/exchange';
import { ifKnownAgain } from '../../../../nodes/MoEngage/delivery/sending/knownAgain';
import type { SendPorts, SendRules } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';
import { send } from '../../../../nodes/MoEngage/resources/alert/send';

const answer = (statusCode: number, body: object = {}): Reply =>
	readReply({ statusCode, headers: {}, body });
const ACCEPTED = answer(200, { message: 'Successfully Received' });
const DUPLICATE = answer(409, { message: 'Duplicate', status_code: 120105 });
const BROKEN: Reply = {
	kind: 'unanswered',
	mayHaveArrived: true,
	isPassing: true,
	reason: 'broke',
};

/** No limit holds anything up, and no wait takes any time. */
const LIMITS = {
	take: async () => ({ giveBack: () => undefined }),
	patience: { noteRefused: () => undefined, noteAccepted: () => undefined },
} as unknown as SendRules['limits'];

/** An alert whose requests have these replies, one after the other, and which may leave so many times. */
function exchangeWith(replies: Reply[], { mayLeave = Infinity, retryUnsafe = false } = {}) {
	const seen: string[] = [];
	let isInDoubt = false;
	const ports = {
		transmit: async () => {
			seen.push('sent');
			return replies.shift();
		},
		wait: async () => true,
		isCancelled: () => false,
		cancelled: new Promise(() => undefined),
		outcomes: {
			departing: () => seen.push('departing'),
			mayStillLeave: () => seen.filter((what) => what === 'sent').length < mayLeave,
			areInDoubt: () => isInDoubt,
			leftOpen: () => {
				isInDoubt = true;
				seen.push('left open');
			},
		},
	} as unknown as SendPorts;
	const rules = {
		route: { ...send.route, endpoint: ENDPOINTS.sendAlert },
		maxConcurrency: 1,
		maxRetries: 4,
		retryUnsafe,
		stopsOnFailure: false,
		limits: LIMITS,
	};
	const piece = pieceOfItem({ element: {}, memo: { transaction_id: 'T1' } }, 0);
	return { exchange: new Exchange(rules, ports), pieces: [piece], seen };
}

describe('an alert that MoEngage knows again', () => {
	test.each<[string, Reply[], string]>([
		['after a broken connection', [BROKEN, DUPLICATE], 'accepted'],
		['after a fault of MoEngage', [answer(500), DUPLICATE], 'accepted'],
		["after a gateway's page", [answer(502), DUPLICATE], 'accepted'],
		['after a broken connection and a rate limit', [BROKEN, answer(429), DUPLICATE], 'accepted'],
		['at once', [DUPLICATE], 'refused'],
		['after a rate limit', [answer(429), DUPLICATE], 'refused'],
	])('%s', async (_when, replies, kind) => {
		const { exchange, pieces } = exchangeWith(replies);
		expect((await exchange.send(pieces))?.kind).toBe(kind);
	});
});

describe('an alert that MoEngage would not know again any more', () => {
	test('is not sent again, whatever it waited for, and keeps its last reply', async () => {
		for (const first of [[BROKEN], [BROKEN, answer(429)], [answer(500), BROKEN]]) {
			const [last] = first.slice(-1);
			const { exchange, pieces, seen } = exchangeWith([...first, ACCEPTED], {
				mayLeave: first.length,
			});
			expect(await exchange.send(pieces)).toBe(last);
			expect(seen.filter((what) => what === 'sent')).toHaveLength(first.length);
		}
	});

	test('is not sent at all where an earlier try left it open', async () => {
		const { exchange, pieces, seen } = exchangeWith([ACCEPTED], { mayLeave: 0 });
		expect(await exchange.send(pieces)).toEqual({ kind: 'unsent', because: 'late' });
		expect(seen).toEqual([]);
	});

	test('is sent again where the user accepts that it may reach customers twice', async () => {
		const options = { mayLeave: 1, retryUnsafe: true };
		const { exchange, pieces } = exchangeWith([BROKEN, ACCEPTED], options);
		expect(await exchange.send(pieces)).toBe(ACCEPTED);
	});
});

describe('the words of a rejection', () => {
	const piece = pieceOfItem({ element: {}, memo: { transaction_id: 'T1' } }, 0);

	test.each([400, 404, 422])(
		'are those of the operation where it knows clearer ones: status %d',
		(status) => {
			const explain: SendRules['route']['explain'] = ({ httpCode }, { memo }) => ({
				httpCode,
				message: `No alert ${memo?.transaction_id as string}`,
			});
			const reply = readReply({
				statusCode: status,
				headers: { via: 'x' },
				body: { message: '?' },
			});
			expect(ifKnownAgain({ explain }, piece, reply, () => true)).toEqual({
				...reply,
				refusal: { httpCode: status, message: 'No alert T1' },
			});
			for (const other of [ACCEPTED, BROKEN, answer(200, [])]) {
				expect(ifKnownAgain({ explain }, piece, other, () => true)).toBe(other);
			}
		},
	);

	test.each<[string, Reply]>([
		['a bad request', answer(400, { message: 'Bad' })],
		['a conflict of another kind', answer(409, { message: 'Duplicate', status_code: 1 })],
		['a fault', answer(500)],
	])("stay MoEngage's own where it knows nothing again: %s", (_what, reply) => {
		expect(ifKnownAgain(send.route, piece, reply, () => true)).toBe(reply);
		expect(ifKnownAgain({}, piece, reply, () => true)).toBe(reply);
	});

	test('give way to what is known where the request had arrived before', () => {
		const body = { message: 'MoEngage received an earlier request with this transaction ID' };
		expect(ifKnownAgain(send.route, piece, DUPLICATE, () => true)).toEqual({
			...{ kind: 'accepted', headers: {} },
			body,
		});
		expect(ifKnownAgain(send.route, piece, DUPLICATE, () => false)).toMatchObject({
			kind: 'refused',
			refusal: { target: 'additionalFields.transactionId' },
		});
	});
});
