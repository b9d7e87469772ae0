import { isObject } from './contract/values';
import type { RecordedRequest } from './types';

/** Where requests carry their items, in the bodies of the endpoints that take several. */
const LISTS = ['elements', 'actions', 'merge_data', 'identifiers'];

function countItems(body: unknown): number {
	if (!isObject(body)) return 0;
	const holder = isObject(body.data) ? body.data : body;
	const list = LISTS.map((name) => holder[name]).find(Array.isArray);
	return list ? list.length : 1;
}

/** Time, method, path, items, status; never a key. */
export function requestLine({
	at,
	host,
	method,
	path,
	body,
	status,
	fault,
}: RecordedRequest): string {
	const time = new Date(at).toISOString().slice(11, 23);
	const items = countItems(body);
	const outcome = status === 0 ? 'no answer' : String(status);
	const trouble = fault ? ` (${fault})` : '';
	return `${time} ${method} ${host}${path} ${items} ${items === 1 ? 'item' : 'items'} ${outcome}${trouble}`;
}
