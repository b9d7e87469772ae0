import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { startSimulator } from '../simulator';
import { savedWorkflow } from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

type List = (this: ILoadOptionsFunctions) => Promise<INodeListSearchResult>;
type Options = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;
type Methods = {
	listSearch: Record<'searchBusinessEvents' | 'searchCampaigns' | 'searchFlows', List>;
	loadOptions: Record<'getExperienceKeys' | 'getSubscriptionCategories', Options>;
	resourceMapping: {
		getBusinessEventAttributes(this: ILoadOptionsFunctions): Promise<ResourceMapperFields>;
	};
};

const { engine, simulator, withCredential } = useEngine({ startSimulator });

let methods: Methods;

beforeAll(() => {
	methods = (engine.loader.getNode('moEngage').type as unknown as { methods: Methods }).methods;
});

/** The node as a user edits it. */
function editing(businessEvent = '', changes: IDataObject = {}): ILoadOptionsFunctions {
	const parameters = {
		resource: 'businessEvent',
		operation: 'trigger',
		businessEvent: { __rl: true, mode: 'list', value: businessEvent },
	} as INodeParameters;
	return engine.editing(parameters, { ...simulator.credential, ...changes }, 'parameters');
}

async function attributesOf(businessEvent: string): Promise<ResourceMapperFields> {
	const context = editing(businessEvent);
	return await methods.resourceMapping.getBusinessEventAttributes.call(context);
}

test("n8n's own client opens each list, and says what a host that does not respond means", async () => {
	const { listSearch, loadOptions } = methods;
	const first = async (list: List) => (await list.call(editing())).results[0].name;
	expect(await first(listSearch.searchBusinessEvents)).toBe('Back In Stock');
	expect(await first(listSearch.searchCampaigns)).toBe('Campaign 0');
	expect(await first(listSearch.searchFlows)).toBe('Flow 0');
	expect((await loadOptions.getExperienceKeys.call(editing()))[0].value).toBe('cart-upsell');
	const [category] = await loadOptions.getSubscriptionCategories.call(editing());
	expect(category.value).toBe('newsletter');
	const nowhere = editing('', { apiBaseUrl: 'http://127.0.0.1:9' });
	await expect(listSearch.searchBusinessEvents.call(nowhere)).rejects.toThrow(
		'MoEngage could not be reached (ECONNREFUSED)',
	);
	await expect(
		listSearch.searchCampaigns.call(editing('', { campaignApiKey: 'wrong' })),
	).rejects.toThrow(/^Check that the Campaign API Key is the key of the .*: MoEngage rejected it/);
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
