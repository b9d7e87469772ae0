import type { IDataObject } from 'n8n-workflow';

import {
	ItemDoubt,
	ItemRefusal,
	type ReportedRequest,
	type Route,
} from '../../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import { Ledger, type NodeContext } from '../../../../nodes/MoEngage/delivery/settling/ledger';
import { Outcomes } from '../../../../nodes/MoEngage/delivery/settling/outcomes';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import { readReply, type Refused } from '../../../../nodes/MoEngage/transport/answer';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';

/** A write whose answer reports on single elements, by their index in the request. */
const REPORTING: Route = {
	endpoint: ENDPOINTS.mergeUsers,
	reportOn(answer, _piece, element) {
		const reason = (answer.invalid as IDataObject)[String(element)];
		return reason === undefined
			? undefined
			: new ItemRefusal(String(reason), 'Correct the item', 'link');
	},
};

const ITEMS = [0, 1, 2, 3, 4];
const PIECES = ITEMS.map((item) => pieceOfItem({ element: { item } }, item));

function tryWith(context: NodeContext): { ledger: Ledger; outcomes: Outcomes } {
	const ledger = new Ledger(context as never, 0, 'subject', 'account');
	return { ledger, outcomes: new Outcomes(ITEMS.length, [], REPORTING, ledger) };
}

describe('an answer that reports on single elements', () => {
	const answer = { message: 'partly done', invalid: { 1: 'has no link', 3: 'is unknown' } };

	test('fails just the items that the report names, each with its own reason', () => {
		const { outcomes } = tryWith({});
		expect(outcomes.accepted(PIECES, answer)).toBe(true);
		expect(outcomes.progress.accepted).toBe(3);
		expect(outcomes.toOutput(false).map(({ json }) => json.error)).toEqual([
			undefined,
			'has no link',
			undefined,
			'is unknown',
			undefined,
		]);
		expect(outcomes.toOutput(false).map(({ pairedItem }) => pairedItem)).toEqual(
			ITEMS.map((item) => ({ item })),
		);
	});

	test('leaves them open for a retry, and only them', () => {
		const context: NodeContext = {};
		const first = tryWith(context);
		first.outcomes.accepted(PIECES, answer);
		first.outcomes.closeLedger(true);

		const { ledger, outcomes } = tryWith(JSON.parse(JSON.stringify(context)) as NodeContext);
		outcomes.settleEarlier(PIECES, false, new Set());
		expect(ITEMS.filter((item) => !outcomes.isSettled(item))).toEqual([1, 3]);
		expect(ITEMS.filter((item) => ledger.isUnknown(item))).toEqual([]);
	});

	test('counts elements of its own request, whatever the indexes of the items are', () => {
		const { outcomes } = tryWith({});
		outcomes.accepted(PIECES.slice(0, 2), { invalid: {} });
		outcomes.accepted(PIECES.slice(2), { invalid: { 0: 'has no link' } });
		expect(outcomes.failures()[0].item).toBe(2);
		expect(outcomes.progress.accepted).toBe(4);
	});

	test('says that nobody knows where an earlier sending of the item had no answer', () => {
		const { outcomes } = tryWith({});
		outcomes.leftOpen(ITEMS, Date.now());
		outcomes.accepted(PIECES, answer);
		expect(outcomes.failures()[0].failure.outcome).toBe('unknown');
		expect(outcomes.progress.accepted).toBe(3);
	});

	test('carries what the report knows besides: its kind, the request ID, whether a resend may help', () => {
		const refusals = [
			new ItemRefusal('no', 'Fix it'),
			new ItemRefusal('no', 'Wait', 'quota', { type: 'QuotaUsedUp', retriable: true }),
			new ItemRefusal('no', 'Ask', undefined, { requestId: 'r1' }),
		];
		const route: Route = {
			...REPORTING,
			reportOn: (_answer, _piece, element) => refusals[element],
		};
		const ledger = new Ledger({} as never, 0, 'subject', 'account');
		const outcomes = new Outcomes(ITEMS.length, [], route, ledger);
		outcomes.accepted(PIECES.slice(0, 3), {});
		expect(outcomes.failures().map(({ failure }) => failure)).toMatchObject([
			{ type: 'NotFound', retriable: false },
			{ type: 'QuotaUsedUp', target: 'quota', retriable: true },
			{ type: 'NotFound', requestId: 'r1', retriable: false },
		]);
	});
});

