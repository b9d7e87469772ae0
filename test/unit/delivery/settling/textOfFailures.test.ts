import type { IDataObject, INode, INodeProperties } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ItemRefusal, type Route } from '../../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import {
	failureOf,
	heldBack,
	invalidItem,
	notSentAfter,
	refusedInDoubt,
	refusedItem,
	unforeseen,
	unknownOutcome,
	unusableSetup,
	type FailedItem,
	type Failure,
} from '../../../../nodes/MoEngage/delivery/settling/failure';
import { outputOf } from '../../../../nodes/MoEngage/delivery/settling/output';
import {
	failedOutput,
	failedRun,
	failedRunOf,
	nodeErrorOf,
} from '../../../../nodes/MoEngage/delivery/settling/report';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import { readReply, type Unaccepted } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS, type Endpoint } from '../../../../nodes/MoEngage/transport/endpoints';

const NODE = { name: 'Send', type: 'x', parameters: {} } as unknown as INode;
const of = (repeat: Endpoint['repeat']): Endpoint => ({ ...ENDPOINTS.trackEvent, repeat });
const SAFE = of('safe');
const REACHES = of('reachesCustomers');
const COUNTS = of('countsTwice');
const MINUTES = of('safeForMinutes');

const refused = (statusCode: number, body: unknown) =>
	readReply({ statusCode, headers: {}, body }) as Unaccepted;
const BAD_REQUEST = refused(400, {
	error: { message: 'Wrong', type: 'ValueError', attribute: 'price', request_id: 'r-1' },
});
const BARE = refused(400, { message: 'Wrong' });
const LIMIT = refused(429, { message: 'Too many' });
const FAULT = refused(500, { message: 'Sorry' });
const WRONG_KEY = refused(401, { message: 'Who?' });
const GATEWAY = refused(403, '<html>');
const UNREADABLE: Unaccepted = { kind: 'unreadable', statusCode: 200 };
const BROKEN: Unaccepted = {
	...{ kind: 'unanswered', mayHaveArrived: true, isPassing: true },
	...{ reason: 'the connection broke', code: 'ECONNRESET' },
};
const NOT_REACHED: Unaccepted = { ...BROKEN, mayHaveArrived: false };
const NOT_SENT: Unaccepted = {
	...{ kind: 'unanswered', mayHaveArrived: false, isPassing: false },
	reason: 'the credential is gone',
};

const REJECTED_ALL =
	'The node did not send this item, because many requests in a row got no usable response. Check the Data Center of the credential and the network of this n8n. Then run again.';
const DOUBT_SAFE = 'Resending it is safe.';
const DOUBT_COUNTS =
	"Before you resend it, check the user's profile in the MoEngage dashboard: it may count twice.";
const DOUBT_REACHES =
	'Before you resend it, check in the MoEngage dashboard whether it happened (Engage > Campaigns for a business event). A repeat may message customers again, and cannot be undone.';
const DOUBT_MINUTES =
	'A retry of this execution is safe for four minutes. Later, check in the MoEngage dashboard first whether it was sent: it may reach customers twice.';

const FIELDS: INodeProperties[] = [
	{ displayName: 'Event Name', name: 'eventName', type: 'string', default: '' },
];

