import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Route } from '../../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { compose } from '../../../../nodes/MoEngage/delivery/sending/compose';
import type { Endpoint } from '../../../../nodes/MoEngage/transport/endpoints';

/** n8n's helper, with a file "a" and a file "b" beside each item. */
function contextWith(read: string[]): IExecuteFunctions {
	return {
		helpers: {
			async getBinaryDataBuffer(item: number, name: string) {
				read.push(`${item} ${name}`);
				if (name === 'gone') throw new Error('no such file');
				return Buffer.from(`${name} of ${item}`);
			},
		},
	} as unknown as IExecuteFunctions;
}

/** The body that is made of pieces, as the operation wraps its elements. */
async function bodyOf(pieces: ItemPiece[], read: string[], route: Partial<Route>) {
	const toBody = (elements: IDataObject[]) => ({ elements });
	const endpoint = { method: 'POST' } as Endpoint;
	const { body = '' } = await compose(contextWith(read), { endpoint, toBody, ...route }, pieces);
	return (JSON.parse(body) as { elements: IDataObject[] }).elements;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const attach = (element: object, files: Record<string, string>) => ({ ...element, files });
const piece = (item: number, files?: string[]) =>
	pieceOfItem({ element: { id: item }, ...(files && { files }) }, item);

test('each piece gets the files of its own item, and others stay as they are', async () => {
	const read: string[] = [];
	const pieces = [piece(4, ['a', 'b']), piece(7), piece(9, ['b'])];
	expect(await bodyOf(pieces, read, { attach })).toEqual([
		{ id: 4, files: { a: base64('a of 4'), b: base64('b of 4') } },
		{ id: 7 },
		{ id: 9, files: { b: base64('b of 9') } },
	]);
	// What was packed stays small: the files of a run are never in memory all at once.
	expect(pieces.map(({ element }) => element)).toEqual([{ id: 4 }, { id: 7 }, { id: 9 }]);
	expect(read.sort()).toEqual(['4 a', '4 b', '9 b']);
});

test('an operation without files reads none', async () => {
	const read: string[] = [];
	const pieces = [piece(0, ['a']), piece(1)];
	expect(await bodyOf(pieces, read, {})).toEqual([{ id: 0 }, { id: 1 }]);
	expect(read).toEqual([]);
});

test('a file that n8n cannot read is named', async () => {
	await expect(bodyOf([piece(0, ['a', 'gone'])], [], { attach })).rejects.toThrow(
		'n8n could not read the file "gone": no such file',
	);
});
