import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { readAttributes } from '../../mapping/attributes';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import { isGiven } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import {
	attributesField,
	attributesJsonField,
	specifyAttributesField,
	wholeItemFields,
} from '../attributeFields';
import {
	catalogIdField,
	itemIdField,
	itemOfCatalog,
	keepCatalogDatesOption,
	pieceOf,
} from './item';
import { outputOfItem, reportOnItem } from './itemReport';

/** Parameters that hold the attributes, by the way to specify them. */
const PARAMETERS: Record<string, string> = { json: 'attributesJson', item: 'specifyAttributes' };

/** Update Items (`api/catalog/catalog.yaml`): up to 50 items a request, each reported on by itself. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update catalog item',
	description: 'Change attributes of an item in a catalog',
	route: {
		endpoint: ENDPOINTS.updateCatalogItems,
		toBody: (items) => ({ items }),
		reportOn: reportOnItem,
		toOutput: (answer, piece) => [outputOfItem(answer, piece)],
	},
	fields: [
		catalogIdField,
		itemIdField,
		specifyAttributesField('fields', 'json', 'item'),
		{
			...attributesField,
			description:
				'Attributes to change, for example price or title. The catalog must have each of them. Empty values are not sent.',
		},
		attributesJsonField,
		...wholeItemFields,
	],
	options: [keepCatalogDatesOption],

	toPiece(parameters, { json }) {
		const item = itemOfCatalog(parameters);
		const names = { fields: 'attributes', json: 'attributesJson' };
		const read = readAttributes(parameters, json, names, 'catalogItem');
		const parameter = PARAMETERS[String(parameters.get('specifyAttributes'))] ?? 'attributes';
		return {
			...pieceOf(item),
			// Which of two changes in one request comes last, no document says.
			isApart: true,
			element: { id: item.id, attributes: withoutId(read, item.id, parameter) },
		};
	},
};

/**
 * The attributes without the item's own ID, which a whole input item mostly has.
 * @throws InvalidInput when another ID, or nothing, is left to change
 */
function withoutId(
	{ id, ...attributes }: Record<string, unknown>,
	itemId: string,
	parameter: string,
): IDataObject {
	if (isGiven(id) && String(id).trim() !== itemId) {
		throw InvalidInput.sentence(
			parameter,
			`Attribute "id" is ${quote(id)}, but MoEngage cannot change the ID of an item`,
			'Leave it out, or delete the item and create it with the new ID',
		);
	}
	if (Object.keys(attributes).length === 0) {
		throw new InvalidInput(
			parameter,
			'has no attribute to change for this item',
			'Add at least one attribute with a value',
		);
	}
	return attributes as IDataObject;
}
