import { SEEDED_CATALOG_ID } from '../known';
import { ai, json, write } from '../operation';
import { ofCatalog } from './create';

export default write({
	endpoint: {
		name: 'updateCatalogItems',
		address: 'PATCH api /v1/catalog/{catalogId}/items',
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
		attributes: {
			assignments: [
				{ id: '1', name: 'brand', value: json('brand'), type: 'string' },
				{ id: '2', name: 'price', value: json('price'), type: 'number' },
			],
		},
	},
	toolNotice: 'attributes',
	names: {
		fields: [
			'catalogId',
			'itemId',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
		],
		options: ['keepDates'],
	},
	...ofCatalog('updated'),
	lastWins: true,
	poison(item, text) {
		item.brand = text;
	},
	tools: [
		{
			parameters: {
				catalogId: SEEDED_CATALOG_ID,
				itemId: ai('sku'),
				attributes: {
					assignments: [
						{ id: '1', name: 'price', value: ai('price'), type: 'number' },
						{ id: '2', name: 'in_stock', value: ai('in_stock'), type: 'boolean' },
					],
				},
			},
			calls: [
				{ sku: 'sku-1001', price: '9.5', in_stock: 'true' },
				{ sku: ' sku-1002 ', price: 3, in_stock: '' },
				{ sku: 'sku-1003', price: null, in_stock: false },
			],
			expected: [
				{ id: 'sku-1001', attributes: { price: 9.5, in_stock: true } },
				{ id: 'sku-1002', attributes: { price: 3 } },
				{ id: 'sku-1003', attributes: { in_stock: false } },
			],
			arrived: ({ catalogChanges }) =>
				catalogChanges.map(({ id, attributes }) => ({ id, attributes })),
			wrong: [
				{ args: { sku: 'sku-9' }, says: [/Item with id sku-9 not found/, /use Create/] },
				{ args: { price: 'cheap' }, says: [/Attribute "price" is set to Number/] },
				{ args: { price: '', in_stock: '' }, says: [/Attributes has no attribute to change/] },
			],
		},
	],
});
