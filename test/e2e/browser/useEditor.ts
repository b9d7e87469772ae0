import type { Browser } from 'playwright-core';

import { lateBound } from '../../fixtures/lateBound';
import { Instance } from '../n8n/instance';
import { chosenVersion } from '../n8n/versions';
import { startBrowser } from './chromium';
import { Editor, logIn } from './editor';

/** Starts n8n and a browser with its editor before the tests of a file, and stops them after. */
export function useEditor(): { instance: Instance; editor: Editor } {
	let instance: Instance | undefined;
	let browser: Browser | undefined;
	let editor: Editor | undefined;
	beforeAll(async () => {
		[instance, browser] = await Promise.all([Instance.start(chosenVersion()), startBrowser()]);
		editor = await Editor.open(await logIn(browser, instance));
	});
	afterAll(async () => {
		await browser?.close();
		await instance?.stop();
	});
	return {
		instance: lateBound('n8n', () => instance),
		editor: lateBound('The editor', () => editor),
	};
}
