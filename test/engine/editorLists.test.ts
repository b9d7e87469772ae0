import {
	ApplicationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { startSimulator } from '../simulator';
import { savedWorkflow } from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

type SearchByPage = (
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
) => Promise<INodeListSearchResult>;

type Methods = {
	listSearch: {
		searchBusinessEvents(
			this: ILoadOptionsFunctions,
			filter?: string,
		): Promise<INodeListSearchResult>;
		searchCampaigns: SearchByPage;
		searchFlows: SearchByPage;
	};
	loadOptions: {
		getExperienceKeys(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]>;
		getSubscriptionCategories(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]>;
	};
	resourceMapping: {
		getBusinessEventAttributes(this: ILoadOptionsFunctions): Promise<ResourceMapperFields>;
	};
};

const CAMPAIGN_TILE = 'Campaign report/Business events/Custom templates/Catalog API/Inform Report';

const { engine, restartSimulator, simulator, withCredential } = useEngine({ startSimulator });

let methods: Methods;

beforeAll(() => {
	methods = (engine.loader.getNode('moEngage').type as unknown as { methods: Methods }).methods;
});
afterEach(() => jest.restoreAllMocks());

/** The node as a user edits it. */
function editing(changes: IDataObject = {}, businessEvent: unknown = ''): ILoadOptionsFunctions {
	const parameters = {
		resource: 'businessEvent',
		operation: 'trigger',
		businessEvent: { __rl: true, mode: 'list', value: businessEvent },
	} as INodeParameters;
	return engine.editing(parameters, { ...simulator.credential, ...changes }, 'parameters');
}

async function search(filter?: string, changes?: IDataObject): Promise<string[]> {
	const { results } = await methods.listSearch.searchBusinessEvents.call(editing(changes), filter);
	return results.map(({ name }) => name);
}

async function attributesOf(
	businessEvent: unknown,
	changes?: IDataObject,
): Promise<ResourceMapperFields> {
	const context = editing(changes, businessEvent);
	return await methods.resourceMapping.getBusinessEventAttributes.call(context);
}

async function experienceKeys(changes?: IDataObject): Promise<INodePropertyOptions[]> {
	return await methods.loadOptions.getExperienceKeys.call(editing(changes));
}

type ShownError = ApplicationError & { description?: string; httpCode?: string | null };

async function refusal(asked: Promise<unknown>): Promise<ShownError> {
	const answer = await asked.catch((error: unknown) => error);
	if (!(answer instanceof Error)) throw new ApplicationError('Nothing was refused');
	return answer as ShownError;
}

describe.each([
	['searchCampaigns', 'Campaign', 40, [15, 15, 10], 'ACTIVE · EMAIL'],
	['searchFlows', 'Flow', 130, [50, 50, 30], 'ACTIVE · EVENT_TRIGGERED'],
] as const)('the list by %s', (method, name, total, pages, description) => {
	const page = async (filter?: string, token?: string, changes?: IDataObject) =>
		await methods.listSearch[method].call(editing(changes), filter, token);

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

describe('the list of subscription categories', () => {
	async function categories(additionalFields: INodeParameters, changes: IDataObject = {}) {
		const parameters = { resource: 'subscription', operation: 'update', additionalFields };
		const credential = { ...simulator.credential, ...changes };
		const context = engine.editing(parameters, credential, 'parameters');
		return await methods.loadOptions.getSubscriptionCategories.call(context);
	}

	test('holds the categories of the channel that the update will change, by name', async () => {
		expect(await categories({})).toEqual([
			{ name: 'Newsletter', value: 'newsletter', description: 'Updates' },
			{ name: 'Product Update', value: 'product_update', description: 'Updates' },
			{ name: 'Promotional', value: 'promotional', description: 'Marketing' },
		]);
		const names = async (channel: string) =>
			(await categories({ channel })).map(({ value }) => value);
		expect(await names('sms')).toEqual(['flash_sale', 'order_update']);
		expect(await names('email')).toHaveLength(3);
	});

	test('says which key it needs', async () => {
		const refused = await refusal(categories({}, { dataApiKey: '', apiKey: '' }));
		expect(refused.message).toMatch(/no Data API Key/);
	});
});

describe('the list of business events', () => {
	test('holds every business event by name, its value being the name', async () => {
		const { results } = await methods.listSearch.searchBusinessEvents.call(editing());
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
		expect((await refusal(search('p', { campaignApiKey: 'wrong' }))).httpCode).toBe('401');
		expect((await refusal(search('p', { workspaceId: 'OTHER' }))).httpCode).toBe('401');
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
		for (const field of fields) {
			expect(field).toMatchObject({
				displayName: field.id,
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
		['', /Choose a business event first/],
		[undefined, /Choose a business event first/],
		['={{ $json.event }}', /is an expression/],
	])('are not asked for as long as the event is %j', async (event, notice) => {
		const { fields, emptyFieldsNotice } = await attributesOf(event);
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(notice);
		expect(simulator.requests).toEqual([]);
	});

	test('of an event that MoEngage does not know are none, and the notice says so', async () => {
		expect(await attributesOf('Price drop')).toEqual({
			fields: [],
			emptyFieldsNotice: 'MoEngage has no business event named "Price drop"',
		});
	});

	test('of an event without any are none, and the notice says so', async () => {
		await restartSimulator({ businessEvents: [{ eventName: 'Bare', attributes: {} }] });
		expect((await attributesOf('Bare')).emptyFieldsNotice).toMatch(/"Bare" has no attributes/);
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
		expect(wrong.message).toMatch(/^MoEngage rejected the API Key: /);
		expect(wrong.message).toContain(`it has access to this API, or fill in ${label}`);
		simulator.apiKey.elsewhere = 403;
		const unfit = await refusal(open({ [field]: '', apiKey: key }));
		expect(unfit.message).toBe('You do not have the required permission for this operation.');
		expect(unfit.description).toMatch(/has no permission for this API/);
		expect(JSON.stringify([wrong, wrong.description, unfit])).not.toContain(key);
	});

	test('with a wrong key, or that of another tile, names the key and its tile', async () => {
		for (const wrong of ['wrong', simulator.credential.pushApiKey]) {
			const error = await refusal(open({ [field]: wrong }));
			expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
			expect(error.message).toContain(`MoEngage rejected the ${label}: `);
			expect(error.message).toContain(`Check that it is the key of the “${tile}” tile`);
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
		[{ kind: 'html', status: 502 } as const, /gateway/, /HTTP 502.*again in a minute/],
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

describe('a trigger with mapped attributes', () => {
	/** The value of the resource mapper as the editor saves it after it has loaded the schema. */
	async function mapper(event: string, value: IDataObject | null): Promise<IDataObject> {
		const { fields } = await attributesOf(event);
		simulator.requests.length = 0;
		return {
			mappingMode: value === null ? 'autoMapInputData' : 'defineBelow',
			value,
			matchingColumns: [],
			schema: fields.map((field) => ({ ...field, removed: false })),
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		} as unknown as IDataObject;
	}

	async function run(
		attributeValues: IDataObject,
		items: IDataObject[],
		parameters: IDataObject = {},
	): Promise<FinishedRun> {
		// Without specifyAttributes, as n8n saves a node whose default was not touched.
		const saved = savedWorkflow('businessEvent.trigger', {
			parameters: {
				businessEvent: { __rl: true, mode: 'list', value: 'New Episode' },
				attributeValues,
				additionalFields: {},
				...parameters,
			},
		});
		for (const { parameters: own } of saved.nodes) {
			if (parameters.specifyAttributes === undefined) delete own.specifyAttributes;
			delete own.attributesJson;
		}
		return await engine.run(saved, withCredential(items));
	}

	const sent = () => simulator.accepted.businessEvents.map(({ attributes }) => attributes);

	const ITEMS: IDataObject[] = [
		{ series: 'Dark', season: 1, episode: '2', cast: ['Anna'], released_on: '2026-01-31' },
		{ series: 42, season: '3', episode: '', cast: '["Ben", "Cleo"]', released_on: 1767225600 },
		{ series: 'Ends', season: 0, cast: 'Dora', released_on: '2026-01-31T16:30:00+05:30', note: 1 },
		{ series: null, season: null, episode: 4, cast: [], released_on: '' },
	];
	const EXPECTED = [
		{ series: 'Dark', season: 1, episode: 2, cast: ['Anna'], released_on: '2026-01-31' },
		{ series: '42', season: 3, cast: ['Ben', 'Cleo'], released_on: '2026-01-01T00:00:00Z' },
		{ series: 'Ends', season: 0, cast: ['Dora'], released_on: '2026-01-31T11:00:00Z' },
		{ episode: 4, cast: [] },
	];
	const NAMES = ['series', 'season', 'episode', 'cast', 'released_on'];
	const mapped = (expression: (name: string) => string) =>
		Object.fromEntries(NAMES.map((name) => [name, expression(name)]));

	test.each([
		['plain expressions', mapped((name) => `={{ $json.${name} }}`)],
		['expressions for the engine', mapped((name) => `={{ $json["${name}"] ?? null }}`)],
		['both', { ...mapped((name) => `={{ $json.${name} }}`), season: '={{ $json?.season }}' }],
	])('sends the same for every item with %s', async (_, value) => {
		const finished = await run(await mapper('New Episode', value), ITEMS);
		expect(finished.error).toBeUndefined();
		expect(sent()).toEqual(EXPECTED);
		expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			ITEMS.map((__, item) => ({ item })),
		);
	});

	test('sends constants with their types', async () => {
		const value = { series: 'Dark', season: '2', cast: '["Anna"]', episode: null };
		const finished = await run(await mapper('New Episode', value), ITEMS.slice(0, 2));
		expect(finished.error).toBeUndefined();
		expect(sent()).toEqual([
			{ series: 'Dark', season: 2, cast: ['Anna'] },
			{ series: 'Dark', season: 2, cast: ['Anna'] },
		]);
	});

	test('maps fields of equal names by itself, each item its own', async () => {
		const finished = await run(await mapper('New Episode', null), ITEMS);
		expect(finished.error).toBeUndefined();
		expect(sent()).toEqual(EXPECTED);
	});

	test.each([
		['a plain expression', '={{ $json.season }}'],
		['an expression for the engine', '={{ $json.season + "" }}'],
		['automatic mapping', null],
	])('names item and attribute of a value that does not fit, with %s', async (_, season) => {
		const values = await mapper('New Episode', season === null ? null : { season });
		const items = [{ season: 1 }, { season: 'last' }, { season: 3 }];
		const finished = await run(values, items);
		expect(finished.error?.message).toBe(
			'Attribute "season" is a number in MoEngage, but "last" is not a number [item 1]',
		);
		expect(simulator.requests).toEqual([]);
	});

	test.each([
		['in the list', { __rl: true, mode: 'list', value: '={{ $json.event }}' }],
		['by name', { __rl: true, mode: 'name', value: '={{ $json.event }}' }],
		['for the engine', { __rl: true, mode: 'list', value: '={{ $json.event.trim() }}' }],
		['as the whole locator', '={{ $json.event }}'],
	])('the business event may be an expression %s', async (_, businessEvent) => {
		const items = ['New Episode', 'Price Drop', 'Store Opened'].map((event) => ({ event }));
		const finished = await run({ mappingMode: 'defineBelow', value: null }, items, {
			businessEvent: businessEvent as IDataObject,
		});
		expect(finished.error).toBeUndefined();
		expect(simulator.accepted.businessEvents.map(({ eventName }) => eventName)).toEqual(
			items.map(({ event }) => event),
		);
	});

	test('an event that was never chosen is refused before anything is sent', async () => {
		const finished = await run({ mappingMode: 'defineBelow', value: null }, [{}, {}, {}], {
			businessEvent: { __rl: true, mode: 'list', value: '={{ $json.event }}' },
		});
		expect(finished.error?.message).toMatch(
			/^3 of 3 items cannot be sent, and nothing was sent: Business Event is empty/,
		);
		expect(simulator.requests).toEqual([]);
	});
});
