import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { ENDPOINTS } from '../../transport/endpoints';
import { catalogIdField, itemIdField, itemOfCatalog, pieceOf } from './item';
import { countNotFound, outputOfItem, reportOnDeletion } from './itemReport';

/** Delete Items (`api/catalog/catalog.yaml`): up to 50 items a request, reported on by their numbers. */
export const deleteItem: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete catalog item',
	description:
		'Remove an item from a catalog. If the catalog lacks some items of a request, MoEngage only says how many.',
	route: {
		endpoint: ENDPOINTS.deleteCatalogItems,
		toBody: (items) => ({ items: items.map(({ id }) => id as string) }),
		reportOn: reportOnDeletion,
		toOutput,
	},
	fields: [catalogIdField, itemIdField],

	toPiece(parameters) {
		const item = itemOfCatalog(parameters);
		const piece = pieceOf(item);
		return { ...piece, elementKey: piece.lane, element: { id: item.id } };
	},
};

function toOutput(answer: IDataObject, piece: Piece): IDataObject[] {
	const absent = countNotFound(answer);
	const note = `MoEngage did not find ${absent} of the items of this request, and does not say which. This item is not in the catalog any more, or never was.`;
	return [outputOfItem(answer, piece, { deleted: true, ...(absent > 0 ? { note } : {}) })];
}
