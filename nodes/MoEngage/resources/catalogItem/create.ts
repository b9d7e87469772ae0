import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { readAttributes, withFields } from '../../mapping/attributes';
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
import { isDuplicate, outputOfItem, reportOnItem } from './itemReport';

/** MoEngage does not say of which sending an item is that it already has. */
const RESENT_NOTE =
	'The node sent this item twice, because the first request got no usable response. MoEngage had an item with this ID at the second.';

/** Add Items (`api/catalog/catalog.yaml`): up to 50 items a request, each reported on by itself. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create catalog item',
	description: 'Add an item to a catalog',
	hint: 'Fails for an item that exists: connect its error output to update.',
	route: {
		endpoint: ENDPOINTS.createCatalogItems,
		toBody: (items) => ({ items }),
		reportOn: reportOnItem,
		toOutput: (answer, piece) => [
			outputOfItem(answer, piece, isDuplicate(answer, piece) ? { note: RESENT_NOTE } : {}),
		],
	},
	fields: [
		catalogIdField,
		{ ...itemIdField, description: 'ID that the item gets. No other item of the catalog has it.' },
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Classic T-Shirt',
			description: 'Name of the item',
		},
		{
			displayName: 'Link',
			name: 'link',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/products/sku-123',
			description: "URL or deep link of the item's page",
		},
		{
			displayName: 'Image Link',
			name: 'imageLink',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/images/sku-123.jpg',
			description: "URL of the item's image",
		},
		specifyAttributesField('fields', 'json', 'item'),
		{
			...attributesField,
			description:
				'Further attributes of the item. The catalog must have each of them. Empty values are not sent.',
		},
		attributesJsonField,
		...wholeItemFields,
	],
	options: [keepCatalogDatesOption],

	toPiece(parameters, { json }) {
		const item = itemOfCatalog(parameters);
		const names = { fields: 'attributes', json: 'attributesJson' };
		return {
			...pieceOf(item),
			// MoEngage refuses two of one ID in a request.
			isApart: true,
			element: withFields(
				readAttributes(parameters, json, names, 'catalogItem'),
				{
					id: item.id,
					title: parameters.requiredText('title'),
					link: parameters.requiredText('link'),
					image_link: parameters.requiredText('imageLink'),
				},
				parameters,
			) as IDataObject,
		};
	},
};
