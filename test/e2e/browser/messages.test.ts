import type { Browser } from 'playwright-core';

import { readExamples } from '../../demo/examples';
import { Instance, withCredential } from '../n8n/instance';
import { chosenVersion } from '../n8n/versions';
import { moEngageNode, workflowOf } from '../n8n/workflows';
import { startBrowser } from './chromium';
import { Editor, logIn, type Session } from './editor';
import { takePicture } from './pictures';

let instance: Instance;
let browser: Browser;
let session: Session;
let editor: Editor;

beforeAll(async () => {
	[instance, browser] = await Promise.all([Instance.start(chosenVersion()), startBrowser()]);
	session = await logIn(browser, instance);
});

beforeEach(async () => {
	instance.simulator.reset();
	editor = await Editor.open(session);
});

afterEach(async () => {
	await editor.close();
});

afterAll(async () => {
	await browser.close();
	await instance.stop();
});

const TRACK = {
	resource: 'event',
	operation: 'track',
	customerId: '={{ $json.customer_id }}',
	eventName: 'Order Placed',
	specifyAttributes: 'json',
	attributesJson: '={{ { "total": $json.total } }}',
	additionalFields: { eventTime: '={{ $json.placed_at }}' },
};

const ORDERS = [
	{ customer_id: 'customer-1001', total: 120.5, placed_at: '2026-01-30T09:12:00Z' },
	{ customer_id: 'customer-1002', total: 18, placed_at: '2026-01-30T11:40:00Z' },
	{ customer_id: 'customer-1003', total: 74.25, placed_at: '2026-01-30T14:05:00Z' },
	{ customer_id: 'customer-1004', total: 61, placed_at: '30/01/2026 16:20' },
	{ customer_id: 'customer-1005', total: 9.9, placed_at: '2026-01-30T19:59:00Z' },
];