describe('what a failed item says', () => {
	const invalid = (parameter: string) =>
		invalidItem(new InvalidInput(parameter, 'is odd', 'Fix it'), FIELDS);
	const sentence = invalidItem(InvalidInput.sentence('eventName', 'It is odd', 'Fix it'), FIELDS);
	const NEVER = { outcome: 'invalid', httpCode: null, retriable: false } as const;
	const INVALID = { ...NEVER, type: 'InvalidInput', description: 'Fix it.' };
	const UNKNOWN = { outcome: 'unknown', httpCode: null, type: 'UnknownOutcome' } as const;
	const SETUP = { ...NEVER, type: 'InvalidSetup' };

	test.each<[string, Failure, object]>([
		[
			'a field',
			invalid('eventName'),
			{ ...INVALID, message: 'Event Name is odd', target: 'eventName' },
		],
		['a field without a label', invalid('x'), { ...INVALID, message: 'is odd', target: 'x' }],
		['the whole item', invalid(''), { ...INVALID, message: 'is odd', target: undefined }],
		['a whole sentence', sentence, { ...INVALID, message: 'It is odd', target: 'eventName' }],
		[
			'the credential',
			unusableSetup('No key'),
			{ ...SETUP, message: 'No key', description: 'The node sent nothing.' },
		],
		[
			'an exception',
			unforeseen(new Error('x')),
			{
				...SETUP,
				message: 'The node could not send the items: x',
				description: 'Report this to the authors of the node.',
			},
		],
		[
			'an item that came to nothing',
			refusedItem(new ItemRefusal('Not there', 'Check it')),
			{
				...{ outcome: 'rejected', message: 'Not there', description: 'Check it.', httpCode: 200 },
				...{ type: 'NotFound', target: undefined, requestId: undefined, retriable: false },
			},
		],
		[
			'an item of which MoEngage says more',
			refusedItem(
				new ItemRefusal('Busy', 'Wait', 'id', { type: 'Busy', requestId: 'r', retriable: true }),
			),
			{
				...{ outcome: 'rejected', message: 'Busy', description: 'Wait.', httpCode: 200 },
				...{ type: 'Busy', target: 'id', requestId: 'r', retriable: true },
			},
		],
		[
			'a rejection',
			failureOf(BAD_REQUEST, SAFE),
			{
				...{ outcome: 'rejected', message: 'Wrong', httpCode: 400, type: 'ValueError' },
				...{ target: 'price', requestId: 'r-1', retriable: false },
				description: 'Fix the item and resend it. (Target: price · Request ID: r-1 · HTTP 400)',
			},
		],
		[
			'a bare rejection',
			failureOf(BARE, SAFE),
			{
				...{ outcome: 'rejected', message: 'Wrong', httpCode: 400, type: 'Rejected' },
				...{ target: undefined, requestId: undefined, retriable: false },
				description: 'Fix the item and resend it. (HTTP 400)',
			},
		],
		[
			'a limit',
			failureOf(LIMIT, REACHES),
			{
				...{ outcome: 'rejected', message: 'Too many', httpCode: 429, type: 'Rejected' },
				...{ target: undefined, requestId: undefined, retriable: true },
				description:
					'The workspace has reached its rate limit for this API. Resend the item later. (HTTP 429)',
			},
		],
		[
			'a fault that changed nothing',
			failureOf(FAULT, SAFE),
			{
				...{ outcome: 'rejected', message: 'Sorry', httpCode: 500, type: 'Rejected' },
				...{ target: undefined, requestId: undefined, retriable: true },
				description: 'MoEngage could not finish the request. Resend the item later. (HTTP 500)',
			},
		],
		[
			'a fault that may have reached customers',
			failureOf(FAULT, REACHES),
			{
				...{ outcome: 'unknown', httpCode: 500, type: 'UnknownOutcome', retriable: false },
				...{ target: undefined, requestId: undefined },
				message: 'Sorry, so it is unknown whether MoEngage accepted the item',
				description: `${DOUBT_REACHES} (HTTP 500)`,
			},
		],
		[
			'an unreadable response',
			failureOf(UNREADABLE, COUNTS),
			{
				...{ ...UNKNOWN, httpCode: 200, retriable: false },
				message:
					"The response is not in MoEngage's format, so it is unknown whether MoEngage accepted the item",
				description: DOUBT_COUNTS,
			},
		],
		[
			'no response',
			failureOf(BROKEN, SAFE),
			{
				...{ ...UNKNOWN, retriable: true, description: DOUBT_SAFE },
				message:
					'The connection broke (ECONNRESET), so it is unknown whether MoEngage accepted the item',
			},
		],
		[
			'no connection',
			failureOf(NOT_REACHED, SAFE),
			{
				...{ outcome: 'unsent', httpCode: null, type: 'ECONNRESET', retriable: true },
				message: 'The connection broke (ECONNRESET)',
				description:
					'The item did not reach MoEngage. Check the Data Center of the credential and the network of this n8n.',
			},
		],
		[
			'what n8n keeps from being sent',
			failureOf(NOT_SENT, SAFE),
			{
				...{ outcome: 'unsent', httpCode: null, type: 'NotSent', retriable: true },
				message: 'The credential is gone',
				description: 'The node did not send the item. Fix the reason, then run again.',
			},
		],
		[
			'an unknown outcome of an alert',
			unknownOutcome('It broke', MINUTES),
			{
				...{ ...UNKNOWN, retriable: false, description: DOUBT_MINUTES },
				message: 'It broke, so it is unknown whether MoEngage accepted the item',
			},
		],
		[
			'a rejection after a request without a response',
			refusedInDoubt(failureOf(BARE, SAFE), SAFE),
			{
				...{ ...UNKNOWN, httpCode: 400, retriable: true, target: undefined, requestId: undefined },
				message:
					'Wrong; an earlier request got no usable response, so it is unknown whether MoEngage accepted the item',
				description: `Fix the item and resend it. (HTTP 400) ${DOUBT_SAFE}`,
			},
		],
		[
			'what an earlier try left open',
			heldBack(REACHES),
			{
				...{ ...UNKNOWN, retriable: false },
				message:
					'An earlier try ended before MoEngage responded, so it is unknown whether MoEngage accepted the item. The node did not resend it',
				description: `${DOUBT_REACHES} To resend it anyway, turn on the option Resend If Outcome Unknown.`,
			},
		],
		[
			'the same of what only a lost UUID made safe',
			heldBack(SAFE),
			{
				...{ ...UNKNOWN, retriable: false },
				message:
					'An earlier try ended before MoEngage responded, so it is unknown whether MoEngage accepted the item. The node did not resend it',
				description:
					'The UUID of the earlier request is lost, so the item may count twice. Map Event UUID to be able to resend items. To resend it anyway, turn on the option Resend If Outcome Unknown.',
			},
		],
	])('about %s', (_what, failure, expected) => {
		expect(failure).toEqual(expected);
	});

	test.each<[string, Unaccepted, object]>([
		[
			'a request like it',
			BAD_REQUEST,
			{
				...{ outcome: 'rejected', message: 'Wrong', type: 'ValueError', httpCode: 400 },
				...{ target: 'price', requestId: undefined, retriable: false },
				description:
					'Fix the item and resend it. (Target: price · Request ID: r-1 · HTTP 400) The node did not send this item, because MoEngage rejected the request with it, and many items in a row for the same reason.',
			},
		],
		[
			'the key',
			WRONG_KEY,
			{
				...{ outcome: 'rejected', message: 'Who?', type: 'Rejected', httpCode: 401 },
				...{ target: undefined, requestId: undefined, retriable: false },
				description: expect.stringMatching(
					/^Check the .* \(HTTP 401\) The node did not send this item, because MoEngage rejected an earlier request for the same reason\.$/,
				) as string,
			},
		],
		[
			'a gateway',
			GATEWAY,
			{
				...{ outcome: 'unsent', type: 'NotSent', httpCode: 403, target: undefined },
				...{ requestId: undefined, retriable: true, description: REJECTED_ALL },
				message:
					'MoEngage does not respond: MoEngage rejected the request without a reason (HTTP 403)',
			},
		],
		[
			'faults',
			FAULT,
			{
				...{ outcome: 'unsent', type: 'NotSent', httpCode: 500, target: undefined },
				...{ requestId: undefined, retriable: true, description: REJECTED_ALL },
				message: 'MoEngage does not respond: Sorry',
			},
		],
		[
			'responses of something else',
			UNREADABLE,
			{
				...{ outcome: 'unsent', type: 'NotSent', httpCode: 200, requestId: undefined },
				...{ retriable: true, description: REJECTED_ALL },
				message: "MoEngage does not respond: The response is not in MoEngage's format",
			},
		],
		[
			'connections that break',
			BROKEN,
			{
				...{ outcome: 'unsent', type: 'NotSent', httpCode: null, requestId: undefined },
				...{ retriable: true, description: REJECTED_ALL },
				message: 'MoEngage does not respond: The connection broke (ECONNRESET)',
			},
		],
		[
			'connections that cannot be made',
			NOT_REACHED,
			{
				...{ outcome: 'unsent', type: 'ECONNRESET', httpCode: null, requestId: undefined },
				...{ retriable: true, description: REJECTED_ALL },
				message: 'MoEngage does not respond: The connection broke (ECONNRESET)',
			},
		],
	])('that was not sent because of %s', (_what, reply, expected) => {
		expect(notSentAfter(reply, SAFE)).toEqual(expected);
	});
});

