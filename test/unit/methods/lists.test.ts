import {
	ApplicationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodePropertyOptions,
	type ResourceMapperFields,
} from 'n8n-workflow';

import {
	getBusinessEventAttributes,
	searchBusinessEvents,
} from '../../../nodes/MoEngage/methods/businessEvents';
import { searchCampaigns, searchFlows } from '../../../nodes/MoEngage/methods/campaigns';
import { getExperienceKeys } from '../../../nodes/MoEngage/methods/experiences';
import { getSubscriptionCategories } from '../../../nodes/MoEngage/methods/subscriptionCategories';
import { startSimulator } from '../../simulator';
import { useSimulator } from '../simulator/useSimulator';
import { editing } from './n8nClient';

const CAMPAIGN_TILE = 'Campaign report/Business events/Custom templates/Catalog API/Inform Report';

const { simulator } = useSimulator();

afterEach(() => jest.restoreAllMocks());

/** The node as a user edits it. */
function edited(changes: IDataObject = {}, businessEvent: unknown = ''): ILoadOptionsFunctions {
	return editing(
		{ ...simulator.credential, ...changes },
		{ businessEvent: { __rl: true, mode: 'list', value: businessEvent } as IDataObject },
	);
}

/** Has MoEngage answer so. */
function answering({ helpers }: ILoadOptionsFunctions, body: IDataObject): void {
	helpers.httpRequestWithAuthentication = async () => ({ statusCode: 200, headers: {}, body });
}

async function search(filter?: string, changes?: IDataObject): Promise<string[]> {
	const { results } = await searchBusinessEvents.call(edited(changes), filter);
	return results.map(({ name }) => name);
}

async function attributesOf(
	businessEvent: unknown,
	changes?: IDataObject,
): Promise<ResourceMapperFields> {
	return await getBusinessEventAttributes.call(edited(changes, businessEvent));
}

async function experienceKeys(changes?: IDataObject): Promise<INodePropertyOptions[]> {
	return await getExperienceKeys.call(edited(changes));
}

type ShownError = ApplicationError & { description?: string; httpCode?: string | null };

async function refusal(asked: Promise<unknown>): Promise<ShownError> {
	const answer = await asked.catch((error: unknown) => error);
	if (!(answer instanceof Error)) throw new ApplicationError('Nothing was refused');
	return answer as ShownError;
}

describe.each([
	['searchCampaigns', searchCampaigns, 'Campaign', 40, [15, 15, 10], 'ACTIVE · EMAIL'],
	['searchFlows', searchFlows, 'Flow', 130, [50, 50, 30], 'ACTIVE · EVENT_TRIGGERED'],
] as const)('the list by %s', (_method, list, name, total, pages, description) => {
	const page = async (filter?: string, token?: string, changes?: IDataObject) =>
		await list.call(edited(changes), filter, token);

	test('holds all by name, a page at a time, the ID being the value', async () => {
		const sizes: number[] = [];
		const values = new Set<unknown>();
		let token: string | undefined;
		do {
			const { results, paginationToken } = await page(undefined, token);
			sizes.push(results.length);
			for (const { value } of results) values.add(value);
			if (token === undefined) {
				expect(results[0]).toMatchObject({
					name: `${name} 0`,
					value: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
					description,
				});
			}
			token = paginationToken as string | undefined;
		} while (token !== undefined);
		expect(sizes).toEqual(pages);
		expect(values.size).toBe(total);
	});

	test('is searched by MoEngage, by a part of the name', async () => {
		const { results } = await page(` ${name.toLowerCase()} 3`);
		expect(results.map((one) => one.name)).toContain(`${name} 31`);
		expect((await page('nothing like it')).results).toEqual([]);
		expect(simulator.requests).toHaveLength(2);
	});

	test('says which key it needs', async () => {
		const refused = await refusal(page('', undefined, { campaignApiKey: '', apiKey: '' }));
		expect(refused.message).toMatch(/no Campaign API Key/);
	});
});

