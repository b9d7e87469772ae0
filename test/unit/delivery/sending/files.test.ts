import type { IExecuteFunctions } from 'n8n-workflow';

import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import { withFiles } from '../../../../nodes/MoEngage/delivery/sending/files';

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

const base64 = (text: string) => Buffer.from(text).toString('base64');
const attach = (element: object, files: Record<string, string>) => ({ ...element, files });
const piece = (item: number, files?: string[]) =>
	pieceOfItem({ element: { id: item }, ...(files && { files }) }, item);

test('each piece gets the files of its own item, and others stay as they are', async () => {
	const read: string[] = [];
	const pieces = [piece(4, ['a', 'b']), piece(7), piece(9, ['b'])];
	const filled = await withFiles(contextWith(read), { attach }, pieces);
	expect(filled.map(({ element }) => element)).toEqual([
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
	expect(await withFiles(contextWith(read), {}, pieces)).toBe(pieces);
	expect(read).toEqual([]);
});

test('a file that n8n cannot read is named', async () => {
	const filled = withFiles(contextWith([]), { attach }, [piece(0, ['a', 'gone'])]);
	await expect(filled).rejects.toThrow('n8n could not read the file "gone": no such file');
});
