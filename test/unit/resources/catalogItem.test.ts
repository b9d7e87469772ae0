import { bodyOf, type Operation } from '../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem, type ItemPiece } from '../../../nodes/MoEngage/delivery/piece';
import type { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { catalogItem } from '../../../nodes/MoEngage/resources/catalogItem';
import { create } from '../../../nodes/MoEngage/resources/catalogItem/create';
import { deleteItem } from '../../../nodes/MoEngage/resources/catalogItem/delete';
import { get } from '../../../nodes/MoEngage/resources/catalogItem/get';
import { update } from '../../../nodes/MoEngage/resources/catalogItem/update';
import { parametersOf } from '../parametersOf';

const CATALOG = '507f1f77bcf86cd799439011';

function pieceOf(
	operation: Operation,
	parameters: Record<string, unknown>,
	json: Record<string, unknown> = {},
): ItemPiece {
	const given = { catalogId: CATALOG, itemId: 'sku-1', ...parameters };
	const facts = {
		json,
		item: 0,
		now: 0,
		workflowZone: { offsetAt: () => 0 },
		newUuid: () => '',

		hasFile: () => false,
		files: () => [],
	};
	return pieceOfItem(operation.toPiece(parametersOf(given), facts), 0);
}

const MANDATORY = { title: 'Mug', link: 'shop://mug', imageLink: 'https://example.com/mug.png' };

test('create sends the four fields of every catalog beside the attributes', () => {
	const piece = pieceOf(create, {
		...MANDATORY,
		itemId: 4711,
		specifyAttributes: 'json',
		attributesJson: '{"price": 9.5, "tags": ["new"], "moe_rank": 1}',
	});
	expect(piece.envelope).toEqual({ path: { catalogId: CATALOG } });
	expect(bodyOf(create.route, [piece.element])).toEqual({
		items: [
			{
				id: '4711',
				title: 'Mug',
				link: 'shop://mug',
				image_link: 'https://example.com/mug.png',
				price: 9.5,
				tags: ['new'],
				moe_rank: 1,
			},
		],
	});
});

test('of a whole input item, the fields of the node win over fields of the same name', () => {
	const row = { id: 7, title: 'Row title', link: '', price: 3, at: '2026-01-31T17:30:00+01:00' };
	const { element } = pieceOf(create, { ...MANDATORY, specifyAttributes: 'item' }, row);
	expect(element).toEqual({
		id: 'sku-1',
		title: 'Mug',
		link: 'shop://mug',
		image_link: 'https://example.com/mug.png',
		price: 3,
		at: '2026-01-31T16:30:00.000Z',
	});
});

test('update sends what changes, without the ID that a whole input item has', () => {
	const row = { id: 'sku-1', price: 3, in_stock: false };
	const { element } = pieceOf(update, { specifyAttributes: 'item' }, row);
	expect(bodyOf(update.route, [element])).toEqual({
		items: [{ id: 'sku-1', attributes: { price: 3, in_stock: false } }],
	});
	expect(() => pieceOf(update, { specifyAttributes: 'item' }, { ...row, id: 'sku-2' })).toThrow(
		expect.objectContaining({ parameter: 'specifyAttributes' }) as InvalidInput,
	);
});

test.each([null, '', ' sku-1 '])(
	'update takes an ID column of %j, as spreadsheets have it, for no other ID',
	(id) => {
		const { element } = pieceOf(update, { specifyAttributes: 'item' }, { id, price: 3 });
		expect(element).toEqual({ id: 'sku-1', attributes: { price: 3 } });
	},
);

test.each([deleteItem, get])('$value sends IDs, each once a request', (operation) => {
	const pieces = ['a', 'b', 'a'].map((itemId) => pieceOf(operation, { itemId }));
	expect(pieces[0].elementKey).toBe(pieces[2].elementKey);
	expect(pieces[0].elementKey).not.toBe(pieces[1].elementKey);
	expect(bodyOf(operation.route, [pieces[0].element, pieces[1].element])).toEqual({
		items: ['a', 'b'],
	});
});

test('items of one ID in two catalogs are two items', () => {
	for (const operation of [deleteItem, get]) {
		const [one, other] = [CATALOG, CATALOG.replace('5', '6')].map((catalogId) =>
			pieceOf(operation, { catalogId }),
		);
		expect(one.elementKey).not.toBe(other.elementKey);
		expect(one.lane).not.toBe(other.lane);
	}
});

describe.each(catalogItem.operations)('$value', (operation) => {
	test.each([
		[{ catalogId: 'Summer sale' }, 'catalogId'],
		[{ catalogId: `${CATALOG}0` }, 'catalogId'],
		[{ catalogId: '../../v1/customer/delete' }, 'catalogId'],
		[{ itemId: '' }, 'itemId'],
	])('refuses %j by the name of the parameter', (parameters, name) => {
		expect(() => pieceOf(operation, { ...MANDATORY, ...parameters })).toThrow(
			expect.objectContaining({ parameter: name }) as InvalidInput,
		);
	});

	test('shares its limit with all others', () => {
		expect(operation.route.endpoint.limits).toMatchObject({
			elements: 50,
			bytes: 5_000_000,
			pool: 'catalog',
			rate: { counts: 'requests', perMinute: 100, perHour: 1000 },
		});
	});
});
