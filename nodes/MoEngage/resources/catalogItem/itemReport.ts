import type { IDataObject } from 'n8n-workflow';

import { ItemDoubt, ItemRefusal, type ReportedRequest } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { quote } from '../../mapping/invalidInput';
import { isPlainObject } from '../../mapping/values';

type Reason = { type: string; message: string };

const DUPLICATE = 'duplicate-item-ids';

const NOT_IN_CATALOG =
	'Add the attribute to the catalog in MoEngage, or leave it out. Its name must match in upper and lower case, too';

/** What a user can do about each kind of reason, and in which field. */
const ADVICE: Record<string, [advice: string, target?: string]> = {
	[DUPLICATE]: ['The catalog has this item. Use Update to change it', 'itemId'],
	'missing-mandatory-attributes': ['Fill in Title, Link and Image Link with text'],
	'invalid-datatype-attribute': [
		'Send the attribute in its data type in the catalog: a location as "latitude,longitude", a date with time and zone',
	],
	'invalid-item-attribute': [NOT_IN_CATALOG],
	'invalid-attributes': [NOT_IN_CATALOG],
	'item-not-found': ['Check Item ID and Catalog ID. To add the item, use Create', 'itemId'],
};

/*
 * MoEngage's report on the items of a request (`IngestUpdateResponse` in `api/catalog/catalog.yaml`), which it
 * answers with 200 or 202 even if it took none of them.
 */

function partsOf({ message }: IDataObject): { valid: IDataObject; invalid: IDataObject } {
	const { valid, invalid } = isPlainObject(message) ? message : {};
	return {
		valid: (isPlainObject(valid) ? valid : {}) as IDataObject,
		invalid: (isPlainObject(invalid) ? invalid : {}) as IDataObject,
	};
}

/** Reasons by the ID of the item that was not taken. */
function reasonsIn(answer: IDataObject): Map<string, Reason> {
	const { details } = partsOf(answer).invalid;
	const reasons = new Map<string, Reason>();
	for (const detail of (Array.isArray(details) ? details : []).filter(isPlainObject)) {
		const reason = { type: String(detail['error-id']), message: String(detail.message) };
		for (const id of [detail.document_ids ?? []].flat()) reasons.set(String(id), reason);
	}
	return reasons;
}

/** How many of the items it took: as it says, or all but those that it says it did not take. */
function takenOf(answer: IDataObject, items: number): number {
	const { valid, invalid } = partsOf(answer);
	if (typeof valid.count === 'number') return valid.count;
	return typeof invalid.count === 'number' ? items - invalid.count : items;
}

/**
 * What the report says about one item that was to be created or updated. It names the items that were not taken;
 * where it counts more of them than it names, nobody knows which those are.
 */
export function reportOnItem(
	answer: IDataObject,
	{ memo }: Piece,
	_element: number,
	{ elements, wasInDoubt }: ReportedRequest,
): ItemRefusal | ItemDoubt | undefined {
	const reasons = reasonsIn(answer);
	const reason = reasons.get(String(memo?.id));
	if (reason !== undefined) {
		// The earlier sending has created it.
		if (wasInDoubt && reason.type === DUPLICATE) return undefined;
		const [advice, target] = ADVICE[reason.type] ?? ['Fix the item, and run again'];
		return new ItemRefusal(reason.message, advice, target, { type: reason.type });
	}
	const taken = takenOf(answer, elements);
	const unnamed = elements - reasons.size - taken;
	if (unnamed <= 0) return undefined;
	if (taken <= 0) {
		return new ItemRefusal(
			'MoEngage rejected the item without a reason',
			'Check the item and the attributes of the catalog, and run again',
			undefined,
			{ type: 'Rejected' },
		);
	}
	return new ItemDoubt(
		`MoEngage rejected ${unnamed} of the ${elements} items of this request without naming them`,
	);
}

/** Of items that were to be deleted, the report has the numbers only: how many it deleted, and how many it did not find. */
export function reportOnDeletion(
	answer: IDataObject,
	{ memo }: Piece,
	_element: number,
	{ elements, wasInDoubt }: ReportedRequest,
): ItemRefusal | undefined {
	if (takenOf(answer, elements) > 0 || wasInDoubt) return undefined;
	return new ItemRefusal(
		`The catalog has no item with the ID ${quote(memo?.id)}`,
		'Check Item ID and Catalog ID',
		'itemId',
	);
}

/** Output of an item: the numbers that MoEngage answers, without what it says about other items, and which item it is. */
export function outputOfItem(
	answer: IDataObject,
	{ memo }: Piece,
	more: IDataObject = {},
): IDataObject {
	return { ...withoutDetails(answer), catalog_id: memo?.catalogId, id: memo?.id, ...more };
}

function withoutDetails(answer: IDataObject): IDataObject {
	const { message } = answer;
	if (!isPlainObject(message) || !isPlainObject(message.invalid)) return answer;
	const numbers = { ...(message.invalid as IDataObject) };
	delete numbers.details;
	return { ...answer, message: { ...message, invalid: numbers } as IDataObject };
}

/** Does the report name the item as one that the catalog already has? */
export function isDuplicate(answer: IDataObject, { memo }: Piece): boolean {
	return reasonsIn(answer).get(String(memo?.id))?.type === DUPLICATE;
}

/** How many items of the request the report counts as not found. */
export function countNotFound({ message }: IDataObject): number {
	const invalid = isPlainObject(message) ? message.invalid : undefined;
	return isPlainObject(invalid) && typeof invalid.count === 'number' ? invalid.count : 0;
}