test.each<[IDataObject, string | undefined]>([
	[{ has_more: true, next_cursor: 'c2' }, 'c2'],
	[{ has_more: true, next_cursor: 7 }, '7'],
	[{ has_more: false, next_cursor: 'c2' }, undefined],
	[{ next_cursor: 'c2' }, undefined],
	[{ has_more: true, next_cursor: '' }, undefined],
	[{ has_more: true }, undefined],
])('the list of flows goes on by a cursor only if there is more: %j', async (data, token) => {
	const context = edited();
	answering(context, { data: { flows: [{ flow_id: 'f' }], ...data } });
	expect((await searchFlows.call(context)).paginationToken).toBe(token);
});

describe('the list of subscription categories', () => {
	async function categories(additionalFields: IDataObject, changes: IDataObject = {}) {
		const credential = { ...simulator.credential, ...changes };
		return await getSubscriptionCategories.call(editing(credential, { additionalFields }));
	}

	test('holds the categories of email by name, whichever channel a saved workflow has', async () => {
		for (const fields of [{}, { channel: 'email' }, { channel: 'sms' }]) {
			expect(await categories(fields)).toEqual([
				{ name: 'Newsletter', value: 'newsletter', description: 'Updates' },
				{ name: 'Product Update', value: 'product_update', description: 'Updates' },
				{ name: 'Promotional', value: 'promotional', description: 'Marketing' },
			]);
		}
	});

	test('is asked for the project that the node is set to, unless only an item says it', async () => {
		const list = (options: IDataObject) =>
			getSubscriptionCategories.call(editing({ ...simulator.credential }, { options }));
		for (const projectCode of ['store-in', ' store-in ', '={{ $json.project }}', '']) {
			await list({ projectCode });
		}
		expect(simulator.requests.map(({ headers }) => headers['moe-project-code'])).toEqual([
			'store-in',
			'store-in',
			undefined,
			undefined,
		]);
	});

	test('says which key it needs', async () => {
		const refused = await refusal(categories({}, { dataApiKey: '', apiKey: '' }));
		expect(refused.message).toMatch(/no Data API Key/);
	});
});

describe('the list of business events', () => {
	test('holds every business event by name, its value being the name', async () => {
		const { results } = await searchBusinessEvents.call(edited());
		expect(results).toEqual([
			{ name: 'Back In Stock', value: 'Back In Stock', description: '3 attributes' },
			{ name: 'Flight Delayed', value: 'Flight Delayed', description: '4 attributes' },
			{ name: 'New Episode', value: 'New Episode', description: '5 attributes' },
			{ name: 'Price Drop', value: 'Price Drop', description: '4 attributes' },
			{ name: 'Season Finale', value: 'Season Finale', description: '2 attributes' },
			{ name: 'Store Opened', value: 'Store Opened', description: '3 attributes' },
		]);
		expect(simulator.requests[0]).toMatchObject({ path: '/v1.0/business_event/search', body: {} });
	});

	test('is searched whatever the letter case', async () => {
		expect(await search('ST')).toEqual(['Back In Stock', 'Store Opened']);
		expect(await search(' price ')).toEqual(['Price Drop']);
		expect(await search('nothing like it')).toEqual([]);
	});

	test('says that there is nothing to list, and how that changes', async () => {
		const context = edited({});
		answering(context, { data: [] });
		const empty = await refusal(searchBusinessEvents.call(context));
		expect(empty.message).toMatch(/^This workspace has no business events yet\. Create one with/);
	});

	test('is searched by each word, in any order', async () => {
		expect(await search('stock back')).toEqual(['Back In Stock']);
		expect(await search('pri  dr')).toEqual(['Price Drop']);
		expect(await search('price stock')).toEqual([]);
	});

	test('costs one request for each opening, whatever the keystrokes', async () => {
		await search();
		for (const typed of ['s', 'se', 'sea', 'se', 'ser']) await search(typed);
		expect(simulator.requests).toHaveLength(1);
		await search();
		expect(simulator.requests).toHaveLength(2);
	});

	test('keystrokes before MoEngage has answered share the request', async () => {
		simulator.latencyMs = 50;
		await Promise.all([search('p'), search('pr'), search('pri')]);
		expect(simulator.requests).toHaveLength(1);
	});

	test('is fetched again when it has grown old under a search', async () => {
		await search();
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + 30_001);
		expect(await search('drop')).toEqual(['Price Drop']);
		expect(simulator.requests).toHaveLength(2);
	});

	test('is never taken from what another key or workspace has fetched', async () => {
		await search();
		for (const other of [{ campaignApiKey: 'wrong' }, { workspaceId: 'OTHER' }]) {
			expect((await refusal(search('p', other))).message).toMatch(
				/^Check that the Campaign API Key is/,
			);
		}
		expect(simulator.requests).toHaveLength(3);
	});

	test('a refusal is not kept: the next keystroke asks again', async () => {
		simulator.inject({ kind: 'status', status: 500 });
		await refusal(search());
		expect(await search('drop')).toEqual(['Price Drop']);
	});
});

