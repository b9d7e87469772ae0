import { pieceOfItem, piecesOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import { Ledger } from '../../../../nodes/MoEngage/delivery/settling/ledger';
import { Outcomes } from '../../../../nodes/MoEngage/delivery/settling/outcomes';
import { outputOf } from '../../../../nodes/MoEngage/delivery/settling/output';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';
import type { Route } from '../../../../nodes/MoEngage/delivery/operation';

/** A read whose items ask for several things; what comes out of each is what it asked for. */
const ROUTE: Route = {
	endpoint: ENDPOINTS.getCampaignStatistics,
	toOutput: (_answer, { element }) => [{ id: element.id }, { id: element.id }],
};

const asks = (item: number, ids: string[]) => {
	const [element, ...more] = ids.map((id) => ({ id }));
	return piecesOfItem({ element, more: more.map((one) => ({ element: one })) }, item);
};

function outcomesOf(items: number): Outcomes {
	return new Outcomes(items, [], ROUTE, new Ledger({}, 0, 'subject', 'account'));
}

const idsOf = (outcomes: Outcomes) => outcomes.toOutput(false).map(({ json }) => json.id);

test('an item of several pieces comes out when all are in, in their order', () => {
	const outcomes = outcomesOf(3);
	const [a, b, c] = asks(0, ['a', 'b', 'c']);
	const [d] = asks(1, ['d']);
	const [e, f] = asks(2, ['e', 'f']);
	outcomes.accepted([c, f], {});
	outcomes.accepted([a, d], {});
	expect(idsOf(outcomes)).toEqual(['d', 'd']);
	outcomes.accepted([e, b], {});
	expect(idsOf(outcomes)).toEqual([...'aabbccddeeff']);
	expect(outcomes.toOutput(false).map(({ pairedItem }) => pairedItem)[11]).toEqual({ item: 2 });
});

test('an item fails once if one of its pieces does, before or after the others', () => {
	const outcomes = outcomesOf(3);
	const reply = {
		kind: 'unanswered',
		mayHaveArrived: false,
		isPassing: false,
		reason: 'no',
	} as const;
	const [a] = asks(0, ['a', 'b']);
	const [, d] = asks(1, ['c', 'd']);
	outcomes.accepted([a], {});
	outcomes.failed([0, 1], reply);
	outcomes.accepted([d], {});
	outcomes.accepted(asks(2, ['e']), {});
	const output = outcomes.toOutput(false);
	expect(output.map(({ json }) => json.error)).toEqual(['No', 'No', undefined, undefined]);
	expect(outcomes.failures().map(({ item }) => item)).toEqual([0, 1]);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 1, 2, 2].map((item) => ({ item })),
	);
});

test('pieces of an item are told apart from each other and from those of other items', () => {
	const pieces = [...asks(0, ['a', 'b']), ...asks(1, ['a']), ...asks(2, ['a', 'b', 'c'])];
	expect(new Set(pieces.map(({ elementKey }) => elementKey)).size).toBe(pieces.length);
	expect(new Set(pieces.map(({ lane }) => lane)).size).toBe(pieces.length);
	expect(pieces.map(({ part }) => part?.of)).toEqual([2, 2, undefined, 3, 3, 3]);
});

test("what tells an item from others stands beside MoEngage's answer, and replaces none of its keys", () => {
	const about = { customer_id: 'ann', status: 'mine' };
	const answer = { status: 'success', message: 'taken' };
	const pieces = [0, 1, 2].map((item) => pieceOfItem({ element: {}, about }, item));
	const routes: Route[] = [
		{ endpoint: ENDPOINTS.trackEvent },
		{ endpoint: ENDPOINTS.trackEvent, toOutput: (json) => [{ ...json }] },
		{
			endpoint: ENDPOINTS.trackEvent,
			toOutput: () => {
				throw new Error('not as documented');
			},
		},
	];
	for (const [index, route] of routes.entries()) {
		expect(outputOf(route, answer, pieces[index])).toEqual([
			{ customer_id: 'ann', status: 'success', message: 'taken' },
		]);
	}
	expect(outputOf(routes[0], answer, undefined)).toEqual([answer]);
});

test('of the records of a read come out the fields that were chosen, in that order', () => {
	const route: Route = {
		endpoint: ENDPOINTS.searchFlows,
		toOutput: () => [{ id: 1, name: 'a', status: 'ACTIVE' }, { id: 2, status: null }, {}],
	};
	const only = ['status', 'id', 'absent'];
	const chosen = outputOf(route, {}, { ...pieceOfItem({ element: {} }, 0), only });
	expect(chosen).toEqual([{ status: 'ACTIVE', id: 1 }, { status: null, id: 2 }, {}]);
	expect(Object.keys((chosen as object[])[0])).toEqual(['status', 'id']);
});
