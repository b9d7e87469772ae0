import { CATALOG_ID, SEEDED_CATALOG_ID } from '../known';
import { ai, json, write } from '../operation';
import { ofCatalog } from './create';

export default write({
	endpoint: {
		name: 'deleteCatalogItems',
		address: 'POST api /v1/catalog/{catalogId}/items/bulk-delete',
		tile: 'campaign',
		elements: 50,
		kilobytes: 5000,
		rate: 'requests 100/minute 1000/hour',
		pool: 'catalog',
		repeat: 'safe',
		rejectsRepeats: true,
	},
	workflow: { catalogId: json('catalog'), itemId: json('sku') },
	toolNotice: 'approval',
	names: { fields: ['catalogId', 'itemId'] },
	...ofCatalog('deleted'),
	poison: 'sku',
	furtherRuns: [
		{ items: ['item-1', 'item-2', 'gone'].map((sku) => ({ catalog: CATALOG_ID, sku })) },
	],
	tools: [
		{
			parameters: { catalogId: SEEDED_CATALOG_ID, itemId: ai('sku') },
			calls: [{ sku: 'sku-1001' }, { sku: ' sku-1002 ' }, { sku: 'sku-1003' }],
			expected: ['sku-1001', 'sku-1002', 'sku-1003'],
			arrived: ({ catalogChanges }) => catalogChanges.map(({ id }) => id),
			wrong: [
				{ args: { sku: '' }, says: [/Item ID is empty/] },
				{ args: { sku: 'sku-9' }, says: [/The catalog has no item with the ID "sku-9"/] },
			],
		},
	],
});
