import type { SimulatorOptions } from '../simulator';

/** The catalog of good items. */
export const CATALOG_ID = '66d55ae445921e4d35ae4371';

/** The catalog that each simulator has, with `sku-1001`, `sku-1002` and `sku-1003`. */
export const SEEDED_CATALOG_ID = '66d55ae445921e4d35ae4370';

/** What a simulator knows for good items: the users and the catalog items that they delete and change. */
export const KNOWN: Pick<SimulatorOptions, 'users' | 'holdsUser' | 'catalogs'> = {
	users: [],
	holdsUser: (customerId) => /^user-\d{1,3}@example\.com$/.test(customerId),
	catalogs: [
		{
			catalogId: CATALOG_ID,
			attributes: { brand: 'string', price: 'double' },
			holds: (id) => id.startsWith('item-'),
		},
	],
};
