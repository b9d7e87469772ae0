import type { IDataObject } from 'n8n-workflow';

import type { AcceptedCatalogChange, AcceptedRecords } from '../../simulator';
import { CATALOG_ID, SEEDED_CATALOG_ID } from '../known';
import { ai, json, write } from '../operation';

/** What all that change a catalog have in common; the items that they create are not there yet. */
export function ofCatalog(change: AcceptedCatalogChange['change']) {
	return {
		item: (index: number): IDataObject => ({
			catalog: CATALOG_ID,
			sku: `${change === 'created' ? 'new' : 'item'}-${index}`,
			title: `Item ${index}`,
			link: `https://example.com/items/${index}`,
			image: `https://example.com/items/${index}.png`,
			brand: `Brand ${index}`,
			price: 10.5 + index,
		}),
		mark: 'sku',
		arrived: ({ catalogChanges }: AcceptedRecords) =>
			catalogChanges.filter((one) => one.change === change).map(({ id }) => id),
		invalidChange: { catalog: 'Summer sale' },
		invalidParameter: 'Catalog ID',
		answer: { message: { invalid: { count: 0 } } },
		row: ['id'],
		forbidden: {
			message: /^Your account does not have access to the Catalog APIs\.$/,
			description: /^This feature is not enabled.*\(HTTP 403\)/,
			hasRequestId: false,
		},
	};
}

export default write({
	endpoint: {
		name: 'createCatalogItems',
		address: 'POST api /v1/catalog/{catalogId}/items',
		tile: 'campaign',
		elements: 50,
		kilobytes: 5000,
		rate: 'requests 100/minute 1000/hour',
		pool: 'catalog',
		repeat: 'safe',
	},
	workflow: {
		catalogId: json('catalog'),
		itemId: json('sku'),
		title: json('title'),
		link: json('link'),
		imageLink: json('image'),
		attributes: {
			assignments: [
				{ id: '1', name: 'brand', value: json('brand'), type: 'string' },
				{ id: '2', name: 'price', value: json('price'), type: 'number' },
			],
		},
	},
	hasBuilderHint: true,
	toolNotice: 'attributes',
	names: {
		fields: [
			'catalogId',
			'itemId',
			'title',
			'link',
			'imageLink',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
		],
		options: ['keepDates'],
	},
	...ofCatalog('created'),
	poison(item, text) {
		item.brand = text;
	},
	furtherRuns: [{ items: [0, 1, 2].map(ofCatalog('created').item), fault: { kind: 'resetAfter' } }],
	tools: [
		{
			parameters: {
				catalogId: ai('catalog'),
				itemId: ai('sku'),
				title: ai('title'),
				link: ai('link'),
				imageLink: ai('image'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
			},
			calls: [
				{
					catalog: SEEDED_CATALOG_ID,
					sku: 'a-1',
					title: 'Mug',
					link: 'https://example.com/a-1',
					image: 'https://example.com/a-1.png',
					attributes: '{"price": 9.5}',
				},
				{
					catalog: ` ${SEEDED_CATALOG_ID} `,
					sku: 4711,
					title: 'Cup',
					link: 'shop://cup',
					image: 'https://example.com/cup.png',
					attributes: { in_stock: true },
				},
				{
					catalog: SEEDED_CATALOG_ID,
					sku: 'a-3',
					title: 'Pot',
					link: 'https://example.com/a-3',
					image: 'https://example.com/a-3.png',
					attributes: null,
				},
			],
			expected: [
				[
					...[SEEDED_CATALOG_ID, 'a-1', 'Mug', 'https://example.com/a-1'],
					...['https://example.com/a-1.png', { price: 9.5 }],
				],
				[
					...[SEEDED_CATALOG_ID, '4711', 'Cup', 'shop://cup'],
					...['https://example.com/cup.png', { in_stock: true }],
				],
				[
					...[SEEDED_CATALOG_ID, 'a-3', 'Pot', 'https://example.com/a-3'],
					...['https://example.com/a-3.png', {}],
				],
			],
			arrived: ({ catalogChanges }) =>
				catalogChanges.map(
					({ catalogId, id, attributes: { title, link, image_link, ...rest } }) => [
						...[catalogId, id, title, link, image_link, rest],
					],
				),
			wrong: [
				{ args: { catalog: 'Summer' }, says: [/Catalog ID "Summer"/, /24 digits/] },
				{ args: { link: '' }, says: [/Link is empty/] },
				{
					args: { sku: 'sku-1001' },
					says: [/Item ids within a catalog must be unique/, /Use Update/],
				},
				{
					args: { attributes: '{"color": "red"}' },
					says: [/Undefined attributes: color/, /Add the/],
				},
			],
		},
	],
});
