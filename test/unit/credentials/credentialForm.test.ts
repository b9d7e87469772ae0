import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { MoEngageApi } from '../../../credentials/MoEngageApi.credentials';
import { RESOURCES } from '../../../nodes/MoEngage/resources';
import { FACTS } from '../../operations';

const credential = new MoEngageApi();

/** What decides whether a field is shown, filled in before, and hidden while typing. */
function formOf({
	type,
	default: initial,
	required,
	typeOptions,
	displayOptions,
}: INodeProperties) {
	return { type, initial, required, typeOptions, displayOptions };
}

const field = { type: 'string', initial: '' };
const secret = { ...field, typeOptions: { password: true } };
const ofCustom = { ...field, displayOptions: { show: { dataCenter: ['custom'] } } };

test('no field is filled in before, secrets are hidden, and base URLs are for Custom only', () => {
	const form = credential.properties.map((one) => [one.name, formOf(one)]);
	expect(Object.fromEntries(form)).toEqual({
		dataCenter: { type: 'options', initial: '', required: true },
		apiBaseUrl: ofCustom,
		personalizeBaseUrl: ofCustom,
		pushBaseUrl: ofCustom,
		workspaceId: { ...field, required: true },
		keysNotice: { type: 'notice', initial: '' },
		dataApiKey: secret,
		campaignApiKey: secret,
		personalizeApiKey: secret,
		pushApiKey: secret,
		informApiKey: secret,
		apiKey: secret,
		webhookSecret: secret,
	});
	expect(form).toHaveLength(13);
});

test('the notice and the field of a key name every resource that the key opens', () => {
	const { displayName: notice = '' } =
		credential.properties.find(({ name }) => name === 'keysNotice') ?? {};
	const lines = [...notice.matchAll(/<li>.*?<\/li>/g)].map(([line]) => line);
	expect(lines).toHaveLength(5);
	const missing = RESOURCES.flatMap(({ name, value }) => {
		const [tile] = Object.entries(FACTS)
			.filter(([path]) => path.startsWith(`${value}.`))
			.map(([, { endpoint }]) => endpoint.tile);
		const line = lines.find((one) => one.toLowerCase().startsWith(`<li>${tile}:`)) ?? '';
		return line.toLowerCase().includes(name.toLowerCase()) ? [] : [name];
	});
	expect(missing).toEqual([]);
	const ofData = credential.properties.find(({ name }) => name === 'dataApiKey')?.description ?? '';
	const listed = lines[0].replace(/<.*?>|Data: /g, '').split(', ');
	expect(listed.filter((resource) => !ofData.includes(resource))).toEqual([]);
});

test('each data center of MoEngage can be chosen, by the number of its dashboard', () => {
	const { options = [] } = credential.properties[0];
	expect(options.map((one) => ('value' in one ? [one.value, one.name] : []))).toEqual([
		['01', '01 (US)'],
		['02', '02 (EU)'],
		['03', '03 (India)'],
		['04', '04 (US)'],
		['05', '05 (Singapore)'],
		['06', '06 (Indonesia)'],
		['101', '101'],
		['custom', 'Custom'],
	]);
});

/** The label of each field, and what its help text has to name: where MoEngage has the value, or what it is for. */
const HELP: Record<string, [label: string, names: string]> = {
	dataCenter: ['Data Center', 'dashboard-01.moengage.com is data center 01'],
	apiBaseUrl: ['API Base URL', 'https://api-XX.moengage.com'],
	personalizeBaseUrl: ['Personalize Base URL', 'https://sdk-XX.moengage.com'],
	pushBaseUrl: ['Push Base URL', 'https://pushapi-XX.moengage.com'],
	workspaceId: ['Workspace ID', 'Settings > Account > APIs'],
	dataApiKey: ['Data API Key', 'Data tile'],
	campaignApiKey: [
		'Campaign API Key',
		'Campaign report/Business events/Custom templates/Catalog API/Inform Report',
	],
	personalizeApiKey: ['Personalize API Key', 'Personalize tile'],
	pushApiKey: ['Push API Key', 'Push tile'],
	informApiKey: ['Inform API Key', 'Inform tile'],
	apiKey: ['API Key', 'Settings > Account > API keys'],
	webhookSecret: ['Webhook Secret', 'never sent to the API of MoEngage'],
};

test('the help of each field says where in MoEngage its value is, or what it is for', () => {
	const fields = credential.properties.filter(({ type }) => type !== 'notice');
	expect(Object.fromEntries(fields.map((one) => [one.name, one.displayName]))).toEqual(
		Object.fromEntries(Object.entries(HELP).map(([name, [label]]) => [name, label])),
	);
	for (const { name, description } of fields) expect(description).toContain(HELP[name][1]);
	const examples = fields.flatMap(({ name, placeholder }) =>
		placeholder === undefined ? [] : [[name, placeholder]],
	);
	expect(Object.fromEntries(examples)).toEqual({
		...Object.fromEntries(
			['apiBaseUrl', 'personalizeBaseUrl', 'pushBaseUrl'].map((name) => [
				name,
				expect.stringMatching(/^e\.g\. https:/),
			]),
		),
		workspaceId: expect.stringMatching(/^e\.g\. [A-Z0-9]{20,}$/),
	});
	expect(credential.displayName).toBe('MoEngage API');
});

test('saved credentials find their type, icon and page', () => {
	const { name, documentationUrl, icon } = credential;
	expect(name).toBe('moEngageApi');
	expect(documentationUrl).toMatch(/^https:\/\/github\.com\/.*\/docs\/credential\.md$/);
	expect(icon).toEqual({
		light: 'file:../nodes/MoEngage/moengage.svg',
		dark: 'file:../nodes/MoEngage/moengage.dark.svg',
	});
});

test.each([
	['https://api-02.moengage.com/v1/event/WS', 'data'],
	['https://sdk-02.moengage.com/v1/experiences/fetch', 'personalize'],
	['https://api-02.moengage.com/v1.0/alerts/send', 'inform'],
])('a request of the HTTP Request node to %s gets the key of its tile', async (url, key) => {
	const keys = { dataApiKey: 'data', personalizeApiKey: 'personalize', informApiKey: 'inform' };
	const data = { dataCenter: '02', workspaceId: 'WS', ...keys };
	const { headers } = await credential.authenticate(data, { method: 'POST', url });
	const authorization = `Basic ${Buffer.from(`WS:${key}`).toString('base64')}`;
	expect((headers as IDataObject).Authorization).toBe(authorization);
});
