import {
	elementIndexes,
	pieceOfItem,
	toElements,
	withHeader,
} from '../../../nodes/MoEngage/delivery/piece';
import { pack } from '../../../nodes/MoEngage/delivery/sending/pack';
import { Ledger, type NodeContext } from '../../../nodes/MoEngage/delivery/settling/ledger';

const LIMITS = { elements: 100, bytes: 128_000, overhead: 0 };

test('a piece that says nothing else shares neither element nor lane with another', () => {
	const pieces = [0, 1, 2].map((item) => pieceOfItem({ element: { name: 'same' } }, item));
	expect(toElements(pieces)).toHaveLength(3);
	expect(new Set(pieces.map(({ lane }) => lane)).size).toBe(3);
});

test('each piece of a request knows the index of its element in the body', () => {
	const keys = ['a', 'b', 'a', 'c', 'b'];
	const pieces = keys.map((elementKey, item) =>
		pieceOfItem({ elementKey, element: { elementKey }, action: { item } }, item),
	);
	const elements = toElements(pieces);
	expect(elementIndexes(pieces)).toEqual([0, 1, 0, 2, 1]);
	expect(elementIndexes(pieces).map((index) => elements[index].elementKey)).toEqual(keys);
});

test('a key made once per item keeps each item in a request of its own, the same in every try', () => {
	const context: NodeContext = {};
	const keysOfTry = () => {
		const ledger = new Ledger(context as never, 0, 'subject', 'account');
		const pieces = [0, 1, 2].map((item) =>
			withHeader(
				pieceOfItem({ element: { same: true }, elementKey: 'same' }, item),
				'Idempotency-Key',
				ledger.uuid(item),
			),
		);
		return pack(pieces, LIMITS).map(({ pieces: [{ envelope }] }) => envelope?.headers);
	};
	const first = keysOfTry();
	expect(new Set(first.map((headers) => headers?.['Idempotency-Key'])).size).toBe(3);
	expect(keysOfTry()).toEqual(first);
});

test('a further header leaves the others of the piece as they are', () => {
	const piece = pieceOfItem(
		{ element: {}, envelope: { headers: { a: '1' }, query: { q: '2' } } },
		7,
	);
	expect(withHeader(piece, 'b', '3').envelope).toEqual({
		headers: { a: '1', b: '3' },
		query: { q: '2' },
	});
	expect(piece.envelope?.headers).toEqual({ a: '1' });
});
