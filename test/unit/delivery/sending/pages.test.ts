import type { IDataObject } from 'n8n-workflow';

import type { Paging } from '../../../../nodes/MoEngage/delivery/operation';
import type { Piece } from '../../../../nodes/MoEngage/delivery/piece';
import { readPages } from '../../../../nodes/MoEngage/delivery/sending/pages';
import type { Unsent } from '../../../../nodes/MoEngage/delivery/sending/ports';
import type { Accepted, Reply } from '../../../../nodes/MoEngage/transport/answer';

const PAGE = 15;

const PAGING: Paging = {
	recordsOf: (answer) => answer.campaigns as IDataObject[],
	next: (answer, pages) =>
		(answer.campaigns as IDataObject[]).length < PAGE
			? undefined
			: { body: { page: pages + 1, limit: PAGE } },
	idOf: ({ id }) => id,
	limitOf: ({ memo }) => memo?.limit as number | undefined,
};

const itemWith = (limit?: number): Piece => ({ element: {}, memo: { limit } });

/** A server with so many campaigns, and the numbers of the pages that it was asked for. */
function serverWith(total: number) {
	const asked: number[] = [];
	const pageOf = (page: number): Accepted => {
		asked.push(page);
		const first = (page - 1) * PAGE;
		const campaigns = Array.from(
			{ length: Math.max(0, Math.min(PAGE, total - first)) },
			(_, i) => ({
				id: first + i,
			}),
		);
		return { kind: 'accepted', body: { campaigns }, headers: {} };
	};
	return {
		asked,
		pageOf,
		read: async (pieces: Piece[]) =>
			await readPages(
				PAGING,
				pieces,
				pageOf(1),
				async ({ body }) => await Promise.resolve(pageOf(body?.page as number)),
			),
	};
}

function idsOf(reply: Reply | Unsent): unknown[] {
	if (reply.kind !== 'accepted') throw new Error('The pages were not accepted');
	return (reply.body.records as IDataObject[]).map(({ id }) => id);
}

test.each([
	[0, 1],
	[14, 1],
	[15, 2],
	[40, 3],
	[45, 4],
])('all of %i records are read in order, in %i pages', async (total, pages) => {
	const server = serverWith(total);
	expect(idsOf(await server.read([itemWith()]))).toEqual([...Array(total).keys()]);
	expect(server.asked).toEqual(Array.from({ length: pages }, (_, page) => page + 1));
});

test('no more pages are read than the largest limit needs of the items that ask the same', async () => {
	for (const [limits, pages] of [
		[[1], 1],
		[[15], 1],
		[[20], 2],
		[[3, 31, 20], 3],
		[[3, undefined, 20], 7],
	] as Array<[Array<number | undefined>, number]>) {
		const server = serverWith(100);
		await server.read(limits.map(itemWith));
		expect(server.asked).toHaveLength(pages);
	}
});

test.each([1, 4, PAGE - 1])(
	'%i campaigns created while pages are read make none come out twice',
	async (created) => {
		const all = Array.from({ length: 40 }, (_, id) => ({ id, name: `Campaign ${id}` }));
		const pageOf = (page: number): Accepted => {
			const campaigns = all.slice((page - 1) * PAGE, page * PAGE);
			// MoEngage lists the newest first.
			for (let id = 0; id < created; id++) all.unshift({ id: 1000 * page + id, name: 'New' });
			return { kind: 'accepted', body: { campaigns }, headers: {} };
		};
		const reply = await readPages(
			PAGING,
			[itemWith()],
			pageOf(1),
			async ({ body }) => await Promise.resolve(pageOf(body?.page as number)),
		);
		const ids = idsOf(reply);
		expect(ids.slice(0, PAGE)).toEqual([...Array(PAGE).keys()]);
		expect(new Set(ids).size).toBe(ids.length);
	},
);

test.each(['updated_at', 'status', 'name'])(
	'a campaign whose %s changes while pages are read comes out once, as it is now',
	async (field) => {
		const all = Array.from({ length: 40 }, (_, id): IDataObject => ({ id, [field]: 'before' }));
		const pageOf = (page: number): Accepted => {
			const campaigns = all.slice((page - 1) * PAGE, page * PAGE);
			// A new one moves the last campaign of this page to the next, where it has changed.
			all.unshift({ id: 1000 + page, [field]: 'new' });
			all[page * PAGE] = { ...all[page * PAGE], [field]: 'after' };
			return { kind: 'accepted', body: { campaigns }, headers: {} };
		};
		const reply = await readPages(
			PAGING,
			[itemWith()],
			pageOf(1),
			async ({ body }) => await Promise.resolve(pageOf(body?.page as number)),
		);
		const ids = idsOf(reply);
		expect(new Set(ids).size).toBe(ids.length);
		const { records } = (reply as Accepted).body as { records: IDataObject[] };
		expect(records.filter((record) => record[field] === 'after').map(({ id }) => id)).toEqual([
			14, 28,
		]);
	},
);

test('records without an ID come out once where they are equal', async () => {
	const record = (name: string) => ({ name });
	const pages = [[record('a'), record('b')], [record('b'), record('c')], []];
	const pageOf = (nth: number): Accepted => ({
		kind: 'accepted',
		body: { campaigns: pages[nth] },
		headers: {},
	});
	const next: Paging['next'] = (_answer, read) => ({ body: { page: read } });
	const reply = await readPages(
		{ ...PAGING, next },
		[itemWith()],
		pageOf(0),
		async ({ body }) => await Promise.resolve(pageOf(body?.page as number)),
	);
	expect((reply as Accepted).body.records).toEqual(['a', 'b', 'c'].map(record));
});

test('a page that is not accepted is what the whole read comes to, with nothing of the pages before', async () => {
	const refused: Reply = {
		kind: 'refused',
		cause: 'limit',
		concerns: 'limit',
		mayBeOneItem: false,
		mayHaveArrived: false,
		headers: {},
		refusal: { httpCode: 429, message: 'Slow down' },
	};
	for (const reply of [
		refused,
		{ kind: 'unsent', because: 'halted' } as Unsent,
		{ kind: 'unreadable', statusCode: 200 } as Reply,
	]) {
		const server = serverWith(100);
		const read = readPages(
			PAGING,
			[itemWith()],
			server.pageOf(1),
			async () => await Promise.resolve(reply),
		);
		expect(await read).toBe(reply);
	}
});

test('a page without records ends the read, whatever page it names next', async () => {
	const next: Paging['next'] = (_answer, pages) => ({ body: { page: pages + 1 } });
	for (const full of [0, 1, 3]) {
		const server = serverWith(full * PAGE);
		const read = await readPages(
			{ ...PAGING, next },
			[itemWith()],
			server.pageOf(1),
			async ({ body }) => await Promise.resolve(server.pageOf(body?.page as number)),
		);
		expect(idsOf(read)).toHaveLength(full * PAGE);
		expect(server.asked).toHaveLength(full + 1);
	}
});

test('a server that gives the same page again and again is noticed instead of asked forever', async () => {
	const server = serverWith(100);
	let asked = 0;
	const read = readPages(PAGING, [itemWith()], server.pageOf(1), async () => {
		asked++;
		return await Promise.resolve(server.pageOf(1));
	});
	expect(await read).toEqual({ kind: 'unreadable', statusCode: 200 });
	expect(asked).toBe(1);
});