test('what reaches customers is unknown to a retry if the execution ended with it under way, and nothing else is', () => {
	for (const [endpoint, expected] of [
		[ENDPOINTS.triggerBusinessEvent, [0, 2]],
		[ENDPOINTS.mergeUsers, [0, 2]],
		[ENDPOINTS.sendAlert, [0, 2]],
		[ENDPOINTS.trackEvent, []],
		[ENDPOINTS.upsertUser, []],
	] as const) {
		const context: NodeContext = {};
		const ledger = () => new Ledger(context as never, 0, 'subject', 'account');
		const outcomes = new Outcomes(ITEMS.length, [], { endpoint }, ledger());
		outcomes.departing([0, 1, 2]);
		outcomes.accepted([PIECES[1]], {});
		expect(ITEMS.filter((item) => ledger().isUnknown(item))).toEqual(expected);
	}
});

describe('what MoEngage knows again for some minutes only', () => {
	const MINUTE = 60_000;
	const KEYED: Route = { endpoint: ENDPOINTS.sendAlert };

	function keyedTry(context: NodeContext): Outcomes {
		return new Outcomes(ITEMS.length, [], KEYED, new Ledger(context as never, 0, 's', 'account'));
	}

	const stored = (context: NodeContext) => JSON.parse(JSON.stringify(context)) as NodeContext;

	beforeEach(() => jest.useFakeTimers({ now: 1_780_000_000_000 }));
	afterEach(() => jest.useRealTimers());

	test('may be sent again so long after the first request with an unknown outcome, and no longer', () => {
		const outcomes = keyedTry({});
		outcomes.departing(ITEMS);
		// Rejected for the rate limit, these were in no doubt when they had waited for it.
		jest.advanceTimersByTime(10 * MINUTE);
		expect(outcomes.areInDoubt([0])).toBe(false);
		expect(outcomes.mayStillLeave([0, 1])).toBe(true);
		outcomes.leftOpen([0], Date.now());
		expect(outcomes.areInDoubt([0])).toBe(true);
		jest.advanceTimersByTime(4 * MINUTE);
		expect(outcomes.mayStillLeave([0])).toBe(true);
		// A second request without an answer does not make the first one any younger.
		outcomes.leftOpen([0], Date.now());
		jest.advanceTimersByTime(MINUTE);
		expect(outcomes.mayStillLeave([0])).toBe(false);
		expect(outcomes.mayStillLeave([1])).toBe(true);
		expect(outcomes.failures().map(({ item, failure }) => [item, failure.outcome])).toEqual([
			[0, 'unknown'],
		]);
	});

	test.each([
		['before the answer came', (outcomes: Outcomes) => outcomes.departing([1, 3])],
		[
			'after a broken connection',
			(outcomes: Outcomes) => {
				outcomes.departing([1, 3]);
				outcomes.leftOpen([1, 3], Date.now());
			},
		],
	])('is held back by a later try that comes too late: ended %s', (_when, end) => {
		const context: NodeContext = {};
		const first = keyedTry(context);
		end(first);
		first.closeLedger(true);

		jest.advanceTimersByTime(4 * MINUTE);
		const soon = keyedTry(stored(context));
		soon.settleEarlier(PIECES, false, new Set());
		expect(ITEMS.filter((item) => soon.isSettled(item))).toEqual([]);
		// What waits in this try until it is too late is not sent any more either.
		jest.advanceTimersByTime(MINUTE);
		expect(ITEMS.filter((item) => soon.mayStillLeave([item]))).toEqual([0, 2, 4]);

		const late = keyedTry(stored(context));
		late.settleEarlier(PIECES, false, new Set());
		expect(ITEMS.filter((item) => late.isSettled(item))).toEqual([1, 3]);
		const forced = keyedTry(stored(context));
		forced.settleEarlier(PIECES, true, new Set());
		expect(ITEMS.filter((item) => forced.isSettled(item))).toEqual([]);
	});

	test('is held back where an earlier try was lost with its times', () => {
		const context: NodeContext = {};
		const ledger = new Ledger(context as never, 0, 's', 'account');
		ledger.breakOff(ITEMS);
		const outcomes = new Outcomes(ITEMS.length, [], KEYED, ledger);
		outcomes.settleEarlier(PIECES, false, new Set());
		expect(outcomes.failures()).toHaveLength(ITEMS.length);
	});

	test('of any other class is in doubt for good', () => {
		const { outcomes } = tryWith({});
		outcomes.departing(ITEMS);
		outcomes.leftOpen(ITEMS, Date.now());
		jest.advanceTimersByTime(60 * MINUTE);
		expect(outcomes.mayStillLeave(ITEMS)).toBe(true);
	});
});

