import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal, type Route } from '../../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import { Ledger, type NodeContext } from '../../../../nodes/MoEngage/delivery/settling/ledger';
import { Outcomes } from '../../../../nodes/MoEngage/delivery/settling/outcomes';
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
		outcomes.leftOpen(ITEMS);
		outcomes.accepted(PIECES, answer);
		expect(outcomes.failures()[0].failure.outcome).toBe('unknown');
		expect(outcomes.progress.accepted).toBe(3);
	});
});
