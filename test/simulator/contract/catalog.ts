import { catalogError, catalogErrors, ok, type Answer } from '../answers';
import type { Catalog } from '../catalogs';
import type { Charge } from '../rateLimit';
import type { AcceptedCatalogChange, CatalogDataType, JsonObject } from '../types';
import type { Call, Endpoint } from './endpoint';
import { isObject, isText, isTextList } from './values';

const MAX_ITEMS = 50;
const MAX_BYTES = 5 * 1024 * 1024;
const PER_MINUTE = 100;

const MANDATORY = ['id', 'title', 'link', 'image_link'];

/** "ISO 8601 timestamp with milliseconds and a UTC offset". */
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+(Z|[+-]\d{2}:\d{2})$/;
const GEOPOINT = /^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/;

/** "Can't be converted to the data type": what can be converted, is. */
const FITS: Record<CatalogDataType, (value: unknown) => boolean> = {
	string: (value) => !isObject(value) && !Array.isArray(value) && value !== null,
	bool: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
	double: (value) =>
		typeof value === 'number' || (isText(value) && Number.isFinite(Number(value.trim()))),
	datetime: (value) => typeof value === 'string' && DATETIME.test(value),
	geopoint: (value) => typeof value === 'string' && GEOPOINT.test(value),
};

/** Why an item is not taken. */
interface Reason {
	errorId: string;
	message: string;
}

/** Collects what the answer reports on the items of a request. */
class Report {
	private valid = 0;
	private readonly invalid: Array<Reason & { id?: string }> = [];

	take(): void {
		this.valid++;
	}

	refuse(reason: Reason, id: unknown): void {
		this.invalid.push({ ...reason, ...(isText(id) && { id }) });
	}

	toJson(): JsonObject {
		const reasons = new Map<string, Array<string | undefined>>();
		for (const { errorId, message, id } of this.invalid) {
			const key = JSON.stringify([errorId, message]);
			reasons.set(key, [...(reasons.get(key) ?? []), id]);
		}
		const details = [...reasons].map(([key, ids]) => {
			const [errorId, message] = JSON.parse(key) as [string, string];
			const named = ids.filter((id) => id !== undefined);
			return { 'error-id': errorId, message, count: ids.length, document_ids: named };
		});
		return {
			message: {
				valid: { count: this.valid },
				invalid: { count: this.invalid.length, details },
			},
		};
	}
}

function attributesReason(
	attributes: JsonObject,
	{ attributes: schema }: Catalog,
	undefinedReason: (names: string) => Reason,
): Reason | undefined {
	const unknown = Object.keys(attributes).filter((name) => !schema.has(name));
	if (unknown.length > 0) return undefinedReason(unknown.join(', '));
	for (const [name, value] of Object.entries(attributes)) {
		const type = schema.get(name) as CatalogDataType;
		if (FITS[type](value)) continue;
		const shown = typeof value === 'string' ? value.slice(0, 60) : JSON.stringify(value);
		return {
			errorId: 'invalid-datatype-attribute',
			message: `The provided item attribute ${name} with value ${shown} can't be converted to the data type ${type} as defined in the catalog schema.`,
		};
	}
	return undefined;
}

function creationReason(item: JsonObject, catalog: Catalog): Reason | undefined {
	if (!MANDATORY.every((name) => isText(item[name]))) {
		return {
			errorId: 'missing-mandatory-attributes',
			message:
				'Your must include mandatory attributes: id, title, link, and image_link with string data type and try again.',
		};
	}
	if (catalog.find(item.id as string)) {
		return {
			errorId: 'duplicate-item-ids',
			message:
				'Item ids within a catalog must be unique. Please ensure your request contains unique item ids for the given catalog and try again.',
		};
	}
	return attributesReason(item, catalog, (names) => ({
		errorId: 'invalid-item-attribute',
		message: `The provided item attribute is not part of the defined catalog schema. Please check your catalog schema and try again. Undefined attributes: ${names}`,
	}));
}

function updateReason({ id, attributes }: JsonObject, catalog: Catalog): Reason | undefined {
	if (!isText(id) || !catalog.find(id)) {
		return {
			errorId: 'item-not-found',
			message: `Item with id ${String(id)} not found in the catalog. Please check the item id and try again.`,
		};
	}
	return attributesReason(attributes as JsonObject, catalog, (names) => ({
		errorId: 'invalid-attributes',
		message: `Some of the attributes are not defined in the catalog schema: (${names})`,
	}));
}

