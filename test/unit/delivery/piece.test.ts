import {
	elementIndexes,
	pieceOfItem,
	toElements,
	withKey,
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
			withKey(
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

test('the key is another one as soon as what is sent is another, so that a corrected item is not refused', () => {
	const uuid = '5f7c1f0e-0000-4000-8000-000000000001';
	const keyOf = (element: object, envelope?: object) =>
		withKey(pieceOfItem({ element, envelope } as never, 3), 'Idempotency-Key', uuid).envelope
			?.headers?.['Idempotency-Key'];
	const keys = [
		keyOf({ action: 'PAUSE' }),
		keyOf({ action: 'STOP' }),
		keyOf({ action: 'STOP' }, { path: { campaignId: 'a' } }),
		keyOf({ action: 'STOP' }, { path: { campaignId: 'b' } }),
	];
	expect(new Set(keys).size).toBe(4);
	for (const key of keys) {
		expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	}
	expect(keyOf({ action: 'PAUSE' })).toBe(keys[0]);
});

test('the header of the key leaves the others of the piece as they are', () => {
	const piece = pieceOfItem(
		{ element: {}, envelope: { headers: { a: '1' }, query: { q: '2' } } },
		7,
	);
	expect(withKey(piece, 'b', '3').envelope).toEqual({
		headers: { a: '1', b: expect.any(String) as string },
		query: { q: '2' },
	});
	expect(piece.envelope?.headers).toEqual({ a: '1' });
});
