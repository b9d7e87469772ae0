import { crc32, deflateSync, inflateSync } from 'node:zlib';

import { chunksOf, movingPicture } from '../e2e/browser/apng';

/** A picture of one gray, written without the code under test. */
function png(width: number, height: number, gray: number): Buffer {
	const chunk = (type: string, data: Buffer) => {
		const named = Buffer.concat([Buffer.from(type), data]);
		const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
		length.writeUInt32BE(data.length);
		sum.writeUInt32BE(crc32(named));
		return Buffer.concat([length, named, sum]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header[8] = 8;
	const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, gray)]);
	const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
	// In two parts, as browsers write large pictures.
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', header),
		chunk('IDAT', rows.subarray(0, 5)),
		chunk('IDAT', rows.subarray(5)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

const FRAMES = [10, 128, 250].map((gray, index) => ({
	png: png(4, 3, gray),
	milliseconds: 1000 + index * 500,
}));

test('a moving picture shows every frame for its time, in order, and the first one alone where nothing moves', () => {
	const chunks = chunksOf(movingPicture(FRAMES));
	expect(chunks.map(({ type }) => type)).toEqual([
		...['IHDR', 'acTL'],
		...['fcTL', 'IDAT', 'IDAT'],
		...['fcTL', 'fdAT', 'fdAT'],
		...['fcTL', 'fdAT', 'fdAT'],
		'IEND',
	]);
	const of = (type: string) => chunks.filter((chunk) => chunk.type === type);
	expect(of('acTL')[0].data.toString('hex')).toBe('0000000300000000');
	const delays = of('fcTL').map(({ data }) => data.readUInt16BE(20) / data.readUInt16BE(22));
	expect(delays).toEqual([1, 1.5, 2]);
	const sizes = of('fcTL').map(({ data }) => [4, 8, 12, 16].map((at) => data.readUInt32BE(at)));
	expect(sizes).toEqual(Array(3).fill([4, 3, 0, 0]));
	// Numbered through, as the standard asks.
	const numbered = chunks.filter(({ type }) => ['fcTL', 'fdAT'].includes(type));
	expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual([0, 1, 2, 3, 4, 5, 6]);
	const second = Buffer.concat(
		of('fdAT')
			.slice(0, 2)
			.map(({ data }) => data.subarray(4)),
	);
	expect(inflateSync(second)[1]).toBe(128);
});

test('each chunk has its checksum', () => {
	const made = movingPicture(FRAMES);
	let at = 8;
	for (const { data } of chunksOf(made)) {
		const named = made.subarray(at + 4, at + 8 + data.length);
		expect(made.readUInt32BE(at + 8 + data.length)).toBe(crc32(named));
		at += data.length + 12;
	}
	expect(at).toBe(made.length);
});

test('frames of another size, and what is no picture, are rejected', () => {
	const odd = { png: png(5, 3, 1), milliseconds: 100 };
	expect(() => movingPicture([...FRAMES, odd])).toThrow('Frame 3 has another size');
	expect(() => movingPicture([{ png: Buffer.from('GIF89a--'), milliseconds: 1 }])).toThrow(
		'This is no PNG',
	);
});