describe('the attributes of a business event', () => {
	test('come with the types that MoEngage declares, none required', async () => {
		const { fields, emptyFieldsNotice } = await attributesOf('New Episode');
		expect(emptyFieldsNotice).toBeUndefined();
		expect(fields.map(({ id, type }) => [id, type])).toEqual([
			['series', 'string'],
			['season', 'number'],
			['episode', 'number'],
			['cast', 'array'],
			['released_on', 'dateTime'],
		]);
		expect(fields.map(({ displayName }) => displayName)).toEqual([
			'series',
			'season (whole number)',
			'episode (whole number)',
			'cast (as ["A", "B"])',
			'released_on',
		]);
		for (const field of fields) {
			expect(field).toMatchObject({
				required: false,
				display: true,
				defaultMatch: false,
				canBeUsedToMatch: false,
			});
		}
		const store = await attributesOf('Store Opened');
		expect(store.fields.find(({ id }) => id === 'discount')?.type).toBe('number');
		expect(simulator.requests[0].body).toEqual({ event_names: ['New Episode'] });
	});

	test.each([
		['', /Choose a business event first.*a model.*Using JSON/],
		[undefined, /Choose a business event first/],
		['={{ $json.event }}', /is an expression/],
		[{ __rl: true, mode: 'name', value: "={{ $fromAI('Business_Event') }}" }, /is an expression/],
		[{}, /is an expression/],
	])('are not asked for as long as the event is %j', async (event, notice) => {
		const { fields, emptyFieldsNotice } = await attributesOf(event);
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(notice);
		expect(simulator.requests).toEqual([]);
	});

	test('are those of the chosen event, not of the first that MoEngage finds', async () => {
		const events = ['Sale', 'Sale Ended', 'Summer Sale'].map((eventName) => ({
			eventName,
			attributes: { [`of_${eventName.replace(' ', '_')}`]: 'string' as const },
		}));
		for (const { eventName, attributes } of events) {
			const context = edited({}, eventName);
			answering(context, {
				data: events.map((one) => ({
					event_name: one.eventName,
					event_attributes: Object.entries(one.attributes).map(([name, type]) => ({
						attribute_name: name,
						attribute_data_type: type,
					})),
				})),
			});
			const { fields } = await getBusinessEventAttributes.call(context);
			expect(fields.map(({ id }) => id)).toEqual(Object.keys(attributes));
		}
	});

	test('of an event that MoEngage does not know are none, and the notice says so', async () => {
		expect(await attributesOf('Price drop')).toEqual({
			fields: [],
			emptyFieldsNotice: 'MoEngage has no business event named "Price drop"',
		});
	});

	test('of an event without any are none, and the notice says so', async () => {
		const bare = await startSimulator({ businessEvents: [{ eventName: 'Bare', attributes: {} }] });
		const { emptyFieldsNotice } = await attributesOf('Bare', { ...bare.credential });
		expect(emptyFieldsNotice).toMatch(/"Bare" has no attributes/);
		await bare.close();
	});
});

test('the list of experiences shows names and statuses and holds the keys', async () => {
	expect(await experienceKeys()).toEqual([
		{ name: 'Cart Upsell (Active)', value: 'cart-upsell' },
		{ name: 'Homepage Banner (Active)', value: 'homepage-banner' },
		{ name: 'New Year Sale (Scheduled)', value: 'new-year-sale' },
		{ name: 'Promo Strip (Active)', value: 'promo-strip' },
		{ name: 'Winter Teaser (Paused)', value: 'winter-teaser' },
	]);
	expect(simulator.requests).toHaveLength(1);
	expect(simulator.requests[0]).toMatchObject({
		method: 'GET',
		path: '/v1/experiences/metadata',
		query: { status: 'Active,Paused,Scheduled' },
		headers: { 'moe-appkey': simulator.credential.workspaceId },
		body: '',
	});
});

