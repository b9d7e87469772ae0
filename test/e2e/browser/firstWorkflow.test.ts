import type { Browser } from 'playwright-core';

import { Instance } from '../n8n/instance';
import { chosenVersion } from '../n8n/versions';
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
	// The story begins without a credential of the name that n8n gives to a new one.
	const { credentialId, simulator, client } = instance;
	await client.updateCredential(credentialId, 'Another workspace', simulator.credential);
});

beforeEach(async () => {
	editor = await Editor.open(session);
});

afterEach(async () => {
	await editor.close();
});

afterAll(async () => {
	await browser.close();
	await instance.stop();
});

const PRICES = [
	{ sku: 'TV-55', was: 799.9, now: 649.5, until: '2026-12-24' },
	{ sku: 'SOFA-3', was: 1290, now: 990, until: '2026-12-31' },
	{ sku: 'LAMP-9', was: 45, now: 29.95, until: '2027-01-06' },
];

test('the first workflow of the README: a test user, whom no message can reach', async () => {
	const { simulator } = instance;
	await editor.setHeight(760);
	await editor.newWorkflow([{}]);
	await editor.search('moengage', 'MoEngage');
	await editor.openDetails('MoEngage');
	await editor.nodeCreator
		.getByText('Create or update user', { exact: true })
		.scrollIntoViewIfNeeded();
	await takePicture('first-action', editor.nodeCreator);
	await editor.drop('Create or update user');
	await editor.fill(editor.panel, { customerId: 'n8n-test-1' });
	await editor.panel.getByTestId('assignment-collection-drop-area').click();
	await editor.panel.getByTestId('assignment-name').locator('input').first().fill('first_name');
	await editor.panel
		.getByTestId('assignment-value')
		.locator('input, textarea')
		.first()
		.fill('Test');
	await takePicture('first-fields', editor.panel.getByTestId('node-parameters'));
	await editor.execute('1 item');
	await editor.output.getByTestId('radio-button-json').click();
	await editor.output.getByText('success').first().waitFor();
	await takePicture('first-output', editor.output);
	expect(simulator.accepted.users).toMatchObject([
		{ customerId: 'n8n-test-1', attributes: { first_name: 'Test' } },
	]);
	simulator.reset();
});

test.each(['moengage', 'push notification', 'customer engagement', 'personalization'])(
	'who searches for "%s" finds the node',
	async (words) => {
		await editor.newWorkflow(PRICES);
		expect(await editor.search(words, 'MoEngage')).toEqual(['MoEngage']);
	},
);

test('from an empty canvas to customers who get a message', async () => {
	const { simulator } = instance;
	await editor.setHeight(1230);
	await editor.newWorkflow(PRICES);
	await editor.search('moengage', 'MoEngage');
	await editor.openDetails('MoEngage');
	await takePicture('node-panel', editor.nodeCreator);
	await editor.drop('Trigger business event');

	// The credential, through its form.
	await editor.panel.getByTestId('node-credentials-select').click();
	await editor.page.getByTestId('node-credentials-select-item-new').click();
	const { dataCenter, apiBaseUrl, personalizeBaseUrl, pushBaseUrl, ...fields } =
		simulator.credential;
	const baseUrls = { apiBaseUrl, personalizeBaseUrl, pushBaseUrl };
	const form = editor.credentialForm;
	await form.waitFor();
	await editor.choose(editor.field('dataCenter', form), '03 (India)');
	await editor.fill(form, fields);
	expect(await editor.field('apiBaseUrl', form).count()).toBe(0);
	await editor.field('dataCenter', form).scrollIntoViewIfNeeded();
	await takePicture('credential', form);
	expect(dataCenter).toBe('custom');
	await editor.choose(editor.field('dataCenter', form), 'Custom');
	await editor.fill(form, baseUrls);
	await form.getByTestId('credential-save-button').click();
	await form.waitFor({ state: 'hidden' });
	await editor.closeToasts();

	// n8n tests it when it is opened.
	await editor.panel.getByTestId('credential-edit-button').click();
	await form.getByText('Connection tested successfully').waitFor();
	await takePicture(
		'credential-tested',
		form.getByTestId('credentials-config-container-test-success'),
	);
	await form.getByRole('button', { name: 'Close' }).click();

	// The business event, and its attributes, which are not asked for before.
	const mapper = editor.panel.getByTestId('resource-mapper-container');
	expect(await mapper.count()).toBe(0);
	expect(await editor.openList('businessEvent')).toEqual([
		'Back In Stock',
		'Flight Delayed',
		'New Episode',
		'Price Drop',
		'Season Finale',
		'Store Opened',
	]);
	await editor.pick('Price Drop');
	await mapper.waitFor();
	await editor.map('product_id', '{{ $json.sku }}');
	await editor.map('old_price', '{{ $json.was }}');
	await editor.map('new_price', '{{ $json.now }}');
	await editor.map('valid_until', '{{ $json.until }}');

	// What was filled in is still there when the panel is opened again.
	await editor.closePanel();
	await editor.reopenPanel('Trigger business event');
	await editor.field('valid_until').getByText('{{ $json.until }}').waitFor();

	await editor.execute('3 items');
	await takePicture('map-attributes', editor.window, editor.panel);
	expect(await editor.output.getByText('The business event has been triggered').count()).toBe(3);
	// Requests travel side by side, so they arrive in any order.
	const arrived = simulator.accepted.businessEvents.map(({ eventName, attributes }) => ({
		eventName,
		...attributes,
	}));
	const sent = PRICES.map(({ sku, was, now, until }) => ({
		eventName: 'Price Drop',
		product_id: sku,
		old_price: was,
		new_price: now,
		valid_until: until,
	}));
	expect(arrived).toHaveLength(sent.length);
	expect(arrived).toEqual(expect.arrayContaining(sent));

	await editor.closePanel();
	await editor.node('Trigger business event').getByText('trigger: business event').waitFor();
});
