import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Locator } from 'playwright-core';

import { movingPicture, type Frame } from './apng';
import { readableTexts } from './inPage';

/** The pictures of the README and of docs/, each with the texts in it. */
export const FOLDER = resolve(__dirname, '..', '..', '..', 'docs', 'screenshots');

const TEXTS = join(FOLDER, 'texts.json');

/** `npm run screenshots` sets it. */
export const RETAKE = 'RETAKE_SCREENSHOTS';

/** A picture of a whole window is wide enough as it is; smaller regions are taken with more pixels. */
const WINDOW_WIDTH = 1200;

/** n8n leaves empty white boxes of its expression fields in the upper left corner of the window. */
const WITHOUT_EMPTY_BOXES = '.ͼ1:empty { display: none !important }';

const SETTLE_MS = 700;
const SETTLE_TIMEOUT_MS = 30_000;

type Texts = Record<string, string[]>;

/**
 * Takes a picture of a region of the page. It goes to `docs/screenshots` when they are taken again, and to a
 * temporary folder otherwise; then the picture in `docs/screenshots` has to show the same texts. Pixels would
 * differ from machine to machine.
 * @param read the part whose texts count, where the rest is background
 */
export async function takePicture(name: string, region: Locator, read = region): Promise<void> {
	const shown = await settledTexts(read);
	const { width = 0 } = (await region.boundingBox()) ?? {};
	const png = await region.screenshot({
		animations: 'disabled',
		scale: width > WINDOW_WIDTH ? 'css' : 'device',
		style: WITHOUT_EMPTY_BOXES,
	});
	keep(name, png, shown);
}

/** Pictures of one region, which together become a moving one. */
export class Film {
	private readonly frames: Frame[] = [];

	private readonly shown: string[] = [];

	constructor(private readonly name: string) {}

	/** Adds what the region shows now. */
	async add(region: Locator, milliseconds: number): Promise<void> {
		this.shown.push(...(await settledTexts(region)));
		const png = await region.screenshot({
			animations: 'disabled',
			scale: 'css',
			style: WITHOUT_EMPTY_BOXES,
		});
		this.frames.push({ png, milliseconds });
	}

	/** Keeps it, as `takePicture` does. */
	end(): void {
		keep(this.name, movingPicture(this.frames), this.shown);
	}
}

function keep(name: string, png: Buffer, shown: string[]): void {
	const isRetaken = process.env[RETAKE] !== undefined;
	const folder = isRetaken ? FOLDER : join(tmpdir(), 'n8n-nodes-moengage-screenshots');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.png`), png);
	if (isRetaken) {
		const texts = { ...committedTexts(), [name]: shown };
		writeFileSync(TEXTS, `${JSON.stringify(texts, null, '\t')}\n`);
		return;
	}
	const isThere = existsSync(join(FOLDER, `${name}.png`));
	const picture = { picture: name, takenAgainBy: 'npm run screenshots' };
	expect({ ...picture, shows: shown }).toEqual({
		...picture,
		shows: isThere ? committedTexts()[name] : undefined,
	});
}

/** The texts, once they have not changed for a while: parts of n8n's editor come later than others. */
async function settledTexts(read: Locator): Promise<string[]> {
	const deadline = Date.now() + SETTLE_TIMEOUT_MS;
	for (let before = ''; Date.now() < deadline; ) {
		const texts = (await read.evaluate(readableTexts)).map(withoutChance);
		if (before === JSON.stringify(texts)) return texts;
		before = JSON.stringify(texts);
		await read.page().waitForTimeout(SETTLE_MS);
	}
	throw new Error('The texts in the picture do not come to rest');
}

function committedTexts(): Texts {
	return existsSync(TEXTS) ? (JSON.parse(readFileSync(TEXTS, 'utf8')) as Texts) : {};
}

/** What differs from run to run. */
function withoutChance(text: string): string {
	return text
		.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:…')
		.replace(/Request ID: \w+/g, 'Request ID: …');
}