const REJECTED = failureOf(BAD_REQUEST, SAFE);
const INVALID = invalidItem(new InvalidInput('eventName', 'is odd', 'Fix it'), FIELDS);

test('the output of a failed item has each fact that is known, and no other', () => {
	expect(failedOutput({ ...REJECTED, retryAt: '2026-01-01T00:00:00Z' }, 3, false)).toEqual({
		json: {
			error: 'Wrong',
			message: REJECTED.description,
			details: {
				...{ httpCode: 400, type: 'ValueError', retriable: false, target: 'price' },
				...{ requestId: 'r-1', retryAt: '2026-01-01T00:00:00Z' },
			},
		},
		pairedItem: { item: 3 },
	});
	const bare = failedOutput({ ...failureOf(BARE, SAFE) }, 0, false).json.details as IDataObject;
	expect(Object.keys(bare)).toEqual(['httpCode', 'type', 'retriable']);
	expect(failedOutput(INVALID, 7, false).json.error).toBe('[Item 7] Event Name is odd');
});

describe('the exception that ends a run', () => {
	test.each<[string, Error, unknown, string, string, object]>([
		[
			'of an item that cannot be sent',
			failedRun(NODE, INVALID, 4, { accepted: 0, total: 9 }),
			NodeOperationError,
			'Event Name is odd [item 4]',
			'Fix it.',
			{ context: { itemIndex: 4 } },
		],
		[
			'of one after others were accepted',
			failedRun(NODE, INVALID, 0, { accepted: 2, total: 9 }),
			NodeOperationError,
			'Event Name is odd [item 0]',
			'Fix it. MoEngage accepted 2 of 9 items; a retry sends only the rest.',
			{ context: { itemIndex: 0 } },
		],
		[
			'of all items',
			failedRun(NODE, INVALID),
			NodeOperationError,
			'Event Name is odd',
			'Fix it.',
			{},
		],
		[
			'of a rejected item',
			failedRun(NODE, REJECTED, 4, { accepted: 0, total: 9 }),
			NodeApiError,
			'Wrong',
			`${REJECTED.description} MoEngage accepted 0 of 9 items.`,
			{ context: { itemIndex: 4 }, httpCode: '400' },
		],
		[
			'of a request without a response',
			failedRun(NODE, failureOf(BROKEN, SAFE), 1, { accepted: 8, total: 9 }),
			NodeApiError,
			'The connection broke (ECONNRESET), so it is unknown whether MoEngage accepted the item',
			'Resending it is safe. MoEngage accepted 8 of 9 items; a retry sends only the rest.',
			{ context: { itemIndex: 1 }, httpCode: null },
		],
	])('%s', (_what, error, type, message, description, more) => {
		expect(error).toBeInstanceOf(type);
		expect(error).toMatchObject({ message, description, ...more });
	});

	test('is the one of this node, or made of what nobody foresaw', () => {
		const own = failedRun(NODE, INVALID);
		expect(nodeErrorOf(NODE, own)).toBe(own);
		const api = failedRun(NODE, REJECTED);
		expect(nodeErrorOf(NODE, api)).toBe(api);
		expect(nodeErrorOf(NODE, new Error('x'))).toMatchObject({
			message: 'The node could not send the items: x',
			description: 'Report this to the authors of the node.',
		});
	});
});

