import {
	selectors,
	type Browser,
	type BrowserContext,
	type Locator,
	type Page,
} from 'playwright-core';

import { OWNER } from '../n8n/client';
import type { Instance } from '../n8n/instance';
import { cutOffTexts, readableTexts } from './inPage';

export type Theme = 'light' | 'dark';

/** A loaded machine takes its time. */
const TIMEOUT_MS = 60_000;

/** Wide enough that n8n's panels show their own buttons whole. */
const WINDOW = { width: 1440, height: 1000 };

/** A browser in which the owner is logged in. */
export interface Session {
	context: BrowserContext;
	origin: string;
}

/** Logs in as the owner, through the form. n8n takes only a few log-ins a minute. */
export async function logIn(
	browser: Browser,
	{ n8n: { origin } }: Instance,
	theme: Theme = 'light',
): Promise<Session> {
	selectors.setTestIdAttribute('data-test-id');
	const context = await browser.newContext({
		viewport: WINDOW,
		colorScheme: theme,
		deviceScaleFactor: 1.5,
		reducedMotion: 'reduce',
	});
	context.setDefaultTimeout(TIMEOUT_MS);
	await context.addInitScript(`localStorage.setItem('N8N_THEME', '${theme}')`);
	const page = await context.newPage();
	await page.goto(`${origin}/signin`);
	await page.locator('input[type=email]').fill(OWNER.email);
	await page.locator('input[type=password]').fill(OWNER.password);
	await page.locator('input[type=password]').press('Enter');
	await page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'));
	await page.close();
	return { context, origin };
}

