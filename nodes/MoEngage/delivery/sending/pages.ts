import type { IDataObject } from 'n8n-workflow';

import type { Accepted, Reply } from '../../transport/answer';
import type { Envelope } from '../../transport/request';
import type { Paging } from '../operation';
import type { Piece } from '../piece';
import type { Unsent } from './ports';

/**
 * Reads the pages after the first one: all, or as many as the items need that share the request.
 * @param ask sends the request for one page
 * @returns all records, each once, as one accepted reply `{ records }`, or the outcome of the page that was not accepted
 */
export async function readPages(
	paging: Paging,
	pieces: Piece[],
	first: Accepted,
	ask: (page: Pick<Envelope, 'query' | 'body'>) => Promise<Reply | Unsent>,
): Promise<Reply | Unsent> {
	const wanted = pieces.reduce(
		(most, piece) => Math.max(most, paging.limitOf(piece) ?? Infinity),
		0,
	);
	// Where pages go by number, whatever is created meanwhile moves records to the next page, and they come once more:
	// as they were, or changed. The later one replaces the earlier one in its place.
	const records = new Map<string, IDataObject>();
	let page = first.body;
	for (let pages = 1; ; pages++) {
		const ofPage = paging.recordsOf(page);
		for (const record of ofPage) {
			records.set(String(paging.idOf(record) ?? JSON.stringify(record)), record);
		}
		const rest = ofPage.length === 0 ? undefined : paging.next(page, pages);
		if (rest === undefined || records.size >= wanted) {
			return { kind: 'accepted', body: { records: [...records.values()] }, headers: {} };
		}
		const reply = await ask(rest);
		if (reply.kind !== 'accepted') return reply;
		// A server that does not heed the page would give the same one forever.
		if (JSON.stringify(paging.recordsOf(reply.body)) === JSON.stringify(ofPage)) {
			return { kind: 'unreadable', statusCode: 200 };
		}
		page = reply.body;
	}
}