function invalidRequest(message: string): Answer {
	return catalogError(400, 'invalid-request', message);
}

/** Finds the catalog and checks the list of items, then lets `handle` decide. */
function withItems(
	{ body, path, workspace }: Call,
	isItem: (item: unknown) => boolean,
	handle: (catalog: Catalog, items: unknown[], note: Note) => Answer,
): Answer {
	const catalog = workspace.catalogs.get(path.catalog);
	if (!catalog) {
		return catalogError(
			404,
			'catalog-not-found',
			'We could not find any API based catalog for the provided catalog id.',
		);
	}
	const { items } = body;
	if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ITEMS) {
		return invalidRequest('items size should be greater than 0 and less than or equal to 50');
	}
	if (!items.every(isItem)) {
		return invalidRequest(
			'The request body is not a valid JSON. Please provide a valid JSON request body.',
		);
	}
	const note: Note = (change, id, attributes) =>
		workspace.accepted.catalogChanges.push({ change, catalogId: path.catalog, id, attributes });
	return handle(catalog, items, note);
}

type Note = (change: AcceptedCatalogChange['change'], id: string, attributes: JsonObject) => void;

function addItems(call: Call): Answer {
	return withItems(call, isObject, (catalog, items, note) => {
		const report = new Report();
		for (const item of items as JsonObject[]) {
			const reason = creationReason(item, catalog);
			if (reason) {
				report.refuse(reason, item.id);
				continue;
			}
			const { id, ...attributes } = item;
			catalog.put(id as string, attributes);
			note('created', id as string, attributes);
			report.take();
		}
		return ok(report.toJson());
	});
}

function updateItems(call: Call): Answer {
	const isUpdate = (item: unknown) => isObject(item) && isObject(item.attributes);
	return withItems(call, isUpdate, (catalog, items, note) => {
		const report = new Report();
		for (const item of items as JsonObject[]) {
			const reason = updateReason(item, catalog);
			if (reason) {
				report.refuse(reason, item.id);
				continue;
			}
			const attributes = item.attributes as JsonObject;
			catalog.put(item.id as string, attributes);
			note('updated', item.id as string, attributes);
			report.take();
		}
		return ok(report.toJson());
	});
}

/** The answer counts, and names nobody. */
function deleteItems(call: Call): Answer {
	return withItems(call, isText, (catalog, items, note) => {
		const found = (items as string[]).filter((id) => catalog.remove(id));
		for (const id of found) note('deleted', id, {});
		const invalid = { count: items.length - found.length };
		return { status: 202, json: { message: { valid: { count: found.length }, invalid } } };
	});
}

/** The documents' example holds the ID as `product_id`. */
function searchItems(call: Call): Answer {
	return withItems(call, isText, (catalog, items) => {
		if (!isTextList(items)) return invalidRequest('items should be a list of text');
		const found = items.flatMap((id) => {
			const attributes = catalog.find(id);
			return attributes
				? [
						{
							catalog_id: call.path.catalog,
							feed_id: catalog.feedId,
							...attributes,
							product_id: id,
						},
					]
				: [];
		});
		return ok({ items: found });
	});
}

const common = {
	host: 'api',
	tile: 'campaign',
	errors: catalogErrors,
	maxBytes: MAX_BYTES,
	appKeyRefusal: () => catalogErrors.unauthorized('workspace'),
	// "The limit is a COMBINED limit across all Catalog APIs".
	charges: (): Charge[] => [{ limit: 'catalog', perMinute: PER_MINUTE, amount: 1 }],
} as const;

/** Tile "Campaign report/…": items of catalogs (`api/catalog/catalog.yaml`). */
export const catalogEndpoints: Endpoint[] = [
	{ ...common, method: 'POST', path: '/v1/catalog/:catalog/items', handle: addItems },
	{ ...common, method: 'PATCH', path: '/v1/catalog/:catalog/items', handle: updateItems },
	{
		...common,
		method: 'POST',
		path: '/v1/catalog/:catalog/items/bulk-delete',
		handle: deleteItems,
	},
	{ ...common, method: 'POST', path: '/v1/catalog/:catalog/items/search', handle: searchItems },
];
