import { crc32 } from 'node:zlib';

/** Makes one moving picture (APNG, https://www.w3.org/TR/png-3/#apng-frame-based-animation) of pictures of the same size. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Chunk = { type: string; data: Buffer };

/** A picture, and how long it is shown. */
export type Frame = { png: Buffer; milliseconds: number };

/** @throws if it is no PNG */
export function chunksOf(png: Buffer): Chunk[] {
	if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('This is no PNG');
	const chunks: Chunk[] = [];
	for (let at = 8; at < png.length; ) {
		const length = png.readUInt32BE(at);
		const type = png.toString('latin1', at + 4, at + 8);
		chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
		at += length + 12;
	}
	return chunks;
}

function written({ type, data }: Chunk): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, sum]);
}

function numbers(...values: number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 4);
	values.forEach((value, index) => buffer.writeUInt32BE(value, index * 4));
	return buffer;
}

/** Shows one frame after the other, over and over. @throws if sizes or colors of the frames differ */
export function movingPicture(frames: Frame[]): Buffer {
	const all = frames.map(({ png, milliseconds }) => ({ chunks: chunksOf(png), milliseconds }));
	const [header] = all[0].chunks;
	const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
	const out: Chunk[] = [header, { type: 'acTL', data: numbers(frames.length, 0) }];
	let sequence = 0;
	all.forEach(({ chunks, milliseconds }, index) => {
		if (!chunks[0].data.equals(header.data)) throw new Error(`Frame ${index} has another size`);
		const delay = Buffer.alloc(6);
		delay.writeUInt16BE(milliseconds, 0);
		delay.writeUInt16BE(1000, 2);
		out.push({
			type: 'fcTL',
			data: Buffer.concat([numbers(sequence++, width, height, 0, 0), delay]),
		});
		for (const { type, data } of chunks) {
			if (type !== 'IDAT') continue;
			// Who knows no moving pictures shows the first one.
			if (index === 0) out.push({ type, data });
			else out.push({ type: 'fdAT', data: Buffer.concat([numbers(sequence++), data]) });
		}
	});
	out.push({ type: 'IEND', data: Buffer.alloc(0) });
	return Buffer.concat([SIGNATURE, ...out.map(written)]);
}