describe.each([
	{
		list: 'business events',
		open: async (changes?: IDataObject) => await search(undefined, changes),
		field: 'campaignApiKey',
		label: 'Campaign API Key',
		tile: CAMPAIGN_TILE,
		base: 'apiBaseUrl',
	},
	{
		list: 'attributes',
		open: async (changes?: IDataObject) => await attributesOf('Price Drop', changes),
		field: 'campaignApiKey',
		label: 'Campaign API Key',
		tile: CAMPAIGN_TILE,
		base: 'apiBaseUrl',
	},
	{
		list: 'experiences',
		open: experienceKeys,
		field: 'personalizeApiKey',
		label: 'Personalize API Key',
		tile: 'Personalize',
		base: 'personalizeBaseUrl',
	},
])('the list of $list, when it cannot be had', ({ open, field, label, tile, base }) => {
	test.each(['', '  '])('without a key (%j) names the key and its tile', async (none) => {
		const { name, message } = await refusal(open({ [field]: none }));
		expect(name).toBe('NodeOperationError');
		expect(message).toBe(
			`The MoEngage credential has no ${label}. Copy the key of the “${tile}” tile from Settings > Account > APIs in the MoEngage dashboard. Or fill in API Key, if your dashboard has Settings > Account > API keys`,
		);
		expect(simulator.requests).toEqual([]);
	});

	test('with the API Key alone opens, or says what that key lacks', async () => {
		const { key } = simulator.apiKey;
		await open({ [field]: '', apiKey: key });
		simulator.apiKey.opens = [];
		const wrong = await refusal(open({ [field]: '', apiKey: key }));
		expect(wrong.message).toContain(
			`Check that the API Key has access to this API, or fill in ${label}: MoEngage rejected it (`,
		);
		simulator.apiKey.elsewhere = 403;
		const unfit = await refusal(open({ [field]: '', apiKey: key }));
		expect(unfit.message).toBe('You do not have the required permission for this operation.');
		expect(unfit.description).toMatch(/has no permission for this API/);
		expect(JSON.stringify([wrong, wrong.description, unfit])).not.toContain(key);
	});

	test('with a wrong key, or that of another tile, names the key and its tile', async () => {
		for (const wrong of ['wrong', simulator.credential.pushApiKey]) {
			const error = await refusal(open({ [field]: wrong }));
			// n8n would put the code before the message, whose first words have to say what to do.
			expect(error).toMatchObject({ name: 'NodeApiError', httpCode: null });
			expect(error.message).toContain(
				`Check that the ${label} is the key of the “${tile}” tile: MoEngage rejected it (`,
			);
			expect(error.description).toMatch(/Workspace ID/);
			const everything = JSON.stringify([error, error.message, error.description, error.cause]);
			expect(everything).not.toContain(wrong);
		}
		expect(simulator.requests).toHaveLength(2);
	});

	test('with an unreachable host says so', async () => {
		const error = await refusal(open({ [base]: 'http://127.0.0.1:9' }));
		expect(error.message).toBe('MoEngage could not be reached (ECONNREFUSED)');
		expect(error.description).toMatch(/Data Center or the base URL/);
	});

	test.each([
		[{ kind: 'status', status: 429 } as const, /./, /again in a minute/],
		[{ kind: 'html', status: 502 } as const, /gateway/, /again in a minute\. \(HTTP 502\)/],
		[{ kind: 'html', status: 200 } as const, /not in MoEngage's format/, /base URL/],
		[
			{ kind: 'answer', body: { message: 'Service under maintenance' } } as const,
			/not in MoEngage's format/,
			/base URL/,
		],
		[{ kind: 'status', status: 403 } as const, /./, /blocked or suspended|does not allow/],
		[{ kind: 'resetAfter' } as const, /^The connection to MoEngage broke/, /network/],
	])('after %j says what happened and what to do', async (fault, message, description) => {
		simulator.inject(fault);
		const error = await refusal(open());
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(description);
		expect(`${error.message} ${error.description}`).not.toMatch(/\bitem\b|error|problem|failure/i);
	});
});