test('a key in the field of another tile: the form of the credential says whose it is', async () => {
	const { client, simulator } = instance;
	const { credential } = simulator;
	const keys = { dataApiKey: credential.campaignApiKey, personalizeApiKey: 'not-a-key' };
	const id = await client.createCredential('Mixed up', { ...credential, ...keys });
	await editor.openCredential(id);
	const form = editor.credentialForm;
	await form.getByText('Couldn’t connect with these settings').waitFor();
	await form.getByText('More details').click();
	const details = form.getByText('Data API Key: This is');
	await details.waitFor();
	const text = await details.innerText();
	expect(text).toMatch(/1\. Data API Key: This is the key of the "Campaign report\//);
	expect(text).toMatch(
		/2\. Personalize API Key: Check the Workspace ID, the Data Center, and that the key is from/,
	);
	expect(await editor.cutOffTexts(form)).toEqual([]);
});

test('an item that cannot be sent stops the run: the output names it once, and what to do', async () => {
	const node = moEngageNode(TRACK);
	const id = await instance.save(workflowOf('Orders of a day', [node], ORDERS));
	await editor.setHeight(560);
	await editor.openNode(id, node);
	await editor.execute('cannot be read as a time');
	await takePicture('stopped-run', editor.output);
	const shown = await editor.output.innerText();
	expect(shown).toContain('Event Time "30/01/2026 16:20" cannot be read as a time [item 3]\n');
	expect(shown.match(/\[item 3\]/gi)).toHaveLength(1);
	expect(shown).toContain('Use ISO 8601 such as 2026-01-31T16:30:00Z');
	expect(instance.simulator.requests).toEqual([]);
});

test('a key that MoEngage refuses: its own words, and which key of which tile to check', async () => {
	const { client, simulator } = instance;
	const data = { ...simulator.credential, dataApiKey: 'not-a-key' };
	const credentialId = await client.createCredential('Wrong key', data);
	const node = moEngageNode(TRACK);
	const workflow = workflowOf('Orders of a day', [node], ORDERS.slice(0, 3));
	const id = await client.createWorkflow(withCredential(workflow, credentialId));
	await editor.openNode(id, node);
	await editor.execute('App Secret key mismatch');
	const shown = await editor.output.innerText();
	expect(shown).toContain('MoEngage accepts only the key of the "Data" tile');
	expect(shown).toContain('MoEngage accepted 0 of 3 items.');
	expect(shown).not.toContain('not-a-key');
});

test('a list that cannot be read says which key is missing', async () => {
	const { client, simulator } = instance;
	const data = { ...simulator.credential, campaignApiKey: '' };
	const credentialId = await client.createCredential('Without campaign key', data);
	const node = moEngageNode({ resource: 'businessEvent', operation: 'trigger' });
	const workflow = workflowOf('Price drops', [node], [{ sku: 'A' }, { sku: 'B' }, { sku: 'C' }]);
	const id = await client.createWorkflow(withCredential(workflow, credentialId));
	await editor.openNode(id, node);
	await editor.panel.getByTestId('rlc-input').click();
	const refusal = editor.page.getByTestId('rlc-error-container');
	await refusal.getByText('Campaign API Key').waitFor();
	const shown = await refusal.innerText();
	expect(shown).toContain('The MoEngage credential has no Campaign API Key. Copy the key of the “');
	expect(shown).toContain('tile from Settings > Account > APIs in the MoEngage dashboard');
	expect(shown).not.toContain('\\');
});

test('failed items leave by the error output, with reason and advice side by side', async () => {
	const node = moEngageNode(TRACK, { onError: 'continueErrorOutput' });
	const id = await instance.save(workflowOf('Orders of a day', [node], ORDERS));
	await editor.openNode(id, node);
	await editor.execute('Success Branch (4 items)');
	await editor.output.getByText('Error Branch (1 item)').click();
	await editor.output.getByTestId('radio-button-table').click();
	await editor.output.getByText('[Item 3] Event Time').waitFor();
	await takePicture('error-output', editor.window, editor.panel);
	expect(instance.simulator.accepted.events).toHaveLength(4);
});

test('each output of a read points back to the item that asked', async () => {
	const node = moEngageNode({
		resource: 'user',
		operation: 'get',
		identifier: '={{ $json.customer_id }}',
		additionalFields: { fields: 'first_name, last_name' },
	});
	const buyers = ['customer-1001', 'jane.doe@example.com', 'customer-1002', 'customer-1001'];
	const orders = buyers.map((customer_id, index) => ({ order: `A-${index + 1}`, customer_id }));
	const id = await instance.save(workflowOf('Names for orders', [node], orders));
	await editor.setHeight(760);
	await editor.openNode(id, node);
	await editor.execute('4 items');
	await editor.input.getByTestId('radio-button-table').click();
	await editor.output.getByTestId('radio-button-table').click();
	await editor.output.getByText('Mei').waitFor();
	const names = editor.output.locator('tbody tr');
	expect(await names.allInnerTexts()).toEqual([
		expect.stringMatching(/Arjun\s+Rao/),
		expect.stringMatching(/Jane\s+Doe/),
		expect.stringMatching(/Mei\s+Tan/),
		expect.stringMatching(/Arjun\s+Rao/),
	]);
	// Of the two orders of one buyer, the second. Beneath the expression, n8n shows the value of the first item or of the
	// one under the pointer, as it happens: for this row, both are the same.
	await names.last().hover();
	const asked = editor.input.locator('tbody tr[class*=hoveringRow]');
	await asked.waitFor();
	expect(await asked.allInnerTexts()).toEqual([expect.stringMatching(/A-4\s+customer-1001/)]);
	await takePicture('paired-output', editor.window, editor.panel);
});

test.each([
	['light', 'track-orders-of-a-day.json', 'canvas', 'moengage.svg'],
	['dark', 'personalize-a-page-and-report-it.json', 'canvas-dark', 'moengage.dark.svg'],
] as const)('in the %s theme, %s runs on the canvas', async (theme, file, picture, icon) => {
	const example = readExamples().find((candidate) => candidate.file === file);
	if (example === undefined) throw new Error(`There is no example ${file}`);
	// Without its notes, which would make everything else small.
	const nodes = example.workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	const id = await instance.save({ ...example.workflow, nodes });
	const inTheme = theme === 'light' ? session : await logIn(browser, instance, theme);
	const window = await Editor.open(inTheme);
	await window.setHeight(700);
	await window.openWorkflow(id);
	await window.runWorkflow();
	for (const { name } of example.nodes) {
		const image = window.node(name).locator('img').first();
		expect(await image.getAttribute('src')).toMatch(new RegExp(`/${icon}$`));
	}
	await takePicture(picture, window.window);
	await window.close();
});