describe('the exception of several items that cannot be sent', () => {
	const invalids = (count: number, reasonOf: (item: number) => string): FailedItem[] =>
		Array.from({ length: count }, (_, item) => ({
			item,
			failure: invalidItem(new InvalidInput('eventName', reasonOf(item), 'Fix it'), FIELDS),
		}));
	const describe1 = (failures: FailedItem[]) =>
		failedRunOf(NODE, failures, { accepted: 0, total: 30 }) as NodeOperationError;

	test('names each reason once, with the numbers of its items', () => {
		const failures = [
			...invalids(3, () => 'is odd'),
			...invalids(5, (item) => `"${item}x" of 2026-01-0${item}T10:00 is 12${item} too long`).slice(
				3,
			),
			...invalids(6, () => 'Attribute "a" is odd').slice(5),
			...invalids(7, () => 'Attribute "b" is odd').slice(6),
		];
		const { message, description } = describe1(failures);
		expect(message).toBe(
			'7 of 30 items cannot be sent, and nothing was sent: Event Name is odd [item 0]',
		);
		expect(description).toBe(
			[
				'Items 0, 1, 2: Event Name is odd. Fix it.',
				'Items 3, 4: Event Name "3x" of 2026-01-03T10:00 is 123 too long. Fix it.',
				'Item 5: Event Name Attribute "a" is odd. Fix it.',
				'Item 6: Event Name Attribute "b" is odd. Fix it.',
			].join('\n'),
		);
	});

	test.each([
		[10, 'Items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9: Event Name is odd. Fix it.'],
		[12, 'Items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more: Event Name is odd. Fix it.'],
	])('of %i items for one reason names ten', (count, description) => {
		expect(describe1(invalids(count, () => 'is odd')).description).toBe(description);
	});

	test('for many reasons names ten of them', () => {
		const letters = 'abcdefghijklmno';
		const lines = describe1(invalids(12, (item) => `is ${letters[item]}`)).description?.split('\n');
		expect(lines).toHaveLength(11);
		expect(lines?.[9]).toBe('Item 9: Event Name is j. Fix it.');
		expect(lines?.[10]).toBe('And 2 more reasons.');
		const few = describe1(invalids(10, (item) => `is ${letters[item]}`)).description?.split('\n');
		expect(few).toHaveLength(10);
	});

	test.each([
		[0, /and nothing was sent: /, /^This run sent nothing\. /],
		[3, /and nothing more was sent: /, /^This run sent nothing more\. /],
	])('says after %d accepted in an earlier try what is true of all', (accepted, ofTwo, ofOne) => {
		const failures = invalids(2, () => 'is empty');
		expect(failedRunOf(NODE, failures, { accepted, total: 9 }).message).toMatch(ofTwo);
		const alone = failedRunOf(NODE, failures.slice(0, 1), { accepted, total: 9 });
		expect((alone as NodeOperationError).description).toMatch(ofOne);
	});

	test('is that of the first one if the others were rejected', () => {
		const failures = [
			{ item: 1, failure: REJECTED },
			{ item: 2, failure: INVALID },
			{ item: 3, failure: REJECTED },
		];
		const error = failedRunOf(NODE, failures, { accepted: 4, total: 9 });
		expect(error).toMatchObject({ message: 'Wrong', context: { itemIndex: 1 } });
	});
});

