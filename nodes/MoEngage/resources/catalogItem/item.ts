import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Piece } from '../../delivery/piece';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { keepDatesOption } from '../attributeFields';

/** What the operations on items of a catalog share: which item of which catalog. */

export const catalogIdField: INodeProperties = {
	displayName: 'Catalog ID',
	name: 'catalogId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 507f1f77bcf86cd799439011',
	description:
		'ID of the catalog: 24 digits and letters from a to f, which MoEngage returned when the catalog was created by API. MoEngage has no list of catalogs to choose from, and rejects catalogs made from a file.',
};

export const itemIdField: INodeProperties = {
	displayName: 'Item ID',
	name: 'itemId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. sku-123',
	description: 'ID of the item in the catalog',
};

/** Catalogs want another form of dates than users and events. */
export const keepCatalogDatesOption: INodeProperties = {
	...keepDatesOption,
	description:
		'Whether to send dates in attributes as they are. If off, a date with time and zone is sent in the form for catalogs: UTC with milliseconds, for example 2026-01-31T16:30:00.000Z.',
};

/** "A 24-character hex string" (`api/catalog/catalog.yaml`). */
const CATALOG_ID = /^[0-9a-f]{24}$/i;

/** An item of a catalog, by the IDs of both. */
export type ItemOfCatalog = { catalogId: string; id: string };

/**
 * Reads `catalogId` and `itemId`.
 * @throws InvalidInput for a catalog ID that cannot be one, such as the name of the catalog
 */
export function itemOfCatalog(parameters: Reader): ItemOfCatalog {
	const catalogId = parameters.requiredText('catalogId');
	if (!CATALOG_ID.test(catalogId)) {
		throw new InvalidInput(
			'catalogId',
			`${quote(catalogId)} is not the ID of a catalog`,
			'Use the 24 digits and letters (a to f) that MoEngage returned when the catalog was created, not its name',
		);
	}
	return { catalogId, id: parameters.requiredText('itemId') };
}

/** What the piece of an item says besides its element: items share a request if they are of one catalog. */
export function pieceOf(
	item: ItemOfCatalog,
): Required<Pick<Piece, 'envelope' | 'lane'>> & { memo: ItemOfCatalog & IDataObject } {
	const { catalogId, id } = item;
	return {
		envelope: { path: { catalogId } },
		lane: JSON.stringify([catalogId, id]),
		memo: { catalogId, id },
	};
}
