import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal, type Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { quote } from '../../mapping/invalidInput';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { catalogIdField, itemIdField, itemOfCatalog, pieceOf } from './item';

/** Get Items (`api/catalog/catalog.yaml`): up to 50 items a request, each handed back to the item that asked for it. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get catalog item',
	description: 'Get an item of a catalog with its attributes',
	route: {
		endpoint: ENDPOINTS.getCatalogItems,
		toBody: (items) => ({ items: items.map(({ id }) => id as string) }),
		toOutput: foundItem,
	},
	fields: [catalogIdField, itemIdField],

	toPiece(parameters) {
		const item = itemOfCatalog(parameters);
		const piece = pieceOf(item);
		return { ...piece, elementKey: piece.lane, element: { id: item.id } };
	},
};

/**
 * Where an item of the answer holds its ID: items are created with `id`, but the only example of an answer has
 * `product_id` and no `id`.
 */
const ID_FIELDS = ['id', 'product_id'];

function foundItem(answer: IDataObject, { memo }: Piece): IDataObject[] | ItemRefusal {
	const items = (Array.isArray(answer.items) ? answer.items : []).filter(isPlainObject);
	const id = String(memo?.id);
	for (const field of ID_FIELDS) {
		const found = items.find((item) => item[field] !== undefined && String(item[field]) === id);
		if (found !== undefined) return [found as IDataObject];
	}
	return new ItemRefusal(
		`The catalog has no item with the ID ${quote(id)}`,
		'Check Item ID and Catalog ID',
		'itemId',
	);
}