describe('the output of an accepted item', () => {
	const PIECE = pieceOfItem({ element: { id: 1 }, memo: { limit: 2 } }, 0);
	const broken = () => {
		throw new Error('no list');
	};
	const paging: Route['paging'] = {
		recordsOf: () => [],
		idOf: () => undefined,
		next: () => undefined,
		limitOf: ({ memo }) => memo?.limit as number,
	};
	const READ = { ...SAFE, isRead: true } as const;

	test('is MoEngage’s answer, or what the operation makes of it', () => {
		const answer = { status: 'success' };
		const plain = outputOf({ endpoint: SAFE }, answer, PIECE);
		expect(plain).toEqual([{ status: 'success' }]);
		expect((plain as unknown[])[0]).not.toBe(answer);
		const route: Route = { endpoint: SAFE, toOutput: (its, { element }) => [{ its, element }] };
		expect(outputOf(route, answer, PIECE)).toEqual([{ its: answer, element: { id: 1 } }]);
		expect(outputOf(route, answer, undefined)).toEqual([answer]);
	});

	test('has as many records as the item needs', () => {
		const toOutput: Route['toOutput'] = ({ records }) => records as IDataObject[];
		const records = [{ a: 1 }, { a: 2 }, { a: 3 }];
		const route: Route = { endpoint: READ, paging, toOutput };
		expect(outputOf(route, { records }, PIECE)).toEqual([{ a: 1 }, { a: 2 }]);
	});

	test('that is not as documented costs a read its item, and a write nothing', () => {
		const answer = { odd: true };
		expect(outputOf({ endpoint: SAFE, toOutput: broken }, answer, PIECE)).toEqual([answer]);
		const refusal = outputOf({ endpoint: READ, toOutput: broken }, answer, PIECE);
		expect(refusal).toEqual(
			new ItemRefusal(
				"MoEngage's response is not as documented: no list",
				'Try again later. If it happens again, report it to the authors of the node',
			),
		);
	});
});
