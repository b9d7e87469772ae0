import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type AcceptedRecords, type Simulator } from '../simulator';
import { addToolForm, agents, agentWorkflow, asSent, type Way } from './agents';
import { Engine, FinishedRun } from './engine';
import { useEngine } from './useEngine';

/** `{{ $fromAI('name') }}`: the model fills it in. */
const ai = (name: string) => `={{ $fromAI('${name}') }}`;

/** An operation with the parameters that a model fills in, and what it sends. */
type ToolCase = {
	/** `resource.operation` */
	name: string;
	parameters: IDataObject;
	/** At least three different calls. */
	calls: IDataObject[];
	/** What MoEngage's side must hold or have been asked afterwards, one entry for each call. */
	expected: unknown[];
	/** What the calls left there. */
	arrived(accepted: AcceptedRecords, simulator: Simulator): unknown[];
	/** Arguments that differ from the first call, and what the model must be told. */
	wrong: Array<{ args: IDataObject; says: RegExp[] }>;
};

const bodies =
	(path: string) =>
	(_: AcceptedRecords, { requests }: Simulator) =>
		requests.filter((request) => request.path.includes(path)).map(({ body }) => body);

const CONTEXT = {
	cid: 'campaign-1',
	experience: 'Homepage Banner',
	moe_locale_id: '0',
	moe_variation_id: '1',
	audience_name: 'All Users',
	audience_id: '5A',
};

