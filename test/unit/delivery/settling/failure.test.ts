import { ItemRefusal, type RefusalFacts } from '../../../../nodes/MoEngage/delivery/operation';
import {
	failureOf,
	heldBack,
	notSentAfter,
	refusedInDoubt,
	refusedItem,
	unknownOutcome,
	unusableSetup,
	type Failure,
} from '../../../../nodes/MoEngage/delivery/settling/failure';
import {
	readReply,
	type Unaccepted,
	type Unanswered,
} from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS, type Endpoint } from '../../../../nodes/MoEngage/transport/endpoints';

const { trackEvent, upsertUser, triggerBusinessEvent, sendAlert } = ENDPOINTS;

/** One endpoint of each class. */
const CLASSES: Endpoint[] = [upsertUser, trackEvent, sendAlert, triggerBusinessEvent];

const answer = (statusCode: number, body: unknown = { message: 'No', status: 'fail' }) =>
	readReply({ statusCode, headers: {}, body }) as Unaccepted;
const none = (mayHaveArrived: boolean, isPassing = true): Unanswered => ({
	kind: 'unanswered',
	mayHaveArrived,
	isPassing,
	reason: 'the connection broke',
	code: 'ECONNRESET',
});

/** Whether the failure says that the same may help again, for an endpoint of each class. */
function retriables(failure: (endpoint: Endpoint) => Failure): string {
	return CLASSES.map((endpoint) => (failure(endpoint).retriable ? 'yes' : 'no')).join(' ');
}

describe('whether sending the same again may help', () => {
	// The columns: an update, an event, an alert, a business event.
	test.each<[string, Unaccepted, string]>([
		['a limit', answer(429), 'yes yes yes yes'],
		['a limit without a body', answer(429, ''), 'yes yes yes yes'],
		['a fault of MoEngage', answer(500), 'yes yes no no'],
		['an overload', answer(503, ''), 'yes yes no no'],
		["a gateway's page", answer(502, '<html>'), 'yes no no no'],
		['a gateway that gave up', answer(504, '<html>'), 'yes no no no'],
		['a bad item', answer(400), 'no no no no'],
		['a wrong key', answer(401), 'no no no no'],
		[
			'a suspended account',
			answer(403, { error: { message: 'Account Suspended' } }),
			'no no no no',
		],
		["a firewall's page", answer(403, '<html>'), 'no no no no'],
		['a path that is none', answer(404), 'no no no no'],
		['a conflict', answer(409), 'no no no no'],
		['a body too large', answer(413, '<html>'), 'no no no no'],
		['a redirect', answer(302, ''), 'no no no no'],
		['a 200 that says failure', answer(200, { status: 'failure' }), 'no no no no'],
		['a page in place of an acceptance', answer(200, '<html>'), 'yes no no no'],
		['a connection that broke', none(true), 'yes no no no'],
		['a connection never made', none(false), 'yes yes yes yes'],
		['what n8n kept from being sent', none(false, false), 'yes yes yes yes'],
	])('%s', (_what, reply, expected) => {
		expect(retriables((endpoint) => failureOf(reply, endpoint))).toBe(expected);
	});

	test.each<[string, Unaccepted, string]>([
		['of a wrong key', answer(401), 'no no no no'],
		['of a suspended account', answer(403, { error: { message: 'Suspended' } }), 'no no no no'],
		['of many rejected items', answer(400), 'no no no no'],
		['MoEngage does not respond', none(true), 'yes yes yes yes'],
		['nothing gets through', none(false), 'yes yes yes yes'],
		['of faults only', answer(500), 'yes yes yes yes'],
		["of a firewall's pages", answer(403, '<html>'), 'yes yes yes yes'],
	])('of an item that was not sent because %s', (_what, reply, expected) => {
		expect(retriables((endpoint) => notSentAfter(reply, endpoint))).toBe(expected);
	});

	test('after a sending whose outcome is unknown, only where a repeat changes nothing', () => {
		const rejected = failureOf(answer(400), upsertUser);
		expect(retriables((endpoint) => refusedInDoubt(rejected, endpoint))).toBe('yes no no no');
		expect(retriables((endpoint) => unknownOutcome('It broke', endpoint))).toBe('yes no no no');
		// The retry that this failure comes from was one already.
		expect(retriables((endpoint) => heldBack(endpoint))).toBe('no no no no');
	});

	test('of a single item that an accepted request left out, as MoEngage says', () => {
		for (const [facts, expected] of [
			[{}, false],
			[{ type: 'NotFound' }, false],
			[{ retriable: true }, true],
		] as Array<[RefusalFacts, boolean]>) {
			const refusal = new ItemRefusal('Not found', 'Check it', 'identifier', facts);
			expect(refusedItem(refusal)).toMatchObject({ outcome: 'rejected', retriable: expected });
		}
		expect(unusableSetup('There is no key').retriable).toBe(false);
	});
});
