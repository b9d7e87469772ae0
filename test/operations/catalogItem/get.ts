import { CATALOG_ID, SEEDED_CATALOG_ID } from '../known';
import { ai, bodies, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'getCatalogItems',
		address: 'POST api /v1/catalog/{catalogId}/items/search',
		tile: 'campaign',
		elements: 50,
		kilobytes: 5000,
		rate: 'requests 100/minute 1000/hour',
		pool: 'catalog',
		repeat: 'safe',
		answersWith: ['items'],
		isRead: true,
	},
	workflow: { catalogId: json('catalog'), itemId: json('sku') },
	names: { fields: ['catalogId', 'itemId'] },
	item: (index) => ({ catalog: CATALOG_ID, sku: `item-${index}` }),
	invalidChange: { catalog: 'Summer sale' },
	poison: 'sku',
	notFound: [{ items: [] }],
	documented: [
		// `api/catalog/catalog.yaml`.
		{
			items: [
				{
					id: 'item-0',
					catalog_id: '66d55ae445921e4d35ae4371',
					feed_id: 'feed-1',
					title: 'Shirt',
					description: 'A shirt',
					link: 'https://link.in/',
					image_link: 'https://link.in/',
					price_currency: 'USD',
					creation_date: '2024-05-10T07:03:00.18Z',
					last_updated: '2024-05-10T07:03:00.18Z',
					product_id: 'item-0',
					price: 29.99,
					date: '2022-04-05T00:00:00.00Z',
					sale_start_date: '2025-08-27T19:26:38.00Z',
				},
			],
		},
	],
	tools: [
		{
			parameters: { catalogId: ai('catalog'), itemId: ai('sku') },
			calls: [
				{ catalog: SEEDED_CATALOG_ID, sku: 'sku-1001' },
				{ catalog: ` ${SEEDED_CATALOG_ID}`, sku: ' sku-1002' },
				{ catalog: SEEDED_CATALOG_ID, sku: 'sku-1003' },
			],
			expected: [{ items: ['sku-1001'] }, { items: ['sku-1002'] }, { items: ['sku-1003'] }],
			arrived: bodies('/items/search'),
			wrong: [
				{ args: { catalog: '' }, says: [/Catalog ID is empty/] },
				{ args: { sku: 'sku-9' }, says: [/The catalog has no item with the ID "sku-9"/] },
			],
		},
	],
});