describe('a report', () => {
	const answer = { message: 'partly done' };

	/** Settles the answer by `reportOn`, and tells what it was asked about each element. */
	function settle(
		ready: { ledger: Ledger },
		reportOn: (element: number, request: ReportedRequest) => ItemRefusal | ItemDoubt | undefined,
	) {
		const asked: ReportedRequest[] = [];
		const route: Route = {
			endpoint: ENDPOINTS.createCatalogItems,
			reportOn(_answer, _piece, element, request) {
				asked.push(request);
				return reportOn(element, request);
			},
		};
		const outcomes = new Outcomes(ITEMS.length, [], route, ready.ledger);
		outcomes.accepted(PIECES, answer);
		return { asked, outcomes };
	}

	test('that leaves items open makes them unknown, so that a retry sends them again', () => {
		const ready = tryWith({});
		const { outcomes } = settle(ready, (element) =>
			element % 2 === 1 ? new ItemDoubt('MoEngage names nobody') : undefined,
		);
		expect(outcomes.failures().map(({ item, failure }) => [item, failure.outcome])).toEqual([
			[1, 'unknown'],
			[3, 'unknown'],
		]);
		expect(outcomes.failures()[0].failure.message).toBe(
			'MoEngage names nobody, so it is unknown whether MoEngage accepted the item',
		);
		expect(ITEMS.filter((item) => ready.ledger.isUnknown(item))).toEqual([1, 3]);
		expect(outcomes.progress.accepted).toBe(3);
	});

	test('is read knowing which items an earlier sending may have brought, and no request under way', () => {
		const ready = tryWith({});
		ready.ledger.doubt([0, 4]);
		ready.ledger.depart(ITEMS);
		const { asked } = settle(ready, () => undefined);
		expect(asked.map(({ wasInDoubt }) => wasInDoubt)).toEqual([true, false, false, false, true]);
	});

	test('is read with the number of elements, of which several items may share one', () => {
		const shared = ITEMS.map((item) =>
			pieceOfItem({ element: { item }, elementKey: String(item % 2) }, item),
		);
		const elements: number[] = [];
		const route: Route = {
			endpoint: ENDPOINTS.deleteCatalogItems,
			reportOn(_answer, _piece, _element, request) {
				elements.push(request.elements);
				return undefined;
			},
		};
		new Outcomes(ITEMS.length, [], route, tryWith({}).ledger).accepted(shared, answer);
		expect(elements).toEqual([2, 2, 2, 2, 2]);
	});
});

describe('an answer of which nothing comes for an item', () => {
	const READING: Route = {
		endpoint: { ...ENDPOINTS.getUsers, isRead: true },
		toOutput: (answer, { element }) =>
			element.item === 1 ? new ItemRefusal('is not there', 'Check it') : [answer],
	};

	test('fails that item, and a read is asked again by a retry', () => {
		const ledger = new Ledger({} as never, 0, 'subject', 'account');
		const outcomes = new Outcomes(ITEMS.length, [], READING, ledger);
		expect(outcomes.accepted(PIECES.slice(2), { a: 1 })).toBe(false);
		expect(outcomes.accepted(PIECES.slice(0, 2), { a: 1 })).toBe(true);
		expect(outcomes.progress).toEqual({ accepted: undefined, total: 5 });
		expect(outcomes.failures().map(({ item, failure }) => [item, failure.message])).toEqual([
			[1, 'is not there'],
		]);
		expect(ITEMS.map((item) => ledger.answerFor(item))).toEqual(ITEMS.map(() => undefined));
	});

	test('counts beside what a report names', () => {
		const ledger = new Ledger({} as never, 0, 'subject', 'account');
		const route: Route = { ...REPORTING, toOutput: READING.toOutput };
		const outcomes = new Outcomes(ITEMS.length, [], route, ledger);
		expect(outcomes.accepted(PIECES, { invalid: { 3: 'is unknown' } })).toBe(true);
		expect(outcomes.failures().map(({ item }) => item)).toEqual([1, 3]);
	});

	test('is no failure while other parts of the item are still awaited', () => {
		const ledger = new Ledger({} as never, 0, 'subject', 'account');
		const route: Route = { endpoint: READING.endpoint };
		const outcomes = new Outcomes(1, [], route, ledger);
		const part = (index: number) => ({ ...PIECES[0], part: { index, of: 2 } });
		expect(outcomes.accepted([part(1)], { page: 2 })).toBe(false);
		expect(outcomes.isSettled(0)).toBe(false);
		expect(outcomes.accepted([part(0)], { page: 1 })).toBe(false);
		expect(outcomes.toOutput(false).map(({ json }) => json)).toEqual([{ page: 1 }, { page: 2 }]);
	});
});

