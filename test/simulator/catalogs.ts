import { objectId } from './ids';
import type { CatalogDataType, JsonObject, SimulatedCatalog } from './types';

const TITLES = ['T-Shirt', 'Sneaker', 'Rain Jacket', 'Beanie', 'Backpack'];

/** Products `sku-1001` to `sku-1100`. */
function products(): Record<string, JsonObject> {
	const entries = Array.from({ length: 100 }, (_, index): [string, JsonObject] => {
		const id = `sku-${1001 + index}`;
		return [
			id,
			{
				title: TITLES[index % TITLES.length],
				link: `https://shop.example.com/products/${id}`,
				image_link: `https://shop.example.com/images/${id}.jpg`,
				brand: 'Northwind',
				price: 19.5 + (index % 40),
				in_stock: index % 7 !== 0,
			},
		];
	});
	return Object.fromEntries(entries);
}

/** The catalog of a shop. */
export const defaultCatalogs: SimulatedCatalog[] = [
	{
		catalogId: '66d55ae445921e4d35ae4370',
		attributes: {
			brand: 'string',
			price: 'double',
			in_stock: 'bool',
			sale_start_date: 'datetime',
			store_location: 'geopoint',
		},
		items: products(),
	},
];

/** A catalog of a workspace, with its items. */
export class Catalog {
	readonly feedId = objectId();
	readonly attributes: Map<string, CatalogDataType>;

	private readonly items: Map<string, JsonObject>;
	private readonly removed = new Set<string>();

	constructor(private readonly seed: SimulatedCatalog) {
		const text = ['id', 'title', 'link', 'image_link'].map((name) => [name, 'string'] as const);
		this.attributes = new Map([...text, ...Object.entries(seed.attributes)]);
		this.items = new Map(Object.entries(seed.items ?? {}));
	}

	/** The attributes of an item; `undefined` if there is none with this ID. */
	find(id: string): JsonObject | undefined {
		const found = this.items.get(id);
		if (found || this.removed.has(id) || !this.seed.holds?.(id)) return found;
		return {
			title: `Item ${id}`,
			link: 'https://example.com/',
			image_link: 'https://example.com/',
		};
	}

	/** Creates or updates an item. */
	put(id: string, attributes: JsonObject): void {
		this.items.set(id, { ...this.find(id), ...attributes });
		this.removed.delete(id);
	}

	/** @returns whether there was one */
	remove(id: string): boolean {
		if (!this.find(id)) return false;
		this.items.delete(id);
		this.removed.add(id);
		return true;
	}
}
