import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, type Browser } from 'playwright-core';

/** What Debian, Ubuntu, Fedora and Google call it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What keeps the browser from asking the network for anything, and lets it run in a container. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// The same letters on every machine, whatever its screen smooths.
	'--font-render-hinting=none',
];

/** Starts the machine's own Chromium, without a window. */
export async function startBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
}

/**
 * Path of Chromium: `CHROMIUM_PATH`, or the first of its usual names in `PATH`.
 * @throws if there is none
 */
function chromiumPath(): string {
	const { CHROMIUM_PATH: chosen, PATH = '' } = process.env;
	const folders = PATH.split(delimiter).filter((folder) => folder !== '');
	const usual = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
	const found = (chosen === undefined ? usual : [chosen]).find(isExecutable);
	if (found === undefined) {
		throw new Error(
			`No Chromium found as ${chosen ?? NAMES.join(', ')}. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to its path.`,
		);
	}
	return found;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