const CASES: ToolCase[] = [
	{
		name: 'businessEvent.trigger',
		parameters: {
			businessEvent: ai('event'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
			additionalFields: { triggeredBy: ai('by') },
		},
		calls: [
			{ event: 'Price Drop', attributes: '{"product_id":"A1","new_price":9.5}', by: '' },
			{ event: ' Back In Stock ', attributes: { sizes: ['S', 'M'], units: 3 }, by: null },
			{ event: 'Store Opened', attributes: '', by: 'jane@example.com' },
		],
		expected: [
			{ eventName: 'Price Drop', attributes: { product_id: 'A1', new_price: 9.5 } },
			{ eventName: 'Back In Stock', attributes: { sizes: ['S', 'M'], units: 3 } },
			{ eventName: 'Store Opened', attributes: {}, triggeredBy: 'jane@example.com' },
		],
		arrived: ({ businessEvents }) => businessEvents,
		wrong: [
			{ args: { attributes: '{"product_id": A1}' }, says: [/Attributes \(JSON\)/, /column 16/] },
			{ args: { attributes: ['A1'] }, says: [/Attributes \(JSON\) is a list/, /\{ "name"/] },
			{ args: { by: 'Jane' }, says: [/Triggered By "Jane"/, /email address/] },
			{ args: { event: '' }, says: [/Business Event is empty/] },
			{ args: { event: 'Price Rise' }, says: [/Business event does not exists/] },
		],
	},
	{
		name: 'businessEvent.search',
		parameters: {
			filters: { eventIds: ai('ids'), eventNames: ai('names') },
			simplify: ai('simple'),
		},
		calls: [
			{ ids: '', names: 'Price Drop, New Episode', simple: 'true' },
			{ ids: null, names: ['Store Opened', ''], simple: true },
			{ ids: '6447b078712cd8c650074840', names: '["Back In Stock"]', simple: '' },
		],
		expected: [
			{ event_names: ['Price Drop', 'New Episode'] },
			{ event_names: ['Store Opened'] },
			{ event_ids: ['6447b078712cd8c650074840'], event_names: ['Back In Stock'] },
		],
		arrived: bodies('/search'),
		wrong: [
			{ args: { names: '["Price Drop"' }, says: [/Event Names is not valid JSON/] },
			{ args: { names: [{ name: 'Price Drop' }] }, says: [/Event Names/, /not text/] },
		],
	},
	{
		name: 'businessEvent.create',
		parameters: {
			eventName: ai('event'),
			eventAttributes: {
				attribute: [
					{ name: ai('first'), dataType: ai('first_type') },
					{ name: ai('second'), dataType: ai('second_type') },
				],
			},
			createdBy: ai('by'),
		},
		calls: [
			{ event: 'Gate Changed', first: 'gate', first_type: 'String', by: 'jane@example.com' },
			{
				event: 'Sold Out',
				first: 'units',
				first_type: 'INT',
				second: 'at',
				second_type: 'Date',
				by: 'jane@example.com',
			},
			{
				event: 'New Store',
				first: 'city',
				first_type: null,
				second: 'discount',
				second_type: 'float',
				by: ' jane@example.com ',
			},
		],
		expected: [
			expect.objectContaining({ eventName: 'Gate Changed', attributes: { gate: 'string' } }),
			expect.objectContaining({ eventName: 'Sold Out', attributes: { units: 'int', at: 'date' } }),
			expect.objectContaining({ attributes: { city: 'string', discount: 'float' } }),
		],
		arrived: ({ createdBusinessEvents }) => createdBusinessEvents,
		wrong: [
			{
				args: { first_type: 'number' },
				says: [/Data Type "number"/, /array, date, float, int, string/],
			},
			{
				args: { first: '', first_type: '' },
				says: [/Event Attributes has no attribute/, /data type/],
			},
			{ args: { by: 'Jane' }, says: [/Created By "Jane" is not an email address/] },
		],
	},
	{
		name: 'event.track',
		parameters: {
			identifyBy: 'customerId',
			customerId: ai('customer'),
			eventName: ai('event'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
			additionalFields: {
				platform: ai('platform'),
				eventTime: ai('time'),
				timezone: ai('zone'),
				appVersion: ai('version'),
			},
		},
		calls: [
			{
				customer: 'a@example.com',
				event: 'Order Placed',
				attributes: '{"total": 12.5}',
				platform: 'android',
				time: '1767225600',
				zone: '19800',
				version: '',
			},
			{
				customer: 4711,
				event: 'Order Placed',
				attributes: { skus: ['A1'] },
				platform: null,
				time: 1767225600000,
				zone: null,
				version: 2,
			},
			{
				customer: 'c@example.com',
				event: 'Visit',
				attributes: null,
				platform: '',
				time: '',
				zone: '',
				version: null,
			},
		],
		expected: [
			{
				action: 'Order Placed',
				attributes: { total: 12.5 },
				platform: 'ANDROID',
				current_time: '2026-01-01T00:00:00Z',
				user_timezone_offset: 19800,
			},
			{
				action: 'Order Placed',
				attributes: { skus: ['A1'] },
				current_time: '2026-01-01T00:00:00Z',
				app_version: '2',
			},
			{ action: 'Visit' },
		],
		arrived: ({ events }) => events.map(({ raw }) => raw),
		wrong: [
			{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web, TV, unknown/] },
			{ args: { time: 'yesterday' }, says: [/Event Time "yesterday"/, /ISO 8601/] },
			{ args: { zone: 'Mars' }, says: [/Time Zone "Mars"/, /Europe\/Berlin|Asia\/Kolkata/] },
			{ args: { customer: 'guest' }, says: [/Customer ID "guest"/] },
		],
	},
	{
		name: 'event.track',
		parameters: {
			identifyBy: 'userIdentifiers',
			userIdentifiers: {
				identifier: [
					{ name: 'moe_mobile', value: ai('phone') },
					{ name: ai('other'), value: ai('other_value') },
				],
			},
			eventName: 'Visit',
			attributes: {
				assignments: [
					{ id: '1', name: 'page', value: ai('page'), type: 'string' },
					{ id: '2', name: 'items', value: ai('items'), type: 'number' },
					{ id: '3', name: 'member', value: ai('member'), type: 'boolean' },
					{ id: '4', name: 'skus', value: ai('skus'), type: 'array' },
				],
			},
		},
		calls: [
			{
				phone: '+911',
				other: 'uid',
				other_value: 7,
				page: 'home',
				items: '2',
				member: 'true',
				skus: '["A1"]',
			},
			{
				phone: 911,
				other: '',
				other_value: '',
				page: 'cart',
				items: 3,
				member: false,
				skus: ['B2', 'C3'],
			},
			{
				phone: '+913',
				other: null,
				other_value: null,
				page: 'pay',
				items: 0,
				member: 'false',
				skus: '[]',
			},
		],
		expected: [
			{
				identifiers: { moe_mobile: '+911', uid: '7' },
				attributes: { page: 'home', items: 2, member: true, skus: ['A1'] },
			},
			{
				identifiers: { moe_mobile: '911' },
				attributes: { page: 'cart', items: 3, member: false, skus: ['B2', 'C3'] },
			},
			{
				identifiers: { moe_mobile: '+913' },
				attributes: { page: 'pay', items: 0, member: false, skus: [] },
			},
		],
		arrived: ({ events }) =>
			events.map(({ userIdentifiers, attributes }) => ({
				identifiers: userIdentifiers,
				attributes,
			})),
		wrong: [
			{ args: { phone: '' }, says: [/User Identifiers|Value/, /empty/] },
			{
				args: { items: 'two' },
				says: [/Attribute "items" is set to Number, but "two" is not a number/],
			},
			{
				args: { member: 'maybe' },
				says: [/Attribute "member" is set to Boolean, but "maybe" is neither/],
			},
		],
	},
	{
		name: 'experience.fetch',
		parameters: {
			customerId: ai('customer'),
			experienceKeys: ai('keys'),
			simplify: ai('simple'),
			additionalFields: {
				sessionAttributes: ai('session'),
				timeOfDay: ai('hour'),
				dayOfWeek: ai('day'),
			},
		},
		calls: [
			{
				customer: 'a@example.com',
				keys: 'homepage-banner, promo-strip',
				simple: 'true',
				session: '{"utm_medium":"email"}',
				hour: 9,
				day: 'monday',
			},
			{
				customer: 4711,
				keys: ['cart-upsell'],
				simple: true,
				session: { visits: 3 },
				hour: '14',
				day: '',
			},
			{ customer: '', keys: '', simple: '', session: '', hour: null, day: null },
		],
		expected: [
			{
				utm_medium: 'email',
				identifiers: { customer_id: 'a@example.com' },
				experience_key: ['homepage-banner', 'promo-strip'],
				DAY_OF_THE_WEEK: 'Monday',
				TIME_OF_THE_DAY: '09',
			},
			{
				visits: 3,
				identifiers: { customer_id: '4711' },
				experience_key: ['cart-upsell'],
				TIME_OF_THE_DAY: '14',
			},
			{ identifiers: {} },
		],
		arrived: bodies('/fetch'),
		wrong: [
			{ args: { day: 'Mon' }, says: [/Day of the Week "Mon"/, /Monday, Tuesday/] },
			{ args: { hour: '2 pm' }, says: [/Time of Day "2 pm"/, /00 to 23/] },
			{ args: { session: 'utm=email' }, says: [/Session Attributes is not valid JSON/] },
		],
	},
	{
		name: 'experience.getMany',
		parameters: {
			returnAll: ai('all'),
			limit: ai('limit'),
			filters: { status: ai('status') },
		},
		calls: [
			{ all: 'true', limit: '', status: 'active, paused' },
			{ all: false, limit: 2, status: ['Scheduled'] },
			{ all: 'false', limit: '1', status: null },
			{ all: '', limit: '', status: '' },
		],
		expected: ['Active,Paused', 'Scheduled', 'Active,Paused,Scheduled', 'Active,Paused,Scheduled'],
		arrived: (_, { requests }) => requests.map(({ query }) => query.status),
		wrong: [
			{ args: { status: 'running' }, says: [/Status "running"/, /Active, Paused, Scheduled/] },
			{ args: { all: 'false', limit: 'ten' }, says: [/Limit "ten"/, /1 or more/] },
		],
	},
	{
		name: 'experience.report',
		parameters: {
			interaction: ai('interaction'),
			customerId: ai('customer'),
			experienceContext: ai('context'),
			additionalFields: {
				buttonId: ai('button'),
				platform: ai('platform'),
				userAttributes: ai('user'),
			},
		},
		calls: [
			{
				interaction: 'Clicked',
				customer: 'a@example.com',
				context: JSON.stringify(CONTEXT),
				button: 'Shop now',
				platform: 'WEB',
				user: '{"points":3}',
			},
			{
				interaction: 'shown',
				customer: 4711,
				context: CONTEXT,
				button: null,
				platform: null,
				user: null,
			},
			{
				interaction: '',
				customer: 'c@example.com',
				context: CONTEXT,
				button: '',
				platform: '',
				user: '',
			},
		],
		expected: [
			{ customer: 'a@example.com', attributes: { ...CONTEXT, b_id: 'Shop now' }, platform: 'web' },
			{ customer: '4711', attributes: CONTEXT },
			{ customer: 'c@example.com', attributes: CONTEXT },
		],
		arrived: ({ experienceEvents }) =>
			experienceEvents.map(({ customerId, attributes, platform }) => ({
				customer: customerId,
				attributes,
				platform,
			})),
		wrong: [
			{ args: { interaction: 'viewed' }, says: [/Interaction "viewed"/, /shown, clicked/] },
			{ args: { context: '{"cid":"1"}' }, says: [/Experience Context lacks experience, moe_loc/] },
			{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /web, android, ios, tv/] },
		],
	},
	{
		name: 'user.upsert',
		parameters: {
			customerId: ai('customer'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
			additionalFields: {
				platforms: { platform: [{ platform: ai('platforms'), active: ai('active') }] },
				updateExistingOnly: ai('existing'),
			},
		},
		calls: [
			{
				customer: 'a@example.com',
				attributes: '{"first_name":"Ann"}',
				platforms: 'ANDROID, ios',
				existing: 'false',
			},
			{
				customer: 4711,
				attributes: { points: 3 },
				platforms: ['web'],
				active: 'false',
				existing: false,
			},
			{
				customer: 'jane.doe@example.com',
				attributes: '{"points":4}',
				platforms: '["web","IOS"]',
				active: true,
				existing: 'TRUE',
			},
			{ customer: 'd@example.com', attributes: '{"points":5}', platforms: null, existing: '' },
			{
				customer: 'e@example.com',
				attributes: '{"points":6}',
				platforms: ['web'],
				existing: null,
			},
		],
		expected: [
			{
				type: 'customer',
				customer_id: 'a@example.com',
				attributes: { first_name: 'Ann' },
				platforms: [
					{ platform: 'ANDROID', active: 'true' },
					{ platform: 'iOS', active: 'true' },
				],
				update_existing_only: false,
			},
			{
				type: 'customer',
				customer_id: '4711',
				attributes: { points: 3 },
				platforms: [{ platform: 'web', active: 'false' }],
				update_existing_only: false,
			},
			{
				type: 'customer',
				customer_id: 'jane.doe@example.com',
				attributes: { points: 4 },
				platforms: [
					{ platform: 'web', active: 'true' },
					{ platform: 'iOS', active: 'true' },
				],
				update_existing_only: true,
			},
			{ type: 'customer', customer_id: 'd@example.com', attributes: { points: 5 } },
			{
				type: 'customer',
				customer_id: 'e@example.com',
				attributes: { points: 6 },
				platforms: [{ platform: 'web', active: 'true' }],
			},
		],
		arrived: ({ users }) => users.map(({ raw }) => raw),
		wrong: [
			{ args: { platforms: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web/] },
			{ args: { existing: 'maybe' }, says: [/Update Existing Only "maybe"/, /true or false/] },
			{ args: { attributes: { id: 7 } }, says: [/Attributes \(JSON\).*"id"/] },
		],
	},
	{
		name: 'user.get',
		parameters: {
			identifierType: ai('kind'),
			identifier: ai('user'),
			additionalFields: { fields: ai('fields') },
		},
		calls: [
			{ kind: '', user: 'jane.doe@example.com', fields: '' },
			{ kind: 'CUSTOMER_ID', user: 'customer-1001', fields: 'first_name, points' },
			{ kind: null, user: 'customer-1002', fields: ['first_name'] },
		],
		expected: [undefined, ['first_name', 'points', 'customer_id'], ['first_name', 'customer_id']],
		arrived: (_, { requests }) =>
			requests.map(({ body }) => ((body as IDataObject).data as IDataObject).user_fields_to_export),
		wrong: [
			{
				args: { user: 'nobody@example.com' },
				says: [/No MoEngage user has the customer ID "nobody/],
			},
			{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
			{ args: { user: '' }, says: [/Identifier is empty/] },
		],
	},
	{
		name: 'user.merge',
		parameters: { mergedUser: ai('from'), retainedUser: ai('into') },
		calls: [
			{ from: 'old-1', into: 'jane.doe@example.com' },
			{ from: 4711, into: ' customer-1001 ' },
			{ from: 'old-3', into: 1002 },
		],
		expected: [
			{ mergedUser: 'old-1', retainedUser: 'jane.doe@example.com' },
			{ mergedUser: '4711', retainedUser: 'customer-1001' },
			{ mergedUser: 'old-3', retainedUser: '1002' },
		],
		arrived: ({ mergedPairs }) => mergedPairs,
		wrong: [
			{ args: { into: 'old-1' }, says: [/User to Merge and Delete is the same user/] },
			{ args: { from: null }, says: [/User to Merge and Delete is empty/] },
			{ args: { from: 'guest' }, says: [/User to Merge and Delete "guest"/, /real user/] },
		],
	},
	{
		name: 'user.delete',
		parameters: { identifierType: ai('kind'), identifier: ai('user') },
		calls: [
			{ kind: 'customer_id', user: 'jane.doe@example.com' },
			{ kind: '', user: 'customer-1001' },
			{ kind: null, user: ' customer-1002' },
		],
		expected: [
			{ identityType: 'customer_id', identityValue: 'jane.doe@example.com' },
			{ identityType: 'customer_id', identityValue: 'customer-1001' },
			{ identityType: 'customer_id', identityValue: 'customer-1002' },
		],
		arrived: ({ deletedUsers }) => deletedUsers,
		wrong: [
			{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
			{ args: { user: null }, says: [/Identifier is empty/] },
		],
	},
	{
		name: 'device.upsert',
		parameters: {
			customerId: ai('customer'),
			deviceId: ai('device'),
			platform: ai('platform'),
			pushId: ai('push'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
		},
		calls: [
			{
				customer: 'a@example.com',
				device: 'd-1',
				platform: 'android',
				push: 't-1',
				attributes: '',
			},
			{ customer: 4711, device: 2, platform: 'IOS', push: 3, attributes: { model: 'X' } },
			{
				customer: 'c@example.com',
				device: 'd-3',
				platform: 'web',
				push: 't-3',
				attributes: '{"app_version": 2}',
			},
		],
		expected: [
			{ device: 'd-1', attributes: { platform: 'ANDROID', push_id: 't-1' } },
			{ device: '2', attributes: { model: 'X', platform: 'iOS', push_id: '3' } },
			{ device: 'd-3', attributes: { app_version: 2, platform: 'web', push_id: 't-3' } },
		],
		arrived: ({ devices }) =>
			devices.map(({ deviceId, attributes }) => ({ device: deviceId, attributes })),
		wrong: [
			{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web, TV/] },
			{ args: { platform: '' }, says: [/Platform is empty/, /ANDROID, iOS, web, TV/] },
			{ args: { push: null }, says: [/Push ID is empty/] },
		],
	},
	...(['block', 'unblock'] as const).map<ToolCase>((action) => ({
		name: `device.${action}`,
		parameters: {
			identifierType: ai('kind'),
			identifier: ai('user'),
			additionalFields: {
				deviceIdentifiers: { identifier: [{ name: ai('device_kind'), value: ai('device') }] },
				clientReferenceId: ai('reference'),
				reason: ai('reason'),
			},
		},
		calls: [
			{
				kind: '',
				user: 'a@example.com',
				device_kind: 'push_id',
				device: 't-1',
				reference: '',
				reason: 'Lost',
			},
			{
				kind: 'MOENGAGE_ID',
				user: '64f1',
				device_kind: 'DEVICE_UNIQUE_ID',
				device: 7,
				reference: 12,
				reason: null,
			},
			{
				kind: null,
				user: 4711,
				device_kind: 'moe_gaid',
				device: 'g-1',
				reference: null,
				reason: '',
			},
		],
		expected: [
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: 'a@example.com',
				actionType: action,
				reason: 'Lost',
				deviceIdentifiers: [{ push_id: 't-1' }],
			},
			{
				userIdentifierType: 'moengage_id',
				userIdentifierValue: '64f1',
				actionType: action,
				clientReferenceId: '12',
				deviceIdentifiers: [{ device_unique_id: '7' }],
			},
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: '4711',
				actionType: action,
				deviceIdentifiers: [{ moe_gaid: 'g-1' }],
			},
		],
		arrived: ({ deviceActions }) => deviceActions,
		wrong: [
			{
				args: { device_kind: 'imei' },
				says: [/Name "imei"/, /device_unique_id, moe_gaid, push_id, unique_id/],
			},
			// Without any device, all devices of the user would be meant.
			{ args: { device: '' }, says: [/Value is empty/] },
			{ args: { device_kind: '', device: '' }, says: [/Device Identifiers/, /push_id/] },
			{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
		],
	})),
];

const { engine, simulator, withCredential } = useEngine({
	startEngine: () => Engine.start(undefined, agents),
	startSimulator,
});

beforeAll(() => addToolForm(engine));

/** Runs an agent that calls the tool with each of the arguments, and returns what its model would read. */
async function callTool(way: Way, toolCase: ToolCase, calls: IDataObject[]): Promise<string[]> {
	const [resource, operation] = toolCase.name.split('.');
	const names = [...new Set([...toolCase.calls, ...calls].flatMap((args) => Object.keys(args)))];
	const workflow = agentWorkflow(way, { resource, operation, ...toolCase.parameters });
	const finished = await engine.run(
		workflow,
		withCredential(calls.map((args) => asSent(way, args, names))),
	);
	expect(finished.error).toBeUndefined();
	return finished.output('Agent').map(({ json }) => String(json.text));
}

test('every operation of the node is tried as a tool', () => {
	const { description } = engine.loader.getNode('moEngage').type as {
		description: { properties: Array<{ name: string; displayOptions?: IDataObject }> };
	};
	const operations = description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) => {
			const { options, displayOptions } = property as unknown as {
				options: Array<{ value: string }>;
				displayOptions: { show: { resource: string[] } };
			};
			return options.map(({ value }) => `${displayOptions.show.resource[0]}.${value}`);
		});
	expect(operations.sort()).toEqual([...new Set(CASES.map(({ name }) => name))].sort());
});

describe.each<Way>(['engine', 'langchain'])('as a tool that the %s runs', (way) => {
	describe.each(CASES)('$name', (toolCase) => {
		test('understands the flat arguments of a model', async () => {
			const replies = await callTool(way, toolCase, toolCase.calls);
			expect(replies.filter((reply) => /\[Item|"error"|Details:/.test(reply))).toEqual([]);
			expect(toolCase.arrived(simulator.accepted, simulator)).toEqual(toolCase.expected);
		});

		test.each(toolCase.wrong)(
			'tells the model what is wrong with $args',
			async ({ args, says }) => {
				const [reply] = await callTool(way, toolCase, [{ ...toolCase.calls[0], ...args }]);
				for (const part of says) expect(reply).toMatch(part);
				expect(reply.length).toBeLessThan(400);
				expect(reply).not.toMatch(/undefined|\[object/);
			},
		);
	});

	test('repeats a call that looks like an earlier one, because the model asked for it', async () => {
		const [trigger] = CASES;
		const [call] = trigger.calls;
		await callTool(way, trigger, [call, call, call]);
		expect(simulator.accepted.businessEvents).toHaveLength(3);
	});

	test('sends what the model asks for in a retried run, too', async () => {
		const [trigger] = CASES;
		const [resource, operation] = trigger.name.split('.');
		const workflow = agentWorkflow(way, { resource, operation, ...trigger.parameters });
		const names = Object.keys(trigger.calls[0]);
		const items = trigger.calls.map((args) => asSent(way, args, names));
		const { run } = await engine.run(workflow, withCredential(items));
		const accepted = simulator.accepted.businessEvents.length;
		const { executionData, resultData } = run.data;
		const node = workflow.nodes.find(({ name }) => name === 'Start');
		if (executionData === undefined || node === undefined) throw new Error('Nothing to retry');
		resultData.runData = {};
		const main = [items.map((json) => ({ json }))];
		executionData.nodeExecutionStack.push({ node, data: { main }, source: null });
		const again = await engine.retry(
			new FinishedRun(run, ['Agent']),
			workflow,
			withCredential(items),
		);
		expect(again.output('Agent').map(({ json }) => json.text)).not.toContainEqual(
			expect.stringContaining('unknown whether'),
		);
		expect(simulator.accepted.businessEvents).toHaveLength(2 * accepted);
	});

	test('gives back what a read found', async () => {
		const search = CASES.find(({ name }) => name === 'businessEvent.search') as ToolCase;
		const [reply] = await callTool(way, search, [{ ids: '', names: 'Price Drop', simple: '' }]);
		expect(JSON.parse(reply)).toEqual([
			expect.objectContaining({
				event_name: 'Price Drop',
				created_by: expect.any(String) as string,
			}),
		]);
	});

	test('takes a resource locator and a fixed collection as the editor stores them', async () => {
		const trigger: ToolCase = {
			...CASES[0],
			parameters: {
				...CASES[0].parameters,
				businessEvent: { __rl: true, mode: 'name', value: ai('event') },
			},
		};
		await callTool(way, trigger, trigger.calls);
		expect(simulator.accepted.businessEvents).toEqual(trigger.expected);

		const upsert = CASES.find(({ name }) => name === 'user.upsert') as ToolCase;
		const platforms = { platform: [{ platform: ai('platform'), active: ai('active') }] };
		const additionalFields = { platforms };
		await callTool(way, { ...upsert, parameters: { ...upsert.parameters, additionalFields } }, [
			{ customer: 'a@example.com', attributes: '', platform: 'ios', active: 'false' },
			{ customer: 'b@example.com', attributes: '', platform: 'web', active: true },
			{ customer: 'c@example.com', attributes: '', platform: 'ANDROID', active: '' },
		]);
		expect(simulator.accepted.users.map(({ raw }) => raw.platforms)).toEqual([
			[{ platform: 'iOS', active: 'false' }],
			[{ platform: 'web', active: 'true' }],
			[{ platform: 'ANDROID', active: 'true' }],
		]);
	});
});
