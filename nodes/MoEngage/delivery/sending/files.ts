import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { Route } from '../operation';
import type { ItemPiece } from '../piece';

/**
 * The pieces with the files that they name in their elements. n8n keeps files in memory, on disk or in a bucket, and
 * they are read only for requests that are about to leave: those of a whole run could fill the memory.
 * @throws UserError naming a file that n8n cannot read
 */
export async function withFiles(
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
	return content.toString('base64');
}