describe('items that were not sent', () => {
	const FAULT = readReply({ statusCode: 500, headers: {}, body: { message: 'Sorry' } });

	test('because of earlier replies, or of a limit, fail with the reason', () => {
		const { outcomes } = tryWith({});
		const reply = FAULT as Refused;
		outcomes.unsent([0, 2], { kind: 'unsent', because: 'outage', reply });
		const limit = { of: 'limit', unit: 'minute', maxWait: 60_000 } as const;
		outcomes.unsent([1], { kind: 'unsent', because: 'limit', limit, wasRefused: true });
		expect(outcomes.failures().map(({ item }) => item)).toEqual([0, 1, 2]);
		expect(outcomes.failures()[0].failure.message).toBe('MoEngage does not respond: Sorry');
		expect(outcomes.failures()[1].failure.outcome).toBe('rejected');
		expect(ITEMS.map((item) => outcomes.isSettled(item))).toEqual([true, true, true, false, false]);
	});

	test('because the run has ended fail as not sent, unless a request with them is under way', () => {
		const { outcomes } = tryWith({});
		outcomes.departing([0, 1, 2]);
		// MoEngage refused the requests of the first two: of those it accepted nothing.
		outcomes.splitting([0]);
		outcomes.unsent([1], { kind: 'unsent', because: 'halted' });
		expect(ITEMS.some((item) => outcomes.isSettled(item))).toBe(false);
		outcomes.failUnsettled();
		const failures = outcomes.failures();
		expect(failures.map(({ item }) => item)).toEqual(ITEMS);
		expect(failures.map(({ failure }) => failure.outcome)).toEqual([
			...['unsent', 'unsent', 'unknown', 'unsent', 'unsent'],
		]);
		for (const { failure } of failures.filter(({ item }) => item !== 2)) {
			expect(failure).toMatchObject({ type: 'NotSent', retriable: true });
		}
		expect(outcomes.toOutput(false)).toHaveLength(ITEMS.length);
	});

	test('are of unknown outcome if an earlier request with them may have arrived', () => {
		const { outcomes } = tryWith({});
		outcomes.departing([0]);
		outcomes.leftOpen([0], 1000);
		outcomes.unsent([0], { kind: 'unsent', because: 'halted' });
		outcomes.failUnsettled();
		const { failure } = outcomes.failures()[0];
		expect(failure.outcome).toBe('unknown');
		expect(failure.message).toMatch(/unknown whether MoEngage accepted the item/);
	});

	test('keep what was settled before: an item that an earlier try has sent is not invalid', () => {
		const { outcomes } = tryWith({});
		outcomes.accepted(PIECES.slice(0, 1), { invalid: {} });
		const reason = new InvalidInput('user', 'is odd', 'Fix it');
		outcomes.settleInvalid(
			new Map([
				[0, reason],
				[1, reason],
			]),
		);
		expect(outcomes.failures().map(({ item }) => item)).toEqual([1]);
	});

	test('are in doubt only if each of them is', () => {
		const { outcomes } = tryWith({});
		outcomes.leftOpen([0, 1], 1000);
		expect(outcomes.areInDoubt([0, 1])).toBe(true);
		expect(outcomes.areInDoubt([0, 2])).toBe(false);
		expect(outcomes.areInDoubt([2])).toBe(false);
	});
});

describe('what a retry outputs for an item that an earlier try has sent', () => {
	const about = (item: number) => ({ customer_id: `user-${item}` });
	const pieces = ITEMS.map((item) =>
		pieceOfItem({ element: { item }, about: about(item), memo: { uuid: `u${item}` } }, item),
	);

	test.each<[what: string, route: Partial<Route>, row: (item: number) => IDataObject]>([
		['its identifier', {}, (item) => ({ ...about(item), message: 'done', invalid: {} })],
		[
			'its shape',
			{ toOutput: (answer, { memo }) => [{ told: answer.message, ...memo }] },
			(item) => ({ ...about(item), told: 'done', uuid: `u${item}` }),
		],
	])('has %s, as the output of the first try', (_what, route, row) => {
		const context: NodeContext = {};
		const rows: unknown[] = [];
		for (const isRetry of [false, true]) {
			const ledger = new Ledger(context as never, 0, 'subject', 'account');
			const outcomes = new Outcomes(ITEMS.length, [], { ...REPORTING, ...route }, ledger);
			if (isRetry) outcomes.settleEarlier(pieces, false, new Set());
			else outcomes.accepted(pieces, { message: 'done', invalid: {} });
			expect(outcomes.progress.accepted).toBe(5);
			rows.push(outcomes.toOutput(false));
		}
		expect(rows[0]).toEqual(ITEMS.map((item) => ({ json: row(item), pairedItem: { item } })));
		expect(rows[1]).toEqual(rows[0]);
	});
});
