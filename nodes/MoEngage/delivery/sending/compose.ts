import { randomUUID } from 'crypto';

import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { Envelope } from '../../transport/request';
import { bodyOf, type Route } from '../operation';
import { toElements, type ItemPiece } from '../piece';
import type { PageRequest } from './ports';

/**
 * Makes a request of pieces: the one that is sent, and the one that Dry Run shows.
 * @param page what the request for a further page says besides
 * @throws UserError naming a file that n8n cannot read, or that is empty
 */
export async function compose(
	context: IExecuteFunctions,
	route: Route,
	pieces: ItemPiece[],
	page: PageRequest = {},
): Promise<Composed> {
	const own = pieces[0].envelope ?? {};
	const query = { ...own.query, ...page.query };
	const headers = { ...own.headers, ...freshKeys(route) };
	const path = { ...own.path, ...page.path };
	const envelope = { ...own, path, query, headers };
	const { method, takesNoBody } = route.endpoint;
	if (method === 'GET' || takesNoBody) return { envelope };
	const shared = { ...own.body, ...page.body };
	const elements = toElements(await withFiles(context, route, pieces));
	return { envelope, body: JSON.stringify(bodyOf(route, elements, shared)) };
}

/**
 * The pieces with the files that they name in their elements. n8n keeps files in memory, on disk or in a bucket, and
 * they are read only for requests that are about to leave: those of a whole run could fill the memory.
 * @throws UserError naming a file that n8n cannot read, or that is empty
 */
async function withFiles(
	{ helpers }: IExecuteFunctions,
	{ attach }: Pick<Route, 'attach'>,
	pieces: ItemPiece[],
): Promise<ItemPiece[]> {
	if (attach === undefined) return pieces;
	return await Promise.all(
		pieces.map(async (piece) => {
			if (piece.files === undefined) return piece;
			const files: Record<string, string> = {};
			for (const name of piece.files) files[name] = await contentOf(helpers, piece.item, name);
			return { ...piece, element: attach(piece.element, files) };
		}),
	);
}

async function contentOf(
	helpers: IExecuteFunctions['helpers'],
	item: number,
	name: string,
): Promise<string> {
	const content = await helpers.getBinaryDataBuffer(item, name).catch(({ message }: Error) => {
		throw new UserError(`n8n could not read the file "${name}": ${message}`);
	});
	// Nobody means to send a file of no bytes: the node that made it has failed.
	if (content.length === 0) throw new UserError(`The file "${name}" is empty: it has 0 bytes`);
	return content.toString('base64');
}

/** The headers of a route that carry a new UUID in every request. */
export function freshKeys({
	freshKeyHeaders = [],
}: Pick<Route, 'freshKeyHeaders'>): Record<string, string> {
	const uuid = randomUUID();
	return Object.fromEntries(freshKeyHeaders.map((name) => [name, uuid]));
}

/** What a request says besides its endpoint; the body is JSON text, none for GET. */
export type Composed = { envelope: Envelope; body?: string };
