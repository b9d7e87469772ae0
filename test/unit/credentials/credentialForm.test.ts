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
	expect((options as Array<{ value: string }>).map(({ value }) => value)).toEqual([
		'01',
		'02',
		'03',
		'04',
		'05',
		'06',
		'101',
		'custom',
	]);
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