/** n8n's editor in a browser, in the words of what a user does there. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly origin: string,
	) {}

	/** A window of its own. */
	static async open({ context, origin }: Session): Promise<Editor> {
		return new Editor(await context.newPage(), origin);
	}

	/** Gives the window the height of what it has to show. */
	async setHeight(height: number): Promise<void> {
		await this.page.setViewportSize({ ...WINDOW, height });
	}

	async close(): Promise<void> {
		await this.page.close();
	}

	/** The panel of a node: input, parameters and output. */
	get panel(): Locator {
		return this.page.getByTestId('ndv');
	}

	get output(): Locator {
		return this.panel.getByTestId('output-panel');
	}

	get input(): Locator {
		return this.panel.getByTestId('ndv-input-panel');
	}

	get nodeCreator(): Locator {
		return this.page.getByTestId('node-creator');
	}

	get credentialForm(): Locator {
		return this.page.getByTestId('editCredential-modal');
	}

	/** Everything in the browser's window. */
	get window(): Locator {
		return this.page.locator('body');
	}

	get canvas(): Locator {
		return this.page.getByTestId('canvas');
	}

	private get toasts(): Locator {
		return this.page.locator('.el-notification');
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** A field in the panel of a node or in the form of a credential, by the name of its parameter. */
	field(name: string, within: Locator = this.panel): Locator {
		return within.getByTestId(`parameter-input-${name}`);
	}

	/** Opens a saved workflow. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.origin}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Names of the nodes of which the editor says that something is missing or wrong. */
	async marked(): Promise<string[]> {
		const nodes = this.page.getByTestId('canvas-node');
		const issues = nodes.filter({ has: this.page.getByTestId('node-issues') });
		return await issues.evaluateAll((elements) =>
			elements.map((element) => String(element.getAttribute('data-node-name'))),
		);
	}

	/** Opens the panel of a node in a saved workflow. */
	async openNode(workflowId: string, node: { id: string }): Promise<void> {
		await this.page.goto(`${this.origin}/workflow/${workflowId}/${node.id.slice(0, 6)}`);
		await this.panel.getByTestId('node-parameters').waitFor();
	}

	/** Opens the form of a saved credential, which n8n then tests. */
	async openCredential(id: string): Promise<void> {
		await this.page.goto(`${this.origin}/home/credentials/${id}`);
		await this.credentialForm.waitFor();
	}

	/** Opens the panel of a node on the canvas. */
	async reopenPanel(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.panel.getByTestId('node-parameters').waitFor();
	}

	/** "Execute workflow" below the canvas, until it has run; then everything fits into the window. */
	async runWorkflow(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.page.getByText('Workflow executed successfully').waitFor();
		await this.closeToasts();
		await this.page.getByTestId('zoom-to-fit').click();
	}

	/** A new workflow that starts by hand with these items. */
	async newWorkflow(items: object[]): Promise<void> {
		await this.page.goto(`${this.origin}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
		await this.nodeCreator.getByText('Trigger manually').click();
		await this.page.getByTestId('canvas-node').dblclick();
		await this.output.getByTestId('ndv-edit-pinned-data').click();
		await this.output.locator('.cm-content').fill(JSON.stringify(items));
		await this.output.getByRole('button', { name: 'Save' }).click();
		await this.output.getByText(`${items.length} item`).first().waitFor();
		await this.closePanel();
	}

	/**
	 * Types into the search of the node panel, until it lists a node of this name.
	 * @returns names of all nodes that it then lists
	 */
	async search(words: string, wanted: string): Promise<string[]> {
		if (!(await this.nodeCreator.isVisible())) await this.page.keyboard.press('n');
		await this.nodeCreator.getByTestId('node-creator-search-bar').fill(words);
		const names = this.nodeCreator.getByTestId('node-creator-item-name');
		await names.getByText(wanted, { exact: true }).waitFor();
		return await names.allInnerTexts();
	}

	/** Opens the page of a node that the search has found. */
	async openDetails(name: string): Promise<void> {
		await this.nodeCreator
			.getByTestId('node-creator-item-name')
			.getByText(name, { exact: true })
			.click();
		await this.nodeCreator.getByText('Actions (').waitFor();
	}

	/** Drops the node behind the last one, with an action of its list; its panel opens. */
	async drop(action: string): Promise<void> {
		await this.nodeCreator.getByText(action, { exact: true }).click();
		await this.panel.getByTestId('node-parameters').waitFor();
	}

	/** Picks from a drop-down, by the name that a user reads. */
	async choose(field: Locator, choice: string): Promise<void> {
		await field.click();
		await this.page
			.locator('[data-test-id="parameter-input-item"]:visible, .el-select-dropdown__item:visible')
			.filter({ has: this.page.getByText(choice, { exact: true }) })
			.first()
			.click();
	}

	/** Fills in fields for text, by the names of their parameters. */
	async fill(form: Locator, values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await this.field(name, form).locator('input').fill(value);
		}
	}

	/** Opens the list of a resource locator. @returns what it lists */
	async openList(name: string): Promise<string[]> {
		await this.panel.getByTestId(`resource-locator-${name}`).getByTestId('rlc-input').click();
		const choices = this.page.getByTestId('rlc-item');
		await choices.first().waitFor();
		return await choices.allInnerTexts();
	}

	/** Picks from the open list of a resource locator. */
	async pick(choice: string): Promise<void> {
		await this.page
			.getByTestId('rlc-item')
			.filter({ has: this.page.getByText(choice, { exact: true }) })
			.click();
	}

	/** Turns a field of a resource mapper to an expression, fills it in, and waits until n8n has saved it. */
	async map(column: string, expression: string): Promise<void> {
		const written = JSON.stringify(expression).slice(1, -1);
		const saved = this.page.waitForResponse(
			(response) =>
				response.url().includes('/rest/workflows') &&
				(response.request().postData() ?? '').includes(written),
		);
		const switches = this.panel.getByTestId(`value["${column}"]-parameter-input-options-container`);
		await this.field(column).hover();
		await switches.getByTestId('radio-button-expression').click();
		const text = this.field(column).locator('.cm-content');
		await text.fill(expression);
		// As long as the field has the focus, its preview covers the next one.
		await text.blur();
		await saved;
	}

	/** "Execute step". @param result a text that the output then shows */
	async execute(result: string | RegExp): Promise<void> {
		await this.panel.getByTestId('node-execute-button').click();
		await Promise.all([
			this.output.getByText(result).first().waitFor(),
			this.toasts.first().waitFor(),
		]);
		await this.closeToasts();
	}

	/** What a user can read, values and placeholders included. */
	async readableTexts(within: Locator): Promise<string[]> {
		return await within.evaluate(readableTexts);
	}

	/** Texts and placeholders that have less room than they need. */
	async cutOffTexts(within: Locator): Promise<string[]> {
		return await within.evaluate(cutOffTexts);
	}

	async closePanel(): Promise<void> {
		await this.panel.getByTestId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	/** n8n's notes in the corner go away by themselves only after some seconds. */
	async closeToasts(): Promise<void> {
		while ((await this.toasts.count()) > 0) {
			await this.toasts.first().locator('.el-notification__closeBtn').click();
			await this.toasts.first().waitFor({ state: 'hidden' });
		}
	}
}
